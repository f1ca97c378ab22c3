"""What was promised is kept: service starts inside the window told to the client."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.narrowing import narrow
from solver.rulekit.tiny import hm, ride, timed_solution, tiny
from solver.solution import Solution


class Promise(Rule):
    """The timed task of a promised request; that it is served at all is what its class `must` is for."""

    code: ClassVar[str] = "promise"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request}: obiecano między {from_s} a {until_s}, a w planie jest {start_s}.",
        "en": "{request}: promised between {from_s} and {until_s}, planned at {start_s}.",
        "pl.late": "{request}: obiecano do {until_s}, a w planie jest {start_s}, o {amount} za późno.",
        "en.late": "{request}: promised by {until_s}, planned at {start_s}, {amount} late.",
        "pl.early": "{request}: obiecano od {from_s}, a w planie jest {start_s}, o {amount} za wcześnie.",
        "en.early": "{request}: promised from {from_s}, planned at {start_s}, {amount} early.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Obsługa zaczyna się w przedziale obiecanym klientowi.",
        "en": "Service starts in the window that the client was promised.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (1,)

    def applies(self, problem: Problem) -> bool:
        """Return whether anything was promised."""
        return any(request.promise_s is not None for request in problem.requests)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per promise that is planned too early or too late."""
        for request in problem.requests:
            planned = solution.times.get(request.timed_task)
            if request.promise_s is None or planned is None:
                continue
            (low, high), start = request.promise_s, planned.start_s
            off, how = (low - start, "early") if start < low else (start - high, "late")
            if off > 0:
                facts = {"from_s": low, "until_s": high, "start_s": start}
                ids = (request.id,)
                yield self.violation(problem, ids, off, "s", request=request.source_id, how=how, **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Narrow the timed task's windows."""
        for request in problem.requests:
            if request.promise_s is not None:
                low, high = request.promise_s
                early, late = self.allowed(problem, request.id, early=True), self.allowed(problem, request.id)
                narrow(arrays, request.timed_task, ((low - early, high + late),))

    def examples(self) -> tuple[Example, ...]:
        """The dropoff was promised for 09:40 to 09:55."""
        return (
            _example("the first second", 0, hm(9, 40)),
            _example("the last second", 0, hm(9, 55)),
            _example("a second early", 1, hm(9, 40) - 1),
            _example("a second late", 1, hm(9, 55) + 1),
        )


def _example(name: str, expected: int, start_s: int) -> Example:
    facts = tiny(requests=[ride("R1", "BC", timed_task=1, promise_s=(hm(9, 40), hm(9, 55)))])
    return Example(
        name=name,
        problem=facts,
        solution=timed_solution(facts, {"bus": "R1+ R1-"}, starts={"R1-": start_s}),
        expected=expected,
    )


RULE = Promise()
