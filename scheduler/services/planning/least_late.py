"""Promises that nobody can keep in time any more: each where it is broken by least."""

from collections.abc import Iterable

from scheduler.services.planning.open_day import Orders
from solver.board import Board
from solver.insertion import offers
from solver.late import as_late_as, without_ends
from solver.offered import Offer
from solver.problem import Problem

MOST = 60
"""So many starts of one request are looked at."""
AS_LATE_S = 300
"""Nobody else is moved so that one promise is broken by less than this, in seconds."""


def put_late(problem: Problem, orders: Orders, wanted: Iterable[int]) -> tuple[Problem, Orders]:
    """Return a problem in which requests may be as late as they have to be, and orders with them.

    The most urgent first; each at the earliest start that is left, without making others late. Whoever has no place at
    any hour stays out.

    Parameters
    ----------
    orders : mapping of shift to tasks in order
        Possible ones, without the wanted requests.
    """
    for request in sorted(wanted, key=lambda r: (problem.requests[r].promise_s or (0, 0), r)):
        tasks = _tasks_with(problem, orders, request)
        lenient = without_ends(problem, tasks)
        board = Board(lenient, orders)
        if request in board.served:
            continue  # it came with another one, with which it is served all or none
        ways = offers(board, [request], limit=MOST)
        if not ways:
            continue
        found = {**orders, **min(ways, key=_how_late).orders}
        eased = as_late_as(problem, found, lenient)
        if eased is not None:
            problem, orders = eased, found
    return problem, orders


def _how_late(way: Offer) -> tuple[int, int]:
    return max(one.starts[0][0] for one in way.served) // AS_LATE_S, way.cost_gr


def _tasks_with(problem: Problem, orders: Orders, request: int) -> frozenset[int]:
    """Return the tasks of a request, and of those not planned that are served all or none with it."""
    planned = {problem.tasks[task].request for order in orders.values() for task in order}
    together = {r for group in problem.groups if request in group for r in group} - planned
    return frozenset(task for r in {request, *together} for task in problem.requests[r].tasks)
