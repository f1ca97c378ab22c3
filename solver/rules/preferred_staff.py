"""A familiar face: somebody other than the preferred worker or a backup costs something."""

from collections.abc import Mapping
from typing import ClassVar

from solver.facts.requests import Request
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.fitting import FitPriceRule
from solver.rulekit.tiny import member, shift, timed_solution, tiny, visit


class PreferredStaff(FitPriceRule):
    """One preferred or backup worker on the crew is enough."""

    code: ClassVar[str] = "preferred_staff"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request}: przyjedzie ktoś inny niż osoba, którą klient zna i wybrał.",
        "en": "{request}: somebody other than the worker whom the client knows and chose will come.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Obsługa przez kogoś innego niż preferowany lub zastępczy pracownik kosztuje.",
        "en": "Being served by somebody other than a preferred or backup worker has a price.",
    }

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody prefers a worker and it matters."""
        return any(request.preferred_staff and request.other_staff_gr for request in problem.requests)

    def price_gr(self, request: Request, shift: Shift) -> int:
        """Return the price of a crew of others."""
        familiar = {*request.preferred_staff, *request.backup_staff}
        if not request.preferred_staff or any(member.id in familiar for member in shift.members):
            return 0
        return request.other_staff_gr

    def examples(self) -> tuple[Example, ...]:
        """The preferred worker, a backup, a stranger; and a backup without a preference binds nobody."""
        return (
            _example("the preferred worker", 0, "anna", preferred=("anna",)),
            _example("the backup", 0, "piotr", preferred=("anna",), backup=("piotr",)),
            _example("somebody else", 1000, "ewa", preferred=("anna",), backup=("piotr",)),
            _example("no preference", 0, "ewa", backup=("piotr",)),
        )


def _example(
    name: str, expected: int, worker: str, *, preferred: tuple[str, ...] = (), backup: tuple[str, ...] = ()
) -> Example:
    asked = visit("V1", "B", preferred_staff=preferred, backup_staff=backup, other_staff_gr=1000)
    facts = tiny(requests=[asked], shifts=[shift(members=(member(worker),))])
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": "V1"}), expected=expected)


RULE = PreferredStaff()
