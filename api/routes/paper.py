"""Returned sheets: their times are typed in at the office."""

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.routes.itineraries import ShiftKey
from api.routing import needs, office_router
from api.schemas.moments import DayKey
from api.schemas.paper import PaperEntered, PaperShown, PaperTyped
from scheduler.domain.ids import ShiftId
from scheduler.services.access import Permission
from scheduler.services.field.paper import enter_sheet, paper_sheet

router = office_router("/api/v1/days/{day}/paper-sheets", "events")
_types = [needs(Permission.PLANS_WRITE)]
_VERSIONED = "/api/v1/days/{day}/paper-sheets/{shift_id}"


@router.get("/{shift_id}", dependencies=_types, response_model=PaperShown)
def get_paper_sheet(
    request: Request, response: Response, day: DayKey, shift_id: ShiftKey, known: IfNoneMatch = None
) -> PaperShown | Response:
    """Return the stops of a published shift with what was reported of them, by phones or from paper."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found = paper_sheet(unit, day, ShiftId(shift_id), me, office.clock.now())
    if is_known(known, found.version):
        return not_modified(found.version)
    response.headers["ETag"] = tag(found.version)
    return PaperShown.of(found)


@router.patch("/{shift_id}", dependencies=_types)
def type_in(
    request: Request,
    response: Response,
    day: DayKey,
    shift_id: ShiftKey,
    *,
    body: PaperTyped,
    if_match: IfMatch = None,
) -> PaperEntered:
    """Keep what stands on a returned sheet as events, all of it or, if anything is wrong, nothing.

    Where something else was reported of a stop it is taken back. Sent twice, it changes nothing the second time.
    """
    office, rows = office_of(request), [one.row for one in body.rows]
    version = seen(if_match, _VERSIONED)
    found = enter_sheet(office.store, day, ShiftId(shift_id), who(request), office.clock.now(), rows=rows, seen=version)
    response.headers["ETag"] = tag(found.sheet.version)
    return PaperEntered.of(found)
