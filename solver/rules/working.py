"""What the working time costs."""

from collections.abc import Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.tiny import case, hm, pause, shift, tiny, visit
from solver.rulekit.worktime import ceil_div, worked_s
from solver.solution import Solution


class Working(Rule):
    """From leaving to coming home without unpaid breaks, rounded up to a whole grosz per route."""

    code = "working"
    says: ClassVar = {"pl": "{shift}: koszt czasu pracy.", "en": "{shift}: what the working time costs."}
    summary: ClassVar = {
        "pl": "Koszt czasu pracy od wyjazdu do powrotu, bez niepłatnych przerw.",
        "en": "Working time from leaving to coming home, without unpaid breaks.",
    }
    level = Level.PRICED
    primitives = (7,)

    def applies(self, problem: Problem) -> bool:
        """Return whether any shift costs by the hour."""
        return any(facts.work_gr_per_h for facts in problem.shifts)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every route's working time."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            if facts.work_gr_per_h:
                price = ceil_div(worked_s(route) * facts.work_gr_per_h, 3600)
                yield Charge(subject=facts.id, amount_gr=price)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the prices per hour."""
        arrays.work_gr_per_h[:] = [facts.work_gr_per_h for facts in problem.shifts]

    def examples(self) -> tuple[Example, ...]:
        """Return fifty minutes of work, the same with breaks, and a shift that stays at home."""
        problem = tiny(requests=[visit("V", "B")], shifts=[shift(work_gr_per_h=3601), shift("van", work_gr_per_h=1)])
        rest = (1, hm(8, 40), 1800)
        return (
            case("fifty minutes, rounded up", 3001, problem, {"bus": "V"}),
            case("a paid break", 4802, problem, {"bus": "V"}, breaks={"bus": (pause(*rest),)}),
            case("an unpaid break", 3001, problem, {"bus": "V"}, breaks={"bus": (pause(*rest, paid=False),)}),
            case("nobody goes anywhere", 0, problem, {}),
        )


RULE = Working()
