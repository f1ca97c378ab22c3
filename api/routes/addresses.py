"""Addresses: what a line that is being typed may become."""

from fastapi import Request

from api.asking import office_of, who
from api.routing import needs, office_router
from api.schemas.places import AddressesFound, AddressSearch, AddressShown
from scheduler.services.access import Permission
from scheduler.services.finding_addresses import find_addresses
from scheduler.services.finding_places import note_homes

router = office_router("/api/v1/addresses", "places")


@router.post("/search", dependencies=[needs(Permission.PLACES_READ)])
def search_addresses(request: Request, body: AddressSearch) -> AddressesFound:
    """Find addresses of the office's places and of the town's register; no network is asked. Homes are noted."""
    office, me = office_of(request), who(request)
    with office.addresses(me.town_id) as register, office.store.reading(me.town_id) as unit:
        found, places = find_addresses(unit, register, body.text, limit=body.limit)
    note_homes(office.store, me, places, office.clock.now())
    return AddressesFound(items=[AddressShown.of(one) for one in found])
