"""Itineraries: what crews read of the published plan; a draft is nobody's business but the office's."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, known_or
from api.routing import needs, office_router
from api.schemas.itineraries import ItineraryList, ItineraryShown
from api.schemas.moments import DayKey
from scheduler.domain.accounts import Role
from scheduler.domain.ids import ShiftId
from scheduler.services.access import Permission
from scheduler.services.manifests import Manifest, manifest, manifests

router = office_router("/api/v1/itineraries", "itineraries")
_read = [needs(Permission.ITINERARIES_READ)]
ShiftKey = Annotated[str, Path(max_length=100, description="Id of a shift.")]


@router.get("/{day}", dependencies=_read, response_model=ItineraryList)
def list_itineraries(
    request: Request, response: Response, day: DayKey, known: IfNoneMatch = None
) -> ItineraryList | Response:
    """Return the shifts of a day's published plan: a worker's and a provider's own, everybody's to the office."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        found = manifests(unit, day, who(request), office.clock.now())
    return known_or(response, ItineraryList(items=_shown(request, found)), known)


@router.get("/{day}/{shift_id}", dependencies=_read, response_model=ItineraryShown)
def get_itinerary(
    request: Request, response: Response, day: DayKey, shift_id: ShiftKey, known: IfNoneMatch = None
) -> ItineraryShown | Response:
    """Return one shift of a day's published plan; a worker reads it until 4 h after its end."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        found = manifest(unit, day, ShiftId(shift_id), who(request), office.clock.now())
    return known_or(response, _shown(request, [found])[0], known)


def _shown(request: Request, found: Sequence[Manifest]) -> list[ItineraryShown]:
    office, me = office_of(request), who(request)
    office.looks.note(me, [client for one in found for client in one.clients], office.clock.now())
    inside = me.role not in {Role.WORKER, Role.PROVIDER}
    return [ItineraryShown.of(one, office=inside) for one in found]
