"""What is one sum divided by another: cost per served request, share of those who were refused.

The mean of the replications' ratios is not the ratio of the means: a quiet week would count as much as a busy one. What
is asked for is the ratio of the means, and how surely it is known is told by the jackknife: the ratio is computed again
without each replication in turn. Its pseudo-values are one value a replication, and go where such values go: into
intervals, paired differences, stopping rules.

Sources: Quenouille, Notes on bias in estimation, Biometrika 43 (1956); Tukey, Annals of Mathematical Statistics 29
(1958) p. 614; for ratios in simulation Iglehart, Simulating stable stochastic systems V, Naval Research Logistics
Quarterly 22 (1975), who found it the most promising of five ways, for the value and for its interval.
"""

from collections.abc import Callable, Sequence
from math import fsum


def pseudo_values(above: Sequence[float], below: Sequence[float]) -> list[float] | None:
    """Return the jackknife's pseudo-values of the sum of `above` by that of `below`.

    Parameters
    ----------
    above, below : sequence of float
        One a replication, in the same order.

    Returns
    -------
    list of float or None
        One a replication; their mean is the ratio less its bias. None: there was nothing to divide by, in all of them
        or in all but one.
    """
    total_above, total_below = fsum(above), fsum(below)
    without = [(total_above - one, total_below - other) for one, other in zip(above, below, strict=True)]
    if not total_below:
        return None
    if len(without) == 1:
        return [total_above / total_below]
    if any(rest <= 0 for _, rest in without):
        return None
    whole, count = total_above / total_below, len(without)
    return [count * whole - (count - 1) * part / rest for part, rest in without]


def jackknife[T](items: Sequence[T], statistic: Callable[[Sequence[T]], float]) -> list[float]:
    """Return the pseudo-values of any smooth statistic of some replications.

    Parameters
    ----------
    items : sequence
        What is known of each replication.
    statistic : callable
        Of a sequence of them, in any number from 1.
    """
    whole, count = statistic(items), len(items)
    if count == 1:
        return [whole]
    parts = (statistic([*items[:number], *items[number + 1 :]]) for number in range(count))
    return [count * whole - (count - 1) * part for part in parts]
