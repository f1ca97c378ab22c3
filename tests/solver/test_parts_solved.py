"""Planning the parts of a day apart loses nothing: their plans together are as good as one plan of everything."""

from dataclasses import replace
from random import Random
from time import monotonic

import pytest

from solver import crew
from solver.arrays import Arrays
from solver.budget import Budget
from solver.engine import solve
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.parts import Part, parts_of
from solver.problem import Problem
from solver.result import Result
from solver.verify import unaccepted, verify
from tests.solver.brute_force import BruteForce
from tests.solver.generate import FEATURES, make_problem
from tests.solver.side_by_side import side_by_side

TOWNS = range(24)
NEVER = frozenset({"share", "start"})
TIMES = frozenset({"prices", "promises", "bands"})
"""Features whose prices depend on times: the search guesses them."""


def _two_towns(seed: int, *, requests: int, never: frozenset[str]) -> Problem:
    rng = Random(seed)
    features = {name for name in sorted(FEATURES - never) if rng.random() < 0.4}
    a = make_problem(seed, requests=requests, shifts=requests // 2, features=features)
    b = make_problem(seed + 500, requests=requests, shifts=requests // 2, features=features)
    both, *_ = side_by_side(with_inherited(a), with_inherited(b))
    shifts = tuple(replace(one, km_gr=80, use_gr=rng.choice([0, 900])) for one in both.shifts)
    musts = tuple(replace(one, must=rng.random() < 0.3) for one in both.requests)
    return replace(both, shifts=shifts, requests=musts)


def _solved(problem: Problem, effort: int = 3) -> Result:
    return solve(problem, budget=Budget(clock=monotonic, effort=effort), seed=1, workers=0)


def _in_one(arrays: Arrays) -> tuple[Part, ...]:
    return (Part(arrays, tuple(range(arrays.n_tasks)), tuple(range(arrays.n_shifts))),)


@pytest.mark.parametrize("seed", TOWNS)
def test_the_best_plans_of_the_parts_are_the_best_plan(seed: int) -> None:
    """Two towns planned in one night would each get a plan that is worse than alone."""
    problem = _two_towns(seed, requests=2, never=NEVER | TIMES)
    best, _ = BruteForce(with_inherited(problem)).best()
    assert _solved(problem).score == best


def test_these_days_fall_into_parts() -> None:
    """Days of which one town cannot be served at all would prove nothing of two."""
    small = [_two_towns(seed, requests=2, never=NEVER | TIMES) for seed in TOWNS]
    large = [_two_towns(seed, requests=6, never=NEVER) for seed in TOWNS]
    for days in small, large:
        assert sum(len(parts_of(lowered(with_inherited(day)))) > 1 for day in days) > 0.7 * len(days)


@pytest.mark.parametrize("seed", TOWNS[:6])
def test_parts_serve_whom_the_whole_would(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who must be served would be left out because the day is planned in parts."""
    problem = _two_towns(seed, requests=6, never=NEVER)
    apart = _solved(problem)
    assert unaccepted(verify(with_inherited(problem), apart.solution)) == ()
    monkeypatch.setattr(crew, "parts_of", _in_one)
    assert apart.score.key[:2] == _solved(problem, 6).score.key[:2]
