"""A running day laid out anew: promises first, then as few published stops changed as possible.

Three steps. What the plan still can do in time stays, and what has lost its place is put in where that costs least; a
search makes that better, for which a published stop that moves is dear; and a promise that nobody can keep any more is
given the earliest hour that is left: it is planned late, not dropped.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from scheduler.domain.ids import RequestId
from scheduler.services.planning.least_late import put_late
from scheduler.services.planning.open_day import OpenDay, Orders
from scheduler.services.planning.refitting import refitted, sound_orders, unplanned
from scheduler.services.planning.searching import Effort
from solver.board import Board
from solver.engine import solve
from solver.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A day laid out anew.

    Attributes
    ----------
    day : OpenDay
        In which promises may be as late as they have to be.
    """

    day: OpenDay
    orders: Orders


def laid_anew(opened: OpenDay, effort: Effort) -> Laid:
    """Return a running day's best orders from where its crews are."""
    strict = _in_time(opened)
    before = sound_orders(strict)
    begin = refitted(strict, before, unplanned(strict, before))
    orders = _searched(strict.problem, begin, effort)
    late = _promised(strict.problem, unplanned(strict, orders))
    problem, found = put_late(opened_without_lateness(opened), orders, late)
    return Laid(day=replace(opened, board=Board(problem, found)), orders=found)


def opened_without_lateness(opened: OpenDay) -> Problem:
    """Return the day's problem in which nobody may be late who could be in time."""
    kept = tuple(one for one in opened.problem.allowances if not one.late_only)
    return replace(opened.problem, allowances=kept)


def _in_time(opened: OpenDay) -> OpenDay:
    """Return a day whose promises are to be kept in time, and in which calls cost what they cost today."""
    price_gr = opened.town.policy.prices.call_today
    problem = opened_without_lateness(opened)
    requests = tuple(replace(one, call_gr=price_gr) if one.call_gr else one for one in problem.requests)
    problem = replace(problem, requests=requests)
    return replace(opened, board=Board(problem, opened.board.orders))


def _searched(problem: Problem, begin: Orders, effort: Effort) -> Orders:
    result = solve(
        problem,
        budget=effort.budget,
        seed=effort.seed,
        on_progress=effort.on_progress,
        workers=effort.workers,
        warm=begin,
    )
    return {route.shift: tuple(stop.task for stop in route.stops) for route in result.solution.routes if route.stops}


def _promised(problem: Problem, left: Collection[int]) -> list[int]:
    return [r for r in left if problem.requests[r].promise_s is not None]


def broken(laid: Laid) -> dict[RequestId, int]:
    """Return by how many seconds each promise is late in what was laid out."""
    late: dict[RequestId, int] = {}
    problem = laid.day.problem
    tasks = {task.id: problem.requests[task.request].source_id for task in problem.tasks}
    names = {one.id: one.source_id for one in problem.requests} | tasks
    for one in problem.allowances:
        if one.late_only and one.subject in names:
            key = RequestId(names[one.subject])
            late[key] = max(one.amount, late.get(key, 0))
    return late
