"""The beginning of a route that a dispatcher has frozen stays as it is."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Lock, LockKind
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.narrowing import begin_with
from solver.rulekit.tiny import shift, timed_solution, tiny, visit
from solver.solution import Solution


class PinnedPrefix(Rule):
    """The route begins with these tasks in this order, and nothing of them is left out.

    On a shift that has begun the tasks of its start state come before; those that both name are named once.
    """

    code: ClassVar[str] = "pinned_prefix"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "Początek trasy {shift} jest przypięty i nie można go zmienić.",
        "en": "The beginning of the route of {shift} is pinned and cannot be changed.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Zamrożony początek trasy zostaje bez zmian.",
        "en": "The frozen beginning of a route stays as it is.",
    }
    primitives: ClassVar[tuple[int, ...]] = (9,)
    leans_on: ClassVar[tuple[str, ...]] = ("ride_order",)

    def applies(self, problem: Problem) -> bool:
        """Return whether any beginning is pinned."""
        return any(True for _ in _prefixes(problem))

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per route that begins otherwise."""
        orders = {route.shift: tuple(stop.task for stop in route.stops) for route in solution.routes}
        for s, prefix in _prefixes(problem):
            if orders.get(s, ())[: len(prefix)] != prefix:
                ids = (problem.shifts[s].id,)
                yield self.violation(problem, ids, 1, "times", shift=problem.shifts[s].id)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Name the prefixes."""
        for s, prefix in _prefixes(problem):
            if not self.allowed(problem, problem.shifts[s].id):
                begin_with(arrays, s, prefix)

    def examples(self) -> tuple[Example, ...]:
        """The bus begins with V1 and V2."""
        return (
            _example("as frozen", 0, {"bus": "V1 V2 V3"}),
            _example("swapped", 1, {"bus": "V2 V1 V3"}),
            _example("something before", 1, {"bus": "V3 V1 V2"}),
            _example("cut short", 1, {"bus": "V1"}),
            _example("given to another shift", 1, {"s2": "V1 V2"}),
        )


def _prefixes(problem: Problem) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield shift and frozen tasks; what a begun shift does anyway comes first."""
    for lock in problem.locks:
        if lock.kind is LockKind.PREFIX and lock.shift is not None:
            start = problem.shifts[lock.shift].start
            begun = start.prefix if start else ()
            yield lock.shift, begun + tuple(task for task in lock.tasks if task not in begun)


def _example(name: str, expected: int, routes: Mapping[str, str]) -> Example:
    facts = tiny(
        requests=[visit(f"V{n}", "B") for n in range(1, 4)],
        shifts=[shift("bus"), shift("s2")],
        locks=(Lock(kind=LockKind.PREFIX, tasks=(0, 1), shift=0),),
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = PinnedPrefix()
