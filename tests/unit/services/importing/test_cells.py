"""Cells as offices write them."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from scheduler.domain.client import Mobility
from scheduler.services.importing import cells
from scheduler.services.importing.sentences import CellWrong

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    ["23.11.2026", "23.11.26", "2026-11-23", "23/11/2026", "23-11-2026", "23.11.2026 r.", "pon. 23.11.2026", "46349",
     "poniedziałek, 23.11.2026", "23 listopada 2026", "23 listopada 2026 r.", "2026-11-23 09:30:00", "46349.395833",
     "23.11.2026 00:00"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    """A bus would come on another day, or every row be refused for a dot."""
    assert cells.read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "start"),
    [("9.30", time(9, 30)), ("9:30", time(9, 30)), ("09:30:00", time(9, 30)), ("9,30", time(9, 30)), ("9", time(9)),
     ("930", time(9, 30)), ("0930", time(9, 30)), ("9.3", time(9, 30)), ("9:05", time(9, 5)), ("9.05", time(9, 5)),
     ("godz. 9.30", time(9, 30)), ("o 9", time(9)), ("9 h", time(9)), ("0.395833333", time(9, 30)), ("0.5", time(12)),
     ("0.75", time(18)), ("00.30", time(0, 30)), ("0:30", time(0, 30)),
     ("2026-11-23 09:30:00", time(9, 30)), ("14.00", time(14))],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(text: str, start: time) -> None:
    """A client would be told half past nine and be fetched at nine minutes past three."""
    assert cells.read_hours(text) == cells.Hours(start=start)


@pytest.mark.parametrize("text", ["9.30-10.00", "9:30 – 10:00", "9.30 do 10", "od 9.30 do 10.00"])
def test_two_times_are_a_window(text: str) -> None:
    """Of "9.30-10.00" only a half would count."""
    assert cells.read_hours(text) == cells.Hours(start=time(9, 30), end=time(10))


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (cells.read_day, "jutro", "date"), (cells.read_day, "32.11.2026", "no_such_day"),
        (cells.read_day, "29.02.2026", "no_such_day"), (cells.read_day, "12345", "date"), (cells.read_day, "", "date"),
        (cells.read_hours, "25.00", "time"), (cells.read_hours, "9.75", "time"), (cells.read_hours, "rano", "time"),
        (cells.read_hours, "10-9", "span"), (cells.read_hours, "9-10-11", "time"),
        (cells.read_birth, "kiedyś", "birth"), (cells.read_birth, "1700", "birth"),
        (cells.read_birth, "3.05.41", "birth"),
        (cells.read_phone, "12", "phone"), (cells.read_phone, "600 100 20O", "phone"),
        (cells.read_email, "anna", "email"), (cells.read_number, "-", "number"), (cells.read_yes_no, "może", "yes_no"),
        (cells.read_mobility, "lata", "mobility"),
    ],
)  # fmt: skip
def test_what_says_nothing_is_named(read: Callable[[str], Any], text: str, code: str) -> None:
    """Something would be guessed, and somebody live by the guess."""
    with pytest.raises(CellWrong) as found:
        read(text)
    assert found.value.code == code


@pytest.mark.parametrize(
    ("text", "mobility"),
    [("wózek", Mobility.WHEELCHAIR), ("Porusza się na wózku", Mobility.WHEELCHAIR), ("balkonik", Mobility.WALKER),
     ("o lasce", Mobility.WALKER), ("samodzielnie", Mobility.WALKS), ("chodzi", Mobility.WALKS)],
)  # fmt: skip
def test_how_somebody_gets_about_is_understood(text: str, mobility: Mobility) -> None:
    """A bus without a lift would come for somebody in a wheelchair."""
    assert cells.read_mobility(text) is mobility


def test_numbers_years_and_counts() -> None:
    """A register's number would be no id, or the year of birth a day of 1905."""
    assert cells.read_number("K/17 a") == "K-17-a"
    assert (cells.read_birth("15000"), cells.read_birth("3.05.1941"), cells.read_birth("1941")) == (1941, 1941, 1941)
    assert (cells.read_phone("600700800"), cells.read_phone("41 274  00 00")) == ("600 700 800", "41 274 00 00")
    assert (cells.read_whole("parter", -5, 60), cells.read_whole("3", -5, 60)) == (0, 3)
    assert (cells.read_count("tak"), cells.read_count("2"), cells.read_count("brak")) == (1, 2, 0)
    assert cells.read_degrees("51,0372", 49, 52) == 51.0372
