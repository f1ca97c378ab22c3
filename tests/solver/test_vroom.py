"""What VROOM's words mean, one at a time: tiny problems whose best plan can be told by looking."""

from dataclasses import replace
from typing import Any

import pytest

from solver.solution import Solution
from solver.vroom import read_document, write_solution
from solver.vroom.eta import Line, timed
from tests.solver.vroom_cases import job, left, line, model, order, problem, shipment, solved, step, vehicle


def test_deliveries_are_aboard_from_the_start() -> None:
    """A van would set off with more parcels than it holds."""
    asked = [job(n, n, delivery=[1]) for n in (1, 2, 3)]

    assert len(left(solved(problem(*asked, vehicles=[vehicle(capacity=[2])])))) == 1
    assert left(solved(problem(*asked, vehicles=[vehicle(capacity=[3])]))) == []


def test_pickups_stay_aboard_to_the_end() -> None:
    """A van would come home with more empties than it holds."""
    asked = [job(n, n, pickup=[1]) for n in (1, 2, 3)]

    assert len(left(solved(problem(*asked, vehicles=[vehicle(capacity=[2])])))) == 1


def test_empties_take_the_place_of_what_was_delivered() -> None:
    """A round that delivers first and collects then would be thought to need two vans."""
    found = solved(problem(job(1, 2, delivery=[2]), job(2, 1, pickup=[2]), vehicles=[vehicle(capacity=[2])]))

    assert order(found) == [1, 2]
    assert [s["load"] for s in found["routes"][0]["steps"]] == [[2], [0], [2], [2]]
    assert (found["summary"]["delivery"], found["summary"]["pickup"]) == ([2], [2])


def test_a_job_may_bring_and_take() -> None:
    """Crates are exchanged for empty ones: both ends of the round must fit, and it is one job all the same."""
    exchange = [job(n, n, delivery=[1], pickup=[2], service=30) for n in (1, 2)]

    assert left(solved(problem(*exchange, vehicles=[vehicle(capacity=[4])]))) == []
    assert len(left(solved(problem(*exchange, vehicles=[vehicle(capacity=[3])])))) == 1
    loads = [s["load"] for s in solved(problem(exchange[0], vehicles=[vehicle(capacity=[2])]))["routes"][0]["steps"]]
    assert loads == [[1], [2], [2]]


def test_nothing_comes_between_bringing_and_taking() -> None:
    """Something quick would be loaded in the instant in which a crate is gone and its empty not yet there."""
    exchange = job(1, 1, delivery=[2], pickup=[2])
    found = solved(problem(exchange, job(2, 1, pickup=[1]), vehicles=[vehicle(capacity=[2])]))
    both = solved(problem(exchange, job(2, 1, delivery=[1]), job(3, 1, pickup=[1]), vehicles=[vehicle(capacity=[3])]))

    assert left(found) == [2]
    assert left(both) == []


def test_every_quantity_has_its_own_limit() -> None:
    """A van with room for the weight would be thought to have room for the volume."""
    heavy, large = job(1, 1, delivery=[3, 1]), job(2, 2, delivery=[1, 3])

    assert left(solved(problem(heavy, large, vehicles=[vehicle(capacity=[4, 4])]))) == []
    assert len(left(solved(problem(heavy, large, vehicles=[vehicle(capacity=[4, 3])])))) == 1


def test_a_shipment_is_aboard_between_its_tasks() -> None:
    """Two shipments after each other would be thought to need room for two."""
    found = solved(
        problem(shipment(1, (1, 2), amount=[1]), shipment(3, (2, 3), amount=[1]), vehicles=[vehicle(capacity=[1])])
    )

    assert order(found) == [1, 2, 3, 4]


def test_skills_are_needed_all() -> None:
    """A job that needs a licence and a lift would go to whoever has one of them."""
    fleet = [vehicle(1, skills=[1]), vehicle(2, skills=[1, 2], costs={"fixed": 9000})]
    found = solved(problem(job(1, 1, skills=[1, 2]), vehicles=fleet))

    assert [route["vehicle"] for route in found["routes"]] == [2]


def test_priority_comes_before_numbers_and_numbers_before_cost() -> None:
    """One urgent job far away would be left for two others, or two others for the cheaper one."""
    urgent, near, next_door = job(1, 4, priority=2), job(2, 1, priority=1), job(3, 1)
    one = solved(problem(urgent, near, next_door, vehicles=[vehicle(time_window=[0, 800], max_tasks=1)]))
    two = solved(problem(job(1, 4), near | {"priority": 0}, next_door, vehicles=[vehicle(max_tasks=2)]))

    assert (order(one), one["summary"]["priority"]) == ([1], 2)
    assert sorted(order(two)) == [2, 3]


def test_one_urgent_job_outweighs_any_number_of_others() -> None:
    """Four small things at the door would be done instead of the urgent one far away."""
    small = [job(n, 0, service=100) for n in (2, 3, 4, 5)]

    assert order(solved(problem(job(1, 4, priority=3), *small, vehicles=[_until(800)]))) == [1]


def test_a_shipments_priority_counts_for_both_tasks() -> None:
    """A shipment of priority 3 would lose against a job of priority 5; VROOM sums over tasks."""
    found = solved(problem(shipment(1, (1, 2), priority=3), job(3, 4, priority=5), vehicles=[_until(450)]))

    assert (left(found), found["summary"]["priority"]) == ([3], 6)


def _until(end_s: int, **fields: Any) -> dict[str, Any]:
    return vehicle(time_window=[0, end_s], **fields)


def test_windows_bound_the_start_of_the_setup() -> None:
    """Somebody who may come until noon would be refused at noon because tools have to be unpacked."""
    found = solved(problem(job(1, 1, setup=50, service=30, time_windows=[[100, 100]])))
    at_home = solved(problem(job(1, 1, time_windows=[[0, 99]])))

    assert (step(found, 1)["arrival"], step(found, 1)["setup"], found["routes"][0]["steps"][-1]["arrival"]) == (
        100, 50, 280,
    )  # fmt: skip
    assert left(at_home) == [1]


def test_a_setup_does_not_shorten_the_window_of_a_lone_job() -> None:
    """Whoever arrives in time would be told to be ready with the tools in time, too."""
    found = solved(problem(job(1, 1, setup=50, time_windows=[[0, 120]])))

    assert step(found, 1)["arrival"] + step(found, 1)["waiting_time"] <= 120


def test_nobody_sets_up_before_the_window_opens() -> None:
    """A crew would unpack in front of a closed shop and be thought to be home in time."""
    closed = job(1, 1, setup=50, service=10, time_windows=[[300, 400]])
    neighbour = job(2, 1, setup=50)

    assert left(solved(problem(closed, neighbour, vehicles=[_until(459)]))) == [1]
    assert left(solved(problem(closed, neighbour, vehicles=[_until(460)]))) == []


def test_setup_is_paid_once_a_halt() -> None:
    """Ten parcels for one house would cost ten times finding a parking space."""
    asked = [job(n, 1, setup=50, service=10) for n in (1, 2, 3)]
    found = solved(problem(*asked, vehicles=[_until(280)]))

    assert (left(found), found["summary"]["setup"], found["summary"]["service"]) == ([], 50, 30)
    assert left(solved(problem(*asked, vehicles=[_until(279)]))) != []


def test_no_setup_where_the_vehicle_stands_already() -> None:
    """The time told for a job at the depot would be longer than VROOM says."""
    found = solved(problem(job(1, 0, setup=50, service=10)))

    assert step(found, 1)["setup"] == 0
    assert found["summary"]["duration"] == 0


def test_setup_where_the_vehicle_stands_is_no_part_of_its_window() -> None:
    """A job at the depot would be thought to be too late for a set-up that nobody needs there."""
    found = solved(problem(job(1, 0, setup=50, time_windows=[[0, 120]]), vehicles=[vehicle(time_window=[110, 500])]))

    assert (left(found), step(found, 1)["arrival"]) == ([], 110)


def test_several_windows() -> None:
    """A shop that is closed at noon would be visited at noon."""
    found = solved(problem(job(1, 1, time_windows=[[0, 50], [300, 400]])))

    assert step(found, 1)["arrival"] + step(found, 1)["waiting_time"] == 300
    assert found["routes"][0]["steps"][0]["arrival"] == 200  # off as late as it can be


@pytest.mark.parametrize(("ends", "duration"), [({"start_index": 0}, 300), ({"end_index": 0}, 300)])
def test_a_route_may_be_open(ends: dict[str, int], duration: int) -> None:
    """A driver who goes home by train would be charged the way back."""
    found = solved(problem(job(1, 1), job(2, 3), vehicles=[vehicle(**ends)]))

    assert found["summary"]["cost"] == duration
    assert found["routes"][0]["steps"][0]["location_index"] == (0 if "start_index" in ends else 3)


def test_costs_of_every_kind_add_up() -> None:
    """The cost told would be in nobody's currency: 500 fixed, 4 km at 7, 400 s at 1800 an hour, 90 s at 40 an hour."""
    costs = {"fixed": 500, "per_km": 7, "per_hour": 1800, "per_task_hour": 40}
    found = solved(problem(job(1, 2, service=30, setup=60), vehicles=[vehicle(costs=costs)]))

    assert found["summary"]["cost"] == 500 + 28 + 200 + 1
    assert found["summary"]["distance"] == 4000


def test_the_cheaper_vehicle_goes() -> None:
    """Costs would be reported and not minded: fixed, by the hour, and of the work itself."""
    asked = job(1, 1, service=3600)
    for dear in ({"fixed": 3601}, {"per_hour": 9000}, {"per_task_hour": 100}, {"per_km": 900}):
        fleet = [vehicle(1, costs=dear), vehicle(2)]
        assert [route["vehicle"] for route in solved(problem(asked, vehicles=fleet))["routes"]] == [2], dear


@pytest.mark.parametrize(
    ("dear", "cheap"),
    [
        ({"per_hour": 0, "fixed": 201}, {}),
        ({}, {"per_hour": 0, "fixed": 199}),
        ({"per_hour": 0, "per_km": 101}, {}),
        ({}, {"per_hour": 0, "per_km": 99}),
        ({"per_hour": 0, "per_task_hour": 201}, {}),
        ({}, {"per_hour": 0, "per_task_hour": 199}),
        ({"per_hour": 3700}, {}),
    ],
)
def test_costs_are_weighed_against_each_other(dear: dict[str, int], cheap: dict[str, int]) -> None:
    """200 s on the way, 2 km and an hour at the door: 199 would be thought to be more than 200."""
    fleet = [vehicle(1, costs=dear), vehicle(2, costs=cheap)]

    assert solved(problem(job(1, 1, service=3600), vehicles=fleet))["routes"][0]["vehicle"] == 2


def test_own_costs_are_weighed_against_time() -> None:
    """A profile with a table of costs would always, or never, be the cheaper one."""
    tolls = [[0 if a == b else 101 for b in range(5)] for a in range(5)]
    matrices = line() | {"lorry": line(costs=tolls)["car"]}
    fleet = [vehicle(1, profile="lorry"), vehicle(2)]
    dearer = [vehicle(1, profile="lorry"), vehicle(2, costs={"fixed": 3})]

    assert solved(problem(job(1, 1), vehicles=fleet, matrices=matrices))["routes"][0]["vehicle"] == 2
    assert solved(problem(job(1, 1), vehicles=dearer, matrices=matrices))["routes"][0]["vehicle"] == 1


def test_a_setup_paid_once_costs_once() -> None:
    """Two parcels for one house would be thought to need parking twice, and go to somebody else."""
    fleet = [vehicle(1, costs={"per_hour": 0, "per_task_hour": 100}), vehicle(2, costs={"per_hour": 0, "fixed": 150})]
    found = solved(problem(job(1, 1, setup=3600), job(2, 1, setup=3600), vehicles=fleet))

    assert [(route["vehicle"], route["cost"]) for route in found["routes"]] == [(1, 100)]


def test_task_time_counts_among_what_to_leave_out() -> None:
    """Of two jobs of which one fits, the one that takes an hour of a dear crew would be done."""
    crew = vehicle(costs={"per_hour": 0, "per_task_hour": 100}, max_tasks=1)
    found = solved(problem(job(1, 1, service=3600), job(2, 1, service=60), vehicles=[crew]))

    assert order(found) == [2]


def test_own_costs_stand_for_time() -> None:
    """A toll road would be taken because it is the quicker one."""
    tolls = [[0 if a == b else 1 for b in range(5)] for a in range(5)]
    tolls[0][1] = tolls[1][2] = 50
    found = solved(problem(job(1, 1), job(2, 2), matrices=line(costs=tolls)))

    assert (order(found), found["summary"]["cost"]) == ([2, 1], 3)


def test_the_speed_factor_scales_all_travel() -> None:
    """A slow van would be expected home when a fast one is."""
    found = solved(problem(job(1, 2), vehicles=[vehicle(speed_factor=0.8)]))

    assert (found["summary"]["duration"], found["summary"]["cost"]) == (500, 500)
    assert left(solved(problem(job(1, 2), vehicles=[_until(499, speed_factor=0.8)]))) == [1]


def test_times_by_vehicle_type() -> None:
    """A crew with a machine would be given the time of one with spades."""
    asked = job(1, 1, service=500, service_per_type={"digger": 50}, setup=20, setup_per_type={"digger": 40})
    found = solved(
        problem(asked, vehicles=[_until(650, type="spade"), vehicle(2, type="digger", time_window=[0, 290])])
    )

    assert [route["vehicle"] for route in found["routes"]] == [2]
    assert (step(found, 1)["service"], step(found, 1)["setup"]) == (50, 40)


def test_times_by_type_of_a_job_that_brings_and_takes() -> None:
    """The slower crew would be refused the job, or be thought to be as quick as the other."""
    asked = job(1, 1, service=500, service_per_type={"digger": 50}, delivery=[1], pickup=[1])
    quick = vehicle(2, type="digger", time_window=[0, 100], capacity=[1])

    assert left(solved(problem(asked, vehicles=[_until(700, capacity=[1]), quick]))) == []
    assert left(solved(problem(asked, vehicles=[_until(699, capacity=[1]), quick]))) == [1]


@pytest.mark.parametrize(
    ("limits", "served"), [({"max_tasks": 2}, 2), ({"max_travel_time": 399}, 1), ({"max_distance": 4000}, 2)]
)
def test_limits_of_a_vehicle(limits: dict[str, int], served: int) -> None:
    """A driver would be sent on more calls, hours or kilometres than the contract allows."""
    asked = [job(n, n) for n in (1, 2, 3)]

    assert len(left(solved(problem(*asked, vehicles=[vehicle(**limits)])))) == 3 - served


def test_tasks_of_shipments_count_twice() -> None:
    """A vehicle for four tasks would be given four shipments."""
    asked = [shipment(2 * n, (1, 2)) for n in (1, 2, 3)]

    assert len(left(solved(problem(*asked, vehicles=[vehicle(max_tasks=4)])))) == 2


def test_a_break_is_taken_in_its_window() -> None:
    """A driver would have no lunch, or have it at the client's."""
    lunch = {"id": 7, "service": 60, "time_windows": [[150, 200]], "description": "lunch"}
    found = solved(problem(job(1, 1, service=20), job(2, 2, service=20), vehicles=[vehicle(breaks=[lunch])]))
    told = next(s for s in found["routes"][0]["steps"] if s["type"] == "break")

    assert (told["id"], told["description"], told["service"]) == (7, "lunch", 60)
    assert found["summary"]["service"] == 100


def test_a_break_comes_after_what_it_came_after() -> None:
    """A break would be told before the visit that it follows, and the visit be too late."""
    lunch = {"id": 7, "service": 60, "time_windows": [[150, 200]]}
    found = solved(problem(job(1, 1, time_windows=[[100, 100]]), vehicles=[vehicle(breaks=[lunch])]))

    assert [s["type"] for s in found["routes"][0]["steps"]] == ["start", "job", "break", "end"]


def test_a_break_on_the_road_is_timed_as_vroom_does() -> None:
    """Times told to a client would be later than VROOM's own, for the same order."""
    lunch = {"id": 7, "service": 50, "time_windows": [[100, 100]]}
    asked = job(1, 3, time_windows=[[350, 350]])
    document = read_document(problem(asked, vehicles=[vehicle(breaks=[lunch])]))
    rest = document.vehicles[0].breaks[0]
    moments = timed(Line(document=document, vehicle=document.vehicles[0], numbers=(0,), breaks=[[rest], []]))

    assert moments is not None
    assert [(one.arrival // 100, one.end // 100) for one in moments] == [(0, 0), (100, 150), (350, 350), (650, 650)]


def test_a_break_of_no_length_is_told_too() -> None:
    """VROOM's clients look for every break that they asked for."""
    mark = {"id": 3, "time_windows": [[120, 130]]}
    found = solved(problem(job(1, 1), vehicles=[vehicle(breaks=[mark])]))

    assert [s["id"] for s in found["routes"][0]["steps"] if s["type"] == "break"] == [3]


def test_absolute_times_stay_absolute() -> None:
    """Timestamps are larger than any second of a day."""
    noon = 1_700_000_000
    found = solved(problem(job(1, 1, time_windows=[[noon, noon + 50]]), job(2, 2)))

    assert noon <= step(found, 1)["arrival"] + step(found, 1)["waiting_time"] <= noon + 50
    assert left(found) == []


def test_a_place_that_cannot_be_reached_is_left_out() -> None:
    """Files write a huge number where there is no road."""
    matrices = line()
    for other in range(4):
        matrices["car"]["durations"][other][4] = matrices["car"]["durations"][4][other] = 2**32 - 1
    found = solved(problem(job(1, 4), job(2, 1), vehicles=[_until(5000)], matrices=matrices))

    assert (left(found), found["summary"]["cost"]) == ([1], 200)


def test_what_is_told_of_the_unassigned() -> None:
    """Clients find an unassigned task by type and id; both halves of a shipment are told, with the reason."""
    data = problem(shipment(1, (1, 2), skills=[5], pickup={"description": "box"}), job(9, 1))
    made = model(data)
    told = write_solution(made, Solution(), reasons={1: "nobody can"}, computing_ms={})

    assert told["unassigned"] == [
        {"id": 9, "location_index": 1, "type": "job"},
        {"id": 1, "location_index": 1, "type": "pickup", "description": "box", "reason": "nobody can"},
        {"id": 2, "location_index": 2, "type": "delivery", "reason": "nobody can"},
    ]


def test_costs_too_large_to_add_up_are_said_to_be_rounded() -> None:
    """A plan would be told to be exact although its costs were rounded."""
    data = problem(job(1, 1), vehicles=[vehicle(costs={"per_hour": 2**32 - 1, "fixed": 1})])

    assert model(problem(job(1, 1))).exact
    assert not model(replace_durations(data, 2**31)).exact


def replace_durations(data: dict[str, Any], most: int) -> dict[str, Any]:
    car = data["matrices"]["car"]
    grown = [[entry * most // 400 for entry in row] for row in car["durations"]]
    return data | {"matrices": {"car": car | {"durations": grown}}}


def test_windows_years_apart_are_refused() -> None:
    """Seconds would overflow in silence."""
    with pytest.raises(ValueError, match="17 years"):
        model(problem(job(1, 1, time_windows=[[10, 20]]), job(2, 1, time_windows=[[4_000_000_000, 4_000_000_001]])))


def test_a_route_with_a_foreign_break_is_refused() -> None:
    """A break that nobody asked for would be told as somebody's lunch."""
    data = problem(job(1, 1), vehicles=[vehicle(breaks=[{"id": 7, "service": 60, "time_windows": [[150, 200]]}])])
    made = model(data)
    foreign = replace(made.document.vehicles[0].breaks[0], service_s=61)
    document = replace(made.document, vehicles=(replace(made.document.vehicles[0], breaks=(foreign,)),))
    solution = _plan(made)

    assert write_solution(made, solution, reasons={}, computing_ms={})
    with pytest.raises(ValueError, match="none of its own"):
        write_solution(replace(made, document=document), solution, reasons={}, computing_ms={})


def _plan(made: Any) -> Solution:
    from solver.lowering import lowered
    from solver.schedule import schedule

    found = schedule(lowered(made.problem), {0: [0]})
    assert found is not None
    return found
