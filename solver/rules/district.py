"""Shifts keep to their districts."""

from collections.abc import Mapping
from typing import ClassVar

from solver.facts.requests import Request
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.fitting import FitRule
from solver.rulekit.tiny import shift, timed_solution, tiny, visit


class District(FitRule):
    """Every place of a request lies in a district of the shift; places out of town need a shift that leaves town."""

    code: ClassVar[str] = "district"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} jest poza rejonem, który obsługuje {shift}.",
        "en": "{request} is outside the district that {shift} serves.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Dyżur obsługuje tylko swoje dzielnice; wyjazd poza miasto tylko tam, gdzie jest dozwolony.",
        "en": "A shift serves its own districts only, and leaves town only where it may.",
    }

    def applies(self, problem: Problem) -> bool:
        """Return whether any shift is bound to districts or to the town."""
        return any(shift.districts or not shift.out_of_town for shift in problem.shifts)

    def misfit(self, request: Request, shift: Shift) -> Mapping[str, str | int] | None:
        """Return the first district that the shift does not serve ("" is out of town)."""
        outside = (name for name in request.districts if not _serves(shift, name))
        return next(({"district": name} for name in outside), None)

    def examples(self) -> tuple[Example, ...]:
        """Own district, a foreign one, and out of town with and without leave."""
        return (
            _example("own district", 0, ("north",), districts=("north",)),
            _example("another district", 1, ("south",), districts=("north",)),
            _example("one end in another district", 1, ("north", "south"), districts=("north",)),
            _example("no districts: anywhere in town", 0, ("south",), out_of_town=False),
            _example("out of town, with leave", 0, ("north", ""), districts=("north",)),
            _example("out of town, without", 1, ("",), out_of_town=False),
        )


def _serves(shift: Shift, district: str) -> bool:
    if not district:
        return shift.out_of_town
    return not shift.districts or district in shift.districts


def _example(
    name: str, expected: int, asked: tuple[str, ...], *, districts: tuple[str, ...] = (), out_of_town: bool = True
) -> Example:
    facts = tiny(
        requests=[visit("V1", "B", districts=asked)], shifts=[shift(districts=districts, out_of_town=out_of_town)]
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": "V1"}), expected=expected)


RULE = District()
