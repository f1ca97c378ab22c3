"""Each rule alone: what it lowers to says of any plan what its `check` says."""

from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from solver.facts.locks import Allowance, Lock, LockKind
from solver.lowering import lowered
from solver.problem import Problem
from solver.rule import Level, Rule
from solver.rulekit.tiny import timed_route
from solver.rules import all_rules
from solver.solution import Route, Solution
from solver.verify import unaccepted
from tests.rules.primitives import broken
from tests.solver.generate import FEATURES, make_problem, random_orders

SPOKEN = {1, 4, 8, 9, 10, 12, 13, 14}
"""Primitives that speak of a plan as it stands; times within one route are compared with the reference timing."""

RULES = [r for r in all_rules() if r.level is Level.HARD and r.primitives and SPOKEN.issuperset(r.primitives)]
SEEDS = range(60)


@cache
def _plan(seed: int) -> tuple[Problem, Solution]:
    """Return a problem with everything in it and a plan that breaks much of it."""
    rng = Random(seed)
    problem = make_problem(seed, requests=7, shifts=3, features=FEATURES - {"overrides"})
    orders = random_orders(problem, rng, serve=rng.choice([0.6, 0.9, 1.0]))
    out = Lock(kind=LockKind.OUT, tasks=Random(-seed - 1).choice(problem.requests).tasks)
    problem = replace(problem, locks=(*problem.locks, *_frozen(rng, orders), out))
    _disturb(problem, rng, orders)
    return problem, Solution(routes=tuple(_route(problem, rng, s, tasks) for s, tasks in orders.items() if tasks))


def _frozen(rng: Random, orders: dict[int, list[int]]) -> list[Lock]:
    """Return a pinned beginning, which the start state of its shift may say half of."""
    shift = rng.choice(list(orders))
    return [Lock(kind=LockKind.PREFIX, tasks=tuple(orders[shift][: rng.randrange(1, 3)]), shift=shift)]


def _disturb(problem: Problem, rng: Random, orders: dict[int, list[int]]) -> None:
    """Move a request or two to where they need not belong, or out; in place. Pairs stay pairs: that is another rule."""
    for _ in range(rng.choice([0, 1, 2])):
        moved = rng.choice([task for tasks in orders.values() for task in tasks])
        request = problem.requests[problem.tasks[moved].request].tasks
        for tasks in orders.values():
            tasks[:] = [task for task in tasks if task not in request]
        target = rng.choice([*orders.values(), []])
        for task, at in zip(request, sorted(rng.randrange(len(target) + 1) for _ in request), strict=True):
            target.insert(at + request.index(task), task)


def _route(problem: Problem, rng: Random, shift: int, order: list[int]) -> Route:
    """Return a route of which pinned starts are kept, or missed by a second."""
    pins = {task: lock.start_s for lock in problem.locks for task in lock.tasks if lock.start_s is not None}
    starts = {task: start + rng.choice([0, 0, 1]) for task, start in pins.items() if task in order}
    return timed_route(problem, shift, order, starts=starts)


def _with_allowances(rule: Rule, problem: Problem, solution: Solution, rng: Random) -> Problem:
    """Return the problem with some of the violations accepted, just enough or just not, under any of their names."""
    allowances = tuple(
        Allowance(
            rule=rule.code,
            subject=rng.choice(found.subjects),
            amount=max(0, found.amount - rng.choice([0, 0, 0, 1])),
            inherited=rng.random() < 0.5,
        )
        for found in rule.check(problem, solution)
        if rng.random() < 0.8
    )
    return replace(problem, allowances=allowances)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_and_its_primitives_agree(rule: Rule) -> None:
    """The engine would search for plans that the verifier refuses, or never find one that it would accept."""
    for seed in SEEDS:
        problem, solution = _plan(seed)
        allowed = _with_allowances(rule, problem, solution, Random(seed))
        for facts in (problem, allowed):
            wrong = unaccepted(rule.check(facts, solution)) if rule.applies(facts) else ()
            assert bool(broken(lowered(facts, [rule]), solution)) == bool(wrong), (seed, wrong)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_plans_on_both_sides_were_met(rule: Rule) -> None:
    """Agreement on plans that all keep the rule, or all break it, would prove nothing."""
    verdicts: Counter[bool] = Counter()
    for seed in SEEDS:
        problem, solution = _plan(seed)
        if rule.applies(problem):
            verdicts[bool(list(rule.check(problem, solution)))] += 1

    assert min(verdicts[True], verdicts[False]) >= 1, verdicts
