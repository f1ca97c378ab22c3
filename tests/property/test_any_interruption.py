"""However a search is begun, shared out and broken off: there is a plan, it verifies, and its price is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.budget import Budget
from solver.engine import solve
from solver.inherited import with_inherited
from solver.objective import score
from solver.problem import Problem
from solver.result import Result
from solver.rulekit.tiny import shift, tiny, visit
from solver.searcher import Searcher
from solver.verify import unaccepted, verify
from tests.solver.brute_force import BruteForce
from tests.solver.generate import FEATURES, make_case, random_orders

type Orders = Mapping[int, Sequence[int]]

SLICE_S = 0.04
"""The fake clock's shortest step: who searches by the clock does as much as real time lets him between two looks."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """A problem, and orders of all kinds: of its hidden plan, any, of another day, and nonsense."""

    problem: Problem
    orders: tuple[Orders, ...]


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Return small days with any mixture of features; failing ones shrink to few features and few requests."""
    features = draw(st.sets(st.sampled_from(sorted(FEATURES))))
    seed, requests, shifts = (draw(st.integers(*bounds)) for bounds in ((0, 10**6), (2, 8), (2, 3)))
    case = make_case(seed, requests=requests, shifts=shifts, features=features)
    other = make_case(seed + 1, requests=requests + 3, shifts=shifts + 1, features=features)
    rng = Random(seed)
    wild = random_orders(case.problem, rng)
    of_another_day = random_orders(other.problem, rng)
    return Day(problem=case.problem, orders=(case.orders, wild, of_another_day, _spoilt(wild, rng)))


def _spoilt(orders: Orders, rng: Random) -> Orders:
    """Return orders with tasks twice, in a wrong order, of nobody, and on shifts that there are not."""
    tasks = [task for order in orders.values() for task in order]
    rng.shuffle(tasks)
    half = len(tasks) // 2
    return {-1: tasks[:2], 0: [*tasks[half:], -1, 10**6], 1: [*tasks[:half], *tasks[:1]], 10**6: tasks[:half]}


@st.composite
def budgets(draw: st.DrawFn) -> Budget:
    """Return budgets of effort, of seconds by a clock that makes a step whenever it is looked at, or called off."""
    calls, looks = count(), count()
    patience = draw(st.sampled_from([0, 1, 2, 3, 5, 8, 13, 30, 80, 10**9]))
    step = draw(st.sampled_from([SLICE_S, 0.1, 1.0]))
    seconds = draw(st.sampled_from([None, 0.0, 0.1, 0.2, 0.3]))
    effort = draw(st.integers(0, 3) if seconds is None else st.none() | st.integers(0, 3))
    return Budget(
        clock=lambda: next(looks) * step,
        seconds=seconds,
        effort=effort,
        cancelled=lambda: next(calls) >= patience,
    )


WORKERS = st.integers(0, 3)
SEEDS = st.integers(0, 3)
WARM = st.none() | st.integers(0, 3)


def _assert_sound(problem: Problem, result: Result) -> None:
    relaxed = with_inherited(problem)
    assert unaccepted(verify(relaxed, result.solution)) == ()
    assert result.score == score(relaxed, result.solution)


@settings(max_examples=120)
@given(day=days(), budget=budgets(), workers=WORKERS, seed=SEEDS, warm=WARM)
def test_every_interruption_leaves_a_plan_that_verifies(
    day: Day, budget: Budget, workers: int, seed: int, warm: int | None
) -> None:
    """Whoever stops the search at a bad moment would be given no plan, or one that breaks the law, or a wrong price."""
    orders = None if warm is None else day.orders[warm]
    _assert_sound(day.problem, solve(day.problem, budget=budget, seed=seed, workers=workers, warm=orders))


@settings(max_examples=9)
@given(day=days(), effort=st.integers(0, 3), seed=SEEDS, warm=WARM)
def test_with_an_effort_the_number_of_threads_changes_nothing(
    day: Day, effort: int, seed: int, warm: int | None
) -> None:
    """A complaint about a plan could be replayed only on a machine with as many cores."""
    orders = None if warm is None else day.orders[warm]
    budget = Budget(clock=monotonic, effort=effort)
    alone, *teams = (
        solve(day.problem, budget=budget, seed=seed, workers=workers, warm=orders) for workers in (0, 1, 2, 3)
    )
    assert all((team.solution, team.effort) == (alone.solution, alone.effort) for team in teams)


@settings(max_examples=20)
@given(day=days(), budget=budgets(), workers=WORKERS, seed=SEEDS, keep=st.sampled_from([0.5, 0.9, 1.0]))
def test_a_plan_to_begin_with_is_never_made_worse(
    day: Day, budget: Budget, workers: int, seed: int, keep: float
) -> None:
    """Replanning at noon would cost more than leaving the morning's plan as it is."""
    found = solve(day.problem, budget=Budget(clock=monotonic, effort=1), seed=seed + 1, workers=0)
    orders = {route.shift: tuple(stop.task for stop in route.stops) for route in found.solution.routes}
    warm = _thinned(day.problem, orders, Random(seed), keep)
    before = BruteForce(with_inherited(day.problem)).counted(warm)
    result = solve(day.problem, budget=budget, seed=seed, workers=workers, warm=warm)
    _assert_sound(day.problem, result)
    assert before is None or result.score.key <= before.key


def _thinned(
    problem: Problem, orders: Mapping[int, tuple[int, ...]], rng: Random, keep: float
) -> dict[int, tuple[int, ...]]:
    """Return the orders with some requests left out."""
    stay = {r for r in range(len(problem.requests)) if rng.random() < keep}
    thin = {shift: tuple(t for t in order if problem.tasks[t].request in stay) for shift, order in orders.items()}
    return {shift: order for shift, order in thin.items() if order}


def test_a_plan_that_the_search_thinks_nothing_of_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search guesses what times cost: the night's plan would be lost to one that only seems to be cheaper."""
    problem = tiny(requests=[visit("V1", "B", unassigned_gr=9000), visit("V2", "C", unassigned_gr=9000)])
    begin = Searcher.begin
    monkeypatch.setattr(Searcher, "begin", lambda searcher, orders: begin(searcher, {}) and not orders)
    monkeypatch.setattr(Searcher, "fill", lambda _: None)
    result = solve(problem, budget=Budget(clock=monotonic, effort=0), seed=1, workers=0, warm={0: (0, 1)})
    assert result.score.key == (0, 0, 0)


def test_doing_nothing_is_a_plan_to_begin_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a day on which nothing is worth its way a van would be sent out for less than it costs."""
    problem = tiny(requests=[visit("V1", "G", unassigned_gr=100)], shifts=[shift(use_gr=9000)])
    begin = Searcher.begin
    monkeypatch.setattr(Searcher, "begin", lambda searcher, _: begin(searcher, {0: (0,)}))
    result = solve(problem, budget=Budget(clock=monotonic, effort=0), seed=1, workers=0, warm={})
    assert result.score.key == (0, 0, 100)
