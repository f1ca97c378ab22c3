"""Which bookings of a series a change of it still wants, and those that end with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Request, Ride
from scheduler.domain.series import ChangedDay, Series
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.booking.hanging import left_hanging
from scheduler.services.ending import Ending
from scheduler.services.facts import town_head
from scheduler.services.live.outcomes import served_or_aboard
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.series.known import Booked, booked
from scheduler.services.series.occurrences import requests_on, rule_days


def withdraw(
    unit: UnitOfWork, travel: TravelTimes, before: Series, after: Series | None, ending: Ending
) -> tuple[Booking, ...]:
    """End the bookings to come of a series that another state of it does not want any more; return them.

    What has begun stays, earlier than was promised or not, and so does what the change leaves as it was: a promise that
    was moved by telephone outlives a change of other days. Legs that hang on what ends (an open return) end with it.

    Parameters
    ----------
    after : Series or None
        None: nothing of it is wanted any more.
    """
    gone = sorted(_unwanted(unit, before, after, ending.at), key=lambda one: one.day)
    ended: list[Booking] = []
    for day, own in groupby(gone, key=lambda one: one.day):
        keys = [one.id for one in own]
        keys += left_hanging(unit.bookings.between(day, day).values(), keys)  # an open return was booked beside them
        ended += end_bookings(unit, travel, keys, ending)
    return tuple(ended)


def with_cancelled(series: Series, known: Booked, first: date) -> Series:
    """Return a series in which the occurrences from a day on that somebody cancelled are its own exceptions.

    So another state of the series does not bring them back.
    """
    told = {one.day for one in series.changed}
    over = sorted(day for day in known.known.over if day >= first and day not in told)
    return replace(series, changed=(*series.changed, *(ChangedDay(day=day, cancelled=True) for day in over)))


def _unwanted(unit: UnitOfWork, before: Series, after: Series | None, now: datetime) -> Iterator[Booking]:
    zone = town_head(unit).zone
    for day, own in booked(unit, before).bookings.items():
        held = [one for one in own if one.held]
        if not held or any(_begins(one).astimezone(UTC) <= now.astimezone(UTC) for one in held):
            continue
        given = held[0].day
        if not served_or_aboard(unit, given).isdisjoint(one.id for one in held):
            continue
        if after is None or not _same(_wanted(before, day, given, zone), _wanted(after, day, given, zone)):
            yield from held


def _wanted(series: Series, day: date, given: date, zone: ZoneInfo) -> Sequence[Request]:
    change = series.change_of(day)
    if not rule_days(series, day, day) or series.paused(day) or (change is not None and change.cancelled):
        return ()
    return requests_on(series, day, given, zone)


def _same(one: Iterable[Request], other: Iterable[Request]) -> bool:
    return [_bare(request) for request in one] == [_bare(request) for request in other]


def _bare(request: Request) -> Request:
    """Return what is asked for, whatever it is called, and whoever was chosen for it."""
    bare = replace(request, id=RequestId(""), preferred=(), group=None)
    return replace(bare, journey=None) if isinstance(bare, Ride) else bare


def _begins(booking: Booking) -> datetime:
    promise = booking.promise
    return booking.request.windows[0].start if promise is None else (promise.pickup or promise.window).start
