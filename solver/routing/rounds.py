"""OR-Tools' routing search as a stream of orders: rounds that begin with the best plan known, or with nothing.

The library holds the interpreter while it searches and hears no signal, so a round is short when it runs in the
calling process, and other processes are ended from outside. With `solutions` a round is the same whatever the clock
says: no neighbourhood with a time limit of its own is used then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.constraint_solver import routing_enums_pb2
from ortools.util import optional_boolean_pb2

from solver.arrays import Arrays
from solver.routing.frame import Frame, Model, Orders, frame
from solver.routing.model import LIBRARY, build
from solver.routing.relations import fixed_spans
from solver.solution import Solution

type Found = dict[int, tuple[int, ...]]

_FIRST = routing_enums_pb2.FirstSolutionStrategy
_META = routing_enums_pb2.LocalSearchMetaheuristic


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a round searches: the library's names, and whether legs take the day's mean time or that at free flow."""

    first: str
    metaheuristic: str
    typical: bool = True


STYLES = (
    Style(first="LOCAL_CHEAPEST_COST_INSERTION", metaheuristic="GUIDED_LOCAL_SEARCH"),
    Style(first="LOCAL_CHEAPEST_INSERTION", metaheuristic="SIMULATED_ANNEALING", typical=False),
    Style(first="LOCAL_CHEAPEST_COST_INSERTION", metaheuristic="GUIDED_LOCAL_SEARCH", typical=False),
    Style(first="PARALLEL_CHEAPEST_INSERTION", metaheuristic="TABU_SEARCH"),
)


FAILURES = 1000
"""Dead ends for each solution looked at, after which a round limited by solutions ends."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """When a round ends.

    Attributes
    ----------
    seconds : float or None
        By the library's clock.
    solutions : int or None
        After so many solutions of a plain descent; deterministic.
    cancelled : callable
        Asked at every solution.
    """

    seconds: float | None = None
    solutions: int | None = None
    cancelled: Callable[[], bool] = lambda: False


def search(
    arrays: Arrays, style: Style, limit: Limit, on_orders: Callable[[Found], None], begin: Solution | None = None
) -> None:
    """Run one round and hand over every solution that is better, by the model's measure, than those before.

    Parameters
    ----------
    on_orders : callable
        Gets the orders by shift; the model is rough, so they may be infeasible in truth.
    begin : Solution or None
        A plan to begin with: its relations are held by spans around its times. If even the free-flow model refuses
        it, nothing is searched.
    """
    spans = fixed_spans(arrays, begin) if begin else {}
    for typical in dict.fromkeys((style.typical, False) if begin else (style.typical,)):
        model = _built(frame(arrays, spans=spans, typical=typical), together=begin is not None)
        if model is None:
            continue
        parameters = _parameters(style, limit)
        known = _closed(model, parameters, begin)
        if begin and known is None:
            continue
        model.routing.AddAtSolutionCallback(_reporter(model, limit, on_orders))
        if limit.solutions is not None:  # where there are none, the search tree alone may take hours
            model.routing.AddSearchMonitor(model.routing.solver().FailuresLimit(FAILURES * limit.solutions))
        if known is None:
            model.routing.SolveWithParameters(parameters)
        else:
            model.routing.SolveFromAssignmentWithParameters(known, parameters)
        return


def _built(framed: Frame, *, together: bool) -> Model | None:
    """Return the model, or None if its rough words leave no plan at all (a frozen beginning that is late already)."""
    try:
        return build(framed, together=together)
    except Exception as failure:
        if "CP Solver fail" not in str(failure):  # the library has no class of its own for it
            raise
        return None


def _closed(model: Model, parameters: Any, begin: Solution | None) -> Any:
    """Close the model; return the plan as the library's assignment, None if there is none or the model refuses it.

    The style is fixed by closing, so that has to come before reading routes. And reading searches in that style until
    a limit fixed by closing is met, so that is one solution; the round brings its own limits.
    """
    if begin is None:
        model.routing.CloseModelWithParameters(parameters)
        return None
    closing = type(parameters)()
    closing.CopyFrom(parameters)
    closing.solution_limit = 1
    model.routing.CloseModelWithParameters(closing)
    return _assignment(model, begin)


def _assignment(model: Model, begin: Solution) -> Any:
    orders: Orders = {route.shift: [stop.task for stop in route.stops] for route in begin.routes}
    node = model.frame.node
    routes = [
        [model.index[node[task]] for task in orders.get(shift, ())] for shift in range(model.frame.arrays.n_shifts)
    ]
    return model.routing.ReadAssignmentFromRoutes(routes, True)


def _reporter(model: Model, limit: Limit, on_orders: Callable[[Found], None]) -> Callable[[], None]:
    best: list[int] = []

    def report() -> None:
        cost = model.routing.CostVar().Value()
        if not best or cost < best[-1]:
            best.append(cost)
            on_orders(_orders(model))
        if limit.cancelled():
            model.routing.CancelSearch()

    return report


def _orders(model: Model) -> Found:
    routing, tasks = model.routing, model.frame.tasks
    orders: Found = {}
    for shift in range(model.frame.arrays.n_shifts):
        order, index = [], routing.NextVar(routing.Start(shift)).Value()
        while not routing.IsEnd(index):
            order.append(tasks[model.manager.IndexToNode(index)])
            index = routing.NextVar(index).Value()
        if order:
            orders[shift] = tuple(order)
    return orders


def _parameters(style: Style, limit: Limit) -> Any:
    parameters = LIBRARY.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = _FIRST.Value.Value(style.first)
    descent = limit.solutions is not None  # the others go on without end where no solution is better
    parameters.local_search_metaheuristic = _META.Value.Value("GREEDY_DESCENT" if descent else style.metaheuristic)
    # With breaks or several windows every move would be timed by an integer program: sixty times slower, no better.
    parameters.disable_scheduling_beware_this_may_degrade_performance = True
    parameters.fallback_to_cp_sat_size_threshold = 0  # it would go on without end where the rough model has no plan
    if limit.seconds is not None:
        parameters.time_limit.FromMilliseconds(max(1, int(limit.seconds * 1000)))
    if limit.solutions is not None:
        parameters.solution_limit = limit.solutions
        for name in parameters.local_search_operators.DESCRIPTOR.fields_by_name:
            if "lns" in name:  # each of these is cut off by the wall clock
                setattr(parameters.local_search_operators, name, optional_boolean_pb2.BOOL_FALSE)
    return parameters
