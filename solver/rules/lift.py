"""Whoever needs a lift gets a vehicle whose lift carries that weight."""

from collections.abc import Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.planned import touched
from solver.rulekit.tiny import case, ride, shift, tiny
from solver.solution import Solution


class Lift(Rule):
    """Never overridable: a lift does not carry more because somebody agreed to it."""

    code = "lift"
    says: ClassVar = {
        "pl": "{request}: potrzebna winda o udźwigu {needed_kg} kg, a {shift} ma {given_kg} kg.",
        "en": "{request}: needs a lift for {needed_kg} kg, and {shift} has one for {given_kg} kg.",
        "pl.none": "{request}: potrzebna winda o udźwigu {needed_kg} kg, a {shift} nie ma windy.",
        "en.none": "{request}: needs a lift for {needed_kg} kg, and {shift} has none.",
    }
    summary: ClassVar = {
        "pl": "Kto potrzebuje windy, jedzie pojazdem z windą o wystarczającym udźwigu.",
        "en": "Whoever needs a lift rides in a vehicle whose lift carries that weight.",
    }
    primitives = (4,)

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody needs a lift."""
        return any(request.lift_kg for request in problem.requests)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every request on a shift with too weak a lift, or none."""
        for request, shift_ in touched(problem, solution):
            asked, given = problem.requests[request], problem.shifts[shift_]
            if asked.lift_kg > given.lift_kg:
                facts = {"needed_kg": asked.lift_kg, "given_kg": given.lift_kg}
                said = {"request": asked.source_id, "shift": given.name or given.id}
                said["how"] = "weak" if given.lift_kg else "none"
                missing = asked.lift_kg - given.lift_kg
                yield self.violation(problem, (asked.id, given.id), missing, "kg", **said, **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Forbid the shifts whose lift is too weak."""
        for r, request in enumerate(problem.requests):
            bearable = request.lift_kg - self.allowed(problem, request.id)
            for s, given in enumerate(problem.shifts):
                if bearable > given.lift_kg:
                    arrays.compatible[r, s] = False

    def examples(self) -> tuple[Example, ...]:
        """Return a weight that the lift just carries, one kilogram more, and a vehicle without a lift."""
        asked = [ride("R", "BC", lift_kg=300, load=(0, 1))]
        enough, weak, none = (tiny(requests=asked, shifts=[shift(lift_kg=kg)]) for kg in (300, 299, 0))
        return (
            case("just carries it", 0, enough, {"bus": "R+ R-"}),
            case("a kilogram too weak", 1, weak, {"bus": "R+ R-"}),
            case("no lift", 1, none, {"bus": "R+ R-"}),
        )


RULE = Lift()
