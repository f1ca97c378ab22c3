"""Printed figures and months: text stays text, numbers can be added up, pages can be read by everybody."""

import csv
import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest

from scheduler.domain.report import Column, Kind, Report, Sheet
from scheduler.formats.sheets.report_files import report_csv, report_xlsx
from scheduler.formats.sheets.report_pdf import report_data, report_pdf
from scheduler.formats.sheets.words import LANGUAGES, Lang

HOSTILE = '=1+1 <b>O\'Łódź #read("x")'
AT = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
"""When the clock on the wall shows half past two for the second time."""


def both(text: str) -> dict[str, str]:
    return {"pl": text, "en": text}


def report(*titles: str, rows: int = 1) -> Report:
    """Return a report with a row of every kind of value."""
    columns = tuple(Column(name=both(kind), kind=kind) for kind in Kind)
    row = (HOSTILE, 1234, 123_456, 5400, 12_345, 1.25, date(2026, 10, 25), AT, None)
    sheet = Sheet(
        title=both(HOSTILE), subtitle=both("2026-10"), columns=columns, rows=(row,) * rows,
        total=(both("Razem"), 1234, None, None, None, None, None, None, None),
        notes=(both(f"@{HOSTILE}"),), signatures=(both(HOSTILE),),
    )  # fmt: skip
    sheets = tuple(Sheet(**{**vars(sheet), "title": both(title)}) for title in titles or (HOSTILE,))
    return Report(
        file="x", title=both(HOSTILE), town=HOSTILE, zone="Europe/Warsaw", made_at=AT, sheets=sheets, apart=True
    )


def test_a_table_is_text_for_a_polish_spreadsheet() -> None:
    """The accountant's spreadsheet would compute a resident's name, or read 1,5 as the first of May."""
    text = report_csv(report())
    rows = list(csv.reader(io.StringIO(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")), delimiter=";"))

    assert rows[0] == [f"'{HOSTILE}", "2026-10"]
    assert rows[2] == [f"'{HOSTILE}", "1234", "1234,56", "1,5", "12,345", "1,25", "2026-10-25", "02:30", ""]
    assert rows[-1] == [f"'@{HOSTILE}"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_workbook_has_numbers_and_no_formula() -> None:
    """Sums could not be made of it, or opening it would run what somebody wrote into a name."""
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report(rows=2))))
    (sheet,) = book.worksheets
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}

    assert [cell.value for cell in sheet[3]][1:6] == [1234, 1234.56, 1.5, 12.345, 1.25]
    assert sheet["A3"].value == f"'{HOSTILE}"
    assert sheet["G3"].value == datetime(2026, 10, 25)  # noqa: DTZ001 - a cell knows no zone
    assert "f" not in kinds
    assert kinds == {"s", "n", "d"}


def test_sheets_have_names_that_excel_takes() -> None:
    """The workbook would open with a repair message, two providers with long names in one sheet."""
    titles = ("a/b:c*d?[e]", "x" * 40, "X" * 40, "", "'")
    names = openpyxl.load_workbook(io.BytesIO(report_xlsx(report(*titles)))).sheetnames

    assert len(names) == 5 == len({name.casefold() for name in names})
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_prints_what_looks_like_code(lang: Lang) -> None:
    """A name would be run as a program of the typesetter, or the page fail on the day it is due."""
    made = report_pdf(report("ą", HOSTILE), lang=lang)

    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made  # tagged: a screen reader can read it
    assert HOSTILE in json.loads(json.dumps(report_data(report(), lang), ensure_ascii=False))["sheets"][0]["rows"][0]


def test_a_month_without_anything_can_be_printed() -> None:
    """The first of the month would end in an error."""
    empty = Report(**{**vars(report()), "sheets": ()})
    bare = Report(**{**vars(report()), "sheets": (Sheet(**{**vars(report().sheets[0]), "rows": ()}),)})
    for one in (empty, bare):
        assert report_pdf(one).startswith(b"%PDF-")
        assert openpyxl.load_workbook(io.BytesIO(report_xlsx(one))).sheetnames
        assert report_csv(one)
