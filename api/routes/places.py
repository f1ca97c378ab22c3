"""Places: homes, surgeries, bases."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.paging import Cursor, Limit, cursor_of, stamped_of
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.places import PlaceChange, PlacePage, PlaceSearch, PlacesFound, PlaceShown
from scheduler.domain.ids import PlaceId
from scheduler.services.access import Permission
from scheduler.services.finding_places import find_places, list_places, note_homes
from scheduler.services.registers import add_place, change_place

router = office_router("/api/v1/places", "places")
_VERSIONED = "/api/v1/places/{place_id}"
_read, _write = [needs(Permission.PLACES_READ)], [needs(Permission.PLACES_WRITE)]
PlaceKey = Annotated[str, Path(max_length=100, description="Id of a place.")]


@router.get("", dependencies=_read)
def get_places(request: Request, limit: Limit = 50, cursor: Cursor = None) -> PlacePage:
    """Return places by name; that a list with people's homes was read is noted, with how many."""
    office, after = office_of(request), stamped_of(cursor)
    with office.store.reading(who(request).town_id) as unit:
        page = list_places(unit, after=after and (PlaceId(after[0]), after[1]), limit=limit)
    note_homes(office.store, who(request), page.items, office.clock.now())
    following = cursor_of((page.after[0], str(page.after[1])) if page.after else None)
    return PlacePage(items=[PlaceShown.of(one) for one in page.items], next=following)


@router.post("/search", dependencies=_read)
def search_places(request: Request, body: PlaceSearch) -> PlacesFound:
    """Find places by the beginnings of words of their names; as in a list, homes are noted."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        found = find_places(unit, body.text, limit=body.limit)
    note_homes(office.store, who(request), found, office.clock.now())
    return PlacesFound(items=[PlaceShown.of(one) for one in found])


@router.post("", dependencies=_write, status_code=201)
def post_place(request: Request, response: Response, body: PlaceChange) -> PlaceShown:
    """Add a place; its district must be one of the town's."""
    office = office_of(request)
    place = body.place(created_id(request, "M"))
    stamp = add_place(office.store, who(request), place, office.clock.now())
    response.headers["Location"] = f"/api/v1/places/{quote(place.id, safe='')}"
    response.headers["ETag"] = tag(stamp)
    return PlaceShown.of(place)


@router.get("/{place_id}", dependencies=_read, response_model=PlaceShown)
def get_place(
    request: Request, response: Response, place_id: PlaceKey, known: IfNoneMatch = None
) -> PlaceShown | Response:
    """Return a place."""
    key = PlaceId(place_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        place, stamp = unit.places.get(key), unit.places.stamp_of(key)
    if is_known(known, stamp):
        return not_modified(stamp)
    response.headers["ETag"] = tag(stamp)
    return PlaceShown.of(place)


@router.put("/{place_id}", dependencies=_write)
def put_place(
    request: Request, response: Response, place_id: PlaceKey, body: PlaceChange, if_match: IfMatch = None
) -> PlaceShown:
    """Correct a place, whole: what is left out is as for a new one."""
    office, version = office_of(request), seen(if_match, _VERSIONED)
    place = body.place(place_id)
    stamp = change_place(office.store, who(request), place, seen=version, now=office.clock.now())
    response.headers["ETag"] = tag(stamp)
    return PlaceShown.of(place)
