"""Nobody works longer in a day than the contract says."""

from collections.abc import Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.shifts import StartFact
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.tiny import case, hm, member, pause, shift, tiny, visit
from solver.rulekit.worktime import worked_s
from solver.solution import Solution


class LongestWork(Rule):
    """From leaving to coming home without unpaid breaks, and what was worked before the plan begins."""

    code = "longest_work"
    says: ClassVar = {
        "pl": "{shift}, {member}: {work_s} pracy, czyli {amount} za dużo; wolno {limit_s}. {article}",
        "en": "{shift}, {member}: {work_s} of work, {amount} too much; {limit_s} are allowed. {article}",
    }
    summary: ClassVar = {
        "pl": "Nikt nie pracuje w ciągu dnia dłużej, niż pozwala umowa.",
        "en": "Nobody works longer in a day than the contract allows.",
    }
    overridable = True
    primitives = (7,)
    leans_on = ("time_window",)

    def applies(self, problem: Problem) -> bool:
        """Return whether any contract limits the day."""
        return any(m.longest_work_s is not None for s in problem.shifts for m in s.members)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every worker whose day is too long."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            work = worked_s(route) + (facts.start.worked_s if facts.start else 0)
            for worker in facts.members:
                if worker.longest_work_s is not None and work > worker.longest_work_s:
                    yield self.violation(
                        problem, (facts.id, worker.id), work - worker.longest_work_s, "s", member=worker.id,
                        shift=facts.name or facts.id, work_s=work, limit_s=worker.longest_work_s,
                        article=worker.longest_work_article,
                    )  # fmt: skip

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Limit a crew's work to what its strictest contract leaves."""
        for index, facts in enumerate(problem.shifts):
            limits = [m.longest_work_s for m in facts.members if m.longest_work_s is not None]
            if limits:
                left = min(limits) - (facts.start.worked_s if facts.start else 0) + self.allowed(problem, facts.id)
                arrays.work_max_s[index] = min(left, int(arrays.work_max_s[index]))

    def examples(self) -> tuple[Example, ...]:
        """Return days as long as allowed and a second longer (a visit of half an hour, ten minutes each way)."""
        day = hm(0, 50)
        strict = (member(longest_work_s=day), member("jan", longest_work_s=day - 1))
        plain, two, begun = (
            tiny(requests=[visit("V", "B")], shifts=[shift(**({"members": strict[:1]} | fields))])
            for fields in ({}, {"members": strict}, {"begun": StartFact(free_s=hm(8), worked_s=1)})
        )
        route, rest = {"bus": "V"}, (1, hm(8, 40), 900)
        return (
            case("as long as allowed", 0, plain, route),
            case("too long for one of two", 1, two, route),
            case("worked a second before", 1, begun, route),
            case("a paid break is work", 1, plain, route, breaks={"bus": (pause(*rest),)}),
            case("an unpaid break is not", 0, plain, route, breaks={"bus": (pause(*rest, paid=False),)}),
        )


RULE = LongestWork()
