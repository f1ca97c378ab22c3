"""Spreading recurring requests over the weeks: a first assignment by hand, bettered by CP-SAT, and bounded.

What is small is given to CP-SAT whole, which proves it. What is large it betters area by area (large neighbourhood
search: Shaw 1998), and a linear relaxation bounds it; areas grow while nothing is found, until one of them is all.
"""

from math import ceil
from typing import Any, NamedTuple

from ortools.sat.python import cp_model
from ortools.sat.python import cp_model_helper as cmh

from solver.mastering.selection import STATUSES
from solver.mastering.stopping import Limit, Stop
from solver.series.areas import Area, Areas
from solver.series.checking import check, cost_gr, terms_gr
from solver.series.greedy import begin
from solver.series.ledger import Ledger
from solver.series.model import Model
from solver.series.problem import Problem
from solver.series.relaxing import least_gr
from solver.series.result import Choice, Result
from solver.series.trading import traded
from solver.series.why import left_of

_SMALL = 3_000
"""Possible seats of a problem that CP-SAT is given whole."""
_AREA_EFFORT = 0.05
"""Deterministic time for an area of size 1."""
_PATIENCE = 40
"""Areas without success before they grow."""
_LARGEST = 8


class _Found(NamedTuple):
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
    search = _Search(problem, limit, seed, workers, stop or Stop())
    search.run()
    if wrong := check(problem, search.choices):
        raise RuntimeError(f"an assignment of series is wrong: {wrong[0]}")
    status = "optimal" if search.proven else "cancelled" if search.stop.asked else "feasible"
    return Result(
        status=status,
        choices=tuple(sorted(search.choices, key=lambda one: (one.day, one.series, one.quota))),
        left=left_of(problem, search.choices),
        objective_gr=search.cost_gr,
        bound_gr=search.cost_gr if search.proven else min(search.cost_gr, search.bound_gr),
        terms_gr=terms_gr(problem, search.choices),
        seconds=search.seconds,
        effort=search.effort,
    )


class _Search:
    """The best so far, and what is left of the limit."""

    def __init__(self, problem: Problem, limit: Limit, seed: int, workers: int, stop: Stop) -> None:
        self.problem, self.limit, self.seed, self.workers, self.stop = problem, limit, seed, workers, stop
        self.choices = traded(problem, begin(problem))
        self.cost_gr = cost_gr(problem, self.choices)
        self.bound_gr, self.seconds, self.effort = 0, 0.0, 0.0

    @property
    def proven(self) -> bool:
        """Whether nothing is better."""
        return self.cost_gr <= self.bound_gr

    def run(self) -> None:
        """Better it until the limit, or until nothing can be better."""
        if self.stop.asked:
            return
        seats = sum(len(part.slots) for series in self.problem.series for part in series.parts)
        if seats > _SMALL:
            self.bound_gr = least_gr(self.problem, self.limit)
            self._area_by_area()
        self._whole()
        if seats <= _SMALL and not self.proven and not self.stop.asked:
            self.bound_gr = max(self.bound_gr, least_gr(self.problem, self.limit))

    def _whole(self) -> None:
        if self.proven or self.limit.over or self.stop.asked:
            return
        found = self._searched(None, self.limit, self.workers)
        self.bound_gr = max(self.bound_gr, found.bound_gr)

    def _area_by_area(self) -> None:
        areas, size, idle = Areas(self.problem, self.seed), 1, 0
        while size <= _LARGEST and not (self.proven or self.limit.over or self.stop.asked):
            area = areas.next(Ledger(self.problem, self.choices), size)
            before = self.cost_gr
            part = Limit(self.limit.seconds, min(_AREA_EFFORT * size, self.limit.effort or _AREA_EFFORT * size))
            self._searched(area, part, 1)
            idle = 0 if self.cost_gr < before else idle + 1
            if idle >= _PATIENCE:
                size, idle = 2 * size, 0

    def _searched(self, area: Area | None, limit: Limit, workers: int) -> _Found:
        """Search an area, and keep what is no dearer: something else at the same price may lead on."""
        found = _answer(Model(self.problem, self.choices, area), _parameters(limit, self.seed, workers), self.stop)
        self.seed += 1
        self.limit = self.limit.less(found.seconds, found.effort)
        self.seconds += found.seconds
        self.effort += found.effort
        if found.choices is not None and (cost := cost_gr(self.problem, found.choices)) <= self.cost_gr:
            self.choices, self.cost_gr = found.choices, cost
        return found


def _answer(model: Model, parameters: cmh.SatParameters, stop: Stop) -> _Found:
    wrapper: Any = cmh.SolveWrapper()  # and not CpSolver, which forgets a stop that comes before it begins
    wrapper.set_parameters(parameters)
    if not stop.begin(wrapper.stop_search):
        return _Found("unknown")
    response = wrapper.solve(model.model.proto)
    stop.end()
    status = STATUSES[response.status]
    bound = ceil(response.best_objective_bound - _ROUNDING) if status in _FOUND else 0
    choices = model.choices(response.solution) if status in _FOUND else None
    return _Found(status, choices, bound, response.wall_time, response.deterministic_time)


_FOUND = frozenset({STATUSES[cp_model.OPTIMAL], STATUSES[cp_model.FEASIBLE]})
_ROUNDING = 1e-6
"""A bound is a float, and all prices are whole."""


def _parameters(limit: Limit, seed: int, workers: int) -> cmh.SatParameters:
    parameters = cmh.SatParameters()
    parameters.num_workers = workers
    parameters.catch_sigint_signal = False  # it would leave Ctrl-C to end the program, whatever that had wished
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
