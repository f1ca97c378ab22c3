"""When the tied tasks of a route can start: what another route of the same requests must offer too."""

from collections.abc import Callable, Sequence

from solver.arrays import FAR, Arrays

type Reach = tuple[tuple[int, int], ...]
"""Earliest and latest start of each tied task, by task."""
type Reacher = Callable[[int, Sequence[int], Sequence[int]], Reach]
"""Reach of tasks in an order of a shift."""


def reacher_of(arrays: Arrays) -> Reacher:
    """Return a function that asks compiled code: exact earliest starts, and latest ones as far as bounds tell.

    Not for two threads at once.
    """
    from solver.searcher import Searcher, ground_of  # which imports columns

    scout = Searcher(ground_of(arrays), 0, scout=True)

    def reach(shift: int, order: Sequence[int], tasks: Sequence[int]) -> Reach:
        found = scout.reach(shift, order)
        return tuple(found[order.index(task)] for task in tasks) if found else tuple((FAR, -FAR) for _ in tasks)

    return reach


def covers(one: Reach, other: Reach) -> bool:
    """Return whether `one` is nowhere narrower than `other`."""
    return all(a[0] <= b[0] and a[1] >= b[1] for a, b in zip(one, other, strict=True))
