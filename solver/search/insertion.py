"""Putting requests into a draft: bounds pick the positions, the exact timing decides, groups go in together or not.

Whatever comes out has times and obeys every primitive, relations between routes included. The same functions construct
a plan, take in what a search took out, and answer whether one more request would fit.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from solver.arrays import Arrays
from solver.search.drafting import Draft, Order, Workshop, in_lock_order, sound
from solver.search.openings import Opening
from solver.unavoidable import least_trouble


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How hard to look for a place.

    Attributes
    ----------
    tries : int
        Feasible positions compared per request.
    failures : int
        Positions without times after which a request is given up.
    width : int
        Positions of a group's first request from which the others are tried.
    skip : float
        Chance of passing over a position unseen (Christiaans & Vanden Berghe's blinks), for variety.
    """

    tries: int = 3
    failures: int = 30
    width: int = 8
    skip: float = 0.0


QUICK = Effort()
THOROUGH = Effort(tries=6, failures=400, width=16)


@dataclass(frozen=True, kw_only=True)
class Insertion:
    """The draft with some requests more, and the money the routes then cost more (before what serving them saves)."""

    draft: Draft
    cost_gr: int


def best_insertion(
    draft: Draft, requests: Sequence[int], *, effort: Effort = QUICK, rng: Random | None = None
) -> Insertion | None:
    """Return the cheapest way found to put all the requests in, or None.

    Parameters
    ----------
    requests : sequence of int
        One, or the members of an all-or-none group; not served yet.
    rng : random.Random or None
        Needed if `effort.skip` is not 0.
    """
    done = _placed(draft, tuple(requests), frozenset(requests), effort, rng)
    return Insertion(draft=done, cost_gr=_routes_gr(done) - _routes_gr(draft)) if done else None


def _routes_gr(draft: Draft) -> int:
    return sum(draft.money.values())


def _placed(
    draft: Draft, requests: tuple[int, ...], group: frozenset[int], effort: Effort, rng: Random | None
) -> Draft | None:
    """Return the cheapest draft found with all requests in: the first at several places, the rest after it."""
    one, rest = requests[0], requests[1:]
    options = _options(draft, one, group, effort, rng)
    if not rest:
        return options[0] if options else None
    found = (_placed(option, rest, group, effort, rng) for option in options[: effort.width])
    return min((draft for draft in found if draft), key=_routes_gr, default=None)


def _options(draft: Draft, request: int, group: frozenset[int], effort: Effort, rng: Random | None) -> list[Draft]:
    """Return drafts with the request in, cheapest first; of a group's members more are kept, spread over the shifts."""
    if not all(other in draft.shift_of or other in group for other in draft.terrain.needed[request]):
        return []
    shop, orders = draft.shop, draft.orders
    lists = [
        shop.openings(s, orders.get(s, ()), request) for s in draft.terrain.fits[request] if draft.allows(request, s)
    ]
    last = sum(other not in draft.shift_of for other in group) == 1
    wanted = effort.tries if last else effort.width
    found = []
    failures = 0
    for opening in heapq.merge(*lists) if last else _spread(lists):
        if effort.skip and rng and rng.random() < effort.skip:
            continue
        if (trial := _tried(draft, opening, request)) is None:
            failures += 1
        else:
            found.append(trial)
        if len(found) == wanted or failures > effort.failures:
            break
    return sorted(found, key=_routes_gr)


def _spread(lists: list[list[Opening]]) -> Iterable[Opening]:
    """Yield the best opening of each shift, then the second best of each ..."""
    for rank in range(max(map(len, lists), default=0)):
        yield from sorted(found[rank] for found in lists if rank < len(found))


def _tried(draft: Draft, opening: Opening, request: int) -> Draft | None:
    if not in_lock_order(draft.terrain, opening.shift, opening.order, request):
        return None
    return draft.tried({opening.shift: opening.order}, {request: opening.shift})


def inserted(
    draft: Draft,
    requests: Iterable[int],
    *,
    effort: Effort = QUICK,
    rng: Random | None = None,
    over: Callable[[], bool] = lambda: False,
) -> Draft:
    """Return the draft with as many of the requests as fit and are worth it, tried in this order, each group as one.

    Parameters
    ----------
    over : callable
        Asked between two; True ends it with what is in by then.
    """
    seen: set[int] = set()
    for request in requests:
        if over():
            break
        if request in seen or request in draft.shift_of:
            continue
        bundle = draft.terrain.bundles[request]
        seen.update(bundle)
        found = best_insertion(draft, bundle, effort=effort, rng=rng)
        if found and found.draft.key < draft.key:
            draft = found.draft
    return draft


def begun(shop: Workshop) -> Draft:
    """Return the draft that holds what has to be served (frozen, aboard), cheapest order found, and nothing else."""
    draft = Draft(shop=shop)
    terrain = shop.terrain
    for shift, prefix in enumerate(terrain.prefixes):
        aboard = [t for r, s in enumerate(terrain.aboard_shift) if s == shift for t in terrain.request_tasks[r]]
        started = [t for task in prefix for t in terrain.request_tasks[terrain.request[task]]]
        left = tuple(task for task in dict.fromkeys([*aboard, *started]) if task not in prefix)
        if prefix or left:
            draft = _best_tail(draft, shift, prefix, left) or _least_late(draft, shift) or draft
    return inserted(draft, sorted(terrain.fixed), effort=THOROUGH)


def _best_tail(draft: Draft, shift: int, prefix: Order, left: tuple[int, ...], nodes: int = 3000) -> Draft | None:
    """Return the draft with the cheapest order found of the tasks that must follow a frozen beginning."""
    terrain, best, count = draft.terrain, None, 0
    stack: list[tuple[Order, tuple[int, ...]]] = [(prefix, left)]
    while stack and count < nodes:
        order, rest = stack.pop()
        count += 1
        if rest and draft.shop.timed(((shift, order),)) is None:
            continue
        # Those with the nearest deadline are popped first.
        stack += [
            ((*order, task), tuple(t for t in rest if t != task))
            for task in sorted(rest, key=lambda t: -_deadline_s(draft, shift, t))
        ]
        if not rest:
            served = {terrain.request[task]: shift for task in order}
            done = draft.tried({shift: order}, served) if sound(terrain, shift, order) else None
            if done and (best is None or _routes_gr(done) < _routes_gr(best)):
                best = done
    return best


def _least_late(draft: Draft, shift: int) -> Draft | None:
    """Return the draft with what a begun shift must do as `solver.inherited` found it possible.

    Through speed bands a driver may have time for all of it and not for a beginning of it, which then hides the rest.
    """
    order = tuple(stop.task for stop in least_trouble(draft.shop.arrays, shift).stops)
    served = {draft.terrain.request[task]: shift for task in order}
    return draft.tried({shift: order}, served) if sound(draft.terrain, shift, order) else None


def _deadline_s(draft: Draft, shift: int, task: int) -> int:
    terrain = draft.terrain
    request = terrain.request[task]
    last = terrain.aboard_since_s[request] + terrain.ride_max_s[request][terrain.mode[shift]]
    closes = [terrain.windows[task][-1][1]] if terrain.windows[task] else []
    return min([*closes, last] if terrain.aboard_shift[request] == shift else closes, default=last)


def construct(arrays: Arrays | Workshop, seed: int, *, over: Callable[[], bool] = lambda: False) -> Draft:
    """Return a plan made by putting in one request after the other, the hardest first.

    Parameters
    ----------
    seed : int
        Breaks ties between equally hard ones.
    over : callable
        Asked between two requests; True ends it with what is in by then.
    """
    shop = arrays if isinstance(arrays, Workshop) else Workshop(arrays)
    rng = Random(seed)
    draft = begun(shop)
    waiting = draft.unserved()
    rng.shuffle(waiting)
    waiting.sort(key=lambda request: _hardness(draft, request))
    for _ in range(2):  # what needs another request may have come too early
        draft = inserted(draft, [r for r in waiting if r not in draft.shift_of], over=over)
    return draft


def _hardness(draft: Draft, request: int) -> tuple[bool, int, int]:
    """Return a sort key: must first, then few shifts, then narrow windows."""
    terrain = draft.terrain
    bundle = terrain.bundles[request]
    shifts = min(len(terrain.fits[r]) for r in bundle)
    room = min(
        sum(closes - opens for opens, closes in terrain.windows[t]) if terrain.windows[t] else 10**6
        for r in bundle
        for t in terrain.request_tasks[r]
    )
    return not any(terrain.must[r] for r in bundle), shifts // 3, room // 1800
