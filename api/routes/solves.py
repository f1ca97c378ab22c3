"""Searches for a better plan of a day: asked for, watched, cancelled."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.readying import ready
from api.routing import needs, office_router
from api.schemas.moments import DayKey
from api.schemas.solves import SolveList, SolveShown, SolveWish
from scheduler.domain.ids import SolveId
from scheduler.services.access import Permission
from scheduler.services.planning.solves import Wanted, ask_for, cancel

router = office_router("/api/v1", "solves")
_read, _write = [needs(Permission.PLANS_READ)], [needs(Permission.PLANS_WRITE)]
SolveKey = Annotated[str, Path(max_length=100, description="Id of a search.")]
DEFAULT_S = 30


@router.post("/days/{day}/solves", dependencies=_write, status_code=202)
def post_solve(request: Request, response: Response, day: DayKey, body: SolveWish) -> SolveShown:
    """Ask for a search for a better plan; of a day there is one at a time. Watch it under its `Location`."""
    office, me = office_of(request), who(request)
    ready(request).on(me.town_id, [day])
    neither = body.seconds is None and body.effort is None
    seconds = DEFAULT_S if neither else body.seconds
    wanted = Wanted(day=day, by=me.user_id, seconds=seconds, effort=body.effort, seed=body.seed)
    with office.store.writing(me.town_id) as unit:
        solve = ask_for(unit, wanted, at=office.clock.now(), new_id=office.new_id)
    response.headers["Location"] = f"/api/v1/solves/{quote(solve.id, safe='')}"
    return SolveShown.of(solve)


@router.get("/days/{day}/solves", dependencies=_read)
def list_solves(request: Request, day: DayKey) -> SolveList:
    """Return the searches of a day, the newest first: whoever left the page finds the one that is going on."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = sorted(unit.solves.between(day, day).values(), key=lambda one: one.asked_at, reverse=True)
    return SolveList(items=[SolveShown.of(one) for one in found])


@router.get("/solves/{solve_id}", dependencies=_read)
def get_solve(request: Request, solve_id: SolveKey) -> SolveShown:
    """Return how far a search is, and what it has found so far."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        return SolveShown.of(unit.solves.get(SolveId(solve_id)))


@router.delete("/solves/{solve_id}", dependencies=_write)
def cancel_solve(request: Request, solve_id: SolveKey) -> SolveShown:
    """Ask a search to end with the best plan so far; one that nobody has taken up ends at once."""
    office = office_of(request)
    with office.store.writing(who(request).town_id) as unit:
        return SolveShown.of(cancel(unit, SolveId(solve_id), office.clock.now()))
