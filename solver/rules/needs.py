"""What follows is served only if what it follows is: no repair without the inspection, no return of who never left."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.ties import Gap
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.planned import is_served
from solver.rulekit.tiny import timed_solution, tiny, visit
from solver.solution import Solution


class Needs(Rule):
    """The other half of a gap: that the earlier request is there at all."""

    code: ClassVar[str] = "needs"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} ma sens tylko po {before}, a {before} nie ma w planie.",
        "en": "{request} makes sense only after {before}, which is not in the plan.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Naprawa tylko po przeglądzie, powrót tylko po wyjeździe.",
        "en": "No repair without its inspection, no return without the way there.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (13,)

    def applies(self, problem: Problem) -> bool:
        """Return whether any request needs another one."""
        return any(gap.needs for gap in problem.gaps)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per request that is served without what it needs."""
        for gap in problem.gaps:
            if gap.needs and is_served(problem, solution, gap.after) and not is_served(problem, solution, gap.before):
                before, after = problem.requests[gap.before], problem.requests[gap.after]
                facts = {"request": after.source_id, "before": before.source_id}
                yield self.violation(problem, self.led(problem, after.id, before.id), 1, "times", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Name the pairs."""
        for gap in problem.gaps:
            ids = (problem.requests[gap.after].id, problem.requests[gap.before].id)
            if gap.needs and not self.allowed(problem, self.led(problem, *ids)[0]):
                arrays.needs.append((gap.after, gap.before))

    def examples(self) -> tuple[Example, ...]:
        """Both, the first alone, the second alone; and the second alone where it does not need the first."""
        return (
            _example("both", 0, "V1 V2"),
            _example("the first alone", 0, "V1"),
            _example("the second alone", 1, "V2"),
            _example("the second alone, needing nothing", 0, "V2", needs=False),
        )


def _example(name: str, expected: int, order: str, *, needs: bool = True) -> Example:
    facts = tiny(requests=[visit("V1", "B"), visit("V2", "B")], gaps=(Gap(before=0, after=1, needs=needs),))
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": order}), expected=expected)


RULE = Needs()
