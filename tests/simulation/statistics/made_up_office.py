"""An office of two lines, whose truth is known: small studies of it try the whole way from figures to intervals.

A replication is a calm, an ordinary or a busy week; in a busy one more people call, and a larger part of them is
refused. So the days of a week are alike, as they are in life, and a share over them is not binomial. The second
scenario meets the same calls and refuses a third of those that the first one refuses.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kpis import KPIS
from scheduler.simulation.statistics.columns import Played
from scheduler.simulation.statistics.comparing import compare
from scheduler.simulation.statistics.covering import coverage
from scheduler.simulation.statistics.estimates import Interval, estimate
from scheduler.simulation.statistics.shares import Share
from scheduler.simulation.statistics.stopping import StoppingRule
from tests.simulation.statistics.played import figures

WEEKS = ((0.7, 0.25), (1.0, 0.5), (1.3, 0.25))
"""How busy, and how often so."""
LINES, HALF, DAYS = 60, 0.5, 5
LESS = 1 / 3
REFUSED = KPIS["refused_share"]
TRUTH = sum(part * busy * 0.1 * busy**2 for busy, part in WEEKS) / sum(part * busy for busy, part in WEEKS)
RULE = StoppingRule(half_width=0.018, least=10, most=40)


def week(dice: Random, replication: int) -> Iterator[Figure]:
    """Yield one replication of both scenarios."""
    (busy,) = dice.choices([busy for busy, _ in WEEKS], [part for _, part in WEEKS])
    asked = [dice.binomialvariate(LINES, HALF * busy) for _ in range(DAYS)]
    refused = [dice.binomialvariate(calls, 0.1 * busy**2) for calls in asked]
    still = [dice.binomialvariate(calls, LESS) for calls in refused]
    rows = {("base", "asked"): asked, ("base", "refused"): refused, ("two", "asked"): asked, ("two", "refused"): still}
    for (scenario, kpi), days in rows.items():
        for figure in figures(scenario, kpi, [days]):
            yield Figure(**{**vars(figure), "replication": replication})


@dataclass
class SmallStudy:
    """A study that is played until its share of refusals is known well enough."""

    seed: int
    rows: list[Figure] = field(default_factory=list)

    def play(self) -> Played:
        """Return what was played in the end."""
        dice, count = Random(self.seed), 0
        while True:
            played = Played.of(self.rows)
            column = played.column("base", REFUSED) or []
            if count and RULE.why([column]) is not None:
                return played
            wanted = RULE.wanted([column])
            self.rows += [one for number in range(count, wanted) for one in week(dice, number)]
            count = wanted


@cache
def intervals(seed: int) -> tuple[Interval | None, Interval | None]:
    """Return the intervals of the first scenario's share of refusals, and of what the second one changes."""
    base, two = compare(SmallStudy(seed).play(), REFUSED, ["base", "two"], "base")
    return base.own.interval, two.change.interval if two.change is not None else None


def of_days(seed: int) -> Interval | None:
    """Return the interval that would be told if days were taken for independent."""
    played = SmallStudy(seed).play()
    asked, refused = (played.days["base", kpi, "", ""] for kpi in ("asked", "refused"))
    return estimate(
        [value / asked[number][day] for number, days in refused.items() for day, value in days.items()]
    ).interval


def coverages(seeds: Iterable[int]) -> tuple[Share, Share]:
    """Return how often the first scenario's share, and the difference, were between their bounds."""
    listed = list(seeds)
    return (
        coverage(lambda seed: intervals(seed)[0], TRUTH, listed),
        coverage(lambda seed: intervals(seed)[1], TRUTH * (LESS - 1), listed),
    )
