"""The pool as a set partitioning program: one row per request and class, and whatever else spans routes.

All of it is linear in whole numbers, so the relaxation and CP-SAT read the same rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays, CapRow, Ints, Total
from solver.cost import leave_out_gr
from solver.kernel.world import world_of
from solver.mastering.columns import Column, Key, roster_of
from solver.mastering.cuts import Cut

ENDLESS = 2**60
"""No bound."""


class Row(NamedTuple):
    """`low <= sum of weight x variable <= high`; `ENDLESS` bounds nothing."""

    low: int
    high: int
    variables: Ints
    weights: Ints


@dataclass(kw_only=True)
class Program:
    """Rows over variables that are all at least 0 and whole.

    Attributes
    ----------
    columns : list of Column
        The first variables.
    requests : list of requests, by column
    cost_gr, high : list of int, by variable
        Price of a unit; largest value.
    out : dict of request to variable
        1 if it is left out; what is served all or none shares one. What must be served has none.
    must : dict of variable to int
        How many musts are left out with it.
    charges : dict of variable to rows
        Prices that follow from the other variables: as small as these rows let them be.
    shift_row : dict of class to row
        Of the classes of which not every member may have a column anyway.
    """

    columns: list[Column]
    requests: list[tuple[int, ...]]
    cost_gr: list[int]
    high: list[int]
    out: dict[int, int] = field(default_factory=dict)
    must: dict[int, int] = field(default_factory=dict)
    charges: dict[int, list[int]] = field(default_factory=dict)
    shift_row: dict[int, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def values(self, columns: Iterable[int]) -> list[int]:
        """Return the values of all variables that follow from a choice of columns."""
        values = [0] * len(self.high)
        for variable in self.out.values():
            values[variable] = 1
        for number in columns:
            values[number] = 1
            for request in self.requests[number]:
                if request in self.out:
                    values[self.out[request]] = 0
        for variable, rows in self.charges.items():
            values[variable] = max(_least(self.rows[row], variable, values) for row in rows)
        return values

    def charge(self, cost_gr: int, high: int) -> int:
        """Add a variable that follows from the others, by rows to come, and return its number."""
        number = self.variable(cost_gr, high)
        self.charges[number] = []
        return number

    def variable(self, cost_gr: int, high: int) -> int:
        """Add a variable and return its number."""
        self.cost_gr.append(cost_gr)
        self.high.append(high)
        return len(self.high) - 1

    def add(self, low: int, high: int, terms: Mapping[int, int]) -> None:
        """Add a row."""
        for variable in terms.keys() & self.charges.keys():
            self.charges[variable].append(len(self.rows))
        variables = np.fromiter(terms.keys(), np.int64, len(terms))
        self.rows.append(Row(low, high, variables, np.fromiter(terms.values(), np.int64, len(terms))))

    def add_sum(self, low: int, high: int, variables: Sequence[int]) -> None:
        """Add a row whose weights are 1."""
        numbers = np.asarray(variables, dtype=np.int64)
        self.rows.append(Row(low, high, numbers, np.ones(len(numbers), dtype=np.int64)))


def _least(row: Row, variable: int, values: Sequence[int]) -> int:
    """Return the least value of a variable that keeps a row with a lower bound, in which its weight is positive."""
    weight, rest = 1, row.low
    for one, own in zip(row.variables.tolist(), row.weights.tolist(), strict=True):
        if one == variable:
            weight = own
        else:
            rest -= own * values[one]
    return max(0, -(-rest // weight))


def program_of(arrays: Arrays, columns: Sequence[Column], cuts: Sequence[Cut], must: int) -> Program:
    """Return the program of choosing from columns, with at most `must` musts left out.

    Parameters
    ----------
    columns : sequence of Column
        By class; those that break a primitive by themselves must not be among them.
    """
    roster = roster_of(arrays)
    program = Program(
        columns=list(columns),
        requests=[roster.requests(column.order) for column in columns],
        cost_gr=[column.money_gr for column in columns],
        high=[1] * len(columns),
    )
    doing = _Doing(arrays, program)
    _outs(arrays, program)
    for request, found in enumerate(doing.by_request):
        own = [program.out[request]] if request in program.out else []
        program.add_sum(1, 1, found + own)
    for first, members in roster.members.items():
        forced = 1 if arrays.prefixes[first] else 0
        if forced or len(doing.by_shift.get(first, ())) > len(members):
            program.shift_row[first] = len(program.rows)
            program.add_sum(forced, len(members), doing.by_shift.get(first, []))
    _staff(arrays, program, doing)
    for a, b in arrays.needs:
        add_need(program, a, b)
    for cap in arrays.caps:
        add_cap(program, cap)
    for total in arrays.totals:
        add_total(program, total, total.base, dict(_coefficients(total, doing)))
    if program.must:
        program.add(-ENDLESS, must, program.must)
    for cut in cuts:
        add_cut(program, cut, doing.number)
    return program


def add_cut(program: Program, cut: Cut, number: Mapping[Key, int]) -> None:
    """Forbid some routes together, if all of them are in the program; `number` of a route by its key."""
    if all(key in number for key in cut.routes):
        terms = {number[key]: 1 for key in cut.routes}
        outs = {program.out[r] for r in cut.absent if r in program.out}
        if len(outs) == len(cut.absent):  # else one of them is always served
            terms |= dict.fromkeys(outs, 1)
            program.add(-ENDLESS, len(terms) - 1, terms)


class _Doing:
    """Which columns do what.

    Attributes
    ----------
    by_request, by_shift : numbers of columns
    number : dict of key to number
    """

    def __init__(self, arrays: Arrays, program: Program) -> None:
        self.columns, self.requests = program.columns, program.requests
        self.by_request: list[list[int]] = [[] for _ in range(arrays.n_requests)]
        self.by_shift: dict[int, list[int]] = {}
        self.number = {column.key: number for number, column in enumerate(self.columns)}
        for number, (column, requests) in enumerate(zip(self.columns, self.requests, strict=True)):
            self.by_shift.setdefault(column.shift, []).append(number)
            for request in requests:
                self.by_request[request].append(number)


def _outs(arrays: Arrays, program: Program) -> None:
    """Add a variable for each bundle of requests that may be left out."""
    world = world_of(arrays)
    shared: dict[int, int] = {}
    for request, own in enumerate(world.requests):
        bundle = world.bundles[own["bundle_from"] : own["bundle_to"]].tolist()
        if arrays.must_serve[bundle].any():
            continue
        first = bundle[0]
        if first not in shared:
            shared[first] = program.variable(sum(leave_out_gr(arrays, r) for r in bundle), 1)
            if musts := int(arrays.must[bundle].sum()):
                program.must[shared[first]] = musts
        program.out[request] = shared[first]


def _staff(arrays: Arrays, program: Program, doing: _Doing) -> None:
    for a, b in arrays.same_shift:
        one, other = set(doing.by_request[a]), set(doing.by_request[b])
        program.add_sum(-ENDLESS, 1, sorted(one ^ other))
    for a, b in arrays.different_shift:
        theirs = _per_shift(doing, b)
        for shift, numbers in _per_shift(doing, a).items():
            colleagues = [
                n for s, found in theirs.items() if s != shift and arrays.shared_staff[shift, s] for n in found
            ]
            if colleagues:
                program.add_sum(-ENDLESS, 1, numbers + colleagues)


def _per_shift(doing: _Doing, request: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number in doing.by_request[request]:
        found.setdefault(doing.columns[number].shift, []).append(number)
    return found


def add_need(program: Program, request: int, needed: int) -> None:
    """Leave a request out with the one that it needs."""
    terms = {program.out[needed]: -1} if needed in program.out else {}
    if request in program.out:
        terms[program.out[request]] = terms.get(program.out[request], 0) + 1
    if any(weight < 0 for weight in terms.values()):
        program.add(0, ENDLESS, terms)


def add_cap(program: Program, cap: CapRow) -> None:
    """Limit what is served, or let a variable hold what is above the limit."""
    if cap.price_gr == 0:
        return
    over = sum(cap.weights) - cap.limit
    terms: dict[int, int] = {}
    for request, weight in zip(cap.requests, cap.weights, strict=True):
        if request in program.out:
            terms[program.out[request]] = terms.get(program.out[request], 0) + weight
    most = sum(cap.weights) - sum(min(0, weight) for weight in terms.values()) - cap.limit
    if most <= 0:
        return
    if cap.price_gr > 0:
        terms[program.charge(cap.price_gr, most)] = 1
    program.add(over, ENDLESS, terms)


def add_total(program: Program, total: Total, base: int, terms: Mapping[int, int]) -> None:
    """Let a variable hold the price of `|base + terms|`, rounded up: no less than either of its sides."""
    most, least = total.coefficients.max(axis=1, initial=0), total.coefficients.min(axis=1, initial=0)
    largest, smallest = total.base + int(most.sum()), total.base + int(least.sum())
    dearest = max(-smallest * total.under_gr, largest * total.over_gr)
    if dearest <= 0:
        return
    price = program.charge(1, -(-dearest // total.unit))
    for side, gr in ((-1, total.under_gr), (1, total.over_gr)):
        if gr:
            weighed = {number: -side * gr * weight for number, weight in terms.items()}
            program.add(side * gr * base, ENDLESS, weighed | {price: total.unit})


def _coefficients(total: Total, doing: _Doing) -> Iterator[tuple[int, int]]:
    for number, (column, requests) in enumerate(zip(doing.columns, doing.requests, strict=True)):
        if total.shift not in {-1, column.shift}:
            continue
        at = 0 if total.shift >= 0 else column.shift
        if weight := int(total.coefficients[list(requests), at].sum()):
            yield number, weight


def together(arrays: Arrays, requests: Sequence[int]) -> bool:
    """Return whether one shift may do all of these requests, as far as staff is concerned."""
    return not any({a, b} <= set(requests) for a, b in arrays.different_shift)
