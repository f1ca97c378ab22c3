"""What a town has decided: its prices."""

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.routing import needs, office_router
from api.schemas.policy import PricesChange, PricesShown
from scheduler.services.access import Permission
from scheduler.services.dispatching import Hand
from scheduler.services.prices import change_prices

router = office_router("/api/v1/policy", "policy")
_PRICES = "/api/v1/policy/prices"


@router.get("/prices", dependencies=[needs(Permission.POLICY_READ)], response_model=PricesShown)
def get_prices(request: Request, response: Response, known: IfNoneMatch = None) -> PricesShown | Response:
    """Return the prices by which plans are weighed, each with what it means."""
    me = who(request)
    with office_of(request).store.reading(me.town_id) as unit:
        head, stamp = unit.head.get(me.town_id), unit.head.stamp_of(me.town_id)
    if is_known(known, stamp):
        return not_modified(stamp)
    response.headers["ETag"] = tag(stamp)
    return PricesShown.of(head.policy.prices)


@router.put("/prices", dependencies=[needs(Permission.POLICY_WRITE)])
def put_prices(request: Request, response: Response, body: PricesChange, if_match: IfMatch = None) -> PricesShown:
    """Change the prices, all of them; plans that are made from now on cost by them."""
    office, me = office_of(request), who(request)
    hand, version = Hand(by=me.user_id, at=office.clock.now()), seen(if_match, _PRICES)
    with office.store.writing(me.town_id) as unit:
        head = change_prices(unit, body.values, hand, version)
    response.headers["ETag"] = tag(unit.written_stamp)
    return PricesShown.of(head.policy.prices)
