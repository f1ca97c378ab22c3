"""The town itself in town.toml: its name, centre, providers and ride purposes."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from scheduler.domain.catalogue import RidePurpose
from scheduler.domain.ids import PurposeId
from scheduler.domain.place import GeoPoint
from scheduler.domain.roster import Provider
from scheduler.domain.town import Town
from scheduler.formats.town.cell import YES_NO, Cell, CellError, identifier
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.draft import WARSAW, Draft
from scheduler.formats.town.geography import check_point
from scheduler.formats.town.moments import DATE
from scheduler.formats.town.numeric import coordinate, whole, zloty
from scheduler.formats.town.problems import one_of
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import NAME, NOTE, PHONE, PROVIDER, line
from scheduler.formats.town.toml_table import TomlReader, toml_lines


def _read_zone(cell: str) -> ZoneInfo:
    try:
        return ZoneInfo(cell)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CellError("is not a time zone", one_of(cell, available_timezones())) from error


_ZONE: Cell[ZoneInfo] = Cell(says="time zone, Europe/Warsaw", read=_read_zone, write=lambda zone: zone.key)

ID = required("id", identifier(str), "the town", "starachowice")
TOWN_NAME = required("name", NAME, "name", "Starachowice")
TOWN_NOTE = optional("note", NOTE, "", "where the data come from", "wszystkie osoby zmyślone")
OFFICE_PHONE = optional("office_phone", PHONE, "", "phone of the dispatcher's office", "41 273 00 00")
ZONE = optional("time_zone", _ZONE, WARSAW, "in which all times of the sheets are", "Europe/Warsaw")
LAT = required("centre_lat", coordinate(90), "latitude of the town's centre", "51.037")
LON = required("centre_lon", coordinate(180), "longitude of the town's centre", "21.071")
TOWN = Sheet(name="town", says="the town", columns=(ID, TOWN_NAME, TOWN_NOTE, OFFICE_PHONE, ZONE, LAT, LON))

PROVIDER_ID = required("id", PROVIDER, "the provider", "spoldzielnia")
PROVIDER_NAME = required("name", NAME, "name", "Spółdzielnia socjalna Dłoń")
OWN = optional("own", YES_NO, True, "the town itself; no: a contractor", "no")
SOCIAL = optional("social_economy", YES_NO, False, "of the social economy", "yes")
CEILING = maybe("contract_zl", zloty(100_000_000), "what all of the contract may cost; empty: no ceiling", "180000")
SIGNED = maybe("contract_from", DATE, "first day that counts towards it; empty: all before", "2026-01-01")
ENDS = maybe("contract_until", DATE, "last day that counts towards it; empty: all after", "2026-12-31")
PROVIDERS = Sheet(
    name="providers",
    says="who employs staff",
    columns=(PROVIDER_ID, PROVIDER_NAME, OWN, SOCIAL, CEILING, SIGNED, ENDS),
    key=PROVIDER_ID,
)

PURPOSE_ID = required("id", identifier(PurposeId), "the purpose", "dialysis")
PURPOSE_NAME = required("name", NAME, "name", "Dializa")
PRIORITY = optional("priority", whole(1, 5), 3, "1 (first) to 5", "1")
PURPOSES = Sheet(
    name="purposes", says="why somebody rides", columns=(PURPOSE_ID, PURPOSE_NAME, PRIORITY), key=PURPOSE_ID
)


def take_town(toml: Mapping[str, Any], tables: tuple[str, ...], reader: TomlReader, draft: Draft) -> Row:
    """Read the town's own keys; zone and centre go into `draft`."""
    row = reader.row(toml, TOWN, "", tables)
    if row.ok(ZONE):
        draft.zone = row[ZONE]
    if row.ok(LAT, LON):
        check_point(row, LAT, LON, draft)
        draft.centre = GeoPoint(lat=row[LAT], lon=row[LON]) if row.whole else None
    return row


def take_providers(rows: list[Row], draft: Draft) -> None:
    """Put the providers into `draft`."""
    for row in rows:
        first, last = (row[SIGNED], row[ENDS]) if row.ok(SIGNED, ENDS) else (None, None)
        if first is not None and last is not None and last < first:
            row.wrong(ENDS, f"is before the contract starts ({first.isoformat()})", "put the earlier date first")
        if row.whole:
            draft.providers[row[PROVIDER_ID]] = Provider(
                id=row[PROVIDER_ID],
                name=row[PROVIDER_NAME],
                own=row[OWN],
                social_economy=row[SOCIAL],
                contract_gr=row[CEILING],
                contract_from=row[SIGNED],
                contract_until=row[ENDS],
            )


def take_purposes(rows: list[Row], draft: Draft) -> None:
    """Put the ride purposes into `draft`."""
    for row in rows:
        if row.whole:
            purpose = RidePurpose(id=row[PURPOSE_ID], name=row[PURPOSE_NAME], priority=row[PRIORITY])
            draft.purposes[purpose.id] = purpose


def town_lines(town: Town) -> list[str]:
    """Return the town's own keys."""
    return toml_lines(
        line(
            ID.of(town.id),
            TOWN_NAME.of(town.name),
            TOWN_NOTE.of(town.note),
            OFFICE_PHONE.of(town.office_phone),
            ZONE.full(town.zone),
            LAT.of(town.centre.lat),
            LON.of(town.centre.lon),
        ),
        TOWN,
    )


def provider_and_purpose_lines(town: Town) -> Iterator[str]:
    """Yield a table for each provider and each ride purpose."""
    for provider in town.providers.values():
        cells = line(
            PROVIDER_ID.of(provider.id),
            PROVIDER_NAME.of(provider.name),
            OWN.full(provider.own),
            SOCIAL.full(provider.social_economy),
            CEILING.of(provider.contract_gr),
            SIGNED.of(provider.contract_from),
            ENDS.of(provider.contract_until),
        )
        yield from ["", "[[providers]]", *toml_lines(cells, PROVIDERS, explained=False)]
    for purpose in town.purposes.values():
        cells = line(PURPOSE_ID.of(purpose.id), PURPOSE_NAME.of(purpose.name), PRIORITY.full(purpose.priority))
        yield from ["", "[[purposes]]", *toml_lines(cells, PURPOSES, explained=False)]
