"""Polished times: never worse, as cheap as an exact model finds them, and what a dispatcher would call sensible."""

from random import Random
from typing import Any

import pytest
from ortools.sat.python import cp_model

from solver.admissible import refusal
from solver.arrays import FAR, Arrays
from solver.cost import cost
from solver.facts.requests import PublishedFact
from solver.facts.shifts import BreakFact, StartFact
from solver.facts.travel import SpeedBandFact
from solver.lowering import lowered
from solver.polish import polish
from solver.rulekit.tiny import STEP_S, Draft, hm, member, ride, shift, tiny, visit
from solver.rules import all_rules
from solver.schedule import schedule
from solver.solution import Route, Solution
from tests.solver.exact_times import HIGH, ExactTimes
from tests.solver.generate import FEATURES, make_problem, random_orders
from tests.solver.small_orders import small

TIMING = frozenset(
    "breaks carry_time client_in_one_place driving_limit gap longest_ride longest_work pinned_start promise rest"
    " ride_detour same_start shift_span time_window travel wait_aboard".split()
)

BY_CODE = {rule.code: rule for rule in all_rules()}


def priced(seed: int, names: str) -> tuple[Arrays, dict[int, list[int]]]:
    """Return a small case in which time has prices, of at least some grosze a second."""
    rng, case = Random(seed), small(seed, frozenset(names.split()))
    arrays = case.arrays
    arrays.windows = [windows[:1] for windows in arrays.windows]
    arrays.work_gr_per_h[:] = [rng.choice([0, 3600, 18_000]) for _ in arrays.mode]
    arrays.overtime_from_s[:] = [rng.randrange(60, 200) for _ in arrays.mode]
    arrays.overtime_gr_per_h[:] = [rng.choice([0, 9_000]) for _ in arrays.mode]
    for request, tasks in enumerate(arrays.request_tasks):
        arrays.excess_gr_per_min[request] = rng.choice([0, 120, 600])
        arrays.wish_task[request] = rng.choice([-1, *tasks])
        arrays.wish_s[request] = rng.randrange(20, 250)
        arrays.deviation_gr_per_min[request] = rng.choice([60, 600])
    return arrays, case.orders


def price(exact: ExactTimes) -> cp_model.LinearExprT:
    """Return what the times of the exact model cost, in 1/3600 of a grosz."""
    a, m, terms = exact.arrays, exact.model, []
    for index, order in exact.orders.items():
        home = exact.arrive[index, len(order)]
        terms.append(int(a.work_gr_per_h[index]) * (home - exact.begin[index]))
        over = m.new_int_var(0, HIGH, "over")
        m.add(over >= home - int(a.overtime_from_s[index]))
        terms.append(int(a.overtime_gr_per_h[index]) * over)
    for request, tasks in enumerate(a.request_tasks):
        first, last = tasks[0], tasks[-1]
        excess, away = m.new_int_var(0, 9999, "excess"), m.new_int_var(0, 9999, "away")
        if len(tasks) > 1:
            here, there = a.location[first], a.location[last]
            direct = int(a.setup_s[last]) + (0 if here == there else int(a.seconds[0][here, there]))
            m.add(excess >= exact.start[last] - exact.start[first] - int(a.service_s[first]) - direct)
        terms.append(60 * int(a.excess_gr_per_min[request]) * excess)
        if a.wish_task[request] >= 0:
            m.add_abs_equality(away, exact.start[int(a.wish_task[request])] - int(a.wish_s[request]))
        terms.append(60 * int(a.deviation_gr_per_min[request]) * away)
    return cp_model.LinearExpr.sum(terms)


@pytest.mark.parametrize(
    "names", ["windows", "windows rides waits", "rides spans", "windows relations", "relations rides"]
)
def test_as_cheap_as_an_exact_model_finds(names: str) -> None:
    """A day would cost more than the same stops in the same order have to."""
    compared = 0
    for seed in range(150):
        arrays, orders = priced(seed, names)
        found = schedule(arrays, orders)
        if found is None:
            continue
        exact = ExactTimes(arrays=arrays, orders=orders)
        exact.model.minimize(price(exact))
        least = exact.objective()
        compared += 1
        money = cost(arrays, polish(arrays, found)).money_gr
        rounding = 2 * len(orders) + 2 * arrays.n_requests
        assert least / 3600 - 1e-6 <= money <= least / 3600 + rounding, f"seed {seed}"

    assert compared >= 10


def test_never_worse_and_never_against_the_rules() -> None:
    """The last step before publishing would break what the search had kept."""
    checked, cheaper = 0, 0
    for seed in range(60):
        rng = Random(seed)
        features = {*rng.sample(sorted(FEATURES - {"overrides"}), 6), "prices", "rides"}
        problem = make_problem(seed, requests=2 + seed % 6, shifts=1 + seed % 3, features=features)
        arrays = lowered(problem)
        for _ in range(5):
            orders = random_orders(problem, rng, serve=0.6)
            found = None if refusal(arrays, orders) else schedule(arrays, orders)
            if found is None:
                continue
            polished = polish(arrays, found)
            for rule in all_rules():
                if rule.code in TIMING:
                    assert [v for v in rule.check(problem, polished) if not v.accepted] == [], f"{seed} {features}"
            checked += 1
            before, after = cost(arrays, found).money_gr, cost(arrays, polished).money_gr
            assert after <= before
            cheaper += after < before

    assert checked >= 40
    assert cheaper >= 20


def polished(*requests: Draft, **fields: Any) -> Route:
    """Return the polished route of a bus that does the requests in this order."""
    problem = tiny(requests=requests, **fields)
    arrays = lowered(problem)
    found = schedule(arrays, {0: list(range(len(problem.tasks)))})
    assert found is not None
    return polish(arrays, found).routes[0]


def test_the_bus_sets_off_when_it_must() -> None:
    """A driver would leave at eight and stand at a locked door until ten."""
    route = polished(visit("V", "B", task={"windows_s": ((hm(10), hm(11)),)}))

    assert (route.start_s, route.stops[0].start_s) == (hm(9, 50), hm(10))


def test_nobody_is_fetched_hours_early() -> None:
    """Somebody would be picked up at eight for a dropoff at ten, and sit in the bus."""
    route = polished(ride("R", "BC", dropoff={"windows_s": ((hm(10), hm(11)),)}))

    assert [stop.start_s for stop in route.stops] == [hm(9, 49), hm(10)]


def test_a_wish_is_met_where_it_costs_nothing_else() -> None:
    """A visit wished for noon would be made at eight because that is the first free minute."""
    route = polished(visit("V", "B", wish_s=hm(12), deviation_gr_per_min=10))

    assert route.stops[0].start_s == hm(12)


def test_what_was_published_stays_where_that_is_cheaper_than_calling() -> None:
    """Everybody on the list would be called although nothing had to move."""
    published = PublishedFact(shift=0, start_s=hm(9))
    visits = [
        visit("V", "B", published=published, call_gr=500),
        visit("W", "C", published=PublishedFact(shift=0, start_s=hm(8, 30)), call_gr=500),
    ]
    route = polished(*visits, call_tolerance_s=300)

    assert abs(route.stops[0].start_s - hm(9)) <= 300
    assert route.stops[1].start_s == route.stops[0].end_s + 600


def test_a_driver_on_duty_is_paid_from_then_on() -> None:
    """Waiting on the live day would look free, and be paid all the same."""
    bus = shift(begun=StartFact(free_s=hm(9)))
    route = polished(visit("V", "B", task={"windows_s": ((hm(11), hm(12)),)}), shifts=[bus])

    assert route.start_s == hm(9)


def test_breaks_move_along() -> None:
    """A break would be left behind where the bus no longer is."""
    crew = (member(breaks=(BreakFact(from_work_s=0, duration_s=900, earliest_s=hm(1), paid=True),)),)
    late = {"windows_s": ((hm(12), hm(13)),)}
    route = polished(visit("V", "B"), visit("W", "C", task=late), shifts=[shift(members=crew)])

    assert route.stops[1].start_s == hm(12)
    assert route.start_s >= hm(10, 55)
    rest = route.breaks[0]
    ready, leaves = (route.stops[rest.gap - 1].end_s, route.stops[rest.gap].left_s) if rest.gap == 1 else (0, hm(24))
    assert ready <= rest.start_s
    assert rest.end_s <= leaves or rest.start_s >= route.stops[1].arrival_s


def test_after_the_rush_is_quicker() -> None:
    """The bus would creep through the rush hour although there is time until eleven."""
    rush = (SpeedBandFact(start_s=hm(8), end_s=hm(9), permille=500),)
    route = polished(visit("V", "B", task={"windows_s": ((hm(11), hm(12)),)}), speed_bands=rush)

    assert route.start_s == hm(10, 50)


def test_leaving_later_does_not_lead_into_the_rush_for_longer_than_the_driver_may_drive() -> None:
    """A plan that keeps the driving limit would be polished until it breaks it, and its clients be left out."""
    for limit_s, left_s in ((2 * STEP_S, hm(8) - 2 * STEP_S), (2 * STEP_S - 1, hm(7))):
        problem = tiny(
            requests=[visit("V", "B", task={"windows_s": ((hm(8), hm(8)),)})],
            shifts=[shift(members=(member(longest_driving_s=limit_s),), start_s=hm(7), work_gr_per_h=3600, end="B")],
            speed_bands=(SpeedBandFact(start_s=hm(7, 10), end_s=hm(9), permille=500),),
        )
        timed = schedule(lowered(problem), {0: (0,)})
        assert timed is not None
        polished = polish(lowered(problem), timed)
        assert list(BY_CODE["driving_limit"].check(problem, polished)) == []
        assert polished.routes[0].start_s == left_s


def test_what_cannot_be_timed_is_given_back() -> None:
    """A plan that somebody forced would vanish instead of being shown with what is wrong."""
    arrays = lowered(tiny(requests=[visit("V", "B")]))
    arrays.latest_s[:] = -FAR
    forced = Solution(routes=(Route(shift=0, start_s=0, left_s=1, end_s=2, stops=()),))

    assert polish(arrays, forced) == forced
