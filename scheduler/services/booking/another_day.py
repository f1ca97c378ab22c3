"""The same wish on another day: by the hours of the clock, not by elapsed time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.request import Request
from scheduler.domain.time import TimeWindow, clock_instant


def on_day(requests: Sequence[Request], day: date, zone: ZoneInfo) -> tuple[Request, ...]:
    """Return a party's requests with the hours they are wished at, moved so that the first one's day is `day`."""
    shift = day - requests[0].day
    return tuple(_moved(request, shift, zone) for request in requests) if shift else tuple(requests)


def _moved(request: Request, shift: timedelta, zone: ZoneInfo) -> Request:
    windows = [(_clock(w.start, shift, zone), _clock(w.end, shift, zone)) for w in request.windows]
    return replace(
        request,
        day=request.day + shift,
        windows=tuple(TimeWindow(start=a, end=max(a, b)) for a, b in windows),
        wish=None if request.wish is None else _clock(request.wish, shift, zone),
    )


def _clock(moment: datetime, shift: timedelta, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clock shows the same on the other day; where it never does, an hour later."""
    local = moment.astimezone(zone)
    wall = time(local.hour, local.minute, local.second, local.microsecond)
    day = local.date() + shift
    return clock_instant(day, wall, zone)
