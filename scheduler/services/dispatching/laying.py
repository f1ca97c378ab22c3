"""A running day laid out anew: promises first, then as few published stops changed as possible.

Whose promise the plan cannot keep in time any more may be late, by as little as can be: nobody else may. The search
begins with the plan as it is, late or not; minutes after a promised window and published stops that move are dear. Who
has no place then is given the earliest hour that is left: planned late, not dropped.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from scheduler.domain.ids import RequestId
from scheduler.domain.policy import Prices
from scheduler.services.planning.least_late import AS_LATE_S, put_late
from scheduler.services.planning.open_day import OpenDay, Orders
from scheduler.services.planning.refitting import refitted, unplanned, untorn
from scheduler.services.planning.searching import Effort
from solver.arrays import Arrays
from solver.board import Board
from solver.engine import solve
from solver.facts.locks import Allowance
from solver.facts.requests import Task
from solver.insertion import offers
from solver.late import as_late_as, longest_possible
from solver.lowering import lowered
from solver.offered import Offer
from solver.problem import Problem
from solver.schedule import schedule

MOST_WAYS = 60
"""So many ways to fetch somebody are looked at."""
WORTH_S = 10 * 60
"""By so much sooner somebody has to be fetched before others, who were promised nothing, make room."""
LATEST_S = 4 * 3600
"""So late a search may plan a promise that cannot be kept; later ones are given the first hour that is left."""


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
    strict = _on(opened, in_time(opened.problem), opened.board.orders)
    fetched = _fetching(opened, strict.problem)
    hit = _hit(strict, fetched)
    lenient = _lenient(strict.problem, hit)
    dear = _priced(lenient, hit, opened.town.policy.prices)
    priced = _on(opened, _fetched_by(opened, dear, fetched), fetched)
    followed = untorn(priced, longest_possible(priced.board.arrays, fetched))
    begin = refitted(priced, followed, unplanned(priced, followed))
    orders = _searched(priced.problem, begin, effort)
    if _standing(opened, priced.problem, orders) > _standing(opened, priced.problem, begin):
        orders = begin  # nobody stays at the roadside so that others are less late
    left = _promised(lenient, unplanned(strict, orders))
    eased, orders = put_late(lenient, orders, left)
    problem = as_late_as(strict.problem, orders, eased) or eased
    return Laid(day=_on(opened, problem, orders), orders=orders)


def _fetching(opened: OpenDay, strict: Problem) -> Orders:
    """Return the plan's orders with whoever stands by a broken vehicle fetched, whoever has to wait for that."""
    known = opened.board.orders
    if not opened.town.stranded:
        return known
    lenient = _lenient(strict, _promised(strict, range(len(strict.requests))))
    day = _on(opened, lenient, known)
    orders: Orders = untorn(day, longest_possible(day.board.arrays, known))
    for request in _at_roadside(opened, strict, orders):
        orders = _fetched(lenient, day.board.arrays, orders, request)
    return orders


def _fetched(lenient: Problem, arrays: Arrays, orders: Orders, request: int) -> Orders:
    """Return orders in which one more is fetched, as soon as may be.

    Whoever was promised nothing makes room if that saves the one at the roadside a wait; they are put in again where
    there is a place for them.
    """
    ahead = _first_way(lenient, orders, request)
    free = _without_unpromised(lenient, arrays, orders)
    sooner = _first_way(lenient, free, request)
    if sooner is not None and (ahead is None or _start_s(sooner) + WORTH_S < _start_s(ahead)):
        return {**free, **sooner.orders}
    return orders if ahead is None else {**orders, **ahead.orders}


def _first_way(lenient: Problem, orders: Orders, request: int) -> Offer | None:
    ways = offers(Board(lenient, orders), [request], limit=MOST_WAYS)
    return min(ways, key=lambda way: (_start_s(way), way.cost_gr), default=None)


def _start_s(way: Offer) -> int:
    return way.served[0].starts[0][0]


def _without_unpromised(problem: Problem, arrays: Arrays, orders: Orders) -> Orders:
    """Return orders with those alone who were promised something, must be served, or are being served already."""
    begun = {int(arrays.request[task]) for prefix in arrays.prefixes for task in prefix}
    stay = {
        r
        for r, one in enumerate(problem.requests)
        if one.promise_s is not None or one.is_must or r in begun or arrays.aboard_shift[r] >= 0
    }
    return {s: tuple(task for task in order if problem.tasks[task].request in stay) for s, order in orders.items()}


def _fetched_by(opened: OpenDay, problem: Problem, orders: Orders) -> Problem:
    """Return the problem in which nobody stands by a broken vehicle for longer than in these orders, or hardly."""
    lenient = _lenient(problem, _promised(problem, range(len(problem.requests))))
    times = schedule(lowered(lenient), orders) if opened.town.stranded else None
    if times is None:
        return problem
    due = {stop.task: stop.start_s + AS_LATE_S for route in times.routes for stop in route.stops}
    first = {one.tasks[0] for one in problem.requests if one.source_id in opened.town.stranded and len(one.tasks) > 1}
    tasks = tuple(_ending(one, due[k]) if k in first & due.keys() else one for k, one in enumerate(problem.tasks))
    return replace(problem, tasks=tasks)


def _ending(task: Task, end_s: int) -> Task:
    kept = tuple((low, min(high, end_s)) for low, high in task.windows_s if low <= end_s)
    return replace(task, windows_s=kept or task.windows_s)


def _at_roadside(opened: OpenDay, problem: Problem, orders: Orders) -> list[int]:
    """Return the rides of those who stand by a broken vehicle and are not fetched in these orders."""
    planned = {problem.tasks[task].request for order in orders.values() for task in order}
    stranded = opened.town.stranded
    return [r for r, one in enumerate(problem.requests) if one.source_id in stranded and r not in planned]


def _standing(opened: OpenDay, problem: Problem, orders: Orders) -> int:
    return len(_at_roadside(opened, problem, orders))


def _hit(strict: OpenDay, orders: Orders) -> list[int]:
    """Return the requests whose promises are not kept in time if crews follow these orders."""
    problem = strict.problem
    lenient = _lenient(problem, _promised(problem, range(len(problem.requests))))
    followed = longest_possible(lowered(lenient), orders)
    eased = as_late_as(problem, followed, lenient)
    late = {one.subject for one in eased.allowances if one.late_only} if eased else set()
    planned = {problem.tasks[task].request for order in followed.values() for task in order}
    return [
        r
        for r in _promised(problem, range(len(problem.requests)))
        if r not in planned or not late.isdisjoint(_subjects(problem, r))
    ]


def _subjects(problem: Problem, request: int) -> set[str]:
    asked = problem.requests[request]
    return {asked.id, *(problem.tasks[task].id for task in asked.tasks)}


def late_s(laid: Laid) -> dict[RequestId, int]:
    """Return by how many seconds each promise is late in what was laid out."""
    late: dict[RequestId, int] = {}
    problem = laid.day.problem
    names = {one.id: one.source_id for one in problem.requests}
    names |= {task.id: problem.requests[task.request].source_id for task in problem.tasks}
    for one in problem.allowances:
        if one.late_only and one.subject in names:
            key = RequestId(names[one.subject])
            late[key] = max(one.amount, late.get(key, 0))
    return late


def in_time(problem: Problem) -> Problem:
    """Return a problem in which nobody may be late who could be in time."""
    return replace(problem, allowances=tuple(one for one in problem.allowances if not one.late_only))


def _lenient(problem: Problem, requests: Iterable[int]) -> Problem:
    """Return the problem in which some requests may be late."""
    asked = [problem.requests[r] for r in requests]
    subjects = [("promise", one.id) for one in asked if one.promise_s is not None]
    subjects += [("time_window", problem.tasks[task].id) for one in asked for task in one.tasks]
    more = (
        Allowance(rule=rule, subject=one, amount=LATEST_S, inherited=True, late_only=True) for rule, one in subjects
    )
    return replace(problem, allowances=(*problem.allowances, *more))


def _priced(problem: Problem, late: Collection[int], prices: Prices) -> Problem:
    """Return the problem with what calls cost today, and with a price on every minute after a promised window.

    A wish is what has such a price: those who may be late are taken to wish for the end of their windows.
    """
    requests = [replace(one, call_gr=prices.call_today) if one.call_gr else one for one in problem.requests]
    for r in late:
        promised = requests[r].promise_s
        if promised is not None:
            price = max(prices.late_today_per_min, requests[r].deviation_gr_per_min)
            requests[r] = replace(requests[r], wish_s=promised[1], deviation_gr_per_min=price)
    return replace(problem, requests=tuple(requests))


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


def _on(opened: OpenDay, problem: Problem, orders: Orders) -> OpenDay:
    return replace(opened, board=Board(problem, orders))


def _promised(problem: Problem, left: Iterable[int]) -> list[int]:
    return [r for r in left if problem.requests[r].promise_s is not None]
