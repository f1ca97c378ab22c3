"""An instance as an ordinary problem: nothing in the solver knows where it comes from.

One second and one metre are one whole unit of the family's convention, and a metre costs one grosz, so the money of a
plan is its distance. Everything must be served. A vehicle is a shift with a worker of its own.
"""

from collections.abc import Sequence
from typing import Any

from benchmarks.families.instance import Family, Instance
from benchmarks.families.scaling import Scaled, scaled
from benchmarks.families.windows import tightened
from solver.facts.requests import Request, Span, Task, TaskKind
from solver.facts.shifts import Member, Shift
from solver.facts.travel import TravelTable
from solver.problem import Problem

KINDS = {
    Family.PDPTW: ("delivery", TaskKind.LOAD, TaskKind.DROP),
    Family.DARP: ("ride", TaskKind.PICKUP, TaskKind.DROPOFF),
}
"""Parcels may wait anywhere; of people aboard one may want to know for how long."""
GR_PER_KM = 1000


def as_problem(instance: Instance, *, vehicles_first: bool = False) -> Problem:
    """Return the instance as a problem; locations and their tables are in the order of its nodes.

    Parameters
    ----------
    vehicles_first : bool
        A vehicle costs more than all the ways that any plan could save by using it.

    Raises
    ------
    FileError
        If its day is too long for the solver's clock.
    """
    numbers = scaled(instance)
    tasks, requests = _paired(instance, numbers) if instance.pairs else _visited(instance, numbers)
    use_gr = longest_plan(numbers) + 1 if vehicles_first else 0
    return Problem(
        locations=tuple(str(node.number) for node in instance.nodes),
        travel=(TravelTable(mode="vehicle", seconds=numbers.legs, metres=numbers.legs),),
        tasks=tuple(tasks),
        requests=tuple(requests),
        shifts=tuple(_shift(instance, numbers, number, use_gr) for number in range(instance.vehicles)),
        load_kinds=("place",),
        end_s=numbers.windows[0][1],
    )


def node_of(problem: Problem, task: int) -> int:
    """Return the file's number of the node where a task is."""
    return int(problem.locations[problem.tasks[task].location])


def _visited(instance: Instance, numbers: Scaled) -> tuple[list[Task], list[Request]]:
    """Return a visit for each customer; what it brings is aboard from the depot to the door."""
    tasks, requests = [], []
    windows = tightened(instance, numbers)
    for number, node in enumerate(instance.nodes[1:]):
        name = str(node.number)
        tasks.append(_task(name, number, TaskKind.VISIT, number + 1, windows=windows, numbers=numbers))
        requests.append(_request(name, "visit", (number,), load=(node.demand,), carried="from_start"))
    return tasks, requests


def _paired(instance: Instance, numbers: Scaled) -> tuple[list[Task], list[Request]]:
    """Return a ride or a delivery for each pair."""
    kind, *ends = KINDS[instance.family]
    tasks: list[Task] = []
    requests = []
    windows = tightened(instance, numbers)
    for number, pair in enumerate(instance.pairs):
        names = [str(instance.nodes[node].number) for node in pair]
        own = (len(tasks), len(tasks) + 1)
        tasks += [
            _task(name, number, end, node, windows=windows, numbers=numbers)
            for name, end, node in zip(names, ends, pair, strict=True)
        ]
        load, longest = (instance.nodes[pair[0]].demand,), numbers.longest_ride
        requests.append(_request("-".join(names), kind, own, load=load, longest_ride_s=longest))
    return tasks, requests


def _task(name: str, request: int, kind: TaskKind, node: int, *, windows: Sequence[Span], numbers: Scaled) -> Task:
    return Task(
        id=name,
        request=request,
        kind=kind,
        location=node,
        windows_s=(windows[node],),
        service_s=numbers.services[node],
    )


def _request(name: str, kind: str, tasks: tuple[int, ...], **facts: Any) -> Request:
    return Request(id=name, source_id=name, kind=kind, tasks=tasks, timed_task=tasks[0], must=True, **facts)


def _shift(instance: Instance, numbers: Scaled, number: int, use_gr: int) -> Shift:
    opens, closes = numbers.windows[0]
    longest = numbers.longest_route
    if longest is not None and longest >= closes - opens:
        longest = None
    return Shift(
        id=f"vehicle {number + 1}",
        members=(Member(id=f"driver {number + 1}", longest_work_s=longest),),
        vehicle=f"vehicle {number + 1}",
        mode=0,
        start_s=opens,
        end_s=closes,
        start_location=0,
        end_location=0,
        layouts=((instance.capacity,),),
        km_gr=GR_PER_KM,
        use_gr=use_gr,
    )


def longest_plan(numbers: Scaled) -> int:
    """Return a distance that no plan exceeds.

    Any leg is at most as long as the way over the depot, but for the unit that truncating may have cost it.
    """
    return 2 * int((numbers.legs[0, 1:].astype(int) + 1).sum())
