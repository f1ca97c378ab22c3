"""Closing a day: when it may be closed, over whose head it never is, and what is left of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.domain.actuals import FinalOutcome, Teller
from scheduler.domain.booking import BookingStatus
from scheduler.domain.checks import Check, Found
from scheduler.domain.closing import WayHome
from scheduler.domain.errors import ConflictError, InputError, NotFoundError, StaleError
from scheduler.domain.events import EventKind
from scheduler.domain.ids import CheckId, EventId, RequestId, ShiftId
from scheduler.domain.live import TaskStatus
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.closing import how_to_go_on, why_stranded
from scheduler.services.dispatching import Move, move
from scheduler.services.ending import Ending
from scheduler.services.live.reported import follow_reported
from scheduler.services.publishing import publish
from tests.office.calendars import DayBuilder, utc
from tests.office.closing_day import (
    actuals,
    bus_day,
    close,
    codes,
    published,
    put_plan,
    reopen,
    reported,
    rides,
    state,
    tasks_of,
    told,
    view,
    visit,
)
from tests.office.office import ANNA, Office

MINUTE = timedelta(minutes=1)


@pytest.fixture
def here() -> Office:
    """The office in the evening of a published day; nobody has reported anything yet."""
    return bus_day()


def test_a_day_closes_when_every_stop_is_known(here: Office) -> None:
    """The day's figures would lack whoever was forgotten, and nobody would look for them."""
    reported(here)
    before = here.state.version
    closing = close(here)

    assert (view(here).missing, view(here).stranded) == ((), ())
    assert (here.state.closed, here.state.version) == (True, before + 1)
    assert (closing.number, closing.closed_by, closing.plan) == (1, ANNA, here.plan.version)
    assert {one.outcome for one in actuals(here).values()} == {FinalOutcome.SERVED}
    assert set(actuals(here)) == set(here.town.requests)


def test_what_nobody_reported_is_listed_with_shift_stop_and_what_to_do(here: Office) -> None:
    """A dispatcher would search five paper sheets for the one stop that keeps the day open."""
    there, _ = rides(here)
    reported(here, but=[f"{there}:dropoff", f"{visit(here)}:visit"])
    listed = {one.task_id: one for one in view(here).missing}

    assert set(listed) == {f"{there}:dropoff", f"{visit(here)}:visit"}
    door = listed[f"{there}:dropoff"]
    stop, _task = tasks_of(here)[door.task_id]
    assert (door.status, door.stop, door.planned_arrival) == (TaskStatus.PLANNED, 2, stop.arrival)
    assert door.client_ids == here.town.requests[there].party.client_ids
    assert door.shift == next(one.name for one in here.town.shifts if one.id == door.shift_id)
    assert all(set(how_to_go_on(one)) == {"pl", "en"} for one in listed.values())
    assert codes(here) == ["missing"]


def test_a_crew_that_left_without_a_word_keeps_the_day_open(here: Office) -> None:
    """An arrival alone would count as a visit that was done."""
    reported(here, but=[f"{visit(here)}:visit"])
    stop, _ = tasks_of(here)[f"{visit(here)}:visit"]
    told(here, f"{visit(here)}:visit", EventKind.ARRIVED, stop.arrival)

    assert [one.status for one in view(here).missing] == [TaskStatus.ARRIVED]
    assert codes(here) == ["missing"]


def test_a_day_does_not_close_before_its_last_crew_is_back(here: Office) -> None:
    """The evening round would be shut out of a day that was closed at noon."""
    reported(here)
    end = max(utc(shift.end) for shift in here.town.shifts)
    here.clock.moment = end - timedelta(seconds=1)
    assert codes(here) == ["not_over"]
    here.clock.moment = end
    assert close(here).number == 1


def test_whoever_was_taken_there_and_not_back_keeps_the_day_open(here: Office) -> None:
    """An old woman waits at the hospital's door at nine in the evening, and the office has gone home."""
    _, back = rides(here)
    reported(here, but=[f"{back}:pickup", f"{back}:dropoff"])
    stop, task = tasks_of(here)[f"{back}:pickup"]
    told(here, task.task_id, EventKind.NO_SHOW, task.end)
    (away,) = view(here).stranded

    assert (away.place_id, away.set_down) == ("szpital", True)
    assert away.request_id == rides(here)[0]
    assert set(why_stranded(away)) == {"pl", "en"}
    assert view(here).missing == ()
    assert codes(here) == ["no_way_home"]
    assert stop.arrival < here.clock.now()


@pytest.mark.parametrize("outcome", [FinalOutcome.MISSED, FinalOutcome.NO_SHOW, FinalOutcome.REFUSED])
def test_a_return_that_was_not_served_needs_a_way_home_whoever_says_so(here: Office, outcome: FinalOutcome) -> None:
    """What a dispatcher says about the return would close the day over somebody's head."""
    there, back = rides(here)
    reported(here, but=[f"{back}:pickup", f"{back}:dropoff"])
    state(here, back, outcome)
    assert codes(here) == ["no_way_home"]
    said = state(here, there, WayHome.FAMILY)

    assert (said.by, said.reason) == (ANNA, "telefon od córki")
    assert close(here).number == 1
    assert actuals(here)[back].outcome is outcome
    assert actuals(here)[back].told_by is Teller.DESK


def test_somebody_aboard_is_not_at_home(here: Office) -> None:
    """A dropoff that nobody confirmed would count as an arrival because the door is the right one."""
    _, back = rides(here)
    reported(here, but=[f"{back}:dropoff"])
    assert codes(here) == ["missing", "no_way_home"]
    state(here, back, FinalOutcome.MISSED, "bus zepsuł się w drodze")
    (away,) = view(here).stranded
    assert (away.request_id, away.set_down) == (back, False)
    state(here, back, WayHome.TAXI)
    assert close(here).number == 1


def test_nobody_is_at_home_where_their_way_home_began(here: Office) -> None:
    """The way home was reported before the way there: somebody would be left at the hospital, and the day be closed."""
    there, back = rides(here)
    stop, task = tasks_of(here)[f"{there}:pickup"]
    told(here, f"{back}:pickup", EventKind.ABOARD, stop.arrival - MINUTE)
    told(here, task.task_id, EventKind.ABOARD, task.end)
    told(here, f"{there}:dropoff", EventKind.DONE, task.end + MINUTE)
    assert [(one.request_id, one.set_down) for one in view(here).stranded] == [(there, True)]


def test_whose_ride_was_moved_to_another_day_and_was_taken_out_all_the_same_needs_a_way_home(here: Office) -> None:
    """The office had agreed on tomorrow, the crew did not know: somebody is at the hospital, and on nobody's list."""
    there, back = rides(here)
    reported(here, but=[f"{back}:pickup", f"{back}:dropoff"])
    with here.store.writing(here.id) as unit:
        for key in (there, back):
            booking = unit.bookings.get(key)
            other = replace(booking.request, day=here.day + timedelta(days=1))
            unit.bookings.put(replace(booking, request=other, former_days=(here.day,)))
    (away,) = view(here).stranded
    assert away.request_id == there
    assert codes(here) == ["no_way_home"]
    assert state(here, there, WayHome.TAXI).day == here.day
    assert close(here).number == 1


def test_whoever_got_into_a_bus_that_broke_down_was_taken_out(here: Office) -> None:
    """Three people stand at the roadside, the second bus never came, and the office closes the day."""
    there, back = rides(here)
    stop, task = tasks_of(here)[f"{there}:pickup"]
    told(here, task.task_id, EventKind.ARRIVED, stop.arrival)
    told(here, task.task_id, EventKind.ABOARD, task.end)
    other = next(one.id for one in here.town.shifts if one.vehicle_id is None)
    fetch_by(here, other, there, at=utc(task.end) + 20 * MINUTE)
    for each in (there, back, visit(here)):
        state(here, each, FinalOutcome.MISSED, "bus zepsuł się w drodze")

    assert [(one.request_id, one.set_down) for one in view(here).stranded] == [(there, False)]
    assert codes(here) == ["no_way_home"]


def fetch_by(here: Office, shift_id: ShiftId, request_id: RequestId, *, at: datetime) -> None:
    """Publish a plan, made after a breakdown, in which another crew picks up and sets down."""
    plan = here.plan
    mine = {task for task in tasks_of(here) if task.startswith(f"{request_id}:")}
    stops = [stop for route in plan.routes for stop in route.stops if stop.tasks[0].task_id in mine]
    routes = [
        replace(route, stops=tuple(stop for stop in route.stops if stop not in stops)) for route in plan.routes
        if route.shift_id != shift_id
    ]  # fmt: skip
    other = next((route for route in plan.routes if route.shift_id == shift_id), plan.routes[0])
    routes.append(replace(other, shift_id=shift_id, stops=(*stops, *(other.stops if other not in routes else ()))))
    put_plan(here, tuple(routes), made_at=at)


def test_a_door_where_nobody_answered_keeps_the_day_open(here: Office) -> None:
    """Somebody lies behind a door, and with the day the alert about them goes away."""
    key = visit(here)
    reported(here, but=[f"{key}:visit"])
    stop, task = tasks_of(here)[f"{key}:visit"]
    told(here, task.task_id, EventKind.ARRIVED, stop.arrival)
    told(here, task.task_id, EventKind.NO_SHOW, task.end)
    client = here.town.requests[key].party.client_ids[0]
    asked = Check(id=CheckId("C-1"), day=here.day, client_id=client, opened_at=task.end, opened_by=ANNA)
    with here.store.writing(here.id) as unit:
        for one in unit.checks.between(here.day, here.day):
            unit.checks.remove(one)
        unit.checks.put(asked)
    assert codes(here) == ["unanswered"]
    with here.store.writing(here.id) as unit:
        unit.checks.put(replace(asked, outcome=Found.WELL, closed_at=here.clock.now()))
    assert close(here).number == 1


def test_a_single_ride_out_needs_a_way_home_too() -> None:
    """Nobody booked a return, so nobody would ask how a man with a walking frame got home."""
    builder = DayBuilder().add_place("baza").add_place("szpital", at=(2, 1)).add_bus("07:00-15:00")
    builder.add_ride("09:00-09:30", to="szpital")
    here = published(builder)
    reported(here)
    assert codes(here) == ["no_way_home"]
    state(here, str(next(iter(here.town.requests))), WayHome.OVERNIGHT, "przyjęty na oddział")
    assert close(here).number == 1


def test_a_ride_home_alone_closes() -> None:
    """Whoever we only bring home from the day centre would be searched for every evening."""
    builder = DayBuilder().add_place("baza").add_place("szpital", at=(2, 1)).add_bus("07:00-15:00")
    builder.add_ride("13:00-13:30", origin="szpital", arrive_by=False)
    here = published(builder)
    reported(here)

    assert view(here).stranded == ()
    assert close(here).number == 1


def test_a_cancelled_booking_needs_no_outcome(here: Office) -> None:
    """The day could not be closed for somebody who has phoned in time, or too late."""
    key = visit(here)
    here.clock.moment -= timedelta(days=2)
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [key], Ending(by=ANNA, at=here.clock.now()))
    here.clock.moment += timedelta(days=2)
    reported(here)
    close(here)

    assert (actuals(here)[key].outcome, actuals(here)[key].told_by) == (FinalOutcome.CANCELLED, Teller.BOOKS)


def test_closing_is_for_the_day_as_it_was_seen_and_happens_once(here: Office) -> None:
    """Two dispatchers would close the day each in their own way, or one be told that it failed."""
    reported(here)
    with pytest.raises(StaleError):
        close(here, seen=here.state.version - 1)
    first = close(here)

    assert close(here, seen=0) == first
    with here.store.reading(here.id) as unit:
        assert len(unit.closings.between(here.day, here.day)) == 1
        noted = [one.event.action for one in unit.audit.entries(0, 1000) if one.event.action.startswith("day.")]
    assert noted == ["day.closed"]


def a_move(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, Move(request_id=visit(here), shift_id=None), here.hand)


def a_cancellation(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [visit(here)], Ending(by=ANNA, at=here.clock.now()))


def a_publication(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, here.hand, here.new_id)


def an_outcome(here: Office) -> None:
    state(here, visit(here), FinalOutcome.MISSED)


@pytest.mark.parametrize("change", [a_move, a_cancellation, a_publication, an_outcome])
def test_a_closed_day_refuses_changes_and_says_so(here: Office, change: Callable[[Office], None]) -> None:
    """What was settled with a provider in March would look different in April."""
    reported(here)
    close(here)
    with pytest.raises(ConflictError, match="is closed"):
        change(here)


def test_a_closed_day_takes_no_more_bookings() -> None:
    """Somebody would be promised a visit on a day that is written down already."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_visit(window="09:00-12:00", length_min=30)
    builder.add_visit(window="09:00-15:00", length_min=30)
    here = published(builder)
    reported(here)
    wish = replace(here.town.requests[RequestId("R-002")], id=RequestId("R-9"))
    close(here)
    here.clock.moment -= timedelta(days=3)
    here.wishes = {"R-9": wish}

    assert [one.code for one in here.ask("R-9").enquiry.refusals] == ["closed"]


def test_what_comes_in_after_closing_is_kept_and_listed(here: Office) -> None:
    """A phone found on Monday would tell its Saturday to nobody, or change figures that are paid."""
    reported(here)
    closing = close(here)
    frozen = actuals(here)
    stop, task = tasks_of(here)[f"{visit(here)}:visit"]
    told(here, task.task_id, EventKind.NO_SHOW, stop.arrival, id=EventId("f" * 8 + "-0000-4000-8000-000000000000"))

    assert [one.id for one in view(here).came_after] == ["f" * 8 + "-0000-4000-8000-000000000000"]
    assert (view(here).closing, actuals(here)) == (closing, frozen)


def test_what_came_in_after_closing_counts_when_the_day_is_opened_again(here: Office) -> None:
    """The day would be opened for the sake of a no-show, and closed again with the client charged for a visit."""
    reported(here, but=[f"{visit(here)}:visit"])
    state(here, visit(here), FinalOutcome.SERVED)
    close(here)
    stop, task = tasks_of(here)[f"{visit(here)}:visit"]
    told(here, task.task_id, EventKind.ARRIVED, stop.arrival)
    told(here, task.task_id, EventKind.NO_SHOW, stop.arrival + timedelta(minutes=20))
    follow_reported(here.store, here.id, here.day, lambda: here.travel, here.clock.now())
    assert here.booking(visit(here)).status is BookingStatus.HELD
    reopen(here)

    follow_reported(here.store, here.id, here.day, lambda: here.travel, here.clock.now())
    assert here.booking(visit(here)).status is BookingStatus.NO_SHOW


def test_an_opened_day_is_closed_anew_and_the_first_closing_stays(here: Office) -> None:
    """A mistake could not be put right, or nobody would see that it ever was made."""
    reported(here, but=[f"{visit(here)}:visit"])
    state(here, visit(here), FinalOutcome.SERVED)
    first = close(here)
    with pytest.raises(InputError, match="reason"):
        reopen(here, " ")
    reopen(here)
    assert (here.state.closed, actuals(here), view(here).closing) == (False, {}, None)
    with pytest.raises(ConflictError, match="is not closed"):
        reopen(here)
    state(here, visit(here), FinalOutcome.MISSED)
    second = close(here)

    assert (first.number, second.number) == (1, 2)
    assert actuals(here)[visit(here)].outcome is FinalOutcome.MISSED
    with here.store.reading(here.id) as unit:
        kept = {one.number: one for one in unit.closings.between(here.day, here.day).values()}
    assert replace(kept[1], opened_at=None, opened_by=kept[2].opened_by, opened_because="") == first
    assert (kept[1].opened_by, kept[1].opened_because, kept[2]) == (ANNA, "zapomniana karta", second)


def test_only_what_makes_sense_can_be_said(here: Office) -> None:
    """A slip of the dispatcher would overrule what the crew has seen."""
    there, back = rides(here)
    reported(here, but=[f"{back}:dropoff"])
    with pytest.raises(ConflictError, match="the crew has reported"):
        state(here, there, FinalOutcome.NO_SHOW)
    with pytest.raises(ConflictError, match="takes nobody anywhere"):
        state(here, visit(here), WayHome.TAXI)
    with pytest.raises(InputError, match="reason"):
        state(here, back, FinalOutcome.SERVED, "  ")
    with pytest.raises(InputError, match="unplanned"):
        state(here, back, FinalOutcome.UNPLANNED)
    with pytest.raises(NotFoundError, match="has no request R-99"):
        state(here, "R-99", FinalOutcome.SERVED)
    here.clock.moment -= timedelta(days=2)
    with pytest.raises(ConflictError, match="has not begun"):
        state(here, back, FinalOutcome.SERVED)


def test_the_audit_says_that_something_was_said_and_never_what(here: Office) -> None:
    """Whom the ambulance took home would stand in the audit for ever, where nobody can erase it."""
    there, _ = rides(here)
    state(here, there, WayHome.AMBULANCE)
    state(here, visit(here), FinalOutcome.REFUSED)
    with here.store.reading(here.id) as unit:
        said = [one.event.fields for one in unit.audit.entries(0, 1000) if one.event.action == "day.stated"]
    assert said == [("about=way_home",), ("about=outcome",)]


def test_a_dispute_is_said_of_a_closed_day_too(here: Office) -> None:
    """Whoever checks the invoice weeks later could not write down that nobody came."""
    reported(here)
    close(here)
    before = here.state.version

    assert state(here, visit(here), None, "klientka mówi, że nikogo nie było").reason
    assert here.state.version == before
    with here.store.reading(here.id) as unit:
        last = unit.audit.entries(0, 1000)[-1].event
    assert (last.action, last.fields, last.by) == ("day.stated", ("about=dispute",), ANNA)


def test_a_day_that_was_never_published_closes_with_nobody_served() -> None:
    """A holiday with three bookings would stay open for ever, or count as served."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_visit(window="09:00-12:00", length_min=30)
    here = published(builder)
    with here.store.writing(here.id) as unit:
        unit.days.lock(here.day)
        unit.days.put(replace(here.state, version=here.state.version + 1, published=None))
    close(here)

    assert [one.outcome for one in actuals(here).values()] == [FinalOutcome.UNPLANNED]
