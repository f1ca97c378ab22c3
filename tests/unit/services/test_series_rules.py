"""Recurrence rules: the days they tell, and what is refused before it costs anybody time."""

from datetime import date, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import InputError
from scheduler.services.series.rules import Recurrence, check_rule

MONDAY = date(2026, 11, 23)
FOUR_WEEKS = MONDAY + timedelta(days=27)


def days(rule: str, first: date = MONDAY, last: date = FOUR_WEEKS, **more: tuple[date, ...]) -> list[str]:
    found = Recurrence(first=MONDAY, rule=rule, **more)
    check_rule(found)
    return [day.isoformat() for day in found.days(first, last)]


def test_dialysis_comes_three_times_a_week() -> None:
    """A patient would sit at home on the day of the dialysis."""
    found = days("FREQ=WEEKLY;BYDAY=MO,WE,FR")
    assert found[:4] == ["2026-11-23", "2026-11-25", "2026-11-27", "2026-11-30"]
    assert len(found) == 12


def test_weeks_go_on_across_the_end_of_a_year() -> None:
    """Every other week would become the wrong one in January: 2026 has 53 weeks."""
    found = days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", last=date(2027, 1, 31))
    assert found == ["2026-11-26", "2026-12-10", "2026-12-24", "2027-01-07", "2027-01-21"]


def test_the_29th_of_february_comes_every_four_years() -> None:
    """A yearly check-up would be on the 1st of March, or in no year at all."""
    found = days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", last=date(2036, 1, 1))
    assert found == ["2028-02-29", "2032-02-29"]


def test_skipped_and_added_days_count_and_a_skipped_day_that_is_none_does_no_harm() -> None:
    """A cancelled Friday would come back, or a slip of the date would refuse the whole series."""
    found = days("FREQ=WEEKLY;BYDAY=FR", skipped=(date(2026, 11, 27), date(2026, 11, 28)), added=(date(2026, 11, 24),))
    assert found == ["2026-11-24", "2026-12-04", "2026-12-11", "2026-12-18"]


def test_all_days_may_be_skipped() -> None:
    """A series of two visits that were both cancelled would be an error instead of an empty list."""
    assert days("FREQ=DAILY;COUNT=2", skipped=(MONDAY, MONDAY + timedelta(days=1))) == []


def test_until_further_notice_is_followed_for_thirty_years() -> None:
    """In ten years the office's oldest series would silently stop."""
    assert days("FREQ=WEEKLY;BYDAY=MO", date(2046, 11, 1), date(2046, 11, 30))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=SECONDLY", "has the frequency SECONDLY"),
        ("FREQ=HOURLY;INTERVAL=2", "make two series"),
        ("FREQ=DAILY;COUNT=1000000000", "from 1 to 2000"),
        ("FREQ=DAILY;COUNT=0", "from 1 to 2000"),
        ("FREQ=DAILY;COUNT=" + "9" * 150, "from 1 to 2000"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 100_000), "characters long"),
        ("FREQ=DAILY;UNTIL=99991231", "until further notice"),
        ("FREQ=DAILY;UNTIL=20260101", "ends on 2026-01-01"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL=20260230"),
        ("FREQ=DAILY;UNTIL=20270101T120000Z", "by the town's clock"),
        ("FREQ=DAILY;UNTIL=20270101;COUNT=3", "both COUNT and UNTIL"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "a day that no month has"),
        ("FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", "no day within ten years"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "not both"),
        ("FREQ=WEEKLY;BYDAY=XX", "name weekdays"),
        ("FREQ=WEEKLY;BYDAY=1MO", "in months only"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=MONTHLY"),
        ("FREQ=WEEKLY;WKST=XX", "WKST is one of"),
        ("FREQ=WEEKLY;BYSETPOS=1", "has a part BYSETPOS"),
        ("FREQ=WEEKLY;FREQ=DAILY", "says FREQ twice"),
        ("FREQ=WEEKLY;BYMONTH=0", "not 0"),
        ("FREQ=WEEKLY;INTERVAL=-1", "from 1 to 53"),
        ("każdy poniedziałek", "has a part"),
        ("", "has a part ''"),
        ("FREQ=WEEKLY\nDTSTART:20260101", "has a part"),
    ],
)
def test_what_is_no_rule_is_refused_with_what_would_be_right(rule: str, said: str) -> None:
    """A slip, or somebody's mischief, would keep the desk busy until the year 9999."""
    with pytest.raises(InputError) as refused:
        check_rule(Recurrence(first=MONDAY, rule=rule), where="body")
    assert said in str(refused.value)
    assert "body, rule" in str(refused.value)
    assert len(str(refused.value)) < 400


@given(
    frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 5),
    by_day=st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3, unique=True),
    end=st.sampled_from(["", ";COUNT=7", ";UNTIL=20270228"]),
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_days_are_those_that_the_standard_tells(
    frequency: str, interval: int, by_day: list[str], end: str, start: date
) -> None:
    """Another program's calendar would show other days than the office has promised."""
    interval = 1 if frequency == "DAILY" and by_day else interval
    rule = f"FREQ={frequency};INTERVAL={interval}{end}" + (f";BYDAY={','.join(by_day)}" if by_day else "")
    last = start + timedelta(days=400)
    told = rrulestr(f"DTSTART:{start:%Y%m%d}T090000\nRRULE:{rule}".replace("UNTIL=20270228", "UNTIL=20270228T235959"))
    expected = [one.date() for one in told.xafter(_before(start), count=500) if one.date() <= last]
    assert list(Recurrence(first=start, rule=rule).days(start, last)) == expected


def _before(day: date):  # type: ignore[no-untyped-def]  # a datetime without a zone, as the standard's text has none
    return rrulestr(f"DTSTART:{day - timedelta(days=1):%Y%m%d}T000000\nRRULE:FREQ=DAILY;COUNT=1")[0]
