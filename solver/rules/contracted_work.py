"""What a contractor is paid for each request."""

from collections.abc import Mapping
from typing import ClassVar

from solver.facts.requests import Request
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.fitting import FitPriceRule
from solver.rulekit.tiny import aboard, hm, ride, shift, timed_solution, tiny, visit


class ContractedWork(FitPriceRule):
    """A fixed amount per request served, whatever its length; hours and kilometres are priced by other rules."""

    code: ClassVar[str] = "contracted_work"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request}: stawka za zlecenie dla {shift}.",
        "en": "{request}: the fee per request of {shift}.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Wykonawca dostaje umówioną stawkę za każde obsłużone zgłoszenie.",
        "en": "A contractor is paid an agreed fee for each request served.",
    }

    def applies(self, problem: Problem) -> bool:
        """Return whether any shift is paid by the request."""
        return any(shift.request_gr for shift in problem.shifts)

    def price_gr(self, request: Request, shift: Shift) -> int:  # noqa: ARG002  # any request costs the same
        """Return the fee."""
        return shift.request_gr

    def examples(self) -> tuple[Example, ...]:
        """A ride is one request although it has two tasks; whoever is aboard is paid for too."""
        asked = [visit("V1", "B"), ride("R1", "BC"), aboard("R2", "D", since_s=hm(8))]
        facts = tiny(requests=asked, shifts=[shift(request_gr=800), shift("own")])
        return (
            Example(
                name="a visit, a ride and somebody aboard", problem=facts, expected=2400,
                solution=timed_solution(facts, {"bus": "V1 R1+ R1- R2-"}),
            ),
            Example(
                name="the town's own shift", problem=facts, expected=0, solution=timed_solution(facts, {"own": "V1"})
            ),
        )  # fmt: skip


RULE = ContractedWork()
