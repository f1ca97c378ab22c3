"""What a page has to know of changes to offer them: their keys, what each names, and between which bounds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.domain.capacity.changes import Change
from scheduler.domain.catalogue import Pooling
from scheduler.formats.capacity.change_tables import KINDS, Kind
from scheduler.formats.town.cell import YES_NO, Cell
from scheduler.formats.town.column import Column
from scheduler.formats.town.sheets.common import DISTRICT, PATTERN, PROVIDER, SERVICE, STAFF, VEHICLE
from scheduler.formats.town.weekly import CLOCK, WEEKDAYS

NEW_ID = "new_id"
"""What a key names that gives something new its id."""
_NAMES: tuple[tuple[Cell[Any], str], ...] = (
    (VEHICLE, "vehicle"),
    (STAFF, "staff"),
    (PATTERN, "shift"),
    (SERVICE, "service"),
    (DISTRICT, "district"),
    (PROVIDER, "provider"),
    (CLOCK, "time"),
    (WEEKDAYS, "weekdays"),
    (YES_NO, "yes_no"),
)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number, what it counts, and its bounds.

    Attributes
    ----------
    step : float
        As exactly as it is written in a form.
    """

    names: str
    low: float
    high: float
    step: float


_MEASURES: Mapping[tuple[str, str], Measure] = {
    ("windows", "minutes"): Measure(names="minutes", low=1, high=1440, step=1),
    ("rate", "zl"): Measure(names="zl", low=0, high=1_000_000, step=0.01),
    ("demand", "percent"): Measure(names="percent", low=-100, high=1_000, step=0.1),
    ("contract_out", "percent"): Measure(names="percent", low=0, high=100, step=0.1),
    ("contract_out", "zl_per_request"): Measure(names="zl", low=0, high=1_000_000, step=0.01),
}


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key of a kind of change.

    Attributes
    ----------
    names : str
        vehicle, staff, shift, service, district, provider, new_id, time, weekdays, yes_no, choice, minutes, zl or
        percent.
    several : bool
        Whether it is a list.
    choices : tuple of str
        What may be written; empty: anything of what it names.
    measure : Measure or None
        Of a number.
    """

    name: str
    names: str
    required: bool
    several: bool
    says: str
    example: str
    choices: tuple[str, ...] = ()
    measure: Measure | None = None


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One kind of change with its keys.

    Attributes
    ----------
    one_of, some_of : tuple of str
        Keys of which exactly one, at least one is written.
    """

    change: str
    make: type[Change]
    says: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...]
    some_of: tuple[str, ...]


def offered() -> tuple[Offered, ...]:
    """Return all kinds of changes."""
    return tuple(_offered(word, kind) for word, kind in KINDS.items())


def _offered(word: str, kind: Kind) -> Offered:
    def named(fields: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(kind.keys[field].name for field in fields)

    return Offered(
        change=word,
        make=kind.make,
        says=kind.says,
        keys=tuple(_keys(word, kind)),
        one_of=named(kind.one_of),
        some_of=named(kind.some_of),
    )


def _keys(word: str, kind: Kind) -> Iterator[Key]:
    for column in kind.keys.values():
        measure, choices = _MEASURES.get((word, column.name)), tuple(_choices(word, column))
        yield Key(
            name=column.name,
            names=measure.names if measure else "choice" if choices else _names(column),
            required=column.required,
            several=column.cell.several,
            says=column.meaning,
            example=column.example,
            choices=choices,
            measure=measure,
        )


def _choices(word: str, column: Column[Any]) -> Iterator[str]:
    if (word, column.name) == ("pooling", "allowed"):
        yield from (one.value for one in Pooling)


def _names(column: Column[Any]) -> str:
    if column.name == "id":
        return NEW_ID
    if column.name == "staff":  # one, or a list of them
        return "staff"
    return next(name for cell, name in _NAMES if cell is column.cell)
