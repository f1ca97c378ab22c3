"""Clients: looking up, adding, correcting."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.paging import Cursor, Limit, cursor_of, stamped_of
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.clients import (
    ClientChange,
    ClientLine,
    ClientPage,
    ClientSearch,
    ClientsFound,
    ClientShown,
    EntitlementList,
    EntitlementShown,
)
from api.schemas.moments import Day
from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.directory import ListPlace
from scheduler.services.entitling import left
from scheduler.services.facts import town_head
from scheduler.services.registers import add_client, change_client, read_client

router = office_router("/api/v1/clients", "clients")
_VERSIONED = "/api/v1/clients/{client_id}"
_read, _write = [needs(Permission.CLIENTS_READ)], [needs(Permission.CLIENTS_WRITE)]
ClientKey = Annotated[str, Path(max_length=100, description="Id of a client.")]
OfDay = Annotated[Day | None, Query(description="A service day; by default today.")]


@router.get("", dependencies=_read)
def list_clients(request: Request, limit: Limit = 50, cursor: Cursor = None) -> ClientPage:
    """Return clients by name; that a list was read is noted, with how many are on it."""
    office = office_of(request)
    found, more = office.directory.page(who(request), after=_place(cursor), limit=limit, now=office.clock.now())
    following = cursor_of((more.client_id, str(more.stamp)) if more else None)
    return ClientPage(items=_lines(request, found), next=following)


def _lines(request: Request, clients: Iterable[Client]) -> list[ClientLine]:
    with office_of(request).store.reading(who(request).town_id) as unit:
        return [ClientLine.of(one, unit.places.find(one.home)) for one in clients]


def _place(cursor: str | None) -> ListPlace | None:
    found = stamped_of(cursor)
    return None if found is None else ListPlace(client_id=ClientId(found[0]), stamp=found[1])


@router.post("/search", dependencies=_read)
def search_clients(request: Request, body: ClientSearch) -> ClientsFound:
    """Find clients by a few letters of names or streets, or digits of a telephone number, best first; it is noted."""
    office = office_of(request)
    found = office.directory.find(who(request), body.text, limit=body.limit, now=office.clock.now())
    return ClientsFound(items=_lines(request, found))


@router.post("", dependencies=_write, status_code=201)
def post_client(request: Request, response: Response, body: ClientChange) -> ClientShown:
    """Add a client; the home must be a place of the town."""
    office = office_of(request)
    client = body.client(created_id(request, "K"))
    stamp = add_client(office.store, who(request), client, office.clock.now())
    response.headers["Location"] = f"/api/v1/clients/{quote(client.id, safe='')}"
    response.headers["ETag"] = tag(stamp)
    return ClientShown.of(client)


@router.get("/{client_id}", dependencies=_read, response_model=ClientShown)
def get_client(
    request: Request, response: Response, client_id: ClientKey, known: IfNoneMatch = None
) -> ClientShown | Response:
    """Return a client; who looked is noted, once in a quarter of an hour."""
    office = office_of(request)
    client, stamp = read_client(office.store, who(request), ClientId(client_id), office.clock.now())
    if is_known(known, stamp):
        return not_modified(stamp)
    response.headers["ETag"] = tag(stamp)
    return ClientShown.of(client)


@router.get("/{client_id}/entitlements", dependencies=_read)
def list_entitlements(request: Request, client_id: ClientKey, day: OfDay = None) -> EntitlementList:
    """Return what a client may still have on a day (today), by service."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        client = unit.clients.get(ClientId(client_id))
        day = day or office.clock.now().astimezone(town_head(unit).zone).date()
        found = left(unit, client.id, day)
    office.looks.note(me, [client.id], office.clock.now())
    return EntitlementList(items=[EntitlementShown.of(one) for one in found])


@router.put("/{client_id}", dependencies=_write)
def put_client(
    request: Request, response: Response, client_id: ClientKey, body: ClientChange, if_match: IfMatch = None
) -> ClientShown:
    """Correct a client, whole: what is left out is as for a new one."""
    office, version = office_of(request), seen(if_match, _VERSIONED)
    client = body.client(client_id)
    stamp = change_client(office.store, who(request), client, seen=version, now=office.clock.now())
    response.headers["ETag"] = tag(stamp)
    return ClientShown.of(client)
