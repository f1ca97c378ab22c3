"""Everybody who works on a solve: a team for each part of the day, threads that serve them all, and the judge.

With an effort everybody goes the same way on any machine: fixed numbers of iterations, then a meeting, at which the
routes are pooled in the order of the searchers and the master chooses. By the clock nobody waits for anybody: routes
are pooled as they come, the master chooses beside the searchers, and each takes over its choice when it can.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Event, Thread
from typing import NamedTuple

from solver.cooling import FIRST, cycles_of, span
from solver.judging import Judge, Orders
from solver.mastering.stopping import Limit, Stop
from solver.parts import parts_of
from solver.rota import Rota
from solver.searcher import Searcher
from solver.showing import Showing
from solver.team import Team, masters

TEAM = 2
"""Searchers of a part where effort counts, whatever machine they share."""
UNIT = 100
"""Iterations of each searcher of the whole day for one unit of effort."""
CYCLES = 3
"""Of cooling, after the first, where effort counts; everybody meets at the end of each."""
LOOKS = 5
"""So often the first of them is looked at on the way: it is the longest, and somebody may have had enough."""
MASTER_FROM = 10
"""Where effort counts, the master is asked from so much on: below, searching on gains more than all his choices, which
take as long as a hundred times the search that they would follow."""
RIVALS = 8
"""So many plans that seem a little dearer than the best are shown to the judge in the end where effort counts."""
SELDOM = 4
"""Between two plans for the judge so many times the time he needs passes: he works beside the searchers."""
PATIENCE_S = 0.05
"""So long the end waits for the master."""
SHARE, LEAST_S = 0.06, 0.2
"""Time of a choice among routes, and of one among their pieces, as part of the budget's seconds, and at least."""
TURNS = (0.35, 0.55, 0.7, 0.8, 0.9)
"""When the master chooses, in parts of the budget's seconds."""


class Job(NamedTuple):
    """A searcher, his team, and which part of everything is theirs."""

    team: Team
    searcher: Searcher
    share: float


class Crew:
    """One solve's teams.

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
        self.by_effort = judge.budget.effort is not None
        self.threads = threads
        if not self.by_effort:
            masters()  # now: by the clock nobody has the time to wait for it later
        parts = parts_of(judge.arrays)
        count = TEAM if self.by_effort or not threads else max(min(TEAM, threads), -(-threads // len(parts)))
        self.teams = [Team(part, seed, count) for part in parts]
        self._halt = Event()
        self._stop = Stop()
        self.showing = Showing(judge, self.teams)
        self._trouble: list[Exception] = []
        self._given = begin

    def _begin(self) -> None:
        """Give everybody the same first plan, and have it verified."""
        for team in self.teams:
            if self.judge.score is None or not self.over():
                team.begin(self._given)
        self.showing.best()
        for orders in (self._given, {}):
            if self.judge.score is None:
                self.judge.consider(orders)

    def stop(self) -> None:
        """Let everybody end soon; returns at once."""
        self._halt.set()
        self._stop.stop()

    def over(self) -> bool:
        """Return whether there is no more to be done; by the clock the judge needs some time for the last plan."""
        seconds = self.judge.budget.seconds
        last = seconds is not None and self.judge.elapsed_s() + self.showing.took_s >= seconds
        return self._halt.is_set() or last or self.judge.over()

    def work(self) -> None:
        """Search until the budget is used up."""
        self._begin()
        if self.by_effort:
            self._meet()
        elif self.threads:
            self._race()
        else:
            self._alternate()
        if not self._halt.is_set():
            self.showing.best()

    @property
    def effort(self) -> dict[str, int]:
        """How often everybody did everything."""
        return self.showing.effort

    def _shares(self) -> list[tuple[Team, float]]:
        """Return the teams, each with the part of everything that it gets."""
        sizes = [max(1, team.part.size) for team in self.teams]
        return [(team, size / sum(sizes)) for team, size in zip(self.teams, sizes, strict=True)]

    # With an effort

    def _meet(self) -> None:
        whole = (self.judge.budget.effort or 0) * UNIT
        self._all(partial(self._save_shifts, whole=whole))
        self._bring_together()
        for cycle in range(CYCLES + 1):
            if not self._cycle(cycle, whole):
                return
            if whole >= MASTER_FROM * UNIT:
                for team, share in self._shares():
                    team.choose(Limit(effort=share * min(2.0, 0.02 + whole / 1e5)), self._stop, self.over)
                self._gather()
            self.showing.best()
        for _ in range(RIVALS):
            if self.over() or not self.showing.rival():
                return

    def _cycle(self, cycle: int, whole: int) -> bool:
        """Search for one cycle of cooling, and show what is found on the way; False: all is over."""
        begin, end = span(cycle, CYCLES)
        looks = LOOKS if cycle == 0 else 1
        steps = [begin + (end - begin) * k / looks for k in range(looks + 1)]
        for stretch in pairwise(steps):
            self._all(partial(self._leg, whole=whole, stretch=stretch))
            for team in self.teams:
                team.meet()
            if self.over():
                return False
            self.showing.best()
        self._gather()
        return True

    def _save_shifts(self, job: Job, whole: int) -> None:
        """Try to do with fewer shifts."""
        job.team.save_shifts(job.searcher, int(whole * job.share * job.team.thrift), self.over)

    def _leg(self, job: Job, whole: int, stretch: tuple[float, float]) -> None:
        """Search while the heat falls as it does from one part of the whole to another."""
        left = int(whole * job.share) - job.team.spent[job.searcher]
        begin, end = (int(left * part) for part in stretch)
        job.team.leg(job.searcher, end - begin, stretch, CYCLES, self.over)

    def _all(self, do: Callable[[Job], None]) -> None:
        """Have everybody do something, side by side if there are threads."""
        jobs = [Job(team, searcher, share) for team, share in self._shares() for searcher in team.searchers]
        if self.threads < 2:
            for job in jobs:
                do(job)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            for done in [pool.submit(do, job) for job in jobs]:
                done.result()

    def _bring_together(self) -> None:
        for team in self.teams:
            team.meet()
        self._gather()

    def _gather(self) -> None:
        for team in self.teams:
            team.gather()

    # By the clock

    def _race(self) -> None:
        rota = self._rota()
        threads = [Thread(target=self._serve, args=(rota,), daemon=True) for _ in range(self.threads)]
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

    def _serve(self, rota: Rota) -> None:
        """Let whoever's turn it is work, until the end."""
        self._minding_trouble(partial(rota.turn, self.judge.budget.clock))

    def _conduct(self) -> None:
        """Let the master choose whenever it is time."""
        turns = list(TURNS)

        def turn() -> None:
            self._turn(turns)
            self._halt.wait(0.05)

        self._minding_trouble(turn)

    def _minding_trouble(self, do: Callable[[], None]) -> None:
        """Do something again and again until all is over; trouble is kept for who waits, and ends it for everybody."""
        try:
            while not self.over():
                do()
        except Exception as error:  # noqa: BLE001  # raised again by who waits
            self._trouble.append(error)
            self._halt.set()

    def _alternate(self) -> None:
        rota, turns = self._rota(), list(TURNS)
        while not self.over():
            for _ in range(len(self.teams)):
                rota.turn(self.judge.budget.clock)
            self._turn(turns)

    def _rota(self) -> Rota:
        clock, cycles = self.judge.budget.clock, cycles_of(self.judge.budget.seconds or 0.0)
        return Rota([
            (team.slices(searcher, self._elapsed, clock, cycles), max(1, team.part.size))
            for team in self.teams
            for searcher in team.searchers
        ])  # fmt: skip

    def _oversee(self) -> None:
        """Verify what is new."""
        next_s = 0.0
        while not self.over():
            began_s = self.judge.elapsed_s()
            if began_s >= next_s and not self.over():
                if not self.showing.best() and self._has_leisure():
                    self.showing.rival()
                took_s = self.judge.elapsed_s() - began_s
                next_s = began_s + (1 + SELDOM) * took_s
            self._halt.wait(0.05)

    def _has_leisure(self) -> bool:
        """Return whether it is late enough for rivals, and early enough for one last look after that."""
        seconds = self.judge.budget.seconds or 0.0
        return self._elapsed() >= FIRST and self.judge.elapsed_s() + 2 * self.showing.took_s < seconds

    def _elapsed(self) -> float:
        """Return which part of the seconds is over."""
        return self.judge.elapsed_s() / max(1e-9, self.judge.budget.seconds or 0.0)

    def _turn(self, turns: list[float]) -> None:
        """Let the master choose if it is time; strike out the turns that are over then."""
        if not turns or self._elapsed() < turns[0]:
            return
        seconds = self.judge.budget.seconds or 0.0
        for team, share in self._shares():
            left = seconds - self.judge.elapsed_s()
            team.choose(Limit(seconds=min(max(LEAST_S, seconds * SHARE * share), left)), self._stop, self.over)
        turns[:] = [turn for turn in turns if turn > self._elapsed()]
