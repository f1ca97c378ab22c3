"""What changed orders cost to the grosz: the routes that they change are timed, polished and priced as a plan's are."""

from collections.abc import Iterable, Mapping, Sequence

from solver.board import Board
from solver.cost import leave_out_gr, plan_cost, route_cost
from solver.polish import timed_and_polished
from solver.solution import Route, Solution
from solver.table import Orders
from solver.timing.ties import tied_orders


def judged_gr(board: Board, orders: Orders) -> int | None:
    """Return how many grosze more the plan will cost with these orders instead of its own.

    What it costs that requests are left out is not counted.

    Parameters
    ----------
    orders : mapping of shift to tasks
        Of the shifts whose order changes.

    Returns
    -------
    int or None
        None: the plan has no times, before or after.
    """
    after = _after(board, orders)
    new = timed_around(board, orders)
    if new is None or board.polished is None:
        return None
    shifts = _reached(board, after, orders)
    old = [route for route in board.polished.routes if route.shift in shifts]
    routes_gr = _routes_gr(board, new.routes) - _routes_gr(board, old)
    return routes_gr + _rest_gr(board, after) - _rest_gr(board, board.orders)


def timed_around(board: Board, orders: Orders) -> Solution | None:
    """Return the polished routes of changed orders and of whatever relations tie to them; None: they have no times.

    Parameters
    ----------
    orders : mapping of shift to tasks
        Of the shifts whose order changes.
    """
    return timed_and_polished(board.arrays, reached(board, orders))


def reached(board: Board, orders: Orders) -> dict[int, Sequence[int]]:
    """Return the orders after a change of the shifts that it reaches: changed ones and what relations tie to them.

    Parameters
    ----------
    orders : mapping of shift to tasks
        Of the shifts whose order changes.
    """
    after = _after(board, orders)
    shifts = _reached(board, after, orders)
    return {shift: order for shift, order in after.items() if shift in shifts}


def _after(board: Board, orders: Orders) -> dict[int, Sequence[int]]:
    return {s: order for s, order in {**board.orders, **orders}.items() if order}


def _reached(board: Board, after: Orders, changed: Iterable[int]) -> set[int]:
    """Return shifts that relations tie to changed ones, before or after, as whole groups of afterwards."""
    before, then = board.tied, tied_orders(board.arrays, after)
    met = set(changed)
    met |= {s for group in (*before, *then) if not met.isdisjoint(group) for s in group}
    return met | {s for group in then if not met.isdisjoint(group) for s in group}


def _routes_gr(board: Board, routes: Sequence[Route]) -> int:
    return sum(route_cost(board.arrays, route) for route in routes)


def _rest_gr(board: Board, orders: Mapping[int, Sequence[int]]) -> int:
    """Return the grosze of caps and totals."""
    arrays = board.arrays
    served = {int(arrays.request[task]): shift for shift, order in orders.items() for task in order}
    out = (r for r in range(arrays.n_requests) if r not in served)
    return plan_cost(arrays, served).money_gr - sum(leave_out_gr(arrays, r) for r in out)
