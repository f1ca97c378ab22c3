"""A sheet as text: header, numbered rows; how its header is matched with the columns we know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scheduler.domain.errors import InputProblem
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.problems import Problems, one_of
from scheduler.formats.town.row import BadCell, Row
from scheduler.formats.town.text import clean, unescape

MOST_ROWS = 100_000
MOST_COLUMNS = 256


@dataclass(frozen=True, kw_only=True)
class Table:
    """What stood in one sheet.

    Attributes
    ----------
    rows : sequence of (int, list of str)
        Row number as a spreadsheet counts, and cells; rows without any text are left out.
    short_rows : bool
        Whether rows may lack their last cells, as spreadsheets save them.
    """

    file: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]] = field(default_factory=tuple)
    short_rows: bool = False


def header_names(header: Sequence[str]) -> list[str]:
    """Return column names in the spelling of the table of columns."""
    return ["_".join(clean(unescape(name)).casefold().split()) for name in header]


def read_rows(table: Table, sheet: Sheet, problems: Problems) -> list[Row]:
    """Return the rows of `table`, each cell read as `sheet` says.

    Parameters
    ----------
    problems : Problems
        Receives whatever is wrong with the header, the shape of the rows and the cells.
    """
    names = header_names(table.header)
    _check_header(table, names, sheet, problems)
    # Missing, or twice: said once with the header, and its cells are not judged.
    absent = frozenset(col.name for col in sheet if names.count(col.name) != 1 and (col.required or col.name in names))
    rows = []
    for row, ragged in _rows(table, names, problems):
        if ragged:
            row.read_key_only(sheet)
        else:
            row.read(sheet, absent)
        rows.append(row)
    return rows


def _rows(table: Table, names: Sequence[str], problems: Problems) -> Iterator[tuple[Row, bool]]:
    for number, cells in table.rows:
        wrong = _ragged(table, names, cells)
        if wrong is not None:
            problems.add(InputProblem(file=table.file, row=number, wrong=wrong[0], right=wrong[1]))
        texts = {name: _plain(cell) for name, cell in zip(names, cells, strict=False) if name}
        yield Row(file=table.file, number=number, problems=problems, texts=texts), wrong is not None


def _plain(cell: str) -> str:
    return cell if isinstance(cell, BadCell) else unescape(cell.strip())


def _ragged(table: Table, names: Sequence[str], cells: Sequence[str]) -> tuple[str, str] | None:
    """Return what is wrong with the number of cells in a row: a separator too many shifts everything after it."""
    beyond = [cell for cell in cells[len(names) :] if cell.strip()]
    unnamed = [cell for name, cell in zip(names, cells, strict=False) if not name and cell.strip()]
    count = f"the header names {len(names)}"
    if beyond:
        return f"has {len(cells)} cells, {count}", 'put text that holds a separator in quotes ("...")'
    if unnamed:
        return f"has {unnamed[0][:30]!r} in a column without a name", "give the column a name or empty it"
    if len(cells) < len(names) and not table.short_rows:
        return f"has {len(cells)} cells, {count}", "keep a separator for every empty cell"
    return None


def _check_header(table: Table, names: Sequence[str], sheet: Sheet, problems: Problems) -> None:
    known = {column.name: column for column in sheet}
    missing = [name for name, column in known.items() if column.required and name not in names]

    def wrong(column: str, wrong: str, right: str) -> None:
        problems.add(InputProblem(file=table.file, row=1, column=column, wrong=wrong, right=right))

    for name in dict.fromkeys(names):
        if name and names.count(name) > 1:
            wrong(name, "stands in the header twice", "keep one of the two columns")
        if name and name not in known:
            wrong(name, "is not a column of this sheet", one_of(name, [each for each in known if each not in names]))
    for name in missing:
        wrong(name, "is missing from the header", f"add it: {known[name].meaning}, such as {known[name].example}")
