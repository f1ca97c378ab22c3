"""The linear relaxation of the pool: what requests are worth, and which columns can be in no better plan.

GLOP solves it over few columns at a time, and those that would better it are put in (sifting). The bound is counted
anew from GLOP's prices: by duality any prices give one, so whatever it excludes is excluded rightly.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper as mbh

from solver.arrays import Ints
from solver.mastering.rows import ENDLESS, Program
from solver.mastering.stopping import Limit, Stop

type Floats = NDArray[np.float64]

ROUNDS = 30
"""Sifting rounds at most; the bound is good after each."""
BEGIN, MORE = 12, 8
"""Columns per row to begin with, and at most put in by each round."""
CLOSE = 0.02
"""A bound this near to what the relaxation can be at most, as a part of the gap, is near enough."""
TOLERANCE = 1e-7
"""A column this much too cheap, as a part of the largest price, is no reason to go on."""
MARGIN = 1e-10
"""Rounding errors of the bound's sum, as a part of its terms; more than 64-bit floats can make."""


class Bound(NamedTuple):
    """What the relaxation says of all columns, in grosze with musts weighed in.

    Attributes
    ----------
    value : float
        No choice from these columns has less.
    surplus : (variables,)
        How much more it is at least where this variable is 1.
    price : (rows,)
        Dual prices.
    reduced : (variables,)
        Cost less what the prices say the variable is worth.
    """

    value: float
    surplus: Floats
    price: Floats
    reduced: Floats

    def excluded(self, less_than: float) -> NDArray[np.bool_]:
        """Return which variables are 1 in no choice of less than this (which is a whole number, as all choices are)."""
        barred: NDArray[np.bool_] = self.value + self.surplus > less_than - 1
        return barred


@dataclass(frozen=True, kw_only=True)
class Sparse:
    """A program as arrays.

    Attributes
    ----------
    row, variable, weight : (entries,)
    low, high : (rows,)
    cost, most : (variables,)
    """

    row: Ints
    variable: Ints
    weight: Floats
    low: Floats
    high: Floats
    cost: Floats
    most: Floats


def sparse_of(program: Program, must_gr: int) -> Sparse:
    """Return a program as arrays, each must that is left out weighed with so much money."""
    cost = np.asarray(program.cost_gr, dtype=np.float64)
    for variable, musts in program.must.items():
        cost[variable] += float(musts * must_gr)
    low = np.asarray([row.low for row in program.rows], dtype=np.float64)
    high = np.asarray([row.high for row in program.rows], dtype=np.float64)
    return Sparse(
        row=np.repeat(np.arange(len(program.rows)), [len(row.variables) for row in program.rows]),
        variable=np.concatenate([row.variables for row in program.rows]),
        weight=np.concatenate([row.weights for row in program.rows]).astype(np.float64),
        low=np.where(low <= -ENDLESS, -np.inf, low),
        high=np.where(high >= ENDLESS, np.inf, high),
        cost=cost,
        most=np.asarray(program.high, dtype=np.float64),
    )


def relaxed(sparse: Sparse, begin: NDArray[np.bool_], target: float, limit: Limit, stop: Stop) -> Bound | None:
    """Return the best bound found over all variables, or None if there was no time for any.

    Parameters
    ----------
    begin : (variables,)
        Which ones to begin with; with these alone all rows can be kept.
    target : float
        What is to be beaten: the bound need only be exact as far as it matters against this.
    """
    active = begin.copy()
    best: Bound | None = None
    for _ in range(ROUNDS):
        solved = _solved(sparse, active, limit, stop)
        if solved is None:
            break
        least, price = solved
        bound = counted(sparse, price)
        best = bound if best is None or bound.value > best.value else best
        tempting = np.flatnonzero(
            ~active & (bound.reduced < -TOLERANCE * max(1.0, float(np.abs(price).max(initial=0))))
        )
        if not len(tempting) or least - best.value <= CLOSE * (target - best.value) or best.value > target - 1:
            break
        ranked = tempting[np.argsort(bound.reduced[tempting], kind="stable")]
        active[ranked[: MORE * len(sparse.low)]] = True
    return best


def promising(sparse: Sparse, columns: int, worth: Floats | None) -> NDArray[np.bool_]:
    """Return a mask of variables to begin with: all that are no columns, and for each row some of its best columns.

    Parameters
    ----------
    columns : int
        So many of the variables are columns, the first ones.
    worth : (columns,) or None
        Reduced costs by earlier prices, if known; else columns are ranked by cost for what they do.
    """
    active = np.zeros(len(sparse.cost), dtype=np.bool_)
    active[columns:] = True
    mine = sparse.variable < columns
    row, variable = sparse.row[mine], sparse.variable[mine]
    size = np.bincount(variable, minlength=columns)
    rank = (sparse.cost[:columns] / np.maximum(1, size)) if worth is None else worth
    order = np.lexsort((rank[variable], row))
    row, variable = row[order], variable[order]
    first = np.searchsorted(row, row, side="left")
    active[variable[np.arange(len(row)) - first < BEGIN]] = True
    return active


def counted(sparse: Sparse, price: Floats) -> Bound:
    """Return the bound that prices give: price times bound over the rows, and what each variable can take off it."""
    price = np.where(np.isinf(sparse.low), np.minimum(price, 0), price)
    price = np.where(np.isinf(sparse.high), np.maximum(price, 0), price)
    price = _shrunk(sparse, price)
    reduced = _reduced(sparse, price)
    rows = price * np.where(price > 0, sparse.low, np.where(price < 0, sparse.high, 0.0))
    below = np.minimum(reduced, 0.0) * sparse.most
    value = float(rows.sum() + below.sum())
    error = MARGIN * float(np.abs(rows).sum() + np.abs(below).sum() + 1)
    surplus = np.where(sparse.most == 1, np.maximum(reduced, 0.0), 0.0)
    return Bound(value=value - error, surplus=surplus, price=price, reduced=reduced)


def _reduced(sparse: Sparse, price: Floats) -> Floats:
    worth = np.bincount(sparse.variable, weights=price[sparse.row] * sparse.weight, minlength=len(sparse.cost))
    reduced: Floats = sparse.cost - worth
    return reduced


def _shrunk(sparse: Sparse, price: Floats) -> Floats:
    """Return prices under which no variable with a large range is too cheap: it would cost the bound too much."""
    reduced = _reduced(sparse, price)
    for variable in np.flatnonzero((sparse.most > 1) & (reduced < 0)):
        rows = sparse.row[sparse.variable == variable]
        price = price.copy()
        price[rows] *= sparse.cost[variable] / (sparse.cost[variable] - reduced[variable]) * (1 - 1e-12)
    return price


def _solved(sparse: Sparse, active: NDArray[np.bool_], limit: Limit, stop: Stop) -> tuple[float, Floats] | None:
    """Return GLOP's optimum over the active variables and its dual prices, or None if it did not come to its end."""
    model: Any = mbh.ModelBuilderHelper()  # its types are written for another numpy
    solver: Any = mbh.ModelSolverHelper("glop")
    chosen = np.flatnonzero(active)
    n = len(chosen)
    model.add_var_array_with_bounds(np.zeros(n), np.full(n, np.inf), np.zeros(n, dtype=np.bool_), "")
    model.set_objective_coefficients(list(range(n)), sparse.cost[chosen].tolist())
    place = np.full(len(active), -1, dtype=np.int64)
    place[chosen] = np.arange(n)
    kept = active[sparse.variable]
    variables = [mbh.Variable(model, index) for index in range(n)]
    where, weight = place[sparse.variable[kept]].tolist(), sparse.weight[kept].tolist()
    ends = np.searchsorted(sparse.row[kept], np.arange(len(sparse.low) + 1)).tolist()
    for row in range(len(sparse.low)):
        model.add_linear_constraint()
        model.set_constraint_lower_bound(row, float(sparse.low[row]))
        model.set_constraint_upper_bound(row, float(sparse.high[row]))
        low, high = ends[row], ends[row + 1]
        model.add_terms_to_constraint(row, [variables[i] for i in where[low:high]], weight[low:high])
    if limit.seconds is not None:
        solver.set_time_limit_in_seconds(limit.seconds)
    if not stop.begin(solver.interrupt_solve):
        return None
    solver.solve(model)
    stop.end()
    if solver.status() != mbh.SolveStatus.OPTIMAL:
        return None
    prices: Floats = solver.dual_values()
    return float(solver.objective_value()), prices
