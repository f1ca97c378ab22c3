"""Replanning a running day: from where crews are, promises first, few calls, confirmed by a named user."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.events import EventKind
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import Plan
from scheduler.services.dispatching import Move, move
from scheduler.services.dispatching.replanning import Proposal, confirm, propose
from scheduler.services.live.refreshing import refresh
from scheduler.services.planning.searching import Effort
from tests.office.calendars import DayBuilder, at, utc
from tests.office.field_day import publish_all, report, sent, somebody
from tests.office.office import Office, office

HOUR = timedelta(hours=1)


def promised_day(*, workers: int = 2) -> Office:
    """Return an office with three promised visits in the morning, which one worker can do."""
    builder = DayBuilder()
    for _ in range(workers):
        builder.add_staff().add_shift("08:00-13:00")
    for window in ("08:00-08:30", "09:00-09:30", "10:00-10:30"):
        builder.add_visit(window="08:00-12:00", length_min=30).promise(window)
    here = office(builder)
    publish_all(here)
    return here


def clock(here: Office, hour: int, minute: int = 0) -> datetime:
    """Set the office's clock."""
    here.clock.moment = at(f"{hour:02}:{minute:02}")
    return here.clock.moment


def tell(here: Office, task_id: str, kind: str, shift_id: ShiftId | None = None) -> None:
    shift = shift_id or next(key for key, tasks in here.plan.orders.items() if task_id in tasks)
    event = report(here, shift_id=shift, task_id=task_id, kind=EventKind(kind))
    told = sent(here, somebody(here, Role.DISPATCHER), event)
    assert told.events[0].reason is None, told.events[0].said


def proposed(here: Office) -> Proposal:
    ticks = count()
    effort = Effort(clock=lambda: float(next(ticks)), effort=2, workers=0)
    return propose(here.store, here.id, here.travel, here.day, effort=effort, hand=here.hand)


def confirmed(here: Office, proposal: Proposal) -> Plan:
    with here.store.writing(here.id) as unit:
        confirm(unit, here.travel, here.day, proposal.plan.version, hand=here.hand, new_id=here.new_id)
    return here.plan


def starts(plan: Plan) -> dict[str, datetime]:
    return {task.task_id: utc(task.start) for route in plan.routes for stop in route.stops for task in stop.tasks}


def first_tasks(here: Office) -> list[str]:
    times = starts(here.plan)
    return sorted(times, key=lambda key: times[key])


def test_a_crew_that_hangs_is_replaced_and_whoever_is_touched_is_called() -> None:
    """Two residents would wait for a worker who is still at the first door."""
    here = promised_day()
    one, two, three = first_tasks(here)
    clock(here, 8, 20)
    tell(here, one, "arrived")
    clock(here, 9, 40)
    found = proposed(here)
    new = starts(found.plan)
    assert found.late_s.keys() <= {RequestId(two.partition(":")[0])}
    promise = here.booking(three.partition(":")[0]).promise
    assert promise is not None
    assert utc(promise.window.start) <= utc(new[three]) <= utc(promise.window.end), "a promise that can be kept is kept"
    assert new[two] >= here.clock.now(), "nobody is planned in the past"
    assert two.partition(":")[0] in found.comparison.calls
    after = confirmed(here, found)
    assert starts(after).keys() == {one, two, three}
    assert here.state.published == here.state.plan == after.version


def test_what_is_done_stays_in_the_plan_as_it_was() -> None:
    """The day's record would lose who was served before the plan was changed."""
    here = promised_day(workers=1)
    one, two, _ = first_tasks(here)
    planned = starts(here.plan)[one]
    clock(here, 8, 10)
    tell(here, one, "arrived")
    clock(here, 8, 50)
    tell(here, one, "done")
    clock(here, 9, 0)
    tell(here, two, "en_route")
    after = confirmed(here, proposed(here))
    assert starts(after)[one] == planned
    route = next(route for route in after.routes if one in {t.task_id for stop in route.stops for t in stop.tasks})
    order = [task.task_id for stop in route.stops for task in stop.tasks]
    assert order[:2] == [one, two], "what is done, then where the crew is heading"


def test_a_promise_that_nobody_can_keep_is_late_not_lost() -> None:
    """A resident would fall out of the plan, and nobody would come at all."""
    here = promised_day()
    one, two, three = first_tasks(here)
    clock(here, 11, 0)
    found = proposed(here)
    assert {one, two, three} <= starts(found.plan).keys()
    assert set(found.late_s) == {RequestId(key.partition(":")[0]) for key in (one, two, three)}
    assert not found.left_out
    for key in (one, two, three):
        request = RequestId(key.partition(":")[0])
        promise = here.booking(request).promise
        assert promise is not None
        late = utc(starts(found.plan)[key]) - utc(promise.window.end)
        assert timedelta(0) < late <= timedelta(seconds=found.late_s[request])
    confirmed(here, found)
    assert here.booking(one.partition(":")[0]).promise is not None, "what was promised is not forgotten"


def test_a_promise_without_any_place_is_told_and_kept_for_a_user_to_end() -> None:
    """A plan could not be published on just the day on which it is needed, or a promise would vanish without a word."""
    here = promised_day()
    clock(here, 12, 58)
    found = proposed(here)
    assert {one.request_id for one in found.left_out} == set(here.town.promises)
    assert all(one.summary["pl"] and one.summary["en"] and one.per_shift for one in found.left_out), "and why"
    confirmed(here, found)
    with here.store.reading(here.id) as unit:
        told = {notice.request_id for notice in unit.notices.between(here.day, here.day).values()}
    assert told == set(here.town.promises)


def test_who_knows_a_published_time_is_not_dropped_without_a_word() -> None:
    """Somebody whom the published plan serves would be taken out of it, and stand in no list until it is confirmed."""
    builder = DayBuilder().add_staff().add_shift("08:00-13:00")
    builder.add_visit(window="08:00-12:00", length_min=30).promise("09:00-09:30")
    builder.add_visit(window="10:30-10:50", length_min=30)
    here = office(builder)
    publish_all(here)
    clock(here, 11, 10)
    found = proposed(here)

    assert [str(one.request_id) for one in found.left_out] == [builder.request_id]
    assert builder.request_id in found.comparison.calls


def test_nobody_is_phoned_about_what_is_over() -> None:
    """A dispatcher would ring somebody who was served an hour ago, to tell them who comes instead."""
    here = promised_day()
    crew, (first, *_) = next((key, tasks) for key, tasks in here.plan.orders.items() if tasks)
    (other,) = {one.id for one in here.town.shifts} - {crew}
    key = RequestId(first.rpartition(":")[0])
    clock(here, 7, 30)
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, Move(request_id=key, shift_id=other), here.hand)
    clock(here, 9, 50)
    tell(here, first, "done", crew)  # by what is published
    found = proposed(here)

    assert key not in {one.request_id for one in found.comparison.differences}


def test_nothing_changes_before_somebody_confirms() -> None:
    """Crews would get another plan while the dispatcher is still looking at it."""
    here = promised_day()
    before, state = here.plan, here.state
    clock(here, 9, 40)
    found = proposed(here)
    assert here.plan == before
    assert (here.state.plan, here.state.published) == (state.plan, state.published)
    assert found.comparison.calls


def test_a_proposal_is_confirmed_once_and_only_the_last_one() -> None:
    """A dispatcher's old screen would bring back a plan from before the second breakdown."""
    here = promised_day()
    clock(here, 9, 40)
    first, second = proposed(here), proposed(here)
    with pytest.raises(ConflictError, match="not the last proposal"):
        confirmed(here, first)
    confirmed(here, second)
    with pytest.raises(ConflictError, match="not the last proposal"):
        confirmed(here, second)


def test_a_day_that_has_changed_since_is_not_overwritten() -> None:
    """What a colleague has just booked by phone would be lost."""
    here = promised_day()
    clock(here, 9, 40)
    hand = here.hand
    found = proposed(here)
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1))
        with pytest.raises(StaleError):
            confirm(unit, here.travel, here.day, found.plan.version, hand=hand, new_id=here.new_id)


def test_what_is_confirmed_later_begins_later() -> None:
    """Crews would be told to be at doors at times that have passed while the dispatcher was phoning."""
    here = promised_day()
    clock(here, 9, 40)
    found = proposed(here)
    now = clock(here, 9, 50)
    after = starts(confirmed(here, found))
    assert min(after.values()) >= now


def test_an_unpublished_day_is_solved_not_replanned() -> None:
    """Crews would be taken to have left for a plan that nobody has shown them."""
    builder = DayBuilder()
    builder.add_staff().add_shift("08:00-13:00").add_visit(window="08:00-12:00")
    with pytest.raises(ConflictError, match="published"):
        proposed(office(builder))


def test_a_day_of_which_nobody_has_heard_is_left_as_planned() -> None:
    """The clock alone would push a whole town's plan about."""
    here = promised_day()
    now = clock(here, 9, 40)
    with here.store.writing(here.id) as unit:
        assert not refresh(unit, here.day, now)
    tell(here, first_tasks(here)[0], "arrived")
    with here.store.writing(here.id) as unit:
        assert refresh(unit, here.day, now)
    with here.store.writing(here.id) as unit:
        assert not refresh(unit, here.day, now), "within a minute nothing has changed"


def test_a_crew_that_waits_for_its_first_stop_is_free() -> None:
    """Somebody would stand by a broken bus for hours beside another one that waits at its depot."""
    builder = DayBuilder()
    builder.add_staff().add_shift("08:00-16:00").add_visit(window="13:00-13:30", length_min=30).promise("13:00-13:30")
    here = office(builder)
    publish_all(here)
    now = clock(here, 9, 0)
    with here.store.writing(here.id) as unit:
        refresh(unit, here.day, now, asked=True)
        state = unit.live.get(here.day.isoformat()).begun[0].state
    assert state.free_at == now


def test_a_tap_that_was_forgotten_does_not_stop_the_office() -> None:
    """A driver forgets to say that somebody got in, and nobody could plan that day any more."""
    builder = DayBuilder()
    builder.add_bus("08:00-16:00")
    builder.base()
    builder.add_ride("09:00-09:30", to="baza").promise("09:00-09:30")
    here = office(builder)
    publish_all(here)
    clock(here, 9, 20)
    (pickup, dropoff) = next(iter(here.plan.orders.values()))
    tell(here, pickup, "arrived")
    here.clock.moment += timedelta(minutes=5)
    tell(here, dropoff, "en_route")
    found = proposed(here)
    assert {pickup, dropoff} <= starts(found.plan).keys()
    confirmed(here, found)
