"""What a dispatcher has given to a shift stays there."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Lock, LockKind
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.narrowing import bind
from solver.rulekit.planned import touched
from solver.rulekit.tiny import ride, shift, timed_solution, tiny
from solver.solution import Solution


class PinnedShift(Rule):
    """Served by that shift or not at all. A pin is taken out rather than overruled."""

    code: ClassVar[str] = "pinned_shift"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} jest przypięte do {pinned}, a w planie ma je {shift}.",
        "en": "{request} is pinned to {pinned} but planned on {shift}.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Zlecenie przypięte do dyżuru obsługuje tylko jego załoga.",
        "en": "A request pinned to a shift is served by no other.",
    }
    primitives: ClassVar[tuple[int, ...]] = (4, 9)

    def applies(self, problem: Problem) -> bool:
        """Return whether any request is pinned to a shift."""
        return bool(_pinned(problem))

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per pinned request and other shift."""
        pinned = _pinned(problem)
        for r, s in touched(problem, solution):
            if pinned.get(r, s) != s:
                request, given = problem.requests[r], problem.shifts[s].id
                facts = {"request": request.source_id, "shift": given, "pinned": problem.shifts[pinned[r]].id}
                yield self.violation(problem, (request.id, given), 1, "times", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Forbid the other shifts."""
        for r, s in _pinned(problem).items():
            if not self.allowed(problem, problem.requests[r].id):
                bind(arrays, r, s)

    def examples(self) -> tuple[Example, ...]:
        """On the pinned shift, on another one, and left out."""
        return (
            _example("on its shift", 0, {"s2": "R1+ R1-"}),
            _example("on another shift", 1, {"bus": "R1+ R1-", "s2": "R2+ R2-"}),
            _example("left out", 0, {"bus": "R2+ R2-"}),
        )


def _pinned(problem: Problem) -> dict[int, int]:
    """Return the shift of every pinned request."""
    locks = [(lock, lock.shift) for lock in problem.locks if lock.kind is LockKind.SHIFT]
    return {problem.tasks[t].request: shift for lock, shift in locks if shift is not None for t in lock.tasks}


def _example(name: str, expected: int, routes: Mapping[str, str]) -> Example:
    facts = tiny(
        requests=[ride("R1", "BC"), ride("R2", "CD")],
        shifts=[shift("bus"), shift("s2")],
        locks=(Lock(kind=LockKind.SHIFT, tasks=(0, 1), shift=1),),
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = PinnedShift()
