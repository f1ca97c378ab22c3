"""Clients: looking up, adding, correcting."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.paging import Cursor, Limit, cursor_of, stamped_of
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.clients import ClientChange, ClientLine, ClientPage, ClientSearch, ClientsFound, ClientShown
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.directory import ListPlace
from scheduler.services.registers import add_client, change_client, read_client

router = office_router("/api/v1/clients", "clients")
_VERSIONED = "/api/v1/clients/{client_id}"
_read, _write = [needs(Permission.CLIENTS_READ)], [needs(Permission.CLIENTS_WRITE)]
ClientKey = Annotated[str, Path(max_length=100, description="Id of a client.")]


@router.get("", dependencies=_read)
def list_clients(request: Request, limit: Limit = 50, cursor: Cursor = None) -> ClientPage:
    """Return clients by name; that a list was read is noted, with how many are on it."""
    office = office_of(request)
    found, more = office.directory.page(who(request), after=_place(cursor), limit=limit, now=office.clock.now())
    following = cursor_of((more.client_id, str(more.stamp)) if more else None)
    return ClientPage(items=[ClientLine.of(one) for one in found], next=following)


def _place(cursor: str | None) -> ListPlace | None:
    found = stamped_of(cursor)
    return None if found is None else ListPlace(client_id=ClientId(found[0]), stamp=found[1])


@router.post("/search", dependencies=_read)
def search_clients(request: Request, body: ClientSearch) -> ClientsFound:
    """Find clients by a few letters of names or streets, or digits of a telephone number, best first; it is noted."""
    office = office_of(request)
    found = office.directory.find(who(request), body.text, limit=body.limit, now=office.clock.now())
    return ClientsFound(items=[ClientLine.of(one) for one in found])


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
