"""Workers hand each other whole series until nobody's load can be evened out that way.

Moves and swaps between two machines, as in number partitioning and parallel scheduling (Finn & Horowitz 1979); what a
search over single visits needs minutes for is done in a fraction of a second.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from solver.series.ledger import Ledger
from solver.series.problem import Problem
from solver.series.result import Choice
from solver.series.steady import Steady, own_gr

_MOST_TRIED = 200
"""Trades that look good by the minutes, and are tried before it is given up."""


class _Trade(NamedTuple):
    """`given` goes from one worker to another, who gives `back` for it; None: nothing."""

    gain_gr: int
    giver: int
    taker: int
    given: int
    back: int | None


def traded(problem: Problem, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return choices that cost no more, with loads as even as trades of two workers make them."""
    trader = _Trader(problem, choices)
    while problem.spread_gr_per_min and trader.step():
        pass
    return trader.ledger.choices


class _Trader:
    def __init__(self, problem: Problem, choices: Sequence[Choice]) -> None:
        self.problem = problem
        self.ledger = Ledger(problem, choices)
        self.steady = Steady(self.ledger)
        self.able = [frozenset(self.steady.workers(s)) for s in range(len(problem.series))]
        self.minutes = [
            sum(part.need_min for part in one.parts) * sum(quota.times for quota in one.quotas)
            for one in problem.series
        ]

    def step(self) -> bool:
        """Make the best trade that can be; False: there is none."""
        best = sorted(self._trades(), key=lambda one: (-one.gain_gr, *one[1:4], one.back is not None, one.back or 0))
        return any(self._made(trade) for trade in best[:_MOST_TRIED])

    def _series_of(self) -> Mapping[int, Sequence[int]]:
        """Return, by worker, the series that have all they want of this worker alone."""
        found: dict[int, list[int]] = {}
        for s, own in sorted(self.ledger.own.items()):
            faces = self.ledger.faces(s)
            if len(faces) == 1 and len(own) == sum(quota.times for quota in self.problem.series[s].quotas):
                found.setdefault(next(iter(faces)), []).append(s)
        return found

    def _trades(self) -> Iterator[_Trade]:
        mine = self._series_of()
        for giver in sorted(mine):
            if self.ledger.above_min(giver) > 0:
                for given in mine[giver]:
                    for taker in self.able[given] - {giver}:
                        for back in (None, *(s for s in mine.get(taker, ()) if giver in self.able[s])):
                            gain = self._gain(giver, taker, self.minutes[given] - self._minutes(back))
                            if gain > 0:
                                yield _Trade(gain, giver, taker, given, back)

    def _minutes(self, s: int | None) -> int:
        return 0 if s is None else self.minutes[s]

    def _gain(self, giver: int, taker: int, minutes: int) -> int:
        """Return what is gained if a worker takes so many minutes from another one."""
        before = max(0, self.ledger.above_min(giver)) + max(0, self.ledger.above_min(taker))
        after = max(0, self.ledger.above_min(giver) - minutes) + max(0, self.ledger.above_min(taker) + minutes)
        return self.problem.spread_gr_per_min * (before - after)

    def _uneven_gr(self) -> int:
        above = sum(max(0, self.ledger.above_min(worker)) for worker in range(len(self.problem.staff)))
        return self.problem.spread_gr_per_min * above

    def _made(self, trade: _Trade) -> bool:
        """Make a trade if all still fits and it costs less, crews of several counted; otherwise leave all as it was."""
        wanted = {trade.given: trade.taker} | ({} if trade.back is None else {trade.back: trade.giver})
        uneven = self._uneven_gr()
        old = {s: self.ledger.drop(s) for s in wanted}
        for s, worker in wanted.items():
            new = self.steady.with_one(s, worker)
            if new is None:
                break
            uneven += own_gr(self.problem, s, old[s]) - own_gr(self.problem, s, new)
            for one in new:
                self.ledger.take(one)
        else:
            if self._uneven_gr() < uneven:
                return True
        for s, own in old.items():
            self.ledger.drop(s)
            for one in own:
                self.ledger.take(one)
        return False
