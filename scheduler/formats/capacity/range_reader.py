"""Reads a factor that varies a number from one bound to another."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scheduler.domain.capacity.changes import Change
from scheduler.domain.capacity.ranges import MEASURES, Range
from scheduler.formats.capacity import study_tables as sheet
from scheduler.formats.capacity.change_tables import CHANGE, KINDS, Kind
from scheduler.formats.capacity.changes import read_changes
from scheduler.formats.town.cell import CellError
from scheduler.formats.town.column import Column
from scheduler.formats.town.numeric import plain
from scheduler.formats.town.row import Row
from scheduler.formats.town.toml_table import TomlReader

type _Table = Mapping[str, Any]

_NEEDED: tuple[Column[Any], ...] = (sheet.VARIES, sheet.FROM, sheet.TO)


def has_range(factor: _Table) -> bool:
    """Return whether a factor's table varies a number, or tries to."""
    keys = {column.name for column in (*_NEEDED, sheet.STEP)}
    return not keys.isdisjoint(factor) or "changes" in factor


def read_range(factor: _Table, row: Row, reader: TomlReader, *, sampled: bool) -> Range | None:
    """Return what a factor varies; None: something is wrong with it, and has been reported.

    Parameters
    ----------
    row : Row
        The table's own keys, of which each could be read.
    sampled : bool
        Whether the study samples its factors; otherwise a step has to be said.
    """
    _check_own(factor, row, sampled=sampled)
    tables = reader.tables(factor, "changes", f"{row.path}.changes")
    if not tables:
        reader.wrong(f"{row.path}.changes", "are missing, so nothing varies", f"write [[{row.path}.changes]]")
    if not tables or not row.whole:
        return None
    paths = (f"{row.path}.changes[{number}]" for number in range(1, len(tables) + 1))
    found = [_varied(table, path, row, reader) for table, path in zip(tables, paths, strict=True)]
    varied = [one for one in found if one is not None]
    if len(varied) < len(tables) or not _within(row, [column for _, column in varied]):
        return None
    fields = {field for field, _ in varied}
    if len(fields) > 1:
        row.wrong(sheet.VARIES, "means another thing in each change", "write a factor for each of them")
        return None
    changes = _changes(factor, tables, row, reader)
    if len(changes) < len(tables):
        return None
    low, high = (_said(row, column) for column in (sheet.FROM, sheet.TO))
    return Range(field=fields.pop(), low=low, high=high, step=row[sheet.STEP], changes=changes)


def key_of(field: str, change: Change) -> str:
    """Return the key of the file that a field of a change stands under."""
    kind = next(one for one in KINDS.values() if one.make is type(change))
    return kind.keys[field].name


def _check_own(factor: _Table, row: Row, *, sampled: bool) -> None:
    if "levels" in factor:
        row.wrong(sheet.VARIES, "stands beside levels", "write levels, or varies with from and to")
    for column in _NEEDED:
        if row[column] is None:
            row.wrong(column, "is missing", "write varies, from and to")
    low, high, step = row[sheet.FROM], row[sheet.TO], row[sheet.STEP]
    if low is None or high is None:
        return
    if high <= low:
        row.wrong(sheet.TO, "is not above from", f"use more than {plain(low)}")
    elif step is None and not sampled:
        row.wrong(sheet.STEP, "is missing, and all steps are to be played", "write step, or [design] with samples")
    elif step is not None and (step <= 0 or (high - low) % step):
        right = f"use a part of {plain(high - low)}, such as {plain((high - low) / 2)}"
        row.wrong(sheet.STEP, f"does not lead from {plain(low)} to {plain(high)}", right)


def _varied(table: _Table, path: str, row: Row, reader: TomlReader) -> tuple[str, Column[Any]] | None:
    """Return the field and the column of a change that are varied."""
    key, kind = str(row[sheet.VARIES]), KINDS.get(str(table.get(CHANGE.name)))
    if kind is None:
        read_changes({"changes": [table]}, row.path, reader)  # which says what is wrong with it
        return None
    found = next(_numbers(kind, key), None)
    if found is None:
        having = ", ".join(name for name, one in KINDS.items() if any(_numbers(one, key)))
        reader.wrong(f"{path}.{CHANGE.name}", f"has no {key} that could vary", f"use one of {having}")
    elif key in table:
        reader.wrong(f"{path}.{key}", "is what varies", "leave it out here", table[key])
        return None
    return found


def _numbers(kind: Kind, key: str) -> Iterator[tuple[str, Column[Any]]]:
    return ((field, column) for field, column in kind.keys.items() if column.name == key and field in MEASURES)


def _within(row: Row, columns: Sequence[Column[Any]]) -> bool:
    """Return whether all values are such as the changes may hold; those that are not are reported."""
    low, step = _said(row, sheet.FROM), row[sheet.STEP]
    values = [(sheet.FROM, low), (sheet.TO, _said(row, sheet.TO))]
    if step is not None:
        values.append((sheet.STEP, low + step))
    for place, value in values:
        for column in columns:
            try:
                column.read(plain(value))
            except CellError as error:
                row.wrong(place, error.wrong, error.right)
                break
    return row.whole


def _said(row: Row, column: Column[Decimal | None]) -> Decimal:
    found = row[column]
    if found is None:
        raise AssertionError("looked at before")
    return found


def _changes(factor: _Table, tables: Sequence[_Table], row: Row, reader: TomlReader) -> tuple[Change, ...]:
    low = plain(_said(row, sheet.FROM))
    filled = [{**table, str(row[sheet.VARIES]): low} for table in tables]
    return read_changes({**factor, "changes": filled}, row.path, reader)
