"""What the time after the rostered end costs, on top of the working time."""

from collections.abc import Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.tiny import case, hm, shift, tiny, visit
from solver.rulekit.worktime import ceil_div
from solver.solution import Solution


class Overtime(Rule):
    """From the rostered end to coming home, rounded up to a whole grosz per route."""

    code = "overtime"
    says: ClassVar = {"pl": "{shift}: dopłata za nadgodziny.", "en": "{shift}: what overtime adds."}
    summary: ClassVar = {
        "pl": "Dopłata za czas po planowym końcu dyżuru.",
        "en": "Time after the rostered end, on top of the working time.",
    }
    level = Level.PRICED
    primitives = (7,)

    def applies(self, problem: Problem) -> bool:
        """Return whether overtime has a price."""
        return any(facts.overtime_gr_per_h for facts in problem.shifts)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every route's overtime."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            late = route.end_s - facts.end_s
            if late > 0 and facts.overtime_gr_per_h:
                yield Charge(subject=facts.id, amount_gr=ceil_div(late * facts.overtime_gr_per_h, 3600))

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write from when overtime counts, and its prices."""
        arrays.overtime_from_s[:] = [facts.end_s for facts in problem.shifts]
        arrays.overtime_gr_per_h[:] = [facts.overtime_gr_per_h for facts in problem.shifts]

    def examples(self) -> tuple[Example, ...]:
        """Return routes that are back in time, a second late and an hour late."""
        problem = tiny(requests=[visit("V", "B")], shifts=[shift(overtime_gr_per_h=2000, overtime_s=3600)])
        in_time = hm(15, 20)
        return (
            case("back in time", 0, problem, {"bus": "V"}, starts={"V": in_time}),
            case("back a second late", 1, problem, {"bus": "V"}, starts={"V": in_time + 1}),
            case("back an hour late", 2000, problem, {"bus": "V"}, starts={"V": in_time + 3600}),
        )


RULE = Overtime()
