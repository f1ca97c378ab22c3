"""Orders from elsewhere, made into a draft: what can be timed stays as it was wanted, the rest is put in anew.

Other engines say some primitives roughly, and yesterday's plan knows nothing of today's sick driver.
"""

from collections.abc import Iterable, Mapping, Sequence

from solver.problem import Problem
from solver.rule import Violation
from solver.search.drafting import Draft, Order, Workshop, sound
from solver.search.insertion import QUICK, Effort, begun, inserted


def repair(shop: Workshop, orders: Mapping[int, Sequence[int]], *, effort: Effort = QUICK) -> tuple[Draft, list[int]]:
    """Return a draft that follows the orders as far as they can be timed, and the requests that had to be dropped.

    What has to be served is kept first, then musts, then by price; what is dropped is put in again where it fits
    (those that found a place are still in the list).
    """
    draft, dropped = followed(shop, orders)
    missing = sorted(draft.unserved(), key=lambda r: _rank(draft, r))
    return inserted(draft, missing, effort=effort), dropped


def followed(shop: Workshop, orders: Mapping[int, Sequence[int]]) -> tuple[Draft, list[int]]:
    """Return a draft that follows the orders as far as they can be timed, and the requests that had to be dropped."""
    wanted = _cleaned(shop, orders)
    shift_of = {shop.terrain.request[task]: shift for shift, order in wanted.items() for task in order}
    kept = _kept(shop, wanted, shift_of)
    return (kept, []) if kept else _followed(shop, wanted, shift_of)


def _rank(draft: Draft, request: int) -> tuple[bool, bool, int]:
    terrain = draft.terrain
    return request not in terrain.fixed, not terrain.must[request], -terrain.unassigned_gr[request]


def _cleaned(shop: Workshop, orders: Mapping[int, Sequence[int]]) -> dict[int, Order]:
    """Return the orders with whole requests on shifts that may serve them, each task once, frozen beginnings first.

    Shifts and tasks that there are no longer are left out.
    """
    terrain, once = shop.terrain, set[int]()
    wanted: dict[int, Order] = {}
    for shift, given in orders.items():
        if not 0 <= shift < len(terrain.prefixes):
            continue
        order = [task for task in given if 0 <= task < len(terrain.request)]
        inside = set(order)
        whole = [
            task
            for task, request in ((task, terrain.request[task]) for task in order)
            if shift in terrain.fits[request] and inside.issuperset(terrain.request_tasks[request])
        ]
        prefix = [task for task in terrain.prefixes[shift] if task in whole]
        tasks = [task for task in dict.fromkeys([*prefix, *whole]) if task not in once]
        once.update(tasks)
        if tasks:
            wanted[shift] = tuple(tasks)
    return wanted


def _kept(shop: Workshop, wanted: Mapping[int, Order], shift_of: Mapping[int, int]) -> Draft | None:
    """Return the draft with exactly these orders, or None if they break something."""
    terrain = shop.terrain
    if not terrain.fixed <= shift_of.keys() or not all(sound(terrain, s, order) for s, order in wanted.items()):
        return None
    if not all(shift_of.keys() >= {*terrain.bundles[r], *terrain.needed[r]} for r in shift_of):
        return None
    draft = Draft(shop=shop).tried(wanted, shift_of)
    return draft if draft and all(draft.allows(r, s) for r, s in shift_of.items()) else None


def _followed(shop: Workshop, wanted: Mapping[int, Order], shift_of: Mapping[int, int]) -> tuple[Draft, list[int]]:
    """Return a draft that takes over one request (group) after the other in its wanted place, and what it could not."""
    terrain = shop.terrain
    draft = begun(shop)
    place = {task: (shift, k) for shift, order in wanted.items() for k, task in enumerate(order)}
    dropped: list[int] = []
    for request in sorted(shift_of, key=lambda r: _rank(draft, r)):
        bundle = terrain.bundles[request]
        if request in draft.shift_of or request in dropped:
            continue
        new = _follow(draft, bundle, place) if all(r in shift_of for r in bundle) else None
        if new is None:
            dropped += [r for r in bundle if r in shift_of]
        else:
            draft = new
    return draft, dropped


def _follow(draft: Draft, bundle: Sequence[int], place: Mapping[int, tuple[int, int]]) -> Draft | None:
    terrain = draft.terrain
    changes: dict[int, Order] = {}
    served = {}
    for request in bundle:
        if not all(other in draft.shift_of or other in bundle for other in terrain.needed[request]):
            return None
        shift = served[request] = place[terrain.request_tasks[request][0]][0]
        old = changes.get(shift, draft.orders.get(shift, ()))
        changes[shift] = _merged(old, terrain.request_tasks[request], place, shift)
    if not all(sound(terrain, shift, order) for shift, order in changes.items()):
        return None
    new = draft.tried(changes, served)
    return new if new and all(new.allows(r, s) for r, s in served.items()) else None


def _merged(order: Order, tasks: Sequence[int], place: Mapping[int, tuple[int, int]], shift: int) -> Order:
    """Return the order with tasks put where they are wanted; whoever has no wanted place there stays put."""
    new = list(order)
    for task in tasks:
        rank = place[task][1]
        behind = [k for k, t in enumerate(new) if t in place and place[t][0] == shift and place[t][1] < rank]
        new.insert(behind[-1] + 1 if behind else 0, task)
    return tuple(new)


def without_named(
    problem: Problem, shop: Workshop, orders: Mapping[int, Sequence[int]], broken: Iterable[Violation]
) -> dict[int, Order] | None:
    """Return the orders without the requests that violations name, or None if nothing can be left out.

    Where a violation names no request, its shift's are meant; where no shift either, everybody.
    """
    draft, _ = followed(shop, orders)
    names = {subject for found in broken for subject in found.subjects}
    request_of = shop.terrain.request
    named = {request_of[t] for t, task in enumerate(problem.tasks) if task.id in names}
    named |= {r for r, request in enumerate(problem.requests) if names & {request.id, request.source_id}}
    shifts = {s for s, shift in enumerate(problem.shifts) if shift.id in names}
    ways = [named, {r for r, s in draft.shift_of.items() if s in shifts}, set(draft.shift_of)]
    for way in ways:
        gone = draft.leaving(way) - shop.terrain.fixed
        less = draft.without(gone) if gone else None
        if less is not None:
            return less.orders
    return None
