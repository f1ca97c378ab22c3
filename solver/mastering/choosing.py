"""One choice: the relaxation, the stages, and the loop of choosing, timing jointly and cutting off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.mastering.columns import Column, Key, Order, Orders, Roster
from solver.mastering.errand import PARTS, Errand
from solver.mastering.pricing import Plan
from solver.mastering.relaxation import Bound, promising, sparse_of
from solver.mastering.rows import ENDLESS, Program, add_cut, program_of, together
from solver.mastering.selection import Ballot
from solver.mastering.surcharges import Surcharges
from solver.mastering.worth import Worth

CONSIDERED = 6_000
"""Columns that CP-SAT sees at most: those that the relaxation finds best."""
MUSTS_PART = 0.5
"""Part of the limit that the first stage may take."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What came of a choice.

    Attributes
    ----------
    orders : dict of shift to tasks, or None
        A plan strictly better than the one to beat.
    must, money_gr : int
        Of that plan, else of the one to beat, routes that relations tie timed jointly.
    proven : bool
        Whether nothing better can be made of the pool.
    pool_bound_gr : float or None
        No choice *from this pool* costs less; the problem's own optimum may well do. None where musts are left out.
    columns, considered : int
        Distinct routes to choose from; those that CP-SAT saw.
    cuts : int
        Exclusions found in this choice.
    seconds, effort : float
        What CP-SAT took.
    """

    orders: dict[int, Order] | None
    must: int
    money_gr: int
    proven: bool
    pool_bound_gr: float | None
    columns: int
    considered: int
    cuts: int
    seconds: float
    effort: float


def nothing_chosen(columns: int) -> Choice:
    """Return what comes of a plan that has no times to begin with."""
    return Choice(
        orders=None, must=0, money_gr=0, proven=False, pool_bound_gr=None,
        columns=columns, considered=0, cuts=0, seconds=0.0, effort=0.0,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What is chosen from.

    Attributes
    ----------
    number : dict of key to variable
    known : list of variable
        Of the plan to beat.
    must_gr : int
        What a must left out weighs in the relaxation.
    """

    program: Program
    number: dict[Key, int]
    known: list[int]
    must_gr: int
    surcharges: Surcharges

    def objective(self, plan: Plan) -> int:
        """Return what a plan is in the relaxation."""
        return plan.value[0] * self.must_gr + plan.value[1]


@dataclass(kw_only=True)
class Chooser(Errand):
    """The state of one choice.

    Attributes
    ----------
    found : int
        Cuts found.
    considered : int
        Columns that CP-SAT saw last.
    """

    found: int = 0
    considered: int = 0

    def choose(self, given: Orders) -> Choice:
        """Return the best choice found, or none where none is better than the given plan."""
        columns = self._columns(given)
        best = self.pricing.plan(given)
        if best is None:
            return nothing_chosen(len(columns))
        program = program_of(self.arrays, columns, self.pool.cuts(), best.value[0])
        number = {column.key: index for index, column in enumerate(program.columns)}
        ground = _Ground(
            program=program,
            number=number,
            known=[number[self.pricing.key(shift, order)] for shift, order in best.orders.items()],
            must_gr=_must_gr(self.pricing.roster, program) if best.value[0] else 0,
            surcharges=Surcharges(program, number),
        )
        ground.surcharges.add(best.extras)
        bound = self._relaxed(ground, best)
        end, proven = self._searched(ground, bound, best)
        return Choice(
            orders=end.orders if end.value < best.value else None,
            must=end.value[0],
            money_gr=end.value[1],
            proven=proven,
            pool_bound_gr=bound.value if bound and not best.value[0] else None,
            columns=len(columns),
            considered=self.considered,
            cuts=self.found,
            seconds=self.seconds,
            effort=self.effort,
        )

    def _columns(self, given: Orders) -> list[Column]:
        """Return the pool's columns and those of the given plan."""
        columns = {column.key: column for column in self.pool.columns()}
        self.pricing.know(columns.values())
        for shift, order in given.items():
            if order:
                own = self.pricing.column(shift, order)
                columns[own.key] = own
        if self.arrays.different_shift:
            roster = self.pricing.roster
            return [one for one in columns.values() if together(self.arrays, roster.requests(one.order))]
        return list(columns.values())

    def _relaxed(self, ground: _Ground, best: Plan) -> Bound | None:
        """Solve the relaxation, and let the pool know what serving is worth."""
        program, roster = ground.program, self.pricing.roster
        sparse = sparse_of(program, ground.must_gr)
        worth = self.pool.worth.reduced(roster, program.columns) if self.pool.worth else None
        begin = promising(sparse, len(program.columns), worth)
        begin[ground.known] = True
        bound = self.bounded(sparse, begin, ground.objective(best))
        if bound:
            shift = np.zeros(self.arrays.n_shifts)
            for first, row in program.shift_row.items():
                shift[first] = bound.price[row]
            self.pool.worth = Worth(request=bound.price[: self.arrays.n_requests], shift=shift)
        return bound

    def _searched(self, ground: _Ground, bound: Bound | None, best: Plan) -> tuple[Plan, bool]:
        """Return the best plan found, and whether all columns together hold no better one."""
        end = best
        if best.value[0]:
            chosen, _ = self._considered(ground, bound, ground.objective(best))
            end, proven = self._stage(Ballot(ground.program, chosen.tolist()), ground, best, musts=True)
            if not proven:
                return end, False
            ground.program.add(-ENDLESS, end.value[0], ground.program.must)
        for part in PARTS if bound else PARTS[-1:]:
            target = ground.objective(end)
            within = bound.value + part * (target - bound.value) if bound else target
            chosen, whole = self._considered(ground, bound, within)
            if self.considered <= len(ground.known) and whole:
                proven = True
            elif self.over:
                break
            else:
                end, proven = self._stage(Ballot(ground.program, chosen.tolist()), ground, end, musts=False)
            if proven and whole and (ground.objective(end) <= within or part == PARTS[-1]):
                return end, True
        return end, False

    def _considered(self, ground: _Ground, bound: Bound | None, within: float) -> tuple[NDArray[np.bool_], bool]:
        """Return which variables CP-SAT sees, and whether these are all that may be in a plan of so much.

        If there are too many, the best of them.
        """
        program, columns = ground.program, len(ground.program.columns)
        chosen = np.ones(len(program.high), dtype=np.bool_)
        if bound is None:
            worth = self.pool.worth
            rank = worth.reduced(self.pricing.roster, program.columns) if worth else np.zeros(columns)
        else:
            rank = bound.reduced[:columns]
            chosen[:columns] = ~bound.excluded(within + 1)[:columns]
        whole = bool(chosen[:columns].sum() <= CONSIDERED)
        if not whole:
            ranked = np.argsort(np.where(chosen[:columns], rank, np.inf), kind="stable")
            chosen[ranked[CONSIDERED:]] = False
        chosen[ground.known] = True
        self.considered = int(chosen[:columns].sum())
        return chosen, whole

    def _stage(self, ballot: Ballot, ground: _Ground, best: Plan, *, musts: bool) -> tuple[Plan, bool]:
        """Choose, time jointly and cut off, until a choice stands; return the best plan, and whether that is proven."""
        program, number = ground.program, ground.number
        everybody = frozenset(range(self.arrays.n_shifts))
        while not self.left.over:
            ballot.sync()
            ballot.minimise(program.must if musts else dict(enumerate(program.cost_gr)))
            ballot.hint(program.values(number[self.pricing.key(*route)] for route in best.orders.items()))
            found = self.solved(ballot, MUSTS_PART if musts else 1.0)
            if not found.values:
                break
            chosen = [key for key, index in number.items() if found.values[index]]
            plan = self._timed(ground, self.assigned(chosen, best.orders, everybody))
            if plan is None:
                continue
            best = min(best, plan, key=lambda one: one.value)
            if found.status != "optimal":
                break
            if musts or found.objective >= best.value[1] or not ground.surcharges.add(plan.extras):
                return best, found.objective >= best.value[0 if musts else 1]
        return best, False

    def _timed(self, ground: _Ground, orders: dict[int, Order]) -> Plan | None:
        """Return a plan with what it costs; where it has no times, cut it off and return none."""
        plan = self.pricing.plan(orders)
        if plan is None:
            found = self.pricing.cuts(orders)
            for cut in found:
                add_cut(ground.program, cut, ground.number)
            self.pool.remember(found)
            self.found += len(found)
        return plan


def _must_gr(roster: Roster, program: Program) -> int:
    """Return more than all money that plans can differ by."""
    dearest = dict.fromkeys(roster.members, 0)
    for column in program.columns:
        dearest[column.shift] = max(dearest[column.shift], column.money_gr)
    routes = sum(len(roster.members[shift]) * money for shift, money in dearest.items())
    rest = zip(program.cost_gr[len(program.columns) :], program.high[len(program.columns) :], strict=True)
    return 1 + routes + sum(cost * high for cost, high in rest)
