"""Periods of figures, and what each is held against."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.services.reporting.periods import Period, usual_periods

TODAY = date(2026, 11, 25)
"""A Wednesday."""


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        (("2026-11-01", "2026-11-25"), ("2026-10-01", "2026-10-25")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-01-31"), ("2025-12-01", "2025-12-31")),
        (("2026-11-16", "2026-11-22"), ("2026-11-09", "2026-11-15")),
        (("2026-11-23", "2026-11-25"), ("2026-11-16", "2026-11-18")),
        (("2026-11-11", "2026-11-11"), ("2026-11-10", "2026-11-10")),
        (("2026-11-05", "2026-11-14"), ("2026-10-26", "2026-11-04")),
        (("2026-10-01", "2026-11-30"), ("2026-08-01", "2026-09-30")),
    ],
)
def test_like_is_held_against_like(now: tuple[str, str], before: tuple[str, str]) -> None:
    """Three weeks of November would be held against all of October, and look like a fall by a quarter."""
    assert period(*now).before == period(*before)


def test_usual_periods_end_today() -> None:
    """A month that is not over would be held against a whole one."""
    assert usual_periods(TODAY) == {
        "this_month": period("2026-11-01", "2026-11-25"),
        "last_month": period("2026-10-01", "2026-10-31"),
        "this_week": period("2026-11-23", "2026-11-25"),
        "last_week": period("2026-11-16", "2026-11-22"),
    }


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 400))
def test_what_lies_before_lies_before(first: date, more: int) -> None:
    """A day would count on both sides of the comparison."""
    now = Period(first, first + timedelta(days=more))
    assert now.before.first <= now.before.last < now.first
    assert abs(now.before.days - now.days) <= 3


def test_a_period_names_its_months() -> None:
    """The settlement of one of the months would not be among the files."""
    found = [month.isoformat() for month in period("2026-11-30", "2027-01-01").months]
    assert found == ["2027-01-01", "2026-12-01", "2026-11-01"]
