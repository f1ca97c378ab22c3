"""What a solve gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from solver.rule import Violation
from solver.solution import Solution


class Status(StrEnum):
    """Infeasible is not a status: requests that fit nowhere are unassigned, with reasons."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Score:
    """The objective: three levels, compared in this order.

    Attributes
    ----------
    inherited : int
        Sum of the inherited violations' amounts.
    must : int
        Unassigned requests that must be served.
    terms : mapping of str to int
        Money in grosze by the name of the rule that prices it; 0 is left out.
    """

    inherited: int = 0
    must: int = 0
    terms: Mapping[str, int] = field(default_factory=dict)

    @property
    def money_gr(self) -> int:
        """Sum of the terms."""
        return sum(self.terms.values())

    @property
    def key(self) -> tuple[int, int, int]:
        """For comparison: smaller is better."""
        return self.inherited, self.must, self.money_gr


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A look at a running search: its best verified plan so far.

    Attributes
    ----------
    unassigned : tuple of int
        Request indices.
    iterations_per_s : int
        Plans that all threads together look at, on average since the beginning.
    """

    elapsed_s: float
    served: int
    requests: int
    calls: int
    metres: int
    score: Score
    unassigned: tuple[int, ...] = ()
    iterations_per_s: int = 0


@dataclass(frozen=True, kw_only=True)
class Result:
    """The best verified plan found.

    Attributes
    ----------
    unassigned : tuple of int
        Request indices.
    findings : tuple of Violation
        Accepted and inherited ones; there are never others.
    effort : mapping of str to int
        What the search did (iterations, plans verified ...).
    bound_gr : int or None
        No plan with the same must level costs less, where known.
    """

    status: Status
    solution: Solution
    score: Score
    unassigned: tuple[int, ...]
    findings: tuple[Violation, ...] = ()
    effort: Mapping[str, int] = field(default_factory=dict)
    bound_gr: int | None = None
