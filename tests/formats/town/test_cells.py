"""How single values are spelled: what people write, and what we write for it."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.fleet import Layout
from scheduler.domain.ids import RequestId
from scheduler.domain.request import After
from scheduler.domain.time import TimeWindow
from scheduler.formats.town.cell import YES_NO, Cell, CellError
from scheduler.formats.town.compound import AFTER, LAYOUT
from scheduler.formats.town.moments import DATE, TIME, WINDOW, Window
from scheduler.formats.town.numeric import decimal, minutes, percent, whole, zloty
from scheduler.formats.town.text import clean
from scheduler.formats.town.xlsx_table import cell_text

WARSAW = ZoneInfo("Europe/Warsaw")
MINUTES, ZLOTY = minutes(), zloty()

READ: tuple[tuple[Cell[Any], str, object, str], ...] = (
    (MINUTES, "45", timedelta(minutes=45), "45"),
    (MINUTES, "1,5", timedelta(seconds=90), "1.5"),
    (MINUTES, "80 s", timedelta(seconds=80), "80 s"),
    (MINUTES, "90s", timedelta(seconds=90), "1.5"),
    (ZLOTY, "1 200,50", 120_050, "1200.5"),
    (ZLOTY, "1\u202f200", 120_000, "1200"),
    (ZLOTY, "0.1", 10, "0.1"),
    (percent(), "129", 1290, "129"),
    (percent(), "12,5", 125, "12.5"),
    (decimal(0, 100), "100.00", Decimal(100), "100"),
    (whole(0, 9), "8,0", 8, "8"),
    (YES_NO, "TAK", True, "yes"),
    (YES_NO, "0", False, "no"),
    (DATE, "23.11.2026", date(2026, 11, 23), "2026-11-23"),
    (DATE, "2026-1-5", date(2026, 1, 5), "2026-01-05"),
    (DATE, "2026-11-23 00:00:00", date(2026, 11, 23), "2026-11-23"),
    (LAYOUT, "8", Layout(seats=8), "8+0"),
    (LAYOUT, "4 + 2", Layout(seats=4, wheelchairs=2), "4+2"),
    (LAYOUT, "portions=20", Layout(portions=20), "portions=20"),
    (AFTER, "R-1", After(request_id=RequestId("R-1")), "R-1"),
    (AFTER, "R-1:0-60", After(request_id=RequestId("R-1"), latest_gap=timedelta(hours=1)), "R-1:0-60"),
    (AFTER, "R-1:60", After(request_id=RequestId("R-1"), earliest_gap=timedelta(hours=1)), "R-1:60"),
    (AFTER, "R-1:30-30", After(request_id=RequestId("R-1"), earliest_gap=timedelta(minutes=30),
                               latest_gap=timedelta(minutes=30)), "R-1:30-30"),
)  # fmt: skip


@pytest.mark.parametrize(("cell", "text", "value", "written"), READ, ids=[text for _, text, _, _ in READ])
def test_people_may_write_a_value_their_way(cell: Cell[Any], text: str, value: object, written: str) -> None:
    """The office would have to learn our spelling, or a value would be lost on the way back."""
    assert cell.read(clean(text)) == value
    assert cell.write(value) == written
    assert cell.read(written) == value


@pytest.mark.parametrize(
    ("text", "written", "instant"),
    [
        ("9:30", "09:30", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("09:30:15", "09:30:15", datetime(2026, 11, 23, 8, 30, 15, tzinfo=UTC)),
        ("24:00", "00:00+1", datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
        ("06:00 +1", "06:00+1", datetime(2026, 11, 24, 5, 0, tzinfo=UTC)),
        ("2026-11-23 09:30", "09:30", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("2026-11-22T23:00", "2026-11-22T23:00", datetime(2026, 11, 22, 22, 0, tzinfo=UTC)),
        ("2026-11-22T24:00", "00:00", datetime(2026, 11, 22, 23, 0, tzinfo=UTC)),
        ("2026-11-23T09:30Z", "10:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23T09:30-05:30", "16:00", datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
    ],
)
def test_a_time_means_one_instant(text: str, written: str, instant: datetime) -> None:
    """The bus would come an hour, or a day, beside the time."""
    day = date(2026, 11, 23)
    found = TIME.read(text).on(day, WARSAW)

    assert found.astimezone(UTC) == instant
    assert TIME.write(type(TIME.read(text)).of(found, day, WARSAW)) == written


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2026-10-24T23:00Z", "2026-10-25T12:00Z", "01:00-13:00"),
        ("2026-10-24T22:00Z", "2026-10-25T00:30Z", "00:00/2026-10-25T02:30+02:00"),
        ("2026-10-25T01:30Z", "2026-10-25T12:00Z", "2026-10-25T02:30+01:00/13:00"),
    ],
)
def test_a_window_around_the_hour_that_comes_twice(start: str, end: str, written: str) -> None:
    """The night carer's window would end an hour early once a year."""
    day = date(2026, 10, 25)
    first, last = (datetime.fromisoformat(text).astimezone(WARSAW) for text in (start, end))
    window = Window.of(TimeWindow(start=first, end=last), day, WARSAW)

    assert WINDOW.write(window) == written
    assert WINDOW.read(written) == window
    back = window.on(day, WARSAW)
    assert (back.start.astimezone(UTC), back.end.astimezone(UTC)) == (first.astimezone(UTC), last.astimezone(UTC))


@pytest.mark.parametrize(
    ("cell", "text", "says"),
    [
        (TIME, "2026-11-23T09:30+01:60", "impossible offset"),
        (TIME, "2026-11-23T09:30+15:00", "impossible offset"),
        (TIME, "09:60", "not a time of the day"),
        (TIME, "09:30+10", "is not a time"),
        (MINUTES, "0.001", "not a whole number of seconds"),
        (MINUTES, "1e3", "is not a number"),
        (MINUTES, "١٢", "is not a number"),
        (ZLOTY, "12.05.2026", "took 12.5 for one"),
        (ZLOTY, "12 5", "is not a number"),
        (LAYOUT, "seats=1 seats=2", "names seats twice"),
        (AFTER, "R-1:x", "is not a number"),
        (AFTER, ":60", "is not an id"),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_is_refused(cell: Cell[Any], text: str, says: str) -> None:
    """A guess would be planned with as if somebody had meant it."""
    with pytest.raises(CellError, match=says):
        cell.read(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zo\u0301łw", "Zółw"),
        ("ul.\u00a0Polna", "ul. Polna"),
        ("na\u200bzwa\ufeff", "nazwa"),
        ("raz\r\ndwa\rtrzy\u2028cztery", "raz\ndwa\ntrzy\ncztery"),
        (" \t x y \n", "x y"),
    ],
)
def test_text_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    """Two spellings that look the same would be two clients, and searching would find one."""
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 11, 23), "2026-11-23"),  # noqa: DTZ001 - as openpyxl gives it
        (datetime(2026, 11, 19, 8, 12), "2026-11-19 08:12:00"),  # noqa: DTZ001
        (date(2026, 11, 23), "2026-11-23"),
        (time(9, 30), "09:30"),
        (time(9, 30, 15), "09:30:15"),
        (timedelta(hours=30), "06:00+1"),
        (timedelta(hours=6), "06:00"),
    ],
)
def test_a_workbooks_own_dates_and_times_read_as_typed(value: object, text: str) -> None:
    """A time typed into a spreadsheet would come back as a day of the year 1900."""
    assert cell_text(value) == text
