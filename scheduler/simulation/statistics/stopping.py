"""How many replications are enough: as many as make the interval as narrow as was asked for, and no more.

Replications are added until the half-width is reached, or the cap. A spread that happens to look small after few of
them would stop too early, so there is a least number; as the width wanted goes to nought, the interval holds the truth
as often as it says. Short of that a little is lost: of small studies with 10 at least, about 93 of 100 intervals of
95 % held the truth, with 15 about 94, and all 95 where the number was fixed (`benchmarks soak intervals`).

Sources: Chow & Robbins, On the asymptotic theory of fixed-width sequential confidence intervals for the mean, Annals of
Mathematical Statistics 36 (1965); Law, Simulation Modeling and Analysis (5th ed. 2015), 9.4.1, "obtaining a specified
precision", which advises at least 10.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from scheduler.simulation.statistics.estimates import LEVEL, Estimate, estimate

LEAST_TO_SEE_SPREAD = 2


class Stop(StrEnum):
    """Why no more replications are wanted. REACHED: all intervals are narrow enough. CAP: that would need too many."""

    REACHED = "reached"
    CAP = "cap"


@dataclass(frozen=True, kw_only=True)
class StoppingRule:
    """When to stop.

    Attributes
    ----------
    half_width : float or None
        Of every interval, at most, in the unit of its values; None: the least number is enough.
    least, most : int
        Replications.
    level : float
        Of the intervals.
    """

    half_width: float | None
    least: int = 10
    most: int = 100
    level: float = LEVEL

    def __post_init__(self) -> None:
        if self.half_width is not None and self.half_width <= 0:
            raise ValueError(f"an interval of half-width {self.half_width} is never reached")
        if not LEAST_TO_SEE_SPREAD <= self.least <= self.most:
            raise ValueError(f"from {self.least} to {self.most} replications: use 2 or more, and no more than the cap")

    def reached(self, column: Sequence[float]) -> bool:
        """Return whether enough replications were played for the values of one column."""
        if len(column) < self.least:
            return False
        return self.half_width is None or _half_width(estimate(column, self.level)) <= self.half_width

    def why(self, columns: Iterable[Sequence[float]]) -> Stop | None:
        """Return why no more are wanted; None: more are."""
        listed = list(columns)
        if all(self.reached(column) for column in listed):
            return Stop.REACHED
        return Stop.CAP if all(len(column) >= self.most for column in listed) else None

    def wanted(self, columns: Iterable[Sequence[float]]) -> int:
        """Return how many replications there should be in all, before it is asked again.

        At most twice as many as there are: a spread that looks large after few is looked at again soon.

        Parameters
        ----------
        columns : iterable of sequences
            One value a replication each; what needs most replications decides.
        """
        return max((self._wanted(column) for column in columns), default=self.least)

    def _wanted(self, column: Sequence[float]) -> int:
        have = len(column)
        if have < self.least:
            return self.least
        if self.half_width is None or self.reached(column):
            return have
        # The half-width goes with the root of the number; one more at least, or nothing would move.
        needed = ceil(have * (_half_width(estimate(column, self.level)) / self.half_width) ** 2)
        return max(have, min(max(needed, have + 1), 2 * have, self.most))


def _half_width(found: Estimate) -> float:
    width = found.half_width
    if width is None:
        raise ValueError("one replication has no interval")
    return width
