"""The primitives of a problem with a few requests more, or less, than one whose primitives are known.

A caller on the phone does not wait until forty rules have gone through a city's day again. What rules say of a request
and the shifts depends on that request alone; so it is asked of a problem of nothing but the new ones. What they say of
requests together (relations, caps, totals, groups, who meets aboard) is asked anew, which is quick.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from operator import eq
from typing import Any

import numpy as np

from solver.arrays import Arrays, blank
from solver.known_times import known_times
from solver.lowering import lowered_once
from solver.narrowing import AS_BEFORE, narrowed, same_legs, survivors
from solver.problem import Problem
from solver.rule import Rule
from solver.rules import all_rules

TOGETHER = frozenset({8, 10, 11, 12, 13, 14})
"""Primitives that tie requests to each other; a rule that writes one of them writes no other kind."""
OF_SHIFTS = frozenset({7})
"""Primitives that say something of a shift's hours whatever is asked for: known already."""
OF_REQUESTS = frozenset({1, 4})
"""Primitives that say something of each request by itself and nothing of shifts: windows, and who may serve it."""
BY_SHIFT = frozenset(
    "mode start_location end_location free_s layouts roster_start_s roster_end_s earliest_s latest_s work_max_s"
    " driving_max_s breaks prefixes work_gr_per_h overtime_from_s overtime_gr_per_h km_gr use_gr same_crew order_locks"
    " wait_max_s call_tolerance_s driving banded bands".split()
)
"""Fields that new requests do not change."""
LISTS_ANEW = frozenset("differences never_at_once caps totals groups needs same_shift different_shift".split())
"""Fields that rules about requests together fill, besides `together` and `shared_staff`."""
TASK_NUMBERS = frozenset("timed_task wish_task".split())
"""Fields that hold numbers of tasks."""


@dataclass(frozen=True, kw_only=True)
class Lowering:
    """A problem, its arrays, and the codes of the rules that had something to say."""

    problem: Problem
    arrays: Arrays
    said: frozenset[str]


def lowering_of(problem: Problem) -> Lowering:
    """Return what all rules make of a problem, as `solver.lowering.lowered`."""
    said = frozenset(rule.code for rule in all_rules() if rule.applies(problem))
    return Lowering(problem=problem, arrays=lowered_once(problem), said=said)


def extended(known: Lowering, problem: Problem) -> Lowering:
    """Return the lowering of `problem`, quickly if it is the known one with more requests behind, or with some gone.

    Parameters
    ----------
    known : Lowering
        Not changed.
    problem : Problem
        Its own lists of what ties requests (groups, gaps, engagements, caps ...) may differ; its shifts, pins and
        allowances are those of before, and its travel tables only longer. Any other problem is lowered as a whole.

    Returns
    -------
    Lowering
        The same arrays as `lowering_of(problem)` would have.
    """
    if problem is known.problem:
        return known
    if not _only_more(known.problem, problem):
        return _with_fewer(known, problem)
    new = _new_ones(known.problem, problem)
    alone = [rule for rule in all_rules() if _alone(rule) and not _of_shifts(rule)]
    speaking = {rule.code for rule in alone if rule.code in known.said or rule.applies(new)}
    if any(rule.code in speaking - known.said and not _of_requests(rule) for rule in alone):
        return lowering_of(problem)  # it may have to say something of the shifts as well
    tying = [rule for rule in all_rules() if not TOGETHER.isdisjoint(rule.primitives) and rule.applies(problem)]
    arrays = _joined(known.arrays, _lowered(new, [rule for rule in alone if rule.code in speaking]), problem)
    for rule in tying:
        rule.lower(problem, arrays)
    known_times(arrays).begin_as(known_times(known.arrays), _told_of(problem, len(known.problem.tasks)))
    said = speaking | {rule.code for rule in all_rules() if _of_shifts(rule) and rule.code in known.said}
    return Lowering(problem=problem, arrays=arrays, said=frozenset(said | {rule.code for rule in tying}))


def _with_fewer(known: Lowering, problem: Problem) -> Lowering:
    kept = survivors(known.problem, problem)
    silent = {rule for rule in all_rules() if _alone(rule) and rule.code in known.said and not rule.applies(problem)}
    if not kept or any(not _of_requests(rule) for rule in silent):
        return lowering_of(problem)  # what a rule said of shifts would stay, although it says nothing any more
    rest, arrays = narrowed(known.arrays, known.problem, problem, kept)
    return extended(Lowering(problem=rest, arrays=arrays, said=known.said - {rule.code for rule in silent}), problem)


@cache  # what a rule writes never changes, and each call asks it of all of them
def _alone(rule: Rule) -> bool:
    return TOGETHER.isdisjoint(rule.primitives)


@cache
def _of_shifts(rule: Rule) -> bool:
    return bool(rule.primitives) and OF_SHIFTS.issuperset(rule.primitives)


@cache
def _of_requests(rule: Rule) -> bool:
    return bool(rule.primitives) and OF_REQUESTS.issuperset(rule.primitives)


def _lowered(problem: Problem, rules: Sequence[Rule]) -> Arrays:
    arrays = blank(problem)
    for rule in rules:
        rule.lower(problem, arrays)
    return arrays


def _only_more(before: Problem, after: Problem) -> bool:
    """Return whether `after` is `before` with more requests, tasks and locations behind."""
    same = (*AS_BEFORE, "locks")
    longer = ("locations", "tasks", "requests")
    return (
        all(getattr(before, name) == getattr(after, name) for name in same)
        and all(_begins_with(getattr(after, name), getattr(before, name)) for name in longer)
        and all(task.request >= len(before.requests) for task in after.tasks[len(before.tasks) :])
        and same_legs(before, after)
    )


def _begins_with[T](longer: tuple[T, ...], shorter: tuple[T, ...]) -> bool:
    return len(longer) >= len(shorter) and all(a is b or eq(a, b) for a, b in zip(shorter, longer, strict=False))


def _new_ones(before: Problem, after: Problem) -> Problem:
    """Return `after` without the requests of `before`, and without anything that ties requests or names tasks."""
    n, m = len(before.requests), len(before.tasks)
    requests = (
        replace(one, tasks=tuple(task - m for task in one.tasks), timed_task=one.timed_task - m)
        for one in after.requests[n:]
    )
    begun = (replace(s, start=replace(s.start, prefix=())) if s.start else s for s in after.shifts)
    return replace(
        after,
        shifts=tuple(begun),
        tasks=tuple(replace(task, request=task.request - n) for task in after.tasks[m:]),
        requests=tuple(requests),
        groups=(), gaps=(), same_starts=(), staff_links=(), engagements=(), caps=(), share=None, locks=(),
    )  # fmt: skip


def _told_of(problem: Problem, first: int) -> Iterator[Hashable]:
    """Yield all that a problem says of each task from the first one on, and of the ways to it and from it."""
    for task in problem.tasks[first:]:
        here = task.location
        tables = (table for way in problem.travel for table in (way.seconds, way.metres))
        ways = tuple(part.tobytes() for table in tables for part in (table[here], table[:, here]))
        yield task, problem.requests[task.request], problem.locations, ways


def _joined(old: Arrays, new: Arrays, problem: Problem) -> Arrays:
    """Return arrays with the rows of both, and nothing yet about requests together."""
    n = len(problem.requests)
    joined: dict[str, Any] = {name: [] for name in LISTS_ANEW}
    joined |= {name: getattr(old, name) for name in BY_SHIFT}
    joined |= {
        "problem_end_s": problem.end_s,
        "seconds": tuple(table.seconds for table in problem.travel),
        "metres": tuple(table.metres for table in problem.travel),
        "together": np.ones((n, n), dtype=np.bool_),
        "shared_staff": np.eye(len(problem.shifts), dtype=np.bool_),
    }
    rest = [part.name for part in fields(Arrays) if part.name not in joined]
    return Arrays(**joined, **{name: _both(name, old, new) for name in rest})


def _both(name: str, old: Arrays, new: Arrays) -> Any:
    """Return the rows of both; those of the new ones with their numbers as they are behind the old ones."""
    first, second = getattr(old, name), getattr(new, name)
    if name == "request":
        second = second + old.n_requests
    if name == "request_tasks":
        second = tuple(tuple(task + old.n_tasks for task in tasks) for tasks in second)
    if name in TASK_NUMBERS:
        second = np.where(second >= 0, second + old.n_tasks, second)
    return np.concatenate([first, second]) if isinstance(first, np.ndarray) else first + second
