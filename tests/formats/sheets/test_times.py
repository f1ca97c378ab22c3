"""Clock times, on ordinary days, past midnight, and when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.formats.sheets.axis import axis_labels, axis_of
from scheduler.formats.sheets.times import DayTimes, times_on
from scheduler.formats.sheets.words import words_of
from tests.formats.sheets.sample import at, sample_itineraries

SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 23)


def times(day: date) -> DayTimes:
    """Return a day's clock in Polish."""
    return times_on(day, "Europe/Warsaw", words_of("pl"))


def test_clock_names_the_other_day() -> None:
    """A night carer would take 6:00 tomorrow for 6:00 today."""
    assert times(PLAIN).clock(at("8:05")) == "08:05"
    assert times(PLAIN).clock(at("30:00")) == "06:00 (wt. 24.11)"


def test_repeated_hour_says_which_one_it_is() -> None:
    """A bus would come an hour early or late in the night the clocks go back."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert times(AUTUMN).clock(first) == "02:30 (czasu letniego)"
    assert times(AUTUMN).clock(first + timedelta(hours=1)) == "02:30 (czasu zimowego)"


@pytest.mark.parametrize(
    ("day", "labels"),
    [
        (PLAIN, ["00", "01", "02", "03", "04", "05"]),
        (SPRING, ["00", "01", "03", "04", "05", "06"]),
        (AUTUMN, ["00", "01", "02", "02", "03", "04"]),
    ],
)
def test_hours_of_the_axis_are_those_of_the_clock(day: date, labels: list[str]) -> None:
    """After the change of the clocks every stop of the day would be drawn an hour off."""
    assert [f"{local:%H}" for _, local in times(day).hour_marks(0, 5 * 3600)] == labels


@pytest.mark.parametrize(("day", "change"), [(PLAIN, 0), (SPRING, 3600), (AUTUMN, -3600), (date(2026, 10, 24), -3600)])
def test_day_knows_that_its_clocks_change(day: date, change: int) -> None:
    """The note that explains the odd axis would be missing, or stand there every day."""
    assert times(day).clock_change_s == change


def test_second_of_two_equal_hours_is_marked() -> None:
    """Two columns named 02:00 would look like a mistake."""
    night = sample_itineraries(date(2026, 10, 24))[-1:]
    clock = times(date(2026, 10, 24))
    svg = axis_labels(axis_of(night, clock), clock)
    assert svg.count(">02:00<") == svg.count(">02:00*<") == 1


def test_a_nonsensical_time_does_not_make_a_million_hours() -> None:
    """A wrong year in a plan file would make the page grow until memory is full."""
    far = datetime(2999, 1, 1, tzinfo=UTC)
    assert times(PLAIN).seconds(far) == 72 * 3600
    assert times(PLAIN).seconds(far.replace(year=1970)) == -24 * 3600
