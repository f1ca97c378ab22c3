"""Alerts: what somebody has to look at on a running day."""

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, known_or
from api.routing import needs, office_router
from api.schemas.alerts import AlertList, AlertShown
from api.schemas.moments import DayKey
from scheduler.services.access import Permission
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch

router = office_router("/api/v1/days", "alerts")


@router.get("/{day}/alerts", dependencies=[needs(Permission.ALERTS_READ)], response_model=AlertList)
def list_alerts(request: Request, response: Response, day: DayKey, known: IfNoneMatch = None) -> AlertList | Response:
    """Return what somebody has to look at on a day as it is now, the most urgent first.

    They follow from the day and the hour: ask again at each `stamp` and each `tick` of `/api/v1/changes`, with
    `If-None-Match`. What is wrong keeps its id. Nothing is to be closed here but checks where nobody answers; those
    of other days are on today's list until then.
    """
    office, me = office_of(request), who(request)
    now, named = office.clock.now(), Permission.CLIENTS_READ in me.permissions
    with office.store.reading(me.town_id) as unit:
        found = alerts(watch(unit, day, now))
        ids = dict.fromkeys(key for one in found for key in one.client_ids)
        clients = [unit.clients.find(key) for key in ids] if named else []
    found = (*found, *office.packs.alerts(me.town_id, day))
    names = {str(one.id): one.name for one in clients if one is not None}
    office.looks.note(me, [one.id for one in clients if one is not None], now)
    return known_or(response, AlertList(day=day, items=[AlertShown.of(one, names.get) for one in found]), known)
