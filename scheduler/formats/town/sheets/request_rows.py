"""What is made of the rows of the sheet of requests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.client import Mobility, Notes
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Party, Request, Ride, Visit
from scheduler.domain.time import TimeWindow
from scheduler.formats.town.column import Column
from scheduler.formats.town.compound import HOME
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets import requests as sheet
from scheduler.formats.town.sheets.common import instant, windows

_WINDOW_COLUMNS = (sheet.WINDOW_AT, sheet.ARRIVE, sheet.LEAVE)
_NOT_OF_KIND: Mapping[ServiceKind, tuple[Column[Any], ...]] = {
    ServiceKind.VISIT: (sheet.FROM, sheet.ARRIVE, sheet.LEAVE, *sheet.OF_RIDES, *sheet.OF_DELIVERIES),
    ServiceKind.RIDE: (sheet.WINDOW_AT, *sheet.OF_VISITS, *sheet.OF_DELIVERIES),
    ServiceKind.DELIVERY: (sheet.ARRIVE, sheet.LEAVE, *sheet.OF_VISITS, *sheet.OF_RIDES),
}


def take(rows: list[Row], draft: Draft) -> None:
    """Put the requests into `draft`."""
    for row in rows:
        day = row[sheet.DAY] if row.ok(sheet.DAY) else None
        found = {column.name: windows(row, column, day, draft) for column in _WINDOW_COLUMNS}
        wish = instant(row, sheet.WISH, day, draft)
        kind = _kind(row, draft)
        if kind is not None:
            _check_kind(row, kind)
            _check_windows(row, kind)
            _check_wheelchair(row, kind, draft)
        _check_stay(row)
        if row.whole and kind is not None:
            _build(row, kind, found, wish, draft)


def _kind(row: Row, draft: Draft) -> ServiceKind | None:
    service = draft.services.get(row[sheet.SERVICE_ID]) if row.ok(sheet.SERVICE_ID) else None
    return service.kind if service else None


def _check_kind(row: Row, kind: ServiceKind) -> None:
    for column in _NOT_OF_KIND[kind]:
        if row.ok(column) and row[column] != column.default:
            row.wrong(column, f"means nothing for a {kind}", "empty the cell, or correct the service")
    needed = {ServiceKind.VISIT: (), ServiceKind.RIDE: (sheet.FROM, sheet.TO), ServiceKind.DELIVERY: (sheet.FROM,)}
    for column in needed[kind]:
        if row.ok(column) and row[column] is None:
            row.wrong(column, f"is empty, but this is a {kind}", "write place, place/entrance or home")


def _check_windows(row: Row, kind: ServiceKind) -> None:
    if kind is not ServiceKind.RIDE:
        if row.ok(sheet.WINDOW_AT) and row[sheet.WINDOW_AT] is None:
            row.wrong(sheet.WINDOW_AT, "is empty", "write when it may start, such as 09:00-12:00, or any")
    elif row.ok(sheet.ARRIVE, sheet.LEAVE) and (row[sheet.ARRIVE] is None) == (row[sheet.LEAVE] is None):
        wrong = "is empty, and so is leave" if row[sheet.ARRIVE] is None else "is filled, and so is leave"
        row.wrong(sheet.ARRIVE, wrong, "fill arrive ('arrive by') or leave ('leave after')")


def _check_wheelchair(row: Row, kind: ServiceKind, draft: Draft) -> None:
    """A ride that no vehicle of the town could ever do is a slip of the pen: in the client or in the layouts."""
    if kind is not ServiceKind.RIDE or not row.ok(sheet.CLIENTS) or _wheelchair_places(draft):
        return
    clients = [draft.clients.get(client) for client in row[sheet.CLIENTS]]
    seated = [client.id for client in clients if client and client.mobility is Mobility.WHEELCHAIR]
    if seated:
        wrong = f"has {seated[0]} in a wheelchair, but no vehicle of the town has a wheelchair place"
        row.wrong(sheet.CLIENTS, wrong, "add a layout such as 4+2 to a vehicle, or correct the client's mobility")


def _wheelchair_places(draft: Draft) -> bool:
    known = draft.ids.get("vehicles")
    if known is None or len(known) > len(draft.vehicles):
        return True  # a faulty vehicle may be the one; it is reported already
    return any(layout.wheelchairs for vehicle in draft.vehicles.values() for layout in vehicle.layouts)


def _check_stay(row: Row) -> None:
    if not row.ok(sheet.SHORTEST_STAY, sheet.LONGEST_STAY):
        return
    shortest, longest = row[sheet.SHORTEST_STAY], row[sheet.LONGEST_STAY]
    if shortest is not None and longest is not None and longest < shortest:
        row.wrong(sheet.LONGEST_STAY, "is shorter than the shortest stay", "swap the two or correct one")


def _build(
    row: Row, kind: ServiceKind, found: Mapping[str, tuple[TimeWindow, ...] | None], wish: datetime | None, draft: Draft
) -> None:
    client = draft.clients.get(row[sheet.CLIENTS][0])
    if client is None:
        return  # the client's own row is faulty and reported
    home = Door(place_id=client.home, entrance=client.home_entrance)
    common = _common(row, found, wish)
    build = {ServiceKind.VISIT: _visit, ServiceKind.RIDE: _ride, ServiceKind.DELIVERY: _delivery}[kind]
    draft.requests[row[sheet.ID]] = build(row, home, common)


def _door(written: Door | None, home: Door) -> Door:
    return home if written is None or written == HOME else written


def _common(row: Row, found: Mapping[str, tuple[TimeWindow, ...] | None], wish: datetime | None) -> dict[str, Any]:
    return {
        "id": row[sheet.ID],
        "day": row[sheet.DAY],
        "service_id": row[sheet.SERVICE_ID],
        "party": Party(
            client_ids=row[sheet.CLIENTS],
            carers=row[sheet.CARERS],
            rollators=row[sheet.ROLLATORS],
            luggage=row[sheet.LUGGAGE],
        ),
        "windows": next((several for several in found.values() if several is not None), ()),
        "wish": wish,
        "priority": row[sheet.PRIORITY],
        "must": row[sheet.MUST],
        "programme_id": row[sheet.PROGRAMME_ID],
        "group": row[sheet.GROUP],
        "after": row[sheet.AFTER_THESE],
        "same_staff_as": row[sheet.SAME_STAFF],
        "other_staff_than": row[sheet.OTHER_STAFF],
        "preferred": row[sheet.PREFERRED],
        "service_time": row[sheet.TIME_AT],
        "notes": Notes(driver=row[sheet.DRIVER_NOTE], worker=row[sheet.WORKER_NOTE], office=row[sheet.OFFICE_NOTE]),
    }


def _visit(row: Row, home: Door, common: dict[str, Any]) -> Request:
    return Visit(**common, door=_door(row[sheet.TO], home), workers=row[sheet.WORKERS])


def _delivery(row: Row, home: Door, common: dict[str, Any]) -> Request:
    return Delivery(
        **common,
        source=_door(row[sheet.FROM], home),
        door=_door(row[sheet.TO], home),
        portions=row[sheet.PORTIONS],
        longest_carry=row[sheet.LONGEST_CARRY],
    )


def _ride(row: Row, home: Door, common: dict[str, Any]) -> Request:
    return Ride(
        **common,
        origin=_door(row[sheet.FROM], home),
        destination=_door(row[sheet.TO], home),
        arrive_by=row[sheet.ARRIVE] is not None,
        purpose_id=row[sheet.PURPOSE],
        help_level=row[sheet.HELP],
        attendant=row[sheet.ATTENDANT],
        longest_ride=row[sheet.LONGEST_RIDE],
        journey=row[sheet.JOURNEY],
        leg=row[sheet.LEG],
        shortest_stay=row[sheet.SHORTEST_STAY],
        longest_stay=row[sheet.LONGEST_STAY],
    )
