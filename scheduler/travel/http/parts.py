"""Puts a matrix together from blocks, and names the points that no road is near to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.errors import TravelError
from scheduler.domain.place import GeoPoint
from scheduler.services.ports import Line, TravelPoint
from scheduler.travel.engine import NO_WAY, Legs, OffNetworkError
from scheduler.travel.great_circle import great_circle_m
from scheduler.travel.http.answers import Floats, rounded_up
from scheduler.travel.http.blocks import Block
from scheduler.travel.http.errors import AnswerError


@dataclass(frozen=True, kw_only=True)
class Part:
    """The legs of one block, as `Legs`."""

    tenths: NDArray[np.int32]
    metres: NDArray[np.int32]


def no_way() -> Part:
    """Return a single leg that there is no way for."""
    none = np.full((1, 1), NO_WAY, dtype=np.int32)
    return Part(tenths=none, metres=none)


def part(seconds: Floats, metres: Floats) -> Part:
    """Return the whole numbers of one block.

    Raises
    ------
    AnswerError
        If a leg has a time and no distance, or the other way round.
    """
    if not np.array_equal(np.isnan(seconds), np.isnan(metres)):
        msg = "gave times without distances"
        raise AnswerError(msg)
    return Part(tenths=rounded_up(seconds, 10), metres=rounded_up(metres, 1))


def joined(
    parts: Iterable[tuple[Block, Part]], origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint]
) -> Legs:
    """Return the matrix of all parts, zero between equal points."""
    shape = len(origins), len(destinations)
    tenths, metres = np.full(shape, NO_WAY, dtype=np.int32), np.full(shape, NO_WAY, dtype=np.int32)
    for block, part_ in parts:
        tenths[block.rows, block.columns] = part_.tenths
        metres[block.rows, block.columns] = part_.metres
    here = np.array([[p.point.lat, p.point.lon] for p in origins]).reshape(-1, 1, 2)
    there = np.array([[p.point.lat, p.point.lon] for p in destinations]).reshape(1, -1, 2)
    same = np.all(here == there, axis=2)
    tenths[same] = metres[same] = 0
    return Legs(tenths=tenths, metres=metres)


def refuse_far(away_m: Mapping[TravelPoint, float | None], points: Iterable[TravelPoint], within_m: int) -> None:
    """Raise `OffNetworkError` naming every one of `points` that is too far from a road.

    Parameters
    ----------
    away_m : mapping
        Distance from the nearest road; None where there is no road at all.
    """
    far = [(point, away_m[point]) for point in dict.fromkeys(points) if _is_far(away_m[point], within_m)]
    if far:
        raise OffNetworkError(far, within_m)


def meeting(engine: str, points: Sequence[TravelPoint], lines: Sequence[Line], within_m: int) -> tuple[Line, ...]:
    """Return the ways between consecutive points so that each begins where the one before it ended.

    Between two roads Valhalla may arrive on one and leave by the other: the gap is closed by a straight line.

    Raises
    ------
    TravelError
        Naming the first point that a way begins or ends too far from.
    """
    for (origin, destination), line in zip(pairwise(points), lines, strict=True):
        _check_end(engine, origin, line[0], within_m)
        _check_end(engine, destination, line[-1], within_m)
    gaps = ((before[-1],) if before[-1] != line[0] else () for before, line in pairwise(lines))
    return tuple((*gap, *line) for gap, line in zip(chain([()], gaps), lines, strict=False))


def _check_end(engine: str, point: TravelPoint, end: GeoPoint, within_m: int) -> None:
    lat, lon = np.radians([point.point.lat, end.lat]), np.radians([point.point.lon, end.lon])
    away_m = float(great_circle_m(lat, lon)[0, 1])
    if away_m > within_m:
        name = point.name or f"{point.point.lat:.5f}, {point.point.lon:.5f}"
        msg = f"{engine}: no way leads to {name}, which lies {away_m:.0f} m from the nearest road"
        raise TravelError(msg)


def _is_far(away_m: float | None, within_m: int) -> bool:
    return away_m is None or away_m > within_m
