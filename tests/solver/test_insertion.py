"""Putting requests in: bounds only reject the impossible, groups go in together, what comes out can be driven."""

from itertools import combinations_with_replacement
from random import Random

import pytest

from solver.admissible import refusal
from solver.facts.locks import Lock, LockKind
from solver.facts.shifts import StartFact
from solver.facts.ties import Cap, Engagement, Gap, StaffLink
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.tiny import aboard, hm, member, ride, shift, tiny, visit
from solver.schedule import schedule
from solver.search import openings as openings_module
from solver.search.drafting import Draft, Workshop, in_lock_order, sound
from solver.search.insertion import begun, best_insertion, construct
from solver.search.openings import lane, openings
from solver.search.ruin import improved
from solver.search.strategies import STRATEGIES, Plan, steps
from tests.solver.generate import FEATURES, make_problem

UNBEGUN = sorted(FEATURES - {"start"})


def _shop(problem: Problem) -> Workshop:
    return Workshop(lowered(problem))


def _assert_sound(draft: Draft) -> None:
    """A draft's orders are admissible as a whole plan and have times."""
    arrays = draft.shop.arrays
    assert refusal(arrays, draft.orders, complete=True) is None
    assert schedule(arrays, draft.orders) is not None


@pytest.mark.parametrize(
    "features",
    [
        ("rides", "ride_limits"),
        ("rides", "deliveries", "seats"),
        ("rides", "deliveries", "seats", "carried"),
        ("rides", "two_windows", "locks"),
    ],
)
def test_bounds_reject_only_the_impossible(features: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A free window would not be offered on the phone, though the bus could have come."""
    monkeypatch.setattr(openings_module, "KEPT", 10**6)
    possible = 0
    for seed in range(12):
        shop = _shop(make_problem(seed, requests=6, shifts=2, features=features))
        terrain = shop.terrain
        full = construct(shop, seed)
        for request in sorted(full.shift_of):
            draft = full.without([request])
            assert draft is not None
            for s in terrain.fits[request]:
                order = draft.orders.get(s, ())
                seen = {found.order for found in openings(terrain, lane(terrain, s, order), request)}
                for at in combinations_with_replacement(range(len(order) + 1), len(terrain.request_tasks[request])):
                    new = list(order)
                    for place, task in reversed(list(zip(at, terrain.request_tasks[request], strict=True))):
                        new.insert(place, task)
                    fine = sound(terrain, s, tuple(new)) and in_lock_order(terrain, s, tuple(new), request)
                    if fine and shop.timed(((s, tuple(new)),)):
                        possible += 1
                        assert tuple(new) in seen
    assert possible > 100


@pytest.mark.parametrize("seed", range(25))
def test_whatever_is_constructed_can_be_driven(seed: int) -> None:
    """The first plan of a morning would be refused, and the dispatcher be left without any."""
    rng = Random(seed)
    features = [name for name in UNBEGUN if rng.random() < rng.choice([0.2, 0.6])]
    _assert_sound(construct(lowered(make_problem(seed, requests=9, shifts=3, features=features)), seed))


@pytest.mark.parametrize("seed", range(8))
def test_improving_keeps_the_plan_sound_and_never_makes_it_worse(seed: int) -> None:
    """Ten seconds of search would hand back a poorer plan than none, or one that cannot be driven."""
    rng = Random(seed)
    features = [name for name in UNBEGUN if rng.random() < 0.4]
    first = construct(lowered(make_problem(seed, requests=9, shifts=3, features=features)), seed)
    search = improved(first, Random(seed))
    keys = [next(search).key for _ in range(15)]
    assert keys == sorted(keys, reverse=True)
    assert keys[0] <= first.key
    _assert_sound(next(search))


def test_a_better_plan_from_elsewhere_is_gone_on_from() -> None:
    """The cores of a machine would each search for themselves and know nothing of each other's finds."""
    shop = _shop(tiny(requests=[visit(f"V{k}", "BCDE"[k], unassigned_gr=9000) for k in range(4)]))
    search = improved(Draft(shop=shop), Random(1))
    next(search)
    full = construct(shop, 1)
    assert search.send(full).key <= full.key


def test_a_strategy_takes_so_many_steps_and_listens_between_them() -> None:
    """The same effort would mean another plan each time, and what one core finds the others never hear."""
    brief = {"service_s": 60}
    shop = _shop(tiny(requests=[visit(f"V{k}", "BCDE"[k % 4], unassigned_gr=9000, task=brief) for k in range(40)]))
    full, empty = construct(shop, 1), Draft(shop=shop)  # one step alone cannot fill an empty plan
    for number in range(STRATEGIES):
        assert len(list(steps(full, Plan(number=number, seed=1, effort=5)))) == 5
    search = steps(empty, Plan(number=0, seed=1))
    next(search)
    assert search.send(full).key <= full.key


def test_one_more_request_is_put_where_it_costs_least() -> None:
    """The bus would drive past a door and come back for it later."""
    shop = _shop(tiny(requests=[visit("V1", "D"), visit("V2", "C")], shifts=[shift(km_gr=100)]))
    one = best_insertion(Draft(shop=shop), [0])
    two = best_insertion(one.draft, [1]) if one else None
    assert one is not None
    assert two is not None
    assert (one.cost_gr, two.cost_gr) == (3000, 0)


def test_behind_a_stop_at_the_same_door_the_set_up_is_saved() -> None:
    """The tenth meal of a kitchen would be left out, though the car stands there with its doors open."""
    # The shift starts at eight, ten minutes from B. Set-up would end at 8:12, but V1 is done and set up by 8:11.
    first = visit("V1", "B", task={"service_s": 60})
    second = visit("V2", "B", task={"setup_s": 120, "service_s": 60, "windows_s": ((hm(8), hm(8, 11)),)})
    shop = _shop(tiny(requests=[first, second], shifts=[shift(start_s=hm(8), end_s=hm(16))]))
    one = best_insertion(Draft(shop=shop), [0])
    assert one is not None
    assert best_insertion(Draft(shop=shop), [1]) is None, "alone it is a minute late"
    two = best_insertion(one.draft, [1])
    assert two is not None
    assert two.draft.orders[0] == (0, 1)


def test_a_visit_at_home_after_the_return_does_not_keep_a_journey_out() -> None:
    """Whoever is visited in the evening could not be driven to the doctor in the morning."""
    evening = visit("V", "B", clients=("maria",), task={"windows_s": ((hm(14), hm(14, 30)),)})
    out = ride("OUT", "BC", clients=("maria",), pickup={"windows_s": ((hm(9), hm(9, 30)),)})
    back = ride("BACK", "CB", clients=("maria",))
    engaged = tuple(Engagement(client="maria", requests=legs) for legs in ((0,), (1, 2)))
    stay = Gap(before=1, after=2, min_s=600)
    day = {"groups": ((1, 2),), "gaps": (stay,), "engagements": engaged}
    shop = _shop(tiny(requests=[evening, out, back], shifts=[shift(layouts=((1, 0),))], **day))
    one = best_insertion(Draft(shop=shop), [0])
    assert one is not None
    both = best_insertion(one.draft, [1, 2])
    assert both is not None
    _assert_sound(both.draft)


def test_where_nothing_fits_there_is_no_insertion() -> None:
    """A window would be promised in which nobody can come."""
    shop = _shop(tiny(requests=[visit("V", "H", task={"windows_s": ((hm(8), hm(8, 5)),)})]))
    assert best_insertion(Draft(shop=shop), [0]) is None


def test_a_drive_that_costs_more_than_it_is_worth_is_not_made() -> None:
    """A bus would cross the county for a request that the policy prices at a few zloty."""
    problem = tiny(requests=[visit("V", "B", unassigned_gr=999)], shifts=[shift(km_gr=100)])
    assert construct(lowered(problem), 1).orders == {}


def _pair(workers: int) -> Problem:
    return tiny(
        requests=[visit(f"V#{k}", "B", unassigned_gr=9000) for k in (1, 2)],
        shifts=[shift(f"s{k}", members=(member(f"m{k}"),)) for k in range(workers)],
        groups=((0, 1),),
        same_starts=((0, 1),),
    )


def test_two_workers_meet_at_one_door() -> None:
    """One of the two who lift a patient together would stand there alone."""
    draft = construct(lowered(_pair(2)), 1)
    starts = [stop.start_s for route in draft.routes.values() for stop in route.stops]
    assert len(starts) == 2
    assert starts[0] == starts[1]


def test_without_a_second_worker_nobody_comes() -> None:
    """Half of a double visit helps nobody and costs a whole drive."""
    assert construct(lowered(_pair(1)), 1).orders == {}


def test_a_repair_is_not_planned_without_its_inspection() -> None:
    """The handyman would come to repair what nobody has looked at."""
    late = visit("inspect", "H", task={"windows_s": ((hm(8), hm(8, 5)),)}, unassigned_gr=9000)
    problem = tiny(requests=[late, visit("repair", "B", unassigned_gr=9000)], gaps=(Gap(before=0, after=1),))
    assert construct(lowered(problem), 1).shift_of == {}


def test_a_hard_cap_is_full_at_its_limit() -> None:
    """A client would get more visits than the programme pays for."""
    cap = Cap(id="K", weights=((0, 2), (1, 2), (2, 2)), limit=4, unit="visits")
    problem = tiny(requests=[visit(f"V{k}", "B", unassigned_gr=9000) for k in range(3)], caps=(cap,))
    assert len(construct(lowered(problem), 1).shift_of) == 2


@pytest.mark.parametrize("same", [True, False])
def test_links_between_requests_choose_the_shift(same: bool) -> None:
    """A second opinion would be the first one's own, or a patient see two faces where one was asked for."""
    problem = tiny(
        requests=[visit("V1", "B", unassigned_gr=9000), visit("V2", "B", unassigned_gr=9000)],
        shifts=[shift("s1", members=(member("m1"),)), shift("s2", members=(member("m2"),))],
        staff_links=(StaffLink(a=0, b=1, same=same),),
    )
    served = construct(lowered(problem), 1).shift_of
    assert (served[0] == served[1]) is same


def test_a_pinned_order_is_kept() -> None:
    """The dispatcher's pin would be worth nothing."""
    problem = tiny(
        requests=[visit("V1", "B", unassigned_gr=90_000), visit("V2", "E", unassigned_gr=90_000)],
        shifts=[shift(km_gr=500, work_gr_per_h=4000)],
        locks=(Lock(kind=LockKind.ORDER, tasks=(1, 0), shift=0),),
    )
    assert construct(lowered(problem), 1).orders == {0: (1, 0)}


def test_a_late_bus_takes_its_riders_home_in_the_order_that_works() -> None:
    """Three people on a late bus would be driven past their own doors, the last of them far too late."""
    problem = tiny(
        requests=[
            aboard("far", "E", since_s=hm(7, 50), longest_ride_s=hm(2)),
            aboard("near", "C", since_s=hm(7, 50), longest_ride_s=45 * 60),
            aboard("middle", "D", since_s=hm(7, 50), longest_ride_s=60 * 60),
            ride("new", "EF", unassigned_gr=9000),
        ],
        shifts=[shift(begun=StartFact(free_s=hm(8)), start="B")],
    )
    draft = construct(lowered(problem), 1)
    names = [problem.tasks[task].id for task in draft.orders[0]]
    assert names == ["near-", "middle-", "far-", "new+", "new-"]


def test_the_frozen_beginning_stays_first() -> None:
    """The driver is on the way to that door already."""
    problem = tiny(
        requests=[ride("R1", "DB", unassigned_gr=9000), ride("R2", "BC", unassigned_gr=9000)],
        shifts=[shift(begun=StartFact(free_s=hm(8), prefix=(0,)), km_gr=200)],
    )
    assert begun(_shop(problem)).orders == {0: (0, 1)}
    assert construct(lowered(problem), 1).orders[0][0] == 0


def test_construction_can_be_called_off() -> None:
    """Ctrl-C during the first minute of a huge day would not be heard."""
    shop = _shop(tiny(requests=[visit(f"V{k}", "B", unassigned_gr=9000) for k in range(5)]))
    asked = iter([False, False, True])
    assert len(construct(shop, 1, over=lambda: next(asked, True)).shift_of) == 2
