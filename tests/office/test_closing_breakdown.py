"""A bus that broke down with people aboard, in the evening: how long they were on the way, and what its crew did."""

from datetime import timedelta

import pytest

from scheduler.domain.actuals import Actual, ShiftActual, elapsed_s
from scheduler.domain.closing import WayHome
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.services.closing.daybook import DayBook, read_day
from tests.office.closing_day import actuals, close, state, view
from tests.office.office import Office
from tests.office.test_breakdown_ended import rescued
from tests.office.test_disruptions import BUS, HELPER, RIDERS, go, tasks_of
from tests.office.test_replanning import tell


def book(here: Office) -> DayBook:
    with here.store.reading(here.id) as unit:
        return read_day(unit, here.day)


@pytest.fixture
def evening() -> Office:
    """The evening after another bus has fetched two people from the roadside, and served everybody else."""
    here = rescued()
    hour = 45
    for task_id in tasks_of(here.plan, HELPER):
        hour += 5
        go(here, f"{9 + hour // 60:02d}:{hour % 60:02d}")
        tell(here, task_id, "arrived", HELPER)
        tell(here, task_id, "aboard" if task_id.endswith(":pickup") else "done", HELPER)
    here.clock.moment = view(here).over_at + timedelta(hours=1)
    for one in view(here).stranded:
        state(here, one.request_id, WayHome.FAMILY)
    return here


def shifts(here: Office) -> dict[ShiftId, ShiftActual]:
    return {one.shift_id: one for one in close(here).shifts}


def ridden(here: Office) -> dict[RequestId, Actual]:
    return {key: one for key, one in actuals(here).items() if key in RIDERS}


def test_whoever_stood_at_the_roadside_was_on_the_way_all_the_time(evening: Office) -> None:
    """An hour in a broken bus and in the cold would be a ride of ten minutes in the figures."""
    boarded = {key: found[0].at for key, found in book(evening).boardings.items()}
    assert {one.shift_id for key in RIDERS for one in book(evening).boardings[RequestId(key)]} == {BUS, HELPER}
    close(evening)
    for key, one in ridden(evening).items():
        assert one.begin is not None
        assert one.end is not None
        assert one.begin.ended_at == boarded[key]
        assert one.end.arrived_at is not None
        assert one.ride_s == elapsed_s(boarded[key], one.end.arrived_at)
        assert one.ride_s > 1800
    assert len(ridden(evening)) == len(RIDERS)


def test_the_crew_of_the_broken_bus_has_worked_until_then(evening: Office) -> None:
    """Who drove since eight, and waited with two old people, would be paid nothing."""
    first = min(found[0].at for found in book(evening).boardings.values())
    last = max(one.at for found in book(evening).boardings.values() for one in found if one.shift_id == BUS)
    found = shifts(evening)[BUS]

    assert found.began <= first
    assert found.ended >= last
    assert found.cost_gr > 0
    with evening.store.reading(evening.id) as unit:
        (before,) = (one for one in unit.plans.get(evening.day, 1).routes if one.shift_id == BUS)
    legs = [stop for stop in before.stops if {f"{key}:pickup" for key in RIDERS} & {t.task_id for t in stop.tasks}]
    assert found.driven_m == sum(stop.travel_m for stop in legs) > 0
