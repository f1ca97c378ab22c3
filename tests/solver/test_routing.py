"""The routing library as a source of orders: what it is told it obeys, and what it is not told does no harm."""

from random import Random
from time import monotonic

import numpy as np
import pytest

from solver.admissible import route_refusal
from solver.facts.shifts import StartFact
from solver.facts.ties import Gap
from solver.facts.travel import SpeedBandFact
from solver.lowering import lowered
from solver.problem import Problem
from solver.relations import holds, in_turn
from solver.routing.frame import frame, pace, transit_s
from solver.routing.loads import trade
from solver.routing.relations import fixed_spans
from solver.routing.rounds import STYLES, Limit, Style, search
from solver.rulekit.tiny import aboard, hm, ride, shift, tiny, visit
from solver.schedule import schedule
from solver.search.drafting import Workshop
from solver.search.insertion import construct
from solver.solution import TaskTime
from tests.solver.generate import FEATURES, make_problem

type Orders = dict[int, tuple[int, ...]]


def _found(problem: Problem, style: Style = STYLES[0], solutions: int = 20) -> list[Orders]:
    orders: list[Orders] = []
    search(lowered(problem), style, Limit(solutions=solutions), orders.append)
    return orders


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.first}-{style.metaheuristic}")
def test_what_the_model_says_exactly_needs_no_repair(style: Style) -> None:
    """The library's plans would be dropped one by one, and its speed be worth nothing."""
    problem = make_problem(3, requests=12, shifts=3, features=("rides", "deliveries", "seats", "two_windows", "skills"))
    arrays = lowered(problem)
    orders = _found(problem, style)
    assert orders
    for one in orders:
        assert all(route_refusal(arrays, s, order) is None for s, order in one.items())
        assert schedule(arrays, one) is not None


def test_the_same_search_twice_finds_the_same() -> None:
    """A complaint about last month's plan could not be replayed."""
    problem = make_problem(5, requests=12, shifts=3, features=("rides", "breaks", "bands"))
    assert _found(problem) == _found(problem)


@pytest.mark.parametrize("seed", range(12))
def test_no_problem_crashes_the_library(seed: int) -> None:
    """A day with an odd mixture of limits would end in a crash inside a C++ library."""
    rng = Random(seed)
    features = [name for name in sorted(FEATURES) if rng.random() < 0.5]
    problem = make_problem(seed, requests=7, shifts=3, features=features)
    _found(problem, STYLES[seed % len(STYLES)], solutions=5)
    shop = Workshop(lowered(problem))
    begin = construct(shop, seed).solution
    search(shop.arrays, STYLES[seed % len(STYLES)], Limit(solutions=5), lambda _: None, begin)


def test_a_plan_is_begun_with_and_only_bettered() -> None:
    """Each round would begin from nothing and forget what the others had found."""
    problem = make_problem(5, requests=12, shifts=3, features=("rides", "relations"))
    shop = Workshop(lowered(problem))
    begin = construct(shop, 1)
    orders: list[Orders] = []
    search(shop.arrays, STYLES[0], Limit(solutions=20), orders.append, begin.solution)
    assert orders[0] == begin.orders


def test_a_round_from_a_plan_lasts_as_long_as_it_was_given() -> None:
    """Reading the plan would take the whole round (it did), or its style be lost and the round end at once (it did)."""
    shop = Workshop(lowered(make_problem(5, requests=20, shifts=3, features=("rides", "prices"))))
    begin = construct(shop, 1).solution
    found: list[float] = []
    began = monotonic()
    search(shop.arrays, STYLES[0], Limit(seconds=0.6), lambda _: found.append(monotonic() - began), begin)
    assert found[0] < 0.3
    assert 0.55 < monotonic() - began < 1.1


def test_a_frozen_beginning_and_who_is_aboard_are_respected() -> None:
    """The library would send the bus elsewhere than the driver has been told, with somebody aboard."""
    problem = tiny(
        requests=[aboard("here", "D", since_s=hm(8)), ride("next", "CE"), visit("later", "B", unassigned_gr=90_000)],
        shifts=[shift(begun=StartFact(free_s=hm(8, 10), prefix=(1,)))],
    )
    for orders in _found(problem):
        assert orders[0][0] == 1
        assert set(orders[0]) >= {0, 1, 2}


def test_a_beginning_that_is_late_already_is_refused_quietly() -> None:
    """A bus an hour late would end the whole planning with "CP Solver fail"."""
    problem = tiny(
        requests=[aboard("here", "D", since_s=hm(6), longest_ride_s=600)],
        shifts=[shift(begun=StartFact(free_s=hm(8)))],
    )
    assert all(orders == {} for orders in _found(problem))


def test_within_their_spans_relations_hold_whatever_the_other_side_does() -> None:
    """Two workers would wait for each other, or a repair begin before its inspection."""
    rng = Random(4)
    held = 0
    for seed in range(40):
        problem = make_problem(seed, requests=9, shifts=3, features=("rides", "relations", "journey", "people"))
        arrays = lowered(problem)
        plan = schedule(arrays, construct(arrays, seed).orders)
        assert plan is not None
        spans = fixed_spans(arrays, plan)
        for _ in range(10):
            moved: dict[int, TaskTime] = {}
            for task, was in plan.times.items():
                low, high = spans.get(task, (was.start_s, was.start_s))
                start = rng.randint(max(low, was.start_s - 3000), min(high, was.start_s + 3000))
                moved[task] = TaskTime(
                    task=task, left_s=0, arrival_s=0, start_s=start, end_s=start + int(arrays.service_s[task])
                )
            assert all(holds(relation, moved) for relation in arrays.differences)
            spoken = [p for p in arrays.never_at_once if _in_order(p.a, moved) and _in_order(p.b, moved)]
            assert all(in_turn(pair, moved) for pair in spoken)
            held += len(arrays.differences) + len(spoken)
    assert held > 500


def _in_order(stretch: tuple[int, ...], times: dict[int, TaskTime]) -> bool:
    """The spans keep a stretch's ends; that its own tasks stay in order is the route's business."""
    starts = [times[task].start_s for task in stretch if task in times]
    return starts == sorted(starts)


def test_folding_seats_trade_places_for_wheelchairs() -> None:
    """Eight seats and two wheelchairs would be sold at once, or the wheelchairs never come along."""
    found = trade(np.array([[8, 0], [4, 2]]))
    assert found is not None
    weights, most = found
    assert weights.tolist() == [2, 4]
    assert most == 16
    assert trade(np.array([[8, 0]])) is None
    assert trade(np.array([[4, 2], [5, 3]])) is None


def test_legs_take_the_mean_of_the_day_or_free_flow() -> None:
    """A plan made for empty roads would be late all day, and one for the worst hour leave half the town unserved."""
    problem = tiny(
        requests=[visit("V", "B")],
        shifts=[shift(start_s=hm(8), end_s=hm(10))],
        speed_bands=(SpeedBandFact(start_s=hm(8), end_s=hm(9), permille=500),),
    )
    arrays = lowered(problem)
    assert pace(arrays, 0) == pytest.approx(1.5)
    legs = [transit_s(frame(arrays, typical=typical), 0)[1, 0] for typical in (True, False)]
    assert legs == [900, 600]


def test_a_gap_needs_its_first_part_in_the_model_too() -> None:
    """The library would propose repairs without inspections, each of which the repair of its orders must undo."""
    never = visit("inspect", "H", task={"windows_s": ((hm(8), hm(8, 5)),)}, unassigned_gr=90_000)
    problem = tiny(requests=[never, visit("repair", "B", unassigned_gr=90_000)], gaps=(Gap(before=0, after=1),))
    assert all(orders == {} for orders in _found(problem))
