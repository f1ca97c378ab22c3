"""A week as dispatchers and managers look at it: who is on duty, how full the days are, who is away."""

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.routing import needs, office_router
from api.schemas.moments import DayKey
from api.schemas.weeks import WeekShown
from scheduler.services.access import Permission
from scheduler.services.week import week

router = office_router("/api/v1/weeks", "days")


@router.get("/{day}", dependencies=[needs(Permission.PLANS_READ)], response_model=WeekShown)
def get_week(request: Request, response: Response, day: DayKey, known: IfNoneMatch = None) -> WeekShown | Response:
    """Return the week that a day lies in, from Monday to Sunday: every worker and vehicle, day by day.

    Its ETag is the town's stamp: ask again at each `stamp` of `/api/v1/changes`, with `If-None-Match`. Why somebody is
    away is not in it: `/api/v1/absences`.
    """
    with office_of(request).store.reading(who(request).town_id) as unit:
        if is_known(known, unit.stamp):
            return not_modified(unit.stamp)
        found = week(unit, day)
    response.headers["ETag"] = tag(found.stamp)
    return WeekShown.of(found)
