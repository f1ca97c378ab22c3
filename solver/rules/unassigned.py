"""Leaving a request out has a price, and some must not be left out at all."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.planned import is_served
from solver.rulekit.tiny import hm, ride, timed_solution, tiny, visit
from solver.solution import Solution


class Unassigned(Rule):
    """Every request has its price; those of class `must`, and all that are promised, are also counted before money."""

    code: ClassVar[str] = "unassigned"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{subject} nie ma w planie.",
        "en": "{subject} is not in the plan.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Nieobsłużone zgłoszenie kosztuje; obiecane i konieczne liczą się przed pieniędzmi.",
        "en": "Leaving a request out has a price; what is promised or a must counts before any money.",
    }
    level: ClassVar[Level] = Level.PRICED

    def applies(self, problem: Problem) -> bool:
        """Return whether there is anything to leave out."""
        return bool(problem.requests)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every request left out."""
        for r, request in enumerate(problem.requests):
            if request.unassigned_gr and not is_served(problem, solution, r):
                yield Charge(subject=request.id, amount_gr=request.unassigned_gr)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write classes and prices."""
        for r, request in enumerate(problem.requests):
            arrays.must[r] = request.is_must
            arrays.unassigned_gr[r] = request.unassigned_gr

    def examples(self) -> tuple[Example, ...]:
        """Half a ride is not a ride."""
        facts = tiny(
            requests=[visit("V1", "B", unassigned_gr=400), ride("R1", "BC", unassigned_gr=700, promise_s=(0, hm(9)))]
        )
        cases = [
            ("everything served", 0, "V1 R1+ R1-"),
            ("the ride left out", 700, "V1"),
            ("half a ride", 700, "V1 R1+"),
        ]
        return tuple(
            Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": order}), expected=expected)
            for name, expected, order in cases
        )


RULE = Unassigned()
