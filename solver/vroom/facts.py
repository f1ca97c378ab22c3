"""What a VROOM problem says, read and checked but not yet turned into ours; VROOM's words, its seconds and metres."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.facts.requests import Span

type Table = NDArray[np.int64]
type Amount = tuple[int, ...]
type Coordinates = tuple[float, float]
"""Longitude, latitude."""

EVER = 2**32 - 1
"""VROOM's last instant: the end of every window that is not given."""


class TaskType(StrEnum):
    """A job, or one half of a shipment."""

    JOB = "job"
    PICKUP = "pickup"
    DELIVERY = "delivery"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something is.

    Attributes
    ----------
    row : int
        Of the matrices: the place's identity.
    coordinates : Coordinates or None
    index : int or None
        `location_index`, `start_index` or `end_index`, if given.
    """

    row: int
    coordinates: Coordinates | None = None
    index: int | None = None


@dataclass(frozen=True, kw_only=True)
class VroomTask:
    """One thing done at one place.

    Attributes
    ----------
    windows_s : tuple of Span
        Bounds on the start of set-up and service together; ascending and disjoint; empty: any time.
    setup_s : int
        Paid if the vehicle comes from another place; after the start that the windows bound.
    setup_per_type_s, service_per_type_s : mapping of vehicle type to int
    """

    type: TaskType
    id: int
    description: str = ""
    place: Place
    setup_s: int = 0
    service_s: int = 0
    setup_per_type_s: Mapping[str, int] = field(default_factory=dict)
    service_per_type_s: Mapping[str, int] = field(default_factory=dict)
    windows_s: tuple[Span, ...] = ()

    def setup_by(self, vehicle_type: str) -> int:
        """Return the set-up of vehicles of a type."""
        return self.setup_per_type_s.get(vehicle_type, self.setup_s)

    def service_by(self, vehicle_type: str) -> int:
        """Return the service of vehicles of a type."""
        return self.service_per_type_s.get(vehicle_type, self.service_s)


@dataclass(frozen=True, kw_only=True)
class Work:
    """A job (one task) or a shipment (pickup and delivery).

    Attributes
    ----------
    path : str
        Where it stands in the file.
    delivery, pickup : Amount
        Of a job: aboard from the start of the route; to its end.
    amount : Amount
        Of a shipment: aboard between its tasks.
    """

    path: str
    tasks: tuple[VroomTask, ...]
    delivery: Amount = ()
    pickup: Amount = ()
    amount: Amount = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0

    @property
    def exchanges(self) -> bool:
        """Whether it is a job that both brings and takes."""
        return any(self.delivery) and any(self.pickup)

    @property
    def name(self) -> str:
        """What to call it: `job 7`, `shipment 3-4`."""
        ids = "-".join(str(task.id) for task in self.tasks)
        return f"{'job' if len(self.tasks) == 1 else 'shipment'} {ids}"


@dataclass(frozen=True, kw_only=True)
class VroomBreak:
    """A break that a used vehicle takes; `windows_s` bound its start."""

    id: int
    description: str = ""
    service_s: int = 0
    windows_s: tuple[Span, ...] = ()
    max_load: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What a vehicle costs, in VROOM's unit of cost."""

    fixed: int = 0
    per_hour: int = 3600
    per_task_hour: int = 0
    per_km: int = 0


@dataclass(frozen=True, kw_only=True)
class Vehicle:
    """A vehicle.

    Attributes
    ----------
    path : str
        Where it stands in the file.
    start, end : Place or None
        At least one of them; None: the route starts (ends) at its first (last) task.
    pace : int
        Hundredths of a second that a second of the matrices takes: 100 / `speed_factor`, rounded.
    speed_factor : float
    max_tasks, max_travel_s, max_distance_m : int or None
    """

    path: str
    id: int
    description: str = ""
    profile: str = "car"
    type: str = ""
    start: Place | None = None
    end: Place | None = None
    capacity: Amount = ()
    costs: Costs = field(default_factory=Costs)
    skills: frozenset[int] = frozenset()
    window_s: Span = (0, EVER)
    breaks: tuple[VroomBreak, ...] = ()
    speed_factor: float = 1.0
    max_tasks: int | None = None
    max_travel_s: int | None = None
    max_distance_m: int | None = None

    @property
    def pace(self) -> int:
        """Hundredths of a second that a second of the matrices takes (VROOM rounds there)."""
        return int(1 / self.speed_factor * 100 + 0.5)


@dataclass(frozen=True, kw_only=True)
class Matrices:
    """Travel of one profile by rows of places: seconds, metres, VROOM's costs; (places, places) each."""

    durations: Table
    distances: Table | None = None
    costs: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole VROOM problem.

    Attributes
    ----------
    matrices : mapping of profile to Matrices
        Empty where the file has coordinates only: `solver.vroom.places.with_travel` fills it.
    coordinates : tuple of Coordinates
        By row, where the file has no matrices.
    """

    works: tuple[Work, ...]
    vehicles: tuple[Vehicle, ...]
    matrices: Mapping[str, Matrices] = field(default_factory=dict)
    coordinates: tuple[Coordinates, ...] = ()

    @cached_property
    def profiles(self) -> tuple[str, ...]:
        """The profiles of its vehicles, each once."""
        return tuple(dict.fromkeys(vehicle.profile for vehicle in self.vehicles))

    @cached_property
    def tasks(self) -> tuple[VroomTask, ...]:
        """All tasks, in the order of the works."""
        return tuple(task for work in self.works for task in work.tasks)

    @cached_property
    def work_of(self) -> tuple[int, ...]:
        """The work of each task."""
        return tuple(number for number, work in enumerate(self.works) for _ in work.tasks)

    @cached_property
    def measured(self) -> bool:
        """Whether distances are known."""
        return all(self.matrices[name].distances is not None for name in self.profiles)

    @cached_property
    def timed(self) -> bool:
        """Whether anything is bound to a time."""
        tied = any(vehicle.breaks or vehicle.window_s != Vehicle.window_s for vehicle in self.vehicles)
        return tied or any(task.windows_s for task in self.tasks)
