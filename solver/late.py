"""A day that runs late: whoever follows its plan is late by so much, and no better plan has to be on time at once.

A crew that is behind its plan misses windows that nobody has made impossible yet: somebody else might keep them. Until
that is found its plan goes on, and by as much as it is late, its windows and promises are taken to be missed by the
past (`solver.inherited`): no plan may be later, and being less late comes before anything else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from solver.admissible import fits_so_far, refusal
from solver.arrays import FAR, Arrays
from solver.facts.locks import Allowance
from solver.facts.requests import Request, Span, Task
from solver.lowering import lowered, lowered_once
from solver.problem import Problem
from solver.rules import all_rules
from solver.schedule import schedule
from solver.solution import Solution
from solver.unavoidable import least_trouble, obligatory

type Orders = Mapping[int, Sequence[int]]
LATE_RULES = frozenset({"time_window", "promise"})
"""What may be missed by being late. Limits of labour law may not."""
ABOARD_RULES = frozenset({"longest_ride", "ride_detour"})
"""What may be missed for whoever is aboard already: the time that was lost on the way was theirs, too."""
ABOARD_S = 600
"""By so much, in seconds; for more the crew sets them down first."""


def with_lateness(problem: Problem, orders: Orders) -> Problem:
    """Return the problem of a running day with inherited allowances for how late its crews are by their orders.

    Parameters
    ----------
    problem : Problem
        With its inherited violations accepted already.
    orders : mapping of shift to tasks in order
        The plan that holds. Of a route that no lateness alone makes possible, the last requests are left out until it
        is: they have no allowance, and need another place.
    """
    if _possible(lowered_once(problem), orders):
        return problem
    arrays = lowered(without_ends(problem, {task for order in orders.values() for task in order}))
    solution = schedule(arrays, longest_possible(arrays, orders))
    return problem if solution is None else _accepting(problem, solution)


def as_late_as(problem: Problem, orders: Orders, lenient: Problem) -> Problem | None:
    """Return the problem in which everybody may be as late as in these orders' earliest times.

    Parameters
    ----------
    lenient : Problem
        The same, with limits that these orders keep.

    Returns
    -------
    Problem or None
        None: they do not keep them.
    """
    arrays = lowered(lenient)
    solution = schedule(arrays, orders) if refusal(arrays, orders) is None else None
    return None if solution is None else _accepting(problem, solution)


def _possible(arrays: Arrays, orders: Orders) -> bool:
    return refusal(arrays, orders) is None and schedule(arrays, orders) is not None


def _possible_so_far(arrays: Arrays, orders: Orders) -> bool:
    return fits_so_far(arrays, orders) and schedule(arrays, orders) is not None


def without_ends(problem: Problem, tasks: Collection[int]) -> Problem:
    """Return the problem in which some tasks may start as late as one likes, and whoever is aboard is patient."""
    of_requests = {problem.tasks[task].request for task in tasks}
    return replace(
        problem,
        tasks=tuple(_open_ended(task) if k in tasks else task for k, task in enumerate(problem.tasks)),
        requests=tuple(_patient(one) if k in of_requests else one for k, one in enumerate(problem.requests)),
    )


def _patient(request: Request) -> Request:
    """Return a request that may be served late, and set down a little later if it is aboard."""
    if request.promise_s is not None:
        request = replace(request, promise_s=_endless(request.promise_s))
    if request.aboard is None:
        return request
    longest = None if request.longest_ride_s is None else request.longest_ride_s + ABOARD_S
    return replace(request, longest_ride_s=longest, detour_slack_s=request.detour_slack_s + ABOARD_S)


def _open_ended(task: Task) -> Task:
    if not task.windows_s:
        return task
    return replace(task, windows_s=(*task.windows_s[:-1], _endless(task.windows_s[-1])))


def _endless(window: Span) -> Span:
    return window[0], FAR


def longest_possible(arrays: Arrays, orders: Orders) -> Orders:
    """Return the orders of all shifts, each as far as it is possible beside those before it."""
    if _possible(arrays, orders):
        return orders
    found: dict[int, tuple[int, ...]] = {}
    for shift, order in under_way_first(arrays, orders):
        found[shift] = possible_beside(arrays, found, shift, order)
    return {shift: found[shift] for shift in orders}


def under_way_first(arrays: Arrays, orders: Orders) -> Sequence[tuple[int, tuple[int, ...]]]:
    """Return shifts with their orders: first those that have somebody aboard, or whom somebody expects any moment.

    What they have begun cannot wait for what is tied to it on routes that may still be changed.
    """
    known = [(shift, tuple(order)) for shift, order in orders.items()]
    return sorted(known, key=lambda one: not obligatory(arrays, one[0]))


def possible_beside(arrays: Arrays, others: Orders, shift: int, order: Sequence[int]) -> tuple[int, ...]:
    """Return a shift's order as far as it is possible beside others' routes.

    The last requests are left out first, but never who is aboard, nor what the crew is on its way to; if there is
    nothing else left, these are put in the order of the least trouble.
    """
    kept, left = set(obligatory(arrays, shift)), tuple(order)
    while left and not _possible_so_far(arrays, {**others, shift: left}):
        free = [task for task in left if task not in kept]
        if not free:
            least = tuple(stop.task for stop in least_trouble(arrays, shift).stops)
            return least if _possible_so_far(arrays, {**others, shift: least}) else ()
        last = arrays.request[free[-1]]
        left = tuple(task for task in left if arrays.request[task] != last)
    return left


def _accepting(problem: Problem, solution: Solution) -> Problem:
    rules = (rule for rule in all_rules() if rule.code in LATE_RULES | ABOARD_RULES and rule.applies(problem))
    found = [one for rule in rules for one in rule.check(problem, solution) if not one.accepted]
    amounts = {(one.rule, one.subjects[0]): one.amount for one in found}
    more = (
        Allowance(rule=rule, subject=one, amount=amount, inherited=True, late_only=rule in LATE_RULES)
        for (rule, one), amount in sorted(amounts.items())
    )
    return replace(problem, allowances=(*problem.allowances, *more))
