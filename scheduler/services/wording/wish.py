"""What a caller wishes for, as the office understood it: days or weekdays, hours of the clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.series import ClockSpan
from scheduler.domain.time import TimeWindow, clock_instant

MOST_DAYS = 31
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)


class WishError(ValueError):
    """A wish that says nothing that could be served; the message is its field."""


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """A wish that comes again.

    Attributes
    ----------
    weekdays : tuple of int
        1 is Monday; in their order.
    every_weeks : int
        2: every other week.
    times : int or None
        So many of these weekdays of each week, which the town chooses; None: all of them.
    first, until : date, date or None
        From the first day on that fits, until the last one included; None: until further notice.
    """

    weekdays: tuple[int, ...]
    every_weeks: int = 1
    times: int | None = None
    first: date
    until: date | None = None

    @property
    def rule(self) -> str:
        """The same as RFC 5545 writes it."""
        every = f";INTERVAL={self.every_weeks}" if self.every_weeks > 1 else ""
        return f"FREQ=WEEKLY{every};BYDAY={','.join(BYDAY[one - 1] for one in self.weekdays)}"

    @property
    def gap_days(self) -> int:
        """Days from one time to the next at least: where the town chooses, it does not choose days in a row."""
        return 2 if self.times is not None and 2 * self.times <= len(self.weekdays) + 1 else 1

    def begin(self) -> date:
        """Return the first day that is one of the weekdays."""
        return next(day for day in (self.first + _DAY * n for n in range(7)) if day.isoweekday() in self.weekdays)


@dataclass(frozen=True, kw_only=True)
class SaidWish:
    """A wish: for one of some days, or again and again.

    Attributes
    ----------
    days : tuple of date
        Any of them, the dearest first; none of a wish that comes again.
    hours : tuple of ClockSpan
        On the start of service, any of them; an end before the start is on the next date.
    at : time or None
        The hour asked for; within the first of the hours.
    arrive_by : bool
        Of a ride: whether the hours bound the arrival.

    Raises
    ------
    WishError
        If it has neither days nor weekdays, both, or no hours.
    """

    days: tuple[date, ...] = ()
    hours: tuple[ClockSpan, ...]
    at: time | None = None
    arrive_by: bool = False
    weekly: Weekly | None = None

    def __post_init__(self) -> None:
        if (not self.days) == (self.weekly is None):
            raise WishError("days")
        if self.weekly is not None:
            _check(self.weekly)
        if not self.hours:
            raise WishError("hours")

    def windows(self, zone: ZoneInfo) -> tuple[TimeWindow, ...]:
        """Return the hours as they are on the first of the days, whatever the clocks do that day."""
        return tuple(_window(self._day, span, zone) for span in self.hours)

    def wish(self, zone: ZoneInfo) -> datetime | None:
        """Return the hour asked for on the first of the days."""
        if self.at is None:
            return None
        first = self.hours[0]
        night = first.end < first.start and self.at < first.start
        return clock_instant(self._day + (_DAY if night else timedelta(0)), self.at, zone)

    @property
    def _day(self) -> date:
        return self.days[0] if self.weekly is None else self.weekly.begin()


def _check(weekly: Weekly) -> None:
    if not weekly.weekdays or not all(1 <= one <= 7 for one in weekly.weekdays):
        raise WishError("weekdays")
    if weekly.times is not None and not 1 <= weekly.times <= len(weekly.weekdays):
        raise WishError("times")
    if weekly.until is not None and weekly.until < weekly.begin():
        raise WishError("until")


def _window(day: date, span: ClockSpan, zone: ZoneInfo) -> TimeWindow:
    last = day + _DAY if span.end < span.start else day
    start, end = clock_instant(day, span.start, zone), clock_instant(last, span.end, zone)
    # An hour that the clocks skip is read as the one after it, which may be past the end.
    return TimeWindow(start=start, end=max(start, end, key=datetime.timestamp))
