"""What the day's map shows: the town. A hospital 40 km away may not shrink the town to a dot."""

from collections.abc import Sequence
from statistics import median

from scheduler.domain.itinerary import DayView
from scheduler.domain.place import GeoPoint
from scheduler.formats.sheets.projection import Box, box_of, mercator

NEAR = 0.25
"""Points this far outside the town (as a part of its size) still make the map larger; others are pointed at."""
SPREAD = 4.0
"""Without districts the town is where points are within so many median distances of the middle."""


def day_points(view: DayView) -> list[GeoPoint]:
    """Return every point of a day that has a mark on the map."""
    found = [card.point for card in view.unassigned]
    for itinerary in view.itineraries:
        found += [itinerary.start_point, itinerary.end_point, *(stop.point for stop in itinerary.stops)]
    return found


def focus_box(view: DayView) -> Box:
    """Return the part of the world that the map shows."""
    corners = [corner for district in view.districts for ring in district.rings for corner in ring]
    points = day_points(view)
    if not corners and not points:
        return box_of([GeoPoint(lat=52.0, lon=19.4)], at_least_m=400_000)  # an empty day: the country
    core = corners or _bulk(points)
    near = box_of(core).grown(NEAR)
    return box_of([*core, *(point for point in points if near.contains(point))]).grown(0.04)


def _bulk(points: Sequence[GeoPoint]) -> list[GeoPoint]:
    """Return the points that are not far from most others."""
    xy = [mercator(point) for point in points]
    middle = median(x for x, _ in xy), median(y for _, y in xy)
    away = [max(abs(x - middle[0]), abs(y - middle[1])) for x, y in xy]
    limit = max(3_000.0, SPREAD * median(away))
    return [point for point, distance in zip(points, away, strict=True) if distance <= limit]
