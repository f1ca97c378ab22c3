"""Half a year of drawn calls, and the demand that an office's books of it tell."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.ids import ServiceId
from scheduler.simulation.demand import draw, fit
from tests.simulation.demand.asking_town import (
    days,
    demo,
    town,
)
from tests.simulation.demand.recorded import books, write

FIRST, WEEKS = date(2026, 1, 5), 26
LAST = FIRST + timedelta(days=7 * WEEKS - 1)
CYCLE = (EnquiryOutcome.PROMISED, EnquiryOutcome.REFUSED, EnquiryOutcome.DECLINED, EnquiryOutcome.WAITING)


def told(calls: list[Call]) -> list[Call]:
    """Return the calls that came in the period: not the series that began before."""
    return [call for call in calls if call.id.split("~")[2] == call.day.isoformat()]


@cache
def drawn() -> tuple[Call, ...]:
    return tuple(draw(replace(demo(), known=0.0), town(), days(7 * WEEKS, FIRST), 21))


@cache
def fitted() -> Demand:
    """Return the demo's demand as half a year's books tell it, a quarter of it promised."""
    with books() as unit:
        write(unit, drawn(), lambda k: CYCLE[k % 4])
        return fit(unit, FIRST, LAST)


def per_week(demand: Demand, service_id: str) -> float:
    return sum(sum(means) for means in demand.services[ServiceId(service_id)].per_day.values())
