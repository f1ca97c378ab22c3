"""Taking a place on a day: what is promised with it, and the way that is taken, for offers as for what was accepted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.domain.promise import Promise
from scheduler.domain.request import Request, Ride
from scheduler.domain.time import TimeWindow, hull
from scheduler.services.planning.kept_free import KeptFree
from solver.board import Board
from solver.insertion import offers as free_ways
from solver.offered import Offer

WAYS = 8
"""So many ways to serve a wish are looked at closely."""


def promise_of(request: Request, window: TimeWindow, *, at: datetime, by: str) -> Promise:
    """Return what telling a window promises.

    Of a ride that has to arrive in time that is the bus at the door; the arrival stays as it was asked for.
    """
    if isinstance(request, Ride) and request.arrive_by:
        return Promise(request_id=request.id, window=hull(request.windows), pickup=window, made_at=at, made_by=by)
    return Promise(request_id=request.id, window=window, made_at=at, made_by=by)


def place(board: Board, indices: Iterable[Iterable[int]], kept: KeptFree | None) -> Offer | None:
    """Return the cheapest way to serve a party's requests that leaves what is kept free; None: there is none.

    Parameters
    ----------
    board : Board
        With the requests, and what is promised for them.
    indices : iterable of iterable of int
        Solver requests of each.
    kept : KeptFree or None
        Of the day without them; None: they may take what they need.
    """
    requests = [r for own in indices for r in own]
    if kept is None:
        return next(iter(free_ways(board, requests, limit=1)), None)
    return _leaving(kept, board, free_ways(board, requests, limit=WAYS)) or _leaving(
        kept, board, free_ways(board, requests, limit=len(board.problem.shifts), by="shift")
    )


def _leaving(kept: KeptFree, board: Board, ways: Sequence[Offer]) -> Offer | None:
    cheapest = sorted(ways, key=lambda way: way.cost_gr)
    return next((way for way in cheapest if kept.allows(way.orders, board)), None)
