"""Limits that the past has already made unreachable are relaxed by what is unavoidable, before anything is planned.

A shift that has begun must finish what it has begun: its frozen tasks, and whoever is aboard. Where that cannot be done
within the limits, the order that misses them by the fewest seconds is looked for, and what the rules find in it becomes
an inherited allowance. The plan may then be as late as that and no later, and minimising it comes before anything else.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from solver.admissible import refusal
from solver.arrays import FAR, Arrays
from solver.facts.locks import Allowance
from solver.lowering import lowered_once
from solver.once_per import OncePer
from solver.problem import Problem
from solver.rule import Level, Rule, Violation
from solver.rules import all_rules
from solver.schedule import schedule, schedule_route
from solver.solution import Route, Solution
from solver.unavoidable import least_trouble, obligatory

ABSENT = frozenset({"pinned_prefix"})
"""Rules that would miss what is only not planned yet. (Of a group that is begun, what is not begun may fail: whether it
does still counts before everything else.)"""
TIES = frozenset({"client_in_one_place", "gap", "same_start"})
"""Rules between routes: what else is planned may still keep them."""
BREAKS = "breaks"
DRIVING = "driving_limit"


def with_inherited(problem: Problem) -> Problem:
    """Return the problem with an inherited allowance for every violation that its begun shifts cannot avoid.

    Allowances that are there already count, so doing it twice changes nothing.
    """
    if not any(shift.start for shift in problem.shifts) and not any(request.aboard for request in problem.requests):
        return problem
    more = _inherits(problem)
    if not more:
        return problem
    found = replace(problem, allowances=(*problem.allowances, *more))
    _inherits.know(found, ())
    return found


@OncePer
def _inherits(problem: Problem) -> tuple[Allowance, ...]:
    """Return the allowances that have to be added."""
    count = len(problem.allowances)
    return _with_all(problem).allowances[count:]


def _with_all(problem: Problem) -> Problem:
    arrays = lowered_once(problem)
    begun = [s for s in range(len(problem.shifts)) if _has_begun(arrays, s) and obligatory(arrays, s)]
    routes = [least_trouble(arrays, shift) for shift in begun]
    orders = {route.shift: [stop.task for stop in route.stops] for route in routes}
    problem = _accepting(problem, _found(problem, routes, ABSENT | TIES | {BREAKS, DRIVING}))
    problem = _with_the_driving_left(problem, routes)
    if _possible(lowered_once(problem), orders):
        return problem
    return _accepting(problem, _found(problem, routes, ABSENT | {BREAKS, DRIVING}))


def _has_begun(arrays: Arrays, shift: int) -> bool:
    return bool(arrays.free_s[shift] > -FAR or np.any(arrays.aboard_shift == shift))


def _possible(arrays: Arrays, orders: dict[int, list[int]]) -> bool:
    return refusal(arrays, orders) is None and schedule(arrays, orders) is not None


def _rules(but: frozenset[str]) -> list[Rule]:
    return [rule for rule in all_rules() if rule.level is Level.HARD and rule.code not in but]


def _found(problem: Problem, routes: list[Route], but: frozenset[str]) -> Iterable[Violation]:
    """Yield what the rules, but for some, find in the routes and nobody has accepted."""
    solution = Solution(routes=tuple(routes))
    for rule in _rules(but):
        if rule.applies(problem):
            yield from (found for found in rule.check(problem, solution) if not found.accepted)


def _accepting(problem: Problem, violations: Iterable[Violation]) -> Problem:
    """Return the problem with each violation accepted as inherited, as large as it is."""
    amounts: dict[tuple[str, str], int] = {}
    for found in violations:
        key = found.rule, found.subjects[0]
        amounts[key] = max(found.amount, amounts.get(key, 0))
    if not amounts:
        return problem
    more = (Allowance(rule=rule, subject=one, amount=n, inherited=True) for (rule, one), n in sorted(amounts.items()))
    return replace(problem, allowances=(*problem.allowances, *more))


def _with_the_driving_left(problem: Problem, routes: list[Route]) -> Problem:
    """Return the problem with missed breaks and unavoidable driving inherited.

    Through speed bands the same way takes as long as the hour wants, so it is measured at the times that are planned.
    """
    lifted = tuple(
        Allowance(rule=DRIVING, subject=problem.shifts[route.shift].id, amount=FAR, inherited=True) for route in routes
    )
    if not routes:
        return problem
    eased = _without_missed_breaks(replace(problem, allowances=(*problem.allowances, *lifted)), routes)
    arrays = lowered_once(eased)
    timed = [schedule_route(arrays, route.shift, [stop.task for stop in route.stops]) or route for route in routes]
    problem = replace(eased, allowances=tuple(one for one in eased.allowances if one not in lifted))
    rules = frozenset(rule.code for rule in all_rules()) - {DRIVING}
    return _accepting(problem, _found(problem, timed, rules))


def _without_missed_breaks(problem: Problem, routes: list[Route]) -> Problem:
    """Return the problem without the breaks for which there is no time left, the shortest given up first."""
    for route in routes:
        arrays, order = lowered_once(problem), [stop.task for stop in route.stops]
        for length in sorted({slot.duration_s for slot in arrays.breaks[route.shift]}):
            if schedule_route(arrays, route.shift, order):
                break
            missed = Allowance(rule=BREAKS, subject=problem.shifts[route.shift].id, amount=length, inherited=True)
            eased = replace(problem, allowances=(*problem.allowances, missed))
            arrays = lowered_once(eased)
            if schedule_route(arrays, route.shift, order):
                problem = eased
    return problem
