"""Changes read from tables, and written as tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from scheduler.domain.capacity.changes import Change
from scheduler.formats.capacity.change_tables import CHANGE, KINDS, Kind
from scheduler.formats.town.problems import one_of
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import line
from scheduler.formats.town.toml_table import TomlReader, toml_lines


def read_changes(parent: Mapping[str, Any], path: str, reader: TomlReader) -> tuple[Change, ...]:
    """Return the changes under the key `changes` of a table; those that are wrong are reported and left out.

    Parameters
    ----------
    path : str
        Of the table: ``scenarios[1]``.
    """
    tables = reader.tables(parent, "changes", f"{path}.changes")
    found = (_read(table, f"{path}.changes[{number}]", reader) for number, table in enumerate(tables, start=1))
    return tuple(change for change in found if change is not None)


def change_lines(changes: Sequence[Change], path: str, *, without: str = "") -> Iterator[str]:
    """Yield the tables of some changes.

    Parameters
    ----------
    path : str
        Of the table they belong to: ``scenarios``.
    without : str
        A key that is left out of each.

    Raises
    ------
    ValueError
        If one holds what no file may hold.
    """
    for change in changes:
        name, kind = next((name, kind) for name, kind in KINDS.items() if kind.make is type(change))
        cells = line(CHANGE.of(name), *(column.of(getattr(change, field)) for field, column in kind.keys.items()))
        written = {key: value for key, value in cells.items() if value and key != without}
        yield from [f"[[{path}.changes]]", *toml_lines(written, kind.sheet, explained=False), ""]


def _read(table: Mapping[str, Any], path: str, reader: TomlReader) -> Change | None:
    word = table.get(CHANGE.name)
    if not isinstance(word, str) or word not in KINDS:
        wrong = "is missing" if word is None else "is no kind of change"
        reader.wrong(f"{path}.{CHANGE.name}", wrong, one_of(str(word or ""), KINDS), "" if word is None else word)
        return None
    kind = KINDS[word]
    row = reader.row(table, kind.sheet, path)
    if row.ok(*kind.sheet):
        _check(row, kind)
    if not row.whole:
        return None
    # The compiler cannot know which type goes with which columns; a round-trip test over all kinds does.
    return cast("Change", kind.make(**{field: row[column] for field, column in kind.keys.items()}))


def _check(row: Row, kind: Kind) -> None:
    def written(fields: tuple[str, ...]) -> list[str]:
        return [field for field in fields if row[kind.keys[field]] is not None]

    def named(fields: tuple[str, ...]) -> str:
        return ", ".join(kind.keys[field].name for field in fields)

    if kind.one_of and len(written(kind.one_of)) != 1:
        which = written(kind.one_of)
        wrong = "stands beside another of its kind" if which else "is missing"
        row.wrong(kind.keys[(which or kind.one_of)[-1]], wrong, f"write exactly one of {named(kind.one_of)}")
    if kind.some_of and not written(kind.some_of):
        row.wrong(kind.keys[kind.some_of[-1]], "is missing", f"write at least one of {named(kind.some_of)}")
