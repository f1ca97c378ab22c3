"""Whether the hours of a wish are hours of the day that is wished for, whose night may reach into the next date."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.request import Request
from scheduler.domain.time import ServiceDay, clock_instant
from scheduler.services.ports import UnitOfWork

LONGEST_WINDOW = timedelta(hours=24)
_DAY, _NEAR = timedelta(days=1), timedelta(days=7)
type Wrong = tuple[str, str, str, str]
"""Which part of a request, what it says, what is wrong with that, and what would be right."""


def untimely(unit: UnitOfWork, request: Request, zone: ZoneInfo) -> Iterator[Wrong]:
    """Yield windows and wishes of a request that no shift of its service day could serve, and windows too long."""
    first = ServiceDay(date=request.day, zone=zone).midnight
    last = last_hour(unit, request.day, zone)
    hours = [("windows", window.start) for window in request.windows]
    hours += [("wish", request.wish)] if request.wish is not None else []
    for part, hour in hours:
        if not first.astimezone(UTC) <= hour.astimezone(UTC) < last.astimezone(UTC):
            yield part, hour.isoformat(), *_of_another_day(hour.astimezone(zone), request.day, last)
    for window in request.windows:
        if window.length > LONGEST_WINDOW:
            yield "windows", window.start.isoformat(), "is longer than a day", "let each window last a day at most"


def last_hour(unit: UnitOfWork, day: date, zone: ZoneInfo) -> datetime:
    """Return until when somebody of a service day might work: the end of its date, or of the town's night shifts.

    Shifts of the days near it and all weekly patterns count, too: its own roster may still change.
    """
    near = unit.shifts.between(day - _NEAR, day + _NEAR).values()
    ends = [(one.day, (one.end.astimezone(UTC) + one.overtime).astimezone(zone)) for one in near]
    reach = [(end.date() - own, end.time()) for own, end in ends]
    reach += [(_DAY, one.end) for one in unit.patterns.all().values() if one.end <= one.start]
    later, hour = max((one for one in reach if one[0] >= _DAY), default=(_DAY, time(0)))
    return max(
        [clock_instant(day + later, hour, zone), *(end for own, end in ends if own == day)],
        key=lambda end: end.astimezone(UTC),
    )


def _of_another_day(hour: datetime, day: date, last: datetime) -> tuple[str, str]:
    """Return what is wrong with an hour of another service day, and what would be right."""
    night = f" or in its night before {last:%H:%M}" if last.date() > day and last.time() > time(0) else ""
    wrong = f"is at {hour:%Y-%m-%d %H:%M}, and the first of the wished days is {day.isoformat()}"
    return wrong, f"name an hour of {day.isoformat()}{night}, or wish for {hour.date().isoformat()} first"
