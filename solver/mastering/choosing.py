"""One choice: the relaxation, the stages, and the loop of choosing, timing jointly and cutting off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Arrays
from solver.cost import plan_cost
from solver.mastering.columns import Column, Key, Order, Orders, roster_of
from solver.mastering.cuts import Cut, cuts_of, knots
from solver.mastering.pool import Pool
from solver.mastering.relaxation import Bound, relaxed, sparse_of
from solver.mastering.rows import ENDLESS, Program, add_cut, program_of, together
from solver.mastering.selection import Ballot, Selection
from solver.mastering.stopping import Limit, Stop
from solver.mastering.surcharges import Surcharges
from solver.mastering.timing import Timing
from solver.mastering.worth import Worth

CONSIDERED = 6_000
"""Columns that CP-SAT sees at most: those that the relaxation finds best."""
MUSTS_PART = 0.5
"""Part of the limit that the first stage may take."""

type Value = tuple[int, int]
"""Musts left out, money."""


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


class _Plan(NamedTuple):
    """A plan and what it costs, tied routes timed jointly."""

    orders: dict[int, Order]
    value: Value
    extras: dict[frozenset[Key], int]


@dataclass(kw_only=True)
class Chooser:
    """The state of one choice.

    Attributes
    ----------
    left : Limit
        What is left of the limit.
    spent : list of Selection
    found : int
        Cuts found.
    money : dict of key to grosze
        Of all columns.
    lame : set of key
        Routes that have no times by themselves.
    extra : dict of routes to grosze
        By how much routes are dearer jointly than each by itself.
    """

    arrays: Arrays
    pool: Pool
    timing: Timing
    left: Limit
    seed: int
    workers: int
    stop: Stop
    spent: list[Selection] = field(default_factory=list)
    found: int = 0
    money: dict[Key, int] = field(default_factory=dict)
    lame: set[Key] = field(default_factory=set)
    extra: dict[frozenset[Key], int | None] = field(default_factory=dict)

    def choose(self, given: Orders) -> Choice:
        """Return the best choice found, or none where none is better than the given plan."""
        columns = self._columns(given)
        best = self._valued({shift: tuple(order) for shift, order in given.items() if order})
        program = program_of(self.arrays, columns, self.pool.cuts(), best.value[0])
        number = {column.key: index for index, column in enumerate(program.columns)}
        known = [number[self._key(shift, order)] for shift, order in best.orders.items()]
        bound = self._relaxed(program, known, best)
        chosen = self._considered(program, bound, known, best)
        proven, end = False, best
        considered = int(chosen[: len(columns)].sum())
        if considered > len(known) and not self.stop.asked:
            ballot = Ballot(program, chosen.tolist())
            end, proven = self._searched(ballot, number, best)
        exact = bound is not None and considered < CONSIDERED + len(known)
        return Choice(
            orders=end.orders if end.value < best.value else None,
            must=end.value[0],
            money_gr=end.value[1],
            proven=(proven or considered == len(known)) and (exact or considered == len(columns)),
            pool_bound_gr=bound.value if bound and not best.value[0] else None,
            columns=len(columns),
            considered=considered,
            cuts=self.found,
            seconds=sum(one.seconds for one in self.spent),
            effort=sum(one.effort for one in self.spent),
        )

    def _key(self, shift: int, order: Sequence[int]) -> Key:
        return roster_of(self.arrays).alike[shift], tuple(order)

    def _columns(self, given: Orders) -> list[Column]:
        """Return the pool's columns and those of the given plan."""
        columns = self.pool.columns()
        self.money = {column.key: column.money_gr for column in columns}
        for shift, order in given.items():
            key = self._key(shift, order)
            if order and key not in self.money:
                money = self.timing.route(shift, order)
                if money is None:
                    self.lame.add(key)
                self.money[key] = money or 0
                columns.append(Column(*key, self.money[key]))
        if self.arrays.different_shift:
            roster = roster_of(self.arrays)
            columns = [one for one in columns if together(self.arrays, roster.requests(one.order))]
        return columns

    def _valued(self, orders: dict[int, Order]) -> _Plan:
        """Return a plan that has times with what it costs."""
        extras = {}
        for knot in self._knots(orders):
            keys, extra = self._extra({shift: orders[shift] for shift in knot})
            if extra:
                extras[keys] = extra
        routes = sum(self.money[self._key(shift, order)] for shift, order in orders.items())
        rest = plan_cost(self.arrays, self._served(orders))
        return _Plan(orders, (rest.must, routes + sum(extras.values()) + rest.money_gr), extras)

    def _served(self, orders: Orders) -> dict[int, int]:
        roster = roster_of(self.arrays)
        return {request: shift for shift, order in orders.items() for request in roster.requests(order)}

    def _knots(self, orders: Orders) -> list[tuple[int, ...]]:
        lame = [(shift,) for shift, order in orders.items() if self._key(shift, order) in self.lame]
        found = knots(self.arrays, orders)
        return found + [one for one in lame if not any(one[0] in knot for knot in found)]

    def _extra(self, orders: Orders) -> tuple[frozenset[Key], int | None]:
        """Return the routes of a knot and by how much they are dearer jointly; None: they have no times."""
        keys = frozenset(self._key(shift, order) for shift, order in orders.items())
        if keys not in self.extra:
            money = self.timing.joint(orders)
            self.extra[keys] = None if money is None else max(0, money - sum(self.money[key] for key in keys))
        return keys, self.extra[keys]

    def _relaxed(self, program: Program, known: list[int], best: _Plan) -> Bound | None:
        sparse = sparse_of(program, self._must_gr(program, best))
        bound = relaxed(sparse, len(program.columns), known, self.left, self.stop)
        if bound:
            shift = np.zeros(self.arrays.n_shifts)
            for first, row in program.shift_row.items():
                shift[first] = bound.price[row]
            self.pool.worth = Worth(request=bound.price[: self.arrays.n_requests], shift=shift)
        return bound

    def _must_gr(self, program: Program, best: _Plan) -> int:
        """Return more than all money that plans can differ by, if musts may be left out."""
        if not best.value[0]:
            return 0
        dearest = dict.fromkeys(range(self.arrays.n_shifts), 0)
        for column in program.columns:
            dearest[column.shift] = max(dearest[column.shift], column.money_gr)
        members = roster_of(self.arrays).members
        routes = sum(len(members.get(shift, ())) * money for shift, money in dearest.items())
        rest = zip(program.cost_gr[len(program.columns) :], program.high[len(program.columns) :], strict=True)
        return 1 + routes + sum(cost * high for cost, high in rest)

    def _considered(self, program: Program, bound: Bound | None, known: list[int], best: _Plan) -> NDArray[np.bool_]:
        """Return which variables CP-SAT sees: all that may be in a better plan, the best of them if there are many."""
        columns = len(program.columns)
        if bound is None:
            worth = self.pool.worth
            rank = worth.reduced(roster_of(self.arrays), program.columns) if worth else np.zeros(columns)
            chosen = np.ones(len(program.high), dtype=np.bool_)
        else:
            rank = bound.reduced[:columns]
            target = best.value[0] * self._must_gr(program, best) + best.value[1]
            chosen = ~bound.excluded(target)
        chosen[columns:] = True
        if chosen[:columns].sum() > CONSIDERED:
            ranked = np.argsort(np.where(chosen[:columns], rank, np.inf), kind="stable")
            chosen[ranked[CONSIDERED:]] = False
        chosen[known] = True
        return chosen

    def _searched(self, ballot: Ballot, number: Mapping[Key, int], best: _Plan) -> tuple[_Plan, bool]:
        """Return the best plan found, and whether the columns seen hold no better one."""
        surcharges = Surcharges(ballot.program, number)
        surcharges.add(best.extras)
        if best.value[0]:
            best, proven = self._stage(ballot, best, surcharges, musts=True)
            if not proven:
                return best, False
            ballot.program.add(-ENDLESS, best.value[0], ballot.program.must)
        return self._stage(ballot, best, surcharges, musts=False)

    def _stage(self, ballot: Ballot, best: _Plan, surcharges: Surcharges, *, musts: bool) -> tuple[_Plan, bool]:
        """Choose, time jointly and cut off, until a choice stands; return the best plan, and whether that is proven."""
        program, number = ballot.program, surcharges.number
        while not self.left.over:
            ballot.sync()
            ballot.minimise(program.must if musts else dict(enumerate(program.cost_gr)))
            ballot.hint(program.values(number[self._key(*route)] for route in best.orders.items()))
            share = self.left.part(MUSTS_PART) if musts else self.left
            found = ballot.solve(share, self.seed, self.workers, self.stop)
            self.spent.append(found)
            self.left = self.left.less(found.seconds, found.effort)
            if not found.values:
                break
            chosen = [key for key, index in number.items() if found.values[index]]
            plan = self._timed(program, number, self._assigned(chosen, best.orders))
            if plan is None:
                continue
            best = min(best, plan, key=lambda one: one.value)
            if found.status != "optimal":
                break
            if musts or found.objective >= best.value[1] or not surcharges.add(plan.extras):
                return best, found.objective >= best.value[0 if musts else 1]
        return best, False

    def _assigned(self, chosen: Iterable[Key], like: Orders) -> dict[int, Order]:
        """Give routes to shifts of their class; one that the other plan has too stays where it is there."""
        there = {self._key(shift, order): shift for shift, order in like.items()}
        kept = {there[key]: key[1] for key in chosen if key in there}
        free = {
            first: [s for s in members if s not in kept] for first, members in roster_of(self.arrays).members.items()
        }
        orders = kept | {free[key[0]].pop(0): key[1] for key in chosen if key not in there}
        return dict(sorted(orders.items()))

    def _timed(self, program: Program, number: Mapping[Key, int], orders: dict[int, Order]) -> _Plan | None:
        """Return a plan with what it costs; where it has no times, cut it off and return none."""
        found: list[Cut] = []
        for knot in self._knots(orders):
            part = {shift: orders[shift] for shift in knot}
            if self._extra(part)[1] is None:
                found += cuts_of(self.arrays, self.timing.joint, part, self._served(orders))
        for cut in found:
            add_cut(program, cut, number)
        self.pool.remember(found)
        self.found += len(found)
        return None if found else self._valued(orders)
