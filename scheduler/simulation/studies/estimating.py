"""Small steps from statistics to what an answer carries."""

from collections.abc import Sequence

from scheduler.domain.capacity.answers import Bounds
from scheduler.domain.capacity.kpis import Kpi
from scheduler.domain.capacity.scenarios import Study
from scheduler.simulation.statistics.columns import ALL, Of, Played
from scheduler.simulation.statistics.estimates import Estimate


def asked_of(study: Study) -> Of:
    """Return of what a study asks: of one service, or of all together."""
    return Of(service=study.service_id or "")


def bounds(found: Estimate) -> Bounds:
    """Return an estimate without what it was made of."""
    interval = found.interval
    if interval is None:
        return Bounds(mean=found.mean)
    return Bounds(mean=found.mean, low=interval.low, high=interval.high)


def each_share(played: Played, scenario: str, kpi: Kpi, replications: Sequence[int], of: Of = ALL) -> list[float]:
    """Return a share of each replication by itself; 1 where nobody asked, as nobody was left out."""
    sums = played.sums(scenario, kpi, of, list(replications))
    return [above / below if below else 1.0 for above, below in sums]
