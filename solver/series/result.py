"""What comes of spreading recurring requests over the weeks."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Where one occurrence goes.

    Attributes
    ----------
    slots, staff : tuple of int
        By part: the half-day of a crew, and which of the crew the client knows it by.
    """

    series: int
    quota: int
    day: int
    slots: tuple[int, ...]
    staff: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why an occurrence is not on a day.

    Attributes
    ----------
    code : str
        nobody: no crew that may do it works then. capacity: those who do have no time left. gap: too near to another
        occurrence. staff: the one worker who comes each time does not work then, or is full. entitlement: nothing of it
        is left. together: nothing by itself, but no way was found for all at once.
    halves : tuple of int
        Of which half-days this is said; empty: of the day.
    """

    day: int
    code: str
    halves: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Left:
    """Occurrences of a quota that got no place; `obstacles` by day, none if the quota has no day at all."""

    series: int
    quota: int
    times: int
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Result:
    """The best assignment found.

    Attributes
    ----------
    status : str
        "optimal": nothing better is possible. "feasible": the limit came first. "cancelled": somebody ended it.
    objective_gr, bound_gr : int
        What it costs, and the least that any can cost.
    terms_gr : mapping of str to int
        What it costs, by what for: missing, strangers, changes, uneven.
    seconds, effort : float
        What CP-SAT took, by the clock and in its deterministic time.
    """

    status: str
    choices: tuple[Choice, ...]
    left: tuple[Left, ...]
    objective_gr: int
    bound_gr: int
    terms_gr: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    effort: float = 0.0

    @property
    def excess_gr(self) -> int:
        """How much of the cost may be too much, in money: a gap says little of a cost that is near to nothing."""
        return self.objective_gr - self.bound_gr

    @property
    def gap(self) -> float:
        """How much of the cost may be too much, from 0 (proven) to 1."""
        return (self.objective_gr - self.bound_gr) / self.objective_gr if self.objective_gr > 0 else 0.0
