"""Scenarios side by side: what each comes to, and by how much it differs from the one they are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from scheduler.domain.capacity.kpis import Kpi, Unit
from scheduler.simulation.statistics.columns import ALL, Of, Played
from scheduler.simulation.statistics.estimates import LEVEL, Estimate, difference, estimate, within


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One KPI of one scenario.

    Attributes
    ----------
    own : Estimate
        Of all its replications.
    reference : Estimate or None
        Of the scenario it is compared with, in the replications that both have; None: it is that scenario.
    change : Estimate or None
        How far it is above the reference, pair by pair; None where `reference` is, or where they share no replication.
    """

    scenario: str
    kpi: Kpi
    of: Of = ALL
    own: Estimate
    reference: Estimate | None = None
    change: Estimate | None = None


def shared_level(level: float, intervals: int) -> float:
    """Return the level of each of several intervals that are to hold all at once with probability `level`.

    Ten differences at 95 % each would show one that is not there in every second study. Bonferroni's inequality:
    each gets its part of the doubt. Source: Law, Simulation Modeling and Analysis (5th ed. 2015), 10.3.

    Parameters
    ----------
    intervals : int
        How many are read together; none counts as one.
    """
    return 1 - (1 - level) / max(intervals, 1)


def compare(
    played: Played,
    kpi: Kpi,
    scenarios: Sequence[str],
    reference: str,
    *,
    of: Of = ALL,
    level: float = LEVEL,
) -> list[Compared]:
    """Return one KPI of all scenarios; differences from the reference hold all at once with probability `level`.

    Parameters
    ----------
    scenarios : sequence of str
        In the order of the answer; one that has nothing to measure is left out.
    reference : str
        Which of them the others are compared with.
    """
    each = shared_level(level, sum(name != reference for name in scenarios))
    found = (_compared(played, kpi, (name, reference), of, level, each) for name in scenarios)
    return [one for one in found if one is not None]


def _compared(  # noqa: PLR0917 - one call, above
    played: Played, kpi: Kpi, pair: tuple[str, str], of: Of, level: float, each: float
) -> Compared | None:
    name, reference = pair
    own = played.column(name, kpi, of)
    if own is None:
        return None
    both = () if name == reference else played.common(name, reference)
    ours, theirs = played.column(name, kpi, of, both), played.column(reference, kpi, of, both)
    most = 1.0 if kpi.unit is Unit.SHARE else inf
    alone = Compared(scenario=name, kpi=kpi, of=of, own=within(estimate(own, level), 0.0, most))
    if ours is None or theirs is None:
        return alone
    return replace(
        alone,
        reference=within(estimate(theirs, level), 0.0, most),
        change=within(difference(ours, theirs, each), -most, most),
    )
