"""The town that whoever asks belongs to."""

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.routing import needs, office_router
from api.schemas.places import TownShown
from scheduler.services.access import Permission

router = office_router("/api/v1/town", "town")


@router.get("", dependencies=[needs(Permission.TOWN_READ)], response_model=TownShown)
def get_town(request: Request, response: Response, known: IfNoneMatch = None) -> TownShown | Response:
    """Return what the town is called, where it is, and what time it is there."""
    me = who(request)
    with office_of(request).store.reading(me.town_id) as unit:
        head, stamp = unit.head.get(me.town_id), unit.head.stamp_of(me.town_id)
    if is_known(known, stamp):
        return not_modified(stamp)
    response.headers["ETag"] = tag(stamp)
    return TownShown.of(head)
