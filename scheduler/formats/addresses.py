"""Lists of addresses: what is to be found, and what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.ids import DistrictId
from scheduler.domain.town import Town
from scheduler.formats.single_sheet import read_single_sheet
from scheduler.formats.town.cell import text
from scheduler.formats.town.column import Sheet, maybe, required
from scheduler.formats.town.csv_table import csv_text
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.problems import Problems
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import ADDRESS, DISTRICT

ID = required("id", text(200), "whose address it is; stays on this computer", "K-017")
LINE = required("address", ADDRESS, "as it was written down", "ul. Radomska 70/4, Starachowice")
DISTRICT_ID = maybe("district", DISTRICT, "where it should lie", "wzgorze", refers="districts")

SHEET = Sheet(name="addresses", says="an address to find", columns=(ID, LINE, DISTRICT_ID), key=ID)
FOUND = ("id", "address", "found", "match", "lat", "lon", "district", "source", "date", "review")


@dataclass(frozen=True, kw_only=True)
class AddressLine:
    """One address as it was written down."""

    id: str
    text: str
    district_id: DistrictId | None


def read_addresses(path: Path, town: Town) -> tuple[AddressLine, ...]:
    """Return the addresses of a CSV file.

    Raises
    ------
    InputError
        With every problem found.
    """
    draft = Draft(problems=Problems(), zone=town.zone, ids={"districts": town.districts.keys()})
    return read_single_sheet(path, SHEET, draft, _line)


def _line(row: Row, draft: Draft) -> AddressLine | None:  # noqa: ARG001  # a line needs nothing but its row
    return AddressLine(id=row[ID], text=row[LINE], district_id=row[DISTRICT_ID]) if row.whole else None


def found_text(rows: Sequence[Sequence[str]]) -> str:
    """Return the CSV of what was found, in the columns of `FOUND`; cells are safe for spreadsheets."""
    return csv_text(FOUND, rows)
