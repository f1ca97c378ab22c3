"""The end of a service day: what is missing, what dispatchers say, closing, opening again, what became of requests."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, known_or, seen, tag
from api.routing import needs, office_router
from api.schemas.closing import (
    ActualList,
    ActualShown,
    ClosingShown,
    Reopening,
    StatementMade,
    StatementShown,
    Withdrawal,
)
from api.schemas.moments import DayKey
from scheduler.domain.closing import Statement
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.closing import ClosingView, close_day, reopen_day, state_of_request, view_of, withdraw_statement
from scheduler.services.dispatching import Hand

router = office_router("/api/v1/days/{day}", "days")
_VERSIONED = "/api/v1/days/{day}"
_STATEMENT = "/api/v1/days/{day}/outcomes/{statement_id}"
_close = [needs(Permission.DAYS_CLOSE)]
StatementKey = Annotated[
    str, Path(max_length=120, description="A request's id and what was said about it: `R-1:dispute`.")
]


@router.get("/closing", dependencies=_close)
def get_closing(request: Request, response: Response, day: DayKey) -> ClosingShown:
    """Return what is missing before a day can be closed, who has no way home, and what came after it was closed."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        view = view_of(unit, day)
    return _shown(request, response, view)


@router.post("/closing", dependencies=_close)
def post_closing(request: Request, response: Response, day: DayKey, if_match: IfMatch = None) -> ClosingShown:
    """Close a day that is over; one that is closed already is answered as it is.

    409 `refused` says why it cannot be closed (`refusals`): `not_over`, `missing`, `unanswered`, `no_way_home`.
    """
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _VERSIONED))
    with office.store.writing(me.town_id) as unit:
        close_day(unit, office.days.travel(unit), day, hand)
    with office.store.reading(me.town_id) as unit:
        view = view_of(unit, day)
    return _shown(request, response, view)


@router.post("/reopening", dependencies=[needs(Permission.DAYS_OPEN)], status_code=204)
def post_reopening(request: Request, day: DayKey, body: Reopening, if_match: IfMatch = None) -> Response:
    """Open a closed day again, for it to be put right and closed anew; its figures count no more until then."""
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _VERSIONED))
    with office.store.writing(me.town_id) as unit:
        state = reopen_day(unit, day, hand, reason=body.reason)
    return Response(status_code=204, headers={"ETag": tag(state.version)})


@router.post("/outcomes", dependencies=_close, status_code=201)
def post_outcome(request: Request, response: Response, day: DayKey, body: StatementMade) -> StatementShown:
    """Say what became of a request that no crew has reported to its end, how somebody got home, or that it is disputed.

    What a crew has reported is taken back by an event, not overruled here; of a request that one of several crews has
    served an outcome says whether the others, who reported nothing, were there. A dispute may be said of a closed day,
    too.
    """
    office, me = office_of(request), who(request)
    with office.store.writing(me.town_id) as unit:
        said = state_of_request(unit, day, body.said, by=me.user_id, now=office.clock.now())
        stamp = unit.statements.stamp_of(said.id)
    response.headers["Location"] = f"/api/v1/days/{day.isoformat()}/outcomes/{quote(said.id, safe='')}"
    return _said(request, response, said, unit.written_stamp or stamp)


@router.get("/outcomes/{statement_id}", dependencies=_close)
def get_outcome(request: Request, response: Response, day: DayKey, statement_id: StatementKey) -> StatementShown:
    """Return what a dispatcher has said of a request, also if it was withdrawn."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        said, stamp = unit.statements.find(statement_id), unit.statements.stamp_of(statement_id)
    if said is None or said.day != day:
        raise NotFoundError(f"nobody has stated {statement_id} on {day.isoformat()}")
    return _said(request, response, said, stamp)


@router.post("/outcomes/{statement_id}/withdrawal", dependencies=_close)
def post_withdrawal(
    request: Request,
    response: Response,
    day: DayKey,
    *,
    statement_id: StatementKey,
    body: Withdrawal,
    if_match: IfMatch = None,
) -> StatementShown:
    """Withdraw what was said of a request by mistake: it is kept with the reason, and counts no more.

    A closed day has to be opened first, for its record would change; a dispute is withdrawn on a closed day, too.
    """
    office, me, stamp = office_of(request), who(request), seen(if_match, _STATEMENT)
    with office.store.writing(me.town_id) as unit:
        said = withdraw_statement(
            unit, day, statement_id, reason=body.reason, by=me.user_id, now=office.clock.now(), seen=stamp
        )
    return _said(request, response, said, unit.written_stamp or stamp)


@router.get("/actuals", dependencies=[needs(Permission.FIGURES_READ)], response_model=ActualList)
def list_actuals(request: Request, response: Response, day: DayKey, known: IfNoneMatch = None) -> ActualList | Response:
    """Return what became of each request of a closed day, with ids alone; of a day that is open: nothing."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found = unit.actuals.between(day, day)
    people = [person.client_id for one in found.values() for person in one.people]
    office.looks.note(me, people, office.clock.now())
    return known_or(response, ActualList(day=day, items=[ActualShown.of(one) for one in found.values()]), known)


def _said(request: Request, response: Response, said: Statement, stamp: int) -> StatementShown:
    """Return what was said of somebody; whoever reads it is noted."""
    office = office_of(request)
    office.looks.note(who(request), said.client_ids, office.clock.now())
    response.headers["ETag"] = tag(stamp)
    return StatementShown.of(said, stamp)


def _shown(request: Request, response: Response, view: ClosingView) -> ClosingShown:
    """Return the state of a day; whoever sees names and telephone numbers, or what was said of somebody, is noted."""
    office = office_of(request)
    named = {client for one in view.missing for client in one.client_ids}
    named |= {client for one in view.statements for client in one.client_ids}
    named |= {one.client_id for one in view.stranded}
    office.looks.note(who(request), [ClientId(one) for one in sorted(named)], office.clock.now())
    response.headers["ETag"] = tag(view.book.state.version)
    return ClosingShown.of(view)
