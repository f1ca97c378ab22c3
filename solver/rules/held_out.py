"""What a dispatcher has left out of the plan is not put back behind their back."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Lock, LockKind
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.planned import touched
from solver.rulekit.tiny import ride, shift, timed_solution, tiny
from solver.solution import Solution


class HeldOut(Rule):
    """Served by nobody. The mark is taken out rather than overruled."""

    code: ClassVar[str] = "held_out"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} pozostawiono poza planem ręcznie, a ma je {shift}.",
        "en": "{request} was left out by hand, but {shift} serves it.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Zgłoszenia pozostawionego poza planem ręcznie nikt nie obsługuje.",
        "en": "A request that was left out by hand is served by nobody.",
    }
    primitives: ClassVar[tuple[int, ...]] = (4, 9)

    def applies(self, problem: Problem) -> bool:
        """Return whether any request is left out by hand."""
        return bool(_held_out(problem))

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per such request and the shift that serves it."""
        out = _held_out(problem)
        for r, s in touched(problem, solution):
            if r in out:
                request, given = problem.requests[r], problem.shifts[s].id
                facts = {"request": request.source_id, "shift": given}
                yield self.violation(problem, (request.id, given), 1, "times", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Forbid all shifts."""
        for r in _held_out(problem):
            if not self.allowed(problem, problem.requests[r].id):
                arrays.compatible[r, :] = False

    def examples(self) -> tuple[Example, ...]:
        """Left out, and planned all the same."""
        return (
            _example("left out", 0, {"bus": "R2+ R2-"}),
            _example("planned", 1, {"bus": "R1+ R1- R2+ R2-"}),
        )


def _held_out(problem: Problem) -> frozenset[int]:
    return frozenset(problem.tasks[t].request for one in problem.locks if one.kind is LockKind.OUT for t in one.tasks)


def _example(name: str, expected: int, routes: Mapping[str, str]) -> Example:
    facts = tiny(
        requests=[ride("R1", "BC"), ride("R2", "CD")],
        shifts=[shift("bus"), shift("s2")],
        locks=(Lock(kind=LockKind.OUT, tasks=(0, 1)),),
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = HeldOut()
