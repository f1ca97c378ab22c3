"""How far apart a day's locations are; of locations that were there before the change, nobody is asked again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.domain.roster import TravelMode
from scheduler.services.ports import GrowingTimes, TravelMatrix, TravelPoint, TravelTimes
from solver.facts.travel import TravelTable


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an engine told, and the lineage of answers that tell the same of the same locations."""

    matrix: TravelMatrix
    lineage: object = field(default_factory=object)


@dataclass(frozen=True, kw_only=True)
class DayLegs:
    """Legs between a day's locations, by mode.

    Attributes
    ----------
    points : mapping of str to TravelPoint
        The locations by id, in their order.
    """

    points: Mapping[str, TravelPoint]
    by_mode: Mapping[TravelMode, Known]

    @property
    def tables(self) -> tuple[TravelTable, ...]:
        """The legs as the solver takes them."""
        return tuple(_table(mode, known) for mode, known in self.by_mode.items())


def day_legs(
    points: Mapping[str, TravelPoint], travel: TravelTimes, modes: Iterable[TravelMode], before: DayLegs | None
) -> DayLegs:
    """Return the legs between all locations of a day.

    Parameters
    ----------
    points : mapping of str to TravelPoint
        The locations by id, in their order.
    before : DayLegs, optional
        Of another state of the day, asked of the same engines under the same policy.

    Raises
    ------
    InputError, TravelError
        As `TravelTimes.matrix`.
    """
    every = tuple(points.values())
    old = None if before is None else _old_numbers(points, before)
    found = {}
    for mode in modes:
        known = None if before is None or old is None else before.by_mode.get(mode)
        found[mode] = _grown(known, old or (), every, travel, mode) or Known(matrix=travel.matrix(every, mode))
    return DayLegs(points=points, by_mode=found)


def are_as_before(travel: TravelTimes, before: DayLegs) -> bool:
    """Return whether engines say the same of the same locations; one that cannot know is not asked for all of them.

    Raises
    ------
    InputError
        As `TravelTimes.matrix`.
    """
    points = tuple(before.points.values())
    same = tuple(range(len(points)))
    return all(_grown(known, same, points, travel, mode) is not None for mode, known in before.by_mode.items())


def _old_numbers(points: Mapping[str, TravelPoint], before: DayLegs) -> tuple[int, ...] | None:
    """Return the old numbers of the locations that come first; None: one was moved, or an old one follows a new one."""
    numbers = {name: k for k, name in enumerate(before.points)}
    old = [numbers.get(name, -1) for name in points]
    count = next((k for k, known in enumerate(old) if known < 0), len(old))
    behind = any(known >= 0 for known in old[count:])
    moved = any(before.points[name] != point for name, point in points.items() if name in numbers)
    return None if behind or moved else tuple(old[:count])


def _grown(
    known: Known | None, old: Sequence[int], points: Sequence[TravelPoint], travel: TravelTimes, mode: TravelMode
) -> Known | None:
    if known is None or not isinstance(travel, GrowingTimes):
        return None
    matrix = travel.grown(_picked(known.matrix, old), points, mode)
    return None if matrix is None else replace(known, matrix=matrix)


def _picked(matrix: TravelMatrix, old: Sequence[int]) -> TravelMatrix:
    """Return the rows and columns of some locations, in another order perhaps."""
    if old == tuple(range(len(matrix.seconds))):
        return matrix
    square = np.ix_(old, old)
    return replace(matrix, seconds=matrix.seconds[square], metres=matrix.metres[square])


def _table(mode: TravelMode, known: Known) -> TravelTable:
    motor, matrix = mode in (TravelMode.CAR, TravelMode.VAN), known.matrix
    return TravelTable(
        mode=mode,
        seconds=matrix.seconds,
        metres=matrix.metres,
        driving=motor,
        banded=motor,
        lineage=known.lineage,
    )
