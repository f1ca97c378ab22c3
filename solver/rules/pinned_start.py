"""A start that a dispatcher has fixed does not move."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Lock, LockKind
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.narrowing import narrow
from solver.rulekit.tiny import hm, timed_solution, tiny, visit
from solver.solution import Solution


class PinnedStart(Rule):
    """To the second, where the task is planned. A pin is taken out rather than overruled."""

    code: ClassVar[str] = "pinned_start"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} jest przypięte na {due_s}, a w planie jest {start_s}.",
        "en": "{request} is pinned to {due_s} but planned at {start_s}.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Przypięta godzina rozpoczęcia nie zmienia się.",
        "en": "A pinned start does not move.",
    }
    primitives: ClassVar[tuple[int, ...]] = (1, 9)

    def applies(self, problem: Problem) -> bool:
        """Return whether any start is pinned."""
        return any(True for _ in _pinned(problem))

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per pinned task that starts at another time."""
        for task, due in _pinned(problem):
            planned = solution.times.get(task)
            if planned and planned.start_s != due:
                facts = {"due_s": due, "start_s": planned.start_s}
                request = problem.requests[problem.tasks[task].request].source_id
                ids = (problem.tasks[task].id,)
                yield self.violation(problem, ids, abs(planned.start_s - due), "s", request=request, **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Narrow the window to the pinned second."""
        for task, due in _pinned(problem):
            ease = self.allowed(problem, problem.tasks[task].id)
            narrow(arrays, task, ((due - ease, due + ease),))

    def examples(self) -> tuple[Example, ...]:
        """At the pinned second and beside it."""
        return (
            _example("on time", 0, hm(9)),
            _example("a second early", 1, hm(9) - 1),
            _example("a second late", 1, hm(9) + 1),
        )


def _pinned(problem: Problem) -> Iterator[tuple[int, int]]:
    for lock in problem.locks:
        if lock.kind is LockKind.START and lock.start_s is not None:
            for task in lock.tasks:
                yield task, lock.start_s


def _example(name: str, expected: int, start_s: int) -> Example:
    facts = tiny(requests=[visit("V1", "B")], locks=(Lock(kind=LockKind.START, tasks=(0,), start_s=hm(9)),))
    return Example(
        name=name,
        problem=facts,
        solution=timed_solution(facts, {"bus": "V1"}, starts={"V1": start_s}),
        expected=expected,
    )


RULE = PinnedStart()
