"""Spans of service days that a list is asked for."""

from datetime import date, timedelta

from starlette.requests import Request

from api.asking import office_of, who
from scheduler.domain.errors import InputError, InputProblem
from scheduler.services.keeping import town_head

MOST_DAYS = 92


def today_of(request: Request) -> date:
    """Return the present date by the clock of the town that whoever asks belongs to."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        zone = town_head(unit).zone
    return office.clock.now().astimezone(zone).date()


def span_of(
    request: Request, first: date | None, last: date | None, *, days: int, most: int = MOST_DAYS
) -> tuple[date, date]:
    """Return the days of a list, both included.

    Parameters
    ----------
    first, last : date or None
        As they were asked for; None: counted from the other one, or from today.
    days : int
        How many follow the first day (negative: come before the last one) where only one of the two is named.
    most : int
        So many days may be asked for.

    Raises
    ------
    InputError
        If they are in the wrong order, or too many.
    """
    gap = timedelta(days=abs(days))
    if first is None and last is None:
        today = today_of(request)
        first, last = (today, today + gap) if days >= 0 else (today - gap, today)
    first = first if first is not None else (last or date.min) - gap
    last = last if last is not None else first + gap
    if not timedelta(0) <= last - first < timedelta(days=most):
        right = f"name days in their order, {most} at most"
        raise InputError([InputProblem(file="query.from", wrong="does not go with `to`", right=right)])
    return first, last
