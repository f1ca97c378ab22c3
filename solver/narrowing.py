"""The primitives of a problem with some requests less than one whose primitives are known.

Somebody cancels, and the day is looked at again: what rules said of the others, they would say again. Their rows are
kept under their new numbers; what ties requests together is asked anew (`solver.extending`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np

from solver.arrays import Arrays, Ints
from solver.facts.locks import Lock
from solver.facts.requests import Request, Task
from solver.facts.travel import TravelTable
from solver.problem import Problem

BY_TASK = frozenset("location request service_s setup_s release windows wait_allowed_s".split())
"""Fields with a row for each task."""
BY_REQUEST = frozenset(
    "request_tasks aboard_shift aboard_since_s aboard_direct_s timed_task compatible price load carried people"
    " ride_max_s must_serve must unassigned_gr excess_gr_per_min wish_task wish_s deviation_gr_per_min published_shift"
    " published_s call_gr".split()
)
"""Fields with a row for each request."""
AS_BEFORE = tuple(
    "shifts load_kinds person_mode speed_bands longest_wait_aboard_s call_tolerance_s allowances"
    " workload_gr_per_h".split()
)
"""Parts of a problem that have to be the same for rows to be kept."""


def survivors(before: Problem, after: Problem) -> tuple[int, ...] | None:
    """Return the old numbers of the requests that `after` begins with; None: something else has changed, too.

    Behind them `after` may have requests that `before` has not.
    """
    if any(getattr(before, name) != getattr(after, name) for name in AS_BEFORE):
        return None
    if any(shift.start and shift.start.prefix for shift in before.shifts):
        return None  # what is frozen is known by its numbers, which may be others' now
    number = {request.id: k for k, request in enumerate(before.requests)}
    old = [number.get(request.id, -1) for request in after.requests]
    count = next((k for k, known in enumerate(old) if known < 0), len(old))
    kept = tuple(old[:count])
    new_before_old = any(known >= 0 for known in old[count:])
    if new_before_old or any(a >= b for a, b in pairwise(kept)):
        return None
    same = all(_same(before, before.requests[a], after, after.requests[b]) for b, a in enumerate(kept))
    return kept if same and _same_locks(before, after, kept) and same_legs(before, after) else None


def narrowed(known: Arrays, before: Problem, after: Problem, kept: Sequence[int]) -> tuple[Problem, Arrays]:
    """Return `after` without its new requests, and the rows of `known` under the numbers that they have there.

    Parameters
    ----------
    kept : sequence of int
        What `survivors` told.
    """
    tasks = [task for r in kept for task in before.requests[r].tasks]
    problem = replace(after, requests=after.requests[: len(kept)], tasks=after.tasks[: len(tasks)])
    numbers = np.full(len(before.tasks) + 1, -1, dtype=np.int64)  # the last one: no task stays no task
    numbers[tasks] = np.arange(len(tasks))
    rows: dict[str, Any] = {
        name: _picked(getattr(known, name), tasks if name in BY_TASK else kept)
        for name in (part.name for part in fields(Arrays))
        if name in BY_TASK | BY_REQUEST
    }
    rows |= {
        "location": _ints(task.location for task in problem.tasks),
        "request": _ints(task.request for task in problem.tasks),
        "request_tasks": tuple(request.tasks for request in problem.requests),
        "timed_task": numbers[rows["timed_task"]],
        "wish_task": numbers[rows["wish_task"]],
        "order_locks": [(shift, tuple(numbers[list(of)].tolist())) for shift, of in known.order_locks],
    }
    return problem, replace(known, **rows)


def same_legs(before: Problem, after: Problem) -> bool:
    """Return whether locations that both know lie as far apart as before, by every mode.

    Tables of one lineage need not be looked at.
    """
    if len(before.travel) != len(after.travel):
        return False
    tables = list(zip(before.travel, after.travel, strict=True))
    if any((a.mode, a.driving, a.banded) != (b.mode, b.driving, b.banded) for a, b in tables):
        return False
    if all(a.lineage is not None and a.lineage is b.lineage for a, b in tables):
        return True
    number = {name: k for k, name in enumerate(after.locations)}
    old = [k for k, name in enumerate(before.locations) if name in number]
    new = [number[before.locations[k]] for k in old]
    return all(_same_table(a, old, b, new) for a, b in tables)


def _same_table(a: TravelTable, old: list[int], b: TravelTable, new: list[int]) -> bool:
    there, here = np.ix_(old, old), np.ix_(new, new)
    return np.array_equal(a.seconds[there], b.seconds[here]) and np.array_equal(a.metres[there], b.metres[here])


def _same(before: Problem, a: Request, after: Problem, b: Request) -> bool:
    """Return whether a request and its tasks say the same, whatever their numbers are."""
    if len(a.tasks) != len(b.tasks) or not _alike(a, b, {"tasks": None, "timed_task": None}):
        return False
    if a.timed_task - a.tasks[0] != b.timed_task - b.tasks[0]:
        return False
    return all(
        _alike(one, other, {"request": None, "location": None})
        and before.locations[one.location] == after.locations[other.location]
        for one, other in ((before.tasks[t], after.tasks[u]) for t, u in zip(a.tasks, b.tasks, strict=True))
    )


def _alike(a: Request | Task, b: Request | Task, but: Mapping[str, None]) -> bool:
    if a is b:
        return True
    mine, other = vars(a), vars(b)
    return all(value is other[name] or value == other[name] for name, value in mine.items() if name not in but)


def _same_locks(before: Problem, after: Problem, kept: Sequence[int]) -> bool:
    if not before.locks and not after.locks:
        return True
    old = [task for r in kept for task in before.requests[r].tasks]
    numbers = {task: k for k, task in enumerate(old)}
    if any(task not in numbers for lock in before.locks for task in lock.tasks):
        return False
    return after.locks == tuple(_renumbered(lock, numbers) for lock in before.locks)


def _renumbered(lock: Lock, numbers: Mapping[int, int]) -> Lock:
    return replace(lock, tasks=tuple(numbers[task] for task in lock.tasks))


def _picked(rows: Any, which: Sequence[int]) -> Any:
    if isinstance(rows, np.ndarray):
        return rows[list(which)]
    return type(rows)(rows[k] for k in which)


def _ints(values: Any) -> Ints:
    return np.asarray(list(values), dtype=np.int64)
