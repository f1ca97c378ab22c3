"""The figures of closed days, added up over a span and divided once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from scheduler.domain.closing import Closing
from scheduler.domain.figures import Cell, Counts, Figure, FigureRow, FigureTable, added
from scheduler.domain.policy import ShareMeasure
from scheduler.services.facts import town_head
from scheduler.services.granting import grant_so_far
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.definitions import MEASURES, Measure


class By(StrEnum):
    """What the rows of a table of figures are."""

    DAY = "day"
    MONTH = "month"
    DISTRICT = "district"
    SERVICE = "service"
    PROVIDER = "provider"


_OF_ONE = frozenset({By.DISTRICT, By.SERVICE})
"""Rows to which no shift belongs as a whole."""


def figure_table(unit: UnitOfWork, first: date, last: date, by: By) -> FigureTable:
    """Return the figures of the closed days from `first` to `last`, both included, as they were frozen.

    Raises
    ------
    NotFoundError
        If the town is not kept.
    """
    head = town_head(unit)
    share = head.policy.contracted_share
    measure = share.measure if share else ShareMeasure.REQUESTS
    closings = counting(unit, first, last)
    groups: dict[str, list[Counts]] = defaultdict(list)
    for day, closing in closings.items():
        for cell in closing.cells:
            key = _KEYS[by](day, cell)
            if key is not None:
                groups[key].append(cell.counts)
    names = _names(unit, by)
    rows = (_row(key, names.get(key, key), groups[key], measure, split=by in _OF_ONE) for key in sorted(groups))
    cells = [cell.counts for one in closings.values() for cell in one.cells]
    return FigureTable(
        first=first,
        last=last,
        by=by,
        grant=grant_so_far(unit, share, last) if share else None,
        closed=tuple(closings),
        open_days=open_days(unit, first, last),
        rows=tuple(rows),
        total=_row("", "", cells, measure, split=False),
        denials=added(cells).denials,
        definitions=tuple(one.definition for one in MEASURES),
    )


def counting(unit: UnitOfWork, first: date, last: date) -> Mapping[date, Closing]:
    """Return the closings that count, by day."""
    return {one.day: one for one in unit.closings.between(first, last).values() if one.counts}


def open_days(unit: UnitOfWork, first: date, last: date) -> tuple[date, ...]:
    """Return the days with something to do that nobody has closed: what a sum of closed days lacks.

    Also one of which every booking has ended: crews may have gone out for them, and hours are to be paid.
    """
    bookings = unit.bookings.between(first, last).values()
    busy, booked = {one.day for one in bookings if one.held}, {one.day for one in bookings}
    states = unit.days.between(first, last)
    busy |= {day for day, state in states.items() if state.published is not None and day in booked}
    quiet = (day for day, state in states.items() if not state.closed and day not in busy)
    busy |= {day for day in quiet if unit.events.between(day, day)}
    return tuple(sorted(day for day in busy if day not in states or not states[day].closed))


def _day(day: date, _cell: Cell) -> str | None:
    return day.isoformat()


def _month(day: date, _cell: Cell) -> str | None:
    return f"{day:%Y-%m}"


def _district(_day: date, cell: Cell) -> str | None:
    return None if cell.service_id is None else str(cell.district_id or "")


def _service(_day: date, cell: Cell) -> str | None:
    return cell.service_id


def _provider(_day: date, cell: Cell) -> str | None:
    return str(cell.provider_id or "")


_KEYS: Mapping[By, Callable[[date, Cell], str | None]] = {
    By.DAY: _day, By.MONTH: _month, By.DISTRICT: _district, By.SERVICE: _service, By.PROVIDER: _provider,
}  # fmt: skip


def _names(unit: UnitOfWork, by: By) -> Mapping[str, str]:
    match by:
        case By.DISTRICT:
            return {str(key): one.name for key, one in unit.districts.all().items()}
        case By.SERVICE:
            return {str(key): one.name for key, one in unit.services.all().items()}
        case By.PROVIDER:
            return {str(key): one.name for key, one in unit.providers.all().items()}
        case By.DAY | By.MONTH:
            return {}


def _row(key: str, name: str, counts: Iterable[Counts], measure: ShareMeasure, *, split: bool) -> FigureRow:
    whole = added(counts)
    figures = (_unknown(one) if split and one.by_shift else _figure(one, whole, measure) for one in MEASURES)
    return FigureRow(key=key, name=name, figures=tuple(figures))


def _unknown(measure: Measure) -> Figure:
    return Figure(key=measure.key, numerator=None, denominator=None, value=None)


def _figure(measure: Measure, counts: Counts, share: ShareMeasure) -> Figure:
    numerator, denominator = measure.of(counts, share)
    value = measure.value(numerator, denominator)
    return Figure(key=measure.key, numerator=numerator, denominator=denominator, value=value)


def month_span(month: date) -> tuple[date, date]:
    """Return the first and the last day of a month, given any of its days."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
