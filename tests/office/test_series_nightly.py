"""Series become bookings by themselves: each night, and whenever they or their clients' absences have changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from scheduler.domain.booking_policy import BookingPolicy
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import AbsenceId
from scheduler.domain.town import TownHead
from scheduler.services.booking.client_absence import resume, suspend
from scheduler.services.long_work import Watch
from scheduler.services.planning.working import SETTLED_AGAIN, Worker
from scheduler.services.ports import TravelTimes
from tests.office.office import ANNA, travel_for
from tests.office.series_town import CLIENT, MONDAY, SeriesOffice, town
from tests.office.workers import EFFORT

pytestmark = pytest.mark.ordinary_day


def worker_of(here: SeriesOffice, travel: Callable[[TownHead], TravelTimes] = travel_for) -> Worker:
    """Return a worker of an office."""
    watch = Watch(clock=here.clock, monotonic=lambda: 0.0, workers=0)
    return Worker(here.store, travel, watch, "worker", EFFORT, new_id=here.booking.new_id)


def all_done(mine: Worker) -> None:
    """Let a worker do all there is to do."""
    steps = 0
    while mine.work():
        steps += 1
        assert steps < 60


def test_each_night_the_worker_books_the_day_that_has_become_bookable() -> None:
    """In four weeks' time nobody would come, unless somebody thinks of pressing a button."""
    builder = town()
    builder.with_policy(booking=BookingPolicy(horizon_days=8))
    here = SeriesOffice(builder=builder)
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO,TU")
    mine = worker_of(here)
    for days in (["2026-11-23", "2026-11-24", "2026-11-30"], ["2026-11-23", "2026-11-24", "2026-11-30", "2026-12-01"]):
        all_done(mine)
        assert here.days_of() == days
        here.clock.moment += timedelta(days=1)


def test_what_is_taken_down_during_the_day_is_booked_before_the_night() -> None:
    """Who comes home from hospital today would be without the nurse tomorrow."""
    builder = town()
    builder.with_policy(booking=BookingPolicy(horizon_days=8))
    here = SeriesOffice(builder=builder)
    mine = worker_of(here)
    all_done(mine)
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO")
    all_done(mine)
    assert here.days_of() == ["2026-11-23", "2026-11-30"]
    told = ClientAbsence(
        id=AbsenceId("W-1"), client_id=CLIENT, first=MONDAY, why=AwayWhy.HOSPITAL, reported_at=here.clock.now(),
        reported_by=ANNA,
    )  # fmt: skip
    with here.store.writing(here.id) as unit:
        suspend(unit, here.days.travel(unit), told)
    all_done(mine)
    assert here.days_of() == []
    with here.store.writing(here.id) as unit:
        resume(unit, told.id, ANNA, here.clock.now(), seen=unit.client_absences.stamp_of(told.id))
    all_done(mine)
    assert here.days_of() == ["2026-11-23", "2026-11-30"]


def test_series_that_cannot_be_planned_are_left_alone_for_a_while() -> None:
    """A town whose map is damaged would take the worker's whole time from the others."""
    here = SeriesOffice(builder=town())
    tries: list[str] = []

    def damaged(head: TownHead) -> TravelTimes:
        tries.append(head.id)
        raise ConflictError("the map is damaged")

    mine = worker_of(here, damaged)
    seen = []
    for _ in range(90):
        mine.work()
        seen.append(len(tries))
    assert seen[0] > 0
    assert seen[-1] == seen[-5]
    here.clock.moment += SETTLED_AGAIN
    mine.work()
    assert len(tries) > seen[-1]
