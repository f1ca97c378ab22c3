"""Whether all districts are served alike.

Two measures of the districts' served shares: the Gini coefficient, each district weighing as much as was asked for
there (Gini 1912; with weights Lerman & Yitzhaki, Improving the accuracy of estimates of Gini coefficients, Journal of
Econometrics 42 (1989)): 0 is all alike. And the largest gap, which a council understands: by how much the worst
district is behind the best. The best and the worst are picked after the fact, so that chance alone makes a gap; its
interval therefore counts all pairs that could have been picked (Bonferroni).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum

from scheduler.domain.capacity.kpis import KPIS, Kpi
from scheduler.simulation.statistics.columns import Of, Played
from scheduler.simulation.statistics.comparing import shared_level
from scheduler.simulation.statistics.estimates import LEVEL, Estimate, difference, estimate, within
from scheduler.simulation.statistics.ratios import jackknife

SERVED = KPIS["served_share"]

type _Sums = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Equity:
    """How unlike districts are.

    Attributes
    ----------
    shares : mapping of str to Estimate
        By district, the worst first; of those where anybody asked.
    gap : Estimate or None
        Of the best district's share over the worst one's; None with fewer than two districts.
    gini : Estimate
        From 0, all alike, to nearly 1.
    """

    shares: Mapping[str, Estimate]
    gap: Estimate | None
    gini: Estimate

    @property
    def worst(self) -> str:
        """The district with the smallest share."""
        return next(iter(self.shares))

    @property
    def best(self) -> str:
        """The district with the largest share."""
        return list(self.shares)[-1]


def equity(played: Played, scenario: str, kpi: Kpi = SERVED, level: float = LEVEL) -> Equity | None:
    """Return how unlike the districts of a scenario are served.

    Parameters
    ----------
    kpi : Kpi
        A share: what is added up, by what it is divided by.

    Returns
    -------
    Equity or None
        None: no district has enough to measure.
    """
    found = {name: played.column(scenario, kpi, Of(district=name)) for name in played.districts}
    columns = {name: column for name, column in found.items() if column is not None}
    if not columns:
        return None
    estimates = {name: within(estimate(column, level), 0.0, 1.0) for name, column in columns.items()}
    ranked = dict(sorted(estimates.items(), key=lambda item: (item[1].mean, item[0])))
    worst, best = next(iter(ranked)), list(ranked)[-1]
    pairs = len(list(combinations(ranked, 2)))
    apart = difference(columns[best], columns[worst], shared_level(level, pairs)) if pairs else None
    gini_values = jackknife(_by_replication(played, scenario, kpi, list(ranked)), _gini_of_sums)
    gap = None if apart is None else within(apart, -1.0, 1.0)
    return Equity(shares=ranked, gap=gap, gini=within(estimate(gini_values, level), 0.0, 1.0))


def gini(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the Gini coefficient of weighted values: half the mean difference of two, as a part of their mean.

    Parameters
    ----------
    values, weights : sequence of float
        None negative.

    Returns
    -------
    float
        0 where all are alike, also all nought.
    """
    total = fsum(weights)
    mean = fsum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else 0.0
    if not mean:
        return 0.0
    cells = list(zip(values, weights, strict=True))
    apart = fsum(abs(one - other) * w * v for one, w in cells for other, v in cells)
    return apart / (2 * mean * total * total)


def _by_replication(played: Played, scenario: str, kpi: Kpi, districts: Sequence[str]) -> list[_Sums]:
    numbers = tuple(played.replications[scenario])
    by_district = {name: played.sums(scenario, kpi, Of(district=name), numbers) for name in districts}
    return [{name: sums[place] for name, sums in by_district.items()} for place in range(len(numbers))]


def _gini_of_sums(replications: Sequence[_Sums]) -> float:
    names = replications[0]
    above = {name: fsum(one[name][0] for one in replications) for name in names}
    below = {name: fsum(one[name][1] for one in replications) for name in names}
    asked = [name for name in names if below[name]]
    return gini([above[name] / below[name] for name in asked], [below[name] for name in asked])
