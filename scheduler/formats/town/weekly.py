"""Days of the week and hours of the clock, as a shift has them that comes again every week."""

from datetime import time

from scheduler.formats.town.cell import Cell, CellError
from scheduler.formats.town.compound import listed
from scheduler.formats.town.moments import Moment, read_moment, write_moment
from scheduler.formats.town.problems import one_of

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_POLISH = ("pn", "wt", "śr", "cz", "pt", "sb", "nd")
_NUMBERS = {name: number for names in (_DAYS, _POLISH) for number, name in enumerate(names, start=1)}
_CLOCK_RIGHT = "write the clock alone, such as 22:00; an end that is not after the start is on the next day"


def _read_day(cell: str) -> int:
    number = _NUMBERS.get(cell.casefold())
    if number is None:
        raise CellError(f"names {cell}, which is no day of the week", one_of(cell.casefold(), _DAYS))
    return number


_DAY: Cell[int] = Cell(says="/".join(_DAYS), read=_read_day, write=lambda number: _DAYS[number - 1])
_SEVERAL = listed(_DAY)


def _read_days(cell: str) -> frozenset[int]:
    return frozenset(_SEVERAL.read(cell))


def _read_clock(cell: str) -> time:
    moment = read_moment(cell)
    if moment.date is not None or moment.plus_days:
        raise CellError("names a date or a day", _CLOCK_RIGHT)
    return moment.clock


WEEKDAYS: Cell[frozenset[int]] = Cell(
    says="days, mon|tue|wed|thu|fri|sat|sun, or pn|wt|śr|cz|pt|sb|nd",
    read=_read_days,
    write=lambda days: "|".join(map(_DAY.write, sorted(days))),
    several=True,
)
"""ISO numbers, 1 is Monday; written in words, as spreadsheets take 1-5 for a date."""
CLOCK: Cell[time] = Cell(
    says="hour of the clock, 07:30",
    read=_read_clock,
    write=lambda clock: write_moment(Moment(clock=clock)),
)
