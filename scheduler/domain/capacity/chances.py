"""What chance decides, as plain data: one of several with weights, and a lognormal size; both drawn from a uniform.

Everything is drawn by inversion: a uniform says which. So the same uniform gives the same choice as long as the chances
stay, and a slightly other one where they move a little.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import exp, isfinite
from statistics import NormalDist

_NORMAL = NormalDist()
_TINY = 2.0**-54
"""Uniforms are multiples of 2**-53 in [0, 1); the normal distribution has no quantile at zero itself."""


@dataclass(frozen=True, kw_only=True)
class Chances[T]:
    """One of several values.

    Attributes
    ----------
    options : tuple of (T, float)
        Each value with its weight: not negative, one above zero; they need not add up to one.
    """

    options: tuple[tuple[T, float], ...]

    def __post_init__(self) -> None:
        weights = [weight for _, weight in self.options]
        if not all(isfinite(weight) and weight >= 0 for weight in weights) or not sum(weights) > 0:
            raise ValueError(f"weights are not negative and not all zero: {weights}")
        if len({value for value, _ in self.options}) < len(self.options):
            raise ValueError(f"a value comes twice among {[value for value, _ in self.options]}")

    @classmethod
    def only(cls, value: T) -> "Chances[T]":
        """Return what is always the same."""
        return cls(options=((value, 1.0),))

    @cached_property
    def _bounds(self) -> tuple[float, ...]:
        return tuple(accumulate(weight for _, weight in self.options))

    def pick(self, uniform: float) -> T:
        """Return the value at a uniform in [0, 1)."""
        k = bisect_right(self._bounds, uniform * self._bounds[-1])
        return self.options[min(k, self._last)][0]

    @cached_property
    def _last(self) -> int:
        """The last value that has a weight: rounding never ends in one that has none."""
        return max(k for k, (_, weight) in enumerate(self.options) if weight > 0)

    def share(self, value: T) -> float:
        """Return how likely a value is, in [0, 1]."""
        return sum(weight for known, weight in self.options if known == value) / self._bounds[-1]


@dataclass(frozen=True, kw_only=True)
class Lognormal:
    """A size above zero whose logarithm is normal; sigma zero: always its median.

    Attributes
    ----------
    median : float
        Half are smaller; in the unit of what holds it.
    sigma : float
        Standard deviation of the natural logarithm.
    """

    median: float
    sigma: float = 0.0

    def __post_init__(self) -> None:
        if not (self.median > 0 and self.sigma >= 0 and isfinite(self.median) and isfinite(self.sigma)):
            raise ValueError(f"the median ({self.median}) is above zero and sigma ({self.sigma}) not below it")

    @property
    def mean(self) -> float:
        """The expectation."""
        return self.median * exp(self.sigma**2 / 2)

    def pick(self, uniform: float) -> float:
        """Return the quantile at a uniform in [0, 1)."""
        return self.median * exp(self.sigma * _NORMAL.inv_cdf(max(uniform, _TINY)))
