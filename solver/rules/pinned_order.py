"""An order that a dispatcher has fixed is kept."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Lock, LockKind
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.narrowing import bind
from solver.rulekit.tiny import shift, timed_solution, tiny, visit
from solver.solution import Solution


class PinnedOrder(Rule):
    """On the pinned shift, or, without one, wherever some of the tasks share a route; others may lie between.

    What is not planned is not out of order. A pin is taken out rather than overruled.
    """

    code: ClassVar[str] = "pinned_order"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "Kolejność jest przypięta: {other} ma być przed {request}.",
        "en": "The order is pinned: {other} comes before {request}.",
        "pl.shift": "Kolejność jest przypięta na {shift}, a {request} ma w planie kto inny.",
        "en.shift": "The order is pinned on {shift}, but {request} is planned on another shift.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Przypięta kolejność przystanków zostaje zachowana.",
        "en": "A pinned order of stops is kept.",
    }
    primitives: ClassVar[tuple[int, ...]] = (9,)
    leans_on: ClassVar[tuple[str, ...]] = ("ride_order",)

    def applies(self, problem: Problem) -> bool:
        """Return whether any order is pinned."""
        return any(lock.kind is LockKind.ORDER for lock in problem.locks)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per pinned task on another shift, and per two out of order."""
        place = {stop.task: n for route in solution.routes for n, stop in enumerate(route.stops)}
        for lock in _orders(problem):
            planned = [task for task in lock.tasks if task in place]
            for task in planned:
                if lock.shift is not None and solution.shift_of[task] != lock.shift:
                    facts = {"request": _name(problem, task), "shift": problem.shifts[lock.shift].id}
                    yield self.violation(problem, _ids(problem, lock), 1, "times", how="shift", **facts)
            for route in solution.routes:
                here = [task for task in planned if solution.shift_of[task] == route.shift]
                for first, then in pairwise(here):
                    if place[first] > place[then]:
                        facts = {"request": _name(problem, then), "other": _name(problem, first)}
                        yield self.violation(problem, _ids(problem, lock), 1, "times", how="order", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Name the orders."""
        for lock in _orders(problem):
            if self.allowed(problem, _ids(problem, lock)[0]):
                continue
            arrays.order_locks.append((-1 if lock.shift is None else lock.shift, lock.tasks))
            if lock.shift is not None:
                for task in lock.tasks:
                    bind(arrays, problem.tasks[task].request, lock.shift)

    def examples(self) -> tuple[Example, ...]:
        """V1 before V2 before V3."""
        return (
            _example("in order, with another between", 0, {"bus": "V1 V4 V2 V3"}),
            _example("one left out", 0, {"bus": "V1 V3"}),
            _example("the last two swapped", 1, {"bus": "V1 V3 V2"}),
            _example("one on another shift", 1, {"bus": "V1 V3", "s2": "V2"}),
            _example("on any shift: apart", 0, {"bus": "V1 V3", "s2": "V2"}, on=None),
            _example("on any shift: swapped", 1, {"bus": "V1", "s2": "V3 V2"}, on=None),
        )


def _orders(problem: Problem) -> Iterator[Lock]:
    return (lock for lock in problem.locks if lock.kind is LockKind.ORDER)


def _ids(problem: Problem, lock: Lock) -> tuple[str, ...]:
    return tuple(problem.tasks[task].id for task in lock.tasks)


def _name(problem: Problem, task: int) -> str:
    return problem.requests[problem.tasks[task].request].source_id


def _example(name: str, expected: int, routes: Mapping[str, str], *, on: int | None = 0) -> Example:
    facts = tiny(
        requests=[visit(f"V{n}", "B") for n in range(1, 5)],
        shifts=[shift("bus"), shift("s2")],
        locks=(Lock(kind=LockKind.ORDER, tasks=(0, 1, 2), shift=on),),
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = PinnedOrder()
