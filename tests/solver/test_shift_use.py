"""The price of using a shift at all, as the searches see it; what it charges is in the rule's own examples."""

import json

import pytest

from solver.cost import route_cost
from solver.lowering import lowered
from solver.problem import Problem
from solver.problem_json import problem_from_json, problem_to_json
from solver.routing.rounds import STYLES, Limit, search
from solver.rulekit.tiny import member, shift, tiny, visit
from solver.search.drafting import Workshop
from solver.search.guess import route_gr
from solver.search.insertion import construct


def _two_shifts(use_gr: int, vans: int = 1) -> Problem:
    """Return two visits: shared by both shifts 10 km shorter (3000 gr) than both by one."""
    prices = {"use_gr": use_gr, "km_gr": 300}
    near = {"start": "E", "end": "E"}
    bus = shift("bus", **prices)
    fleet = [shift(f"van {n}", members=(member(f"jan {n}"),), **prices, **near) for n in range(vans)]
    return tiny(requests=[visit("V", "B", must=True), visit("W", "D", must=True)], shifts=[bus, *fleet])


@pytest.mark.parametrize(("use_gr", "used"), [(0, 2), (2999, 2), (3001, 1), (10**7, 1)])
def test_a_shift_is_used_only_where_it_pays(use_gr: int, used: int) -> None:
    """A second bus would be sent out to save less than it costs, or kept at home to lose more."""
    assert len(construct(lowered(_two_shifts(use_gr)), 1).orders) == used


def test_of_a_whole_fleet_one_bus_will_do() -> None:
    """Among many idle shifts near by, a search would never come to try the one that is on the road anyway."""
    shop = Workshop(lowered(_two_shifts(10**7, vans=9)))

    assert [len(construct(shop, seed).orders) for seed in range(6)] == [1] * 6


@pytest.mark.parametrize(("use_gr", "used"), [(0, 2), (2999, 2), (3001, 1), (10**7, 1)])
def test_the_routing_library_is_told_too(use_gr: int, used: int) -> None:
    """The second opinion would be one on another question."""
    found: list[int] = []
    search(lowered(_two_shifts(use_gr)), STYLES[0], Limit(solutions=50), lambda orders: found.append(len(orders)))

    assert found[-1] == used


def test_the_guess_counts_it() -> None:
    """The search would steer by another price than the one that is paid."""
    shop = Workshop(lowered(_two_shifts(1234)))
    draft = construct(shop, 1)

    assert draft.routes
    for route in draft.routes.values():
        assert route_gr(shop.terrain, route) == route_cost(shop.arrays, route)


def test_a_file_from_before_the_price_can_be_read() -> None:
    """No day that was kept before could be replayed."""
    document = json.loads(problem_to_json(_two_shifts(0)))
    for facts in document["problem"]["shifts"]:
        assert facts.pop("use_gr") == 0

    assert problem_from_json(json.dumps(document)) == _two_shifts(0)
    assert problem_from_json(problem_to_json(_two_shifts(7))) == _two_shifts(7)
