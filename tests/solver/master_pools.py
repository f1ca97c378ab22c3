"""Every route of a small problem as a column, and the best plan of them: what the master is held against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from solver.admissible import refusal, route_refusal
from solver.arrays import Arrays
from solver.cost import cost, plan_cost
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.master import Column, Pool, Timing, reference_timing
from solver.mastering.columns import Order, roster_of
from solver.polish import polish
from solver.problem import Problem
from solver.schedule import schedule

type Key = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Stock:
    """All routes of up to a few requests of a problem that have times by themselves (some, where there are too many).

    Attributes
    ----------
    most : int
        Requests in a route.
    each : int
        Routes of a class of shifts.
    """

    problem: Problem
    most: int = 3
    each: int = 60

    @cached_property
    def arrays(self) -> Arrays:
        """The primitives."""
        return lowered(with_inherited(self.problem))

    @cached_property
    def timing(self) -> Timing:
        """Times and prices by the reference."""
        return reference_timing(self.arrays)

    @cached_property
    def columns(self) -> list[Column]:
        """The routes."""
        rng, found = Random(1), []
        for shift in dict.fromkeys(roster_of(self.arrays).alike):
            orders = list(self._orders(shift, (), frozenset()))
            for order in orders if len(orders) <= self.each else rng.sample(orders, self.each):
                money = self.timing.route(shift, order)
                if money is not None:
                    found.append(Column(shift, order, money))
        return found

    def pool(self, room: int = 10_000) -> Pool:
        """Return a pool of all columns."""
        pool = Pool(self.arrays, room=room)
        pool.add(self.columns)
        return pool

    def _orders(self, shift: int, order: Order, requests: frozenset[int]) -> Iterator[Order]:
        """Yield the orders that begin with a certain one."""
        if order and route_refusal(self.arrays, shift, order) is None:
            yield order
        for task in range(self.arrays.n_tasks):
            request = int(self.arrays.request[task])
            own = self.arrays.request_tasks[request]
            before = own[: own.index(task)]
            fresh = request not in requests
            if task not in order and set(before) <= set(order) and (not fresh or len(requests) < self.most):
                yield from self._orders(shift, (*order, task), requests | {request})

    @cached_property
    def best(self) -> tuple[Key, dict[int, Order]] | None:
        """The best plan of these routes, timed jointly and made comfortable; None if there is none."""
        found: tuple[Key, dict[int, Order]] | None = None
        for least, orders in sorted(self.plans(), key=lambda plan: plan[0]):
            if found and least >= found[0]:
                break
            key = self.key(orders)
            if key and (found is None or key < found[0]):
                found = key, orders
        return found

    @cached_property
    def some(self) -> dict[int, Order]:
        """Any plan that has times; one that serves little, if there is one."""
        plans = sorted((orders for _, orders in self.plans()), key=lambda orders: sum(map(len, orders.values())))
        return next(orders for orders in plans if self.key(orders))

    def key(self, orders: dict[int, Order]) -> Key | None:
        """Return what a plan truly costs, or None if it breaks something or has no times."""
        timed = None if refusal(self.arrays, orders, complete=True) else schedule(self.arrays, orders)
        return cost(self.arrays, polish(self.arrays, timed)).key if timed else None

    def plans(self) -> Iterator[tuple[Key, dict[int, Order]]]:
        """Yield all admissible plans with what they cost at least."""
        for chosen in self._choices(0, frozenset()):
            orders = {shift: column.order for shift, column in chosen}
            if refusal(self.arrays, orders, complete=True) is None:
                roster = roster_of(self.arrays)
                rest = plan_cost(self.arrays, {r: s for s, order in orders.items() for r in roster.requests(order)})
                yield (rest.must, rest.money_gr + sum(column.money_gr for _, column in chosen)), orders

    def _choices(self, shift: int, done: frozenset[int]) -> Iterator[Sequence[tuple[int, Column]]]:
        if shift == self.arrays.n_shifts:
            yield ()
            return
        yield from self._choices(shift + 1, done)
        roster = roster_of(self.arrays)
        for column in self.columns:
            requests = frozenset(roster.requests(column.order))
            if column.shift == roster.alike[shift] and not requests & done:
                for others in self._choices(shift + 1, done | requests):
                    yield ((shift, column), *others)
