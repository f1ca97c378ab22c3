"""Clients: looking up, adding, correcting."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.paging import Cursor, Limit, Search, cursor_of, pair_of
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.clients import ClientChange, ClientLine, ClientPage, ClientShown
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.registers import add_client, change_client, find_named, read_client

router = office_router("/api/v1/clients", "clients")
_read, _write = [needs(Permission.CLIENTS_READ)], [needs(Permission.CLIENTS_WRITE)]
ClientKey = Annotated[str, Path(max_length=100, description="Id of a client.")]


@router.get("", dependencies=_read)
def list_clients(request: Request, name: Search = "", limit: Limit = 50, cursor: Cursor = None) -> ClientPage:
    """Find clients by the beginnings of words of their names."""
    after = pair_of(cursor)
    with office_of(request).store.reading(who(request).town_id) as unit:
        page = find_named(unit.clients, name, after=after, limit=limit)
    return ClientPage(items=[ClientLine.of(one) for one, _ in page.items], next=cursor_of(page.after))


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
    office, version = office_of(request), seen(if_match)
    client = body.client(client_id)
    stamp = change_client(office.store, who(request), client, seen=version, now=office.clock.now())
    response.headers["ETag"] = tag(stamp)
    return ClientShown.of(client)
