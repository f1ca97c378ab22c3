"""The calendars that the office's tests run in: an ordinary day, a night, and both changes of summer time.

Tests write their hours as on an ordinary day: the bus leaves at "08:40", the clinic shuts at "15:00". In another
calendar the same day begins so many hours later on another date, and takes exactly as long: whatever happens forty
minutes after something else still does, whether midnight lies between them or a change of the clocks.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from fixtures import builder, moments
from fixtures.atlas import Atlas
from fixtures.moments import SERVICE_DAY, ZONE
from scheduler.domain.time import ServiceDay


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A service day, and how much later than written everything happens on it.

    Attributes
    ----------
    later : timedelta
        From local midnight to what is written as 00:00.
    """

    name: str
    day: date
    later: timedelta = timedelta(0)

    def moment(self, day: date, text: str) -> datetime:
        """Return the instant that "09:30" or "06:00+1" is written for, of one day or another."""
        if not self.later:
            return moments.moment(day, text)
        clock, _, days = text.partition("+")
        hours, minutes = map(int, clock.split(":"))
        written = timedelta(days=int(days or 0), hours=hours, minutes=minutes) + self.later
        return ServiceDay(date=day, zone=ZONE).instant(int(written.total_seconds()))


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


ORDINARY = Calendar(name="ordinary", day=SERVICE_DAY)
NIGHT = Calendar(name="night", day=SERVICE_DAY, later=_hours(14))
"""Midnight is at what is written as ten."""
SPRING = Calendar(name="spring", day=date(2026, 3, 29), later=_hours(-6))
"""The clocks go forward at what is written as eight."""
AUTUMN = Calendar(name="autumn", day=date(2026, 10, 25), later=_hours(-6))
"""What is written as eight to ten are the two hours that the clocks show alike."""
SPRING_NIGHT = Calendar(name="spring night", day=date(2026, 3, 28), later=_hours(17))
"""Midnight is at what is written as seven; the clocks go forward at what is written as nine."""
AUTUMN_NIGHT = Calendar(name="autumn night", day=date(2026, 10, 24), later=_hours(17))
"""Midnight is at what is written as seven; nine to eleven are the two hours that the clocks show alike."""
CALENDARS = (ORDINARY, NIGHT, SPRING, AUTUMN, SPRING_NIGHT, AUTUMN_NIGHT)
_CURRENT: ContextVar[Calendar] = ContextVar("calendar", default=ORDINARY)


@contextmanager
def lived(calendar: Calendar) -> Iterator[None]:
    """Let everything that asks for the day until the end of the block be told of this one."""
    token = _CURRENT.set(calendar)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def service_day() -> date:
    """Return the service day of the calendar that the test runs in."""
    return _CURRENT.get().day


def at(text: str, day: date | None = None) -> datetime:
    """Return the instant that "09:30" is written for, in UTC as clocks tell it, on the service day or another."""
    return utc(_CURRENT.get().moment(day or service_day(), text))


def clock_hour(text: str) -> int:
    """Return the full hour that the clock shows at what is written as "16:00"; on the next date from 24 on."""
    local = at(text).astimezone(ZONE)
    return 24 * (local.date() - service_day()).days + local.hour


def utc(moment: datetime) -> datetime:
    """Return the same instant, to be compared and added to.

    By the town's clock an hour later than 02:30 is 03:30 also in the night in which it is an hour and a half, and two
    instants are equal if the clock shows the same.
    """
    return moment.astimezone(UTC)


@pytest.fixture(autouse=True)
def calendar(request: pytest.FixtureRequest) -> Iterator[Calendar]:
    """Return the calendar that the test runs in; whatever asks for the day is told of it."""
    chosen: Calendar = request.param
    with lived(chosen):
        yield chosen


def declare(config: pytest.Config) -> None:
    """Declare the mark of tests that are about dates of their own, or not about times at all."""
    config.addinivalue_line("markers", "ordinary_day: run once, on an ordinary day")


def repeat(metafunc: pytest.Metafunc, calendars: Sequence[Calendar]) -> None:
    """Let a test run in some calendars, unless it is marked."""
    chosen = [ORDINARY] if metafunc.definition.get_closest_marker("ordinary_day") else calendars
    metafunc.parametrize("calendar", chosen, ids=[one.name for one in chosen], indirect=True)


class DayBuilder(builder.TownBuilder):
    """A builder of towns whose hours are those of the calendar that the test runs in."""

    def __init__(self, town: str | Atlas = "starachowice", *, seed: int = 1, service_day: date | None = None) -> None:
        super().__init__(town, seed=seed, service_day=service_day or _CURRENT.get().day)

    def moment(self, text: str) -> datetime:
        """Return the instant that "09:30" or "06:00+1" is written for."""
        return _CURRENT.get().moment(self.day, text)
