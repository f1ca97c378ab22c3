"""Nobody drives longer in a day than the contract says."""

from collections.abc import Iterator
from typing import Any, ClassVar

from solver.arrays import Arrays
from solver.facts.shifts import StartFact
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.legs import travelled_s
from solver.rulekit.tiny import FOOT, STEP_S, case, hm, member, shift, tiny, visit
from solver.solution import Solution


class DrivingLimit(Rule):
    """All legs together and what was driven before the plan begins; on foot or by city bus nobody drives."""

    code = "driving_limit"
    says: ClassVar = {
        "pl": "{shift}, {member}: {driving_s} za kierownicą, czyli {amount} za dużo; wolno {limit_s}.",
        "en": "{shift}, {member}: {driving_s} at the wheel, {amount} too much; {limit_s} are allowed.",
    }
    summary: ClassVar = {
        "pl": "Nikt nie prowadzi w ciągu dnia dłużej, niż wolno.",
        "en": "Nobody drives longer in a day than allowed.",
    }
    overridable = True
    primitives = (7,)

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody who drives has a limit."""
        return any(_limits(problem, index) for index in range(len(problem.shifts)))

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every worker who drives too long."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            driving = travelled_s(problem, route) + (facts.start.driven_s if facts.start else 0)
            for worker, limit in _limits(problem, route.shift):
                if driving > limit:
                    said = {"shift": facts.name or facts.id, "member": worker}
                    yield self.violation(
                        problem, (facts.id, worker), driving - limit, "s", **said, driving_s=driving, limit_s=limit
                    )

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Limit the driving of a crew to what its strictest contract leaves."""
        for index, facts in enumerate(problem.shifts):
            limits = [limit for _, limit in _limits(problem, index)]
            if limits:
                left = min(limits) - (facts.start.driven_s if facts.start else 0) + self.allowed(problem, facts.id)
                arrays.driving_max_s[index] = min(left, int(arrays.driving_max_s[index]))

    def examples(self) -> tuple[Example, ...]:
        """Return days at the wheel as long as allowed and a second longer."""
        begun = StartFact(free_s=hm(8), driven_s=1)
        return (
            _example("as long as allowed", 0, 2 * STEP_S),
            _example("a second longer", 1, 2 * STEP_S - 1),
            _example("drove a second before", 1, 2 * STEP_S, begun=begun),
            _example("on foot nobody drives", 0, 1, mode=FOOT),
        )


def _limits(problem: Problem, shift: int) -> list[tuple[str, int]]:
    """Return who of a crew may drive how long; empty where nobody drives."""
    facts = problem.shifts[shift]
    if not problem.travel[facts.mode].driving:
        return []
    return [(m.id, m.longest_driving_s) for m in facts.members if m.longest_driving_s is not None]


def _example(name: str, expected: int, limit_s: int, **fields: Any) -> Example:
    crew = (member(longest_driving_s=limit_s), member("jan"))
    return case(name, expected, tiny(requests=[visit("V", "B")], shifts=[shift(members=crew, **fields)]), {"bus": "V"})


RULE = DrivingLimit()
