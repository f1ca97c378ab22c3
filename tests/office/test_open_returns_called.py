"""Whoever calls from the doctor's is fetched as soon as can be, and the crew hears of it."""

import pytest

from fixtures.moments import ZONE
from scheduler.domain.accounts import Role
from scheduler.domain.booking import Booking
from scheduler.domain.errors import ConflictError, PlanRejectedError
from scheduler.domain.ids import PlaceId, RequestId
from scheduler.domain.live_day import live_key
from scheduler.domain.place import Door
from scheduler.services.booking import answering
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Move, move
from scheduler.services.manifests import manifest
from scheduler.services.planning.changing import plan_anew
from solver.solution import Solution
from tests.office.calendars import at
from tests.office.doctors_day import HOME, HOUR, OUT, book_home, call, doctors_day, keep, taken_there, wrong
from tests.office.field_day import publish_all, somebody
from tests.office.office import Office
from tests.office.running_day import deliver, moment, told


def test_who_calls_is_fetched_soon_and_promised_it() -> None:
    """Somebody in pain would sit in the waiting room until the office has time to plan."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    found = call(here, "11:05")

    assert found.expected is not None
    assert moment(here, "11:05") <= found.expected <= moment(here, "11:45")
    promise = here.booking(HOME).promise
    assert promise is not None
    assert promise.window.start <= found.expected <= promise.window.end
    assert placed(here.plan)[HOME].start >= moment(here, "11:05")
    assert here.booking(HOME).called_at == moment(here, "11:05")
    with pytest.raises(ConflictError, match="called for home already"):
        call(here, "11:10")


def test_the_place_may_have_changed_on_the_day() -> None:
    """The bus would ring at the doctor's while she stands at the pharmacy."""
    here = doctors_day()
    book_home(here)
    call(here, "11:05", Door(place_id=PlaceId("apteka")))

    stops = [(stop.location_id, task.task_id) for route in here.plan.routes for stop in route.stops
             for task in stop.tasks]  # fmt: skip
    assert ("apteka/", f"{HOME}:pickup") in stops


def test_she_is_not_fetched_before_she_is_there() -> None:
    """A bus would come to the doctor's before it has brought her."""
    here = doctors_day()
    book_home(here, earliest=moment(here, "08:00"))
    found = call(here, "08:00")
    assert found.expected is not None
    (there,) = (task for route in here.plan.routes for stop in route.stops for task in stop.tasks
                if task.task_id == f"{OUT}:dropoff")  # fmt: skip
    assert found.expected >= there.end


def test_without_a_place_the_call_is_kept_and_said() -> None:
    """Somebody would wait at the doctor's for a bus that was never sent, and no one knew that she had called."""
    here = doctors_day("16:30-16:45", hours="07:00-17:00")
    here.book("R-002")
    book_home(here)
    publish_all(here)
    found = call(here, "16:40")

    assert found.expected is None
    assert found.refusal is not None
    assert found.refusal.summary["pl"]
    assert here.booking(HOME).called_at == moment(here, "16:40")
    assert wrong(here, "16:41") == {f"no_capacity:{HOME}"}


def no_times(*_: object) -> Solution:
    """Stand for a plan whose crews are later than any of its times."""
    raise PlanRejectedError("the routes have no times")


def test_who_calls_while_crews_have_overtaken_the_plan_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the worst day of the year the call of somebody at the doctor's would end in an error, and be forgotten."""
    here = doctors_day("16:30-16:45", hours="07:00-17:00")
    here.book("R-002")
    book_home(here)
    publish_all(here)
    monkeypatch.setattr(answering, "timed", no_times)
    found = call(here, "16:40")

    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.change["pl"][:16]) == ("overtaken", "Ułóż nowy plan o")
    assert here.booking(HOME).called_at == moment(here, "16:40")
    assert wrong(here, "16:41") == {f"no_capacity:{HOME}"}


def test_a_call_is_planned_from_where_the_bus_is() -> None:
    """The bus would be promised from its garage while it stands in snow at the other end of the town."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    taken_there(here)
    call(here, "11:05")
    with here.store.reading(here.id) as unit:
        assert unit.live.get(live_key(here.day)).as_of == moment(here, "11:05")


def test_who_was_not_there_in_the_morning_needs_no_way_home() -> None:
    """The office would wait all day for the call of somebody who never left home."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"), at="09:21")
    assert here.booking(HOME).status.value == "withdrawn"
    assert not wrong(here, "16:30")


def test_who_has_not_called_by_the_towns_hour_is_asked_after() -> None:
    """Somebody would sit at the doctor's when the last bus goes home."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    taken_there(here)
    assert wrong(here, "15:59") == set()
    assert wrong(here, "16:00") == {f"not_called:{HOME}"}  # an hour before the last bus is back
    keep(here, kept_free=HOUR / 3, call_by=at("14:30").astimezone(ZONE).time())
    assert wrong(here, "14:29") == set()
    assert wrong(here, "14:30") == {f"not_called:{HOME}"}
    call(here, "14:31")
    assert wrong(here, "14:31") == set()


def test_it_is_told_when_no_bus_has_time_any_more() -> None:
    """Nobody would look for a taxi until it is dark."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    taken_there(here)
    assert f"no_capacity:{HOME}" not in wrong(here, "16:30")
    assert f"no_capacity:{HOME}" in wrong(here, "16:31")


def published_bus(here: Office, at: str) -> list[str]:
    """Return what the bus's crew reads at an hour."""
    with here.store.reading(here.id) as unit:
        shift = here.town.shifts[0]
        me = somebody(here, Role.WORKER, shift.staff_ids[0])
        read = manifest(unit, here.day, shift.id, me, moment(here, at))
    return [task.task_id for stop in read.itinerary.stops for task in stop.tasks]


def test_the_crew_reads_at_once_whom_it_has_to_fetch() -> None:
    """She is told that the bus comes at twenty past, and its driver drinks coffee until somebody presses a button."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    found = call(here, "11:05")
    assert found.published
    assert f"{HOME}:pickup" in published_bus(here, "11:06")
    published = here.booking(HOME).published
    assert published is not None
    assert published.start == found.expected
    assert wrong(here, "11:06") == set()


def test_what_is_not_published_yet_is_not_published_by_a_call() -> None:
    """A day that the office still plans would be out because somebody phoned."""
    here = doctors_day()
    book_home(here)
    found = call(here, "11:05")
    assert (found.expected is not None, found.published, here.state.published) == (True, False, None)


def test_a_booking_that_waits_to_be_published_goes_along() -> None:
    """Whoever has called would wait for the crew to hear of it, because somebody else was promised a ride before."""
    here = doctors_day("14:00-14:10")
    book_home(here)
    publish_all(here)
    here.clock.moment = moment(here, "08:00")
    here.book("R-002")
    assert here.state.plan != here.state.published
    assert call(here, "11:05").published
    assert {f"{HOME}:pickup", "R-002:pickup"} <= set(published_bus(here, "11:06"))


def test_a_change_that_people_have_to_be_phoned_about_stays_with_the_dispatcher() -> None:
    """A ride that a dispatcher is just moving about would be moved for everybody, because somebody else phoned."""
    here = doctors_day("13:00-13:10")
    with here.store.writing(here.id) as unit:
        unit.bookings.put(Booking(request=here.wishes["R-002"]))
        plan_anew(unit, here.travel, unit.days.lock(here.day), why="rota", at=here.clock.now())
    book_home(here)
    publish_all(here)
    here.clock.moment = moment(here, "08:00")
    with here.store.writing(here.id) as unit:
        leave = Move(request_id=RequestId("R-002"), shift_id=None)
        move(unit, here.travel, here.day, leave, here.hand, reason="dzwonić")
    waiting = here.state.published
    found = call(here, "11:05")
    assert (found.expected is not None, found.published) == (True, False)
    assert here.state.published == waiting
    assert wrong(here, "11:06") == {f"crew_not_told:{HOME}"}
