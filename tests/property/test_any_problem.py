"""Whatever the day is like, planning it ends in a plan that keeps every rule."""

from collections.abc import Callable
from time import monotonic

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.admissible import refusal
from solver.budget import Budget
from solver.engine import solve
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.objective import score
from solver.problem import Problem
from solver.schedule import schedule
from solver.search.insertion import construct
from solver.verify import unaccepted, verify
from tests.solver.generate import FEATURES, make_problem


@st.composite
def problems(draw: Callable[[st.SearchStrategy[object]], object]) -> Problem:
    """Return small days with any mixture of features; failing ones shrink to few features and few requests."""
    features = draw(st.sets(st.sampled_from(sorted(FEATURES))))
    assert isinstance(features, set)
    numbers = [draw(st.integers(*bounds)) for bounds in ((0, 10**6), (3, 10), (2, 3))]
    seed, requests, shifts = (int(str(number)) for number in numbers)
    return make_problem(seed, requests=requests, shifts=shifts, features=features)


@settings(max_examples=120)
@given(problem=problems(), seed=st.integers(0, 3))
def test_every_day_is_planned_and_every_plan_verifies(problem: Problem, seed: int) -> None:
    """A town with an unusual day would be left without a plan, or with one that breaks the law."""
    result = solve(problem, budget=Budget(clock=monotonic, effort=3), seed=seed, workers=0)
    relaxed = with_inherited(problem)
    assert unaccepted(verify(relaxed, result.solution)) == ()
    assert result.score == score(relaxed, result.solution)


@settings(max_examples=60)
@given(problem=problems(), seed=st.integers(0, 3))
def test_what_insertion_builds_the_timing_and_the_rules_accept(problem: Problem, seed: int) -> None:
    """The search would offer plan after plan that is thrown away, and the first bad one be kept."""
    relaxed = with_inherited(problem)
    arrays = lowered(relaxed)
    draft = construct(arrays, seed)
    if draft.key[0] == 0:  # nothing frozen had to be left out
        assert refusal(arrays, draft.orders, complete=True) is None
        solution = schedule(arrays, draft.orders)
        assert solution is not None
        assert unaccepted(verify(relaxed, solution)) == ()
