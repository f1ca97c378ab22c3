"""The routes of the day's map: a line, a few arrow heads and a labelled mark per stop, for one shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot

from markupsafe import Markup

from scheduler.domain.itinerary import Itinerary, StopCard
from scheduler.domain.place import GeoPoint
from scheduler.formats.sheets.declutter import Placer
from scheduler.formats.sheets.labels import shift_label, stop_label
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.map_lines import Leg, joined, road_leg, road_of, straight_leg
from scheduler.formats.sheets.projection import Frame, Xy, km_between
from scheduler.formats.sheets.svg import el, join, text_width
from scheduler.formats.sheets.times import DayTimes

EDGE = 20.0
MARK_H = 17.0
SHORTEST_WITH_ARROW = 44.0


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What drawing a route needs beside the route."""

    frame: Frame
    centre: GeoPoint
    placer: Placer
    times: DayTimes
    links: bool

    def xy(self, point: GeoPoint) -> Xy:
        """Return where a point is drawn; one off the map is drawn at its edge, in its direction."""
        xy = self.frame.xy(point)
        return xy if self.frame.holds(xy) else self._at_edge(xy)

    def is_far(self, point: GeoPoint) -> bool:
        """Return whether a point is off the map."""
        return not self.frame.holds(self.frame.xy(point))

    def _at_edge(self, xy: Xy) -> Xy:
        middle = self.frame.width / 2, self.frame.height / 2
        dx, dy = xy[0] - middle[0], xy[1] - middle[1]
        part = min((middle[i] - EDGE) / abs(d) if d else 1e9 for i, d in enumerate((dx, dy)))
        return middle[0] + dx * part, middle[1] + dy * part


def route_line(sketch: Sketch, look: ShiftLook, itinerary: Itinerary) -> Markup:
    """Return one shift's line as a group that can be highlighted; all lines lie under all stops."""
    legs = _legs(sketch, look, itinerary)
    line = joined(legs)
    return el(
        "g",
        el("title", shift_label(look, itinerary)),
        el("path", class_="halo", d=line),
        el("path", class_="route", d=line, stroke_dasharray=look.dash or None),
        *(_chevron(leg) for leg in legs if leg.length > SHORTEST_WITH_ARROW),
        class_=look.css,
        data_shift=str(look.index),
    )


def _legs(sketch: Sketch, look: ShiftLook, itinerary: Itinerary) -> list[Leg]:
    """Return a shift's legs; a road that leaves the map is drawn to where it does, and cut off there."""
    if road := road_of(itinerary):
        drawn = (road_leg([sketch.frame.xy(point) for point in way], look.index) for way in road)
        return [leg for leg in drawn if leg is not None]
    return [straight_leg(a, b) for a, b in pairwise(sketch.xy(point) for point in _path(itinerary))]


@dataclass(frozen=True, kw_only=True)
class PlacedStop:
    """A stop with the place that was found for its name."""

    stop: StopCard
    position: int
    text: str
    width: float
    point: Xy
    middle: Xy


def place_stops(sketch: Sketch, look: ShiftLook, itinerary: Itinerary, *, dense: bool) -> list[PlacedStop]:
    """Return one shift's stops with places for their names; on a dense map names stay on their points."""
    found = []
    for position, stop in enumerate(itinerary.stops, start=1):
        text = look.stop_code(stop.number)
        if sketch.is_far(stop.point):
            text += f" {_compass(sketch.centre, stop.point)} {km_between(sketch.centre, stop.point):.0f} km"
        width = max(MARK_H, text_width(text, 11, bold=True) + 8)
        point = sketch.xy(stop.point)
        middle = point if dense else sketch.placer.place(point, width + 2, MARK_H + 2)
        found.append(PlacedStop(stop=stop, position=position, text=text, width=width, point=point, middle=middle))
    return found


def stop_dots(look: ShiftLook, placed: Sequence[PlacedStop]) -> Markup:
    """Return where one shift's stops really are, and lines to their names; under all names."""
    moved = (stop for stop in placed if _length(stop.point, stop.middle) > 1)
    return el("g", *(join(_leader(stop.point, stop.middle), _dot(stop.point)) for stop in moved), class_=look.css)


def stop_marks(sketch: Sketch, look: ShiftLook, placed: Sequence[PlacedStop], *, dense: bool) -> Markup:
    """Return one shift's stops as a group that can be highlighted."""
    return el("g", *(_stop_mark(sketch, look, stop, dense=dense) for stop in placed), class_=look.css)


def _path(itinerary: Itinerary) -> Sequence[GeoPoint]:
    if len(itinerary.path) > 1:
        return itinerary.path
    return [itinerary.start_point, *(stop.point for stop in itinerary.stops), itinerary.end_point]


def _length(a: Xy, b: Xy) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _chevron(leg: Leg) -> Markup:
    """Return an arrow head in the middle of a leg."""
    x, y = leg.middle
    return el(
        "path",
        class_="chevron",
        d="M-4 -4.5L4 0L-4 4.5z",
        transform=f"translate({x:.1f} {y:.1f}) rotate({leg.turn:.0f})",
    )


def _stop_mark(sketch: Sketch, look: ShiftLook, placed: PlacedStop, *, dense: bool) -> Markup:
    label = stop_label(look, placed.stop, sketch.times)
    mark = join(
        _dot(placed.point) if dense else "",
        pill(placed.middle, placed.width, placed.text),
        el("title", label),
    )
    if not sketch.links:
        return el("g", mark, class_="stop")
    anchor = look.stop_anchor(placed.position)
    return el("a", mark, class_="stop", href=f"#{anchor}", aria_label=label, data_shift=str(look.index))


def pill(middle: Xy, width: float, text: str) -> Markup:
    """Return a stop's name in a rounded box."""
    x, y = middle
    return el(
        "g",
        el("rect", x=x - width / 2, y=y - MARK_H / 2, width=width, height=MARK_H, rx=MARK_H / 2),
        el("text", text, x=x, y=y + 3.9, text_anchor="middle"),
        class_="pill",
    )


def _dot(point: Xy) -> Markup:
    return el("circle", class_="dot", cx=point[0], cy=point[1], r=3)


def _leader(point: Xy, middle: Xy) -> Markup:
    return el("line", class_="leader", x1=point[0], y1=point[1], x2=middle[0], y2=middle[1])


def _compass(centre: GeoPoint, point: GeoPoint) -> str:
    """Return an arrow to where a far point lies: north is up."""
    turn = degrees(atan2(point.lat - centre.lat, (point.lon - centre.lon) * 0.62))
    return "→↗↑↖←↙↓↘"[round(turn / 45) % 8]
