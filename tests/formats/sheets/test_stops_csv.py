"""The table for spreadsheets, as Polish Excel and a careful reader see it."""

import csv
import io
from dataclasses import replace

import pytest

from scheduler.formats.sheets.stops_csv import BOM, COLUMNS, FORMULA_STARTS, cell, stops_csv
from tests.formats.sheets.sample import HOSTILE, sample_view

VIEW = sample_view(hostile=True)


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows by header."""
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=";"))


def test_one_row_per_task() -> None:
    """A resident would be missing from the month's statistics."""
    tasks = [task for crew in VIEW.itineraries for stop in crew.stops for task in stop.tasks]
    found = rows(stops_csv(VIEW))
    assert len(found) == len(tasks) > 60
    assert all(len(row) == len(COLUMNS) and None not in row for row in found)
    assert [row["Nr zlecenia"] for row in found] == [task.request_id for task in tasks]


def test_polish_excel_opens_it_by_double_click() -> None:
    """Everything would stand in one column, with broken letters."""
    text = stops_csv(VIEW)
    assert text.startswith(BOM)
    assert text.encode().startswith(b"\xef\xbb\xbf")
    first = rows(text)[0]
    assert first["Szerokość"] == "51,049999"
    assert first["Przyjazd"] == "2026-11-23 06:11"
    assert text.count("\r\n") == text.count("\n")


@pytest.mark.parametrize("start", list(FORMULA_STARTS))
def test_no_cell_starts_a_formula(start: str) -> None:
    """A name on the phone could make the office's spreadsheet send its contents away."""
    evil = f"{start}HYPERLINK(1)"
    for text in (evil, f"\x00{evil}", f"  {evil}", f"\n{evil}"):
        assert not cell(text).startswith(tuple(FORMULA_STARTS)), text
    assert cell(f"a{evil}") == f"a{evil}".replace("\r", " ").replace("\t", " ").replace("\n", " ")
    crew = VIEW.itineraries[0]
    odd = replace(
        VIEW, itineraries=(replace(crew, name=evil, shift_id=evil, staff=(evil,), vehicle=evil, provider=evil),)
    )
    for row in rows(stops_csv(odd)):
        assert not [value for value in row.values() if value.startswith(tuple(FORMULA_STARTS))]


def test_hostile_text_is_one_cell() -> None:
    """Quotes and semicolons in a name would shift all columns behind it."""
    evil = f'{HOSTILE};"\n;next'
    crew = VIEW.itineraries[0]
    stop = crew.stops[0]
    odd = replace(crew, stops=(replace(stop, tasks=(replace(stop.tasks[0], clients=(evil,)),)),))
    found = rows(stops_csv(replace(VIEW, itineraries=(odd,))))
    assert [row["Mieszkańcy"] for row in found] == [f"'{HOSTILE};\" ;next"]


def test_notes_and_door_codes_are_not_in_the_table() -> None:
    """Door codes would travel by e-mail to whoever gets the statistics."""
    assert "4471" not in stops_csv(VIEW)
    assert "lodówce" not in stops_csv(VIEW)
