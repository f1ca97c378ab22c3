"""Requests that make sense only together are served all or none."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.planned import is_served
from solver.rulekit.tiny import timed_solution, tiny, visit
from solver.solution import Solution


class AllOrNone(Rule):
    """Outbound and return by policy, both crews of a double visit."""

    code: ClassVar[str] = "all_or_none"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{missing} nie ma w planie, a bez tego nie można wykonać {request}.",
        "en": "{missing} is not in the plan, and {request} cannot be served without it.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Zgłoszenia powiązane w grupę są w planie wszystkie albo żadne.",
        "en": "The requests of a group are in the plan all or none.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (13,)

    def applies(self, problem: Problem) -> bool:
        """Return whether there are groups."""
        return bool(problem.groups)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per group that is torn."""
        for group in problem.groups:
            missing = [r for r in group if not is_served(problem, solution, r)]
            if missing and len(missing) < len(group):
                served = next(r for r in group if r not in missing)
                facts = {"request": problem.requests[served].id, "missing": problem.requests[missing[0]].id}
                yield self.violation(problem, self._ids(problem, group), 1, "times", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Name the groups."""
        arrays.groups += [g for g in problem.groups if not self.allowed(problem, self._ids(problem, g)[0])]

    def _ids(self, problem: Problem, group: tuple[int, ...]) -> tuple[str, ...]:
        return self.led(problem, *(problem.requests[r].id for r in group))

    def examples(self) -> tuple[Example, ...]:
        """All three, none of them, one missing, one alone."""
        return (
            _example("all", 0, "V1 V2 V3"),
            _example("none", 0, "V4"),
            _example("one missing", 1, "V1 V3 V4"),
            _example("one alone", 1, "V2"),
        )


def _example(name: str, expected: int, order: str) -> Example:
    facts = tiny(requests=[visit(f"V{n}", "B") for n in range(1, 5)], groups=((0, 1, 2),))
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": order}), expected=expected)


RULE = AllOrNone()
