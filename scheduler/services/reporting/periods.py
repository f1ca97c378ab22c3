"""Spans of days that people look at together, and what they are held against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.services.reporting.figures import month_span

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """What it is held against: as many days of the month or week before, or just before it.

        A month is held against the whole one before; what has gone by of one against as much of that.
        """
        month, week = month_span(self.first), self.first - timedelta(days=self.first.weekday())
        if self.first == month[0] and self.last <= month[1]:
            first, end = month_span(self.first - _DAY)
            until = end if self.last == month[1] else min(end, first + (self.days - 1) * _DAY)
            return Period(first, until)
        if self.first == week and self.days <= _WEEK.days:
            return Period(self.first - _WEEK, self.last - _WEEK)
        return Period(self.first - self.days * _DAY, self.first - _DAY)

    @property
    def months(self) -> Iterator[date]:
        """The first days of its months, the latest first."""
        month = self.last.replace(day=1)
        while month_span(month)[1] >= self.first:
            yield month
            month = (month - _DAY).replace(day=1)


def usual_periods(today: date) -> Mapping[str, Period]:
    """Return the spans that are asked for most, by name; what is not over ends today."""
    monday, month = today - timedelta(days=today.weekday()), month_span(today)[0]
    return {
        "this_month": Period(month, today),
        "last_month": Period(*month_span(month - _DAY)),
        "this_week": Period(monday, today),
        "last_week": Period(monday - _WEEK, monday - _DAY),
    }
