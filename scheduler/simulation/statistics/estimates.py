"""A mean, and between which bounds the truth lies.

The unit is the replication: a run of whole days, played with chance of its own. Days within one are not independent
(who was refused on Monday calls again for Tuesday, a series comes back each week, Friday's plan rests on what was
promised on Monday), so an interval over days would be too narrow, and its 95 % would be a lie. Replications share
nothing but the town.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from scheduler.simulation.statistics.quantiles import student_quantile

LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Bounds that hold the truth with probability `level`.

    Attributes
    ----------
    low, high : float
        In the unit of what is estimated.
    level : float
        Above 0 and below 1.
    """

    low: float
    high: float
    level: float = LEVEL

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def half_width(self) -> float:
        """How far each bound is from the middle."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What some replications say of a mean.

    Attributes
    ----------
    mean : float
    sd : float or None
        Sample standard deviation (n - 1); None of one replication, which does not show how far others are.
    count : int
        Replications.
    interval : Interval or None
        Of the mean; None where `sd` is.
    """

    mean: float
    sd: float | None
    count: int
    interval: Interval | None

    @property
    def half_width(self) -> float | None:
        """Of the interval; None without one."""
        return None if self.interval is None else self.interval.half_width

    @property
    def differs_from_zero(self) -> bool | None:
        """Whether zero lies outside the interval; None: one replication shows nothing."""
        return None if self.interval is None else 0.0 not in self.interval


def estimate(values: Sequence[float], level: float = LEVEL) -> Estimate:
    """Return the mean of one value a replication, and its interval by Student's t.

    Source: Law, Simulation Modeling and Analysis (5th ed. 2015), 4.5 and 9.4.1.

    Parameters
    ----------
    values : sequence of float
        One a replication.
    level : float
        With which probability the interval is to hold the truth.

    Raises
    ------
    ValueError
        Without any value.
    """
    count = len(values)
    if not count:
        raise ValueError("nothing was played, so nothing can be estimated")
    mean = fmean(values)
    if count == 1:
        return Estimate(mean=mean, sd=None, count=1, interval=None)
    sd = stdev(values)
    half = student_quantile((1 + level) / 2, count - 1) * sd / sqrt(count)
    return Estimate(mean=mean, sd=sd, count=count, interval=Interval(low=mean - half, high=mean + half, level=level))


def within(found: Estimate, low: float, high: float) -> Estimate:
    """Return an estimate of which it is known that the truth lies between two bounds: a share is no less than 0 %.

    What is cut off never held the truth, so the interval holds it as often as before.
    """
    interval = found.interval
    if interval is not None:
        bounds = (min(max(bound, low), high) for bound in (interval.low, interval.high))
        interval = Interval(low=next(bounds), high=next(bounds), level=interval.level)
    return Estimate(mean=min(max(found.mean, low), high), sd=found.sd, count=found.count, interval=interval)


def difference(values: Sequence[float], reference: Sequence[float], level: float = LEVEL) -> Estimate:
    """Return by how much `values` are above those of a reference, replication by replication.

    Both scenarios meet the same callers on the same streets (common random numbers), so that their difference varies
    much less than either of them; it is estimated from the pairs, never from two means.

    Source: Law, 10.2.1 (the paired-t confidence interval).

    Parameters
    ----------
    values, reference : sequence of float
        One a replication, in the same order.

    Raises
    ------
    ValueError
        If the two do not have the same replications, or none.
    """
    return estimate([one - other for one, other in zip(values, reference, strict=True)], level)
