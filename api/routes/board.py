"""A day as a dispatcher works on it."""

from collections.abc import Iterable

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.routing import needs, office_router
from api.schemas.board import BoardShown
from api.schemas.moments import DayKey
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.day_board import DayBoard, day_board

router = office_router("/api/v1/days", "days")


@router.get("/{day}/board", dependencies=[needs(Permission.PLANS_READ)], response_model=BoardShown)
def get_board(request: Request, response: Response, day: DayKey, known: IfNoneMatch = None) -> BoardShown | Response:
    """Return a whole day with the plan that holds: every shift and its stops, what is on none, who waits.

    Its ETag is the town's stamp: ask again at each `stamp` of `/api/v1/changes`, with `If-None-Match`. Whoever may
    not read clients sees neither their names nor where they live.
    """
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        if is_known(known, unit.stamp):
            return not_modified(unit.stamp)
        board = day_board(unit, day)
    named = Permission.CLIENTS_READ in me.permissions
    if named:
        office.looks.note(me, dict.fromkeys(_clients(board)), office.clock.now())
        with office.store.reading(me.town_id) as unit:
            if unit.stamp != board.stamp:  # that somebody looked is written down, too: the tag is of what is now
                board = day_board(unit, day)
    response.headers["ETag"] = tag(board.stamp)
    return BoardShown.of(board, named=named)


def _clients(board: DayBoard) -> Iterable[ClientId]:
    requests = [one.request for one in board.bookings.values()]
    requests += [one for candidate in board.waiting for one in candidate.enquiry.requests]
    return (key for one in requests for key in one.party.client_ids if key in board.town.clients)
