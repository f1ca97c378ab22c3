"""How far counts are believed where there are few: towards what is expected without them, by what the counts tell."""

from collections.abc import Hashable, Mapping, Sequence
from math import exp, fsum, sqrt

from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.services.learning.shrinking import USUAL, shrunk, weight_of

OTHERS = 10.0
"""What is known without a service's own calls, of an hour, say, counts as much as ten of them."""


def believed(counts: Sequence[float], expected: Sequence[float], freedom: int) -> list[float]:
    """Return what is to be expected of Poisson counts once they have been seen; it adds up to the counts.

    Each count's own rate, relative to what was expected, is taken to be gamma-distributed around one: its posterior
    mean is (count + a) / (expected + a) (Clayton and Kaldor, Empirical Bayes Estimates of Age-standardized Relative
    Risks, 1987). The variance 1 / a of these rates is what Pearson's X² has above its degrees of freedom, per expected
    call, which is the method of moments of Marshall (Mapping Disease and Mortality Rates, 1991): where counts vary no
    more than chance does, nothing but the expectation is believed. That variance is itself a guess where there are few
    calls, and is believed by half at ten of them.

    Parameters
    ----------
    expected : sequence of float
        One for each count, not below zero; they add up to the counts.
    freedom : int
        Of X²: so many of the counts could be anything, given what `expected` was made of.
    """
    total = fsum(counts)
    pairs = list(zip(counts, expected, strict=True))
    squared = fsum((count - mean) ** 2 / mean for count, mean in pairs if mean > 0)
    variance = (squared - freedom) / total if total else 0.0
    if variance <= 0:
        return list(expected)
    prior = 1 / (variance * weight_of(total, OTHERS))
    posterior = [mean * (count + prior) / (mean + prior) for count, mean in pairs]
    return [one * total / fsum(posterior) for one in posterior]


def blended[K: Hashable](own: Mapping[K, float], others: Mapping[K, float]) -> Chances[K] | None:
    """Return the chances that counts tell, with those of all services together as ten calls more; None: no counts.

    It is the posterior mean under a Dirichlet prior around them (Good, The Estimation of Probabilities, 1965).
    """
    known = fsum(others.values())
    if not known:
        return None
    mixed = {key: own.get(key, 0.0) + OTHERS * weight / known for key, weight in others.items()}
    return chances(mixed)


def chances[K: Hashable](counts: Mapping[K, float]) -> Chances[K] | None:
    """Return the chances that counts tell, the likeliest first; None: there are none."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return Chances(options=tuple(ordered)) if fsum(counts.values()) > 0 else None


def share(number: float, of: float, usual: float, weight: float) -> float:
    """Return a share as counts tell it, where the usual one counts as much as some of them."""
    return (number + weight * usual) / (of + weight) if of + weight else 0.0


def lognormal(logs: Sequence[float], usual: Lognormal | None, towards: float) -> Lognormal:
    """Return the size that logarithms tell: their mean believed against `towards`, their spread against the usual one.

    Nine observations count a half, as where door times are learned.
    """
    number = len(logs)
    weight = weight_of(number, USUAL)
    mean = fsum(logs) / number if number else towards
    own = fsum((one - mean) ** 2 for one in logs) / (number - 1) if number > 1 else 0.0
    spread = usual.sigma**2 if usual is not None else own
    return Lognormal(
        median=exp(shrunk(mean, weight, towards)),
        sigma=sqrt(shrunk(own, weight_of(max(0, number - 1), USUAL), spread)),
    )
