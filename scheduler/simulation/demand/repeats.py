"""Series that are asked for: on which days of the week, for how long, and which of their days are studied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.capacity.calls import WEEKDAYS
from scheduler.domain.capacity.parts import Repeating
from scheduler.simulation.demand.streams import Stream

_WORKING = 5


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """Days of a series.

    Attributes
    ----------
    weekdays : tuple of int
        Monday is 0; the first day's own among them.
    until : date
        The last day that may have an occurrence.
    """

    first: date
    weekdays: tuple[int, ...]
    until: date

    @property
    def rule(self) -> str:
        """The rule of RFC 5545."""
        return "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAYS[k] for k in self.weekdays)

    def holds(self, day: date) -> bool:
        """Return whether a day has an occurrence."""
        return self.first <= day <= self.until and day.weekday() in self.weekdays


def rhythm_of(repeating: Repeating, first: date, call: Stream) -> Rhythm | None:
    """Return the days of the series that a call asks for from its first day on; None: it is wanted once."""
    if call.uniform("repeats") >= repeating.share:
        return None
    number = repeating.per_week.pick(call.uniform("per week"))
    weeks = repeating.weeks.pick(call.uniform("weeks"))
    last = first + timedelta(days=7 * weeks - 1)
    return Rhythm(first=first, weekdays=spread(first.weekday(), number), until=last)


def spread(weekday: int, number: int) -> tuple[int, ...]:
    """Return so many days of a week, one of them given, as evenly apart as can be.

    They are working days, unless the given one is none, or there are more of them.
    """
    days = _WORKING if weekday < _WORKING and number <= _WORKING else len(WEEKDAYS)
    return tuple(sorted({(weekday + k * days // number) % days for k in range(min(number, days))}))


def days_before(repeating: Repeating, first: date) -> Iterator[date]:
    """Yield the days before a first one on which a series may have begun that is not over by then."""
    longest = max(weeks for weeks, weight in repeating.weeks.options if weight > 0) if repeating.share > 0 else 0
    for back in range(7 * longest - 1, 0, -1):
        yield first - timedelta(days=back)
