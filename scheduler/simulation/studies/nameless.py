"""Tasks as they leave this computer: whoever plays them needs to know where doors are, and nobody's name."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.capacity.tasks import Task
from scheduler.domain.client import Client, Notes
from scheduler.domain.ids import PlaceId
from scheduler.domain.place import Place
from scheduler.domain.town import Town
from scheduler.simulation.office.simulator import with_callers


class Nameless:
    """Takes out of tasks what tells who somebody is; of a town that many tasks share, the work is done once.

    Ids and coordinates stay: a replication comes to the same with them, whoever it is about.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Town, Town]] = {}

    def __call__(self, task: Task) -> Task:
        """Return a task that comes to the same figures."""
        # The town is kept beside the other one: as long as it lives nothing else can have its id.
        if id(task.town) not in self._known:
            self._known[id(task.town)] = task.town, _without_names(task.town)
        return replace(task, town=self._known[id(task.town)][1])


def _without_names(town: Town) -> Town:
    """Return a town of the same facts, and of nobody's name, phone, address or free text; nothing is booked in it."""
    homes = {home for one in town.clients.values() for home in (one.home, *one.former_homes)}
    empty = with_callers(town, ())
    return replace(
        empty,
        note="",
        places=_places(town.places, homes),
        clients={key: _client(one) for key, one in town.clients.items()},
        staff={key: replace(one, name="", phone="") for key, one in town.staff.items()},
        shifts=tuple(replace(one, name="") for one in empty.shifts),
        patterns={key: replace(one, name="") for key, one in town.patterns.items()},
    )


def _client(one: Client) -> Client:
    return replace(
        one, name="", phone="", email="", birth_year=None, sex=None, contacts=(), notes=Notes(),
        access=replace(one.access, door_code=""),
    )  # fmt: skip


def _places(places: Mapping[PlaceId, Place], homes: set[PlaceId]) -> Mapping[PlaceId, Place]:
    """Return places; in files a home may be called public, as nobody has said that it is none."""
    return {key: one if one.public and key not in homes else _place(one) for key, one in places.items()}


def _place(one: Place) -> Place:
    """Return a home; what its entrances are called is what requests name them by."""
    entrances = tuple(replace(entrance, note="") for entrance in one.entrances)
    return replace(one, name="", address="", phone="", entrances=entrances)
