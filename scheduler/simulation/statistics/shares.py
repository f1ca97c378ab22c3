"""How probable something is that happened in some of the replications: that the service level was met, say."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from scheduler.simulation.statistics.estimates import LEVEL, Interval


@dataclass(frozen=True, kw_only=True)
class Share:
    """In how many of all replications something happened.

    Attributes
    ----------
    happened, count : int
    interval : Interval
        Of the probability, within 0 and 1.
    """

    happened: int
    count: int
    interval: Interval

    @property
    def value(self) -> float:
        """The share itself."""
        return self.happened / self.count


def share(happened: int, count: int, level: float = LEVEL) -> Share:
    """Return a share with its interval by Wilson's score, which holds for few replications and near 0 and 1.

    Sources: Wilson, Journal of the American Statistical Association 22 (1927); recommended for small numbers by
    Brown, Cai & DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001).

    Raises
    ------
    ValueError
        If it cannot have happened so often.
    """
    if count < 1 or not 0 <= happened <= count:
        raise ValueError(f"nothing happens {happened} times in {count}")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = happened / count
    scale = 1 + z * z / count
    middle = (p + z * z / (2 * count)) / scale
    half = z / scale * sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    # At the ends the bound is the end itself, but for the last digit of the arithmetic.
    low = 0.0 if happened == 0 else middle - half
    high = 1.0 if happened == count else middle + half
    return Share(happened=happened, count=count, interval=Interval(low=low, high=high, level=level))


def share_at_least(values: Sequence[float], wanted: float, level: float = LEVEL) -> Share:
    """Return how probably a replication comes to `wanted` or more.

    Parameters
    ----------
    values : sequence of float
        One a replication.
    """
    return share(sum(value >= wanted for value in values), len(values), level)
