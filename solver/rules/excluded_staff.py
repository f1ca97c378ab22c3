"""Nobody is served by a worker they have ruled out."""

from collections.abc import Mapping
from typing import ClassVar

from solver.facts.requests import Request
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.fitting import FitRule
from solver.rulekit.tiny import member, shift, timed_solution, tiny, visit


class ExcludedStaff(FitRule):
    """One excluded worker keeps the whole crew away."""

    code: ClassVar[str] = "excluded_staff"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request}: zgodnie z ustaleniami z klientem nie jedzie tam {staff}, a należy do załogi {shift}.",
        "en": "{request}: as agreed with the client {staff} does not go there, but is on the crew of {shift}.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Do klienta nie jedzie pracownik, którego klient wykluczył.",
        "en": "No client is served by a worker they have ruled out.",
    }

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody is excluded."""
        return any(request.excluded_staff for request in problem.requests)

    def misfit(self, request: Request, shift: Shift) -> Mapping[str, str | int] | None:
        """Return the first excluded worker of the crew."""
        unwanted = (member.id for member in shift.members if member.id in request.excluded_staff)
        return next(({"staff": worker} for worker in unwanted), None)

    def examples(self) -> tuple[Example, ...]:
        """An excluded worker at home, alone at the wheel, and beside a colleague."""
        return (
            _example("somebody else is excluded", 0, "anna"),
            _example("the driver is excluded", 1, "piotr"),
            _example("the second worker is excluded", 1, "anna", "piotr"),
        )


def _example(name: str, expected: int, *crew: str) -> Example:
    facts = tiny(
        requests=[visit("V1", "B", excluded_staff=("piotr",))], shifts=[shift(members=tuple(map(member, crew)))]
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": "V1"}), expected=expected)


RULE = ExcludedStaff()
