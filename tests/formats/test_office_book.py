"""An office's own workbook, as it comes: honest ones are read, the others are refused before they do harm."""

import io
import zipfile

import openpyxl
import pytest

from scheduler.domain.imports import CellFlaw, FlawedCell
from scheduler.formats.office_book import LARGEST_BOOK, BookError, read_book
from tests.workbooks import CLIENTS, book


def refused(content: bytes) -> str:
    with pytest.raises(BookError) as found:
        read_book(content)
    return found.value.code


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    """Somebody would look for a mistake in row 5 that stands in row 7."""
    [sheet] = read_book(book(("Podopieczni", CLIENTS)))

    assert [number for number, _ in sheet.rows] == [1, 3, 4, 5, 6, 7]
    assert sheet.rows[2][1][1:6] == ["Nowak-Wójcik Stanisława", "ul. Majówka 21a/7", "", "600700800", "1941-05-03"]


def test_a_formula_is_seen_and_not_computed() -> None:
    """A sum of last year, or a link to somebody's server, would be taken for what an office has written."""
    made = openpyxl.Workbook()
    made.worksheets[0].append(['=HYPERLINK("http://example.org")', "=1/0", "'=2+2"])
    content = io.BytesIO()
    made.save(content)
    [sheet] = read_book(content.getvalue())
    link, divided, text = sheet.rows[0][1]

    assert [type(link), type(divided), type(text)] == [FlawedCell, FlawedCell, str]
    assert isinstance(link, FlawedCell)
    assert link.flaw is CellFlaw.FORMULA
    assert text == "=2+2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_is_read_as_offices_save_it(encoding: str, mark: str) -> None:
    """Łódź would become £ódŸ, or a whole row one cell."""
    text = mark.join(["Imię i nazwisko", "Adres"]) + "\r\n" + mark.join(['"Łucja Żak"', '"Łąkowa 5"']) + "\r\n"
    [sheet] = read_book(text.encode(encoding))

    assert sheet.rows == ((1, ["Imię i nazwisko", "Adres"]), (2, ["Łucja Żak", "Łąkowa 5"]))


def test_a_semicolon_counts_before_the_commas_of_addresses() -> None:
    """Streets and towns would be torn into columns of their own."""
    [sheet] = read_book("Klient;Adres\nJan Kot;Długa 5, 27-200, Starachowice, Polska\n".encode())

    assert sheet.rows[1][1] == ["Jan Kot", "Długa 5, 27-200, Starachowice, Polska"]


def test_a_zip_bomb_is_not_unpacked() -> None:
    """One small file would fill the server's memory, and everybody's board stand still."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)

    assert len(content.getvalue()) < 100_000
    assert refused(content.getvalue()) == "bomb"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b" \n ", "empty"), (b"\xd0\xcf\x11\xe0 old", "old_excel"), (b"PK\x03\x04 cut", "damaged"),
        (b"\x00\x01\x02", "text"), (b"x" * (LARGEST_BOOK + 1), "large"), (b"Klient;Adres\n" * 5_001, "rows"),
        ((";" * 130 + "x").encode(), "columns"), (book(("Puste", ())), "empty"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_its_name(content: bytes, code: str) -> None:
    """Somebody would be told that something is wrong, and not what to do about it."""
    assert refused(content) == code


def test_hidden_sheets_stay_hidden() -> None:
    """Last year's list, which nobody sees any more, would be offered to be brought in."""
    made = openpyxl.Workbook()
    made.worksheets[0].append(["Klient", "Adres"])
    hidden = made.create_sheet("stare")
    hidden.append(["Klient"])
    hidden.sheet_state = "hidden"
    content = io.BytesIO()
    made.save(content)

    assert [one.name for one in read_book(content.getvalue())] == ["Sheet"]


def test_marks_at_the_far_right_do_not_hold_the_office_up() -> None:
    """One coloured column at the end of a spreadsheet would be read for minutes, cell by empty cell."""
    made = openpyxl.Workbook()
    for row in range(1, 130):
        made.worksheets[0].cell(row, 1, "Kot")
        made.worksheets[0].cell(row, 16_384).number_format = "0.00"
    content = io.BytesIO()
    made.save(content)

    assert refused(content.getvalue()) == "columns"
