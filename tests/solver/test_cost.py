"""The fast costs say what the rules charge."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from solver.cost import PRICE, cost, leave_out_gr, plan_cost, route_cost, route_terms
from solver.facts.requests import PublishedFact, Request
from solver.lowering import lowered
from solver.problem import Problem
from solver.rule import Level
from solver.rulekit.tiny import hm, ride, shift, timed_route, timed_solution, tiny, visit
from solver.rules import all_rules
from solver.solution import BreakTime, Route, Solution
from tests.solver.generate import FEATURES, make_problem, random_orders

PRICED = tuple(rule for rule in all_rules() if rule.level is Level.PRICED)
BY_PAIR = frozenset({"preferred_staff", "familiar_district", "contracted_work"})


def _charged(problem: Problem, solution: Solution) -> dict[str, int]:
    """Return what every priced rule charges, those that share a primitive together."""
    terms: Counter[str] = Counter()
    for rule in PRICED:
        if rule.applies(problem):
            name = PRICE if rule.code in BY_PAIR else rule.code
            terms[name] += sum(charge.amount_gr for charge in rule.charge(problem, solution))
    return {name: gr for name, gr in terms.items() if gr}


def _case(seed: int) -> tuple[Problem, Solution]:
    rng = Random(seed)
    problem = make_problem(seed, requests=8, shifts=3, features=FEATURES)
    problem = replace(problem, workload_gr_per_h=rng.choice([0, 700]), call_tolerance_s=rng.choice([0, 120]))
    orders = random_orders(problem, rng, serve=rng.choice([0.5, 0.9, 1.0]))
    solution = Solution(routes=tuple(_route(problem, rng, s, order) for s, order in orders.items() if order))
    return _published(problem, rng, solution), solution


def _published(problem: Problem, rng: Random, solution: Solution) -> Problem:
    """Return the problem with publications that the solution keeps to the second, just so, or just not."""
    tolerance = problem.call_tolerance_s

    def published(request: Request) -> Request:
        if request.timed_task not in solution.times:
            return request
        start = solution.times[request.timed_task].start_s + rng.choice([0, tolerance, tolerance + 1, -tolerance - 1])
        shift = rng.choice([solution.shift_of[request.timed_task], rng.randrange(len(problem.shifts))])
        return replace(request, published=PublishedFact(shift=shift, start_s=start), call_gr=rng.choice([0, 500]))

    return replace(problem, requests=tuple(map(published, problem.requests)))


def _route(problem: Problem, rng: Random, at: int, order: list[int]) -> Route:
    gap, begin = rng.randrange(len(order) + 1), rng.randrange(hm(8), hm(14))
    rest = BreakTime(gap=gap, start_s=begin, end_s=begin + 901, paid=rng.random() < 0.5)
    return timed_route(problem, at, order, breaks=(rest,))


@pytest.mark.parametrize("seed", range(60))
def test_costs_are_what_the_rules_charge(seed: int) -> None:
    """The search would chase another objective than the one the verifier recomputes, and no plan could be published."""
    problem, solution = _case(seed)

    assert cost(lowered(problem), solution).terms == _charged(problem, solution)


def test_every_priced_rule_was_met() -> None:
    """A term that no generated problem has would be compared as 0 = 0 and never tested."""
    met: Counter[str] = Counter()
    for seed in range(60):
        for rule in PRICED:
            met[rule.code] += sum(charge.amount_gr > 0 for charge in rule.charge(*_case(seed)))

    assert {rule.code for rule in PRICED if not met[rule.code]} == set()


@pytest.mark.parametrize("seed", range(8))
def test_routes_and_plan_add_up(seed: int) -> None:
    """A search that computes only the two routes it has changed would drift away from the plan's true price."""
    problem, solution = _case(seed)
    arrays = lowered(problem)
    whole = cost(arrays, solution)
    served = {
        r: route.shift
        for route in solution.routes
        for r, request in enumerate(problem.requests)
        if {stop.task for stop in route.stops}.issuperset(request.tasks)
    }
    plan = plan_cost(arrays, served)

    assert sum(route_cost(arrays, route) for route in solution.routes) + plan.money_gr == whole.money_gr
    assert plan.must == whole.must


def test_promised_requests_are_a_must() -> None:
    """A promise given on the phone would be dropped to save a few kilometres."""
    problem = tiny(requests=[visit("V1", "B"), visit("V2", "B", promise_s=(hm(9), hm(10)))])
    arrays = lowered(problem)

    assert cost(arrays, timed_solution(problem, {"bus": "V1"})).must == 1
    assert cost(arrays, timed_solution(problem, {"bus": "V1 V2"})).must == 0
    assert cost(arrays, Solution()).key == (1, 0)


def test_must_comes_before_money() -> None:
    """The cheaper plan that strands a dialysis patient would be preferred."""
    problem = tiny(requests=[visit("V1", "B", must=True), visit("V2", "C", unassigned_gr=10_000)])
    arrays = lowered(problem)
    kept, dropped = (cost(arrays, timed_solution(problem, {"bus": task})) for task in ("V1", "V2"))

    assert kept.money_gr > dropped.money_gr
    assert kept.key < dropped.key


def test_a_shift_that_stays_at_home_costs_nothing() -> None:
    """Every driver on call would be paid twice: by contract, and again in the plan's price."""
    problem = tiny(requests=[visit("V1", "B")], shifts=[shift(work_gr_per_h=4000, km_gr=100), shift("s2")])

    assert cost(lowered(problem), Solution()).terms == {}


def test_leaving_out_a_published_request_means_a_call() -> None:
    """The client who was announced a visit would wait behind the door: nobody counted the call."""
    problem, _ = _case(0)
    arrays = lowered(problem)
    all_out = cost(arrays, Solution())

    assert sum(leave_out_gr(arrays, r) for r in range(arrays.n_requests)) == (
        all_out.terms["unassigned"] + all_out.terms["stability"]
    )
    assert all_out.terms["stability"] > 0


def test_the_way_within_a_halt_is_nothing() -> None:
    """Ten meals in one house would cost the length of a matrix's diagonal, should it not be zero."""
    problem = tiny(requests=[visit("V1", "B"), visit("V2", "B"), ride("R1", "BC")], shifts=[shift(km_gr=100)])
    table = replace(problem.travel[0], metres=problem.travel[0].metres + 7)
    problem = replace(problem, travel=(table, problem.travel[1]))
    route = timed_solution(problem, {"bus": "V1 V2 R1+ R1-"}).routes[0]

    assert route_terms(lowered(problem), route)["driving"] == 2003  # 20 km and three times 7 m
