"""A small linear program over instants, solved by GLOP and checked in whole seconds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ortools.linear_solver import pywraplp

from solver.arrays import FAR

LIMITS = "max_number_of_iterations: 50000 max_deterministic_time: 0.5"
"""Far more than a day of tied routes takes; whoever runs into them keeps the times that were there before."""

type Terms = Mapping[int, int]
"""Coefficient by variable."""


@dataclass(kw_only=True)
class Program:
    """Minimise `cost · x` under bounds and rows.

    Attributes
    ----------
    bounds : list of (low, high), by variable
    cost : list of float, by variable
    rows : list of (terms, low, high)
        Where every row compares two variables (and an excess), the best corner is whole: the dual is a network flow.
    """

    bounds: list[tuple[int, int]] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    rows: list[tuple[Terms, int, int]] = field(default_factory=list)

    def variable(self, low: int, high: int, cost: float = 0) -> int:
        """Add a variable and return its index."""
        self.bounds.append((low, high))
        self.cost.append(cost)
        return len(self.bounds) - 1

    def after(self, later: int, earlier: int, gap: int) -> None:
        """Let one variable be at least `gap` above another."""
        self.rows.append(({later: 1, earlier: -1}, gap, _ENDLESS))

    def solve(self, narrower: Mapping[int, tuple[int, int]] | None = None) -> list[int] | None:
        """Return an optimum in whole numbers, or None if none was found; `narrower` bounds replace those given."""
        bounds = [(narrower or {}).get(i, bound) for i, bound in enumerate(self.bounds)]
        rows = tuple((tuple(terms.items()), low, high) for terms, low, high in self.rows)
        values = _optimum(tuple(bounds), tuple(self.cost), rows)
        return list(values) if values is not None and self._holds(values, bounds) else None

    def _holds(self, values: Sequence[int], bounds: list[tuple[int, int]]) -> bool:
        inside = all(low <= value <= high for value, (low, high) in zip(values, bounds, strict=True))
        return inside and all(
            low <= sum(coefficient * values[index] for index, coefficient in terms.items()) <= high
            for terms, low, high in self.rows
        )


_ENDLESS = FAR
_KEPT = 2048
"""So many answers are kept: those of all routes of a month's plans, of which a booking changes one at a time."""

type _Rows = tuple[tuple[tuple[tuple[int, int], ...], int, int], ...]


@lru_cache(_KEPT)
def _optimum(bounds: tuple[tuple[int, int], ...], costs: tuple[float, ...], rows: _Rows) -> tuple[int, ...] | None:
    """Return an optimum, rounded to whole numbers; the same program has the same one each time."""
    solver: Any = pywraplp.Solver("polish", pywraplp.Solver.GLOP_LINEAR_PROGRAMMING)  # has no types
    solver.SetSolverSpecificParametersAsString(LIMITS)
    x = [solver.NumVar(_open(low), _open(high), "") for low, high in bounds]
    objective = solver.Objective()
    for variable, cost in zip(x, costs, strict=True):
        if cost:
            objective.SetCoefficient(variable, cost)
    for terms, low, high in rows:
        row = solver.Constraint(_open(low), _open(high))
        for index, coefficient in terms:
            row.SetCoefficient(x[index], coefficient)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    return tuple(round(variable.solution_value()) for variable in x)


def _open(bound: int) -> float:
    """Return a bound, infinite where it is no bound: large numbers would cost GLOP its precision."""
    return bound if abs(bound) < FAR // 2 else math.copysign(math.inf, bound)
