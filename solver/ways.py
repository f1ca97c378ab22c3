"""Ways to put requests into a plan: one request is tried everywhere, several one after the other.

Where the second of two may go depends on where the first one went, so all combinations are more than a caller waits for
in a large town. The first one's places are then gone through in an order that spreads over the day, as far as the
effort allows; "there is no way" is said only after ten times as much.
"""

from collections.abc import Iterable, Sequence

from solver.board import Board
from solver.offered import Place
from solver.table import ROOM

EFFORTS = (20_000, 200_000)
"""So many rows are timed for each of several requests; more only if no way has been found."""
QUARTER_S = 900
"""The cheapest way in each quarter of an hour comes first."""

type Way = tuple[Place, ...]


def unit_of(board: Board, requests: Iterable[int]) -> list[int]:
    """Return requests with all that has to come with them, each behind those it needs.

    Raises
    ------
    ValueError
        If one is planned already, or if they have more than `ROOM` tasks.
    """
    wanted = list(dict.fromkeys(requests))
    if planned := [r for r in wanted if r in board.served]:
        msg = f"planned already: {planned}"
        raise ValueError(msg)
    wanted = list(dict.fromkeys(one for r in wanted for one in (r, *board.bundle(r)) if one not in board.served))
    tasks = sum(len(board.arrays.request_tasks[r]) for r in wanted)
    if tasks > ROOM:
        msg = f"{tasks} tasks at once, more than {ROOM}"
        raise ValueError(msg)
    needed = {r: {b for a, b in board.arrays.needs if a == r and b in wanted} for r in wanted}
    ordered: list[int] = []
    while wanted:
        ready = [r for r in wanted if needed[r] <= set(ordered)] or wanted[:1]  # a circle is refused in its turn
        ordered.append(ready[0])
        wanted.remove(ready[0])
    return ordered


def ways(board: Board, unit: Sequence[int], efforts: Sequence[int] = EFFORTS) -> list[Way]:
    """Return ways to put in all requests of a unit, cheapest first.

    Parameters
    ----------
    efforts : sequence of int
        See `EFFORTS`.
    """
    board.load(board.orders, unit)
    for effort in efforts:
        found, left = _within(board, unit, effort)
        if found or not left:
            return found
    return []


def put_all(board: Board, way: Way) -> bool:
    """Put all of a way into the plan as it is; False: this is not possible after all."""
    board.back()
    return all(board.put(place.request, place.shift, place.at[0], second(place.at)) for place in way)


def places(board: Board, request: int) -> list[Place]:
    """Return every place of a request in what is loaded."""
    return [
        Place(request, shift, (i,) if j < 0 else (i, j), gr, start, first, last)
        for shift, i, j, gr, start, first, last in board.scan(request)
    ]


def second(at: Sequence[int]) -> int:
    """Return the second of two positions, -1 if there is one."""
    return at[1] if len(at) > 1 else -1


def _within(board: Board, unit: Sequence[int], effort: int) -> tuple[list[Way], bool]:
    """Return ways found with an effort for each request, cheapest first, and whether there may be others."""
    found: list[Way] = [()]
    left = False
    for request in unit:
        until, longer = board.effort + effort, list[Way]()
        for way in _spread(found):
            if board.effort >= until:
                left = True
                break
            if put_all(board, way):
                longer += [(*way, place) for place in places(board, request)]
        found = sorted(longer, key=_way_gr)
    return found, left


def _way_gr(way: Way) -> tuple[int, Way]:
    return sum(place.cost_gr for place in way), way


def _spread(found: Sequence[Way]) -> Sequence[Way]:
    """Return ways, given by cost, as the cheapest of each quarter of an hour, then the second cheapest, and so on."""
    if len(found) == 1:
        return found
    seen: dict[int, int] = {}
    ranked = []
    for rank, way in enumerate(found):
        quarter = way[-1].start_s // QUARTER_S
        seen[quarter] = seen.get(quarter, 0) + 1
        ranked.append((seen[quarter], rank, way))
    return [way for *_, way in sorted(ranked)]
