"""What is in a running day's way: snow, closed roads, breakdowns, overruns; and what that puts at risk."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.replaying import created_id
from api.routes.days import changed_day_shown, found_days
from api.routing import needs, office_router
from api.schemas.days import DayShown
from api.schemas.disruptions import AtRiskShown, DisruptionList, DisruptionReport, DisruptionShown
from api.schemas.moments import DayKey
from scheduler.domain.ids import DisruptionId
from scheduler.domain.live_day import live_key
from scheduler.services.access import Permission
from scheduler.services.dispatching import Hand
from scheduler.services.dispatching.at_risk import at_risk
from scheduler.services.disruptions.reporting import report_disruption, take_back
from scheduler.services.facts import town_head
from scheduler.services.planning.open_day import open_day

router = office_router("/api/v1/days/{day}", "live")
_VERSIONED = "/api/v1/days/{day}"
_write = [needs(Permission.PLANS_WRITE)]
DisruptionKey = Annotated[str, Path(max_length=100, description="Id of a disruption of the day.")]


@router.get("/disruptions", dependencies=_write)
def list_disruptions(request: Request, response: Response, day: DayKey) -> DisruptionList:
    """Return what is, or was, in a day's way, as it was reported: notes may name people, so to dispatchers alone."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        live = unit.live.find(live_key(day))
        response.headers["ETag"] = tag(unit.days.get(day).version)
        return DisruptionList.of(live.disruptions if live else (), town_head(unit).zone)


@router.post("/disruptions", dependencies=_write, status_code=201)
def post_disruption(
    request: Request, response: Response, day: DayKey, body: DisruptionReport, if_match: IfMatch = None
) -> DisruptionShown:
    """Report what has come in a day's way. Plans made from then on allow for it; no plan changes by itself.

    What it puts at risk is told by `at-risk`, a plan from now on is proposed by `replans`.
    """
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _VERSIONED))
    told = body.disruption(created_id(request, "D"), me.user_id, hand.at)
    with office.store.writing(me.town_id) as unit:
        kept, after = report_disruption(unit, office.days.travel(unit), day, told, hand)
        shown = DisruptionShown.of(kept, town_head(unit).zone)
    response.headers["Location"] = f"/api/v1/days/{day.isoformat()}/disruptions/{quote(kept.id, safe='')}"
    response.headers["ETag"] = tag(after.version)
    return shown


@router.delete("/disruptions/{disruption_id}", dependencies=_write)
def delete_disruption(
    request: Request, response: Response, day: DayKey, disruption_id: DisruptionKey, if_match: IfMatch = None
) -> DayShown:
    """Say that something is not in the way after all, or not any more; that it was reported stays on record."""
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _VERSIONED))
    with office.store.writing(me.town_id) as unit:
        found = found_days(request, unit, [take_back(unit, day, DisruptionId(disruption_id), hand)])
    return changed_day_shown(request, response, found)


@router.get("/at-risk", dependencies=[needs(Permission.PLANS_READ)])
def get_at_risk(request: Request, response: Response, day: DayKey) -> AtRiskShown:
    """Return the promises that a day does not keep as it goes on, and what could be given up so that they are kept."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        opened = open_day(unit, day, office.days.travel(unit))
        response.headers["ETag"] = tag(opened.state.version)
    return AtRiskShown.of(day, at_risk(opened))
