"""What it costs that a shift does anything at all."""

from collections.abc import Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.tiny import case, shift, tiny, visit
from solver.solution import Solution


class ShiftUse(Rule):
    """Once for a shift with at least one stop, whatever it does; one that stays at home costs nothing."""

    code = "shift_use"
    says: ClassVar = {
        "pl": "{shift}: koszt uruchomienia dyżuru.",
        "en": "{shift}: what it costs to use the shift at all.",
    }
    summary: ClassVar = {
        "pl": "Dyżur, który w ogóle wyjeżdża, kosztuje stałą kwotę.",
        "en": "A shift that goes out at all costs a fixed amount.",
    }
    level = Level.PRICED
    primitives = (7,)

    def applies(self, problem: Problem) -> bool:
        """Return whether using any shift has a price."""
        return any(facts.use_gr for facts in problem.shifts)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every shift that has a stop."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            if facts.use_gr and route.stops:
                yield Charge(subject=facts.id, amount_gr=facts.use_gr)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the prices."""
        arrays.use_gr[:] = [facts.use_gr for facts in problem.shifts]

    def examples(self) -> tuple[Example, ...]:
        """Return one stop, three stops, two shifts, and none."""
        asked = [visit("V", "B"), visit("W", "C"), visit("X", "D")]
        problem = tiny(requests=asked, shifts=[shift(use_gr=5000), shift("van", use_gr=700), shift("own")])
        return (
            case("one stop", 5000, problem, {"bus": "V"}),
            case("three stops cost no more than one", 5000, problem, {"bus": "V W X"}),
            case("two shifts at their own prices", 5700, problem, {"bus": "V", "van": "W X"}),
            case("a shift without such a price", 0, problem, {"own": "V"}),
            case("nobody goes anywhere", 0, problem, {}),
        )


RULE = ShiftUse()
