"""Spreading recurring requests over the weeks by CP-SAT, from a first assignment made by hand."""

from math import ceil
from typing import Any, NamedTuple

from ortools.sat.python import cp_model
from ortools.sat.python import cp_model_helper as cmh

from solver.mastering.selection import STATUSES
from solver.mastering.stopping import Limit, Stop
from solver.series.checking import check, cost_gr
from solver.series.greedy import Greedy
from solver.series.model import Model
from solver.series.problem import Problem
from solver.series.relaxing import least_gr
from solver.series.result import Choice, Result
from solver.series.why import left_of


class _Search(NamedTuple):
    """What CP-SAT found; no choices under "unknown"."""

    status: str
    choices: tuple[Choice, ...] | None = None
    bound_gr: int = 0
    seconds: float = 0.0
    effort: float = 0.0


def assign(problem: Problem, *, limit: Limit, seed: int = 1, workers: int = 1, stop: Stop | None = None) -> Result:
    """Return the best assignment found within a limit; whatever has no place is in it with what is in the way.

    Parameters
    ----------
    limit : Limit
        With effort alone and one worker, the same problem and seed give the same assignment on any machine.
    stop : Stop, optional
        Ends it from another thread, with the best so far.

    Raises
    ------
    RuntimeError
        If what was found breaks the law of `checking`: a defect of this program, which nobody's weeks may rest on.
    """
    stop = stop or Stop()
    first = Greedy(problem).run()
    found = _searched(problem, first, _parameters(limit, seed, workers), stop)
    choices = min(found.choices or first, first, key=lambda one: cost_gr(problem, one))
    if wrong := check(problem, choices):
        raise RuntimeError(f"an assignment of series is wrong: {wrong[0]}")
    cost = cost_gr(problem, choices)
    least = 0 if found.status == "optimal" or stop.asked else least_gr(problem, limit)
    return Result(
        status="optimal" if found.status == "optimal" else "cancelled" if stop.asked else "feasible",
        choices=tuple(sorted(choices, key=lambda one: (one.day, one.series, one.quota))),
        left=left_of(problem, choices),
        objective_gr=cost,
        bound_gr=min(cost, max(found.bound_gr, least)),
        seconds=found.seconds,
        effort=found.effort,
    )


def _searched(problem: Problem, first: tuple[Choice, ...], parameters: cmh.SatParameters, stop: Stop) -> _Search:
    model = Model(problem)
    model.hint(first)
    wrapper: Any = cmh.SolveWrapper()  # and not CpSolver, which forgets a stop that comes before it begins
    wrapper.set_parameters(parameters)
    if not stop.begin(wrapper.stop_search):
        return _Search("unknown")
    response = wrapper.solve(model.model.proto)
    stop.end()
    status = STATUSES[response.status]
    bound = ceil(response.best_objective_bound - _ROUNDING) if status in _FOUND else 0
    choices = model.choices(response.solution) if status in _FOUND else None
    return _Search(status, choices, bound, response.wall_time, response.deterministic_time)


_FOUND = frozenset({STATUSES[cp_model.OPTIMAL], STATUSES[cp_model.FEASIBLE]})
_ROUNDING = 1e-6
"""A bound is a float, and all prices are whole."""


def _parameters(limit: Limit, seed: int, workers: int) -> cmh.SatParameters:
    parameters = cmh.SatParameters()
    parameters.num_workers = workers
    parameters.random_seed = seed % 2**31
    # The first assignment is good, and looking for it anew in a model this large takes longer than to better it.
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
    parameters.presolve_inclusion_work_limit = 0
    if limit.seconds is not None:
        parameters.max_time_in_seconds = limit.seconds
    if limit.effort is not None:
        parameters.max_deterministic_time = limit.effort
    return parameters
