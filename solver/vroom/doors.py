"""How long tasks take, in our words: set-up and service of each task, whoever comes and from wherever.

VROOM pays the set-up after the start that a window bounds, and not at all where the vehicle is there already (also at
its start place). Ours lies before the start, and is paid by the first stop of a route in any case. So:

- Where a vehicle always comes from another place, set-up and service are one: exact.
- At a place with several tasks it is our set-up, and the windows open later by it: the window's last seconds are lost
  to who has to set up, its first ones to who has not. A window too short for that: set-up and service are one.
- Where types of vehicles differ, the least of them is the service, and each type's legs from there are longer.
- Where task time costs, each task is a spot of its own, so that the leg to it can bear its price; so is a job that
  brings and takes (see `spots`), and a task with a set-up where a vehicle starts. A set-up at a place with several
  tasks then lies in the legs from elsewhere, or, where legs are limited, is paid each time.

Whatever obeys this obeys VROOM's law too.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from solver.facts.requests import Span
from solver.vroom.facts import Document, Vehicle, VroomTask


@dataclass(frozen=True, kw_only=True)
class Door:
    """One task's times.

    Attributes
    ----------
    setup_s, service_s : int
        Ours.
    way_s : int
        Added to every leg from another place.
    own : bool
        Whether it is a spot of its own.
    windows_s : tuple of Span
        Of our start of service.
    by_type_s : dict of vehicle type to int
        Set-up and service together by type, where types differ; empty elsewhere.
    """

    setup_s: int = 0
    way_s: int = 0
    service_s: int
    windows_s: tuple[Span, ...]
    own: bool = False
    by_type_s: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """The doors of a document, in the order of `Document.tasks`."""

    doors: tuple[Door, ...]

    def longer_s(self, task: int, vehicle_type: str) -> int:
        """Return by how much a task takes vehicles of a type longer than the quickest."""
        door = self.doors[task]
        return door.by_type_s.get(vehicle_type, door.service_s) - door.service_s


def doors_of(document: Document) -> Doors:
    """Return the times of all tasks."""
    visits = Counter(task.place.row for task in document.tasks)
    visits.update(vehicle.start.row for vehicle in document.vehicles if vehicle.start)
    priced = any(vehicle.costs.per_task_hour for vehicle in document.vehicles)
    limited = any(is_limited(vehicle) for vehicle in document.vehicles)
    own = {work.tasks[0].place.row for work in document.works if work.exchanges}
    own |= {vehicle.start.row for vehicle in document.vehicles if vehicle.start and not limited}
    doors = []
    for task, number in zip(document.tasks, document.work_of, strict=True):
        work = document.works[number]
        types = {v.type for v in document.vehicles if work.skills <= v.skills} or {v.type for v in document.vehicles}
        door = _door(task, sorted(types), alone=visits[task.place.row] == 1)
        takes_time = door.setup_s or door.service_s or door.by_type_s
        if work.exchanges or (priced and takes_time) or (task.place.row in own and door.setup_s):
            door = replace(door, own=True)
            door = door if limited else replace(door, setup_s=0, way_s=door.setup_s)
        doors.append(door)
    return Doors(doors=tuple(doors))


def is_limited(vehicle: Vehicle) -> bool:
    """Return whether legs of this vehicle must not hold anything but travel."""
    return bool(vehicle.breaks) or vehicle.max_travel_s is not None or vehicle.max_distance_m is not None


def _door(task: VroomTask, types: list[str], *, alone: bool) -> Door:
    times = {(task.setup_by(kind), task.service_by(kind)) for kind in types}
    if len(times) > 1:
        by_type = {kind: task.setup_by(kind) + task.service_by(kind) for kind in types}
        return Door(service_s=min(by_type.values()), windows_s=task.windows_s, own=True, by_type_s=by_type)
    setup, service = times.pop()
    if alone or not setup or any(closes - opens < setup for opens, closes in task.windows_s):
        return Door(service_s=setup + service, windows_s=task.windows_s)
    windows = tuple((opens + setup, closes) for opens, closes in task.windows_s)
    return Door(setup_s=setup, service_s=service, windows_s=windows)
