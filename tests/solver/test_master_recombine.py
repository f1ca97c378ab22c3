"""Joining segments anew: plans that no pooled route would make, and none that breaks anything."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from solver.facts.shifts import Shift, StartFact
from solver.facts.ties import StaffLink
from solver.lowering import lowered
from solver.master import Column, Limit, Pool, Stop, choose, recombine
from solver.mastering.segments import Segment, segments_of
from solver.rulekit.tiny import aboard, hm, member, ride, shift, tiny, visit
from tests.solver.generate import FEATURES, make_problem
from tests.solver.master_pools import Stock

ENOUGH = Limit(effort=20.0)


def _buses(count: int) -> list[Shift]:
    return [shift(f"bus {k}", members=(member(f"m{k}"),), vehicle=f"V{k}", km_gr=100) for k in range(count)]


def test_routes_are_cut_where_nobody_is_aboard() -> None:
    """Somebody would change buses on the way to dialysis."""
    arrays = lowered(tiny(requests=[ride("R", "BC"), ride("S", "CD"), visit("V", "B"), ride("T", "DE")]))
    order = (0, 2, 1, 3, 4, 5, 6)
    assert segments_of(arrays, 0, order) == [Segment((0, 2, 1, 3)), Segment((4,)), Segment((5, 6))]
    assert segments_of(arrays, 0, (0, 4, 2)) == []


def test_who_is_aboard_already_stays_where_he_sits() -> None:
    """The passenger of a bus on the road would be set down by another bus."""
    requests = [aboard("R", "C", since_s=hm(8)), ride("S", "CD"), visit("V", "B")]
    problem = tiny(requests=requests, shifts=[shift("bus"), shift("van", vehicle="V2", members=(member("ola"),))])
    begun = replace(problem.shifts[0], start=StartFact(free_s=hm(8), prefix=(3,)))
    arrays = lowered(replace(problem, shifts=(begun, problem.shifts[1])))
    assert segments_of(arrays, 0, (3, 1, 0, 2)) == [Segment((3, 1, 0, 2), head=0)]
    assert segments_of(arrays, 0, (3, 0, 1, 2)) == [Segment((3, 0), head=0), Segment((1, 2))]
    assert segments_of(arrays, 1, (1, 2)) == [Segment((1, 2))]


def _morning_and_evening() -> tuple[Pool, dict[int, tuple[int, ...]]]:
    """Two buses in two quarters that swap quarters at noon in every pooled route, and need not."""
    windows = {"am": ((hm(9), hm(9, 10)),), "pm": ((hm(13), hm(13, 10)),)}
    requests = [
        ride(name, places, pickup={"windows_s": windows[when]}, unassigned_gr=90_000)
        for name, places, when in (("A", "BC", "am"), ("B", "GH", "am"), ("C", "BC", "pm"), ("D", "GH", "pm"))
    ]
    arrays = lowered(tiny(requests=requests, shifts=_buses(2)))
    pool = Pool(arrays)
    swapping: dict[int, tuple[int, ...]] = {0: (0, 1, 6, 7), 1: (2, 3, 4, 5)}
    pool.add([Column(shift, order, 50_000) for shift, order in swapping.items()])
    return pool, swapping


def test_halves_of_routes_are_joined_to_better_ones() -> None:
    """Both buses would cross the town at noon because no searcher happened to try otherwise."""
    pool, swapping = _morning_and_evening()
    found = recombine(pool.arrays, pool, swapping, limit=ENOUGH, seed=1)
    assert found.orders is not None
    assert sorted(found.orders.values()) == [(0, 1, 4, 5), (2, 3, 6, 7)]
    assert found.proven
    assert found.new == 2
    assert (0, (0, 1, 4, 5)) in pool


def test_the_best_plan_is_not_beaten_by_itself() -> None:
    """Searchers would be sent back to where they are, again and again."""
    pool, swapping = _morning_and_evening()
    best = recombine(pool.arrays, pool, swapping, limit=ENOUGH, seed=1)
    again = recombine(pool.arrays, pool, best.orders or {}, limit=ENOUGH, seed=1)
    assert again.orders is None
    assert (again.must, again.money_gr) == (best.must, best.money_gr)


def test_a_call_off_is_heard() -> None:
    """Who cancels a solve would wait for the end of a recombination."""
    pool, swapping = _morning_and_evening()
    stop = Stop()
    stop.stop()
    assert recombine(pool.arrays, pool, swapping, limit=ENOUGH, seed=1, stop=stop).orders is None


def test_staff_links_hold_in_joined_routes() -> None:
    """Both opinions would come from one nurse, in one route that nobody had pooled."""
    requests = [
        visit("V", "B", unassigned_gr=9000),
        visit("W", "C", unassigned_gr=9000),
        visit("X", "D", unassigned_gr=1),
    ]
    arrays = lowered(tiny(requests=requests, shifts=_buses(2), staff_links=(StaffLink(a=0, b=1, same=False),)))
    pool = Pool(arrays)
    pool.add([Column(0, (0, 2), 4000), Column(0, (1, 2), 4000)])
    found = recombine(arrays, pool, {0: (0, 2)}, limit=ENOUGH, seed=1)
    assert found.orders is not None
    assert not any({0, 1} <= set(order) for order in found.orders.values())
    assert {0, 1} <= {task for order in found.orders.values() for task in order}


WORK = {None: 1, 6 * 3600: 2}
"""Longest work, and the routes that a morning and an afternoon in one quarter then need."""


@pytest.mark.parametrize("longest", WORK)
def test_no_day_becomes_too_long(longest: int | None) -> None:
    """A driver's morning would be joined to an afternoon that labour law gives to another."""
    windows = [((hm(8), hm(8, 30)),), ((hm(15), hm(15, 30)),)]
    requests = [
        ride(n, "BC", pickup={"windows_s": w}, unassigned_gr=90_000) for n, w in zip("AB", windows, strict=True)
    ]
    crews = [member(f"m{k}", longest_work_s=longest) for k in range(2)]
    buses = [shift(f"bus {k}", members=(crew,), vehicle=f"V{k}", use_gr=100) for k, crew in enumerate(crews)]
    arrays = lowered(tiny(requests=requests, shifts=buses))
    pool = Pool(arrays)
    pool.add([Column(0, (0, 1), 100), Column(0, (2, 3), 100)])
    found = recombine(arrays, pool, {0: (0, 1)}, limit=ENOUGH, seed=1)
    assert found.orders is not None
    assert len(found.orders) == WORK[longest]
    assert found.refused == 0, "the network itself knows"


@pytest.mark.parametrize("name", ["rides", "everything"])
def test_what_is_joined_is_sound_and_better(name: str) -> None:
    """A plan that breaks a rule, or that costs more than it says, would be taken over by every searcher."""
    features = (
        sorted(FEATURES) if name == "everything" else ["rides", "deliveries", "ride_limits", "seats", "prices", "span"]
    )
    better = beyond = 0
    for seed in range(14 if name == "rides" else 24):
        stock = Stock(problem=make_problem(seed, requests=5, shifts=2, features=features), most=2, each=30)
        if stock.best is None:
            continue
        pool = stock.pool()
        before = stock.key(stock.some)
        found = recombine(stock.arrays, pool, stock.some, limit=ENOUGH, seed=1, timing=stock.timing)
        assert before
        if found.orders is not None:
            better += 1
            after = stock.key(found.orders)
            assert after == (found.must, found.money_gr)
            assert after < before
            beyond += after < stock.best[0]
    assert better >= (4 if name == "rides" else 1)
    assert beyond or name == "everything", "nothing was found that the pool's routes do not make"


def test_only_a_part_of_a_large_fleet_takes_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """A city's network would have a million ways; or routes that took no part would be forgotten."""
    monkeypatch.setattr("solver.mastering.scoping.LARGE", 3)
    stock = Stock(problem=make_problem(4, requests=10, shifts=4, features=("prices", "caps", "share")), most=1)
    pool = stock.pool()
    best = choose(stock.arrays, pool, {}, limit=ENOUGH, seed=1, timing=stock.timing).orders or {}
    assert len(best) == 4
    values = [stock.key(best)]
    for seed in range(10):
        found = recombine(stock.arrays, pool, best, limit=ENOUGH, seed=Random(seed).randrange(99), timing=stock.timing)
        if found.orders is not None:
            best = found.orders
            values.append(stock.key(best))
            assert values[-1] == (found.must, found.money_gr)
    assert len(values) > 1
    assert all(later < sooner for sooner, later in pairwise(values) if later and sooner)
