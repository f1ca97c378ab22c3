"""VROOM documents that cannot be used: each complaint names the place and what would be right."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from solver.vroom import VroomError, read_document
from tests.solver.vroom_cases import job, line, model, problem, shipment, vehicle
from tests.solver.vroom_law import Json

GOOD = problem(
    job(1, 1, delivery=[1], service_per_type={"van": 5}, time_windows=[[0, 9], [20, 30]]),
    shipment(2, (1, 2), amount=[1]),
    vehicles=[vehicle(capacity=[2], breaks=[{"id": 1, "service": 5}], costs={"fixed": 1}, time_window=[0, 5000])],
)

type Damage = Callable[[Json], Any]


def complaints(data: Json) -> tuple[str, ...]:
    try:
        model(data)
    except VroomError as error:
        return error.problems
    return ()


def _put(*path: str | int, value: Any) -> Damage:
    def damage(data: Json) -> None:
        inside: Any = data
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value

    return damage


def _drop(*path: str | int) -> Damage:
    def damage(data: Json) -> None:
        inside: Any = data
        for key in path[:-1]:
            inside = inside[key]
        del inside[path[-1]]

    return damage


DAMAGES: dict[str, Damage] = {
    "jobs[0].serivce is not known; did you mean service?": _put("jobs", 0, "serivce", value=5),
    "shipments[0].pickup.priority is not known": _put("shipments", 0, "pickup", "priority", value=5),
    "vehicles[0].breaks[0].max_loads is not known; did you mean max_load?": _put(
        "vehicles", 0, "breaks", 0, "max_loads", value=[1]
    ),
    "vehicles[0].costs.per_mile is not known; did you mean per_km?": _put(
        "vehicles", 0, "costs", "per_mile", value=1
    ),
    "matrices.car.duration is not known; did you mean durations?": _put("matrices", "car", "duration", value=[[0]]),
    "job is not known; did you mean jobs?": _put("job", value=[]),
    "jobs[0].id is '1', not a whole number from 0 to 18446744073709551615": _put("jobs", 0, "id", value="1"),
    "jobs[0] has no id": _drop("jobs", 0, "id"),
    "jobs[0].service is -1, not a whole number from 0 to 4294967295": _put("jobs", 0, "service", value=-1),
    "jobs[0].service is 1.5, not a whole number from 0 to 4294967295": _put("jobs", 0, "service", value=1.5),
    "jobs[0].service is true, not a whole number from 0 to 4294967295": _put("jobs", 0, "service", value=True),
    "jobs[0].priority is 101, not a whole number from 0 to 100": _put("jobs", 0, "priority", value=101),
    "jobs[0].delivery has 2 quantities, but the first vehicle's capacity has 1": _put(
        "jobs", 0, "delivery", value=[1, 2]
    ),
    "jobs[0].skills[1] is 'x', not a whole number from 0 to 4294967295": _put("jobs", 0, "skills", value=[1, "x"]),
    "jobs[0].time_windows[0] ends before it starts (9, 3)": _put("jobs", 0, "time_windows", value=[[9, 3]]),
    "jobs[0].time_windows has windows that overlap or touch": _put(
        "jobs", 0, "time_windows", value=[[5, 9], [0, 5]]
    ),
    "jobs[0].time_windows is empty: leave it out for any time": _put("jobs", 0, "time_windows", value=[]),
    "jobs[0].time_windows[0] is not a time window: two whole numbers are": _put(
        "jobs", 0, "time_windows", value=[[1]]
    ),
    "jobs[0].service_per_type has an empty type": _put("jobs", 0, "service_per_type", value={"": 1}),
    "jobs[0].location_index is 9, but the matrices have 5 rows": _put("jobs", 0, "location_index", value=9),
    "jobs[0] has no location_index": _drop("jobs", 0, "location_index"),
    "jobs[0].description is 5, not text": _put("jobs", 0, "description", value=5),
    "jobs is 5, not an array": _put("jobs", value=5),
    "jobs[1] is null, not an object": lambda data: data["jobs"].append(None),
    "jobs[1].id is 1, as is jobs[0].id": lambda data: data["jobs"].append(job(1, 2)),
    "shipments[1].delivery.id is 3, as is shipments[0].delivery.id": lambda data: data["shipments"].append(
        shipment(5, (1, 2)) | {"delivery": {"id": 3, "location_index": 2}}
    ),
    "shipments[0] has no delivery": _drop("shipments", 0, "delivery"),
    "vehicles[0].speed_factor is not above 0 and at most 5": _put("vehicles", 0, "speed_factor", value=0),
    "vehicles[0].speed_factor is 'fast', not a number": _put("vehicles", 0, "speed_factor", value="fast"),
    "vehicles[0] has neither a start nor an end": lambda data: [
        data["vehicles"][0].pop(key) for key in ("start_index", "end_index")
    ],
    "vehicles[0].breaks[0] does not fit into the vehicle's time window": _put(
        "vehicles", 0, "breaks", 0, "time_windows", value=[[4996, 6000]]
    ),
    "document has no vehicles": _put("vehicles", value=[]),
    "document has neither jobs nor shipments": lambda data: data.update(jobs=[], shipments=[]),
    "matrices.car.durations is not a square matrix": _put("matrices", "car", "durations", value=[[0, 1]]),
    "matrices.car.durations[0][1] is -5, not a whole number from 0 to 4294967295": _put(
        "matrices", "car", "durations", 0, 1, value=-5
    ),
    "matrices.car.durations[0][0] is 7, not 0, from a place to itself": _put(
        "matrices", "car", "durations", 0, 0, value=7
    ),
    "matrices.car has no durations": _drop("matrices", "car", "durations"),
    "matrices.car has matrices of different sizes": _put("matrices", "car", "distances", value=[[0]]),
    "matrices has no bike, the profile of a vehicle": _put("vehicles", 0, "profile", value="bike"),
    "vehicles[0].costs.per_km needs matrices.car.distances": lambda data: (
        data["matrices"]["car"].pop("distances"), data["vehicles"][0]["costs"].update(per_km=1)
    ),
    "vehicles[0].costs.per_hour contradicts matrices.car.costs": lambda data: (
        data["matrices"].update(line(costs=line()["car"]["durations"])), data["vehicles"][0]["costs"].update(per_hour=7)
    ),
}  # fmt: skip


@pytest.mark.parametrize("told", DAMAGES)
def test_a_mistake_is_named_with_its_place(told: str) -> None:
    """A misspelt key would be ignored in silence, as VROOM does, and the plan be wrong."""
    data = copy.deepcopy(GOOD)
    DAMAGES[told](data)

    assert told in complaints(data)


def test_the_good_document_is_taken() -> None:
    """The table of mistakes would pass with a reader that refuses everything."""
    assert complaints(GOOD) == ()


def test_deprecated_keys_are_read_as_vroom_reads_them() -> None:
    """Old files would lose their quantities or their only matrix."""
    old: Json = {
        "vehicles": [vehicle(capacity=[5])],
        "jobs": [job(1, 1, amount=[2]), job(2, 1, amount=[2], pickup=[1])],
    }
    document = read_document(old | {"matrix": [[0, 7], [8, 0]]})

    assert [work.delivery for work in document.works] == [(2,), (0,)]
    assert document.matrices["car"].durations.tolist() == [[0, 7], [8, 0]]


@pytest.mark.parametrize("task", [{"time_windows": [[0, 9]]}, {}])
def test_distance_is_limited_only_where_nothing_is_a_matter_of_time(task: Json) -> None:
    """Metres in the place of seconds would be compared with the time of day."""
    found = complaints(problem(job(1, 1, **task), vehicles=[vehicle(max_distance=9000)]))

    assert len(found) == len(task)


def test_all_mistakes_are_told_at_once() -> None:
    """Whoever has ten typing mistakes would need ten runs to find them."""
    data = copy.deepcopy(GOOD)
    data["jobs"][0] |= {"sevice": 1, "setpu": 2}
    data["vehicles"][0]["skils"] = [1]

    assert len(complaints(data)) == 3


UNSUPPORTED: dict[str, Damage] = {
    "vehicles[0].steps is not supported": _put("vehicles", 0, "steps", value=[]),
    "options.c is not supported": _put("options", value={"c": True, "g": True}),
    "vehicles[0].breaks[0].time_windows has several windows": _put(
        "vehicles", 0, "breaks", 0, "time_windows", value=[[0, 9], [20, 30]]
    ),
    "vehicles[0].breaks[0].max_load is not supported": _put("vehicles", 0, "breaks", 0, "max_load", value=[1]),
    "vehicles[0].max_tasks is not supported beside": _put("vehicles", 0, "max_tasks", value=2),
    "vehicles[0].max_distance is not supported beside": _put("vehicles", 0, "max_distance", value=9000),
    "vehicles[0] has breaks, which is not supported beside times per type of job 1": lambda data: (
        data["jobs"][0].update(service=9), data["vehicles"].append(vehicle(2, capacity=[2], type="van"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("told", UNSUPPORTED)
def test_what_cannot_be_obeyed_is_refused(told: str) -> None:
    """A limit that is quietly dropped would send out a route that breaks it."""
    data = copy.deepcopy(GOOD)
    UNSUPPORTED[told](data)

    assert any(one.startswith(told) for one in complaints(data)), complaints(data)


HARMLESS: dict[str, Damage] = {
    "several windows of which one is in the working hours": _put(
        "vehicles", 0, "breaks", 0, "time_windows", value=[[0, 9], [5000, 9000]]
    ),
    "a largest load at breaks that is the capacity": _put("vehicles", 0, "breaks", 0, "max_load", value=[2]),
    "as many tasks as there are": _put("vehicles", 0, "max_tasks", value=3),
    "a client's switches": _put("options", value={"g": True, "x": 5}),
    "a window that is always": _put("jobs", 0, "time_windows", value=[[0, 2**32 - 1]]),
    "coordinates beside indices": _put("jobs", 0, "location", value=[20.1, 51.0]),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_changes_nothing_is_taken(what: str) -> None:
    """Real files would be refused for keys that ask for nothing."""
    data = copy.deepcopy(GOOD)
    HARMLESS[what](data)

    assert complaints(data) == ()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_put("jobs", 0, "location", value=[20.0]), "jobs[0].location is not a pair of coordinates"),
        (_put("jobs", 0, "location", value=[20.0, 91.0]), "jobs[0].location is not on the globe"),
        (_put("jobs", 0, "location", value=[20.0, float("nan")]), "jobs[0].location[1] is nan, not a number"),
        (_drop("jobs", 0, "location"), "jobs[0] has no location"),
        (_put("jobs", 0, "location_index", value=1), "jobs[0].location_index needs matrices, and there are none"),
    ],
)
def test_places_without_matrices_need_coordinates(damage: Damage, told: str) -> None:
    """A job would be put on Null Island, or at the first place of the list."""
    data: Json = {"jobs": [{"id": 1, "location": [20.0, 51.0]}], "vehicles": [{"id": 1, "start": [-120.1, 51.1]}]}
    read_document(data)
    damage(data)

    with pytest.raises(VroomError) as refused:
        read_document(data)

    assert any(one.startswith(told) for one in refused.value.problems), refused.value.problems
