"""What is written is read back, by us and by the programs people edit it with."""

import csv
import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fixtures.demo.index import DEMO_TOWNS, build_town
from scheduler.domain.labour import STATUTORY_CONTRACTS
from scheduler.domain.place import GeoPoint
from scheduler.domain.policy import Policy
from scheduler.domain.town import Town
from scheduler.formats.columns import SHEETS
from scheduler.formats.town.text import clean, escape, refused_character, unescape
from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town
from tests.formats.town.any_town import towns
from tests.formats.town.good import GOOD, write_files

# Shrinking a whole town takes minutes and says little more than the town does.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
HOSTILE = '=1+1 <b>O\'Łódź #read("x")'


def there_and_back(town: Town, *, as_workbook: bool) -> Town:
    with TemporaryDirectory() as folder:
        write_town(town, Path(folder), as_workbook=as_workbook)
        return read_town(Path(folder))


def instants(town: Town) -> list[float]:
    """Return every instant of a town; equality of datetimes alone ignores which of two hours is meant."""
    windows = [window for request in town.requests.values() for window in request.windows]
    windows += [promise.window for promise in town.promises.values()]
    times = [each for window in windows for each in (window.start, window.end)]
    times += [each for shift in town.shifts for each in (shift.start, shift.end)]
    times += [shown.start for shown in town.published.values()]
    return [each.timestamp() for each in times]


@settings(phases=QUICK)
@given(towns())
def test_any_town_comes_back_from_csv(town: Town) -> None:
    """A setting saved today would be gone tomorrow, or mean another hour."""
    back = there_and_back(town, as_workbook=False)

    assert back == town
    assert instants(back) == instants(town)


@settings(phases=QUICK, max_examples=15)
@given(towns())
def test_any_town_comes_back_from_a_workbook(town: Town) -> None:
    """The workbook would hold another day than the CSV files."""
    assert there_and_back(town, as_workbook=True) == town


@pytest.mark.parametrize("name", DEMO_TOWNS)
def test_the_demo_towns_come_back(name: str) -> None:
    """The towns that everything is shown with would differ from those that were built."""
    town = build_town(name)

    assert there_and_back(town, as_workbook=False) == town


@given(st.text())
def test_an_escaped_cell_reads_back_and_computes_nothing(text: str) -> None:
    """A client's name could run as a formula on the dispatcher's machine, or come back with an apostrophe more."""
    cell = escape(text)

    assert unescape(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """A town would change a little each time somebody opens and saves it."""
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("as_workbook", [False, True])
def test_no_cell_can_be_taken_for_a_formula(as_workbook: bool, tmp_path: Path) -> None:
    """Opening the town in a spreadsheet would run what somebody typed into a name."""
    clients = f'id,name,home,phone,driver_note\nK-1,"{HOSTILE.replace('"', '""')}",dom-1,+48 600,-\nK-2,Jan,dom-2,,@x\n'
    town = read_town(write_files(tmp_path / "in", {**GOOD, "clients.csv": clients}))

    write_town(town, tmp_path / "out", as_workbook=as_workbook)

    if as_workbook:
        sheet = openpyxl.load_workbook(tmp_path / "out" / "town.xlsx")["clients"]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        texts = [str(cell.value) for cell in cells]
    else:
        rows = csv.reader(io.StringIO((tmp_path / "out" / "clients.csv").read_text(encoding="utf-8")))
        texts = [cell for row in rows for cell in row]
    assert f"'{HOSTILE}" in texts
    assert [text for text in texts if text.startswith(("=", "+", "-", "@"))] == []
    back = read_town(tmp_path / "out").clients
    assert [(each.name, each.phone, each.notes.driver) for each in back.values()] == [
        (HOSTILE, "+48 600", "-"),
        ("Jan", "", "@x"),
    ]


def as_polish_excel(text: str) -> bytes:
    """Return CSV as Polish Excel saves it: Windows-1250, semicolons, decimal commas, its dates, CRLF, short rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for cells in csv.reader(io.StringIO(text)):
        while cells and not cells[-1]:
            cells.pop()
        writer.writerow(map(_polish, cells))
    return out.getvalue().encode("cp1250")


def _polish(cell: str) -> str:
    return cell.replace(".", ",") if _numeric(cell) else cell.replace("2026-11-23", "23.11.2026")


def _numeric(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()


def test_what_polish_excel_saves_reads_the_same(tmp_path: Path) -> None:
    """The office would have to fight with encodings each morning."""
    excel = {name: as_polish_excel(text) if name.endswith(".csv") else text for name, text in GOOD.items()}

    assert read_town(write_files(tmp_path / "excel", excel)) == read_town(write_files(tmp_path / "plain", GOOD))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_marks_and_separators_are_found_out(encoding: str, separator: str, tmp_path: Path) -> None:
    """A file saved by another program would read as one long column, or its first column be unknown."""
    plain = read_town(write_files(tmp_path / "plain", GOOD))
    files = {
        name: text.replace(",", separator).encode(encoding) if name == "staff.csv" else text
        for name, text in GOOD.items()
    }

    assert read_town(write_files(tmp_path / "other", files)) == plain


def test_a_workbook_as_a_person_types_it(tmp_path: Path) -> None:
    """Dates, times and numbers that a spreadsheet keeps as such would be refused, or shifted."""
    book = openpyxl.Workbook()
    for sheet in SHEETS:
        if f"{sheet.name}.csv" in GOOD:
            page = book.create_sheet(sheet.name.title())
            for cells in csv.reader(io.StringIO(GOOD[f"{sheet.name}.csv"])):
                page.append([float(cell) if _numeric(cell) else cell or None for cell in cells])
    shifts = book["Shifts"]
    for row in (2, 3):
        shifts.cell(row, 2, date(2026, 11, 23))
    shifts.cell(2, 7, time(7, 0))
    write_files(tmp_path / "book", {name: text for name, text in GOOD.items() if not name.endswith(".csv")})
    book.save(tmp_path / "book" / "town.xlsx")

    plain = read_town(write_files(tmp_path / "plain", GOOD))

    assert read_town(tmp_path / "book") == plain
    assert read_town(tmp_path / "book" / "town.xlsx") == plain


def test_an_earlier_town_leaves_nothing_behind(tmp_path: Path) -> None:
    """Yesterday's promises would be kept today, or the folder refused for holding a workbook and CSV files."""
    rich = read_town(write_files(tmp_path / "in", GOOD))
    plain = build_town("kalisz")
    write_town(rich, tmp_path / "out")
    write_town(plain, tmp_path / "out", as_workbook=True)
    write_town(plain, tmp_path / "out")

    assert read_town(tmp_path / "out") == plain
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize("name", ["Ta\x00d", "Ta\u202ed", "\ud800", "x" * 300, " "])
def test_a_town_that_could_not_be_read_is_not_written(name: str, tmp_path: Path) -> None:
    """The fault would come to light tomorrow morning, when nobody knows who made it."""
    town = replace(build_town("kalisz"), name=name)

    with pytest.raises(ValueError, match="name"):
        write_town(town, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_refused_characters_are_named() -> None:
    """'Invalid character' would not tell the dispatcher what to look for."""
    assert refused_character("a\u202eb") == "U+202E (right-to-left override)"
    assert refused_character("zwykły tekst\n\t – „ok”") is None


def test_a_town_without_anybody_comes_back(tmp_path: Path) -> None:
    """A town could not be begun: nobody has all eight sheets filled on the first day."""
    contracts = {each.id: each for each in STATUTORY_CONTRACTS}
    centre = GeoPoint(lat=51.0, lon=21.0)
    town = Town(id="t", name="T", centre=centre, zone=ZoneInfo("Europe/Warsaw"), policy=Policy(), contracts=contracts)

    write_town(town, tmp_path)

    assert read_town(tmp_path) == town
    assert (tmp_path / "staff.csv").read_text(encoding="utf-8").startswith("id,name,phone,skills")
