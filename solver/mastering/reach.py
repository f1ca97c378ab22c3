"""When the tied tasks of a route can start: what another route of the same requests must offer too."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from solver.arrays import FAR, Arrays
from solver.timing.facts import Facts, facts_of
from solver.timing.search import timed_together

type Reach = tuple[tuple[int, int], ...]
"""Earliest and latest start of each tied task, by task."""
type Reacher = Callable[[int, Sequence[int], Sequence[int]], Reach]
"""Reach of tasks in an order of a shift that has times."""


def reacher_of(arrays: Arrays) -> Reacher:
    """Return a function that asks the reference timing; slow, and only asked where two routes do the same requests."""
    facts = facts_of(arrays)

    def reach(shift: int, order: Sequence[int], tasks: Sequence[int]) -> Reach:
        knot = timed_together(facts, {shift: order})
        if knot is None:
            return tuple((FAR, -FAR) for _ in tasks)
        start = dict(zip(order, knot.chains[shift].start, strict=True))
        return tuple((start[task], _latest(facts, shift, order, task, start[task])) for task in tasks)

    return reach


def covers(one: Reach, other: Reach) -> bool:
    """Return whether `one` is nowhere narrower than `other`."""
    return all(a[0] <= b[0] and a[1] >= b[1] for a, b in zip(one, other, strict=True))


def _latest(facts: Facts, shift: int, order: Sequence[int], task: int, possible_s: int) -> int:
    """Return the last instant from which on the task can still start: "not before x" only gets harder with x."""
    closes = facts.windows[task][-1][1] if facts.windows[task] else min(facts.latest_s[shift], FAR)
    low, high = possible_s, max(possible_s, closes)
    while low < high:
        middle = (low + high + 1) // 2
        if timed_together(_not_before(facts, task, middle), {shift: order}) is None:
            high = middle - 1
        else:
            low = middle
    return low


def _not_before(facts: Facts, task: int, since_s: int) -> Facts:
    windows = list(facts.windows)
    given = windows[task] or ((-FAR, FAR),)
    windows[task] = tuple((max(opens, since_s), closes) for opens, closes in given if closes >= since_s)
    return replace(facts, windows=windows)
