"""PyVRP 0.14: iterated local search, one core. Customers are clients, pairs are shipments; it knows no longest ride."""

from importlib import import_module
from typing import Any

from benchmarks.peers.asked import Asked, Found, Search


def prepare(asked: Asked) -> Search:
    """Return the search of PyVRP's data for an instance, with its default parameters.

    Where vehicles come first, its own search for the smallest fleet gets half of the time.
    """
    pyvrp: Any = import_module("pyvrp")
    stop: Any = import_module("pyvrp.stop")
    data = _data(pyvrp, asked)

    def search() -> Found:
        small, seconds = data, asked.seconds
        if asked.use:
            seconds /= 2
            fleet = pyvrp.minimise_fleet(data, stop.MaxRuntime(seconds), seed=asked.seed)
            small = data.replace(vehicle_types=[fleet])
        result = pyvrp.solve(small, stop.MaxRuntime(seconds), seed=asked.seed, collect_stats=False, display=False)
        return [_nodes(asked, route) for route in result.best.routes()]

    return search


def _data(pyvrp: Any, asked: Asked) -> Any:
    instance, numbers = asked.instance, asked.numbers
    opens, closes = asked.windows[0]
    fleet = pyvrp.VehicleType(
        num_available=instance.vehicles,
        capacity=[instance.capacity],
        fixed_cost=asked.use,
        tw_early=opens,
        tw_late=closes,
    )
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(x=float(node.x), y=float(node.y)) for node in instance.nodes],
        clients=[] if instance.pairs else [_client(pyvrp, asked, node) for node in asked.customers],
        depots=[pyvrp.Depot(location=0, tw_early=opens, tw_late=closes)],
        vehicle_types=[fleet],
        distance_matrices=[numbers.legs.astype("int64")],
        duration_matrices=[numbers.legs.astype("int64")],
        shipments=[_shipment(pyvrp, asked, *pair) for pair in instance.pairs],
    )


def _client(pyvrp: Any, asked: Asked, node: int) -> Any:
    opens, closes = asked.windows[node]
    return pyvrp.Client(
        location=node,
        delivery=[asked.instance.nodes[node].demand],
        service_duration=asked.numbers.services[node],
        tw_early=opens,
        tw_late=closes,
    )


def _shipment(pyvrp: Any, asked: Asked, pickup: int, delivery: int) -> Any:
    (pickup_opens, pickup_closes), (delivery_opens, delivery_closes) = asked.windows[pickup], asked.windows[delivery]
    return pyvrp.Shipment(
        pickup_location=pickup,
        delivery_location=delivery,
        pickup_tw_early=pickup_opens,
        pickup_tw_late=pickup_closes,
        pickup_service_duration=asked.numbers.services[pickup],
        delivery_tw_early=delivery_opens,
        delivery_tw_late=delivery_closes,
        delivery_service_duration=asked.numbers.services[delivery],
        amount=[asked.instance.nodes[pickup].demand],
    )


def _nodes(asked: Asked, route: Any) -> list[int]:
    done = [one for one in route if not one.is_depot()]
    pairs = asked.instance.pairs
    return [one.idx + 1 if one.is_client() else pairs[one.idx][int(one.is_delivery())] for one in done]
