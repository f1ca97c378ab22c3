"""What the desk refuses: too soon, too late, on holidays, where the plan has no room; always with a reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.booking_policy import BookingPolicy, HolidayRule, ServiceBooking
from scheduler.domain.errors import ConflictError
from scheduler.domain.time import TimeWindow
from tests.office.calendars import DayBuilder, at
from tests.office.office import office
from tests.office.visits import physio


def test_an_enquiry_that_nothing_can_be_offered_for_is_kept_with_the_reason() -> None:
    """The manager could never show how many people were sent away, and why."""
    builder, ids = physio("17:00-18:00")
    here = office(builder, ids)
    answer = here.ask(*ids)
    assert not answer.offers
    with here.store.reading(here.id) as unit:
        kept = unit.enquiries.get(answer.enquiry.id)
    assert kept.outcome is EnquiryOutcome.REFUSED
    (refusal,) = kept.refusals
    assert refusal.code == "shift_span"
    assert refusal.summary.keys() == {"pl", "en"}


def test_a_refusal_names_the_smallest_change_that_would_fit() -> None:
    """The caller would be sent away for want of ten minutes."""
    builder, ids = physio("15:12-15:20")
    refusal = office(builder, ids).ask(*ids).days[0].refusal
    assert refusal is not None
    assert "min" in refusal.change["en"]


def test_nothing_is_offered_sooner_than_the_notice_allows() -> None:
    """A caller at nine would be promised a driver who cannot know of it."""
    builder, ids = physio("08:00-15:00")
    builder.with_policy(booking=BookingPolicy(default=ServiceBooking(notice=timedelta(hours=3)), most_offers=50))
    here = office(builder, ids)
    here.clock.moment = at("09:00")
    offers = here.ask(*ids).offers
    assert offers
    assert min(offer.legs[0].start for offer in offers) >= at("12:00")
    here.clock.moment = at("13:00")
    refusal = here.ask(*ids).days[0].refusal
    assert refusal is not None
    assert refusal.code == "notice"


def test_a_slow_caller_does_not_lose_the_offer_to_the_notice() -> None:
    """Who thinks for a minute would be refused what was read out."""
    builder, ids = physio("11:00-11:30")
    builder.with_policy(booking=BookingPolicy(default=ServiceBooking(notice=timedelta(hours=2))))
    here = office(builder, ids)
    here.clock.moment = at("09:29")
    answer = here.ask(*ids)
    here.clock.moment = at("09:34")
    assert here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert answer.offers


@pytest.mark.parametrize(("ahead", "code"), [(-4, "past"), (40, "horizon")])
def test_days_that_are_over_or_too_far_ahead_are_refused(ahead: int, code: str) -> None:
    """A promise for a day without a rota could not be kept."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    answer = here.ask(*ids, days=[builder.day + timedelta(days=ahead)])
    refusal = answer.days[0].refusal
    assert refusal is not None
    assert refusal.code == code


def test_a_holiday_is_refused_with_its_name_and_the_next_working_day() -> None:
    """Somebody would wait for the handyman on Christmas Day."""
    builder, ids = physio("09:00-15:00")
    here = office(builder.with_policy(booking=BookingPolicy(horizon_days=60)), ids)
    refusal = here.ask(*ids, days=[date(2026, 12, 25)]).days[0].refusal
    assert refusal is not None
    assert refusal.code == "holiday"
    assert "2026-12-28" in refusal.change["en"]


@pytest.mark.ordinary_day
def test_a_service_that_moves_is_offered_on_the_next_working_day() -> None:
    """A weekly therapy would fall out whenever a holiday comes."""
    builder, ids = physio("09:00-15:00")
    rule = ServiceBooking(holidays=HolidayRule.MOVE)
    builder.with_policy(booking=BookingPolicy(days_off=frozenset({builder.day - timedelta(days=3)}), default=rule))
    here = office(builder, ids)
    here.clock.moment -= timedelta(days=1)
    answer = here.ask(*ids, days=[builder.day - timedelta(days=3)])
    assert answer.offers
    assert {offer.day for offer in answer.offers} == {builder.day}


def test_a_day_on_which_nobody_works_says_so() -> None:
    """A Sunday would end the call with an error."""
    builder, ids = physio("09:00-15:00")
    refusal = office(builder, ids).ask(*ids, days=[builder.day + timedelta(days=6)]).days[0].refusal
    assert refusal is not None
    assert refusal.code == "no_shift"


def test_a_window_wider_than_policy_tells_is_no_offer() -> None:
    """A page that was tampered with could promise 'any time'."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    answer = here.ask(*ids)
    (leg,) = answer.offers[0].legs
    any_time = TimeWindow(start=at("09:00"), end=at("15:00"))
    forged = replace(answer.offers[0], legs=(replace(leg, window=any_time),))
    with pytest.raises(ConflictError, match="wide"):
        here.desk.accept(here.call, answer.enquiry.id, forged)


def test_a_client_who_is_elsewhere_at_that_hour_is_refused() -> None:
    """One resident would be promised two doors at once."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="10:00-10:10", length_min=50).promise("10:00-10:10")
    client = str(next(iter(builder.clients)))
    builder.add_visit("zlota-raczka", "10:20-10:30", client=client)
    here = office(builder, ids := [str(builder.request_id)])
    answer = here.ask(*ids)
    assert not answer.offers
    assert answer.days[0].refusal is not None
    assert answer.days[0].refusal.change["en"].startswith("20 min later")
