"""Quantiles of Student's t, which the standard library lacks.

Degrees of freedom are whole here (replications less one), and for whole ones the distribution is a finite sum of
elementary terms. scipy has it for all, and is a tenth of everything we install, for one function: so not for this.
"""

from functools import cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist

MOST_TERMS = 20_000
"""Degrees of freedom from which on the normal quantile is right to more than four digits."""
_HALVINGS = 80


@cache
def student_quantile(probability: float, freedom: int) -> float:
    """Return what Student's t stays below with the given probability.

    Parameters
    ----------
    probability : float
        Above 0 and below 1.
    freedom : int
        Degrees of freedom, at least 1.

    Raises
    ------
    ValueError
        If there is no such quantile.
    """
    if not 0 < probability < 1 or freedom < 1:
        raise ValueError(f"t has no {probability} quantile with {freedom} degrees of freedom")
    if probability < 0.5:
        return -student_quantile(1 - probability, freedom)
    if freedom > MOST_TERMS:
        return NormalDist().inv_cdf(probability)
    high = 1.0
    while student_below(high, freedom) < probability:
        high *= 2
    low = 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if student_below(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return high


def student_below(value: float, freedom: int) -> float:
    """Return how probably Student's t is at most `value`.

    Source: Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4.
    """
    angle = atan(value / sqrt(freedom))
    square = cos(angle) ** 2
    if freedom % 2:
        between = (
            (2 / pi) * (angle + sin(angle) * cos(angle) * _sum(freedom, 3, square)) if freedom > 1 else (2 * angle / pi)
        )
    else:
        between = sin(angle) * _sum(freedom, 2, square)
    return (1 + between) / 2


def _sum(freedom: int, first: int, square: float) -> float:
    """Return 1 + (first-1)/first c² + (first-1)(first+1)/(first(first+2)) c⁴ + ... up to the power `freedom` allows."""
    total, term = 1.0, 1.0
    for number in range(first, freedom - 1, 2):
        term *= square * (number - 1) / number
        total += term
    return total
