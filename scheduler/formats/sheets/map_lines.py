"""Lines of the day's map: along the roads where they are known, bent from stop to stop where not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot

import polyline

from scheduler.domain.itinerary import Itinerary
from scheduler.domain.place import GeoPoint
from scheduler.formats.sheets.projection import Xy

DIGITS = 5
BEND = 0.12
"""Legs without a road are bent to the right by this part of their length, so that there and back are two lines."""
FINEST = 0.8
"""Points of a road that are nearer to each other than this, in pixels, are drawn as one."""
SIDE, NEXT_SIDE, SIDES = 1.3, 1.2, 4
"""Legs are drawn this far to the right of the road, so that there and back, and shifts on one road, part."""


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A leg as it is drawn: an SVG path that goes on from where the last one ended, its length and its middle."""

    path: str
    length: float
    middle: Xy
    turn: float
    start: Xy
    end: Xy


def road_of(itinerary: Itinerary) -> list[list[GeoPoint]]:
    """Return the points of each leg, from door to door along its way.

    Empty where no ways were drawn, or a file says nonsense in their place.
    """
    if not itinerary.ways or len(itinerary.ways) != len(itinerary.path) - 1:
        return []
    try:
        ways = [[GeoPoint(lat=lat, lon=lon) for lat, lon in polyline.decode(way, DIGITS)] for way in itinerary.ways]
    except (IndexError, ValueError, OverflowError):
        return []
    doors = pairwise(itinerary.path)
    return [[start, *way, end] for (start, end), way in zip(doors, ways, strict=True)]


def is_road(leg: Sequence[GeoPoint]) -> bool:
    """Return whether a leg from door to door is more than a straight line between two points."""
    return len(leg) > 4


def straight_leg(a: Xy, b: Xy) -> Leg:
    """Return a leg bent from one stop to the next."""
    control = (a[0] + b[0]) / 2 - (b[1] - a[1]) * BEND, (a[1] + b[1]) / 2 + (b[0] - a[0]) * BEND
    return Leg(
        path=f"Q{control[0]:.1f} {control[1]:.1f} {b[0]:.1f} {b[1]:.1f}",
        length=_length(a, b),
        middle=((a[0] + b[0]) / 4 + control[0] / 2, (a[1] + b[1]) / 4 + control[1] / 2),
        turn=_turn(a, b),
        start=a,
        end=b,
    )


def road_leg(points: Sequence[Xy], index: int) -> Leg | None:
    """Return a leg along a road, beside it by the shift's index; None where it has no length."""
    line = list(_aside(_thinned(points), SIDE + NEXT_SIDE * (index % SIDES)))
    if len(line) < 2:
        return None
    total = sum(_length(a, b) for a, b in pairwise(line))
    middle, turn = _half_way(line, total)
    path = "".join(f"L{x:.1f} {y:.1f}" for x, y in line)
    return Leg(path=path, length=total, middle=middle, turn=turn, start=line[0], end=line[-1])


def joined(legs: Sequence[Leg]) -> str:
    """Return the SVG path of one leg after the other."""
    parts: list[str] = []
    for before, leg in zip((None, *legs), legs, strict=False):
        if before is None or before.end != leg.start:
            parts.append(f"{'M' if before is None else 'L'}{leg.start[0]:.1f} {leg.start[1]:.1f}")
        parts.append(leg.path)
    return "".join(parts)


def _thinned(points: Sequence[Xy]) -> list[Xy]:
    kept: list[Xy] = []
    for point in points:
        if not kept or _length(kept[-1], point) >= FINEST:
            kept.append(point)
    return kept


def _aside(line: Sequence[Xy], px: float) -> Iterator[Xy]:
    """Yield a line moved to the right of its direction; y grows downwards."""
    for k, (x, y) in enumerate(line):
        before, after = line[max(k - 1, 0)], line[min(k + 1, len(line) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = hypot(dx, dy) or 1.0  # there and back in one point: no side
        yield x - dy / length * px, y + dx / length * px


def _half_way(line: Sequence[Xy], total: float) -> tuple[Xy, float]:
    """Return the point in the middle of a line, and the direction there in degrees."""
    left = total / 2
    for a, b in pairwise(line):
        step = _length(a, b)
        if step >= left:
            part = left / step if step else 0.0
            return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part), _turn(a, b)
        left -= step
    return line[-1], _turn(line[-2], line[-1])


def _turn(a: Xy, b: Xy) -> float:
    return degrees(atan2(b[1] - a[1], b[0] - a[0]))


def _length(a: Xy, b: Xy) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])
