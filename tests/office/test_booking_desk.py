"""The booking desk: what is offered is free, what is accepted is kept, what ends without a promise is written down."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.booking import Booking, EnquiryOutcome
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.errors import ConflictError, TakenError
from scheduler.domain.ids import ClientId, RequestId, ServiceId
from scheduler.domain.request import Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.comparing import placed
from tests.office.calendars import DayBuilder, at, utc
from tests.office.office import Office, office
from tests.office.visits import physio


def one_place() -> Office:
    """Return an office in which two wishes ask for the only hour that is left."""
    builder, ids = physio("10:00-10:10", "10:00-10:10")
    return office(builder, ids)


def start_of(here: Office, request_id: str) -> object:
    """Return when the plan that holds serves a request."""
    return placed(here.plan)[RequestId(request_id)].start


def test_an_accepted_offer_is_a_promise_in_the_plan_that_holds() -> None:
    """Somebody would be told a window that no worker knows of."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    offer, (booking,) = here.book(*ids)
    assert booking.promise is not None
    assert booking.promise.window == offer.legs[0].window
    assert offer.legs[0].window.start <= start_of(here, ids[0]) <= offer.legs[0].window.end  # type: ignore[operator]
    assert here.booking(ids[0]) == booking
    assert here.state.version == offer.day_version + 1


def test_offers_tell_windows_of_the_services_own_width_inside_the_wish() -> None:
    """The dispatcher would read out a window in which nobody is at home."""
    builder, ids = physio("09:00-15:00")
    wide = ServiceBooking(promise=timedelta(minutes=60), notice=timedelta(0))
    builder.with_policy(booking=BookingPolicy(default=wide, most_offers=50))
    offers = office(builder, ids).ask(*ids).offers
    assert len(offers) > 10
    for offer in offers:
        window = offer.legs[0].window
        assert window.length == timedelta(minutes=60)
        assert at("09:00") <= window.start
        assert window.end <= at("15:00")
        assert window.start <= offer.legs[0].start <= window.end


def test_what_notice_leaves_of_a_wish_begins_at_a_step() -> None:
    """The dispatcher would have to read out "between 11:46 and 12:16"."""
    builder, ids = physio("09:00-15:00")
    builder.with_policy(booking=BookingPolicy(default=ServiceBooking(notice=timedelta(hours=2)), most_offers=50))
    here = office(builder, ids)
    here.clock.moment = at("09:46")
    starts = {offer.legs[0].window.start for offer in here.ask(*ids).offers}
    assert min(starts) == at("12:00")
    assert at("12:15") in starts


def test_a_wish_that_ends_before_the_next_step_is_not_too_late() -> None:
    """Somebody who is told "until ten to twelve" would be sent away, though there is notice enough."""
    builder, ids = physio("09:00-11:50")
    builder.with_policy(booking=BookingPolicy(default=ServiceBooking(notice=timedelta(hours=2))))
    here = office(builder, ids)
    here.clock.moment = at("09:46")
    (offer,) = here.ask(*ids).offers
    assert offer.legs[0].window == TimeWindow(start=at("11:46"), end=at("11:50"))


def test_a_wish_that_leaves_notice_enough_begins_when_it_says() -> None:
    """Whoever asks for ten to twelve would be told noon."""
    builder, ids = physio("11:50-15:00")
    builder.with_policy(booking=BookingPolicy(default=ServiceBooking(notice=timedelta(hours=2)), most_offers=50))
    here = office(builder, ids)
    here.clock.moment = at("09:46")
    assert min(offer.legs[0].window.start for offer in here.ask(*ids).offers) == at("11:50")


def test_every_offer_can_be_accepted() -> None:
    """An offer that is refused when it is taken was no offer."""
    builder, ids = physio("08:30-15:30")
    builder.with_policy(booking=BookingPolicy(most_offers=50))
    builder.add_visit(window="11:00-11:10", length_min=50).promise("11:00-11:10")
    count = len(office(builder, ids).ask(*ids).offers)
    assert count > 8
    for number in range(count):
        here = office(builder, ids)
        answer = here.ask(*ids)
        (booking,) = here.desk.accept(here.call, answer.enquiry.id, answer.offers[number])
        assert booking.promise is not None
        assert booking.promise.window == answer.offers[number].legs[0].window


def test_the_wished_hour_comes_first() -> None:
    """A caller who asks for noon would be offered dawn."""
    builder, ids = physio("08:30-15:30")
    here = office(builder, ids)
    here.wishes[ids[0]] = replace(here.wishes[ids[0]], wish=at("12:00"))
    window = here.ask(*ids).offers[0].legs[0].window
    assert window.start <= at("12:00") <= window.end


def test_of_two_for_the_last_place_one_gets_it_and_the_other_hears_what_is_free() -> None:
    """Two people would wait for one worker at the same hour."""
    builder, ids = physio("10:00-10:10", "10:00-10:10")
    here = office(builder, ids)
    first, second = here.ask(ids[0]), here.ask(ids[1])
    assert first.offers
    assert second.offers
    here.desk.accept(here.call, first.enquiry.id, first.offers[0])
    before = here.store.stamp(here.id)
    with pytest.raises(TakenError) as refused:
        here.desk.accept(here.call, second.enquiry.id, second.offers[0])
    assert refused.value.offers == ()
    assert here.store.stamp(here.id) == before
    with here.store.reading(here.id) as unit:
        assert RequestId(ids[1]) not in unit.bookings.all()


def test_a_taken_window_comes_with_fresh_offers() -> None:
    """The dispatcher would have to start the call again."""
    builder, ids = physio("10:00-10:10", "10:00-13:00")
    here = office(builder, ids)
    first, second = here.ask(ids[0]), here.ask(ids[1])
    early = next(o for o in second.offers if utc(o.legs[0].window.start) == at("10:00"))
    here.desk.accept(here.call, first.enquiry.id, first.offers[0])
    with pytest.raises(TakenError) as refused:
        here.desk.accept(here.call, second.enquiry.id, early)
    assert refused.value.offers
    here.desk.accept(here.call, second.enquiry.id, refused.value.offers[0])


def test_a_ride_that_must_arrive_in_time_is_promised_at_the_door() -> None:
    """The client would know when the doctor waits, and not when the bus comes."""
    builder = DayBuilder().add_bus("07:00-15:00")
    builder.add_ride("10:00-10:20")
    here = office(builder, ids := [str(builder.request_id)])
    offer, (booking,) = here.book(*ids)
    assert booking.promise is not None
    assert booking.promise.pickup == offer.legs[0].window
    assert booking.promise.window == booking.request.windows[0]
    assert offer.legs[0].window.start < at("10:00")
    starts = dict(placed(here.plan)[RequestId(ids[0])].starts)
    assert utc(offer.legs[0].window.start) <= utc(starts["pickup"]) <= utc(offer.legs[0].window.end)
    assert at("10:00") <= starts["dropoff"] <= at("10:20")


def test_a_ride_and_its_return_are_offered_and_kept_together() -> None:
    """Somebody would be taken to the hospital with no way home."""
    builder = DayBuilder().add_bus("07:00-15:00")
    builder.base()
    builder.add_return_pair("10:00-10:20", "11:00-12:30", to="baza")
    ids = [str(key) for key in builder.requests]
    here = office(builder, ids)
    offer, bookings = here.book(*ids)
    assert [leg.request.id for leg in offer.legs] == ids
    assert all(one.promise for one in bookings)
    assert set(ids) <= set(placed(here.plan))


def test_declined_and_abandoned_calls_are_kept() -> None:
    """Demand that was not met would look like no demand."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    answer = here.ask(*ids)
    ended = here.desk.end(here.call, answer.enquiry.id, EnquiryOutcome.DECLINED)
    assert ended.outcome is EnquiryOutcome.DECLINED
    assert ended.ended_at is not None


def test_a_promise_is_not_ended_like_an_enquiry() -> None:
    """A booked resident would vanish from the figures and still be in the plan."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    answer = here.ask(*ids)
    here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    with pytest.raises(ConflictError):
        here.desk.end(here.call, answer.enquiry.id, EnquiryOutcome.GONE)
    with pytest.raises(ConflictError):
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])


def test_what_is_promised_is_what_the_enquiry_asked_for() -> None:
    """A forged offer could book another service for another client."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    answer = here.ask(*ids)
    (leg,) = answer.offers[0].legs
    other = replace(leg.request, service_id=ServiceId("zlota-raczka"))
    forged = replace(answer.offers[0], legs=(replace(leg, request=other),))
    (booking,) = here.desk.accept(here.call, answer.enquiry.id, forged)
    assert booking.request.service_id == "fizjoterapia"


def test_no_promise_of_others_is_broken_by_an_offer() -> None:
    """A new caller would push somebody who was promised ten o'clock."""
    builder, ids = physio("09:00-12:00")
    builder.add_visit(window="09:00-12:00", length_min=60).promise("10:00-10:15")
    promised = str(builder.request_id)
    here = office(builder, ids)
    here.book(*ids)
    assert at("10:00") <= start_of(here, promised) <= at("10:15")  # type: ignore[operator]


def test_the_audit_says_who_promised_what() -> None:
    """Nobody could tell afterwards who told the client what."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    here.book(*ids)
    with here.store.reading(here.id) as unit:
        events = [entry.event for entry in unit.audit.entries()]
    assert [(one.by, one.action) for one in events] == [("anna", "enquiry.taken"), ("anna", "booking.promised")]


def test_a_booking_knows_the_enquiry_it_came_from() -> None:
    """The call could not be found again when the client complains."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    _, (booking,) = here.book(*ids)
    assert isinstance(booking, Booking)
    with here.store.reading(here.id) as unit:
        assert booking.enquiry_id is not None
        kept = unit.enquiries.get(booking.enquiry_id)
    assert kept.outcome is EnquiryOutcome.PROMISED
    assert ClientId(booking.request.party.client_ids[0]) in kept.requests[0].party.client_ids


def test_rides_of_a_wish_keep_their_kind() -> None:
    """A ride would come back from the desk without its destination."""
    builder = DayBuilder().add_bus("07:00-15:00")
    builder.add_ride("10:00-10:20")
    here = office(builder, ids := [str(builder.request_id)])
    _, (booking,) = here.book(*ids)
    assert isinstance(booking.request, Ride)


def test_another_time_takes_the_place_of_the_first_one() -> None:
    """A resident who calls back would be booked twice, or lose the old hour before there is a new one."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    _, (first,) = here.book(*ids)
    later = replace(first.request, windows=(TimeWindow(start=at("13:00"), end=at("15:00")),))
    answer = here.desk.ask(here.call, [later], [builder.day])
    assert here.booking(ids[0]) == first
    (second,) = here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert second.promise is not None
    assert second.promise.window.start >= at("13:00")
    assert here.booking(ids[0]) == second
    assert len(placed(here.plan)) == 1


def test_another_day_frees_the_place_on_the_first_one() -> None:
    """Two workers on two days would go to the same door."""
    builder, ids = physio("09:00-15:00")
    other = builder.day + timedelta(days=1)
    builder.on_day(other).add_shift("08:00-16:00", staff=builder.staff_id).on_day(other - timedelta(days=1))
    here = office(builder, ids)
    _, (first,) = here.book(*ids)
    answer = here.desk.ask(here.call, [first.request], [other])
    (second,) = here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert second.day == other
    assert not placed(here.plan)
    with here.store.reading(here.id) as unit:
        state = unit.days.get(other)
        assert state.plan is not None
        assert set(placed(unit.plans.get(other, state.plan))) == {second.id}


def test_the_old_promise_holds_while_nothing_better_is_accepted() -> None:
    """Asking would already cost the resident their place."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    _, (first,) = here.book(*ids)
    answer = here.desk.ask(here.call, [first.request], [builder.day])
    here.desk.end(here.call, answer.enquiry.id, EnquiryOutcome.DECLINED)
    assert here.booking(ids[0]) == first
    assert set(placed(here.plan)) == {first.id}
