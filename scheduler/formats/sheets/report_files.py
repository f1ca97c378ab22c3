"""Reports for spreadsheets: CSV as Polish Excel opens it, and a workbook; nothing in them is ever computed."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.domain.report import Column, Kind, Report, Sheet, Value
from scheduler.formats.sheets.report_cells import number_of, shown, text_of
from scheduler.formats.sheets.stops_csv import BOM, cell
from scheduler.formats.sheets.words import Lang, words_of

_FORMATS = {Kind.MONEY: "#,##0.00", Kind.SECONDS: "0.00", Kind.METRES: "0.0", Kind.NUMBER: "0.00"}
_NO_TITLE = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def report_csv(report: Report, *, lang: Lang = "pl") -> str:
    """Return all tables of a report one below the other, with a byte order mark; hours as decimals, amounts in złoty.

    Parameters
    ----------
    lang : {"pl", "en"}
        Language of headers and texts; the separators stay Polish.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, sheet in enumerate(report.sheets):
        if number:
            writer.writerow([])
        writer.writerow([cell(text_of(sheet.title, lang)), cell(text_of(sheet.subtitle, lang))])
        writer.writerow([cell(column.name[lang]) for column in sheet.columns])
        for row in _rows(sheet):
            pairs = zip(row, sheet.columns, strict=True)
            writer.writerow([_plain(value, column, lang, ZoneInfo(report.zone)) for value, column in pairs])
        for note in sheet.notes:
            writer.writerow([cell(note[lang])])
    return BOM + out.getvalue()


def report_xlsx(report: Report, *, lang: Lang = "pl") -> bytes:
    """Return a workbook with a sheet for each table; numbers are numbers, and no text is a formula."""
    import openpyxl

    book = openpyxl.Workbook()
    for unused in book.worksheets:
        book.remove(unused)
    taken: set[str] = set()
    for sheet in report.sheets:
        _fill(book.create_sheet(_title(text_of(sheet.title, lang), taken)), sheet, lang, ZoneInfo(report.zone))
    if not report.sheets:  # a workbook without any sheet is none
        book.create_sheet(_title(report.title[lang], taken))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(sheet: Sheet) -> Iterator[tuple[Value, ...]]:
    yield from sheet.rows
    if sheet.total is not None:
        yield sheet.total


def _plain(value: Value, column: Column, lang: Lang, zone: ZoneInfo) -> str:
    number = number_of(value, column)
    if number is None:
        return cell(shown(value, column, words_of(lang), zone))
    return f"{number:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _fill(page: Any, sheet: Sheet, lang: Lang, zone: ZoneInfo) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    _put(page, 1, 1, text_of(sheet.title, lang)).font = Font(bold=True, size=13)
    _put(page, 1, 2, text_of(sheet.subtitle, lang))
    for number, column in enumerate(sheet.columns, start=1):
        _put(page, 2, number, column.name[lang]).font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = max(10, column.width * 1.3)
    line = 3
    for row in _rows(sheet):
        for number, (value, column) in enumerate(zip(row, sheet.columns, strict=True), start=1):
            if not _put_number(page.cell(line, number), value, column):
                _put(page, line, number, shown(value, column, words_of(lang), zone))
        line += 1
    for note in sheet.notes:
        _put(page, line, 1, note[lang])
        line += 1
    page.freeze_panes = "A3"


def _put_number(place: Any, value: Value, column: Column) -> bool:
    """Write what a spreadsheet can add up or sort as what it is; return whether it is something of the kind."""
    number = number_of(value, column)
    if number is not None:
        place.value, place.number_format = number, _FORMATS.get(column.kind, "General")
        return True
    if isinstance(value, date) and not isinstance(value, datetime):
        place.value, place.number_format = value, "yyyy-mm-dd"
        return True
    return False


def _put(page: Any, line: int, place: int, text: str) -> Any:
    """Write a text that stays one, whatever it looks like."""
    found = page.cell(line, place, cell(text))
    found.data_type = "s"
    found.number_format = "@"
    return found


def _title(text: str, taken: set[str]) -> str:
    """Return a name of a worksheet: at most 31 characters, without what Excel forbids, and not there yet."""
    bare = _NO_TITLE.sub(" ", text).strip()[:31] or "-"
    name, number = bare, 2
    while name.casefold() in taken:
        name = f"{bare[:27]} {number}"
        number += 1
    taken.add(name.casefold())
    return name
