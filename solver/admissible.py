"""Whether orders obey everything that does not depend on times: the order-only primitives.

Times are `solver.schedule`'s business: orders are possible if nothing is refused here and times are found there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from solver.arrays import FROM_START, TO_END, Arrays
from solver.per_arrays import once_per_arrays

NEEDED = 13
"""The primitive that something served needs something that is not."""

type Orders = Mapping[int, Sequence[int]]
type Row = tuple[int, ...]


class Refusal(NamedTuple):
    """The first primitive that orders break, and where.

    Attributes
    ----------
    primitive : int
        Its number in the design, with the indices in `subject`: 3 (shift, task after which too much is aboard, -1 at
        the start), 4 (request, shift), 6 (request), 9 (the tasks of a lock or prefix, or the request that has to be
        served), 10 (index in `Arrays.caps`), 12 (request, request), 13 (the requests of a group, or request and what
        it needs), 14 (request, request).
    """

    primitive: int
    subject: tuple[int, ...]


def refusal(arrays: Arrays, orders: Orders, *, complete: bool = False) -> Refusal | None:
    """Return why orders are not admissible, or None if they are.

    Parameters
    ----------
    orders : mapping of shift to tasks in order
    complete : bool
        The orders are the whole plan: also look for torn groups and for what must be served and is not.
    """
    found = _split(arrays, orders) or _first(route_refusal(arrays, shift, order) for shift, order in orders.items())
    if found:
        return found
    served = {int(arrays.request[task]): shift for shift, order in orders.items() for task in order}
    return _first(_plan(arrays, served)) or (_first(_whole(arrays, orders, served)) if complete else None)


def fits_so_far(arrays: Arrays, orders: Orders) -> bool:
    """Return whether some of a plan's routes are admissible beside each other; what they need may be on the others."""
    found = refusal(arrays, orders)
    return found is None or found.primitive == NEEDED  # which is looked for last


def route_refusal(arrays: Arrays, shift: int, order: Sequence[int]) -> Refusal | None:
    """Return why one order is not admissible, whatever the other shifts do, or None if it is."""
    lists = _lists(arrays)
    return (
        _pairs(lists, order)
        or _pinned(lists, shift, order)
        or _first(Refusal(4, (r, shift)) for r in _requests(lists, order) if not lists.compatible[r][shift])
        or _riders(lists, shift, order)
    )


def _first(found: Iterator[Refusal | None]) -> Refusal | None:
    return next((one for one in found if one), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    request: list[int]
    request_tasks: tuple[tuple[int, ...], ...]
    compatible: list[list[bool]]
    aboard: list[tuple[int, ...]]
    aboard_shift: list[int]
    prefixes: list[Row]
    locks: list[tuple[int, Row]]
    load: list[Row]
    from_start: list[bool]
    to_end: list[bool]
    layouts: list[list[Row] | None]
    apart: list[frozenset[int]]


@once_per_arrays
def _lists(arrays: Arrays) -> _Lists:
    aboard_shift = arrays.aboard_shift.tolist()
    return _Lists(
        request=arrays.request.tolist(),
        request_tasks=arrays.request_tasks,
        compatible=arrays.compatible.tolist(),
        aboard=[tuple(np.flatnonzero(arrays.aboard_shift == s).tolist()) for s in range(arrays.n_shifts)],
        aboard_shift=aboard_shift,
        prefixes=list(arrays.prefixes),
        locks=list(arrays.order_locks),
        load=[tuple(row) for row in arrays.load.tolist()],
        from_start=(arrays.carried == FROM_START).tolist(),
        to_end=(arrays.carried == TO_END).tolist(),
        layouts=[None if rows is None else [tuple(row) for row in rows.tolist()] for rows in arrays.layouts],
        apart=_apart(arrays),
    )


def _apart(arrays: Arrays) -> list[frozenset[int]]:
    """Return for each request those that it may not meet aboard; for most that is nobody."""
    apart: list[frozenset[int]] = [frozenset()] * arrays.n_requests
    for r in np.flatnonzero(~arrays.together.all(axis=1)).tolist():
        apart[r] = frozenset(np.flatnonzero(~arrays.together[r]).tolist()) - {r}
    return apart


def _requests(lists: _Lists, order: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(lists.request[task] for task in order))


def _pairs(lists: _Lists, order: Sequence[int]) -> Refusal | None:
    """Refuse a request that is not done whole, once and in order."""
    done: dict[int, list[int]] = {}
    for task in order:
        done.setdefault(lists.request[task], []).append(task)
    return next((Refusal(6, (r,)) for r, tasks in done.items() if tuple(tasks) != lists.request_tasks[r]), None)


def _pinned(lists: _Lists, shift: int, order: Sequence[int]) -> Refusal | None:
    """Refuse a wrong beginning, a broken lock, and somebody who is aboard another shift."""
    prefix = lists.prefixes[shift]
    if tuple(order[: len(prefix)]) != prefix:
        return Refusal(9, prefix)
    for where, tasks in lists.locks:
        places = [order.index(task) for task in tasks if task in order]
        if (places and where not in {-1, shift}) or places != sorted(places):
            return Refusal(9, tasks)
    requests = _requests(lists, order)
    return next((Refusal(9, (r,)) for r in requests if lists.aboard_shift[r] not in {-1, shift}), None)


def _riders(lists: _Lists, shift: int, order: Sequence[int]) -> Refusal | None:
    """Refuse a load that fits no layout, and two who may not meet on board."""
    riders = set(lists.aboard[shift])
    loaded = riders.union(r for r in _requests(lists, order) if lists.from_start[r])
    for task in (-1, *order):
        if task >= 0:
            _step(lists, riders, loaded, task)
        met = next((r for r in riders if lists.apart[r] & riders), None)
        if met is not None:
            return Refusal(12, (met, min(lists.apart[met] & riders)))
        if not _fits(lists, shift, loaded):
            return Refusal(3, (shift, task))
    return None


def _step(lists: _Lists, riders: set[int], loaded: set[int], task: int) -> None:
    """Let in whose first of several tasks this is, and out whose last it is; what goes on to the end stays loaded."""
    request = lists.request[task]
    last = task == lists.request_tasks[request][-1]
    (riders.discard if last else riders.add)(request)
    (loaded.discard if last and not lists.to_end[request] else loaded.add)(request)


def _fits(lists: _Lists, shift: int, loaded: set[int]) -> bool:
    layouts = lists.layouts[shift]
    if layouts is None or not loaded:
        return True
    load = [sum(kinds) for kinds in zip(*(lists.load[r] for r in loaded), strict=True)]
    return any(all(n <= places for n, places in zip(load, row, strict=True)) for row in layouts)


def _split(arrays: Arrays, orders: Orders) -> Refusal | None:
    """Refuse a request that several shifts do."""
    shift_of: dict[int, int] = {}
    for shift, order in orders.items():
        for task in order:
            request = int(arrays.request[task])
            if shift_of.setdefault(request, shift) != shift:
                return Refusal(6, (request,))
    return None


def _plan(arrays: Arrays, served: Mapping[int, int]) -> Iterator[Refusal]:
    """Yield what is wrong with who serves what; what is not served yet may still come, but what is needed is there."""
    for a, b in arrays.same_shift:
        if a in served and b in served and served[a] != served[b]:
            yield Refusal(14, (a, b))
    for a, b in arrays.different_shift:
        if a in served and b in served and arrays.shared_staff[served[a], served[b]]:
            yield Refusal(14, (a, b))
    for index, cap in enumerate(arrays.caps):
        used = sum(weight for r, weight in zip(cap.requests, cap.weights, strict=True) if r in served)
        if cap.price_gr < 0 and used > cap.limit:
            yield Refusal(10, (index,))
    yield from (Refusal(13, pair) for pair in arrays.needs if pair[0] in served and pair[1] not in served)


def _whole(arrays: Arrays, orders: Orders, served: Mapping[int, int]) -> Iterator[Refusal]:
    """Yield what is missing in a whole plan."""
    for group in arrays.groups:
        if 0 < sum(r in served for r in group) < len(group):
            yield Refusal(13, group)
    yield from (Refusal(9, (int(r),)) for r in np.flatnonzero(arrays.must_serve) if int(r) not in served)
    for shift, prefix in enumerate(arrays.prefixes):
        if prefix and not orders.get(shift):
            yield Refusal(9, prefix)
