"""Where an assignment may change next: some workers around whatever costs something, and the series that they have."""

from dataclasses import dataclass
from random import Random

from solver.series.ledger import Ledger
from solver.series.problem import Problem
from solver.series.steady import own_gr

_TEAM, _MOST = 2, 12
"""Workers and series of the smallest area: CP-SAT is through with it in hundredths of a second."""


@dataclass(frozen=True)
class Area:
    """What may change: these series, by these workers or where they are."""

    series: frozenset[int]
    staff: frozenset[int]

    @classmethod
    def whole(cls, problem: Problem) -> "Area":
        """Return the area of everything."""
        return cls(frozenset(range(len(problem.series))), frozenset(range(len(problem.staff))))


class Areas:
    """Draws areas around what costs something, by chance from a seed."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self._rng = problem, Random(seed)
        self._able = [
            frozenset(m for part in one.parts for slot in part.slots for m in problem.may_work(s, slot))
            for s, one in enumerate(problem.series)
        ]

    def next(self, ledger: Ledger, size: int) -> Area:
        """Return an area; one of size 2 has twice the workers and series of one of size 1.

        Half of them are around a worker with too much, the others around a series that costs something by itself.
        """
        by_series = {s: gr for s in range(len(self.problem.series)) if (gr := self._own_gr(ledger, s))}
        by_worker = {m: above for m in range(len(self.problem.staff)) if (above := ledger.above_min(m)) > 0}
        if not by_worker or (by_series and self._rng.random() < 0.5):
            return self._around_series(ledger, self._drawn(by_series), size)
        return self._around_worker(ledger, self._drawn(by_worker), size)

    def _own_gr(self, ledger: Ledger, s: int) -> int:
        series, own = self.problem.series[s], ledger.own.get(s, [])
        missing = sum(quota.times for quota in series.quotas) - len(own)
        return missing * series.missing_gr + own_gr(self.problem, s, own)

    def _drawn(self, weights: dict[int, int]) -> int:
        """Return one of some keys, the heavier the likelier; any if there is none."""
        if not weights:
            return self._rng.randrange(len(self.problem.staff))
        return self._rng.choices(list(weights), list(weights.values()))[0]

    def _around_worker(self, ledger: Ledger, worker: int, size: int) -> Area:
        """Return an area of a worker and of others who could do some of the same, whoever has least the likelier."""
        mates = sorted({m for able in self._able if worker in able for m in able} - {worker})
        team = {worker}
        while mates and len(team) < _TEAM * size:
            need = [1 + max(0, -ledger.above_min(m)) for m in mates]
            team.add(mates.pop(self._rng.choices(range(len(mates)), need)[0]))
        return self._with_series(ledger, team, set(), size)

    def _around_series(self, ledger: Ledger, s: int, size: int) -> Area:
        able = sorted(self._able[s])
        team = {*ledger.faces(s), *self._rng.sample(able, min(len(able), _TEAM * size))}
        return self._with_series(ledger, team, {s}, size)

    def _with_series(self, ledger: Ledger, team: set[int], series: set[int], size: int) -> Area:
        theirs = [s for s in sorted(ledger.own) if not team.isdisjoint(ledger.faces(s)) and s not in series]
        some = self._rng.sample(theirs, min(len(theirs), _MOST * size - len(series)))
        return Area(frozenset({*series, *some}), frozenset(team))
