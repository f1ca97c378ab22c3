"""Instants, windows and the service day. Only aware datetimes are let in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from scheduler.domain.errors import NaiveTimeError, NoSuchTimeError


class Clock(Protocol):
    """The one port through which anything asks what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware."""
        ...


def require_aware(moment: datetime, what: str) -> None:
    """Refuse a naive datetime.

    Raises
    ------
    NaiveTimeError
        Naming the field it was meant for.
    """
    if moment.utcoffset() is None:
        msg = f"{what} is {moment.isoformat()}, which has no time zone"
        raise NaiveTimeError(msg)


class Instants:
    """Base of dataclasses that hold instants: refuses a naive datetime in any field.

    Raises
    ------
    NaiveTimeError
        Naming the type and the field.
    """

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if isinstance(value, datetime) and value.utcoffset() is None:
                require_aware(value, f"{type(self).__name__}.{name}")


def local_instant(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which a wall clock in `zone` shows `clock_time` on `day`.

    Raises
    ------
    NoSuchTimeError
        If the clocks skip that time (spring) or show it twice (autumn) on that day.
    """
    first = datetime.combine(day, clock_time, tzinfo=zone).replace(fold=0)
    second = first.replace(fold=1)
    back = first.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != first.replace(tzinfo=None):
        msg = f"{clock_time:%H:%M} does not exist on {day.isoformat()} in {zone.key}: the clocks go forward"
        raise NoSuchTimeError(msg)
    if first.utcoffset() != second.utcoffset():
        msg = f"{clock_time:%H:%M} comes twice on {day.isoformat()} in {zone.key}: the clocks go back"
        raise NoSuchTimeError(msg)
    return first


def clock_instant(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which a wall clock in `zone` shows `clock_time` on `day`, whatever the clocks do that day.

    A time that is skipped is read as the one an hour later; of one that comes twice the first is meant.
    """
    return datetime.combine(day, clock_time, tzinfo=zone).astimezone(UTC).astimezone(zone)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the time from one instant to another: what passes, not by how much the town's clock shows more.

    Two times of one zone are subtracted, and compared, by what the clock shows; in the night in which it is set back
    that is an hour too little, and 02:45 comes after 02:15 also where it came before.
    """
    return end.astimezone(UTC) - start.astimezone(UTC)


def hull(windows: Iterable["TimeWindow"]) -> "TimeWindow":
    """Return the window from the first start to the last end of some windows; there is at least one."""
    known = list(windows)
    return TimeWindow(
        start=min((one.start for one in known), key=datetime.timestamp),
        end=max((one.end for one in known), key=datetime.timestamp),
    )


@dataclass(frozen=True, kw_only=True)
class TimeWindow:
    """Bounds on the start of service, both included.

    Attributes
    ----------
    start, end : datetime
        Aware; `start` is not after `end`.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        require_aware(self.start, "window start")
        require_aware(self.end, "window end")
        if self.end.astimezone(UTC) < self.start.astimezone(UTC):
            msg = f"window ends ({self.end.isoformat()}) before it starts ({self.start.isoformat()})"
            raise ValueError(msg)

    @property
    def length(self) -> timedelta:
        """Elapsed time between the bounds (not wall-clock difference)."""
        return elapsed(self.start, self.end)

    def holds(self, other: "TimeWindow") -> bool:
        """Return whether all of another window is inside."""
        return elapsed(self.start, other.start) >= timedelta(0) and elapsed(other.end, self.end) >= timedelta(0)


@dataclass(frozen=True, kw_only=True)
class ServiceDay:
    """A date in the town's time zone."""

    date: date
    zone: ZoneInfo

    @property
    def midnight(self) -> datetime:
        """The instant from which the day's seconds count; the first moment of the date."""
        return _first_moment(self.date, self.zone).astimezone(self.zone)

    def seconds(self, moment: datetime) -> float:
        """Return elapsed seconds from the day's midnight to `moment`, right across clock changes."""
        require_aware(moment, "moment")
        return (moment.astimezone(UTC) - _first_moment(self.date, self.zone)).total_seconds()

    def instant(self, seconds: int) -> datetime:
        """Return the aware local datetime `seconds` after the day's midnight."""
        return (_first_moment(self.date, self.zone) + timedelta(seconds=seconds)).astimezone(self.zone)


@lru_cache(1024)
def _first_moment(day: date, zone: ZoneInfo) -> datetime:
    """Return when a date begins, in UTC; asked a million times a simulated day, of a handful of dates."""
    # A zone that skips midnight starts its day later; going through UTC yields that first moment.
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
