"""Routes that have no times together: found when a choice is timed, remembered by the routes, so never chosen again.

A logic-based Benders cut (Hooker & Ottosson 2003) over the fewest routes that already cannot be timed together. More
tasks in the plan only make timing harder, with one exception: a stretch of a client's day without its end lasts to the
end of the day. So a cut says which requests have to stay out for it to hold.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from solver.arrays import Arrays, NeverAtOnce
from solver.mastering.columns import Key, Orders, roster_of
from solver.timing.facts import Facts, facts_of
from solver.timing.ties import tied_groups

type Joint = Callable[[Orders], int | None]
"""Money of some routes timed jointly (all other tasks are not planned), or None if there are no such times."""


class Cut(NamedTuple):
    """Not all of these routes, unless one of the absent requests is served."""

    routes: frozenset[Key]
    absent: frozenset[int]


def knots(arrays: Arrays, orders: Orders) -> list[tuple[int, ...]]:
    """Return the shifts of a plan in groups that relations tie together, only those of two and more."""
    facts = facts_of(arrays)
    if not facts.differences and not facts.pairs:
        return []
    shift_of = {task: shift for shift, order in orders.items() for task in order}
    groups = tied_groups(facts, {s: order for s, order in orders.items() if order}, shift_of)
    return [tuple(group) for group in groups if len(group) > 1]


def cuts_of(arrays: Arrays, joint: Joint, knot: Orders, served: Iterable[int]) -> list[Cut]:
    """Return why tied routes have no times together: every pair that has none, else a smallest set that has none.

    Parameters
    ----------
    knot : mapping of shift to tasks
        Routes without joint times.
    served : iterable of int
        Requests of the whole plan.
    """
    roster, inside = roster_of(arrays), frozenset(served)

    def cut(shifts: Iterable[int]) -> Cut | None:
        """Return the cut of a part of the knot, if that has no times either, and forbids this very plan."""
        part = {shift: knot[shift] for shift in shifts}
        absent = _endless(facts_of(arrays), part)
        if absent & inside or joint(part) is not None:
            return None
        return Cut(frozenset((roster.alike[s], tuple(order)) for s, order in part.items()), absent)

    pairs = [found for pair in combinations(knot, 2) if _meet(arrays, knot, pair) and (found := cut(pair))]
    return pairs or list(_smallest(list(knot), cut))


def _smallest(shifts: Sequence[int], cut: Callable[[Iterable[int]], Cut | None]) -> Iterator[Cut]:
    """Yield the cut of shifts of which none can be spared (deletion filter)."""
    needed = list(shifts)
    found = cut(needed)
    for shift in shifts:
        fewer = [one for one in needed if one != shift]
        less = cut(fewer) if len(fewer) > 1 else None
        if less:
            needed, found = fewer, less
    if found:
        yield found


def _meet(arrays: Arrays, knot: Orders, pair: tuple[int, int]) -> bool:
    """Return whether a relation ties tasks of two shifts."""
    other = set(knot[pair[1]])
    return any(not other.isdisjoint(roster_of(arrays).partners[task]) for task in knot[pair[0]])


def _endless(facts: Facts, part: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """Return the requests with which a stretch would end that lasts to the end of the day without them."""
    planned = {task for order in part.values() for task in order}
    touched = {index for task in planned for index in facts.pairs_of.get(task, ())}
    return frozenset(facts.request[task] for index in touched for task in _ends(facts.pairs[index], planned))


def _ends(pair: NeverAtOnce, planned: set[int]) -> Iterator[int]:
    if planned.isdisjoint(pair.a) or planned.isdisjoint(pair.b):
        return
    for stretch, is_open in ((pair.a, pair.open_a), (pair.b, pair.open_b)):
        if is_open and stretch[0] in planned and stretch[-1] not in planned:
            yield stretch[-1]
