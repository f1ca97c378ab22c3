"""Our places: rows of VROOM's matrices, spots of single tasks there, and nowhere.

A job that both brings and takes is two requests of ours, for each of their loads counts at another end of the route:
what it brings is done at the job's own spot, what it takes at the exit of that spot, at the very same moment. Other
ways from the spot take a second more, so that nothing can come between, not even what takes no time.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.vroom.doors import Doors
from solver.vroom.facts import Costs, Document, Place, Table, Vehicle
from solver.vroom.horizon import LONGEST_S

type Mode = tuple[str, int, Costs, str, float, bool]
"""What travel depends on: profile, pace, costs, type (where times differ by it), speed, by distance instead of time."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One of our locations.

    Attributes
    ----------
    row : int
        Of the matrices; -1: nowhere, no way at all from and to anywhere (routes without a start or an end).
    task : int
        Whose own spot it is; -1: anybody's.
    exit : bool
        Where what the task takes comes aboard.
    """

    row: int
    task: int = -1
    exit: bool = False


NOWHERE = Spot(row=-1)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """All spots, and the vehicles' tables.

    Attributes
    ----------
    spot_of_task : tuple of int, by task
    exit_of : dict of task to int
        Exits of jobs that both bring and take.
    start, end : tuple of int, by vehicle
    modes : tuple of Mode
    mode_of : tuple of int, by vehicle
    """

    document: Document
    doors: Doors
    spots: tuple[Spot, ...]
    spot_of_task: tuple[int, ...]
    exit_of: dict[int, int]
    start: tuple[int, ...]
    end: tuple[int, ...]
    modes: tuple[Mode, ...]
    mode_of: tuple[int, ...]


def ground_of(document: Document, doors: Doors) -> Ground:
    """Return the spots of a document and the modes of its vehicles."""
    number: dict[Spot, int] = {}

    def at(place: Place | None, task: int = -1, *, leaving: bool = False) -> int:
        spot = NOWHERE if place is None else Spot(row=place.row, task=task, exit=leaving)
        return number.setdefault(spot, len(number))

    own = (k if door.own else -1 for k, door in enumerate(doors.doors))
    spot_of_task = tuple(at(task.place, k) for task, k in zip(document.tasks, own, strict=True))
    exchanging = [k for k, work in enumerate(document.work_of) if document.works[work].exchanges]
    exit_of = {k: at(document.tasks[k].place, k, leaving=True) for k in exchanging}
    start = tuple(at(vehicle.start) for vehicle in document.vehicles)
    end = tuple(at(vehicle.end) for vehicle in document.vehicles)
    typed = any(door.by_type_s for door in doors.doors)
    modes = [_mode(vehicle, typed=typed) for vehicle in document.vehicles]
    distinct = tuple(dict.fromkeys(modes))
    return Ground(
        document=document, doors=doors, spots=tuple(number), spot_of_task=spot_of_task, exit_of=exit_of,
        start=start, end=end, modes=distinct, mode_of=tuple(distinct.index(mode) for mode in modes),
    )  # fmt: skip


def _mode(vehicle: Vehicle, *, typed: bool) -> Mode:
    by_distance = vehicle.max_distance_m is not None
    costs = replace(vehicle.costs, fixed=0)
    return vehicle.profile, vehicle.pace, costs, vehicle.type if typed else "", vehicle.speed_factor, by_distance


def between(ground: Ground, table: Table) -> Table:
    """Return a matrix by spots instead of rows; nowhere is next to everything."""
    rows = np.asarray([spot.row for spot in ground.spots])
    legs: Table = np.minimum(table[np.ix_(rows, rows)], LONGEST_S)
    legs[rows < 0] = 0
    legs[:, rows < 0] = 0
    return legs
