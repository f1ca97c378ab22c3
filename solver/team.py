"""The searchers of one part of the day, the best plan they know, and the master who recombines what they find."""

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import count as count_from
from itertools import cycle
from operator import itemgetter
from threading import Lock
from typing import TYPE_CHECKING

from solver.cooling import REGIMES, THRIFT, THRIFT_HEAT, moment
from solver.mastering.columns import Column
from solver.mastering.pool import Pool
from solver.mastering.stopping import Limit, Stop
from solver.mastering.timing import Timing, kernel_timing
from solver.parts import Orders, Part
from solver.searcher import Key, Searcher, ground_of

if TYPE_CHECKING:
    from solver.master import Choice, Recombination

SLICE = 500
"""Iterations in which a searcher does not look up, where effort counts."""
SLICE_S = 0.04
"""Seconds in which it does not, otherwise."""
RATION = 9
"""Between two visits to the pool, and to the judge, so many times the time that one takes passes: meanwhile a searcher
stands still."""

type Over = Callable[[], bool]
type Way = Callable[..., "Choice | Recombination"]


def masters() -> tuple[Way, ...]:
    """Return the master's ways to choose, brought in with the first question.

    They bring CP-SAT and all that comes with it, which is seventy megabytes to whoever asks nobody.
    """
    from solver.master import choose, recombine

    return choose, recombine


class Team:
    """Everybody who works on one part.

    Parameters
    ----------
    part : Part
    count : int
        Searchers.
    """

    def __init__(self, part: Part, seed: int, count: int) -> None:
        self.part = part
        self.pool = Pool(part.arrays)
        self.chosen = 0
        """How many choices of the master were better than what there was."""
        self._dice = count_from(seed)  # the master looks somewhere else every time
        ground = ground_of(part.arrays)
        self.searchers = [Searcher(ground, seed * 1000 + number) for number in range(count)]
        self._regimes = dict(zip(self.searchers, cycle(REGIMES), strict=False))
        self._best: tuple[Key, Orders] | None = None
        self.spent = dict.fromkeys(self.searchers, 0)
        """Iterations on doing with fewer shifts, where effort counts."""
        self._kept: dict[Searcher, list[Column]] = {searcher: [] for searcher in self.searchers}
        self._lock = Lock()
        self._rivals: dict[Searcher, list[tuple[Key, Orders]]] = {searcher: [] for searcher in self.searchers}
        self._rivalry = dict.fromkeys(self.searchers, 0)

    def begin(self, orders: Orders) -> None:
        """Give everybody the same first plan: what these of the whole day hold of this part, and whoever else fits."""
        first = self.searchers[0]
        if not first.begin(self.part.inward(orders)):
            first.begin({})
        first.fill()
        self._offer(first.key, first.orders)
        self.gather()

    @property
    def thrift(self) -> float:
        """Which part of the whole is spent on doing with fewer shifts."""
        return THRIFT if self.part.arrays.use_gr.any() else 0.0

    @property
    def orders(self) -> Orders:
        """The best plan, in the part's numbers."""
        return self._best[1] if self._best else {}

    @property
    def effort(self) -> dict[str, int]:
        """How often everybody did everything."""
        total = {"columns": len(self.pool)}
        for searcher in self.searchers:
            for name, times in searcher.effort.items():
                total[name] = total.get(name, 0) + times
        return total

    def _offer(self, key: Key, orders: Orders) -> bool:
        with self._lock:
            better = self._best is None or key < self._best[0]
            if better:
                self._best = key, orders
        return better

    @property
    def rivals(self) -> list[Orders]:
        """Plans that may be better than the best one, by what they are thought to cost."""
        found = [rival for searcher in self.searchers for rival in self._rivals[searcher]]
        return [orders for _, orders in sorted(found, key=itemgetter(0))]

    def _hear_of_rivals(self, searcher: Searcher) -> None:
        """Take over a searcher's rivals if they are others than before; it must not be at work."""
        if searcher.rivalry != self._rivalry[searcher]:
            self._rivalry[searcher] = searcher.rivalry
            self._rivals[searcher] = searcher.rivals

    def gather(self) -> None:
        """Let everybody go on from the best plan."""
        for searcher in self.searchers:
            self._go_on(searcher)

    def _go_on(self, searcher: Searcher) -> None:
        """Let a searcher go on from the best plan."""
        if not searcher.begin(self.orders):  # found step by step, and not to be timed at once
            searcher.begin({})
            searcher.fill()

    def choose(self, limit: Limit, stop: Stop, over: Over) -> None:
        """Let the master choose among whole routes, then join them anew wherever nobody is aboard."""
        for way in masters():
            if self._best is None or over() or limit.over:
                return
            found = way(
                self.part.arrays,
                self.pool,
                self.orders,
                limit=limit,
                seed=next(self._dice),
                timing=self._timing,
                stop=stop,
            )
            if found.orders is not None and self._scout.begin(found.orders):
                self.chosen += self._offer(self._scout.key, self._scout.orders)

    @cached_property
    def _timing(self) -> Timing:
        """What the master asks about times; made once, for it takes as much memory as a searcher."""
        return kernel_timing(self.part.arrays)

    @cached_property
    def _scout(self) -> Searcher:
        """A searcher that prices the master's choices."""
        return Searcher(self.searchers[0].ground, 0, scout=True)

    # With an effort

    def save_shifts(self, searcher: Searcher, iterations: int, over: Over) -> None:
        """Try to do with fewer shifts."""
        while (left := iterations - self.spent[searcher]) > 0 and not over():
            if not searcher.save_shifts(min(left, SLICE), THRIFT_HEAT):
                return
            self.spent[searcher] += min(left, SLICE)
            self._kept[searcher] += searcher.columns()

    def leg(self, searcher: Searcher, iterations: int, stretch: tuple[float, float], cycles: int, over: Over) -> None:
        """Search while the heat falls as it does between two parts (0 to 1) of the whole."""
        (begin, end), done, slices = stretch, 0, max(1, -(-iterations // SLICE))
        for k in range(slices):
            if over():
                return
            share = iterations * (k + 1) // slices - done
            heat = moment(begin + (end - begin) * k / slices, cycles, self._regimes[searcher]).heat
            searcher.run(share, heat, heat)
            done += share
            self._kept[searcher] += searcher.columns()

    def meet(self) -> None:
        """Bring together what everybody has found, in their order."""
        for searcher in self.searchers:
            self._offer(searcher.key, searcher.orders)
            self._hear_of_rivals(searcher)
            self.pool.add(self._kept[searcher])
            self._kept[searcher] = []

    # By the clock

    def slices(
        self, searcher: Searcher, elapsed: Callable[[], float], clock: Callable[[], float], cycles: int
    ) -> Iterator[None]:
        """Search slice by slice, without end; each cycle of cooling, and each choice of the master, is gone on from.

        Parameters
        ----------
        elapsed : callable
            Returns which part of the time is over.
        """
        round_, chosen, known, pace, first, pool_s = -1, 0, searcher.key, 1000.0, self.thrift, 0.0
        while True:
            now = moment((elapsed() - first) / (1.0 - first), cycles, self._regimes[searcher])
            if now.cycle != round_ or self.chosen != chosen:
                round_, chosen = now.cycle, self.chosen
                self._go_on(searcher)
            iterations, began = max(1, int(pace * SLICE_S)), clock()
            if now.cycle >= 0:
                searcher.run(iterations, now.heat, now.heat)
            elif not searcher.save_shifts(iterations, THRIFT_HEAT):
                first = 0.0  # there is none to save
            pace = min(4 * pace, iterations / max(1e-4, clock() - began))
            if searcher.key < known:
                known = searcher.key
                self._offer(known, searcher.orders)
            if clock() >= pool_s:
                began = clock()
                self.pool.add(searcher.columns())
                if now.cycle > 0:
                    self._hear_of_rivals(searcher)
                pool_s = clock() + RATION * (clock() - began)
            yield
