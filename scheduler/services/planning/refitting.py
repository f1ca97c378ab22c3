"""Putting requests back into a plan that has lost their places, one after the other, the promised ones first."""

from collections.abc import Iterable
from dataclasses import replace
from math import inf

from scheduler.services.planning.open_day import OpenDay, Orders
from solver.admissible import fits_so_far
from solver.arrays import Arrays
from solver.board import Board
from solver.insertion import offers as free_ways
from solver.late import possible_beside, under_way_first
from solver.problem import Problem
from solver.schedule import schedule
from solver.unavoidable import obligatory

type Routes = dict[int, tuple[int, ...]]
"""The tasks of each shift in their order."""


def sound_orders(day: OpenDay) -> Orders:
    """Return the orders of a day's plan, without the routes that are not possible any more.

    Of requests that are served all or none (a ride and its return, both crews of a double visit) those go, too, whose
    others have lost their place.
    """
    before = {s: tuple(order) for s, order in day.board.orders.items()}
    orders = untorn(day, before)
    if day.sound and orders == before:
        return orders
    while (fewer := untorn(day, _possible(day, orders))) != orders:
        orders = fewer
    return orders


def _possible(day: OpenDay, orders: Routes) -> Routes:
    """Return routes that are possible beside each other, in their order; those that have to go on come first."""
    sound: Routes = {}
    for shift, order in under_way_first(day.board.arrays, orders):
        more = {**sound, shift: order}
        if fits_so_far(day.board.arrays, more) and schedule(day.board.arrays, more) is not None:
            sound = more
        elif obligatory(day.board.arrays, shift):  # people are aboard, or expect the crew any moment
            sound[shift] = possible_beside(day.board.arrays, sound, shift, order)
    return {shift: sound[shift] for shift in orders if shift in sound}


def untorn(day: OpenDay, orders: Orders) -> Routes:
    """Return orders without requests of a group that is not served as a whole, or that lack what they need."""
    of, arrays = day.problem.tasks, day.board.arrays
    served = {of[task].request for order in orders.values() for task in order}
    while torn := _torn(arrays, served) & served:
        served -= torn
    return {s: tuple(task for task in order if of[task].request in served) for s, order in orders.items()}


def _torn(arrays: Arrays, served: frozenset[int] | set[int]) -> set[int]:
    """Return requests of a group that is not served as a whole, and those that need one that is not served."""
    torn = {r for group in arrays.groups if not served.issuperset(group) for r in group}
    torn |= {request for request, needed in arrays.needs if needed not in served}
    begun = {int(arrays.request[task]) for prefix in arrays.prefixes for task in prefix}
    return {r for r in torn - begun if arrays.aboard_shift[r] < 0}


def refitted(day: OpenDay, orders: Orders, wanted: Iterable[int]) -> Orders:
    """Return orders with requests put in where that costs least.

    Those for which there is no place stay out, and those that cost more than to leave them out, unless they are musts.

    Parameters
    ----------
    orders : Orders
        With times.
    wanted : iterable of int
        Requests that are not planned; whatever is served all or none with one comes with it.
    """
    board = Board(day.problem, orders, lowering=day.board.lowering)
    for request in sorted(wanted, key=lambda r: _urgency(day.problem, r)):
        if request in board.served:
            continue
        ways = free_ways(board, [request], limit=1)
        if ways and ways[0].cost_gr < _price_gr(day.problem, [one.request for one in ways[0].served]):
            merged = {**board.orders, **ways[0].orders}
            board = Board(day.problem, merged, lowering=board.lowering)
    return board.orders


def repaired(day: OpenDay) -> OpenDay:
    """Return a day whose orders are possible: of a plan that its facts have overtaken, what can still be kept."""
    orders = sound_orders(day)
    if day.sound and orders == {s: tuple(order) for s, order in day.board.orders.items()}:
        return day
    orders = refitted(day, orders, unplanned(day, orders))
    return replace(day, board=Board(day.problem, orders, lowering=day.board.lowering))


def unplanned(day: OpenDay, orders: Orders) -> tuple[int, ...]:
    """Return the requests of a day that orders do not serve."""
    served = {day.problem.tasks[task].request for order in orders.values() for task in order}
    return tuple(r for r in range(len(day.problem.requests)) if r not in served)


def _price_gr(problem: Problem, requests: Iterable[int]) -> float:
    """Return what leaving requests out costs; no price is enough for a must."""
    asked = [problem.requests[r] for r in requests]
    return inf if any(one.is_must for one in asked) else sum(one.unassigned_gr for one in asked)


def _urgency(problem: Problem, request: int) -> tuple[bool, bool, int, int]:
    """Return what comes first: the promised, then the musts, then the dearest to leave out."""
    asked = problem.requests[request]
    return asked.promise_s is None, not asked.must, -asked.unassigned_gr, request
