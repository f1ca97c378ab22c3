"""Open returns: a way home at an hour that nobody knows yet is booked with the ride out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fixtures.asks import Leg
from scheduler.domain.booking import Booking
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.ids import AbsenceId, RequestId
from scheduler.domain.request import Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Answer
from scheduler.services.booking.home_wishes import HomeWish
from scheduler.services.booking.open_returns import OpenReturns
from scheduler.services.comparing import placed
from scheduler.services.planning.changing import plan_anew
from tests.office.calendars import DayBuilder
from tests.office.doctors_day import HOME, OUT, book_home, call, codes, doctors_day, keep
from tests.office.field_day import publish_all
from tests.office.office import Office, office
from tests.office.running_day import moment


def test_a_ride_that_ends_at_home_has_no_way_home() -> None:
    """Time that others could be driven in would be kept free for a client who is at home, and never calls."""
    builder = DayBuilder().add_place("baza", at=(4, 0)).add_bus("07:00-17:00").add_client(at=(0, 0))
    builder.add_journey(Leg("baza", "09:00-09:30", arrive_by=True), Leg(None, "12:00-12:30"))
    out, back = map(str, builder.requests)
    here = office(builder, [out, back])
    home = here.wishes[back]
    assert isinstance(home, Ride)
    here.wishes[back] = replace(home, journey=None, leg=1, group=None)
    keep(here, kept_free=timedelta(minutes=20), each=timedelta(minutes=30))
    offer, _ = here.book(back)
    assert offer.home_room is None
    with pytest.raises(RefusedError) as refused:
        book_home(here, out=back)
    assert codes(refused) == ["ends_at_home"]


def test_an_open_return_is_booked_and_in_no_plan() -> None:
    """A bus would stand at the doctor's at an hour that nobody has named."""
    here = doctors_day()
    booking = book_home(here)

    ride = here.booking(HOME).request
    assert isinstance(ride, Ride)
    assert (booking.open_return, booking.awaits_call, booking.promise) == (True, True, None)
    assert (ride.origin.place_id, ride.leg, ride.journey) == ("baza", 2, OUT)
    assert ride.windows[0].start == moment(here, "09:30")
    with here.store.writing(here.id) as unit:
        plan_anew(unit, here.travel, unit.days.lock(here.day), why="rota", at=here.clock.now())
    publish_all(here)
    assert placed(here.plan).keys() == {OUT}
    with here.store.reading(here.id) as unit:
        assert [one.request_id for one in unit.notices.all().values()] == []
        assert sorted(one.request_id for one in unit.consumptions.all().values() if one.counts) == [OUT, HOME]


def asked_out(here: Office, hours: str) -> Answer:
    """Call for one more ride to the doctor's, of another client."""
    ride = here.booking(OUT).request
    (client,) = (one.request.party for key, one in booked(here).items() if key == "R-002")
    assert isinstance(ride, Ride)
    start, end = (moment(here, hour) for hour in hours.split("-"))
    again = replace(
        ride, id=RequestId("again"), party=client, windows=(TimeWindow(start=start, end=end),), journey=None
    )
    return here.desk.ask(here.call, [again], [here.day])


def booked(here: Office) -> dict[str, Booking]:
    """Return what is held on the day."""
    with here.store.reading(here.id) as unit:
        return {key: one for key, one in unit.bookings.between(here.day, here.day).items() if one.held}


def test_a_ride_and_its_open_return_are_booked_in_one_act_or_not_at_all() -> None:
    """Somebody would be promised the way to the doctor's, and hear then that nobody can bring her home."""
    here = doctors_day("16:00-16:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=30))
    here.book("R-002")
    answer = asked_out(here, "12:00-12:30")
    room = answer.offers[0].home_room
    assert room is not None
    assert (room.free_s, room.needed_s, room.fits) == (35 * 60, 30 * 60, True)
    made = here.desk.accept(here.call, answer.enquiry.id, answer.offers[0], home=HomeWish(id=HOME))
    assert [(one.id, one.open_return, one.enquiry_id) for one in made] == [
        ("again", False, answer.enquiry.id), (HOME, True, answer.enquiry.id),
    ]  # fmt: skip
    ride = here.booking("again").request
    assert isinstance(ride, Ride)
    assert ride.journey == "again"

    late = doctors_day("16:00-16:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=40))
    late.book("R-002")
    before, answer = late.state, asked_out(late, "12:00-12:30")
    room = answer.offers[0].home_room
    assert room is not None
    assert not room.fits
    with pytest.raises(RefusedError) as refused:
        late.desk.accept(late.call, answer.enquiry.id, answer.offers[0], home=HomeWish(id=HOME))
    assert codes(refused) == ["open_returns_full"]
    assert booked(late).keys() == {OUT, "R-002"}
    assert late.state == before
    late.desk.accept(late.call, answer.enquiry.id, answer.offers[0])
    assert booked(late).keys() == {OUT, "R-002", "again"}


def test_what_is_no_single_ride_is_offered_no_open_return() -> None:
    """A bus would be kept free for somebody at whose home a nurse calls, or who is driven back at two anyhow."""
    builder = DayBuilder().add_place("baza", at=(4, 0))
    builder.add_bus("07:00-17:00").add_client().add_return_pair("09:00-09:30", "13:00-13:30", to="baza")
    builder.add_staff().add_shift("08:00-16:00").add_visit(window="10:00-12:00")
    here = office(builder, list(builder.requests))
    keep(here, kept_free=timedelta(minutes=20))
    for ids in (["R-001", "R-002"], ["R-003"]):
        answer = here.ask(*ids)
        assert [one.home_room for one in answer.offers] == [None] * len(answer.offers)
    pair = here.ask("R-001", "R-002")
    with pytest.raises(ConflictError, match="one ride"):
        here.desk.accept(here.call, pair.enquiry.id, pair.offers[0], home=HomeWish(id=HOME))


def test_no_way_home_is_booked_for_who_is_away() -> None:
    """A bus would be kept for somebody who has been in hospital since the booking."""
    here = doctors_day()
    (client,) = here.booking(OUT).request.party.client_ids
    absence = ClientAbsence(
        id=AbsenceId("W-1"), client_id=client, first=here.day, reported_at=here.clock.now(), reported_by=here.call.by
    )
    with here.store.writing(here.id) as unit:
        unit.client_absences.put(absence)
    with pytest.raises(RefusedError) as refused:
        book_home(here)
    assert codes(refused) == ["away"]


def test_what_cannot_be_an_open_return() -> None:
    """A way home would hang on a ride that is none, is over, or has one."""
    here = doctors_day()
    booking = book_home(here)
    assert book_home(here) == booking  # asked twice under one key
    with pytest.raises(ConflictError, match="goes on already"):
        book_home(here, "another")
    with pytest.raises(ConflictError, match="no open return"):
        call(here, "10:00", key=OUT)
    here.clock.moment = moment(here, "10:00") - timedelta(days=2)
    with pytest.raises(ConflictError, match="has not begun"):
        OpenReturns(here.desk).called(here.call, HOME)
    with pytest.raises(ConflictError, match="no vehicle is out"):
        call(here, "17:00")


def test_it_takes_of_the_entitlement_as_any_ride() -> None:
    """A way home would be driven for nothing, or the grant overdrawn."""
    here = doctors_day()
    with here.store.writing(here.id) as unit:
        (own,) = unit.entitlements.all().values()
        unit.entitlements.put(replace(own, amount=own.amount - 1))
    with pytest.raises(RefusedError) as refused:
        book_home(here)
    assert codes(refused) == ["entitlement"]
    with here.store.reading(here.id) as unit:
        assert unit.bookings.find(HOME) is None
