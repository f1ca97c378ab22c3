"""A town of the store as a study plays it, and what its own calls say of days to come."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from scheduler.domain.capacity.answers import Ground
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.ids import PatternId
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.facts import part_of_town
from scheduler.services.keeping import FACTS, learned_times
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota import pattern_shift_id
from scheduler.simulation.demand import fit

WEEKS = 26
"""So far back calls still say how days to come will be."""


def town_to_play(unit: UnitOfWork, days: Sequence[date]) -> Town:
    """Return a kept town with its people, things and weekly patterns; its shifts are made of these, as in the office.

    Parameters
    ----------
    days : sequence of date
        Shifts that somebody has added to these days by hand are there, too.

    Raises
    ------
    NotFoundError
        If no such town is kept.
    """
    facts = {kind: getattr(unit, kind).all() for kind in FACTS}
    patterns = unit.patterns.all()
    return part_of_town(
        unit,
        **facts,
        patterns=patterns,
        shifts=tuple(_by_hand(unit, patterns, days)),
        entitlements=tuple(unit.entitlements.all().values()),
        learned=learned_times(unit),
    )


def _by_hand(unit: UnitOfWork, patterns: Iterable[PatternId], days: Sequence[date]) -> Iterator[Shift]:
    for day in days:
        rolled = {pattern_shift_id(pattern, day) for pattern in patterns}
        yield from (one for one in unit.shifts.between(day, day).values() if one.id not in rolled)


def fitted(unit: UnitOfWork, today: date) -> Demand:
    """Return the demand that the calls of the last half-year tell.

    Raises
    ------
    InputError
        If nobody has called.
    """
    return fit(unit, today - timedelta(weeks=WEEKS), today - timedelta(days=1))


def ground_of(demand: Demand) -> Ground:
    """Return what a demand rests on, without any back-test."""
    basis = demand.basis
    return Ground(calls=basis.number, days=basis.days, dispersion=basis.dispersion, sources=basis.sources)
