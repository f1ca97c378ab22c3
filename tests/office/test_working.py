"""A worker process's work: what somebody waits for first, and every bookable day with a plan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.booking_policy import BookingPolicy
from scheduler.domain.errors import TravelError
from scheduler.domain.events import EventKind
from scheduler.domain.ids import TownId
from scheduler.domain.live_day import live_key
from scheduler.domain.long_work import WorkState
from scheduler.domain.town import TownHead
from scheduler.services.keeping import keep_town
from scheduler.services.long_work import Watch
from scheduler.services.planning.solves import Wanted, ask_for
from scheduler.services.planning.working import Worker
from scheduler.services.ports import TravelTimes
from tests.office.calendars import DayBuilder
from tests.office.field_day import publish_all, report, route, sent
from tests.office.office import ANNA, Office, office, travel_for
from tests.office.workers import EFFORT, worker

pytestmark = pytest.mark.ordinary_day


def small() -> Office:
    """Return a day with two visits."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    builder.with_policy(booking=BookingPolicy(horizon_days=4))
    builder.add_visit(window="09:00-12:00").add_visit(window="09:00-12:00")
    return office(builder)


def days_without_plan(here: Office) -> list[date]:
    """Return the bookable days that nobody has planned."""
    today = here.clock.now().date()
    days = [today + timedelta(days=k) for k in range(5)]
    with here.store.reading(here.id) as unit:
        return [day for day in days if unit.days.get(day).plan is None]


def test_a_search_that_somebody_waits_for_comes_first() -> None:
    """A dispatcher would watch a standing clock while the month is being planned."""
    here = small()
    with here.store.writing(here.id) as unit:
        solve = ask_for(unit, Wanted(day=here.day, by=ANNA, effort=1), at=here.clock.now(), new_id=here.new_id)
    assert worker(here).work()
    with here.store.reading(here.id) as unit:
        assert unit.solves.get(solve.id).state is WorkState.DONE
    assert days_without_plan(here)


def test_in_the_end_every_bookable_day_has_a_plan_and_there_is_nothing_left_to_do() -> None:
    """The first call for a day without a plan would wait for one; or the worker turn for ever."""
    here = small()
    mine = worker(here)
    steps = 0
    while mine.work():
        steps += 1
        assert steps < 30
    assert not days_without_plan(here)


def test_a_day_that_has_changed_is_looked_at_again() -> None:
    """A plan that a booking made worse would stay so."""
    here = small()
    mine = worker(here)
    while mine.work():
        pass
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1))
    assert mine.work()
    assert not mine.work()


def test_a_new_day_becomes_bookable_at_midnight() -> None:
    """The horizon would stand still."""
    here = small()
    mine = worker(here)
    while mine.work():
        pass
    here.clock.moment += timedelta(days=1)
    assert mine.work()
    while mine.work():
        pass
    assert not days_without_plan(here)


@pytest.mark.parametrize("first", ["broken", "zz-broken"])
def test_a_town_that_cannot_be_planned_does_not_keep_others_waiting(first: str) -> None:
    """One damaged road map would stop the planning of every town."""
    here = small()
    broken = replace(here.town, id=first)
    with here.store.writing(TownId(first)) as unit:
        keep_town(unit, broken, here.clock.now())

    def travel(head: TownHead) -> TravelTimes:
        if head.id == first:
            raise TravelError("the road map is damaged")
        return travel_for(head)

    watch = Watch(clock=here.clock, monotonic=lambda: 0.0, workers=0)
    mine = Worker(here.store, travel, watch, "worker", EFFORT, new_id=here.new_id)
    for _ in range(20):
        mine.work()
    assert not days_without_plan(here)


def test_a_running_day_is_followed_and_not_improved_behind_anybodys_back() -> None:
    """Offers for today would begin where a crew was an hour ago; or crews would hear of a better plan from nobody."""
    here = small()
    publish_all(here)
    who, *_ = route(here)
    here.clock.moment += timedelta(days=3, hours=1)
    sent(here, who, report(here, kind=EventKind.ARRIVED))
    before = here.state
    mine = worker(here)
    while mine.work():
        pass
    with here.store.reading(here.id) as unit:
        first = unit.live.get(live_key(here.day))
    here.clock.moment += timedelta(minutes=67)
    mine.work()
    with here.store.reading(here.id) as unit:
        later = unit.live.get(live_key(here.day))

    assert here.state == before
    assert later.as_of - first.as_of == timedelta(minutes=67)
    free = [one.begun[0].state.free_at for one in (first, later)]
    assert free[0] < free[1]
