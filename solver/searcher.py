"""One thread's search: a plan that compiled code changes in place, in slices short enough to stop between."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays, Ints
from solver.kernel.handles import handle
from solver.kernel.nearness import nearness
from solver.kernel.search import begin, close_one, fill, run
from solver.kernel.state import EFFORTS, state_for
from solver.kernel.world import World, world_of
from solver.kinship import kin
from solver.mastering.columns import Column
from solver.per_arrays import once_per_arrays

type Orders = Mapping[int, Sequence[int]]
type Key = tuple[int, int]
"""Musts left out, grosze; smaller is better."""

MEAN, MANY = 8.0, 150
"""Requests taken out on average where there are up to so many; the more there are, the smaller the bites, for each has
its turn less often."""
BLINK, TRIES, REGRET = 0.05, 3, 0.05
"""Chance to pass a route over; feasible positions compared where times cost money; chance to put back by regret."""
STRAYING = 0.03, 0.1
"""Chance to put a request somewhere in its row where times cost money, at most, and by the number of requests: by guess
the same place is always the best, and of a small day little else is tried."""
ROWS, FAR = 20, 0.05
"""Where there are more rows, those of so many of a request's neighbours are looked at, and others with this chance."""
PATIENCE = 1000
"""Iterations after which another shift than the one closed is closed instead: twice so many, then four times, ..."""
SHELVED, SHELVED_UNITS = 0.02, 4.0
"""Routes of plans that cost no more than so much above the best, as a part and in costs of a task, are put by;
the latter where there are up to `MANY` requests, less where there are more."""
DOUBT = 0.1
"""Plans that seem dearer than the best by no more than this part may be better in truth."""


class Ground(NamedTuple):
    """What searchers of one problem share; not its arrays, which would then never be forgotten."""

    world: World
    handle: World
    near: np.ndarray[tuple[int, int], np.dtype[np.int32]]


@once_per_arrays
def ground_of(arrays: Arrays) -> Ground:
    """Return what all searches of a problem read."""
    world = world_of(arrays)
    return Ground(world, handle(world), nearness(world, kin(arrays, money=False)[: arrays.n_requests]))


class Searcher:
    """A plan in the making, its best so far, and the dice.

    Parameters
    ----------
    ground : Ground
    seed : int
    scout : bool
        It only begins, to say what plans cost, and needs no memory of places.
    """

    def __init__(self, ground: Ground, seed: int, *, scout: bool = False) -> None:
        self.ground = ground
        self.state = state_for(ground.world, ground.near, seed, remembers=not scout)
        world = ground.world
        guesses = world.time_priced or world.shifts["begun"].any()
        self._bite = min(1.0, math.sqrt(MANY / max(1, len(ground.world.requests))))
        stray = min(STRAYING[0], STRAYING[1] / max(1, len(world.requests)))
        self.state.knobs[0] = (MEAN * self._bite, BLINK, TRIES, 0.0, ROWS, FAR, REGRET, stray, guesses, 0)
        self._handle = handle(self.state)
        self._written_down = np.zeros_like(self.state.best_order), np.zeros_like(self.state.best_n)
        self._tries = self._patience = 0  # how often a row was closed in vain, and iterations until the next one is
        self._to_beat: Key | None = None  # the best plan when a row was closed
        self._use_gr = ground.world.shifts["use_gr"]

    def begin(self, orders: Orders) -> bool:
        """Go on from these orders; False: they have no times, and nothing can be done before it begins with others."""
        order, n = self._written(orders)
        self._to_beat = None
        return bool(begin(self.ground.handle, self._handle, order, n))

    def reach(self, shift: int, order: Sequence[int]) -> list[tuple[int, int]] | None:
        """Return earliest and (by bounds) latest starts if there were nothing but this route; None: it has no times."""
        if not self.begin({shift: order}):
            return None
        n, spots = len(order), self.state.spots[shift]
        decided = self.state.routes["exact"][shift]  # by bounds alone, so nobody has timed it
        early, late = (spots["soon_s"] if decided else self.state.rows.start_s[shift])[:n], spots["latest_s"][:n]
        return list(zip(early.tolist(), late.tolist(), strict=True))

    def fill(self) -> None:
        """Put in everybody who is left out, as far as they fit and are worth it."""
        fill(self.ground.handle, self._handle)

    def run(self, iterations: int, hot: float, cold: float) -> None:
        """Search while the heat falls from `hot` to `cold`, both as parts of what a task costs on average."""
        unit = self.unit_gr
        self.state.knobs["shelf_gr"] = min(SHELVED * self.key[1], SHELVED_UNITS * self._bite * unit)
        run(self.ground.handle, self._handle, iterations, hot * unit, cold * unit)

    def save_shifts(self, iterations: int, heat: float) -> bool:
        """Search for a plan with a shift fewer, and then for one with two; until it begins anew.

        False: no shift in use costs money, or none can be spared.
        """
        saved = self._to_beat is not None and self.key < self._to_beat
        if self._to_beat is None or saved or self._patience <= 0:
            if not self._use_gr[self.state.best_n > 0].any() or not self.begin(self.orders):
                return False
            if not close_one(self.ground.handle, self._handle):
                return False
            self._to_beat = self.key
            self._tries = 1 if saved else self._tries + 1
            self._patience = PATIENCE * 2**self._tries
        self.run(iterations, heat, heat)
        self._patience -= iterations
        return True

    @property
    def unit_gr(self) -> float:
        """What a planned task of the best plan costs on average, but for the use of shifts; at least a grosz."""
        counts = self.state.best_n
        on_the_way = int(self.state.best_tally["routes_gr"][0]) - int(self._use_gr[counts > 0].sum())
        return max(1.0, on_the_way / max(1, int(counts.sum())))

    @property
    def key(self) -> Key:
        """Of the best plan."""
        best = self.state.best_tally[0]
        return int(best["must"]), int(best["out_gr"] + best["routes_gr"] + best["rest_gr"])

    @property
    def orders(self) -> dict[int, tuple[int, ...]]:
        """The best plan."""
        counts = self.state.best_n.tolist()
        return {s: tuple(self.state.best_order[s, :n].tolist()) for s, n in enumerate(counts) if n}

    @property
    def rivals(self) -> list[tuple[Key, Orders]]:
        """Plans that cost little more than the best one, which may be among them, with what they are thought to cost.

        Only where the search does not know for sure: where times cost money, or the past excuses something.
        """
        must, gr = self.key
        within = gr + DOUBT * abs(gr)
        found = [(int(rival["must"]), int(rival["gr"])) for rival in self.state.rivals]
        return [(key, self._rival(k)) for k, key in enumerate(found) if key[0] <= must and key[1] <= within]

    def _rival(self, k: int) -> Orders:
        counts = self.state.rival_n[k]
        routes = np.split(self.state.rival_tasks[k], np.cumsum(counts))
        return {int(s): tuple(routes[s].tolist()) for s in np.flatnonzero(counts)}

    @property
    def rivalry(self) -> int:
        """Another number when the rivals are others."""
        return int(self.state.rivals["content"].sum())

    @property
    def effort(self) -> dict[str, int]:
        """How often everything was done."""
        return dict(zip(EFFORTS, self.state.effort.tolist(), strict=True))

    def columns(self) -> list[Column]:
        """Return the routes put by since the last time."""
        count = int(self.state.shelved[0])
        tasks = self.state.shelf_tasks[: int(self.state.shelved[1])].tolist()
        found = [
            Column(shift, tuple(tasks[first : first + n]), gr)
            for shift, first, n, gr in self.state.shelf[:count].tolist()
        ]
        self.state.shelved[:] = 0
        return found

    def _written(self, orders: Orders) -> tuple[Ints, Ints]:
        order, n = self._written_down
        n[:] = 0
        for s, tasks in orders.items():
            order[s, : len(tasks)] = tasks
            n[s] = len(tasks)
        return order, n
