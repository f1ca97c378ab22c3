"""Where a town is, as a rectangle."""

from scheduler.domain.town import Town
from scheduler.services.ports import BoundingBox

MARGIN_LAT, MARGIN_LON = 0.02, 0.03
"""About two kilometres: the villages whose people the town's bus fetches too."""


def town_box(town: Town) -> BoundingBox:
    """Return the rectangle around a town's centre, districts and places, with a margin."""
    points = [town.centre]
    points += [corner for district in town.districts.values() for ring in district.rings for corner in ring]
    points += [entrance.point for place in town.places.values() for entrance in place.entrances]
    return BoundingBox(
        south=max(-90.0, min(point.lat for point in points) - MARGIN_LAT),
        west=max(-180.0, min(point.lon for point in points) - MARGIN_LON),
        north=min(90.0, max(point.lat for point in points) + MARGIN_LAT),
        east=min(180.0, max(point.lon for point in points) + MARGIN_LON),
    )
