"""How few faces a series can see at the very least, as if it had all crews for itself: for bounds."""

from collections.abc import Collection, Mapping
from itertools import combinations

from solver.series.problem import Problem

type Able = Mapping[int, Mapping[int, Collection[int]]]
"""By worker and day, the parts that the worker could do."""


def most_with_one(problem: Problem, s: int) -> int:
    """Return how many occurrences one worker could have at most."""
    able = _able(problem, s)
    return max((_times(problem, s, able, (one,)) for one in able), default=0)


def fewest_further(problem: Problem, s: int) -> int:
    """Return how many faces more than the first one, or than those known, all occurrences take; 2 may be more.

    0, too, if not even all workers together could do all of them.
    """
    able, known = _able(problem, s), tuple(problem.series[s].known)
    wanted = sum(quota.times for quota in problem.series[s].quotas)
    if _times(problem, s, able, tuple(able)) < wanted:
        return 0
    firsts = [known] if known else [(one,) for one in able]
    for further in (0, 1):
        for first in firsts:
            for more in combinations(sorted(set(able).difference(first)), further):
                if _times(problem, s, able, (*first, *more)) >= wanted:
                    return further
    return 2


def _able(problem: Problem, s: int) -> Able:
    found: dict[int, dict[int, set[int]]] = {}
    for number, part in enumerate(problem.series[s].parts):
        for slot in part.slots:
            if problem.slots[slot].free_min >= part.need_min:
                for member in problem.may_work(s, slot):
                    found.setdefault(member, {}).setdefault(problem.slots[slot].day, set()).add(number)
    return found


def _times(problem: Problem, s: int, able: Able, team: Collection[int]) -> int:
    """Return how many occurrences a team could have."""
    series = problem.series[s]
    every = len(series.parts)
    days = {day for quota in series.quotas for day in quota.days}
    has = {day for day in days if len({part for one in team for part in able.get(one, {}).get(day, ())}) == every}
    return sum(min(quota.times, len(has.intersection(quota.days))) for quota in series.quotas)
