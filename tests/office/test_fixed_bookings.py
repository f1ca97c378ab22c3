"""Bookings that stay as they are: nobody is offered an hour that they cannot have, or loses whoever is in a bus."""

from dataclasses import replace

import pytest

from scheduler.domain.booking import BookingStatus, Refusal
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import AbsenceId, RequestId
from scheduler.domain.plan import LockKind, Pin
from scheduler.domain.rota import Absence
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.booking.absent import absent
from scheduler.services.live.refreshing import refresh
from tests.office.calendars import DayBuilder
from tests.office.closing_day import bus_day, close, reported, visit
from tests.office.field_day import publish_all
from tests.office.office import ANNA, Office, office
from tests.office.running_day import BACK, FIRST, OUT, SECOND, deliver, moment, running_day, told


def refused(here: Office, key: RequestId) -> Refusal:
    """Ask for another time of a booking, which nobody can have; return why."""
    here.wishes[key] = here.booking(key).request
    answer = here.ask(key)
    assert not answer.offers
    (one,) = (each.refusal for each in answer.days)
    assert one is not None
    assert set(one.summary) == {"pl", "en"}
    return one


def end(here: Office, *ids: RequestId) -> None:
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, ids, Ending(by=ANNA, at=here.clock.now()))


def test_no_other_time_is_offered_for_a_visit_at_whose_door_the_crew_stands() -> None:
    """The program would stop in the middle of a call: plans from now on do not have that visit any more."""
    here = running_day()
    deliver(here, told(here, f"{SECOND}:visit", "arrived", "08:00"), at="08:01")
    assert refused(here, SECOND).code == "begun"
    with here.store.writing(here.id) as unit:
        assert refresh(unit, here.day, here.clock.now())
    assert refused(here, SECOND).code == "begun"


def test_no_other_time_is_offered_when_the_promised_hour_is_over() -> None:
    """A caller would be read windows, choose one, and be told that none of them was to be had."""
    here = running_day()
    here.clock.moment = moment(here, "11:00")
    assert refused(here, FIRST).code == "over"


def test_no_other_time_is_offered_for_what_was_on_a_closed_day() -> None:
    """A closed day's accounts would lose a visit, or a caller would be offered what cannot be."""
    here = bus_day()
    reported(here)
    here.clock.moment = moment(here, "23:00")
    close(here)
    assert refused(here, visit(here)).code == "closed"


def test_nobody_cancels_who_is_aboard_or_was_served() -> None:
    """Somebody in a bus would be on no sheet any more, and a ride that was driven would be given back."""
    here = running_day()
    deliver(here, told(here, f"{OUT}:pickup", "aboard", "09:00"), at="09:01")
    with pytest.raises(ConflictError, match="aboard"):
        end(here, OUT)
    deliver(here, told(here, f"{OUT}:dropoff", "done", "09:20"), at="09:21")
    with pytest.raises(ConflictError, match="served"):
        end(here, OUT, BACK)
    end(here, BACK)
    assert here.booking(OUT).held
    assert here.booking(BACK).status is BookingStatus.CANCELLED


def test_nothing_is_offered_that_visits_behind_us_have_taken_of_an_entitlement() -> None:
    """A caller would be read windows, and be refused each of them: this morning's visit was the last one."""
    builder = DayBuilder().add_client().add_entitlement(1, "fizjoterapia", unit="visits")
    builder.add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="08:00-08:30", length_min=30, client=builder.client_id, id="done")
    builder.add_visit(window="13:00-14:00", length_min=30, client=builder.client_id, id="more")
    here = office(builder, ["more"])
    publish_all(here)
    deliver(here, told(here, "done:visit", "done", "09:00"), at="09:01")
    with here.store.writing(here.id) as unit:
        assert refresh(unit, here.day, here.clock.now())
    answer = here.ask("more")
    assert not answer.offers
    assert [one.refusal.code for one in answer.days if one.refusal] == ["entitlement"]


def test_the_way_home_goes_on_although_nobody_has_reported_the_way_there() -> None:
    """No booking could follow any report of the day: the plan would wait for a ride that was driven long ago."""
    here = running_day()
    deliver(here, told(here, f"{BACK}:pickup", "aboard", "13:05"), at="13:06")
    with here.store.writing(here.id) as unit:
        assert refresh(unit, here.day, here.clock.now())
    deliver(here, told(here, f"{SECOND}:visit", "refused", "13:08"), at="13:10")
    assert here.booking(SECOND).status is BookingStatus.REFUSED
    assert f"{BACK}:dropoff" in {task for order in here.plan.orders.values() for task in order}


def test_a_driver_on_the_way_to_fetch_somebody_home_may_fall_ill_while_the_way_there_is_late() -> None:
    """Nobody could write down that the driver goes home: no plan would keep what both crews have begun."""
    builder = DayBuilder().add_place("baza")
    builder.add_bus("07:00-15:00").add_bus("12:30-17:00")
    builder.add_return_pair("09:00-09:30", "13:00-13:30", to="baza")
    builder.add_pin(Pin(kind=LockKind.SHIFT, request_ids=(builder.request_id,), shift_id=builder.shifts[1].id))
    here = office(builder)
    publish_all(here)
    _, back = here.town.requests
    deliver(here, told(here, f"{back}:pickup", "en_route", "12:40"), at="12:41")
    gone = Absence(
        id=AbsenceId("A-1"),
        staff_id=here.town.shifts[1].staff_ids[0],
        start=here.clock.now(),
        end=moment(here, "23:00"),
    )
    with here.store.writing(here.id) as unit:
        absent(unit, here.travel, gone, replace(here.hand, seen=None))
    assert f"{back}:pickup" in here.plan.orders[here.town.shifts[1].id]
