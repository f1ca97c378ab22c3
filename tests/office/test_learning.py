"""Closed days tell how long doors take: worked out at night, switched on by a manager, and planned by."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest

from fixtures.moments import ZONE
from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking_policy import BookingPolicy
from scheduler.domain.events import EventKind
from scheduler.domain.ids import RequestId, ServiceId, UserId
from scheduler.domain.learning import Estimate, Learned, LeftOut, Where
from scheduler.domain.notices import NoticeKind
from scheduler.domain.service_days import DayState
from scheduler.domain.time import clock_instant
from scheduler.services.closing.daybook import read_day
from scheduler.services.learning.driving import drives_of
from scheduler.services.learning.record import kept_learned, switch
from scheduler.services.learning.renewing import learn
from scheduler.services.planning.working import Worker
from scheduler.services.ports import Store
from tests.office.calendars import DayBuilder, service_day, utc
from tests.office.closing_day import close, done, published, reopen, tasks_of, told
from tests.office.field_day import publish_all
from tests.office.office import Office, office
from tests.office.workers import worker

PHYSIO = ServiceId("fizjoterapia")
FIRST, SECOND = RequestId("R-001"), RequestId("R-002")
EWA = UserId("ewa")


def closed_day(took_min: int = 30, store: Store | None = None) -> Office:
    """Return a closed day of two visits for which 45 minutes were planned, and one that has a time of its own."""
    builder = DayBuilder().with_policy(booking=BookingPolicy(horizon_days=4))
    builder.add_staff().add_shift("08:00-16:00")
    for _ in range(2):
        builder.add_client().add_visit(window="08:30-14:00")
    builder.add_client().add_visit(window="08:30-15:00", length_min=50)
    here = published(builder, store)
    for task_id, (_, task) in tasks_of(here).items():
        told(here, task_id, EventKind.EN_ROUTE, utc(task.start) - timedelta(minutes=9))
        told(here, task_id, EventKind.ARRIVED, task.start)
        told(here, task_id, done(task), utc(task.start) + timedelta(minutes=took_min))
    close(here)
    return here


def tight_day() -> Office:
    """Return a day on which one worker has just time for two visits of 45 minutes that are promised."""
    builder = DayBuilder().with_policy(booking=BookingPolicy(horizon_days=4))
    builder.add_staff().add_shift("08:00-10:30")
    for window in ("08:20-08:40", "09:20-09:35"):
        builder.add_client().add_visit(window=window).promise(window)
    return office(builder)


def teach(here: Office, permille: int, *, used: bool = True) -> None:
    """Let the town have learned how long all physiotherapy takes."""
    one = Estimate(
        service_id=PHYSIO, where=Where.VISIT, observed=99, own_s=2700, catalogue_s=2700,
        service_permille=permille, weight_permille=900, permille=permille,
    )  # fmt: skip
    with here.store.writing(here.id) as unit:
        unit.learned.put(Learned(used=used, as_of=here.clock.now(), estimates=(one,)))


def work(here: Office, one: Worker | None = None) -> None:
    """Let a worker, a new one by default, do everything there is to do."""
    mine = one or worker(here)
    for _ in range(40):
        if not mine.work():
            return
    pytest.fail("a worker that never comes to an end")


def kept(here: Office) -> Learned:
    with here.store.reading(here.id) as unit:
        return kept_learned(unit).learned


def audited(here: Office) -> Iterator[AuditEvent]:
    with here.store.reading(here.id) as unit:
        yield from (one.event for one in unit.audit.entries() if one.event.action.startswith("learning."))


def test_a_closed_day_tells_how_long_visits_took() -> None:
    """The office would close its days, and plan the next ones as if nothing had ever been reported."""
    here = closed_day()
    found = learn(here.store, here.id, here.travel, here.clock.now()).learned
    service, *clients = found.estimates
    assert (service.client_id, service.observed, [one.observed for one in clients]) == (None, 2, [1, 1])
    catalogue_s = here.town.services[PHYSIO].service_time.total_seconds()
    setup_s = here.town.services[PHYSIO].setup_time.total_seconds()
    assert {(one.own_s, one.catalogue_s) for one in clients} == {(1800 - setup_s, catalogue_s)}
    assert 0.9 * catalogue_s < clients[0].learned_s < catalogue_s, "one visit each moves it, and not far"
    assert service.learned_s < catalogue_s
    assert found.left_out == {LeftOut.OWN_TIME: 1}
    assert (found.days, found.first_day, found.last_day) == (1, service_day(), service_day())
    assert not found.used


def test_a_day_that_is_opened_again_tells_nothing() -> None:
    """What was found to be wrong, and put right, would go on being planned by."""
    here = closed_day()
    reopen(here)
    assert learn(here.store, here.id, here.travel, here.clock.now()).learned.estimates == ()


def test_what_was_switched_on_stays_on_and_who_asks_is_written_down() -> None:
    """Each night would switch off what the manager has switched on."""
    here = closed_day()
    with here.store.writing(here.id) as unit:
        switch(unit, used=True, by=EWA, now=here.clock.now(), seen=0)
    learn(here.store, here.id, here.travel, here.clock.now())
    learn(here.store, here.id, here.travel, here.clock.now(), EWA)
    assert (kept(here).used, kept(here).changed_by) == (True, EWA)
    assert kept(here).times is not None
    assert [(one.action, one.by) for one in audited(here)] == [("learning.switched", EWA), ("learning.renewed", EWA)]


def test_a_worker_learns_once_a_night() -> None:
    """Nothing would be learned unless somebody asks; or the same be worked out all day long."""
    here = closed_day()
    first, second = (here.clock.now().astimezone(ZONE).date() + timedelta(days=k) for k in (1, 2))
    here.clock.moment = clock_instant(first, time(2), ZONE)
    mine = worker(here)
    work(here, mine)
    assert kept(here).as_of is None, "before three nobody wants the machine to be busy, and yesterday may still be open"
    for hour in (3, 9, 23):
        here.clock.moment = clock_instant(first, time(hour), ZONE)
        work(here, mine)
        assert kept(here).as_of == clock_instant(first, time(3), ZONE)
    here.clock.moment = clock_instant(second, time(3), ZONE)
    work(here, mine)
    assert kept(here).as_of == clock_instant(second, time(3), ZONE)


def test_an_open_day_sees_at_once_what_is_learned() -> None:
    """A desk that has the day open would offer times by what it knew in the morning."""
    here = tight_day()

    def lengths() -> set[int]:
        with here.store.reading(here.id) as unit:
            return {task.service_s for task in here.days.get(unit, here.day).problem.tasks}

    (before,) = lengths()
    teach(here, 800, used=False)
    assert lengths() == {before}
    teach(here, 800)
    assert lengths() == {before * 8 // 10}


def test_a_promise_that_learned_times_leave_no_place_for_is_told() -> None:
    """A resident would wait at the door for a visit that the plan has quietly lost."""
    here = tight_day()
    assert not here.plan.unassigned
    teach(here, 2000)
    work(here)
    assert [one.request_id for one in here.plan.unassigned] in ([FIRST], [SECOND])
    with here.store.reading(here.id) as unit:
        calls = [one for one in unit.notices.between(here.day, here.day).values() if one.kind is NoticeKind.LEFT_OUT]
        heads = [one.why for one in unit.plans.heads(here.day)]
    assert [one.request_id for one in calls] == [one.request_id for one in here.plan.unassigned]
    assert "learned" in heads


def state_after(here: Office) -> DayState:
    work(here)
    return here.state


def test_a_day_is_planned_anew_once_for_what_was_learned() -> None:
    """Each start of a worker would make a month of new plans that say the same."""
    here = tight_day()
    work(here)
    before = here.state
    teach(here, 900)
    after = state_after(here)
    assert after.version > before.version
    assert {
        utc(task.end) - utc(task.start) for route in here.plan.routes for stop in route.stops for task in stop.tasks
    } == {timedelta(seconds=-(-here.town.services[PHYSIO].service_time.total_seconds() * 9 // 10))}
    assert state_after(here) == after, "another worker finds nothing to do"
    teach(here, 900, used=False)
    assert state_after(here).version > after.version, "and back"


def test_what_crews_know_stays_as_long_as_it_is_possible() -> None:
    """All crews would be sent other times the evening before, for a minute here and there."""
    here = tight_day()
    publish_all(here)
    before = here.state
    teach(here, 900)
    assert state_after(here).plan == before.plan
    teach(here, 2000)
    assert state_after(here).plan != before.plan


def test_a_day_that_runs_is_left_to_its_dispatcher() -> None:
    """At nine the rest of the day would be planned anew behind the dispatcher's back."""
    here = tight_day()
    publish_all(here)
    here.clock.moment = here.plan.routes[0].stops[0].arrival
    task_id = here.plan.routes[0].stops[0].tasks[0].task_id
    told(here, task_id, EventKind.ARRIVED, here.clock.moment)
    work(here)
    before = here.state
    teach(here, 2000)
    assert state_after(here) == before


def test_drives_are_what_crews_reported_between_two_doors() -> None:
    """Speeds would be fitted to the visits, or to the wait at the door before."""
    here = closed_day()
    with here.store.reading(here.id) as unit:
        found = list(drives_of(read_day(unit, here.day)))
    assert [utc(one.arrived) - one.left for one in found] == [timedelta(minutes=9)] * 2
    assert all(one.origin != one.destination for one in found)


def test_without_a_word_that_they_left_crews_left_when_they_were_done() -> None:
    """A town whose crews press two buttons would never learn how fast its roads are; or take a break for a drive."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    for window in ("09:00-09:05", "10:00-10:05"):
        builder.add_client().add_visit(window=window)
    here = published(builder)
    for task_id, (_, task) in tasks_of(here).items():
        told(here, task_id, EventKind.ARRIVED, task.start)
        told(here, task_id, done(task), utc(task.start) + timedelta(minutes=40))
    with here.store.reading(here.id) as unit:
        book = read_day(unit, here.day)
    (first, second) = (task for stop in next(iter(book.routes.values())).stops for task in stop.tasks)
    ((left, arrived),) = [(one.left, one.arrived) for one in drives_of(book)]
    assert (left, utc(arrived)) == (utc(first.start) + timedelta(minutes=40), utc(second.start))


def test_a_break_between_two_doors_is_no_drive() -> None:
    """Nobody reports breaks: roads would seem to be as slow as a lunch."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    for window in ("08:30-08:35", "14:55-15:00"):
        builder.add_client().add_visit(window=window)
    here = published(builder)
    for task_id, (_, task) in tasks_of(here).items():
        told(here, task_id, EventKind.ARRIVED, task.start)
        told(here, task_id, done(task), task.end)
    with here.store.reading(here.id) as unit:
        book = read_day(unit, here.day)
    assert [one.after_stop for route in book.routes.values() for one in route.breaks] == [0]
    assert not list(drives_of(book))
