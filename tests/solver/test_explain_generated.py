"""Explanations of generated plans, held against trying everything."""

from random import Random

import pytest

from solver.admissible import refusal
from solver.explain.asking import ShiftVerdict, Verdict, explain_all
from solver.explain.part import part_of
from solver.explain.words import render
from solver.lowering import lowered
from solver.problem import Problem
from solver.rules import all_rules
from solver.schedule import schedule
from solver.search.insertion import construct
from solver.solution import Solution
from tests.solver.generate import FEATURES, make_problem
from tests.solver.trying import Orders, check_words, orders_of, possible, prove, ways

CASES = [*((seed, 2) for seed in (*range(60), 337)), *((seed, 3) for seed in (636, 745, 751))]


def some_plan(seed: int, shifts: int = 2) -> tuple[Problem, Solution] | None:
    """Return a random problem and a plan of it, in every other case with somebody left out who would fit."""
    rng = Random(seed)
    features = [name for name in sorted(FEATURES) if rng.random() < 0.5]
    problem = make_problem(seed, shifts=shifts, features=features)
    draft = construct(lowered(problem), seed)
    optional = [r for r in draft.shift_of if r not in draft.terrain.fixed]
    if seed % 2 and optional:
        draft = draft.without([rng.choice(optional)]) or draft
    # Some features contradict each other: then there is no plan to explain.
    return (problem, draft.solution) if possible(lowered(problem), draft.orders) else None


@pytest.mark.parametrize(("seed", "shifts"), CASES)
def test_explanations_hold(seed: int, shifts: int) -> None:
    """A client would be told a reason that is none, or be asked for a change that does not help."""
    found = some_plan(seed, shifts)
    if found is None:
        return
    problem, solution = found
    orders = orders_of(solution)
    for told in explain_all(problem, solution):
        prove(problem, solution, told)
        check_words(render(told, problem, "pl"), told)
        for verdict in told.per_shift if len(told.requests) == 1 else ():
            _check(problem, orders, told.obstacle, verdict)


def _check(problem: Problem, orders: Orders, request: int, verdict: ShiftVerdict) -> None:
    """Assert that the request fits if and only if it is said to, and that each rule named lets it in if left out."""
    assert _fits(problem, orders, request, verdict.shift) == (verdict.verdict is Verdict.FITS)
    blocked = verdict.obstacle
    if blocked is None or not blocked.rules:
        return
    if verdict.verdict is Verdict.TAKEN:
        for rules in (blocked.rules, *((code,) for code in blocked.others)):
            assert _fits(problem, orders, request, verdict.shift, rules)
    elif blocked.enough:
        part = part_of(problem, [request], {})
        assert _fits(part.problem, {}, part.request(request), part.shift(verdict.shift), blocked.rules)
    for code in blocked.rules if len(blocked.rules) > 1 else ():
        rest = tuple(one for one in blocked.rules if one != code)
        assert verdict.verdict is Verdict.NOT_ALONE or not _fits(problem, orders, request, verdict.shift, rest)


def _fits(problem: Problem, orders: Orders, request: int, shift: int, without: tuple[str, ...] = ()) -> bool:
    arrays = lowered(problem, [rule for rule in all_rules() if rule.code not in without])
    return any(
        refusal(arrays, way) is None and schedule(arrays, way) is not None
        for way in ways(problem, orders, [request], shift, request)
    )


def test_the_same_plan_has_the_same_reasons() -> None:
    """A complaint about a reason could not be looked into: asked again, the program would give another one."""
    problem, solution = next(found for found in map(some_plan, range(100)) if found and len(found[1].routes) > 1)

    assert explain_all(problem, solution) == explain_all(problem, solution)
