"""Dates, clock times and windows as people write them, and how they become instants.

A time is a wall clock on the row's date; ``+1`` moves it to the next date. Where the wall clock alone
does not say which instant is meant (the hour that comes twice), a full ISO time with its offset does.
"""

import datetime as dt
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from scheduler.domain.errors import NoSuchTimeError
from scheduler.domain.time import TimeWindow, local_instant
from scheduler.formats.town.cell import Cell, CellError

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?\+([0-9]))?")
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_POLISH_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_DASHED = re.compile(rf"({_CLOCK.pattern}) ?[-–] ?({_CLOCK.pattern})")
_TIME_RIGHT = "write a time such as 09:30, or 06:00+1 for the next day"
_WINDOW_RIGHT = "write a window such as 09:00-10:00, several as 09:00-10:00|13:00-14:00"
_YEARS = range(2000, 2200)
_FARTHEST = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time as written.

    Attributes
    ----------
    plus_days : int
        After the row's date; 0 where `date` is given.
    date : datetime.date or None
        Its own date, if written.
    offset : timedelta or None
        From UTC, if written.
    """

    clock: time
    plus_days: int = 0
    date: dt.date | None = None
    offset: timedelta | None = None

    def on(self, day: dt.date, zone: ZoneInfo, *, far: bool = False) -> datetime:
        """Return the instant meant on a row of `day`; `far` allows for more than a month before or after.

        Raises
        ------
        CellError
            If the clocks skip that time, or show it twice and no offset is written; if it is far from the day.
        """
        wall = self.date or day + timedelta(days=self.plus_days)
        if not far and abs(wall - day) > _FARTHEST:
            wrong = f"is {abs(wall - day).days} days from the row's date, {day.isoformat()}"
            raise CellError(wrong, "correct the date, or leave it out")
        if self.offset is not None:
            return datetime.combine(wall, self.clock, tzinfo=timezone(self.offset)).astimezone(zone)
        try:
            return local_instant(wall, self.clock, zone)
        except NoSuchTimeError as error:
            raise CellError(str(error), _clock_change_advice(wall, self.clock, zone)) from error

    @classmethod
    def of(cls, instant: datetime, day: dt.date, zone: ZoneInfo) -> "Moment":
        """Return how to write `instant` on a row of `day`."""
        local = instant.astimezone(UTC).astimezone(zone)
        if local.microsecond:
            raise ValueError(f"{instant.isoformat()} is not a whole second")
        clock = local.time().replace(fold=0)
        if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
            return cls(clock=clock, date=local.date(), offset=local.utcoffset())
        plus_days = (local.date() - day).days
        if 0 <= plus_days <= 9:
            return cls(clock=clock, plus_days=plus_days)
        return cls(clock=clock, date=local.date())


def _clock_change_advice(day: date, clock: time, zone: ZoneInfo) -> str:
    earlier, later = (datetime.combine(day, clock, tzinfo=zone).replace(fold=fold) for fold in (0, 1))
    before, after = earlier.utcoffset(), later.utcoffset()
    if before is not None and after is not None and before < after:
        return "use a time before or after the hour that is skipped"
    return f"write {earlier.isoformat(timespec='minutes')} for the first or {later.isoformat(timespec='minutes')}"


def read_date(cell: str) -> date:
    """Return the date a cell holds, ISO or as Polish Excel shows it."""
    polish = _POLISH_DATE.fullmatch(cell)
    iso = _ISO_DATE.fullmatch(cell)
    parts = (polish[3], polish[2], polish[1]) if polish else iso.groups() if iso else None
    if parts is None:
        raise CellError("is not a date", "write it as 2026-11-23")
    year, month, day = map(int, parts)
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise CellError("is not a day of the calendar", "write year-month-day, such as 2026-11-23") from error
    if year not in _YEARS:
        raise CellError("is in the wrong century", f"use a year from {_YEARS[0]} to {_YEARS[-1]}")
    return found


def _read_clock(hour: str, minute: str, second: str | None) -> tuple[time, int]:
    if (int(hour), int(minute), int(second or 0)) == (24, 0, 0):
        return time(0), 1
    try:
        return time(int(hour), int(minute), int(second or 0)), 0
    except ValueError as error:
        raise CellError("is not a time of the day", _TIME_RIGHT) from error


def read_moment(cell: str) -> Moment:
    """Return the time a cell holds."""
    clocked = _CLOCK.fullmatch(cell)
    if clocked:
        clock, next_day = _read_clock(clocked[1], clocked[2], clocked[3])
        return Moment(clock=clock, plus_days=int(clocked[4] or 0) + next_day)
    dated = _DATED.fullmatch(cell)
    if not dated:
        raise CellError("is not a time", _TIME_RIGHT)
    parts = dated[2].split(":")
    clock, next_day = _read_clock(parts[0], parts[1], parts[2] if len(parts) == 3 else None)
    return Moment(
        clock=clock,
        date=read_date(dated[1]) + timedelta(days=next_day),
        offset=_read_offset(dated[3]),
    )


def _read_offset(written: str | None) -> timedelta | None:
    if written is None or written == "Z":
        return timedelta(0) if written else None
    hours, minutes = int(written[1:3]), int(written[4:])
    if hours > 14 or minutes > 59:
        raise CellError("has an impossible offset from UTC", "write +01:00 (winter) or +02:00 (summer)")
    return timedelta(hours=hours, minutes=minutes) * (-1 if written[0] == "-" else 1)


def write_moment(moment: Moment) -> str:
    """Return the text that `read_moment` understands."""
    clock = moment.clock.isoformat("seconds" if moment.clock.second else "minutes")
    if moment.date is None:
        return clock + (f"+{moment.plus_days}" if moment.plus_days else "")
    offset = "" if moment.offset is None else f"{datetime.now(timezone(moment.offset)):%:z}"
    return f"{moment.date.isoformat()}T{clock}{offset}"


@dataclass(frozen=True, kw_only=True)
class Window:
    """Two times as written."""

    start: Moment
    end: Moment

    def on(self, day: dt.date, zone: ZoneInfo) -> TimeWindow:
        """Return the window meant on a row of `day`; raises `CellError`."""
        start, end = self.start.on(day, zone), self.end.on(day, zone)
        if end.astimezone(UTC) < start.astimezone(UTC):
            raise reversed_window(self)
        return TimeWindow(start=start, end=end)

    @classmethod
    def of(cls, window: TimeWindow, day: date, zone: ZoneInfo) -> "Window":
        """Return how to write `window` on a row of `day`."""
        return cls(start=Moment.of(window.start, day, zone), end=Moment.of(window.end, day, zone))


def reversed_window(window: Window) -> CellError:
    """Return what to say of a window that ends before it starts."""
    right = "put the earlier time first"
    if window.end.date is None:
        right += f", or write {write_moment(window.end)}+1 if the next day is meant" if not window.end.plus_days else ""
    return CellError("ends before it starts", right)


def read_window(cell: str) -> Window:
    """Return the window a cell holds."""
    dashed = _DASHED.fullmatch(cell)
    if dashed:
        return Window(start=read_moment(dashed[1]), end=read_moment(dashed[6]))
    start, slash, end = cell.partition("/")
    if not slash:
        raise CellError("is not a window", _WINDOW_RIGHT)
    return Window(start=read_moment(start.strip()), end=read_moment(end.strip()))


def write_window(window: Window) -> str:
    """Return the text that `read_window` understands."""
    dated = window.start.date or window.end.date
    return f"{write_moment(window.start)}{'/' if dated else '-'}{write_moment(window.end)}"


DATE: Cell[date] = Cell(says="date, 2026-11-23", read=read_date, write=lambda day: day.isoformat())
TIME: Cell[Moment] = Cell(says="time, 09:30 or 06:00+1", read=read_moment, write=write_moment)
WINDOW: Cell[Window] = Cell(says="window, 09:00-10:00", read=read_window, write=write_window)
