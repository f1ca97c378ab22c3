"""Recombination: the best way to join all segments met so far, by CP-SAT over the network that they make.

The relaxation of the network bounds every plan from below, so what its prices exclude need not be looked at; and as
most good plans lie near the bound, CP-SAT is first asked for plans within a small part of the gap, then within more.
Routes are timed exactly; one that has no times is cut off by the shortest part of it that has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from solver.admissible import refusal
from solver.mastering.clocks import Clocks
from solver.mastering.columns import Column, Order, Orders
from solver.mastering.errand import PARTS, Errand
from solver.mastering.flow import Flow, cut_path, flow_of
from solver.mastering.network import Scope, lanes_of, size_of
from solver.mastering.pricing import Plan
from solver.mastering.relaxation import Bound, sparse_of
from solver.mastering.rows import together
from solver.mastering.scoping import scope_of
from solver.mastering.segments import Book, Segment
from solver.mastering.selection import Ballot

ATTEMPTS = 12
"""So often a plan with an impossible route is cut off within one part."""


@dataclass(frozen=True, kw_only=True)
class Recombination:
    """What came of joining segments anew.

    Attributes
    ----------
    orders : dict of shift to tasks, or None
        A plan strictly better than the one to beat.
    must, money_gr : int
        Of that plan, else of the one to beat.
    proven : bool
        Whether the network holds no better plan (as far as it knows what plans cost).
    new : int
        Routes that the pool had not.
    segments, variables : int
        Of the network.
    network_bound_gr : float or None
        What the parts that may change cost at least, by the relaxation.
    refused : int
        Routes that turned out to have no times.
    seconds, effort : float
        What CP-SAT took.
    """

    orders: dict[int, Order] | None
    must: int
    money_gr: int
    proven: bool
    new: int
    segments: int
    variables: int
    network_bound_gr: float | None
    refused: int
    seconds: float
    effort: float


@dataclass(frozen=True, kw_only=True)
class _Area:
    """What may change, as a network, and what is known of it.

    Attributes
    ----------
    must_gr : int
        Weight of a must that is left out.
    rest_gr : int
        Money of plans that the network does not know of.
    """

    scope: Scope
    flow: Flow
    must_gr: int
    rest_gr: int

    def objective(self, plan: Plan) -> int:
        """Return what a plan is in the network."""
        return plan.value[0] * self.must_gr + plan.value[1] - self.rest_gr

    def costs(self) -> dict[int, int]:
        """Return the objective by variable."""
        cost = dict(enumerate(self.flow.program.cost_gr))
        for variable, musts in self.flow.program.must.items():
            cost[variable] += musts * self.must_gr
        return cost


@dataclass(kw_only=True)
class Recombiner(Errand):
    """The state of one recombination.

    Attributes
    ----------
    new : int
        Routes that the pool had not.
    refused : int
        Routes that turned out to have no times.
    """

    new: int = 0
    refused: int = 0

    def recombine(self, given: Orders) -> Recombination:
        """Return the best plan found, or none where none is better than the given plan."""
        self.pricing.know(self.pool.columns())
        best = self.pricing.plan(given)
        if best is None:
            return self._told(None, None, None, None, proven=False)
        book = self.pool.book()
        book.read(self.pricing.column(shift, order) for shift, order in best.orders.items())
        area = self._area(best, book)
        sparse = sparse_of(area.flow.program, area.must_gr)
        everything = np.ones(len(sparse.cost), dtype=np.bool_)
        bound = self.bounded(sparse, everything, area.objective(best))
        if bound is None:
            return self._told(best, best, area.flow, None, proven=False)
        end, proven = self._widened(area, bound, best)
        return self._told(best, end, area.flow, bound, proven=proven)

    def _area(self, best: Plan, book: Book) -> _Area:
        """Return the network of what takes part."""
        scope = scope_of(self.arrays, self.pricing.roster, best.orders, Random(self.seed))
        flow = flow_of(
            self.arrays, scope, lanes_of(self.arrays, book, scope, best.orders), best.value[0] - scope.musts_out
        )
        others = (self.pricing.column(s, order).money_gr for s, order in best.orders.items() if s not in scope.shifts)
        out_gr = sum(flow.program.cost_gr[variable] for variable in flow.program.out.values())
        return _Area(
            scope=scope,
            flow=flow,
            must_gr=2 * best.value[1] + out_gr if best.value[0] else 0,
            rest_gr=sum(others) + sum(best.extras.values()) + scope.out_gr,
        )

    def _widened(self, area: _Area, bound: Bound, best: Plan) -> tuple[Plan, bool]:
        """Look for plans within more and more of the gap; return the best, and whether no other is better."""
        end = best
        for part in PARTS:
            within = bound.value + part * (area.objective(end) - bound.value)
            found, proven = self._within(area, bound, within, end)
            better = found.value < end.value
            end = found if better else end
            if proven and (area.objective(end) <= within or part == PARTS[-1]):
                return end, True
            if self.over:
                break
        return end, False

    def _within(self, area: _Area, bound: Bound, within: float, best: Plan) -> tuple[Plan, bool]:
        """Return the best plan that costs at most so much in the network, or `best`, and whether none is better."""
        flow = area.flow
        ballot = Ballot(flow.program, (~bound.excluded(within + 1)).tolist())
        clocks = Clocks(self.arrays, flow, ballot)
        ballot.minimise(area.costs(), clocks.waits)
        for _ in range(ATTEMPTS):
            ballot.sync()
            selection = self.solved(ballot)
            if not selection.values:
                return best, selection.status == "infeasible"
            orders = self._taken_over(area, best, flow.routes(selection.values))
            if orders is not None:
                plan = None if refusal(self.arrays, orders, complete=True) else self.pricing.plan(orders)
                if plan is None:  # staff links, or no joint times; choosing among the pooled routes sees to that
                    return best, False
                return min(best, plan, key=lambda one: one.value), selection.status == "optimal"
            if self.left.over:
                break
        return best, False

    def _taken_over(
        self, area: _Area, best: Plan, routes: Sequence[tuple[int, Sequence[Segment]]]
    ) -> dict[int, Order] | None:
        """Time routes and pool them; return their plan, or None where some have no times (which are cut off)."""
        lanes = area.flow.lanes
        columns, fine = [], True
        for number, segments in routes:
            column = self._column(lanes[number].shift, _order(segments))
            if column is None:
                self._cut(area.flow, number, segments)
                self.refused += 1
                fine = False
            else:
                columns.append(column)
        self.new += self.pool.add(columns)
        if not fine:
            return None
        return self.assigned([column.key for column in columns], best.orders, frozenset(area.scope.shifts))

    def _column(self, shift: int, order: Order) -> Column | None:
        key = self.pricing.key(shift, order)
        if key not in self.pricing.money:
            money = self._money(shift, order)
            if money is None:
                return None
            self.pricing.money[key] = money
        return Column(*key, self.pricing.money[key])

    def _money(self, shift: int, order: Order) -> int | None:
        """Return what a route costs, or None if it is none."""
        fine = together(self.arrays, self.pricing.roster.requests(order))
        return self.pricing.timing.route(shift, order) if fine else None

    def _cut(self, flow: Flow, number: int, segments: Sequence[Segment]) -> None:
        """Forbid a route that has no times, by the shortest part found that has none."""
        shift = flow.lanes[number].shift
        part = list(segments)
        for end in range(1, len(segments) + 1):
            if self._money(shift, _order(segments[:end])) is None:
                part = list(segments[:end])
                break
        while len(part) > 1 and self._money(shift, _order(part[1:])) is None:
            part = part[1:]
        cut_path(flow, number, part, home=False)

    def _told(
        self, best: Plan | None, end: Plan | None, flow: Flow | None, bound: Bound | None, *, proven: bool
    ) -> Recombination:
        better = best is not None and end is not None and end.value < best.value
        return Recombination(
            orders=end.orders if end and better else None,
            must=end.value[0] if end else 0,
            money_gr=end.value[1] if end else 0,
            proven=proven,
            new=self.new,
            segments=sum(len(lane.pieces) for lane in flow.lanes) if flow else 0,
            variables=size_of(flow.lanes) if flow else 0,
            network_bound_gr=bound.value if bound else None,
            refused=self.refused,
            seconds=self.seconds,
            effort=self.effort,
        )


def _order(segments: Sequence[Segment]) -> Order:
    return tuple(task for segment in segments for task in segment.tasks)
