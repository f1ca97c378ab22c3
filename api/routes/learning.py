"""What closed days tell about how long doors take and how fast roads are, and whether plans use it."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.routing import needs, office_router
from api.schemas.learning import LearningChange, LearningShown
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.learning.record import Kept, kept_learned, switch
from scheduler.services.learning.renewing import learn
from scheduler.services.ports import UnitOfWork

router = office_router("/api/v1/learning", "learning")
_VERSIONED = "/api/v1/learning"
OfService = Annotated[str | None, Query(max_length=100, description="Only what is learned of this service.")]
_read, _write = [needs(Permission.LEARNING_READ)], [needs(Permission.LEARNING_WRITE)]


@router.get("", dependencies=_read)
def get_learning(request: Request, response: Response, service_id: OfService = None) -> LearningShown:
    """Return how long doors take by what closed days tell, each with where it comes from, and proposals for speeds.

    Few observations change little: each client's mean is drawn towards the service's, and that towards the catalogue.
    What a person has written for a client or a request wins in every plan.
    """
    with office_of(request).store.reading(who(request).town_id) as unit:
        shown = _shown(unit, response, kept_learned(unit), service_id)
    return _noted(request, shown)


@router.put("", dependencies=_write)
def put_learning(request: Request, response: Response, body: LearningChange, if_match: IfMatch = None) -> LearningShown:
    """Let plans use what was learned, or the catalogue's times again.

    Days to come are planned anew by a worker; promises that lose their place are on the day's list of calls.
    """
    office, me = office_of(request), who(request)
    with office.store.writing(me.town_id) as unit:
        switch(unit, used=body.used, by=me.user_id, now=office.clock.now(), seen=seen(if_match, _VERSIONED))
    with office.store.reading(me.town_id) as unit:
        shown = _shown(unit, response, kept_learned(unit))
    return _noted(request, shown)


@router.post("/renewal", dependencies=_write)
def post_renewal(request: Request, response: Response) -> LearningShown:
    """Work out now what closed days tell; a worker does so every night."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        travel = office.days.travel(unit)
    learn(office.store, me.town_id, travel, office.clock.now(), me.user_id)
    with office.store.reading(me.town_id) as unit:
        shown = _shown(unit, response, kept_learned(unit))
    return _noted(request, shown)


def _shown(unit: UnitOfWork, response: Response, kept: Kept, service_id: str | None = None) -> LearningShown:
    response.headers["ETag"] = tag(kept.stamp)
    return LearningShown.of(kept.learned, unit.clients.all(), town_head(unit).zone, service_id)


def _noted(request: Request, shown: LearningShown) -> LearningShown:
    """Note whose own times somebody sees: who takes long at a door is frail."""
    office = office_of(request)
    seen_clients = (ClientId(one.client_id) for one in shown.clients if one.client_id is not None)
    office.looks.note(who(request), seen_clients, office.clock.now())
    return shown
