"""The cash list for spreadsheets."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.cash import CashEntry, CashList, CrewCash
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.formats.sheets.cash_csv import cash_csv
from scheduler.formats.sheets.stops_csv import BOM, FORMULA_STARTS

WARSAW = ZoneInfo("Europe/Warsaw")


def entry(name: str, amount_gr: int) -> CashEntry:
    """Return somebody who pays at 8:05."""
    start = datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("UTC"))
    return CashEntry(request_id=RequestId("R-1"), clients=(name,), service="Bus", start=start, amount_gr=amount_gr)


def cash_of(*entries: CashEntry, shift: str = "Bus 1") -> CashList:
    """Return the list of one crew."""
    crew = CrewCash(shift_id=ShiftId("S"), shift=shift, staff=("Jan Maj", "Ewa Bąk"), entries=entries)
    return CashList(town="T", day=date(2026, 11, 23), zone="Europe/Warsaw", plan=1, crews=(crew,))


def rows(text: str) -> list[list[str]]:
    """Return all rows."""
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=";"))


def test_each_party_has_a_row_and_each_crew_a_sum() -> None:
    """The cashier would add up by hand, and by the wrong clock."""
    text = cash_csv(cash_of(entry("Maria Kowalska", 505), entry("Łucja Żak", 1_000)))

    assert text.startswith(BOM)
    assert [row[3:5] + row[-1:] for row in rows(text)] == [
        ["Godzina", "Mieszkańcy", "Kwota (zł)"],
        ["08:05", "Maria Kowalska", "5,05"],
        ["08:05", "Łucja Żak", "10,00"],
        ["", "Razem", "15,05"],
    ]
    assert {row[2] for row in rows(text)[1:]} == {"Jan Maj, Ewa Bąk"}
    assert rows(cash_csv(cash_of(), lang="en"))[0][-1] == "Amount (PLN)"


@pytest.mark.parametrize("evil", [f"{start}HYPERLINK(1)" for start in FORMULA_STARTS] + ['";\n=1+1'])
def test_no_name_starts_a_formula_or_another_row(evil: str) -> None:
    """A name taken down by phone could run in the cashier's spreadsheet."""
    found = rows(cash_csv(cash_of(entry(evil, 1), shift=evil)))

    assert [len(row) for row in found] == [8, 8, 8]
    assert not [cell for row in found for cell in row if cell.startswith(tuple(FORMULA_STARTS))]
