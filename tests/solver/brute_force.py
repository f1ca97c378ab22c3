"""The best plan of a tiny problem by trying them all: who serves whom, in every order, timed by the reference.

Plans are tried in the order of a bound that no timing can lower, until the bound is no better than the best plan; so
all but some hundred need not be timed. The bound holds metres, use, prices by pair, service as work, and all that
depends on who serves whom.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from solver.admissible import refusal, route_refusal
from solver.cost import PRICE, plan_cost, route_terms
from solver.lowering import lowered
from solver.objective import score
from solver.polish import polish
from solver.problem import Problem
from solver.result import Score
from solver.schedule import schedule
from solver.solution import Route, Solution, TaskTime
from solver.verify import unaccepted, verify

type Order = tuple[int, ...]
type Orders = Mapping[int, Order]
type Guess = tuple[int, int, Orders]
"""Musts left out, grosze at least, orders."""

TIMELESS = ("driving", "shift_use", PRICE)
"""Terms of a route that no timing changes."""


class BruteForce:
    """All plans of a problem, the most promising first.

    Parameters
    ----------
    problem : Problem
        With its inherited violations accepted.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.arrays = lowered(problem)
        self._known: dict[tuple[int, frozenset[int]], list[tuple[int, Order]]] = {}
        self._polished: dict[tuple[int, Order], Route | None] = {}

    def best(self) -> tuple[Score, Orders]:
        """Return the score of the best plan, and its orders.

        Raises
        ------
        ValueError
            If there is no plan at all, not even one that does nothing.
        """
        found: tuple[Score, Orders] | None = None
        for must, bound_gr, orders in sorted(self._guesses(), key=lambda guess: guess[:2]):
            if found and (0, must, bound_gr) >= found[0].key:
                break
            counted = self.counted(orders)
            assert counted is None or counted.key[1:] >= (must, bound_gr)
            if counted and (found is None or counted.key < found[0].key):
                found = counted, orders
        if found is None:
            msg = "there is no plan at all"
            raise ValueError(msg)
        return found

    def counted(self, orders: Orders) -> Score | None:
        """Return what a plan with these orders is worth, or None if no such plan is allowed."""
        plan = self._plan(orders)
        allowed = plan is not None and not unaccepted(verify(self.problem, plan))
        return score(self.problem, plan) if plan and allowed else None

    def _plan(self, orders: Orders) -> Solution | None:
        if self.arrays.differences or self.arrays.never_at_once:
            timed = schedule(self.arrays, orders)
            return polish(self.arrays, timed) if timed else None
        routes = [self._route(shift, order) for shift, order in orders.items() if order]
        known = tuple(route for route in routes if route)
        return Solution(routes=known) if len(known) == len(routes) else None

    def _route(self, shift: int, order: Order) -> Route | None:
        """Return one route of a plan whose routes have nothing to do with each other's times."""
        if (shift, order) not in self._polished:
            timed = schedule(self.arrays, {shift: order})
            self._polished[shift, order] = polish(self.arrays, timed).routes[0] if timed else None
        return self._polished[shift, order]

    def _guesses(self) -> Iterator[Guess]:
        """Yield each plan that only times could forbid."""
        shifts = range(self.arrays.n_shifts)
        for shift_of in product(*(self._choices(r) for r in range(self.arrays.n_requests))):
            served = {r: s for r, s in enumerate(shift_of) if s >= 0}
            mine = [frozenset(r for r, s in served.items() if s == shift) for shift in shifts]
            rest = plan_cost(self.arrays, served)
            for routes in product(*(self._orders(s, requests) for s, requests in enumerate(mine))):
                orders = {s: order for s, (_, order) in enumerate(routes) if order}
                if refusal(self.arrays, orders, complete=True) is None:
                    yield rest.must, rest.money_gr + sum(gr for gr, _ in routes), orders

    def _choices(self, request: int) -> list[int]:
        """Return the shifts that may serve a request, whatever else they do, and -1 if it may be left out."""
        arrays, home = self.arrays, int(self.arrays.aboard_shift[request])
        fit = [s for s in range(arrays.n_shifts) if arrays.compatible[request, s] and home in (-1, s)]
        return fit if arrays.must_serve[request] else [-1, *fit]

    def _orders(self, shift: int, requests: frozenset[int]) -> list[tuple[int, Order]]:
        """Return all orders in which a shift could do some requests, each with the grosze that it costs at least."""
        key = shift, requests
        if key not in self._known:
            begun = self.arrays.prefixes[shift]
            wanted = [tuple(t for t in self.arrays.request_tasks[r] if t not in begun) for r in sorted(requests)]
            orders = ((*begun, *order) for order in interleaved(wanted))
            fine = (order for order in orders if route_refusal(self.arrays, shift, order) is None)
            self._known[key] = [(self._least_gr(shift, order), order) for order in fine]
        return self._known[key]

    def _least_gr(self, shift: int, order: Order) -> int:
        if not order:
            return 0
        arrays = self.arrays
        stops = tuple(TaskTime(task=task, left_s=0, arrival_s=0, start_s=0, end_s=0) for task in order)
        terms = route_terms(arrays, Route(shift=shift, start_s=0, left_s=0, end_s=0, stops=stops))
        unpaid_s = sum(slot.duration_s for slot in arrays.breaks[shift])
        work_s = max(0, int(arrays.service_s[list(order)].sum()) - unpaid_s)
        return sum(terms[name] for name in TIMELESS) + work_s * int(arrays.work_gr_per_h[shift]) // 3600


def interleaved(wanted: list[tuple[int, ...]]) -> Iterator[Order]:
    """Yield all orders of some requests' tasks in which each request's come in theirs."""
    if not any(wanted):
        yield ()
    for k, tasks in enumerate(wanted):
        if tasks:
            rest = [*wanted[:k], tasks[1:], *wanted[k + 1 :]]
            yield from ((tasks[0], *others) for others in interleaved(rest))
