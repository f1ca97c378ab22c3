"""A plan laid out for questions: loaded into compiled code once, asked many times.

Nothing here is changed by a question; `solver.insertion` asks them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from solver.arrays import Arrays, Ints
from solver.calm import sweeping_later
from solver.extending import Lowering, extended, lowering_of
from solver.facts.requests import Span
from solver.kernel.desk import desk_for
from solver.kernel.handles import handle
from solver.kernel.offering import ALONE, BACK, CALLS, KEEPS, LOAD, MONEY, PUT, SCAN, STARTS, answer
from solver.kernel.state import State, state_for
from solver.kernel.world import World, made_world
from solver.polish import timed_and_polished
from solver.problem import Problem
from solver.solution import Solution
from solver.timing.ties import tied_orders

type Orders = Mapping[int, Sequence[int]]

ROOM = 32
"""So many tasks more than now a route may get in one question."""


class Board:
    """A plan of a problem, for questions about what could be put where.

    Parameters
    ----------
    problem : Problem
        With its inherited violations accepted (`solver.inherited`), if its day has begun.
    orders : mapping of shift to tasks in order
        A plan that keeps all rules; what is not in it is not planned.
    lowering : Lowering or None
        Of the problem, where it is known already.

    Attributes
    ----------
    sound : bool
        Whether the orders have times. If not, only what gives them some has a place.
    fine : bool
        Whether what was loaded last has times.
    money_gr, when_now
        `money` and `when` of the plan as it is.

    Notes
    -----
    Not for two threads at once.
    """

    def __init__(self, problem: Problem, orders: Orders, *, lowering: Lowering | None = None) -> None:
        self.lowering = lowering or lowering_of(problem)
        self.orders = {s: tuple(tasks) for s, tasks in orders.items() if tasks}
        self.world = _world_of(self.arrays, problem)
        lengths = [len(self.orders.get(s, ())) + ROOM for s in range(len(problem.shifts))]
        self.state = _state_of(self.world, _pairs(max(lengths, default=0)))
        self.desk = desk_for(self.world, sum(map(_pairs, lengths)))
        self._held = handle(self.world), handle(self.state), handle(self.desk)
        self._loaded: Orders | None = None
        self.fine = False
        self.sound = self.load(self.orders)
        self.money_gr, self.when_now = self.money(), self.when()
        self._kept: dict[int, bool] = {}

    @sweeping_later()
    def following(self, problem: Problem, orders: Orders) -> "Board":
        """Return a board of another plan, for a problem that may have little more than this one's; cf. `with_more`."""
        return Board(problem, orders, lowering=extended(self.lowering, problem))

    @sweeping_later()
    def with_more(self, problem: Problem) -> "Board":
        """Return a board of the same plan for a problem with requests behind those of this one.

        That is what a call on the phone comes to; see `solver.extending` for what makes it quick.
        """
        more = Board(problem, self.orders, lowering=extended(self.lowering, problem))
        if "polished" in vars(self):
            more.polished = self.polished
        return more

    @cached_property
    def polished(self) -> Solution | None:
        """The plan as the judge would time it; None: it has no times."""
        return timed_and_polished(self.arrays, self.orders)

    @cached_property
    def tied(self) -> list[list[int]]:
        """The shifts in groups that no relation of planned tasks joins."""
        return tied_orders(self.arrays, self.orders)

    @property
    def problem(self) -> Problem:
        """The facts."""
        return self.lowering.problem

    @property
    def arrays(self) -> Arrays:
        """The primitives."""
        return self.lowering.arrays

    @cached_property
    def served(self) -> frozenset[int]:
        """The requests that are planned."""
        return frozenset(int(self.arrays.request[task]) for tasks in self.orders.values() for task in tasks)

    @property
    def effort(self) -> int:
        """How many rows have been timed for questions."""
        return int(self.desk.effort[1])

    def bundle(self, request: int) -> tuple[int, ...]:
        """Return the requests that are served all or none with one, itself included."""
        asked = self.world.requests[request]
        return tuple(self.world.bundles[asked["bundle_from"] : asked["bundle_to"]].tolist())

    # What compiled code is asked

    def load(self, orders: Orders, coming: Iterable[int] = ()) -> bool:
        """Go on from these orders; requests that are `coming` are taken to be planned in the end. False: no times."""
        self.desk.coming[:] = False
        self.desk.coming[list(coming)] = True
        if self._loaded is orders:
            self._ask(BACK)
            return self.fine
        self.desk.order_n[:] = 0
        for s, tasks in orders.items():
            self.desk.order[s, : len(tasks)] = tasks
            self.desk.order_n[s] = len(tasks)
        self.fine = bool(self._ask(LOAD))
        self._loaded = orders
        return self.fine

    def scan(self, request: int, shift: int = -1) -> list[tuple[int, ...]]:
        """Return the places of a request that is not planned: shift, positions, grosze, least start, latest bound."""
        count = self._ask(SCAN, request, shift)
        return [tuple(row) for row in self.desk.places[:count].tolist()]

    def put(self, request: int, shift: int, first: int, last: int) -> bool:
        """Put a request in, its tasks before two positions (`last` is -1 where it has one); False: no times."""
        return bool(self._ask(PUT, request, shift, first, last))

    def back(self) -> None:
        """Take back what was put."""
        self._ask(BACK)

    def starts(self, task: int) -> tuple[Span, ...]:
        """Return all starts a planned task may have, orders and everything else kept."""
        count = self._ask(STARTS, task)
        begin, end = int(self.desk.told[0]), int(self.desk.told[1])
        holes = sorted(self.desk.holes[:count].tolist())
        firsts = [begin, *(last + 1 for _, last in holes)]
        lasts = [*(first - 1 for first, _ in holes), end]
        return tuple(zip(firsts, lasts, strict=True))

    def alone(self, request: int, shift: int, first: int, last: int) -> bool:
        """Return whether that route by itself has times; nothing is put."""
        return bool(self._ask(ALONE, request, shift, first, last))

    def calls(self, shifts: Iterable[int]) -> set[int]:
        """Return the published requests on these routes that cannot start as published."""
        return {r for s in shifts for r in self.desk.calls[: self._ask(CALLS, s)].tolist()}

    def kept(self, request: int) -> bool:
        """Return whether a published request that is planned can start as published in the plan as it was given."""
        if request not in self._kept:
            coming = np.flatnonzero(self.desk.coming)
            self.load(self.orders)
            self._kept[request] = bool(self._ask(KEEPS, request))
            self.load(self.orders, coming)  # what is asked next is asked as before
        return self._kept[request]

    def changed(self) -> list[int]:
        """Return the shifts whose routes have changed since loading."""
        return [int(s) for s in np.flatnonzero(self.state.saved)]

    def money(self) -> int:
        """Return the grosze of everything planned, counted as a search counts them."""
        return self._ask(MONEY)

    def order(self, shift: int) -> tuple[int, ...]:
        """Return the order of a shift as it is."""
        return tuple(self.state.rows.order[shift, : self.state.rows.n[shift]].tolist())

    def when(self) -> Ints:
        """Return the least start of every task as things are, `UNPLANNED` where it is not planned."""
        return self.state.when_s.copy()

    def _ask(self, what: int, *numbers: int) -> int:
        self.desk.asked[: len(numbers)] = numbers
        world, state, desk = self._held
        return answer(world, state, desk, what)


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
