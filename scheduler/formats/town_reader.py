"""Reads a town folder: everything, or every problem; never half of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scheduler.domain.errors import InputProblem
from scheduler.domain.ids import RequestId
from scheduler.domain.town import Town
from scheduler.formats.columns import MODULES
from scheduler.formats.town import contract_tables, head_tables
from scheduler.formats.town.checks import check_programmes, check_requests
from scheduler.formats.town.column import Column, Sheet
from scheduler.formats.town.contract_tables import contract_rows, take_contracts
from scheduler.formats.town.districts import read_geojson, take_districts
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.files import UnreadableError
from scheduler.formats.town.folder import WORKBOOK, read_tables
from scheduler.formats.town.policy_rows import take_policy
from scheduler.formats.town.problems import Problems, TooManyProblemsError
from scheduler.formats.town.references import check_references
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets import requests, shifts
from scheduler.formats.town.table import read_rows
from scheduler.formats.town.toml_table import FILE as TOML_FILE
from scheduler.formats.town.toml_table import TomlReader, read_toml

_TABLES_OF_TOWN = ("policy", "providers", "purposes", "contracts")
type _Rows = Mapping[str, list[Row]]


def read_town(folder: Path) -> Town:
    """Read a town folder.

    Parameters
    ----------
    folder : Path
        With town.toml, districts.geojson and the sheets as CSV files or as town.xlsx; or the path of that workbook.

    Returns
    -------
    Town
        With the statutory contract types beside those of the files.

    Raises
    ------
    InputError
        With every problem found (at most 200 are listed).
    """
    draft = Draft(problems=Problems())
    is_book = folder.suffix.casefold() == ".xlsx" and not folder.is_dir()
    home, book = (folder.parent, folder.name) if is_book else (folder, WORKBOOK)
    try:
        town = _read(home, book, draft) if _is_folder(home, draft.problems) else None
    except TooManyProblemsError:
        town = None
    draft.problems.raise_if_any(str(folder))
    if town is None:
        raise AssertionError("a town without problems has all its parts")
    return town


def _is_folder(home: Path, problems: Problems) -> bool:
    try:
        found = home.is_dir()
    except (OSError, ValueError):
        found = False
    if not found:
        problems.add(InputProblem(file=str(home), wrong="is not a folder", right="name the folder of a town"))
    return found


def _read(home: Path, book: str, draft: Draft) -> Town | None:
    head = _take_toml(home, draft)
    tables = read_tables(home, book, draft.problems)
    rows = {name: read_rows(table, MODULES[name].sheet, draft.problems) for name, table in tables.items()}
    _register(rows, draft)
    for row, sheet in draft.later:
        check_references(row, sheet, draft)
    for name, module in MODULES.items():
        for row in rows.get(name, ()):
            check_references(row, module.sheet, draft)
        module.take(rows.get(name, []), draft)
    check_requests(rows.get("requests", []))
    check_programmes(rows.get("requests", []), rows.get("entitlements", []), [row for row, _ in draft.later])
    if draft.problems.found or head is None:
        return None
    return _town(head, draft)


def _take_toml(home: Path, draft: Draft) -> Row | None:
    """Read town.toml and, between two parts of it, the districts: they need its centre, its policy needs them."""
    try:
        toml: Mapping[str, Any] | None = read_toml(home / TOML_FILE)
    except UnreadableError as error:
        draft.problems.add(error.problem)
        toml = None
    reader = TomlReader(problems=draft.problems)
    head = None if toml is None else head_tables.take_town(toml, _TABLES_OF_TOWN, reader, draft)
    try:
        take_districts(read_geojson(home / "districts.geojson"), draft)
    except UnreadableError as error:
        draft.problems.add(error.problem)
    if toml is not None:
        _take_lists(toml, reader, draft)
        take_policy(toml, reader, draft)
    return head


def _take_lists(toml: Mapping[str, Any], reader: TomlReader, draft: Draft) -> None:
    def rows(sheet: Sheet) -> list[Row]:
        tables = enumerate(reader.tables(toml, sheet.name, sheet.name), start=1)
        return [reader.row(table, sheet, f"{sheet.name}[{number}]") for number, table in tables]

    providers, purposes = rows(head_tables.PROVIDERS), rows(head_tables.PURPOSES)
    contracts = contract_rows(toml, reader)
    draft.ids["providers"] = _ids(providers, head_tables.PROVIDER_ID)
    draft.ids["purposes"] = _ids(purposes, head_tables.PURPOSE_ID)
    contract_ids = _ids([row for row, _ in contracts], contract_tables.ID)
    head_tables.take_providers(providers, draft)
    head_tables.take_purposes(purposes, draft)
    take_contracts(contracts, draft)
    draft.ids["contracts"] = contract_ids | draft.contracts.keys()


def _register(rows: _Rows, draft: Draft) -> None:
    """Make known which ids there are, and on which days, before anything refers to them."""
    for name, module in MODULES.items():
        sheet = module.sheet
        if name in rows and sheet.key is not None:
            draft.ids[name] = _ids(rows[name], sheet.key, several=sheet.several)
    for row in rows.get("requests", ()):
        if row.ok(requests.ID, requests.DAY):
            draft.days["requests", row[requests.ID]] = row[requests.DAY]
    for row in rows.get("shifts", ()):
        if row.ok(shifts.ID, shifts.DAY):
            draft.days["shifts", row[shifts.ID]] = row[shifts.DAY]


def _ids(rows: list[Row], key: Column[Any], *, several: bool = False) -> set[str]:
    """Return all ids in `rows`, and report those that come twice and must not."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.ok(key):
            earlier = first.setdefault(row[key], row)
            if earlier is not row and not several:
                place = f"row {earlier.number}" if earlier.number else earlier.path
                row.wrong(key, f"stands in {place} already", "keep one of the two, or give one another id")
    return set(first)


def _town(head: Row, draft: Draft) -> Town | None:
    if draft.centre is None or draft.policy is None:
        return None
    return Town(
        id=head[head_tables.ID],
        name=head[head_tables.TOWN_NAME],
        note=head[head_tables.TOWN_NOTE],
        office_phone=head[head_tables.OFFICE_PHONE],
        centre=draft.centre,
        zone=draft.zone,
        policy=draft.policy,
        districts=draft.districts,
        places=draft.places,
        clients=draft.clients,
        purposes=draft.purposes,
        services=draft.services,
        providers=draft.providers,
        contracts=draft.contracts,
        staff=draft.staff,
        vehicles=draft.vehicles,
        shifts=tuple(draft.shifts.values()),
        patterns=draft.patterns,
        requests={RequestId(name): request for name, request in draft.requests.items()},
        entitlements=tuple(draft.entitlements),
        promises=draft.promises,
        pins=tuple(draft.pins),
        overrides=tuple(draft.overrides),
        published=draft.published,
    )
