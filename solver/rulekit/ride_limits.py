"""Base of rules that limit how long somebody or something is aboard: primitive 6."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Rule, Violation
from solver.rulekit.onboard import ride_s
from solver.solution import Solution


class RideLimitRule(Rule):
    """From the end of service at the pickup (since when it is aboard) to the start at the dropoff, at most so long.

    Attributes
    ----------
    kind : str
        Of the requests that it is about.
    """

    kind: ClassVar[str]
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (6,)
    leans_on: ClassVar[tuple[str, ...]] = ("time_window",)

    @abstractmethod
    def limit_s(self, problem: Problem, request: int, mode: int) -> int | None:
        """Return the limit of a request by a travel mode, None where there is none."""

    def limited(self, problem: Problem, request: int, mode: int) -> int | None:
        """Return the limit of a request of this rule's kind."""
        return self.limit_s(problem, request, mode) if problem.requests[request].kind == self.kind else None

    def applies(self, problem: Problem) -> bool:
        """Return whether any request has a limit."""
        modes = range(len(problem.travel))
        return any(self.limited(problem, r, m) is not None for r in range(len(problem.requests)) for m in modes)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every request that is aboard for too long."""
        for index, request in enumerate(problem.requests):
            lasts = ride_s(problem, solution, index)
            if lasts is None:
                continue
            limit = self.limited(problem, index, problem.shifts[solution.shift_of[request.tasks[-1]]].mode)
            if limit is not None and lasts > limit:
                yield self.violation(
                    problem, (request.id,), lasts - limit, "s", request=request.source_id, ride_s=lasts, limit_s=limit
                )

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Limit the rides by mode."""
        for index, request in enumerate(problem.requests):
            for mode in range(len(problem.travel)):
                limit = self.limited(problem, index, mode)
                if limit is not None:
                    limit += self.allowed(problem, request.id)
                    arrays.ride_max_s[index, mode] = min(limit, int(arrays.ride_max_s[index, mode]))
