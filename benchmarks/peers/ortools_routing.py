"""OR-Tools' routing model, one core: guided local search, or iterated local search with string removals (SISR).

Visits are droppable at a price beyond any plan's: with mandatory ones some first solutions are never found. The longest
ride is told by the library's own limit for pairs, as a plain side constraint it fails.
"""

from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.families.problem import longest_plan
from benchmarks.peers.asked import Asked, Found, Search

LIBRARY: Any = pywrapcp  # its functions have no types
FIRST: Any = routing_enums_pb2.FirstSolutionStrategy
META: Any = routing_enums_pb2.LocalSearchMetaheuristic
REMOVED = 10
"""Visits taken out at once on average, and at most in a row (Christiaens & Vanden Berghe 2020)."""


def guided(asked: Asked) -> Search:
    """Return guided local search on the model of an instance."""
    return _prepared(asked, iterated=False)


def iterated(asked: Asked) -> Search:
    """Return iterated local search on the model of an instance."""
    return _prepared(asked, iterated=True)


def _prepared(asked: Asked, *, iterated: bool) -> Search:
    manager, routing = _model(asked)
    parameters = _parameters(asked, iterated=iterated)
    routing.CloseModelWithParameters(parameters)

    def search() -> Found:
        run = routing.SolveWithIteratedLocalSearch if iterated else routing.SolveWithParameters
        solution = run(parameters)
        return _routes(asked, manager, routing, solution) if solution else []

    return search


def _model(asked: Asked) -> tuple[Any, Any]:
    instance, numbers = asked.instance, asked.numbers
    manager = LIBRARY.RoutingIndexManager(len(instance.nodes), instance.vehicles, 0)
    routing = LIBRARY.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(numbers.legs.tolist()))
    routing.SetFixedCostOfAllVehicles(asked.use)
    time = _time(asked, manager, routing)
    demands = [node.demand for node in instance.nodes]
    capacities = [instance.capacity] * instance.vehicles
    routing.AddDimensionWithVehicleCapacity(routing.RegisterUnaryTransitVector(demands), 0, capacities, True, "load")
    _pairs(asked, manager, routing, time)
    dear = 2 * (longest_plan(numbers) + asked.use) + 1
    second = {delivery for _, delivery in instance.pairs}
    for node in asked.customers:
        routing.AddDisjunction([manager.NodeToIndex(node)], 0 if node in second else dear)
    return manager, routing


def _time(asked: Asked, manager: Any, routing: Any) -> Any:
    """Add the clock with all windows; the longest route is a longest span of it."""
    numbers = asked.numbers
    opens, closes = asked.windows[0]
    transit = (numbers.legs.astype("int64") + [[service] for service in numbers.services]).tolist()
    routing.AddDimension(routing.RegisterTransitMatrix(transit), closes, closes, False, "time")
    time = routing.GetDimensionOrDie("time")
    for node in asked.customers:
        time.CumulVar(manager.NodeToIndex(node)).SetRange(*asked.windows[node])
    for vehicle in range(asked.instance.vehicles):
        time.CumulVar(routing.Start(vehicle)).SetRange(opens, closes)
        time.CumulVar(routing.End(vehicle)).SetRange(opens, closes)
        if numbers.longest_route is not None:
            time.SetSpanUpperBoundForVehicle(numbers.longest_route, vehicle)
    return time


def _pairs(asked: Asked, manager: Any, routing: Any, time: Any) -> None:
    solver, numbers = routing.solver(), asked.numbers
    for number, pair in enumerate(asked.instance.pairs):
        pickup, delivery = (manager.NodeToIndex(node) for node in pair)
        routing.AddPickupAndDelivery(pickup, delivery)
        solver.Add(routing.VehicleVar(pickup) == routing.VehicleVar(delivery))
        solver.Add(time.CumulVar(pickup) <= time.CumulVar(delivery))
        if numbers.longest_ride is not None:
            longest = numbers.services[pair[0]] + numbers.longest_ride
            time.SetPickupToDeliveryLimitFunctionForPair(lambda _p, _d, longest=longest: longest, number)


def _parameters(asked: Asked, *, iterated: bool) -> Any:
    parameters = LIBRARY.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = FIRST.PARALLEL_CHEAPEST_INSERTION
    parameters.time_limit.FromMilliseconds(int(asked.seconds * 1000))
    if not iterated:
        parameters.local_search_metaheuristic = META.GUIDED_LOCAL_SEARCH
        return parameters
    parameters.use_iterated_local_search = True
    search = parameters.iterated_local_search_parameters
    sisr = search.ruin_recreate_parameters.ruin_strategies.add().sisr
    sisr.max_removed_sequence_size, sisr.avg_num_removed_visits, sisr.bypass_factor = REMOVED, REMOVED, 0.5
    search.improve_perturbed_solution = False  # in all trials but dial-a-ride worse with it
    return parameters


def _routes(asked: Asked, manager: Any, routing: Any, solution: Any) -> Found:
    found = []
    for vehicle in range(asked.instance.vehicles):
        index, route = solution.Value(routing.NextVar(routing.Start(vehicle))), []
        while not routing.IsEnd(index):
            route.append(manager.IndexToNode(index))
            index = solution.Value(routing.NextVar(index))
        found.append(route)
    return found
