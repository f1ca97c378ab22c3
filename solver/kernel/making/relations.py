"""What ties tasks and requests together: times, pins, and who is served with whom."""

from collections.abc import Mapping

import numpy as np

from solver.arrays import Arrays, Ints
from solver.kernel.layouts import LOCK, PAIR, Records
from solver.kernel.making.tables import both_ways, flat, linked, rows_of


def partners_of(arrays: Arrays) -> list[list[int]]:
    """Return for each task those whose times a relation ties to its own."""
    ties = [(a, b) for a, b, *_ in arrays.differences]
    ties += [(one, other) for pair in arrays.never_at_once for one in pair.a for other in pair.b]
    return linked(arrays.n_tasks, both_ways(ties))


def pairs_of(arrays: Arrays) -> tuple[Records, Ints]:
    """Return the pairs of stretches that may not overlap, and the tasks of the stretches."""
    tasks: list[int] = []
    rows = []
    for pair in arrays.never_at_once:
        at = len(tasks)
        tasks += [*pair.a, *pair.b]
        middle, end = at + len(pair.a), len(tasks)
        rows.append((at, middle, middle, end, pair.gap_ab_s, pair.gap_ba_s, pair.open_a, pair.open_b))
    return rows_of(rows, PAIR), np.asarray(tasks, dtype=np.int64)


def locks_of(arrays: Arrays) -> tuple[Records, Ints]:
    """Return the pins, and the tasks that they pin."""
    locks = np.zeros(len(arrays.order_locks), LOCK)
    locks["shift"] = [shift for shift, _ in arrays.order_locks]
    return locks, flat(locks, "task", [tasks for _, tasks in arrays.order_locks])


def bundles_of(arrays: Arrays) -> list[list[int]]:
    """Merge groups that share a request."""
    bundle: dict[int, set[int]] = {}
    for group in arrays.groups:
        merged = set(group).union(*(bundle.get(r, ()) for r in group))
        for request in merged:
            bundle[request] = merged
    needed: dict[int, set[int]] = {}
    for a, b in arrays.needs:
        needed.setdefault(a, set()).add(b)
    ordered = {id(one): _needed_first(needed, one) for one in bundle.values()}
    return [ordered[id(bundle[r])] if r in bundle else [r] for r in range(arrays.n_requests)]


def _needed_first(needed: Mapping[int, set[int]], bundle: set[int]) -> list[int]:
    """Return requests ascending, but each after those of them that it needs (a ring of needs as it comes)."""
    if needed.keys().isdisjoint(bundle):
        return sorted(bundle)
    order: list[int] = []
    while len(order) < len(bundle):
        left = [r for r in sorted(bundle) if r not in order]
        waiting = {r for r in left if not needed.get(r, set()).isdisjoint(left)}
        order.append(next((r for r in left if r not in waiting), left[0]))
    return order
