"""The master's choice against trying everything; cuts, musts, stopping, the same every time."""

from threading import Thread, Timer
from time import monotonic
from typing import Any

import numpy as np
import pytest

from solver.arrays import Arrays
from solver.facts.ties import StaffLink
from solver.lowering import lowered
from solver.master import Choice, Column, Limit, Pool, Stop, choose, kernel_timing
from solver.mastering.columns import roster_of
from solver.problem import Problem
from solver.rulekit.tiny import member, shift, tiny, visit
from tests.solver.generate import FEATURES, make_problem, random_orders
from tests.solver.master_pools import Stock

ENOUGH = Limit(effort=20.0)

SPANNING = {
    "groups and staff": ("rides", "links"),
    "caps": ("rides", "caps", "prices"),
    "totals": ("rides", "share", "prices"),
    "relations": ("rides", "relations"),
    "away from home": ("rides", "deliveries", "journey"),
    "musts": ("promises", "span"),
    "pins": ("rides", "locks", "promises"),
    "the live day": ("rides", "start", "prices"),
    "hand-over": ("hand_over", "links", "prices"),
    "everything": tuple(sorted(FEATURES)),
}

TIED = {"relations": (7, 10, 16, 18, 19, 21), "away from home": (16, 24, 29, 34)}
"""Problems in which some routes have no times together; in one of them because a return is missing."""


def _stock(name: str, seed: int) -> Stock:
    return Stock(problem=make_problem(seed, requests=4 + seed % 2, shifts=2 + seed % 2, features=SPANNING[name]))


def _choose(stock: Stock, pool: Pool | None = None) -> Choice:
    pool = stock.pool() if pool is None else pool
    return choose(stock.arrays, pool, stock.some, limit=ENOUGH, seed=1, timing=stock.timing)


@pytest.mark.parametrize("name", SPANNING)
def test_the_choice_is_the_best_there_is(name: str) -> None:
    """A plan worse than what the searchers had found, or one that breaks a rule across routes, would be called best."""
    compared = 0
    for seed in range(6):
        stock = _stock(name, seed)
        if stock.best is None:
            continue
        choice = _choose(stock)
        compared += 1
        assert (choice.must, choice.money_gr) == stock.best[0]
        assert choice.proven
        assert choice.orders is None or stock.key(choice.orders) == stock.best[0]
    assert compared >= 3


@pytest.mark.parametrize("name", TIED)
def test_what_has_no_times_together_is_found_and_remembered(name: str) -> None:
    """A repair would be planned before its inspection again and again, and each choice would have to find out anew."""
    for seed in TIED[name]:
        stock = _stock(name, seed)
        pool = stock.pool()
        first, again = _choose(stock, pool), _choose(stock, pool)
        assert first.cuts
        assert (again.must, again.money_gr, again.cuts) == (first.must, first.money_gr, 0)


@pytest.mark.parametrize("name", TIED)
def test_a_cut_forbids_only_what_has_no_times(name: str) -> None:
    """An outbound ride and a visit at noon would exclude each other even with the return between them."""
    open_ended = forbidden = 0
    for seed in TIED[name]:
        stock = _stock(name, seed)
        pool = stock.pool()
        _choose(stock, pool)
        roster = roster_of(stock.arrays)
        open_ended += any(cut.absent for cut in pool.cuts())
        for _, orders in stock.plans():
            keys = {(roster.alike[shift], order) for shift, order in orders.items()}
            served = {request for order in orders.values() for request in roster.requests(order)}
            if any(cut.routes <= keys and not cut.absent & served for cut in pool.cuts()):
                assert stock.key(orders) is None
                forbidden += 1
    assert forbidden
    assert open_ended or name == "relations"


def _two_visits(**facts: Any) -> Problem:
    """Two crews that share Ola, and two visits an hour's drive apart."""
    shifts = [shift("one", members=(member("ola"),), km_gr=100), shift("two", members=(member("ola"), member("jan")))]
    return tiny(
        requests=[visit("V", "B", must=True, unassigned_gr=1), visit("W", "C", unassigned_gr=9000)],
        shifts=shifts,
        **facts,
    )


def test_musts_come_before_money() -> None:
    """A promised visit would be dropped because a dearer one is near."""
    arrays = lowered(_two_visits())
    pool = Pool(arrays)
    pool.add([Column(0, (0,), 90_000), Column(0, (1,), 10)])
    choice = choose(arrays, pool, {0: (1,)}, limit=ENOUGH, seed=1, timing=kernel_timing(arrays))
    assert choice.orders == {0: (0,)}
    assert choice.must == 0
    kept = choose(arrays, pool, {0: (0,)}, limit=ENOUGH, seed=1, timing=kernel_timing(arrays))
    assert kept.orders is None


def test_second_opinions_need_other_people() -> None:
    """The same nurse would give both opinions, once alone and once with a colleague."""
    link = StaffLink(a=0, b=1, same=False)
    arrays = lowered(_two_visits(staff_links=(link,)))
    pool = Pool(arrays)
    pool.add([Column(0, (0,), 10), Column(1, (1,), 10), Column(0, (0, 1), 5)])
    choice = choose(arrays, pool, {0: (0,)}, limit=ENOUGH, seed=1)
    assert choice.orders is None


def test_alike_shifts_share_their_routes() -> None:
    """A fleet of eight equal buses would need every good route pooled eight times."""
    requests = [visit(name, "B", unassigned_gr=90_000) for name in ("V", "W", "X")]
    buses = [shift(name, members=(member(name),), km_gr=100) for name in ("one", "two", "three")]
    arrays = lowered(tiny(requests=requests, shifts=buses))
    pool = Pool(arrays)
    pool.add([Column(number, (task,), 1000 + number) for task in range(3) for number in range(3)])
    assert len(pool) == 3
    choice = choose(arrays, pool, {2: (1,)}, limit=ENOUGH, seed=1)
    assert choice.orders is not None
    assert sorted(choice.orders.values()) == [(0,), (1,), (2,)]
    assert choice.orders[2] == (1,), "who has a route already keeps it"


def _hard(seed: int, columns: int) -> tuple[Arrays, Pool, dict[int, tuple[int, ...]]]:
    """Return random routes of four visits out of forty, of which CP-SAT does not find the best in seconds."""
    rng = np.random.default_rng(seed)
    requests = [visit(f"V{k}", "B", unassigned_gr=100_000) for k in range(40)]
    arrays = lowered(tiny(requests=requests, shifts=[shift(f"s{k}", members=(member(f"m{k}"),)) for k in range(12)]))
    pool = Pool(arrays)
    drawn = [tuple(rng.choice(40, size=4, replace=False).tolist()) for _ in range(columns)]
    pool.add(Column(0, order, int(rng.integers(100, 1000))) for order in drawn)
    return arrays, pool, {0: drawn[0]}


def test_the_same_choice_every_time() -> None:
    """A complaint about a plan could not be replayed."""
    arrays, pool, best = _hard(1, 300)
    found = [choose(arrays, pool, best, limit=Limit(effort=0.3), seed=5) for _ in range(2)]
    assert found[0].orders == found[1].orders is not None
    assert found[0].effort == found[1].effort


def test_a_choice_ends_when_it_is_told_to() -> None:
    """Who cancels a solve would wait for the end of a choice."""
    arrays, pool, best = _hard(2, 4000)
    stop = Stop()
    ended: list[float] = []

    def work() -> None:
        choose(arrays, pool, best, limit=Limit(seconds=60), seed=1, stop=stop)
        ended.append(monotonic())

    thread = Thread(target=work)
    thread.start()
    thread.join(1.0)
    assert thread.is_alive()
    told = monotonic()
    stop.stop()
    thread.join(10)
    assert ended
    assert ended[0] - told < 1.0


def test_a_choice_that_was_called_off_does_not_begin() -> None:
    """A solve cancelled a moment too early would run on to its limit."""
    arrays, pool, best = _hard(2, 4000)
    stop = Stop()
    stop.stop()
    began = monotonic()
    choice = choose(arrays, pool, best, limit=Limit(seconds=60), seed=1, stop=stop)
    assert choice.orders is None
    assert not choice.proven
    assert monotonic() - began < 2


def test_a_choice_keeps_its_limit() -> None:
    """Ten seconds asked for would become a minute."""
    arrays, pool, best = _hard(2, 4000)
    began = monotonic()
    choice = choose(arrays, pool, best, limit=Limit(seconds=0.5), seed=1)
    assert monotonic() - began < 3
    assert not choice.proven


def test_a_plan_without_times_is_not_beaten() -> None:
    """A plan that only one engine believes in would stop the whole solve."""
    stock = _stock("relations", 1)
    never = {0: tuple(range(stock.arrays.n_tasks))[::-1]}
    pool = Pool(stock.arrays)
    assert choose(stock.arrays, pool, never, limit=ENOUGH, seed=1, timing=stock.timing).orders is None


@pytest.mark.parametrize("seed", range(8))
def test_compiled_timing_knows_what_has_times(seed: int) -> None:
    """The master would cut off plans that the searchers run, or choose some that they cannot begin."""
    from random import Random

    problem = make_problem(seed, requests=6, shifts=2, features=sorted(FEATURES - {"start"}))
    stock = Stock(problem=problem)
    compiled = kernel_timing(stock.arrays)
    for draw in range(6):
        for at, order in random_orders(problem, Random(draw), serve=0.5).items():
            if order:
                assert (compiled.route(at, order) is None) == (stock.timing.route(at, order) is None)


def test_a_timer_may_stop_twice() -> None:
    """The second click on "cancel" would end in a traceback."""
    stop = Stop()
    timers = [Timer(0.0, stop.stop) for _ in range(2)]
    for timer in timers:
        timer.start()
    for timer in timers:
        timer.join()
    assert stop.asked
