"""Crews who know the streets: work in a district that nobody on board is familiar with costs something."""

from collections.abc import Mapping
from typing import ClassVar

from solver.facts.requests import Request
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.fitting import FitPriceRule
from solver.rulekit.tiny import member, shift, timed_solution, tiny, visit


class FamiliarDistrict(FitPriceRule):
    """Paid once per request if one of its districts is familiar to nobody; out of town nobody is expected to be."""

    code: ClassVar[str] = "familiar_district"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request}: załoga {shift} nie zna tej dzielnicy.",
        "en": "{request}: the crew of {shift} does not know the district.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Praca w dzielnicy, której nikt z załogi nie zna, kosztuje.",
        "en": "Work in a district that nobody on the crew is familiar with has a price.",
    }

    def applies(self, problem: Problem) -> bool:
        """Return whether any shift pays for being a stranger."""
        return any(shift.unfamiliar_gr for shift in problem.shifts)

    def price_gr(self, request: Request, shift: Shift) -> int:
        """Return the price of a crew that does not know its way."""
        known = {district for member in shift.members for district in member.familiar}
        return shift.unfamiliar_gr if any(d and d not in known for d in request.districts) else 0

    def examples(self) -> tuple[Example, ...]:
        """Known to one of two, known to none, and out of town."""
        return (
            _example("one of two knows it", 0, ("north",)),
            _example("nobody knows it", 200, ("south",)),
            _example("one end is unknown: paid once", 200, ("north", "south")),
            _example("out of town", 0, ("",)),
        )


def _example(name: str, expected: int, districts: tuple[str, ...]) -> Example:
    crew = (member("anna", familiar=("north",)), member("piotr"))
    facts = tiny(requests=[visit("V1", "B", districts=districts)], shifts=[shift(members=crew, unfamiliar_gr=200)])
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": "V1"}), expected=expected)


RULE = FamiliarDistrict()
