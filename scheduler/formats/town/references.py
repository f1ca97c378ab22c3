"""Every id a cell mentions has to be the id of something."""

from collections.abc import Iterable, Mapping
from typing import Any

from scheduler.domain.place import Door
from scheduler.domain.request import After
from scheduler.formats.town.column import Column, Sheet
from scheduler.formats.town.compound import HOME
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.problems import one_of
from scheduler.formats.town.row import Row

_MOST_SEARCHED = 25


def check_references(row: Row, sheet: Sheet, draft: Draft) -> None:
    """Report each cell of `row` that names something unknown."""
    for column in sheet:
        if column.refers is not None and row.ok(column):
            for name in _ids(row[column]):
                if not draft.knows(column.refers, name):
                    _unknown(row, column, name, draft)
            _check_entrance(row, column, draft)


def _unknown(row: Row, column: Column[Any], name: str, draft: Draft) -> None:
    row.bad.add(column.name)
    kind = column.refers or ""
    known = draft.ids.get(kind) or ()
    draft.unknown[kind] += 1
    # One slip deserves a search for what was meant; when hundreds are wrong, something else is.
    many = draft.unknown[kind] > _MOST_SEARCHED and len(known) > _MOST_SEARCHED
    right = f"use an id of the {kind}" if many else one_of(name, known)
    said = "is" if row.texts.get(column.name, "").strip() == name else f"names {name}, which is"
    row.wrong(column, f"{said} not among the {kind}", right)


def _ids(value: object) -> Iterable[str]:
    if value is None or value == HOME:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Door):
        return (value.place_id,)
    if isinstance(value, After):
        return (value.request_id,)
    if isinstance(value, Mapping):
        return tuple(value)
    if isinstance(value, (tuple, frozenset)):
        return sorted({each for item in value for each in _ids(item)})
    return ()


def _check_entrance(row: Row, column: Column[Any], draft: Draft) -> None:
    door = row[column]
    if not isinstance(door, Door) or door.entrance is None or not row.ok(column):
        return
    place = draft.places.get(door.place_id)
    names = [entrance.name for entrance in place.entrances] if place else [door.entrance]
    if door.entrance not in names:
        wrong = f"names the entrance {door.entrance}, which {door.place_id} does not have"
        row.bad.add(column.name)
        row.wrong(column, wrong, one_of(door.entrance, [name for name in names if name]))
