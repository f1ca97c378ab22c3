"""Workbooks that are broken, hostile, or half computed."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.town.xlsx_table import cell_text
from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town
from tests.formats.town.good import GOOD, write_files

SHEET = "xl/worksheets/sheet1.xml"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + "A" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]><x>&b;</x>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the good town with a workbook in place of CSV files."""
    town = read_town(write_files(tmp_path / "csv", GOOD))
    write_town(town, tmp_path / "town", as_workbook=True)
    return tmp_path / "town"


def problems_of(folder: Path) -> list[InputProblem]:
    with pytest.raises(InputError) as caught:
        read_town(folder)
    return list(caught.value.problems)


def edit(folder: Path, change: Callable[[Any], object]) -> None:
    """Change the workbook as a person would."""
    book = openpyxl.load_workbook(folder / "town.xlsx")
    change(book)
    book.save(folder / "town.xlsx")


def replace_entry(folder: Path, name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    """Replace, or add, one file inside the workbook's ZIP."""
    old = zipfile.ZipFile(io.BytesIO((folder / "town.xlsx").read_bytes()))
    with zipfile.ZipFile(folder / "town.xlsx", "w", method) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)


def test_the_workbook_is_good(folder: Path) -> None:
    """The tests below would prove nothing if the workbook they break were broken already."""
    assert read_town(folder).id == "testowo"


def test_a_formula_is_refused_where_it_stands(folder: Path) -> None:
    """The number shown may be of another day than the cells it was computed from."""
    edit(folder, lambda book: book["staff"].__setitem__("F2", "=20+20"))

    assert [(each.file, each.row, each.column, each.value, each.wrong) for each in problems_of(folder)] == [
        ("town.xlsx/staff", 2, "cost_zl_per_h", "=20+20", "is a formula")
    ]


def test_a_spreadsheets_error_is_refused(folder: Path) -> None:
    """'#REF!' would become somebody's name."""

    def put_error(book: Any) -> None:
        book["staff"]["B2"].value = "#REF!"
        book["staff"]["B2"].data_type = "e"

    edit(folder, put_error)

    assert [(each.column, each.wrong) for each in problems_of(folder)] == [("name", "is a spreadsheet's error")]


def test_a_missing_sheet_is_named_and_a_misspelt_one_too(folder: Path) -> None:
    """Promises on a sheet 'promise' would silently not be kept."""

    def rename(book: Any) -> None:
        book["promises"].title = "promise"
        book.remove(book["entitlements"])
        book.create_sheet("Arkusz1")["A1"] = "=1+1"

    edit(folder, rename)

    assert [(each.file, each.right) for each in problems_of(folder)] == [
        ("promise", "did you mean promises?"),
        ("town.xlsx/entitlements", "add this sheet"),
    ]


def test_a_sheet_that_stands_twice_is_named(folder: Path) -> None:
    """One of the two would be ignored, and nobody could say which."""

    def copy(book: Any) -> None:
        book.copy_worksheet(book["pins"]).title = "Pins "

    edit(folder, copy)

    assert [(each.file, each.wrong) for each in problems_of(folder)] == [
        ("town.xlsx/pins", "stands in the workbook twice")
    ]


def test_a_workbook_beside_csv_files_is_refused(folder: Path) -> None:
    """Half of the office would edit the one and half the other."""
    write_files(folder, {"clients.csv": GOOD["clients.csv"]})

    assert [(each.file, each.wrong) for each in problems_of(folder)] == [("clients.csv", "stands beside town.xlsx")]


def test_a_workbook_of_another_name_is_pointed_out(folder: Path) -> None:
    """Ten messages about missing CSV files would not tell what is the matter."""
    (folder / "town.xlsx").rename(folder / "Starachowice.xlsx")

    assert [(each.wrong, each.right) for each in problems_of(folder)] == [
        ("is missing, but there is Starachowice.xlsx", "rename it to town.xlsx")
    ]


def test_a_sheet_without_column_names_is_named(folder: Path) -> None:
    """An emptied sheet would be reported once per column."""
    edit(folder, lambda book: book["pins"].delete_rows(1, 99))

    assert [(each.file, each.wrong) for each in problems_of(folder)] == [
        ("town.xlsx/pins", "does not begin with the column names")
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (SHEET, b" " * 50_000_000, "as a zip bomb does"),
        ("xl/media/x.bin", b"\0" * 120_000_000, "as a zip bomb does"),
        (SHEET, BOMB.encode(), "cannot be read as a workbook (EntitiesForbidden)"),
        (SHEET, b"<worksheet><sheetData><row", "cannot be read as a workbook"),
        ("xl/workbook.xml", b"", "cannot be read as a workbook"),
        ("[Content_Types].xml", b"<Types/>", "cannot be read as a workbook"),
    ],
)
def test_a_hostile_workbook_is_one_problem(folder: Path, name: str, content: bytes, says: str) -> None:
    """A few kilobytes from an unknown sender would fill the memory of the office's machine."""
    replace_entry(folder, name, content)

    problems = problems_of(folder)

    assert len(problems) == 1
    assert says in problems[0].wrong


def test_a_sheet_that_pretends_to_be_endless_costs_nothing(folder: Path) -> None:
    """A cell in the last row of the sheet would cost a million rows of memory."""
    row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{row}</sheetData></worksheet>'
    replace_entry(folder, SHEET, sheet.encode())

    problems = problems_of(folder)

    assert len(problems) == 1
    assert problems[0].wrong.startswith("has more than 100000 rows")


def test_a_row_of_sixteen_thousand_cells_is_refused(folder: Path) -> None:
    """Comparing each of them with the columns we know would keep the machine busy."""
    edit(folder, lambda book: book["pins"].__setitem__("XFD2", "x"))

    assert [each.wrong for each in problems_of(folder)] == ["has 16384 columns in row 2"]


def test_too_many_files_in_the_archive_are_refused(folder: Path) -> None:
    """Counting a million tiny files would keep the machine busy."""
    with zipfile.ZipFile(folder / "town.xlsx", "a") as archive:
        for number in range(2_000):
            archive.writestr(f"x/{number}", b"")

    assert "holds 20" in problems_of(folder)[0].wrong


def test_a_protected_workbook_is_told_from_a_broken_one(folder: Path) -> None:
    """'Not a workbook' would not tell its owner to take the password off."""
    content = bytearray((folder / "town.xlsx").read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (folder / "town.xlsx").write_bytes(content)

    assert problems_of(folder)[0].wrong == "is protected by a password"


def test_numbers_look_in_a_message_as_in_the_sheet() -> None:
    """1e-05 and 8.0 are not what anybody typed."""
    assert [cell_text(value) for value in (8.0, 0.00001, True, None, 1e300)] == ["8", "0.00001", "yes", "", "1e+300"]


def test_a_workbook_of_many_rows_is_not_taken_for_a_bomb(folder: Path) -> None:
    """A town with thousands of requests, all much alike, would be refused on its busiest day."""

    def fill(book: Any) -> None:
        for number in range(6_000):
            book["contacts"].append(["K-1", f"Anna Kowalska {number}", "600 300 400", "yes"])

    edit(folder, fill)

    with zipfile.ZipFile(folder / "town.xlsx") as archive:
        assert max(entry.file_size for entry in archive.infolist()) > 1024 * 1024
    assert len(read_town(folder).clients["K-1"].contacts) == 6_001  # type: ignore[index]
