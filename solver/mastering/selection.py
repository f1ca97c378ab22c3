"""CP-SAT chooses columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from ortools.sat.python import cp_model
from ortools.sat.python import cp_model_helper as cmh

from solver.mastering.rows import ENDLESS, Program, Row
from solver.mastering.stopping import Limit, Stop


class Selection(NamedTuple):
    """What CP-SAT found.

    Attributes
    ----------
    status : str
        "optimal", "feasible", "infeasible" or "unknown".
    values : list of int, by variable
        Empty under the last two: there are none then.
    objective, bound : int
        Of the values, and the least it can be.
    seconds, effort : float
        What it took.
    """

    status: str
    values: list[int]
    objective: int
    bound: int
    seconds: float
    effort: float


STATUSES = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}


class Ballot:
    """The CP-SAT model of a program with only some of its columns.

    Parameters
    ----------
    chosen : sequence of bool
        By variable; the others are 0.
    """

    def __init__(self, program: Program, chosen: Sequence[bool]) -> None:
        self.program = program
        self.model = cp_model.CpModel()
        self.variables: dict[int, cp_model.IntVar] = {}
        self._seen = 0
        self._rows = 0
        self._take(chosen)

    def sync(self) -> None:
        """Take in the variables and rows that the program got since."""
        self._take([True] * (len(self.program.high) - self._seen))

    def _take(self, chosen: Sequence[bool]) -> None:
        for number, kept in enumerate(chosen, self._seen):
            high = self.program.high[number]
            if kept:
                self.variables[number] = self.model.new_int_var(0, high, "")
        self._seen += len(chosen)
        for row in self.program.rows[self._rows :]:
            self._add(row)
        self._rows = len(self.program.rows)

    def _add(self, row: Row) -> None:
        """Add a row, as the kind of constraint that CP-SAT likes best."""
        kept = [(self.variables[v], w) for v, w in zip(row.variables.tolist(), row.weights.tolist(), strict=True)
                if v in self.variables]  # fmt: skip
        terms = [term for term, _ in kept]
        plain = all(weight == 1 for _, weight in kept) and all(self._is_bool(v) for v in row.variables.tolist())
        if plain and row.low == row.high == 1:
            self.model.add_exactly_one(terms)
        elif plain and row.low <= 0 and row.high == 1:
            self.model.add_at_most_one(terms)
        else:
            total = cp_model.LinearExpr.weighted_sum(terms, [weight for _, weight in kept])
            low = row.low if row.low > -ENDLESS else cp_model.INT_MIN
            high = row.high if row.high < ENDLESS else cp_model.INT_MAX
            self.model.add_linear_constraint(total, low, high)

    def _is_bool(self, variable: int) -> bool:
        return self.program.high[variable] == 1

    def minimise(self, cost: Mapping[int, int], more: Iterable[tuple[cp_model.IntVar, int]] = ()) -> None:
        """Set the objective, by variable of the program; `more` are others of the model."""
        terms = [(self.variables[v], c) for v, c in cost.items() if v in self.variables and c] + list(more)
        self.model.minimize(cp_model.LinearExpr.weighted_sum([t for t, _ in terms], [c for _, c in terms]))

    def hint(self, values: Sequence[int]) -> None:
        """Say where to begin: values of all variables of the program."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # as all of the library but for its facade
        hint = self.model.proto.solution_hint
        hint.vars.extend(variable.index for variable in self.variables.values())
        hint.values.extend(values[number] for number in self.variables)

    def solve(self, limit: Limit, seed: int, workers: int, stop: Stop) -> Selection:
        """Return the best selection found within the limit."""
        wrapper: Any = cmh.SolveWrapper()  # and not CpSolver, which forgets a stop that comes before it begins
        wrapper.set_parameters(_parameters(limit, seed, workers))
        if not stop.begin(wrapper.stop_search):
            return Selection("unknown", [], 0, 0, 0.0, 0.0)
        response = wrapper.solve(self.model.proto)
        stop.end()
        status = STATUSES[response.status]
        values = [0] * len(self.program.high)
        if status in {"optimal", "feasible"}:
            found = np.asarray(response.solution)
            for number, variable in self.variables.items():
                values[number] = int(found[variable.index])
        else:
            values = []
        return Selection(
            status=status,
            values=values,
            objective=round(response.objective_value),
            bound=round(response.best_objective_bound),
            seconds=response.wall_time,
            effort=response.deterministic_time,
        )


def _parameters(limit: Limit, seed: int, workers: int) -> cmh.SatParameters:
    parameters = cmh.SatParameters()
    parameters.num_workers = workers
    parameters.catch_sigint_signal = False  # it would leave Ctrl-C to end the program, whatever that had wished
    parameters.random_seed = seed % 2**31
    parameters.linearization_level = 2
    # Rows are few and long, and the relaxation has fixed what can be: probing takes longer than the search.
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
    parameters.presolve_inclusion_work_limit = 0
    if limit.seconds is not None:
        parameters.max_time_in_seconds = limit.seconds
    if limit.effort is not None:
        parameters.max_deterministic_time = limit.effort
    return parameters
