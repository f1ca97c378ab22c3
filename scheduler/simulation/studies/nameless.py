"""Tasks as they leave this computer: whoever plays them needs to know where doors are, and nobody's name."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.capacity.tasks import Task
from scheduler.domain.client import Client, Notes
from scheduler.domain.ids import PlaceId
from scheduler.domain.place import Door, Place
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.simulation.office.simulator import with_callers

type _Numbers = Mapping[str, str]
"""What an entrance is called, by its name."""


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
    # In files a home may be called public, as nobody has said that it is none.
    private = {key: one for key, one in town.places.items() if key in homes or not one.public}
    numbers = {key: _numbered(one) for key, one in private.items()}
    empty = with_callers(town, ())
    return replace(
        empty,
        note="",
        places={**town.places, **{key: _place(one, numbers[key]) for key, one in private.items()}},
        clients={key: _client(one, numbers.get(one.home, {})) for key, one in town.clients.items()},
        staff={key: replace(one, name="", phone="") for key, one in town.staff.items()},
        shifts=tuple(_unnamed(one, numbers) for one in empty.shifts),
        patterns={key: _unnamed(one, numbers) for key, one in town.patterns.items()},
    )


def _numbered(one: Place) -> _Numbers:
    """Return for each name of an entrance its number: of the first that is called so, as a place finds it."""
    return {entrance.name: str(number) for number, entrance in reversed([*enumerate(one.entrances, start=1)])}


def _place(one: Place, numbers: _Numbers) -> Place:
    """Return a home; what its entrances are called may be whose they are."""
    entrances = tuple(replace(entrance, name=numbers[entrance.name], note="") for entrance in one.entrances)
    return replace(one, name="", address="", phone="", entrances=entrances)


def _client(one: Client, numbers: _Numbers) -> Client:
    return replace(
        one, name="", phone="", email="", birth_year=None, sex=None, contacts=(), notes=Notes(),
        access=replace(one.access, door_code=""), home_entrance=numbers.get(one.home_entrance or ""),
    )  # fmt: skip


def _unnamed[S: (Shift, WeeklyPattern)](one: S, numbers: Mapping[PlaceId, _Numbers]) -> S:
    start, end = (_door(door, numbers) for door in (one.start_door, one.end_door))
    return replace(one, name="", start_door=start, end_door=end)


def _door(one: Door, numbers: Mapping[PlaceId, _Numbers]) -> Door:
    if one.place_id not in numbers:
        return one
    return replace(one, entrance=numbers[one.place_id].get(one.entrance or ""))
