"""A running day: how far it is, and plans from now on."""

import os
import time
from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.routes.days import changed_day_shown, found_days, names_in, noted
from api.routing import needs, office_router
from api.schemas.days import DayShown
from api.schemas.live import LiveDayShown, ProposalShown, ReplanWish
from api.schemas.moments import DayKey
from scheduler.domain.errors import NotFoundError
from scheduler.services.access import Permission
from scheduler.services.dispatching import Hand
from scheduler.services.dispatching.replanning import confirm, propose
from scheduler.services.facts import town_head
from scheduler.services.live.refreshing import running
from scheduler.services.planning.searching import Effort

router = office_router("/api/v1/days/{day}", "live")
_VERSIONED = "/api/v1/days/{day}"
_write = [needs(Permission.PLANS_WRITE)]
Version = Annotated[int, Path(ge=1, le=1_000_000, description="Version of a proposed plan of the day.")]


@router.get("/live", dependencies=[needs(Permission.PLANS_READ)])
def get_live(request: Request, day: DayKey) -> LiveDayShown:
    """Return a published day as it runs: where crews are as they reported, and when the rest is to be expected.

    What nobody has reported has not happened; what is still to be done is never expected in the past.
    """
    office, me = office_of(request), who(request)
    now = office.clock.now()
    with office.store.reading(me.town_id) as unit:
        found = running(unit, day, now)
        if found is None:
            raise NotFoundError(f"nothing of {day.isoformat()} is published")
        return LiveDayShown.of(found, unit.bookings.between(day, day), town_head(unit).zone, now)


@router.post("/replans", dependencies=_write, status_code=201)
def post_replan(
    request: Request, response: Response, day: DayKey, body: ReplanWish, if_match: IfMatch = None
) -> ProposalShown:
    """Plan what is left of a running day from where its crews are; nothing changes before it is confirmed.

    Promises are kept in time where anybody can; those that nobody can are late by as little as possible, and listed.
    Published stops that change are as few as possible; whom to phone about them is listed, too, and why whoever knows
    a time and is left out has no place.
    """
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _VERSIONED))
    with office.store.reading(me.town_id) as unit:
        travel = office.days.travel(unit)
    effort = Effort(clock=time.monotonic, seconds=body.seconds, workers=os.cpu_count() or 1)
    found = propose(office.store, me.town_id, travel, day, effort=effort, hand=hand)
    with office.store.reading(me.town_id) as unit:
        names = names_in(request, unit, found.left_out)
    response.headers["ETag"] = tag(found.seen)
    return ProposalShown.of(found, noted(request, names).get)


@router.post("/replans/{version}/confirmation", dependencies=_write)
def post_confirmation(
    request: Request, response: Response, day: DayKey, version: Version, if_match: IfMatch = None
) -> DayShown:
    """Let a proposed plan hold, and publish it; whoever has to be phoned is on the day's list of notices."""
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _VERSIONED))
    with office.store.writing(me.town_id) as unit:
        travel = office.days.travel(unit)
        after = confirm(unit, travel, day, version, hand=hand, new_id=office.new_id)
        found = found_days(request, unit, [after])
    return changed_day_shown(request, response, found)
