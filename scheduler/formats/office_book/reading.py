"""Reading a workbook that somebody sends: bounded in every direction, formulas seen and not computed."""

import csv
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from scheduler.domain.imports import CellFlaw, FlawedCell, SheetText
from scheduler.formats.town.csv_table import decode
from scheduler.formats.town.files import UnreadableError
from scheduler.formats.town.text import clean, unescape
from scheduler.formats.town.xlsx_table import cell_text
from scheduler.formats.town.zip_guard import check_zip

LARGEST_BOOK = 4 * 1024 * 1024
"""Bytes of a file; the clients of a large town with all their notes take about one million."""
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 5_000, 120, 30
_MOST_EMPTY, _MOST_CELLS = 50_000, 2_000_000
"""Rows without anything in them, and all cells: one note at the far right makes every row thousands of cells wide."""
_LOOKED_AT = 30
_SEPARATORS = (";", "\t", ",")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class BookError(ValueError):
    """A file that cannot be used as a whole.

    Parameters
    ----------
    code : str
        empty, large, old_excel, protected, bomb, damaged, text, rows, columns, sheets.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_book(content: bytes) -> Sequence[SheetText]:
    """Return the sheets of a file that have anything in them; what it is called does not matter.

    Raises
    ------
    BookError
        If the file cannot be used.
    """
    if not content.strip():
        raise BookError("empty")
    if len(content) > LARGEST_BOOK:
        raise BookError("large")
    if content.startswith(_OLD_EXCEL):
        raise BookError("old_excel")
    found = _workbook(content) if content.startswith(b"PK\x03\x04") else [_csv(content)]
    if not (sheets := [one for one in found if one.rows]):
        raise BookError("empty")
    return sheets


def _workbook(content: bytes) -> Sequence[SheetText]:
    try:
        check_zip(content, "")
    except UnreadableError as error:
        wrong = error.problem.wrong
        raise BookError("protected" if "password" in wrong else "bomb" if "zip bomb" in wrong else "damaged") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drop-down lists and colours that we do not need
            return _sheets(content)
    except BookError:
        raise
    # openpyxl lets through whatever its parsing runs into: a dozen types, not one of its own.
    except Exception as error:
        raise BookError("damaged") from error


def _sheets(content: bytes) -> Sequence[SheetText]:
    import openpyxl

    # Not data_only: a formula has to be seen, for what it came to may be of last year. openpyxl parses with defusedxml.
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    if len(book.worksheets) > MOST_SHEETS:
        raise BookError("sheets")
    found = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # the declared size may be a million empty rows
        found.append(SheetText(name=sheet.title, rows=tuple(_rows(sheet.iter_rows(), _cell))))
    return found


def _cell(cell: Any) -> str:
    if cell.data_type == "f":
        return FlawedCell(str(cell.value), CellFlaw.FORMULA)
    if cell.data_type == "e":
        return FlawedCell(str(cell.value), CellFlaw.ERROR)
    return clean(unescape(cell_text(cell.value)))


def _csv(content: bytes) -> SheetText:
    try:
        text = decode(content, "")
    except UnreadableError as error:
        raise BookError("text") from error
    lines = text[:20_000].splitlines()[:_LOOKED_AT]
    # Commas also stand within addresses: of two that are in as many lines the first counts.
    mark = max(_SEPARATORS, key=lambda one: sum(one in line for line in lines))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return SheetText(name="", rows=tuple(_rows(reader, lambda cell: clean(unescape(cell)))))
    except csv.Error as error:
        raise BookError("text") from error


def _rows(rows: Iterator[Any], text: Callable[[Any], str]) -> Iterator[tuple[int, Sequence[str]]]:
    kept = seen = 0
    for number, cells in enumerate(rows, start=1):
        seen += len(cells)
        if seen > _MOST_CELLS:
            raise BookError("columns")
        texts = [text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise BookError("columns")
        kept += bool(texts)
        if kept > MOST_ROWS or number > _MOST_EMPTY:
            raise BookError("rows")
        if texts:
            yield number, texts
