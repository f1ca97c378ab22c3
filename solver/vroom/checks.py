"""What a document says that does not fit together (VROOM refuses it too), and what we cannot promise to obey."""

from collections.abc import Iterator

import numpy as np

from solver.vroom.doors import Doors, doors_of, is_limited
from solver.vroom.facts import Costs, Document, Matrices, Table, Vehicle, VroomBreak
from solver.vroom.loads import counted_from
from solver.vroom.node import VroomError


def check_document(document: Document) -> None:
    """Refuse what cannot be modelled exactly, with the path of each thing.

    Raises
    ------
    VroomError
    """
    wrong = [*_profiles(document)]
    if not wrong:
        wrong += [*_at_home(document), *_counts(document)]
        doors = doors_of(document)
        for vehicle in document.vehicles:
            wrong += [*_costs(document, vehicle), *_breaks(vehicle), *_distance(document, vehicle)]
            wrong += _types(document, doors, vehicle)
    if wrong:
        raise VroomError(wrong)


def _profiles(document: Document) -> Iterator[str]:
    given = document.matrices
    far = [name for name in document.profiles if name in given and given[name].distances is not None]
    for name in document.profiles:
        if name not in given:
            yield f"matrices has no {name}, the profile of a vehicle"
        elif far and name not in far:
            yield f"matrices.{name} has no distances, but matrices.{far[0]} has"


def _at_home(document: Document) -> Iterator[str]:
    """Refuse ways from a place to itself, where somebody might take one."""
    rows = [task.place.row for task in document.tasks]
    for vehicle in document.vehicles:
        rows += [place.row for place in (vehicle.start, vehicle.end) if place]
    used, times = np.unique(rows, return_counts=True)
    for name in document.profiles:
        for key, table in _tables(document.matrices[name]):
            for row in used[(times > 1) & (table[used, used] > 0)]:
                yield f"matrices.{name}.{key}[{row}][{row}] is {table[row, row]}, not 0, from a place to itself"


def _tables(matrices: Matrices) -> Iterator[tuple[str, Table]]:
    for key in ("durations", "distances", "costs"):
        table = getattr(matrices, key)
        if table is not None:
            yield key, table


def _counts(document: Document) -> Iterator[str]:
    limited = next((v for v in document.vehicles if _limits_tasks(document, v)), None)
    if limited and counted_from(document) is None:
        beside = "shipments with an amount, or jobs with a delivery and others with a pickup"
        yield f"{limited.path}.max_tasks is not supported beside {beside}"


def _limits_tasks(document: Document, vehicle: Vehicle) -> bool:
    return vehicle.max_tasks is not None and vehicle.max_tasks < len(document.tasks)


def _costs(document: Document, vehicle: Vehicle) -> Iterator[str]:
    matrices = document.matrices[vehicle.profile]
    if matrices.costs is not None and vehicle.costs.per_hour != Costs().per_hour:
        yield f"{vehicle.path}.costs.per_hour contradicts matrices.{vehicle.profile}.costs"
    if matrices.distances is None:
        for key, value in (("costs.per_km", vehicle.costs.per_km), ("max_distance", vehicle.max_distance_m)):
            if value:
                yield f"{vehicle.path}.{key} needs matrices.{vehicle.profile}.distances"


def _breaks(vehicle: Vehicle) -> Iterator[str]:
    for number, one in enumerate(vehicle.breaks):
        path = f"{vehicle.path}.breaks[{number}]"
        windows = len(within(vehicle, one))
        if not windows:
            yield f"{path} does not fit into the vehicle's time window"
        if windows > 1:
            yield f"{path}.time_windows has several windows, which is not supported: a break has one"
        if one.max_load is not None and any(a < b for a, b in zip(one.max_load, vehicle.capacity, strict=True)):
            yield f"{path}.max_load is not supported, except where it is no less than the capacity"


def within(vehicle: Vehicle, one: VroomBreak) -> list[tuple[int, int]]:
    """Return the windows of a break in which it can start at all."""
    opens, closes = vehicle.window_s
    closes -= one.service_s
    inside = [(max(opens, a), min(closes, b)) for a, b in one.windows_s or (vehicle.window_s,)]
    return [span for span in inside if span[0] <= span[1]]


def _distance(document: Document, vehicle: Vehicle) -> Iterator[str]:
    """Only a vehicle for which nothing is a matter of time can have its distance limited: see `measured`."""
    if vehicle.max_distance_m is not None and document.matrices[vehicle.profile].distances is not None:
        timed = next((task for task in document.tasks if task.windows_s), None)
        if timed or vehicle.window_s != Vehicle.window_s or vehicle.breaks or vehicle.max_travel_s is not None:
            yield f"{vehicle.path}.max_distance is not supported beside time windows, breaks or max_travel_time"


def _types(document: Document, doors: Doors, vehicle: Vehicle) -> Iterator[str]:
    """Refuse times by vehicle type where legs hold them and legs are limited, or breaks lie between."""
    if not is_limited(vehicle):
        return
    for number, task in enumerate(document.tasks):
        if doors.longer_s(number, vehicle.type):
            limit = "breaks" if vehicle.breaks else "a limit on its way"
            yield f"{vehicle.path} has {limit}, which is not supported beside times per type of {task.type} {task.id}"
            return
