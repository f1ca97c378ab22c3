"""When a study has been played often enough: its deciding figure is known as well as was wanted, or the cap is met."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kpis import KPIS
from scheduler.domain.capacity.scenarios import Repetition, Study
from scheduler.simulation.statistics.columns import Played
from scheduler.simulation.statistics.stopping import Stop, StoppingRule
from scheduler.simulation.studies.estimating import asked_of

LEAST_WITH_SPREAD = 2


class Enough:
    """Says how many more replications of all scenarios are wanted.

    Parameters
    ----------
    scenarios : sequence of str
        Ids.
    """

    def __init__(self, study: Study, scenarios: Sequence[str]) -> None:
        wish = study.repetition
        self._kpi, self._scenarios, self._reference = KPIS[wish.kpi], scenarios, study.reference
        self._wish, self._of = wish, asked_of(study)
        self._rule = StoppingRule(
            half_width=wish.half_width,
            least=max(wish.least, LEAST_WITH_SPREAD),
            most=max(wish.most, LEAST_WITH_SPREAD),
            level=wish.level,
        )

    def __call__(self, figures: Sequence[Figure]) -> int:
        """Return how many more."""
        played = Played.of(figures)
        have = max((len(numbers) for numbers in played.replications.values()), default=0)
        if have >= self._wish.most or have < self._wish.least:
            return max(0, self._wish.least - have)
        columns = list(self._columns(played))
        return max(0, self._rule.wanted(columns) - have) if columns else 0

    def reached(self, figures: Sequence[Figure]) -> bool:
        """Return whether all intervals that decide are as narrow as was asked for."""
        columns = [column for column in self._columns(Played.of(figures)) if len(column) >= LEAST_WITH_SPREAD]
        return replace(self._rule, least=LEAST_WITH_SPREAD).why(columns) is Stop.REACHED

    def _columns(self, played: Played) -> Iterator[Sequence[float]]:
        """Yield the deciding figure of each scenario, and its difference from the reference, by replication."""
        for name in self._scenarios:
            own = played.column(name, self._kpi, self._of)
            if own is not None:
                yield own
            both = played.common(name, self._reference)
            ours = played.column(name, self._kpi, self._of, both)
            theirs = played.column(self._reference, self._kpi, self._of, both)
            if name != self._reference and ours is not None and theirs is not None:
                yield [one - other for one, other in zip(ours, theirs, strict=True)]


def exactly(repetition: Repetition, replications: int) -> Repetition:
    """Return the wish for a number of replications, whatever comes out."""
    return replace(repetition, half_width=None, least=replications, most=replications)
