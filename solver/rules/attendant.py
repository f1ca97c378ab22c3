"""Whoever needs an attendant is fetched by two."""

from collections.abc import Mapping
from typing import ClassVar

from solver.facts.requests import Request
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.fitting import FitRule
from solver.rulekit.tiny import member, ride, shift, timed_solution, tiny


class Attendant(FitRule):
    """The attendant is the second worker of the crew; the seat taken is already off the shift's layouts."""

    code: ClassVar[str] = "attendant"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} wymaga drugiej osoby do pomocy, a {shift} jedzie w pojedynkę.",
        "en": "{request} needs a second person to help, and {shift} has a crew of one.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Kto potrzebuje asysty, jedzie z załogą co najmniej dwuosobową.",
        "en": "Whoever needs an attendant goes with a crew of at least two.",
    }

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody needs an attendant."""
        return any(request.needs_attendant for request in problem.requests)

    def misfit(self, request: Request, shift: Shift) -> Mapping[str, str | int] | None:
        """Return how many workers there are, if too few."""
        alone = request.needs_attendant and len(shift.members) < 2
        return {"workers": len(shift.members)} if alone else None

    def examples(self) -> tuple[Example, ...]:
        """A crew of one and of two."""
        return _example("a crew of two", 0, "anna", "piotr"), _example("a crew of one", 1, "anna")


def _example(name: str, expected: int, *crew: str) -> Example:
    facts = tiny(requests=[ride("R1", "BC", needs_attendant=True)], shifts=[shift(members=tuple(map(member, crew)))])
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": "R1+ R1-"}), expected=expected)


RULE = Attendant()
