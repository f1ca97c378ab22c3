"""A plan laid out for compiled code: what its questions work on, loaded with the plan as it is."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from solver.arrays import Arrays, Ints
from solver.kernel.desk import desk_for
from solver.kernel.handles import entry, handle
from solver.kernel.offering import BACK, LOAD, MONEY, answer
from solver.kernel.state import State, state_for
from solver.kernel.world import World, made_world
from solver.problem import Problem

type Orders = Mapping[int, Sequence[int]]

ROOM = 32
"""So many tasks more than now a route may get in one question."""


class Table:
    """What one board asks compiled code about.

    Attributes
    ----------
    sound : bool
        Whether the orders have times.
    fine : bool
        Whether what was loaded last has times.
    money_gr, when_now
        Grosze of everything planned, and the least start of every task, in the plan as it is.
    """

    def __init__(self, arrays: Arrays, problem: Problem, orders: Orders) -> None:
        self.world = _world_of(arrays, problem)
        lengths = [len(orders.get(s, ())) + ROOM for s in range(len(problem.shifts))]
        self.state = _state_of(self.world, _pairs(max(lengths, default=0)))
        self.desk = desk_for(self.world, sum(map(_pairs, lengths)))
        self._held = handle(self.world), handle(self.state), handle(self.desk)
        self._answer = entry(answer, *self._held, LOAD)
        self._loaded: Orders | None = None
        self.fine = False
        self.sound = self.load(orders)
        self.money_gr, self.when_now = self.ask(MONEY), self.state.when_s.copy()

    def load(self, orders: Orders, coming: Iterable[int] = ()) -> bool:
        """Go on from these orders; requests that are `coming` are taken to be planned in the end. False: no times."""
        self.desk.coming[:] = False
        self.desk.coming[list(coming)] = True
        if self._loaded is orders:
            self.ask(BACK)
            return self.fine
        self.desk.order_n[:] = 0
        for s, tasks in orders.items():
            self.desk.order[s, : len(tasks)] = tasks
            self.desk.order_n[s] = len(tasks)
        self.fine = bool(self.ask(LOAD))
        self._loaded = orders
        return self.fine

    def ask(self, what: int, *numbers: int) -> int:
        """Return what compiled code answers to one of the questions of `solver.kernel.offering`."""
        self.desk.asked[: len(numbers)] = numbers
        return int(self._answer(*self._held, what))


def _pairs(n: int) -> int:
    return (n + 1) * (n + 2) // 2


def _world_of(arrays: Arrays, problem: Problem) -> World:
    """Return a world of its own, for a trial changes it, in which everything published is known, priced or not."""
    world = made_world(arrays, [False] * len(arrays.seconds))
    requests = world.requests
    for r, request in enumerate(problem.requests):
        if request.published:
            requests["published_shift"][r] = request.published.shift
            requests["published_s"][r] = request.published.start_s
    return world._replace(call_tolerance_s=problem.call_tolerance_s)


def _state_of(world: World, candidates: int) -> State:
    """Return a state that keeps every candidate."""
    nobody = np.zeros((len(world.requests), 1), dtype=np.int32)
    room: Ints = np.zeros((candidates, 4), dtype=np.int64)
    return state_for(world, nobody, 0, remembers=False)._replace(candidates=room)
