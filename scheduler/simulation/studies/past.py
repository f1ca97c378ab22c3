"""Closed days of a town, counted as simulated ones are: what a back-test holds the simulation against."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.roster import Shift
from scheduler.services.closing.closing import closing_of
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.office.counting import is_late
from scheduler.simulation.office.paying import paid

REAL = "real"
"""Stands where figures name their scenario."""
LEAST, MOST = 5, 20
"""Days: fewer say little, and more would take the night alone."""
_WEEKS = timedelta(weeks=8)
_OUTCOMES: Mapping[FinalOutcome, str] = {
    FinalOutcome.SERVED: "served",
    FinalOutcome.NO_SHOW: "no_shows",
    FinalOutcome.REFUSED: "no_shows",
    FinalOutcome.CANCELLED: "cancelled",
    FinalOutcome.NOT_CALLED: "cancelled",
    FinalOutcome.CANCELLED_LATE: "cancelled_late",
}


@dataclass(frozen=True, kw_only=True)
class Past:
    """Closed days, the latest of them.

    Attributes
    ----------
    shifts : tuple of Shift
        Rostered on these days.
    figures : tuple of Figure
        Of the scenario `REAL`, replication 0.
    """

    days: tuple[date, ...]
    shifts: tuple[Shift, ...]
    figures: tuple[Figure, ...]


def past_of(unit: UnitOfWork, today: date) -> Past | None:
    """Return a town's last closed days; None: there are too few.

    Parameters
    ----------
    today : date
        The days are before it, and not older than eight weeks.
    """
    closed = unit.closings.between(today - _WEEKS, today - timedelta(days=1)).values()
    days = tuple(sorted({one.day for one in closed if one.counts})[-MOST:])
    if len(days) < LEAST:
        return None
    shifts = tuple(shift for day in days for shift in unit.shifts.between(day, day).values())
    return Past(days=days, shifts=shifts, figures=tuple(one for day in days for one in figures_of_closed(unit, day)))


def figures_of_closed(unit: UnitOfWork, day: date) -> Iterator[Figure]:
    """Yield what a closed day came to, as far as its records tell."""
    spent, actuals = paid(unit, closing_of(unit, day), day), unit.actuals.between(day, day).values()
    counts = Counter(_OUTCOMES[one.outcome] for one in actuals if one.outcome in _OUTCOMES)
    late = sum(one.served and is_late(one) for one in actuals)
    values: dict[str, float] = {name: counts[name] for name in dict.fromkeys(_OUTCOMES.values())}
    values |= {"late": late, "on_time": counts["served"] - late, "refused": _refused(unit, day)}
    values |= {"vehicle_hours": spent.vehicle_s / 3600, "crew_hours": spent.crew_s / 3600, "km": spent.way_m / 1000}
    for kpi, value in values.items():
        yield Figure(scenario=REAL, replication=0, day=day, kpi=kpi, value=float(value))


def _refused(unit: UnitOfWork, day: date) -> int:
    """Return the requests for which nothing could be offered on the day that was wanted first."""
    first = day - timedelta(days=town_head(unit).policy.booking.horizon_days + 1)
    asked = (one for one in unit.enquiries.between(first, day).values() if one.days[:1] == (day,))
    return sum(len(one.requests) for one in asked if one.outcome is EnquiryOutcome.REFUSED)
