"""Bases of rules that look at one request and the shift that serves it, and at nothing else."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.requests import Request
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Charge, Level, Rule, Violation
from solver.rulekit.planned import served_by, touched
from solver.solution import Solution


class FitRule(Rule):
    """A shift suits a request or it does not: primitive 4."""

    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (4,)

    @abstractmethod
    def misfit(self, request: Request, shift: Shift) -> Mapping[str, str | int] | None:
        """Return the facts of why this shift may not serve this request, or None if it may."""

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield one violation per request and shift that do not go together."""
        for request, shift in touched(problem, solution):
            facts = self.misfit(problem.requests[request], problem.shifts[shift])
            if facts is not None:
                asked, given = problem.requests[request], problem.shifts[shift]
                said = {"request": asked.source_id, "shift": given.id, **facts}
                yield self.violation(problem, (asked.id, given.id), 1, "times", **said)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Forbid the shifts that do not suit."""
        for r, request in enumerate(problem.requests):
            if not self.allowed(problem, request.id):
                for s, shift in enumerate(problem.shifts):
                    if self.misfit(request, shift) is not None:
                        arrays.compatible[r, s] = False


class FitPriceRule(Rule):
    """A request costs so much if that shift serves it: primitive 5."""

    level: ClassVar[Level] = Level.PRICED
    primitives: ClassVar[tuple[int, ...]] = (5,)

    @abstractmethod
    def price_gr(self, request: Request, shift: Shift) -> int:
        """Return what it costs that this shift serves this request."""

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every served request that has one."""
        for r, s in served_by(problem, solution).items():
            request = problem.requests[r]
            if price := self.price_gr(request, problem.shifts[s]):
                yield Charge(subject=request.id, amount_gr=price)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Add the prices."""
        for r, request in enumerate(problem.requests):
            for s, shift in enumerate(problem.shifts):
                arrays.price[r, s] += self.price_gr(request, shift)
