"""What is carried for a whole route takes its places all the way, in every engine, and nothing but places."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from itertools import chain, combinations, pairwise, permutations
from random import Random
from time import monotonic
from typing import Any

import numpy as np
import pytest

from solver.admissible import route_refusal
from solver.budget import Budget
from solver.engine import solve
from solver.facts.locks import Allowance
from solver.facts.requests import CARRIED, AboardFact
from solver.facts.shifts import StartFact
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.problem import Problem
from solver.problem_json import problem_from_json, problem_to_json
from solver.routing.frame import frame
from solver.routing.model import build
from solver.routing.rounds import STYLES, Limit, Style, search
from solver.rulekit.tiny import STEP_M, hm, member, ride, shift, timed_route, tiny, visit
from solver.rules import all_rules
from solver.search.drafting import Workshop, sound
from solver.solution import Solution
from tests.solver.generate import FEATURES, make_problem, random_orders

SEATS = next(rule for rule in all_rules() if rule.code == "seats")


def overfull(problem: Problem, s: int, order: Sequence[int]) -> bool:
    """Return whether the load fits no layout somewhere on a route of whole requests: the definition, word by word."""
    requests = [request for request in problem.requests if request.tasks[-1] in order]
    for gap in range(len(order) + 1):
        before, after = set(order[:gap]), set(order[gap:])
        load = np.zeros(len(problem.load_kinds), dtype=np.int64)
        for request in requests:
            begun = request.carried == "from_start" or request.aboard is not None or request.tasks[0] in before
            ongoing = request.carried == "to_end" or request.tasks[-1] in after
            load += np.array(request.load) * (begun and ongoing)
        if load.any() and not any(np.all(load <= places) for places in problem.shifts[s].layouts):
            return True
    return False


def test_engines_and_law_keep_the_definition() -> None:
    """Parcels would be left on the ramp, or the bus leave half empty for fear of linen it has not fetched yet."""
    wrong, full, orders_seen = [], 0, 0
    for seed in range(400):
        features = ("rides", "deliveries", "carried", *("seats", "start")[: seed % 3])
        problem = make_problem(seed, requests=6, shifts=2, features=features)
        arrays = lowered(problem, [SEATS])
        terrain = Workshop(arrays).terrain
        for s, order in random_orders(problem, Random(seed)).items():
            expected = overfull(problem, s, order)
            solution = Solution(routes=(timed_route(problem, s, order),))
            found = (
                route_refusal(arrays, s, order) is not None,
                any(SEATS.check(problem, solution)),
                not sound(terrain, s, tuple(order)),
            )
            wrong += [(seed, s, found)] * (found != (expected,) * 3)
            full += expected
            orders_seen += 1

    assert wrong == []
    assert 100 < full < orders_seen - 100


@pytest.mark.parametrize("seed", range(6))
def test_places_are_all_it_is_about(seed: int) -> None:
    """A crate of linen would be owed a short ride home, or keep the driver from her break."""
    problem = make_problem(seed, requests=8, shifts=3, features=FEATURES)
    usual = replace(problem, requests=tuple(replace(request, carried="between") for request in problem.requests))
    orders = random_orders(problem, Random(seed))
    solution = Solution(routes=tuple(timed_route(problem, s, order) for s, order in orders.items() if order))
    carried, plain = lowered(problem), lowered(usual)

    assert carried.carried.any()
    assert not plain.carried.any()
    for field in fields(carried):
        if field.name != "carried":
            assert repr(getattr(carried, field.name)) == repr(getattr(plain, field.name)), field.name
    for rule in all_rules():
        if rule.code != "seats" and rule.applies(problem):
            assert list(rule.check(problem, solution)) == list(rule.check(usual, solution)), rule.code


def _line(seed: int) -> Problem:
    """Return five requests with loads of one to three and two vans for four, on a line; time is not scarce."""
    rng = Random(seed)
    words = [CARRIED, ("from_start",), ("from_start", "to_end"), ("between", "from_start")][seed % 4]

    def some() -> dict[str, Any]:
        load = (rng.randrange(1, 4), 0)
        return {"load": load, "carried": rng.choice(words), "unassigned_gr": rng.randrange(500, 6000)}

    asked = [
        ride(name, "".join(rng.sample("BCDEFG", 2)), **some())
        if name in "RS"[: rng.randrange(3)]
        else visit(name, rng.choice("BCDEFG"), **some())
        for name in "RSVWX"
    ]
    day: dict[str, Any] = {"start_s": 0, "end_s": hm(24), "km_gr": 100, "layouts": ((4, 0),)}
    truck = shift("truck", start="H", end="H", members=(member("jan"),), **day)
    return tiny(requests=asked, shifts=[shift("van", **day), truck])


def _orders(problem: Problem, requests: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield all orders of some requests' tasks."""
    pairs = [problem.requests[r].tasks for r in requests]
    for order in permutations(chain.from_iterable(pairs)):
        if all(order.index(tasks[0]) <= order.index(tasks[-1]) for tasks in pairs):
            yield order


def _metres(problem: Problem, s: int, order: Sequence[int]) -> int:
    facts = problem.shifts[s]
    way = [facts.start_location, *(problem.tasks[task].location for task in order), facts.end_location]
    return sum(abs(a - b) for a, b in pairwise(way)) * STEP_M if order else 0


@cache
def _least_gr(seed: int) -> int:
    """Return the money of the best plan, of all there are."""
    problem = _line(seed)
    everyone = range(len(problem.requests))
    best: list[dict[frozenset[int], int]] = []
    for s in range(2):
        ways: dict[frozenset[int], int] = {}
        for some in chain.from_iterable(combinations(everyone, n) for n in range(len(everyone) + 1)):
            lengths = [_metres(problem, s, o) for o in _orders(problem, some) if not overfull(problem, s, o)]
            if lengths:
                ways[frozenset(some)] = min(lengths) * 100 // 1000
        best.append(ways)
    return min(
        gr + other_gr + sum(problem.requests[r].unassigned_gr for r in everyone if r not in one | other)
        for one, gr in best[0].items()
        for other, other_gr in best[1].items()
        if not one & other
    )


@pytest.mark.parametrize("seed", range(16))
def test_the_best_plan_of_all_is_found(seed: int) -> None:
    """A second van would be sent out for what fits into the first, or a request be left for want of a place."""
    result = solve(_line(seed), budget=Budget(clock=monotonic, effort=60), seed=seed, workers=0)

    assert result.score.money_gr == _least_gr(seed)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.first}-{style.metaheuristic}")
def test_what_the_routing_library_finds_can_be_carried(style: Style) -> None:
    """Its plans would be dropped one by one, and be worth nothing as a second opinion."""
    best = 0
    for seed in range(12):
        problem = _line(seed)
        arrays = lowered(problem)
        found: list[dict[int, tuple[int, ...]]] = []
        search(arrays, style, Limit(solutions=30), found.append)
        assert found
        for orders in found:
            assert all(route_refusal(arrays, s, order) is None for s, order in orders.items())
        best += min(_money(problem, orders) for orders in found) == _least_gr(seed)
    assert best >= 5  # it only descends


def _money(problem: Problem, orders: dict[int, tuple[int, ...]]) -> int:
    planned = {problem.tasks[task].request for order in orders.values() for task in order}
    driven = sum(_metres(problem, s, order) * 100 // 1000 for s, order in orders.items())
    return driven + sum(q.unassigned_gr for r, q in enumerate(problem.requests) if r not in planned)


def test_the_routing_library_accepts_all_that_can_be_carried() -> None:
    """A plan that fills the van would be refused as a beginning, and never be found."""
    answers = []
    for seed in range(24):
        problem = _line(seed)
        model = build(frame(lowered(problem)), together=False)
        model.routing.CloseModel()
        for attempt in range(10):
            orders = random_orders(problem, Random(attempt), serve=0.6)
            routes = [[model.index[model.frame.node[task]] for task in orders.get(s, ())] for s in range(2)]
            accepted = model.routing.ReadAssignmentFromRoutes(routes, True) is not None
            assert accepted != any(overfull(problem, s, order) for s, order in orders.items()), (seed, attempt)
            answers.append(accepted)
    assert 50 < sum(answers) < len(answers) - 50


def test_a_van_on_the_road_with_too_much_goes_on_but_takes_no_more() -> None:
    """A van loaded too full in the morning would have no plan for the rest of the day, or be loaded fuller still."""
    parcels = [visit(name, "B", load=(1, 0), carried="from_start", unassigned_gr=9000) for name in "KLM"]
    begun = StartFact(free_s=hm(9), prefix=(0, 1))
    problem = tiny(requests=parcels, shifts=[shift(layouts=((1, 0),), begun=begun)])
    result = solve(problem, budget=Budget(clock=monotonic, effort=5), seed=1, workers=0)

    assert with_inherited(problem).allowances == (Allowance(rule="seats", subject="bus", amount=1, inherited=True),)
    assert [[stop.task for stop in route.stops] for route in result.solution.routes] == [[0, 1]]


def test_who_is_aboard_already_is_carried_from_now_on() -> None:
    """Whose pickup is done would be counted twice, or be thought to be on the bus until it is parked."""
    with pytest.raises(ValueError, match="R: is aboard already"):
        tiny(requests=[ride("R", "C", carried="to_end", aboard=AboardFact(shift=0, since_s=0))])


def test_an_unknown_word_is_refused() -> None:
    """A slip of the pen would be read as an ordinary load, and the van be overfull."""
    with pytest.raises(ValueError, match="R: carried is 'all_day', not one of between, from_start, to_end"):
        tiny(requests=[ride("R", "BC", carried="all_day")])


def test_problem_files_say_it_and_old_ones_need_not() -> None:
    """No day that was kept before could be replayed, or a new one would be replayed as another."""
    problem = make_problem(3, features=("rides", "deliveries", "carried"))
    document = json.loads(problem_to_json(problem))

    assert {request["carried"] for request in document["problem"]["requests"]} > {"between"}
    assert problem_from_json(json.dumps(document)) == problem
    document["problem"]["requests"][0]["carried"] = "all_day"
    with pytest.raises(ValueError, match=r"problem.requests\[0\] is wrong: .*'all_day'"):
        problem_from_json(json.dumps(document))
    for request in document["problem"]["requests"]:
        del request["carried"]
    assert {request.carried for request in problem_from_json(json.dumps(document)).requests} == {"between"}
