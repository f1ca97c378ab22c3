"""All sheets and their columns: the one place that reading, writing and the documentation go through."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scheduler.domain.town import Town
from scheduler.formats.town import (
    booking_tables,
    contract_tables,
    head_tables,
    live_tables,
    message_tables,
    policy_tables,
)
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets import (
    clients,
    contacts,
    entitlements,
    overrides,
    patterns,
    pins,
    places,
    promises,
    published,
    request_rows,
    requests,
    services,
    shifts,
    staff,
    start_states,
    vehicles,
)
from scheduler.formats.town.sheets.common import Line


@dataclass(frozen=True, kw_only=True)
class SheetModule:
    """A sheet with both ways through it.

    Attributes
    ----------
    lines : callable
        The rows that say what a town holds.
    take : callable
        Puts what rows mean into the draft.
    """

    sheet: Sheet
    lines: Callable[[Town], Iterator[Line]]
    take: Callable[[list[Row], Draft], None]


def _module(
    sheet: Sheet, lines: Callable[[Town], Iterator[Line]], take: Callable[[list[Row], Draft], None]
) -> SheetModule:
    return SheetModule(sheet=sheet, lines=lines, take=take)


# In this order things are built: each needs only what stands above it.
MODULES: Mapping[str, SheetModule] = {
    module.sheet.name: module
    for module in (
        _module(places.SHEET, places.lines, places.take),
        _module(services.SHEET, services.lines, services.take),
        _module(staff.SHEET, staff.lines, staff.take),
        _module(vehicles.SHEET, vehicles.lines, vehicles.take),
        _module(contacts.SHEET, contacts.lines, contacts.take),
        _module(clients.SHEET, clients.lines, clients.take),
        _module(start_states.SHEET, start_states.lines, start_states.take),
        _module(shifts.SHEET, shifts.lines, shifts.take),
        _module(patterns.SHEET, patterns.lines, patterns.take),
        _module(requests.SHEET, requests.lines, request_rows.take),
        _module(entitlements.SHEET, entitlements.lines, entitlements.take),
        _module(promises.SHEET, promises.lines, promises.take),
        _module(pins.SHEET, pins.lines, pins.take),
        _module(overrides.SHEET, overrides.lines, overrides.take),
        _module(published.SHEET, published.lines, published.take),
    )
}

SHEETS: tuple[Sheet, ...] = tuple(module.sheet for module in MODULES.values())

TOML_TABLES: tuple[Sheet, ...] = (
    head_tables.TOWN,
    head_tables.PROVIDERS,
    head_tables.PURPOSES,
    contract_tables.CONTRACTS,
    contract_tables.BREAKS,
    policy_tables.LIMITS,
    policy_tables.BOARDING,
    policy_tables.UNASSIGNED,
    policy_tables.PRICES,
    policy_tables.SHARE,
    policy_tables.SPEED,
    policy_tables.BAND,
    policy_tables.ROADS,
    booking_tables.BOOKING,
    booking_tables.DEFAULT,
    booking_tables.SERVICES,
    live_tables.LIVE,
    live_tables.OPEN_RETURNS,
    message_tables.MESSAGES,
    policy_tables.PAIR,
)
