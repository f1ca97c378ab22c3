"""Checks: nobody answers, and somebody in the office goes through a list until they know why."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.checks import CheckCreation, CheckList, CheckShown, Closure, StepMade
from api.schemas.moments import DayKey
from scheduler.domain.checks import Check, CheckStep
from scheduler.domain.client import Client
from scheduler.domain.ids import CheckId
from scheduler.services.access import Permission
from scheduler.services.live.unanswered import Closing, add_step, close, open_by_hand

router = office_router("/api/v1", "checks")
_VERSIONED = "/api/v1/checks/{check_id}"
_read, _write = [needs(Permission.CHECKS_READ)], [needs(Permission.CHECKS_WRITE)]
CheckKey = Annotated[str, Path(max_length=100, description="Id of a check.")]


@router.get("/days/{day}/checks", dependencies=_read)
def list_checks(request: Request, day: DayKey) -> CheckList:
    """Return the checks of a day, closed ones too."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = [(one, unit.clients.find(one.client_id)) for one in unit.checks.between(day, day).values()]
    return CheckList(items=_shown(request, found))


@router.post("/checks", dependencies=_write, status_code=201)
def post_check(request: Request, response: Response, body: CheckCreation) -> CheckShown:
    """Open a check by hand: somebody fears for a client."""
    office, me = office_of(request), who(request)
    key = CheckId(created_id(request, "C"))
    with office.store.writing(me.town_id) as unit:
        check = open_by_hand(unit, key, body.doubt, me.user_id, office.clock.now())
        stamp, client = unit.checks.stamp_of(key), unit.clients.find(check.client_id)
    response.headers["Location"] = f"/api/v1/checks/{quote(key, safe='')}"
    response.headers["ETag"] = tag(unit.written_stamp or stamp)
    return _shown(request, [(check, client)])[0]


@router.get("/checks/{check_id}", dependencies=_read)
def get_check(request: Request, response: Response, check_id: CheckKey) -> CheckShown:
    """Return a check, with whom to ask."""
    key = CheckId(check_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        check, stamp = unit.checks.get(key), unit.checks.stamp_of(key)
        client = unit.clients.find(check.client_id)
    response.headers["ETag"] = tag(stamp)
    return _shown(request, [(check, client)])[0]


@router.post("/checks/{check_id}/steps", dependencies=_write)
def post_step(
    request: Request, response: Response, check_id: CheckKey, body: StepMade, if_match: IfMatch = None
) -> CheckShown:
    """Write down who was asked, and what came of it."""
    office, me, version = office_of(request), who(request), seen(if_match, _VERSIONED)
    step = CheckStep(asked=body.asked, at=office.clock.now(), by=me.user_id, outcome=body.outcome, note=body.note)
    with office.store.writing(me.town_id) as unit:
        check = add_step(unit, CheckId(check_id), step, seen=version)
        client = unit.clients.find(check.client_id)
    response.headers["ETag"] = tag(unit.written_stamp)
    return _shown(request, [(check, client)])[0]


@router.post("/checks/{check_id}/closure", dependencies=_write)
def post_closure(
    request: Request, response: Response, check_id: CheckKey, body: Closure, if_match: IfMatch = None
) -> CheckShown:
    """Close a check with what is known of the client: after somebody knew something, or everybody was asked."""
    office, me, version = office_of(request), who(request), seen(if_match, _VERSIONED)
    closing = Closing(outcome=body.outcome, by=me.user_id, at=office.clock.now(), note=body.note)
    with office.store.writing(me.town_id) as unit:
        check = close(unit, CheckId(check_id), closing, seen=version)
        client = unit.clients.find(check.client_id)
    response.headers["ETag"] = tag(unit.written_stamp)
    return _shown(request, [(check, client)])[0]


def _shown(request: Request, found: Sequence[tuple[Check, Client | None]]) -> list[CheckShown]:
    office = office_of(request)
    office.looks.note(who(request), [one.id for _, one in found if one is not None], office.clock.now())
    return [CheckShown.of(check, client) for check, client in found]
