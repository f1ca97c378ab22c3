"""Two workers at one door begin together."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays, Difference
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.tiny import hm, shift, timed_solution, tiny, visit
from solver.solution import Solution


class SameStart(Rule):
    """The first tasks of the two requests start in the same second, where both are planned."""

    code: ClassVar[str] = "same_start"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} i {other} mają zacząć się razem, a dzieli je {amount}.",
        "en": "{request} and {other} should start together but are {amount} apart.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Dwoje pracowników przy jednych drzwiach zaczyna w tej samej chwili.",
        "en": "Two workers at one door start at the same moment.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (8,)

    def applies(self, problem: Problem) -> bool:
        """Return whether any two requests start together."""
        return bool(problem.same_starts)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per pair that starts apart."""
        for a, b in problem.same_starts:
            one, other = problem.requests[a], problem.requests[b]
            first, second = solution.times.get(one.tasks[0]), solution.times.get(other.tasks[0])
            if first and second and first.start_s != second.start_s:
                ids = self.led(problem, one.id, other.id)
                apart = abs(first.start_s - second.start_s)
                yield self.violation(problem, ids, apart, "s", request=one.id, other=other.id)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Bound the difference of the two starts by nothing."""
        for a, b in problem.same_starts:
            one, other = problem.requests[a], problem.requests[b]
            ease = self.allowed(problem, self.led(problem, one.id, other.id)[0])
            arrays.differences.append(Difference(one.tasks[0], other.tasks[0], -ease, ease))

    def examples(self) -> tuple[Example, ...]:
        """Together, a second apart either way, and one of the two alone."""
        return (
            _example("together", 0, {"V1": hm(9), "V2": hm(9)}),
            _example("a second later", 1, {"V1": hm(9), "V2": hm(9) + 1}),
            _example("a second earlier", 1, {"V1": hm(9), "V2": hm(9) - 1}),
            _example("one alone", 0, {"V1": hm(9)}),
        )


def _example(name: str, expected: int, starts: Mapping[str, int]) -> Example:
    facts = tiny(
        requests=[visit("V1", "B"), visit("V2", "B")], shifts=[shift("s1"), shift("s2")], same_starts=((0, 1),)
    )
    routes = {f"s{name[1]}": name for name in starts}
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes, starts=starts), expected=expected)


RULE = SameStart()
