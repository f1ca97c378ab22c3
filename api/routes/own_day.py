"""A worker's own day: what the phone keeps, so that it works where there is no signal, and that it was seen."""

from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, known_or
from api.routing import needs, office_router
from api.schemas.moments import DayKey
from api.schemas.own_day import OwnDayShown, Seen
from scheduler.domain.ids import ShiftId
from scheduler.services.access import Permission
from scheduler.services.own_day import acknowledge, own_day

router = office_router("/api/v1/own-day", "itineraries")
_own = [needs(Permission.OWN_DAY)]
NOW = "Dojazd-Now"
"""The office's clock at the time of an answer, also of one that nothing has changed: phones keep time by it."""
ShiftKey = Annotated[str, Path(max_length=100, description="Id of a shift.")]


@router.get("", dependencies=_own, response_model=OwnDayShown)
def get_own_day(request: Request, response: Response, known: IfNoneMatch = None) -> OwnDayShown | Response:
    """Return the published shifts of whoever asks: yesterday's that go on, today's and tomorrow's, until 4 h after.

    The header `Dojazd-Now` tells the office's clock. That a phone has fetched a shift does not say that anybody has
    seen it: `PUT .../seen` does.
    """
    office, me = office_of(request), who(request)
    now = office.clock.now()
    with office.store.reading(me.town_id) as unit:
        found = own_day(unit, me, now)
    office.looks.note(me, [client for one in found.shifts for client in one.manifest.clients], now)
    answer = known_or(response, OwnDayShown.of(found, me.user_id), known)
    told = answer if isinstance(answer, Response) else response
    told.headers[NOW] = now.astimezone(found.head.zone).isoformat(timespec="milliseconds")
    return answer


@router.put("/{day}/{shift_id}/seen", dependencies=_own, status_code=204)
def put_seen(request: Request, day: DayKey, shift_id: ShiftKey, body: Seen) -> None:
    """Say that the stops of a version were seen; the office stops asking after this crew."""
    office = office_of(request)
    acknowledge(
        office.store, who(request), day=day, shift_id=ShiftId(shift_id), version=body.version, now=office.clock.now()
    )
