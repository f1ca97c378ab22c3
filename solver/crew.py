"""Searchers, each in a thread, and the master who recombines what they find; with meeting points where effort counts.

With an effort everybody goes the same way on any machine: fixed numbers of iterations, then a meeting, at which the
routes are pooled in the order of the searchers and the master chooses. By the clock nobody waits for anybody: routes
are pooled as they come, the master chooses beside the searchers, and each takes over its choice when it can.
"""

import itertools
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from threading import Event, Lock, Thread

from solver.cooling import REGIMES, moment, span
from solver.judging import Judge, Orders
from solver.master import Column, Limit, Pool, Stop, choose, recombine
from solver.searcher import Key, Searcher, ground_of

TEAM = 2
"""Searchers where effort counts, whatever machine they share."""
UNIT = 100
"""Iterations of each searcher for one unit of effort."""
CYCLES = 3
"""Of cooling, after the first, where effort counts; everybody meets at the end of each."""
SLICE_S = 0.04
"""Longest time in which a searcher does not look up."""
SELDOM = 4
"""Between two plans for the judge so many times the time he needs passes: he works beside the searchers."""
PATIENCE_S = 0.05
"""So long the end waits for the master."""
SHARE, LEAST_S = 0.06, 0.2
"""Time of a choice, as part of the budget's seconds, and at least."""
TURNS = (0.35, 0.55, 0.7, 0.8, 0.9)
"""When the master chooses, in parts of the budget's seconds."""


class Crew:
    """One solve's searchers, pool and master.

    Parameters
    ----------
    judge : Judge
        Verifies and keeps what is found; his budget is everybody's.
    begin : orders to begin with
    threads : int
        0: all work is done by who calls `work`.
    """

    def __init__(self, judge: Judge, begin: Orders, seed: int, threads: int) -> None:
        self.judge = judge
        self.pool = Pool(judge.arrays)
        self.by_effort = judge.budget.effort is not None
        self.threads = threads
        self.seed = seed
        self.effort: dict[str, int] = {}
        self._halt = Event()
        self._stop = Stop()
        self._lock = Lock()
        ground = ground_of(judge.arrays)
        count = TEAM if self.by_effort or not threads else threads
        self.searchers = [Searcher(ground, seed * 1000 + number) for number in range(count)]
        self._regimes = dict(zip(self.searchers, itertools.cycle(REGIMES), strict=False))
        self._best: tuple[Key, Orders] | None = None
        self._kept: dict[Searcher, list[Column]] = {searcher: [] for searcher in self.searchers}
        self._chosen = 0
        self._shown: Orders | None = None  # the best plan that the judge has seen
        self._trouble: list[Exception] = []
        self._show_s = 0.0  # how long that took at most
        self._begin(begin)

    def _begin(self, begin: Orders) -> None:
        """Give everybody the same first plan, and have it verified."""
        first = self.searchers[0]
        if not first.begin(begin):
            first.begin({})
        first.fill()
        orders = first.orders
        self._offer(first.key, orders)
        for other in self.searchers[1:]:
            other.begin(orders)
        self._verify_best()
        if self.judge.score is None:
            self.judge.consider(begin)
        if self.judge.score is None:
            self.judge.consider({})

    def stop(self) -> None:
        """Let everybody end soon; returns at once."""
        self._halt.set()
        self._stop.stop()

    def over(self) -> bool:
        """Return whether there is no more to be done; by the clock the judge needs some time for the last plan."""
        seconds = self.judge.budget.seconds
        last = seconds is not None and self.judge.elapsed_s() + self._show_s >= seconds
        return self._halt.is_set() or last or self.judge.over()

    def work(self) -> None:
        """Search until the budget is used up."""
        if self.by_effort:
            self._meet()
        elif self.threads:
            self._race()
        else:
            self._alternate()
        self._count()
        if not self._halt.is_set():
            self._verify_best()

    def _offer(self, key: Key, orders: Orders) -> None:
        with self._lock:
            if self._best is None or key < self._best[0]:
                self._best = key, orders

    def _verify_best(self) -> None:
        if self._best and self._best[1] is not self._shown:
            self._shown = self._best[1]
            began_s = self.judge.elapsed_s()
            self.judge.consider(self._shown)
            self._show_s = max(self._show_s, self.judge.elapsed_s() - began_s)

    def _count(self) -> None:
        total: dict[str, int] = {}
        for searcher in self.searchers:
            for name, times in searcher.effort.items():
                total[name] = total.get(name, 0) + times
        total["columns"] = len(self.pool)
        self.effort = total

    # With an effort

    def _meet(self) -> None:
        whole = (self.judge.budget.effort or 0) * UNIT
        for cycle in range(CYCLES + 1):
            begin, end = span(cycle, CYCLES)
            share = int(whole * end) - int(whole * begin)
            self._all(partial(self._leg, iterations=share, begin=begin, end=end))
            if self.over():
                return
            for searcher in self.searchers:
                self._offer(searcher.key, searcher.orders)
                self.pool.add(self._kept[searcher])
                self._kept[searcher] = []
            self._choose(Limit(effort=min(2.0, 0.02 + whole / 1e5)))
            self._gather()
            self._verify_best()

    def _leg(self, searcher: Searcher, iterations: int, begin: float, end: float) -> None:
        """Search for one cycle of cooling, from one part of the whole to another."""
        done, slices = 0, max(1, -(-iterations // (5 * UNIT)))
        for k in range(slices):
            if self.over():
                return
            share = iterations * (k + 1) // slices - done
            heat = moment(begin + (end - begin) * k / slices, CYCLES, self._regimes[searcher]).heat
            searcher.run(share, heat, heat)
            done += share
            self._kept[searcher] += searcher.columns()

    def _all(self, do: Callable[[Searcher], None]) -> None:
        """Have everybody do something, side by side if there are threads."""
        if self.threads < 2:
            for searcher in self.searchers:
                do(searcher)
            return
        threads = [Thread(target=do, args=(searcher,), daemon=True) for searcher in self.searchers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _gather(self) -> None:
        """Let everybody go on from the best plan."""
        if self._best:
            for searcher in self.searchers:
                searcher.begin(self._best[1])

    # By the clock

    def _race(self) -> None:
        threads = [Thread(target=self._lap, args=(searcher,), daemon=True) for searcher in self.searchers]
        for thread in threads:
            thread.start()
        master = Thread(target=self._conduct, daemon=True, name="master")
        master.start()
        self._oversee()
        self._stop.stop()
        for thread in threads:
            thread.join()
        master.join(PATIENCE_S)  # what it still finds comes too late
        if self._trouble:
            raise self._trouble[0]

    def _conduct(self) -> None:
        """Let the master choose whenever it is time."""
        turns = list(TURNS)
        try:
            while not self.over():
                turns = self._turn(turns)
                self._halt.wait(0.05)
        except Exception as error:  # noqa: BLE001  # raised again by who waits for the searchers
            self._trouble.append(error)
            self._halt.set()

    def _alternate(self) -> None:
        laps = [self._slices(searcher) for searcher in self.searchers]
        turns = list(TURNS)
        while not self.over():
            for lap in laps:
                next(lap)
            turns = self._turn(turns)

    def _lap(self, searcher: Searcher) -> None:
        for _ in self._slices(searcher):
            if self.over():
                return

    def _oversee(self) -> None:
        """Verify what is new."""
        next_s = 0.0
        while not self.over():
            if self.judge.elapsed_s() >= next_s and not self.over():
                self._verify_best()
                next_s = self.judge.elapsed_s() + SELDOM * self._show_s
            self._halt.wait(0.05)

    def _slices(self, searcher: Searcher) -> Iterator[None]:
        """Search slice by slice, without end; each cycle of cooling, and each choice of the master, is gone on from."""
        clock, cycles = self.judge.budget.clock, _cycles(self.judge.budget.seconds or 0.0)
        cycle, chosen, known, pace = 0, 0, searcher.key, 1000.0
        while True:
            now = moment(self.part, cycles, self._regimes[searcher])
            if (now.cycle != cycle or self._chosen != chosen) and self._best:
                cycle, chosen = now.cycle, self._chosen
                searcher.begin(self._best[1])
            iterations, began = max(1, int(pace * SLICE_S)), clock()
            searcher.run(iterations, now.heat, now.heat)
            pace = min(4 * pace, iterations / max(1e-4, clock() - began))
            self.judge.pace = int(pace) * len(self.searchers)
            if searcher.key < known:
                known = searcher.key
                self._offer(known, searcher.orders)
            self.pool.add(searcher.columns())
            yield

    @property
    def part(self) -> float:
        """Which part of the seconds is over."""
        return self.judge.elapsed_s() / max(1e-9, self.judge.budget.seconds or 0.0)

    def _turn(self, turns: list[float]) -> list[float]:
        """Let the master choose if it is time; return the turns to come."""
        if not turns or self.part < turns[0]:
            return turns
        seconds = self.judge.budget.seconds or 0.0
        left = seconds - self.judge.elapsed_s()
        self._choose(Limit(seconds=min(max(LEAST_S, seconds * SHARE), left)))
        return [turn for turn in turns if turn > self.part]

    def _choose(self, limit: Limit) -> None:
        """Let the master choose among whole routes, then join them anew wherever nobody is aboard."""
        for way in (choose, recombine):
            if self._best is None or self.over() or limit.over:
                return
            found = way(self.judge.arrays, self.pool, self._best[1], limit=limit, seed=self.seed, stop=self._stop)
            if found.orders is not None and self._scout.begin(found.orders):
                self._offer(self._scout.key, self._scout.orders)
                self._chosen += 1

    @cached_property
    def _scout(self) -> Searcher:
        """A searcher that prices the master's choices."""
        return Searcher(self.searchers[0].ground, 0)


def _cycles(seconds: float) -> int:
    return max(3, int(seconds / 6))
