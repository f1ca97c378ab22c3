"""The engine against brute force and the routing model, on days so small that all plans can be tried.

All three are held to the same judge: orders timed by the reference, polished, verified, and priced by the rules.
"""

from dataclasses import replace
from functools import cache
from random import Random
from time import monotonic

import pytest

from solver.budget import Budget
from solver.engine import solve
from solver.inherited import with_inherited
from solver.problem import Problem
from solver.result import Score
from solver.yardstick.engine import solve as second_opinion
from tests.solver.brute_force import BruteForce, Orders
from tests.solver.generate import FEATURES, make_problem

EVERY = range(24)
TIMES = frozenset({"prices", "promises"})
"""Features whose prices depend on times."""
KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "only kilometres cost": (frozenset(), TIMES | {"start"}),
    "rush hours": (frozenset({"bands"}), TIMES | {"start"}),
    "times cost money": (frozenset({"prices"}), frozenset({"start", "bands"})),
    "times cost money in rush hours": (frozenset({"prices", "bands"}), frozenset({"start"})),
    "begun": (frozenset({"start"}), frozenset()),
}
"""What a kind of day has in any case, and never; all else is drawn."""
type Day = tuple[str, int]
DAYS: list[Day] = [(kind, seed) for kind in KINDS for seed in EVERY]


def features_of(day: Day) -> frozenset[str]:
    """Return a mixture of few, some, most or all features."""
    always, never = KINDS[day[0]]
    rng = Random(repr(day))
    share = rng.choice([0.15, 0.3, 0.6, 1])
    return (frozenset(name for name in sorted(FEATURES) if rng.random() < share) | always) - never


@cache
def problem_of(day: Day) -> Problem:
    """Return a day with at most four requests, besides those aboard a begun shift; kilometres always cost money."""
    kind, seed = day
    rng = Random(seed)
    requests, features = rng.choice([2, 3] if kind == "begun" else [3, 4]), features_of(day)
    problem = make_problem(seed, requests=requests, shifts=rng.choice([1, 2, 2]), features=features)
    if "prices" in features:
        return problem
    dear = tuple(replace(s, km_gr=rng.randrange(60, 150), use_gr=rng.choice([0, 900])) for s in problem.shifts)
    return replace(problem, shifts=dear)


@cache
def best_of(day: Day) -> tuple[Score, Orders]:
    """Return the score and the orders of the best of all plans."""
    return BruteForce(with_inherited(problem_of(day))).best()


@cache
def engines_of(day: Day) -> Score:
    """Return the score of the plan that the engine finds in a tenth of a second."""
    return solve(problem_of(day), budget=Budget(clock=monotonic, effort=3), seed=1, workers=0).score


HARD: list[Day] = [("times cost money in rush hours", seed) for seed in (122, 129)]  # of a group one has to come first
HARD += [("begun", 60)]
HARD += [("begun", 152)]  # what the search thinks best is not
HARD += [("times cost money in rush hours", seed) for seed in (53, 58, 147)]  # the best position seems to be another
HARD += [("begun", 40), ("begun", 45)]  # people aboard are best taken home in another order than the first one found
DAYS += HARD

UNLIKE = TIMES | {"share"}
"""Features of days on which the routing model is not held to the best plan: it guesses what times cost, and changes few
routes at once, for which totals over the fleet are no guide."""


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_engine_finds_the_best_of_all_plans(day: Day) -> None:
    """A town would pay for a plan that anybody with a pencil could better."""
    assert engines_of(day).key == best_of(day)[0].key


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nobody_betters_the_best_of_all_plans(day: Day) -> None:
    """Brute force that overlooks plans would let an engine that overlooks the same ones pass as exact."""
    best = best_of(day)[0]
    other = second_opinion(problem_of(day), budget=Budget(clock=monotonic, effort=10), seed=1, workers=0).score
    assert min(engines_of(day).key, other.key) >= best.key
    if not features_of(day) & UNLIKE:
        assert other.key == best.key


@pytest.mark.parametrize("day", sorted({*DAYS[::2], *HARD}), ids=str)
def test_a_plan_known_to_be_the_best_is_returned_at_once(day: Day) -> None:
    """What was found in the night would be lost at the first change of the morning."""
    best, orders = best_of(day)
    result = solve(problem_of(day), budget=Budget(clock=monotonic, effort=0), seed=1, workers=0, warm=orders)
    assert result.score.key == best.key


def test_the_days_differ() -> None:
    """Days on which nobody is left out, or all work is one van's, would be compared and say little."""
    found = [best_of(day) for day in DAYS]
    assert sum("unassigned" in score.terms for score, _ in found) > len(DAYS) // 4
    assert sum("unassigned" not in score.terms for score, _ in found) > len(DAYS) // 8
    assert sum(score.must > 0 for score, _ in found) > 2
    assert sum(score.inherited > 0 for score, _ in found) > 2
    assert sum(len(orders) > 1 for _, orders in found) > len(DAYS) // 10
