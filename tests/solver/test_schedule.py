"""The reference timing on days small enough to reckon by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from solver.arrays import Arrays, BreakSlot, Difference, NeverAtOnce, blank
from solver.facts.shifts import StartFact
from solver.facts.travel import SpeedBandFact
from solver.problem import Problem
from solver.rulekit.tiny import STEP_S, aboard, delivery, hm, ride, shift, tiny, visit
from solver.schedule import schedule, schedule_route
from solver.solution import BreakTime, Route
from solver.timing.ties import Knot

MINUTE = 60


def primitives(problem: Problem, **changes: Any) -> Arrays:
    """Return the primitives of a day from 08:00 to 16:00 with the windows of the tasks, and fields changed."""
    arrays = blank(problem)
    arrays.windows = [task.windows_s for task in problem.tasks]
    arrays.earliest_s[:], arrays.latest_s[:] = hm(8), hm(16)
    for name, value in changes.items():
        if isinstance(getattr(arrays, name), list) or not hasattr(getattr(arrays, name), "shape"):
            setattr(arrays, name, value)
        else:
            getattr(arrays, name)[:] = value
    return arrays


def only(arrays: Arrays, order: list[int], index: int = 0) -> Route:
    """Return the route of one shift, which must exist."""
    route = schedule_route(arrays, index, order)
    assert route is not None
    return route


def starts(route: Route) -> list[int]:
    """Return the starts of service."""
    return [stop.start_s for stop in route.stops]


def window(*spans: tuple[int, int]) -> Mapping[str, Any]:
    """Return the windows of a task."""
    return {"windows_s": spans}


def test_a_visit_starts_when_its_door_opens() -> None:
    """The physiotherapist would ring at a day centre that is still locked."""
    arrays = primitives(tiny(requests=[visit("V", "B", task=window((hm(9), hm(10))))]))
    route = only(arrays, [0])

    assert (route.start_s, route.stops[0].arrival_s, starts(route)) == (hm(8), hm(8, 10), [hm(9)])
    assert (route.left_s, route.end_s) == (hm(9, 30), hm(9, 40))


def test_a_missed_window_leads_to_the_next_one() -> None:
    """A visit that can be made in the afternoon would be called impossible."""
    spans = window((hm(8), hm(8, 9)), (hm(14), hm(14, 5)))
    arrays = primitives(tiny(requests=[visit("V", "B", task=spans)]))

    assert starts(only(arrays, [0])) == [hm(14)]


def test_too_late_for_the_last_window_is_impossible() -> None:
    """A plan would promise a visit that nobody can reach in time."""
    arrays = primitives(tiny(requests=[visit("V", "C", task=window((hm(8), hm(8, 19))))]))

    assert schedule_route(arrays, 0, [0]) is None


def test_ten_meals_at_one_door_pay_for_parking_once() -> None:
    """Ten meals in one block would be planned as ten stops, and the round would not fit."""
    task = {"setup_s": 300, "service_s": 60}
    arrays = primitives(
        tiny(requests=[visit("V", "B", task=task), visit("W", "B", task=task), visit("X", "C", task=task)])
    )
    route = only(arrays, [0, 1, 2])

    assert starts(route) == [hm(8, 15), hm(8, 16), hm(8, 32)]
    assert route.stops[1].left_s == route.stops[1].arrival_s == hm(8, 16)


def test_the_first_halt_pays_its_setup_even_at_the_start_place() -> None:
    """Loading at the base would take no time to get ready."""
    arrays = primitives(tiny(requests=[visit("V", "A", task={"setup_s": 300})]))

    assert starts(only(arrays, [0])) == [hm(8, 5)]


def test_a_short_ride_is_fetched_late() -> None:
    """Somebody would sit in the bus for an hour because it came early."""
    problem = tiny(requests=[ride("R", "BC", dropoff=window((hm(10), hm(10, 10))))])
    arrays = primitives(problem, ride_max_s=15 * MINUTE)
    route = only(arrays, [0, 1])

    assert starts(route) == [hm(9, 44), hm(10)]


def test_with_people_aboard_the_bus_does_not_stand() -> None:
    """Passengers would wait in a parked bus, at either door."""
    problem = tiny(requests=[ride("R", "BC", dropoff=window((hm(10), hm(10, 10))))])
    arrays = primitives(problem, wait_max_s=5 * MINUTE)
    route = only(arrays, [0, 1])

    assert starts(route) == [hm(9, 44), hm(10)]
    assert route.stops[1].left_s == route.stops[0].end_s


def test_meals_may_wait() -> None:
    """The meal round would be refused because soup may not stand, which it may."""
    problem = tiny(requests=[delivery("D", "BC", drop=window((hm(10), hm(10, 10))))])

    assert starts(only(primitives(problem, wait_max_s=0), [0, 1])) == [hm(8, 10), hm(10)]


def test_an_accepted_wait_counts_at_its_stop_only() -> None:
    """A dispatcher's exception for one client would let the bus stand at every stop."""
    problem = tiny(requests=[ride("R", "BD", dropoff=window((hm(10), hm(10)))), ride("S", "CD")])
    arrays = primitives(problem, wait_max_s=0, wait_allowed_s=[0, 7 * MINUTE, 0, 0])

    assert starts(only(arrays, [0, 2, 1, 3])) == [hm(9, 31), hm(9, 42), hm(10), hm(10, 1)]


def test_a_short_working_day_starts_late() -> None:
    """A carer with a seven-hour day would be sent home before the evening visit."""
    problem = tiny(requests=[visit("V", "B", task=window((hm(14), hm(14))))])

    assert only(primitives(problem, work_max_s=60 * MINUTE), [0]).start_s == hm(13, 40)
    assert schedule_route(primitives(problem, work_max_s=39 * MINUTE), 0, [0]) is None


def test_a_shift_that_has_begun_goes_on_from_when_it_is_free() -> None:
    """The bus would be sent off while it still stands at the last door."""
    bus = shift(begun=StartFact(free_s=hm(9)))
    problem = tiny(requests=[visit("V", "B")], shifts=[bus])

    assert only(primitives(problem), [0]).start_s == hm(9)


def test_who_is_aboard_bounds_the_rest_of_the_ride() -> None:
    """The clock of somebody sitting in the bus would start again with every replanning."""
    problem = tiny(
        requests=[aboard("R", "C", since_s=hm(8, 50)), visit("V", "B")], shifts=[shift(begun=StartFact(free_s=hm(9)))]
    )

    assert starts(only(primitives(problem, ride_max_s=30 * MINUTE), [0, 1])) == [hm(9, 20), hm(9, 31)]
    assert schedule_route(primitives(problem, ride_max_s=29 * MINUTE), 0, [0, 1]) is None


def slot(duration: int, earliest: int, latest: int, **fields: Any) -> BreakSlot:
    """Return a break that is always owed."""
    given = {"only_if_after_s": -(2**30), "paid": True} | fields
    return BreakSlot(duration_s=duration, earliest_s=earliest, latest_start_s=latest, **given)


def test_a_break_lies_where_it_disturbs_least() -> None:
    """A driver's break would delay everybody although the bus stands empty for an hour."""
    problem = tiny(requests=[visit("V", "B"), visit("W", "C", task=window((hm(10), hm(11))))])
    arrays = primitives(problem, breaks=[(slot(15 * MINUTE, hm(8, 30), hm(12)),)])
    route = only(arrays, [0, 1])

    assert starts(route) == [hm(8, 10), hm(10)]
    assert len(route.breaks) == 1
    assert hm(8, 40) <= route.breaks[0].start_s <= hm(9, 35)


def test_no_break_with_somebody_aboard() -> None:
    """A client would wait in the bus while the driver eats."""
    problem = tiny(requests=[ride("R", "BC")])
    breaks = [(slot(15 * MINUTE, hm(8, 15), hm(8, 20)),)]

    assert only(primitives(problem, breaks=breaks), [0, 1]).breaks[0].gap == 0
    route = only(primitives(problem, breaks=[(slot(15 * MINUTE, hm(8, 5), hm(8, 20)),)], latest_s=hm(8, 57)), [0, 1])
    assert (route.breaks, starts(route)) == (
        (BreakTime(gap=0, start_s=hm(8, 10), end_s=hm(8, 25)),),
        [hm(8, 25), hm(8, 36)],
    )


def test_a_break_may_follow_an_early_homecoming() -> None:
    """A short round would be refused for a break that the driver takes at the base."""
    problem = tiny(requests=[visit("V", "B")])
    route = only(primitives(problem, breaks=[(slot(15 * MINUTE, hm(12), hm(13)),)], latest_s=hm(9)), [0])

    assert route.end_s == hm(8, 50)
    assert route.breaks == (BreakTime(gap=1, start_s=hm(12), end_s=hm(12, 15)),)


def test_a_late_homecoming_owes_the_second_break() -> None:
    """Overtime past nine hours without its break breaks the Labour Code."""
    problem = tiny(requests=[visit("V", "B", task=window((hm(15), hm(15, 20))))])
    second = slot(20 * MINUTE, hm(14), hm(16), only_if_after_s=hm(15, 40))

    assert only(primitives(problem, breaks=[(second,)]), [0]).breaks == ()
    late = primitives(problem, breaks=[(second._replace(only_if_after_s=hm(15, 39)),)])
    assert len(only(late, [0]).breaks) == 1


def test_an_unpaid_break_is_no_work() -> None:
    """A ten-hour day with a two-hour break would be refused to a worker who may work eight."""
    tasks = [visit("V", "B", task=window((hm(9), hm(9)))), visit("W", "B", task=window((hm(14), hm(14))))]
    pause = slot(2 * 3600, hm(10), hm(12), paid=False)
    arrays = primitives(tiny(requests=tasks), breaks=[(pause,)], work_max_s=(5 * 60 + 50 - 120) * MINUTE)

    assert only(arrays, [0, 1]).start_s == hm(8, 50)
    paid = primitives(
        tiny(requests=tasks), breaks=[(pause._replace(paid=True),)], work_max_s=(5 * 60 + 50 - 120) * MINUTE
    )
    assert schedule_route(paid, 0, [0, 1]) is None


def test_breaks_do_not_push_each_other_too_late() -> None:
    """The second of two breaks would be planned for when it no longer counts."""
    visits = [visit("V", "A", task=window((hm(8), hm(8)))), visit("W", "A", task=window((hm(10), hm(12))))]
    long, early = slot(60 * MINUTE, hm(8, 30), hm(10)), slot(15 * MINUTE, hm(8, 30), hm(8, 35))
    route = only(primitives(tiny(requests=visits), breaks=[(long, early)]), [0, 1])

    assert [(rest.start_s, rest.end_s) for rest in route.breaks] == [(hm(8, 30), hm(8, 45)), (hm(8, 45), hm(9, 45))]


def test_a_break_declined_is_not_owed_later() -> None:
    """A day made shorter at its other end would run past the hour from which a break is due, without one."""
    spans = (window((hm(8, 30), hm(8, 35)), (hm(14, 30), hm(14, 35))), window((hm(14), hm(14, 5)), (hm(15), hm(15, 5))))
    visits = [visit(name, "B", task=task) for name, task in zip("VW", spans, strict=True)]
    pause = slot(4 * 3600, hm(9), hm(12), paid=False, only_if_after_s=hm(14, 50))
    route = only(primitives(tiny(requests=visits), breaks=[(pause,)], work_max_s=3 * 3600), [0, 1])

    assert len(route.breaks) == (route.end_s > hm(14, 50))


def two_workers(**changes: Any) -> Arrays:
    """Return two workers with a visit each, the second one's not before nine."""
    return primitives(
        tiny(
            requests=[visit("V", "B"), visit("W", "C", task=window((hm(9), hm(12))))],
            shifts=[shift("one"), shift("two")],
        ),
        **changes,
    )


def test_two_workers_start_together() -> None:
    """One of two carers needed for lifting would stand alone at the door."""
    found = schedule(two_workers(differences=[Difference(0, 1, 0, 0)]), {0: [0], 1: [1]})

    assert found is not None
    assert [found.times[task].start_s for task in (0, 1)] == [hm(9), hm(9)]


def test_relations_to_tasks_that_are_not_planned_say_nothing() -> None:
    """Leaving out an inspection would make the whole day impossible."""
    found = schedule(two_workers(differences=[Difference(0, 1, 0, 0)]), {0: [0]})

    assert found is not None
    assert found.times[0].start_s == hm(8, 10)


def test_one_client_is_not_in_two_places() -> None:
    """Two workers would come to one client at the same time."""
    apart = NeverAtOnce((0,), (1,), 10 * MINUTE, 10 * MINUTE, open_a=False, open_b=False)
    found = schedule(two_workers(never_at_once=[apart]), {0: [0], 1: [1]})
    never_before = apart._replace(gap_ab_s=2**30)
    other_way = schedule(two_workers(never_at_once=[never_before]), {0: [0], 1: [1]})

    assert found is not None
    assert [found.times[task].start_s for task in (0, 1)] == [hm(8, 10), hm(9)]
    assert other_way is not None
    assert other_way.times[0].start_s == hm(9, 40)


def test_who_is_away_without_a_return_stays_away() -> None:
    """A nurse would be sent to a flat whose tenant was taken to hospital and not brought back."""
    problem = tiny(requests=[ride("R", "BC"), ride("Q", "CB"), visit("V", "B")], shifts=[shift("one"), shift("two")])
    away = NeverAtOnce((0, 1, 2, 3), (4,), 0, 0, open_a=True, open_b=False)
    morning, late = (hm(8), hm(8, 20)), (hm(8, 11), hm(15))
    arrays = primitives(problem, never_at_once=[away])
    arrays.windows[0], arrays.windows[4] = (morning,), (late,)

    assert schedule(arrays, {0: [0, 1], 1: [4]}) is None
    found = schedule(arrays, {0: [0, 1, 2, 3], 1: [4]})
    assert found is not None
    assert found.times[4].start_s == found.times[3].end_s


def test_rush_hour_is_driven_through_band_by_band() -> None:
    """A bus that leaves before the rush would be thought to crawl all the way, or not at all."""
    problem = tiny(
        requests=[visit("V", "C")], speed_bands=(SpeedBandFact(start_s=hm(8, 10), end_s=hm(8, 20), permille=500),)
    )

    assert only(primitives(problem), [0]).stops[0].arrival_s == hm(8, 10) + 600 + (STEP_S - 300)


def test_driving_limit() -> None:
    """A driver would drive past the hours the law allows."""
    problem = tiny(requests=[visit("V", "B")])

    assert schedule_route(primitives(problem, driving_max_s=20 * MINUTE), 0, [0]) is not None
    assert schedule_route(primitives(problem, driving_max_s=20 * MINUTE - 1), 0, [0]) is None
    rush = tiny(requests=[visit("V", "B")], speed_bands=(SpeedBandFact(start_s=0, end_s=hm(8, 40), permille=500),))
    assert schedule_route(primitives(rush, driving_max_s=30 * MINUTE), 0, [0]) is not None
    assert schedule_route(primitives(rush, driving_max_s=30 * MINUTE - 1), 0, [0]) is None
    on_foot = tiny(requests=[visit("V", "B")], shifts=[shift(mode=1)])
    assert schedule_route(primitives(on_foot, driving_max_s=0), 0, [0]) is not None


def test_limits_that_chase_each_other_are_found_impossible_at_once() -> None:
    """The planner would hang for minutes on an order that a second's glance refuses."""
    problem = tiny(requests=[visit("V", "B"), visit("W", "C")], shifts=[shift("one"), shift("two")], end_s=10**8)
    circle = [Difference(0, 1, 100, 2**30), Difference(1, 0, -99, 2**30)]
    arrays = primitives(problem, differences=circle, latest_s=10**8)

    assert schedule(arrays, {0: [0], 1: [1]}) is None


def seldom(first: int, every: int, lasts: int, times: int) -> Mapping[str, Any]:
    """Return a task with many short windows."""
    return window(*((first + n * every, first + n * every + lasts) for n in range(times)))


def test_the_twelfth_window_is_found_too() -> None:
    """A ride to a ferry that fits only the last departure of the day would be called impossible."""
    up, down = seldom(hm(9), 1200, 0, 13), seldom(hm(9) - 400, 1300, 0, 13)
    problem = tiny(requests=[ride("R", "BC", pickup=up, dropoff=down)], end_s=hm(40))

    assert starts(only(primitives(problem, ride_max_s=660), [0, 1])) == [hm(9) + 11 * 1200, hm(9) + 11 * 1200 + 700]


def test_the_twelfth_window_of_two_workers_is_found_too() -> None:
    """Two workers for one door would be called impossible although both are there in the afternoon."""
    pair = [visit("V", "B", task=seldom(hm(9), 1200, 0, 13)), visit("W", "C", task=seldom(hm(8, 40), 1300, 0, 13))]
    problem = tiny(requests=pair, shifts=[shift("one"), shift("two")])
    found = schedule(primitives(problem, differences=[Difference(0, 1, 0, 0)]), {0: [0], 1: [1]})

    assert found is not None
    assert found.times[0].start_s == found.times[1].start_s == hm(9) + 12 * 1200


def test_an_impossible_break_is_found_without_trying_everybody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten crews who start together would keep the planner busy for minutes because one has no time to eat."""
    settled = 0
    settle = Knot.settle

    def counted(knot: Knot) -> bool:
        nonlocal settled
        settled += 1
        return settle(knot)

    monkeypatch.setattr(Knot, "settle", counted)
    nine = {"task": window((hm(9), hm(9, 5)))}
    visits = [visit(f"V{n}", "BC"[n % 2], **(nine if n == 0 else {})) for n in range(40)]
    arrays = primitives(
        tiny(requests=visits, shifts=[shift(f"s{n}") for n in range(10)]),
        breaks=[(slot(900, hm(9), hm(12)),)] * 9 + [(slot(3600, hm(9), hm(9, 20)),)],
        differences=[Difference(4 * n, 4 * n + 4, 0, 0) for n in range(9)],
    )

    assert schedule_route(arrays, 9, range(36, 40)) is not None
    assert schedule(arrays, {n: range(4 * n, 4 * n + 4) for n in range(10)}) is None
    assert settled < 500


def test_a_shift_without_stops_has_no_route() -> None:
    """A driver who stays at home would be given a route sheet."""
    found = schedule(two_workers(), {0: [], 1: [1]})

    assert found is not None
    assert [route.shift for route in found.routes] == [1]
