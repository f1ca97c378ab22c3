"""VROOM 1.15 by pyvroom: as many threads as ours, stops by itself. It knows no longest ride."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from benchmarks.peers.asked import Asked, Found, Search

EXPLORATION = 5
"""The most it explores by its own scale."""


def prepare(asked: Asked) -> Search:
    """Return the search of VROOM's input for an instance."""
    vroom: Any = import_module("vroom")
    model = vroom.Input()
    model.set_durations_matrix("car", asked.numbers.legs)
    costs = vroom.VehicleCosts(fixed=asked.use)
    for number in range(asked.instance.vehicles):
        capacity, hours = [asked.instance.capacity], asked.windows[0]
        model.add_vehicle(vroom.Vehicle(number, start=0, end=0, capacity=capacity, time_window=hours, costs=costs))
    if asked.instance.pairs:
        model.add_job([_shipment(vroom, asked, *pair) for pair in asked.instance.pairs])
    else:
        model.add_job([_job(vroom, asked, node) for node in asked.customers])

    def search() -> Found:
        limit = timedelta(seconds=asked.seconds)
        solution = model.solve(EXPLORATION, nb_threads=asked.threads, timeout=limit).to_dict()
        return [[step["id"] for step in route["steps"] if "id" in step] for route in solution["routes"]]

    return search


def _job(vroom: Any, asked: Asked, node: int) -> Any:
    demand = [asked.instance.nodes[node].demand]
    return vroom.Job(
        node, node, default_service=asked.numbers.services[node], delivery=demand, time_windows=[asked.windows[node]]
    )


def _shipment(vroom: Any, asked: Asked, pickup: int, delivery: int) -> Any:
    ends = [
        vroom.ShipmentStep(node, node, default_service=asked.numbers.services[node], time_windows=[asked.windows[node]])
        for node in (pickup, delivery)
    ]
    return vroom.Shipment(*ends, amount=[asked.instance.nodes[pickup].demand])
