"""What the kilometres cost."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.legs import legs, metres
from solver.rulekit.tiny import case, shift, tiny, visit
from solver.rulekit.worktime import ceil_div
from solver.solution import Solution


class Driving(Rule):
    """From the start place over all stops to the end place, rounded up to a whole grosz per route."""

    code = "driving"
    says: ClassVar = {
        "pl": "{shift}: koszt przejechanych kilometrów.",
        "en": "{shift}: what the kilometres cost.",
    }
    summary: ClassVar = {
        "pl": "Koszt kilometrów, według ceny kilometra pojazdu.",
        "en": "Kilometres driven, at the vehicle's price per kilometre.",
    }
    level = Level.PRICED
    primitives = (2,)

    def applies(self, problem: Problem) -> bool:
        """Return whether kilometres of any shift have a price."""
        return any(facts.km_gr for facts in problem.shifts)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every route's length."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            way = sum(metres(problem, route.shift, leg.origin, leg.target) for leg in legs(problem, route))
            if facts.km_gr and way:
                yield Charge(subject=facts.id, amount_gr=ceil_div(way * facts.km_gr, 1000))

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the prices per kilometre."""
        arrays.km_gr[:] = [facts.km_gr for facts in problem.shifts]

    def examples(self) -> tuple[Example, ...]:
        """Return ten kilometres, none, and a price that is rounded up."""
        problem = tiny(requests=[visit("V", "B"), visit("W", "A")], shifts=[shift(km_gr=150)])
        table = replace(problem.travel[0], metres=problem.travel[0].metres // 5000)
        short = replace(problem, travel=(table, problem.travel[1]))
        return (
            case("five kilometres there and five back", 1500, problem, {"bus": "V"}),
            case("a visit next door", 0, problem, {"bus": "W"}),
            case("two metres cost a whole grosz", 1, short, {"bus": "V"}),
        )


RULE = Driving()
