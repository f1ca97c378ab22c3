"""Public holidays, days off, and what becomes of services on them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.booking_policy import BookingPolicy, HolidayRule
from scheduler.domain.errors import InputError
from scheduler.services.holidays import HolidayCalendar

POLAND = HolidayCalendar(BookingPolicy(days_off=frozenset({date(2026, 12, 31)})))
ANY_DAY = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "polish"),
    [
        (date(2026, 11, 11), "Narodowe Święto Niepodległości"),
        (date(2026, 4, 6), "Poniedziałek Wielkanocny"),
        (date(2026, 6, 4), "Dzień Bożego Ciała"),
        (date(2025, 12, 24), "Wigilia Bożego Narodzenia"),
    ],
)
def test_public_holidays_are_known_by_name(day: date, polish: str) -> None:
    """A nurse would be promised for Corpus Christi, and nobody would come."""
    assert (POLAND.name(day) or {})["pl"] == polish


def test_christmas_eve_is_worked_until_2024() -> None:
    """A day that was worked would count as a holiday in last year's figures."""
    assert POLAND.name(date(2024, 12, 24)) is None


def test_names_come_in_english_too() -> None:
    """An English screen would show half a sentence in Polish."""
    assert (POLAND.name(date(2026, 11, 11)) or {})["en"] == "National Independence Day"


def test_the_towns_own_day_off_has_a_name() -> None:
    """New Year's Eve would be booked although the office is shut."""
    assert POLAND.day_for(HolidayRule.SKIP, date(2026, 12, 31)) is None
    assert "gminę" in (POLAND.name(date(2026, 12, 31)) or {})["pl"]


@pytest.mark.parametrize(
    ("rule", "given_on"),
    [(HolidayRule.SKIP, None), (HolidayRule.KEEP, date(2026, 12, 24)), (HolidayRule.MOVE, date(2026, 12, 28))],
)
def test_christmas_is_skipped_kept_or_moved_past_the_weekend(rule: HolidayRule, given_on: date | None) -> None:
    """Food parcels of Christmas Eve would be moved to Boxing Day, or to a Saturday on which the store is shut."""
    assert POLAND.day_for(rule, date(2026, 12, 24)) == given_on


def test_an_ordinary_sunday_is_left_to_the_rota() -> None:
    """Weekend care would be moved to Monday although its shifts are there."""
    sunday = date(2026, 11, 22)

    assert POLAND.day_for(HolidayRule.MOVE, sunday) == sunday
    assert not POLAND.works(sunday)


def test_a_refusal_names_the_holiday_and_the_next_working_day() -> None:
    """The caller would hear "no" and not why, nor when instead."""
    refusal = POLAND.refusal(HolidayRule.SKIP, date(2026, 11, 11))

    assert refusal is not None
    assert (refusal.code, refusal.day) == ("holiday", date(2026, 11, 11))
    assert "Święto Niepodległości" in refusal.summary["pl"]
    assert "2026-11-12" in refusal.change["en"]
    assert POLAND.refusal(HolidayRule.KEEP, date(2026, 11, 11)) is None


def test_holidays_are_those_of_the_region() -> None:
    """A town across the border would be shut on our holidays and open on its own."""
    saxony = HolidayCalendar(BookingPolicy(region="DE-SN"))

    assert saxony.name(date(2026, 11, 11)) is None
    assert (saxony.name(date(2026, 11, 18)) or {})["en"] == "Repentance and Prayer Day"


@pytest.mark.parametrize("region", ["XX", "PL-14", "DE-QQ", ""])
def test_an_unknown_region_is_refused_at_once(region: str) -> None:
    """Holidays of nowhere would be worked, and nobody told."""
    with pytest.raises(InputError, match="public holidays"):
        HolidayCalendar(BookingPolicy(region=region))


@given(ANY_DAY, st.sampled_from(HolidayRule))
def test_what_is_moved_lands_on_a_working_day_not_before(day: date, rule: HolidayRule) -> None:
    """A visit would be moved to yesterday, or from one holiday to the next."""
    given_on = POLAND.day_for(rule, day)

    assert given_on is None or given_on >= day
    assert given_on is None or given_on == day or POLAND.works(given_on)
