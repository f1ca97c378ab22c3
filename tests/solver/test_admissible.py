"""Order-only primitives: they refuse exactly what the rules refuse, one rule at a time."""

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from solver.admissible import Refusal, refusal, route_refusal
from solver.arrays import blank
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.tiny import aboard, ride, shift, timed_route, tiny, visit
from solver.rules import all_rules
from solver.solution import Solution
from tests.solver.generate import make_problem, random_orders

RULES = {
    "seats": {"rides", "deliveries", "seats", "start"},
    "pooling": {"rides", "deliveries", "people", "start"},
    "skill": {"rides", "skills"},
    "lift": {"rides", "skills"},
    "district": {"rides", "skills"},
    "attendant": {"rides", "seats", "crew"},
    "excluded_staff": {"rides", "people"},
    "pinned_shift": {"rides", "locks"},
    "pinned_order": {"rides", "locks"},
    "start_state": {"rides", "start"},
    "staff_link": {"rides", "links", "hand_over"},
    "entitlement": {"caps"},
    "all_or_none": {"links", "journey", "rides"},
    "needs": {"relations"},
}
LEVEL = {rule.code: rule for rule in all_rules()}


def timed(problem: Problem, orders: Mapping[int, Sequence[int]]) -> Solution:
    """Return the orders with some times; what is asked here does not depend on them."""
    return Solution(routes=tuple(timed_route(problem, shift, order) for shift, order in orders.items() if order))


def with_another_first(problem: Problem, orders: dict[int, list[int]]) -> dict[int, list[int]]:
    """Return orders in which shift 0 begins with its second request, whose tasks move to the front."""
    order = orders.get(0, [])
    requests = list(dict.fromkeys(problem.tasks[task].request for task in order))
    moved = [task for task in order if problem.tasks[task].request in requests[1:2]]
    return orders | {0: moved + [task for task in order if task not in moved]}


def disagreements(code: str, count: int) -> tuple[list[int], int]:
    """Return seeds on which the primitives and the law differ, and how often they refuse."""
    rule, wrong, refused = LEVEL[code], [], 0
    for seed in range(count):
        problem = make_problem(seed, requests=4 + seed % 4, shifts=1 + seed % 3, features=RULES[code] - {"hand_over"})
        if seed % 2 and "hand_over" in RULES[code]:
            problem = make_problem(seed, requests=5, shifts=3, features=RULES[code])
        orders = random_orders(problem, Random(seed), serve=0.7)
        if seed % 3 == 0 and "start" in RULES[code]:
            orders = with_another_first(problem, orders)
        found = refusal(lowered(problem, [rule]), orders, complete=True)
        refused += found is not None
        if (found is not None) != any(rule.check(problem, timed(problem, orders))):
            wrong.append(seed)
    return wrong, refused


@pytest.mark.parametrize("code", RULES)
def test_the_primitives_refuse_what_the_rule_refuses(code: str) -> None:
    """Drag-and-drop would let through, or forbid, what the plan's check says otherwise about."""
    wrong, refused = disagreements(code, 120)

    assert wrong == []
    assert 5 <= refused <= 115


def test_who_is_aboard_stays_on_the_bus() -> None:
    """Somebody sitting in one bus would be set down by another, or forgotten."""
    problem = tiny(requests=[aboard("R", "C", since_s=0), visit("V", "B")], shifts=[shift("bus"), shift("van")])
    arrays = lowered(problem)

    assert refusal(arrays, {0: [1, 0]}, complete=True) is None
    assert refusal(arrays, {0: [1], 1: [0]}) == Refusal(9, (0,))
    assert refusal(arrays, {0: [1]}) is None
    assert refusal(arrays, {0: [1]}, complete=True) == Refusal(9, (0,))


def test_a_request_is_done_whole_once_and_in_order() -> None:
    """Somebody would be set down before being picked up, by another bus, or twice."""
    arrays = blank(tiny(requests=[ride("R", "BC"), ride("Q", "BC")], shifts=[shift("bus"), shift("van")]))
    wrong: list[dict[int, list[int]]] = [
        {0: [1, 0]},
        {0: [0]},
        {0: [0, 1, 1]},
        {0: [0], 1: [1]},
        {0: [0, 1], 1: [0, 1]},
    ]

    assert refusal(arrays, {0: [0, 2, 1, 3]}) is None
    assert [refusal(arrays, orders) for orders in wrong] == [Refusal(6, (0,))] * 5


def test_one_route_is_judged_without_the_others() -> None:
    """Every move on the board would look through the whole day."""
    problem = tiny(requests=[ride(name, "BC", load=(2, 0)) for name in "PQR"])
    arrays = lowered(problem)

    assert route_refusal(arrays, 0, [0, 2, 1, 3]) is None
    assert route_refusal(arrays, 0, [0, 2, 4, 1, 3, 5]) == Refusal(3, (0, 4))


def test_a_pinned_order_names_its_shift() -> None:
    """Stops pinned to one bus would be let onto another in the right order."""
    arrays = blank(tiny(requests=[visit("V", "B"), visit("W", "C")], shifts=[shift("bus"), shift("van")]))
    arrays.order_locks.append((1, (0, 1)))

    assert refusal(arrays, {1: [0, 1]}) is None
    assert refusal(arrays, {0: [0, 1]}) == Refusal(9, (0, 1))
