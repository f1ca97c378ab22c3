"""Answers while somebody waits: where a new request would fit, and whether a stop may be moved there.

Everything is timed exactly, with all that relations tie together, and nothing that is planned is given up: a promise is
a window like any other, so what would break one is not offered.

Costs are counted as a search counts them: exactly what the plan will cost where no price depends on times; otherwise
with times about as comfortable as the polish makes them. `solver.judged` says it to the grosz, and takes as long as
polishing the routes does.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from solver.admissible import Refusal, refusal
from solver.board import Board
from solver.calm import sweeping_later
from solver.facts.requests import Span
from solver.kernel.state import UNPLANNED
from solver.offered import TIMES, Moved, Offer, Place, Served, Verdict
from solver.ways import Way, places, put_all, second, unit_of, ways

NOTHING: Mapping[int, int] = MappingProxyType({})
LIMIT = 8
"""So many offers are made unless told otherwise."""
LOOKED_AT = 400
"""So many ways for several requests are looked at closely at most."""


@sweeping_later()
def offers(
    board: Board,
    requests: Iterable[int],
    *,
    limit: int = LIMIT,
    by: Literal["start", "shift"] = "start",
    of: Mapping[int, int] = NOTHING,
) -> tuple[Offer, ...]:
    """Return ways to serve requests that are not planned, all of them at once, cheapest first.

    Parameters
    ----------
    requests : iterable of int
        One, or several that make sense only together (outbound and return); whatever else is served all or none with
        them is put in, too.
    limit : int
        So many offers at most.
    by : str
        "start": an offer is made if it frees a start that no cheaper one does. "shift": each shift (or combination of
        shifts) is offered once, at its cheapest.
    of : mapping of request to task
        Whose starts are meant, if not its timed task's: of a ride that has to arrive in time, say, the pickup's.

    Raises
    ------
    ValueError
        If a request is planned already.

    Notes
    -----
    One request is tried at every place, and every start it could have is on the menu, if the limit is. Several are
    tried in all combinations of their places as far as `solver.ways.EFFORTS` reaches: in a large town an offer may be
    missed then. None is wrong.
    """
    unit = unit_of(board, requests)
    menu, looks = _ByStart(of) if by == "start" else _ByShift(), LOOKED_AT
    found: list[Offer] = []
    for way in ways(board, unit):
        if len(found) == limit or not looks:
            break
        if menu.may_add(way) and put_all(board, way):
            looks -= len(unit) > 1
            offer = _offer(board, way, of)
            if menu.adds(offer):
                found.append(offer)
    board.back()
    return tuple(found)


@sweeping_later()
def free_places(board: Board, request: int) -> tuple[Place, ...]:
    """Return every place where a request may go, cheapest first: what is shown while it is dragged.

    If it is planned it is taken out first, and `cost_gr` is against the plan as it is. A request that is served all or
    none with others that are left out has no place by itself, and one in a frozen beginning none but its own.
    """
    if any(one not in board.served for one in board.bundle(request) if one != request):
        return ()
    board.load(_without(board, request), [request])
    base_gr = board.money() - board.money_gr
    found = [place._replace(cost_gr=place.cost_gr + base_gr) for place in places(board, request)]
    return tuple(sorted(found, key=lambda place: (place.cost_gr, place)))


@sweeping_later()
def check_move(board: Board, request: int, shift: int, at: Sequence[int]) -> Verdict:
    """Return whether a request, planned or not, may be put onto a shift at these positions, and what that does.

    Parameters
    ----------
    at : sequence of int
        See `Place.at`.

    Raises
    ------
    ValueError
        If there are no such positions.
    """
    rest = _without(board, request)
    orders = {**rest, shift: _inserted(rest.get(shift, ()), board.arrays.request_tasks[request], at)}
    either = sorted(orders.keys() | board.orders.keys())
    new = {s: tuple(orders.get(s, ())) for s in either if orders.get(s, ()) != board.orders.get(s, ())}
    refused = refusal(board.arrays, orders, complete=True)
    if refused:
        return Verdict(orders=new, refusal=refused)
    board.load(rest, [request])
    place = request, shift, at[0], second(at)
    if board.put(*place):
        return Verdict(orders=new, **_effect(board, {request}, new))
    return Verdict(orders=new, refusal=Refusal(8 if board.alone(*place) else TIMES, (shift,)))


# Orders


def _without(board: Board, request: int) -> dict[int, tuple[int, ...]]:
    """Return the plan's orders without a request."""
    gone = board.arrays.request_tasks[request]
    if request not in board.served:
        return dict(board.orders)
    left = {s: tuple(task for task in order if task not in gone) for s, order in board.orders.items()}
    return {s: order for s, order in left.items() if order}


def _inserted(order: Sequence[int], tasks: Sequence[int], at: Sequence[int]) -> tuple[int, ...]:
    if len(at) != len(tasks) or list(at) != sorted(at) or at[0] < 0 or at[-1] > len(order):
        msg = f"no positions for {len(tasks)} task(s) in a route of {len(order)} stops: {tuple(at)}"
        raise ValueError(msg)
    new = list(order)
    for place, task in reversed(list(zip(at, tasks, strict=True))):
        new.insert(place, task)
    return tuple(new)


# What is said of a way


def _offer(board: Board, way: Way, of: Mapping[int, int]) -> Offer:
    """Return the offer of a way that has been put."""
    meant = [of.get(place.request, int(board.arrays.timed_task[place.request])) for place in way]
    served = tuple(Served(p.request, p.shift, p.at, board.starts(t)) for p, t in zip(way, meant, strict=True))
    orders = {place.shift: board.order(place.shift) for place in way}
    return Offer(served=served, orders=orders, **_effect(board, {place.request for place in way}, orders))


def _effect(board: Board, requests: set[int], shifts: Iterable[int]) -> dict[str, Any]:
    """Return cost, calls and moved tasks of others, against the plan as it is, which is loaded afterwards.

    Parameters
    ----------
    shifts : iterable of int
        Whose order has changed.
    """
    effect = {"cost_gr": board.money() - board.money_gr, "moved": tuple(_moved(board, requests))}
    called = board.calls({*shifts, *board.changed()}) - requests
    return effect | {"calls": tuple(sorted(r for r in called if r not in board.served or board.kept(r)))}


def _moved(board: Board, requests: set[int]) -> Iterable[Moved]:
    before, after = board.when_now, board.when()
    both = (before != UNPLANNED) & (after != UNPLANNED)
    for task in np.flatnonzero(both & (np.abs(after - before) > board.problem.call_tolerance_s)).tolist():
        if int(board.arrays.request[task]) not in requests:
            yield Moved(task, int(before[task]), int(after[task]))


class _ByStart:
    """A menu on which each offer frees a start that none before it does, for one of its requests."""

    def __init__(self, of: Mapping[int, int]) -> None:
        self.free: dict[int, list[Span]] = {}
        self.of = of

    def may_add(self, way: Way) -> bool:
        """Return whether a way may free a start that is not on the menu yet; of another task nothing is known."""
        return not all(p.request not in self.of and self._has(p.request, (p.first_s, p.last_s)) for p in way)

    def adds(self, offer: Offer) -> bool:
        """Put an offer onto the menu if there is something new about it."""
        new = [(one.request, span) for one in offer.served for span in one.starts if not self._has(one.request, span)]
        for request, span in new:
            self.free[request] = _merged([*self.free.get(request, ()), span])
        return bool(new)

    def _has(self, request: int, span: Span) -> bool:
        return any(low <= span[0] and span[1] <= high for low, high in self.free.get(request, ()))


class _ByShift:
    """A menu with one offer for each combination of shifts."""

    def __init__(self) -> None:
        self.seen: set[tuple[int, ...]] = set()

    def may_add(self, way: Way) -> bool:
        """Return whether its shifts are not on the menu yet."""
        return tuple(place.shift for place in way) not in self.seen

    def adds(self, offer: Offer) -> bool:
        """Put an offer onto the menu."""
        self.seen.add(tuple(one.shift for one in offer.served))
        return True


def _merged(spans: list[Span]) -> list[Span]:
    """Return the union of spans, ascending and apart."""
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], high)
        else:
            merged.append((low, high))
    return merged
