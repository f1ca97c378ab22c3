"""A plan laid out for questions: loaded into compiled code once, asked many times.

Nothing here is changed by a question; `solver.insertion` asks them.
"""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from solver.arrays import Arrays, Ints
from solver.calm import sweeping_later
from solver.extending import Lowering, extended, lowering_of
from solver.facts.requests import Span
from solver.kernel.offering import ALONE, BACK, CALLS, KEEPS, MONEY, PUT, SCAN, STARTS
from solver.polish import timed_and_polished
from solver.problem import Problem
from solver.solution import Solution
from solver.table import Orders, Table
from solver.timing.ties import tied_orders


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

    Notes
    -----
    Not for two threads at once. It is laid out when it is first asked: many a day is opened for its facts alone.
    """

    def __init__(self, problem: Problem, orders: Orders, *, lowering: Lowering | None = None) -> None:
        self.lowering = lowering or lowering_of(problem)
        self.orders = {s: tuple(tasks) for s, tasks in orders.items() if tasks}
        self._kept: dict[int, bool] = {}

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
        return int(self._table.desk.effort[1])

    def bundle(self, request: int) -> tuple[int, ...]:
        """Return the requests that are served all or none with one, itself included."""
        world = self._table.world
        asked = world.requests[request]
        return tuple(world.bundles[asked["bundle_from"] : asked["bundle_to"]].tolist())

    # What compiled code is asked

    @cached_property
    def _table(self) -> Table:
        return Table(self.arrays, self.problem, self.orders)

    @property
    def sound(self) -> bool:
        """Whether the orders have times. If not, only what gives them some has a place."""
        return self._table.sound

    @property
    def money_gr(self) -> int:
        """What `money` says of the plan as it is."""
        return self._table.money_gr

    @property
    def when_now(self) -> Ints:
        """What `when` says of the plan as it is."""
        return self._table.when_now

    def load(self, orders: Orders, coming: Iterable[int] = ()) -> bool:
        """Go on from these orders; requests that are `coming` are taken to be planned in the end. False: no times."""
        return self._table.load(orders, coming)

    def scan(self, request: int, shift: int = -1) -> list[tuple[int, ...]]:
        """Return the places of a request that is not planned: shift, positions, grosze, least start, latest bound."""
        count = self._table.ask(SCAN, request, shift)
        return [tuple(row) for row in self._table.desk.places[:count].tolist()]

    def put(self, request: int, shift: int, first: int, last: int) -> bool:
        """Put a request in, its tasks before two positions (`last` is -1 where it has one); False: no times."""
        return bool(self._table.ask(PUT, request, shift, first, last))

    def back(self) -> None:
        """Take back what was put."""
        self._table.ask(BACK)

    def starts(self, task: int) -> tuple[Span, ...]:
        """Return all starts a planned task may have, orders and everything else kept."""
        count = self._table.ask(STARTS, task)
        begin, end = int(self._table.desk.told[0]), int(self._table.desk.told[1])
        holes = sorted(self._table.desk.holes[:count].tolist())
        firsts = [begin, *(last + 1 for _, last in holes)]
        lasts = [*(first - 1 for first, _ in holes), end]
        return tuple(zip(firsts, lasts, strict=True))

    def alone(self, request: int, shift: int, first: int, last: int) -> bool:
        """Return whether that route by itself has times; nothing is put."""
        return bool(self._table.ask(ALONE, request, shift, first, last))

    def calls(self, shifts: Iterable[int]) -> set[int]:
        """Return the published requests on these routes that cannot start as published."""
        return {r for s in shifts for r in self._table.desk.calls[: self._table.ask(CALLS, s)].tolist()}

    def kept(self, request: int) -> bool:
        """Return whether a published request that is planned can start as published in the plan as it was given."""
        if request not in self._kept:
            coming = np.flatnonzero(self._table.desk.coming)
            self.load(self.orders)
            self._kept[request] = bool(self._table.ask(KEEPS, request))
            self.load(self.orders, coming)  # what is asked next is asked as before
        return self._kept[request]

    def changed(self) -> list[int]:
        """Return the shifts whose routes have changed since loading."""
        return [int(s) for s in np.flatnonzero(self._table.state.saved)]

    def money(self) -> int:
        """Return the grosze of everything planned, counted as a search counts them."""
        return self._table.ask(MONEY)

    def order(self, shift: int) -> tuple[int, ...]:
        """Return the order of a shift as it is."""
        return tuple(self._table.state.rows.order[shift, : self._table.state.rows.n[shift]].tolist())

    def when(self) -> Ints:
        """Return the least start of every task as things are, `UNPLANNED` where it is not planned."""
        return self._table.state.when_s.copy()
