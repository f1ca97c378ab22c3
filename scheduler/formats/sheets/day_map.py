"""The day's map as one SVG element."""

from math import atan, degrees, sinh

from markupsafe import Markup

from scheduler.domain.itinerary import DayView
from scheduler.domain.place import GeoPoint
from scheduler.formats.sheets.declutter import Placer
from scheduler.formats.sheets.focus import focus_box
from scheduler.formats.sheets.looks import looks
from scheduler.formats.sheets.map_ground import (
    base_marks,
    bases,
    credit,
    district_names,
    district_shapes,
    scale_and_north,
    unassigned_marks,
)
from scheduler.formats.sheets.map_lines import is_road, road_of
from scheduler.formats.sheets.map_routes import Sketch, place_stops, route_line, stop_dots, stop_marks
from scheduler.formats.sheets.projection import EARTH_M, Box, Frame
from scheduler.formats.sheets.svg import el
from scheduler.formats.sheets.times import DayTimes

WIDTH = 900.0
LOWEST, HIGHEST = 540.0, 860.0
MOST_NAMED_BASES = 12
DENSE_FROM = 250
"""Stops from which only dots are drawn; the names appear for the shift that is picked out."""


def day_map(view: DayView, times: DayTimes, *, links: bool = True) -> Markup:
    """Return the map of a day.

    Parameters
    ----------
    view : DayView
        The planned day.
    times : DayTimes
        Its clock and words.
    links : bool
        Whether stops lead to their rows in the page's tables; a picture alone has none.
    """
    frame, content = map_content(view, times, links=links)
    return el(
        "svg",
        el("title", times.words("map.title", town=view.town)),
        content,
        viewBox=f"0 0 {frame.width:.0f} {frame.height:.0f}",
        role="group" if links else "img",
        class_="map",
    )


def map_content(view: DayView, times: DayTimes, *, links: bool, width: float = WIDTH) -> tuple[Frame, Markup]:
    """Return the frame of a day's map and what is drawn in it."""
    frame = _frame(focus_box(view), width)
    centre = _centre(frame.box)
    sketch = Sketch(frame=frame, centre=centre, placer=Placer(frame), times=times, links=links)
    dense = sum(len(itinerary.stops) for itinerary in view.itineraries) >= DENSE_FROM
    # The order of placing is the order of importance: what is placed later moves aside.
    houses = bases(view, sketch)
    names = district_names(view.districts, sketch)
    missed = unassigned_marks(view, sketch)
    shifts = looks(view.itineraries)
    stops = [(look, place_stops(sketch, look, itinerary, dense=dense)) for look, itinerary in shifts]
    size = {"width": frame.width, "height": frame.height}
    content = el(
        "g",
        el("rect", class_="ground", width=frame.width, height=frame.height, rx=12),
        district_shapes(view.districts, frame),
        # A drawing of its own, so that roads which leave the map are cut off at its edge.
        el("svg", *(route_line(sketch, look, itinerary) for look, itinerary in shifts), **size),
        names,
        base_marks(houses, names=len(houses) <= MOST_NAMED_BASES),
        *(stop_dots(look, placed) for look, placed in stops),
        *(stop_marks(sketch, look, placed, dense=dense) for look, placed in stops),
        missed,
        scale_and_north(frame, centre.lat, times.words),
        credit(frame, times.words) if follows_roads(view) else "",
        class_="dense drawing" if dense else "drawing",
    )
    return frame, content


def follows_roads(view: DayView) -> bool:
    """Return whether the map shows any road of OpenStreetMap."""
    return any(is_road(leg) for itinerary in view.itineraries for leg in road_of(itinerary))


def _frame(box: Box, width: float) -> Frame:
    """Return a frame as high as the box wants, within what fits on a screen."""
    wanted = width * (box.north - box.south) / (box.east - box.west)
    return Frame(box=box, width=width, height=min(max(wanted, LOWEST), HIGHEST))


def _centre(box: Box) -> GeoPoint:
    x, y = (box.west + box.east) / 2, (box.south + box.north) / 2
    lat = degrees(atan(sinh(y / EARTH_M)))
    return GeoPoint(lat=lat, lon=min(max(degrees(x / EARTH_M), -180.0), 180.0))
