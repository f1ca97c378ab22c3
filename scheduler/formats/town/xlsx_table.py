"""The workbook town.xlsx: the same sheets, read cell by cell into the same text as CSV holds."""

import io
import warnings
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from scheduler.domain.errors import InputProblem
from scheduler.formats.town.files import UnreadableError, read_bytes, unreadable
from scheduler.formats.town.problems import Problems, TooManyProblemsError
from scheduler.formats.town.row import BadCell
from scheduler.formats.town.table import MOST_COLUMNS, MOST_ROWS, Table
from scheduler.formats.town.text import escape
from scheduler.formats.town.zip_guard import check_zip

_MOST_CELLS = 2_000_000
_DAY = timedelta(days=1)


def read_workbook(path: Path, names: Container[str], problems: Problems) -> Mapping[str, Table]:
    """Return the sheets of a workbook by name, lower case; of those not in `names` only that they are there.

    Raises
    ------
    UnreadableError
        If the file as a whole cannot be used.
    """
    name = path.name
    content = read_bytes(path, name)
    check_zip(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drop-down lists and colours that we do not need
            return _tables(content, name, names, problems)
    except (UnreadableError, TooManyProblemsError):
        raise
    # openpyxl lets through whatever its parsing runs into: a dozen types, not one of its own.
    except Exception as error:
        wrong = f"cannot be read as a workbook ({type(error.__cause__ or error).__name__})"
        raise unreadable(name, wrong, "save it again as .xlsx from a spreadsheet program") from error


def _tables(content: bytes, name: str, names: Container[str], problems: Problems) -> Mapping[str, Table]:
    import openpyxl

    # Not data_only: a formula has to be seen to be refused. openpyxl parses with defusedxml.
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    tables: dict[str, Table] = {}
    for sheet in book.worksheets:
        title = sheet.title.strip().casefold()
        file = f"{name}/{title}"
        if title in tables:
            problems.add(InputProblem(file=file, wrong="stands in the workbook twice", right="keep one of the two"))
            continue
        # Scratch sheets are nobody's business, whatever they hold.
        rows = list(_rows(sheet, file)) if title in names else []
        header = rows[0][1] if rows and rows[0][0] == 1 else []
        tables[title] = Table(file=file, header=header, rows=rows[1:], short_rows=True)
    return tables


def _rows(sheet: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # the declared size may be a million empty rows
    seen = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        seen += len(cells)
        if number > MOST_ROWS or seen > _MOST_CELLS:
            wrong = f"has more than {MOST_ROWS} rows or {_MOST_CELLS} cells, even if most are empty"
            raise unreadable(file, wrong, "copy what is filled to a new workbook")
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise unreadable(file, f"has {len(texts)} columns in row {number}", "empty what lies to the right")
        if texts:
            yield number, texts


def _text(cell: Any) -> str:
    if cell.data_type == "f":
        return BadCell(str(cell.value), "is a formula", "paste it as a value")
    if cell.data_type == "e":
        return BadCell(str(cell.value), "is a spreadsheet's error", "correct what it was computed from")
    return cell_text(cell.value)


def cell_text(value: object) -> str:
    """Return what a person sees in a cell: a date as a date, a time as a time, 8 and not 8.0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _digits(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    return _clock(value) if isinstance(value, timedelta) else str(value)


def _digits(value: float) -> str:
    return format(Decimal(repr(value)), "f") if abs(value) < 1e15 else repr(value)


def _clock(since_midnight: timedelta) -> str:
    days, rest = divmod(since_midnight, _DAY)
    clock = (datetime(2000, 1, 1) + rest).time()  # noqa: DTZ001 - only its clock is used
    return clock.isoformat("seconds" if clock.second else "minutes") + (f"+{days}" if days else "")


def workbook(sheets: Iterable[tuple[str, Sequence[str], Sequence[Sequence[str]]]]) -> bytes:
    """Return a workbook of text cells; spreadsheets then change neither ``06:00+1`` nor ``8+0``."""
    import openpyxl

    book = openpyxl.Workbook()
    for unused in book.worksheets:
        book.remove(unused)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title)
        for number, cells in enumerate([header, *rows], start=1):
            for position, text in enumerate(cells, start=1):
                _put(sheet, number, position, text)
        sheet.freeze_panes = "B2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    if text:
        cell = sheet.cell(row, column, escape(text))
        cell.data_type = "s"  # whatever openpyxl made of it
        cell.number_format = "@"
