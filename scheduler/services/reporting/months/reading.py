"""What a month's tables are made from: the records of its closed days."""

from collections.abc import Iterable
from datetime import date

from scheduler.domain.actuals import Actual, ShiftActual
from scheduler.domain.months import Month
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.figures import counting, month_span, open_days


def actuals_between(unit: UnitOfWork, first: date, last: date) -> tuple[Actual, ...]:
    """Return the records of requests of closed days, by day."""
    return tuple(unit.actuals.between(first, last).values())


def shifts_between(unit: UnitOfWork, first: date, last: date) -> tuple[tuple[date, ShiftActual], ...]:
    """Return the records of shifts of closed days, each with its service day."""
    closings = counting(unit, first, last).values()
    return tuple((one.day, shift) for one in closings for shift in one.shifts)


def month_of[T](unit: UnitOfWork, month: date, items: Iterable[T]) -> Month[T]:
    """Return a month's table, with what it lacks."""
    first, last = month_span(month)
    return Month(
        first=first,
        closed=len(counting(unit, first, last)),
        open_days=open_days(unit, first, last),
        items=tuple(items),
    )
