"""Writes a town as a folder of files that a person can edit."""

from collections.abc import Sequence
from pathlib import Path

from scheduler.domain.town import Town
from scheduler.formats.columns import MODULES
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.contract_tables import contract_lines
from scheduler.formats.town.csv_table import csv_text
from scheduler.formats.town.districts import geojson_text
from scheduler.formats.town.folder import WORKBOOK
from scheduler.formats.town.head_tables import provider_and_purpose_lines, town_lines
from scheduler.formats.town.policy_rows import policy_lines
from scheduler.formats.town.sheets.common import Line
from scheduler.formats.town.xlsx_table import workbook

type _Written = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def write_town(town: Town, folder: Path, *, as_workbook: bool = False) -> None:
    """Write a town folder that `read_town` reads back as an equal town.

    Sheets of an earlier town in the same folder are replaced or removed.

    Parameters
    ----------
    town : Town
        With whole seconds in all times, and text without control characters.
    folder : Path
        Made if it does not exist.
    as_workbook : bool
        One town.xlsx in place of the CSV files.

    Raises
    ------
    ValueError
        If the town holds what no town file may hold; nothing is written then.
    """
    sheets = [written for module in MODULES.values() if (written := _written(module.sheet, list(module.lines(town))))]
    files = {"town.toml": _toml_text(town).encode(), "districts.geojson": geojson_text(town.districts).encode()}
    if as_workbook:
        files[WORKBOOK] = workbook(sheets)
    else:
        files |= {f"{name}.csv": csv_text(header, rows).encode() for name, header, rows in sheets}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        _replace(folder / name, content)
    for name in {WORKBOOK, *(f"{name}.csv" for name in MODULES)} - files.keys():
        (folder / name).unlink(missing_ok=True)


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a full disk leaves the old one."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)


def _written(sheet: Sheet, lines: list[Line]) -> _Written | None:
    """Return name, header and rows of a sheet, without columns that would be empty; None if it may be left out."""
    if not lines and sheet.optional:
        return None
    used = [column for column in sheet if column.required or not lines or any(line.get(column.name) for line in lines)]
    return sheet.name, [column.name for column in used], [[line.get(col.name, "") for col in used] for line in lines]


def _toml_text(town: Town) -> str:
    head = f"# {town.name}: the town, its policy and contracts. Times of the sheets are in the zone below."
    lines = [
        head.replace("\n", " "),
        "",
        *town_lines(town),
        *provider_and_purpose_lines(town),
        *contract_lines(town.contracts),
        *policy_lines(town.policy),
    ]
    return "\n".join(lines) + "\n"
