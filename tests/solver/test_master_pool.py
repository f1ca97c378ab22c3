"""What stays in the pool: nothing dominated, nothing lost that a best plan needs, never too much."""

from random import Random

import pytest

from solver.facts.ties import Gap
from solver.lowering import lowered
from solver.master import Column, Limit, Pool, choose
from solver.mastering.columns import roster_of
from solver.mastering.reach import reacher_of
from solver.rulekit.tiny import hm, member, shift, tiny, visit
from tests.solver.generate import make_problem
from tests.solver.master_pools import Stock


def test_of_two_ways_round_the_cheaper_stays() -> None:
    """The pool would fill up with detours, and CP-SAT would run out of time."""
    pool = Pool(lowered(tiny(requests=[visit("V", "B"), visit("W", "C")])))
    assert pool.add([Column(0, (0, 1), 500)]) == 1
    assert pool.add([Column(0, (1, 0), 600), Column(0, (0, 1), 500), Column(0, (), 0)]) == 0
    assert pool.add([Column(0, (1, 0), 400)]) == 1
    assert pool.columns() == [Column(0, (1, 0), 400)]
    assert pool.cost_gr((0, (1, 0))) == 400
    assert (0, (0, 1)) not in pool


def test_a_dearer_way_round_stays_where_it_leaves_others_more_time() -> None:
    """The only route that lets the repair follow the inspection would be thrown out for being a little longer."""
    gap = Gap(before=0, after=2, min_s=0)
    windows = {"task": {"windows_s": ((hm(8), hm(9)),)}}
    requests = [visit("V", "B", unassigned_gr=1), visit("W", "C", unassigned_gr=1, **windows), visit("X", "D")]
    early = shift("two", members=(member("ola"),), vehicle="V2", start_s=hm(7))
    pool = Pool(lowered(tiny(requests=requests, gaps=(gap,), shifts=[shift("one"), early])))
    pool.add([Column(0, (1, 0), 500), Column(0, (0, 1), 600)])
    assert len(pool) == 2, "the inspection first: the repair can begin sooner"
    pool.add([Column(1, (1, 2), 500), Column(1, (2, 1), 600)])
    assert len(pool) == 4, "the repair last: it can wait for the inspection"
    pool.add([Column(1, (1, 2), 400), Column(1, (2, 1), 700)])
    assert len(pool) == 4


def test_reach_is_from_the_earliest_to_the_latest_start() -> None:
    """Whether a route can be dominated would be judged by times that it cannot have."""
    task = {"windows_s": ((hm(9), hm(9, 10)), (hm(10), hm(11)))}
    arrays = lowered(tiny(requests=[visit("V", "B", task=task), visit("W", "C")], shifts=[shift(end_s=hm(11, 50))]))
    reach = reacher_of(arrays)
    assert reach(0, (0,), (0,)) == ((hm(9), hm(11)),)
    assert reach(0, (0, 1), (0, 1)) == ((hm(9), hm(10, 20)), (hm(9, 40), hm(11)))


@pytest.mark.parametrize("features", [("rides",), ("rides", "relations"), ("rides", "journey")])
def test_domination_loses_no_best_plan(features: tuple[str, ...]) -> None:
    """A better plan that was already found would be forgotten."""
    dominated = compared = 0
    for seed in range(6):
        stock = Stock(problem=make_problem(seed, requests=4, shifts=2, features=features), each=110)
        pool = stock.pool()
        dominated += len(stock.columns) - len(pool)
        if stock.best:
            compared += 1
            choice = choose(stock.arrays, pool, stock.some, limit=Limit(effort=20.0), seed=1, timing=stock.timing)
            assert (choice.must, choice.money_gr) == stock.best[0]
    assert dominated > 50
    assert compared >= 4


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_there_is_only_so_much_room_and_the_best_stay(seed: int) -> None:
    """A night of improving a city's day would end without memory, or without its best routes."""
    stock = Stock(problem=make_problem(seed, requests=8, shifts=2, features=("prices",)), each=300)
    whole = choose(stock.arrays, stock.pool(), {}, limit=Limit(effort=20.0), seed=1, timing=stock.timing)
    pool, rng = Pool(stock.arrays, room=90), Random(1)
    found = [(0, 0)]
    kept: dict[int, tuple[int, ...]] = {}
    for _ in range(4):
        pool.add(rng.sample(stock.columns, len(stock.columns)))
        assert len(pool) <= 90 < len(stock.pool())
        choice = choose(stock.arrays, pool, kept, limit=Limit(effort=20.0), seed=1, timing=stock.timing)
        kept = choice.orders or kept
        found.append((choice.must, choice.money_gr))
    assert found[-1] == (whole.must, whole.money_gr)


def test_cuts_go_with_their_routes() -> None:
    """Exclusions of routes that nobody remembers would pile up for hours."""
    stock = Stock(problem=make_problem(2, requests=5, shifts=2, features=("rides", "relations")), each=200)
    pool = stock.pool(room=60)
    choose(stock.arrays, pool, stock.some, limit=Limit(effort=20.0), seed=1, timing=stock.timing)
    pool.add(stock.columns)
    assert all(key in pool for cut in pool.cuts() for key in cut.routes)
    assert all(roster_of(stock.arrays).alike[column.shift] == column.shift for column in pool.columns())
