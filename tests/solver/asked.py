"""Days with a plan, for questions about them, and what brute force answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations_with_replacement
from random import Random

import numpy as np

from solver.admissible import refusal
from solver.arrays import Arrays
from solver.board import Board
from solver.facts.requests import Span
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.narrowing import narrow
from solver.schedule import schedule
from solver.search.drafting import Workshop
from solver.search.insertion import begun
from solver.searcher import Searcher, ground_of
from solver.solution import Solution
from tests.solver.generate import FEATURES, make_problem

type Orders = dict[int, tuple[int, ...]]

TIMED_PRICES = ("work_gr_per_h", "overtime_gr_per_h", "excess_gr_per_min", "deviation_gr_per_min", "call_gr")


@dataclass(frozen=True)
class Day:
    """A problem and a plan of it that keeps all rules."""

    problem: Problem
    orders: Orders

    @cached_property
    def arrays(self) -> Arrays:
        """The primitives."""
        return lowered(self.problem)

    @cached_property
    def board(self) -> Board:
        """The plan laid out."""
        return Board(self.problem, self.orders)

    @property
    def fixed(self) -> set[int]:
        """Requests that stay where they are."""
        frozen = {int(self.arrays.request[task]) for prefix in self.arrays.prefixes for task in prefix}
        return frozen | set(np.flatnonzero(self.arrays.must_serve).tolist())

    @property
    def untimed(self) -> bool:
        """Whether no price depends on times."""
        return not any(getattr(self.arrays, name).any() for name in TIMED_PRICES)

    def unit(self, request: int) -> set[int]:
        """Return the requests that are served all or none with one, itself included."""
        found = {request}
        while True:
            more = {r for group in self.arrays.groups if found & set(group) for r in group}
            if more <= found:
                return found
            found |= more

    def without(self, requests: Iterable[int]) -> "Day | None":
        """Return the day with some requests left out of the plan, or None where that is no plan."""
        gone = {task for r in requests for task in self.arrays.request_tasks[r]}
        left = {s: tuple(task for task in order if task not in gone) for s, order in self.orders.items()}
        day = Day(self.problem, {s: order for s, order in left.items() if order})
        return day if day.possible(day.orders) else None

    def possible(self, orders: Mapping[int, Sequence[int]]) -> bool:
        """Return whether orders are a plan: by the order-only primitives and the reference timing."""
        return refusal(self.arrays, orders, complete=True) is None and schedule(self.arrays, orders) is not None

    def places(self, request: int) -> Iterator[tuple[int, tuple[int, ...], Orders]]:
        """Yield every place of a request, possible or not: shift, positions, and the orders of the whole plan then."""
        tasks = self.arrays.request_tasks[request]
        rest = {s: tuple(task for task in order if task not in tasks) for s, order in self.orders.items()}
        for s in range(self.arrays.n_shifts):
            order = rest.get(s, ())
            for at in combinations_with_replacement(range(len(order) + 1), len(tasks)):
                new = list(order)
                for place, task in reversed(list(zip(at, tasks, strict=True))):
                    new.insert(place, task)
                yield s, at, {t: one for t, one in {**rest, s: tuple(new)}.items() if one}

    def can_start(self, orders: Mapping[int, Sequence[int]], task: int, span: Span) -> bool:
        """Return whether orders have times with a task that starts within a span."""
        arrays = copy(self.arrays)
        arrays.windows, arrays.compatible = list(arrays.windows), arrays.compatible.copy()
        narrow(arrays, task, (span,))
        return bool(arrays.compatible[arrays.request[task]].any()) and schedule(arrays, orders) is not None


def timed(day: Day, orders: Mapping[int, Sequence[int]]) -> Solution:
    """Return the times of orders, which have some."""
    found = schedule(day.arrays, orders)
    assert found is not None
    return found


@cache
def some_day(seed: int, *features: str, more: float = 0.0) -> Day | None:
    """Return a day with a short search's plan, or None where there is none.

    Parameters
    ----------
    more : float
        Chance of each other feature.
    """
    rng = Random(seed)
    wanted = {name for name in sorted(FEATURES) if rng.random() < more} | set(features)
    made = make_problem(seed, requests=rng.choice([6, 8, 10]), shifts=rng.choice([2, 3]), features=wanted)
    problem = with_inherited(made)
    arrays = lowered(problem)
    searcher = Searcher(ground_of(arrays), seed)
    if not searcher.begin(begun(Workshop(arrays)).orders):
        return None
    searcher.fill()
    searcher.run(30, 0.3, 0.05)
    day = Day(problem, searcher.orders)
    return day if day.possible(day.orders) else None


def days(seeds: Iterable[int], *features: str, more: float = 0.0) -> list[tuple[int, Day]]:
    """Return the days of some seeds that have a plan."""
    found = ((seed, some_day(seed, *features, more=more)) for seed in seeds)
    return [(seed, day) for seed, day in found if day]


def called(seeds: Iterable[int], *features: str, more: float = 0.0) -> Iterator[tuple[Day, list[int]]]:
    """Yield days of which somebody has been left out, with all that stands or falls with them, and who that is."""
    for seed, day in days(seeds, *features, more=more):
        loose = sorted(set(range(day.arrays.n_requests)) - day.fixed)
        unit = day.unit(Random(seed).choice(loose)) if loose else set()
        rest = day.without(unit) if unit and not unit & day.fixed else None
        if rest:
            yield rest, sorted(unit)
