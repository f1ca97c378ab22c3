"""Whether requests fit into a plan, found by trying every place: what explanations are held against."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from solver.admissible import refusal
from solver.arrays import Arrays
from solver.explain.asking import Explanation
from solver.explain.change import apply_change
from solver.explain.words import Told
from solver.lowering import lowered
from solver.problem import Problem
from solver.schedule import schedule
from solver.solution import Solution

type Orders = Mapping[int, Sequence[int]]


def orders_of(solution: Solution) -> Orders:
    """Return the tasks by shift."""
    return {route.shift: tuple(stop.task for stop in route.stops) for route in solution.routes}


def possible(arrays: Arrays, orders: Orders) -> bool:
    """Return whether a whole plan obeys all primitives and has times."""
    return refusal(arrays, orders, complete=True) is None and schedule(arrays, orders) is not None


def fits(problem: Problem, orders: Orders, unit: Sequence[int], shift: int, obstacle: int) -> bool:
    """Return whether all of the unit fits into the plan, the obstacle on that shift."""
    arrays = lowered(problem)
    return any(possible(arrays, way) for way in ways(problem, orders, unit, shift, obstacle))


def ways(problem: Problem, orders: Orders, unit: Sequence[int], shift: int, obstacle: int) -> Iterator[Orders]:
    """Yield the plan with all of the unit in, at all places; the obstacle is on that shift."""
    if not unit:
        yield orders
        return
    tasks = problem.requests[unit[0]].tasks
    for one in [shift] if unit[0] == obstacle else range(len(problem.shifts)):
        for order in _orders(tuple(orders.get(one, ())), tasks):
            yield from ways(problem, {**orders, one: order}, unit[1:], shift, obstacle)


def _orders(order: tuple[int, ...], tasks: Sequence[int], first: int = 0) -> Iterator[tuple[int, ...]]:
    if not tasks:
        yield order
        return
    for at in range(first, len(order) + 1):
        yield from _orders((*order[:at], tasks[0], *order[at:]), tasks[1:], at + 1)


def prove(problem: Problem, solution: Solution, found: Explanation) -> None:
    """Assert that each change lets everything in where it is said to go, and that a step less does not."""
    orders = orders_of(solution)
    for change in found.changes:
        assert fits(apply_change(problem, change), orders, found.requests, change.shift, found.obstacle)
        less = replace(change, amount=change.amount - (60 if change.unit == "s" else 1))
        if less.amount:
            assert not fits(apply_change(problem, less), orders, found.requests, change.shift, found.obstacle)


def check_words(text: Told, found: Explanation) -> None:
    """Assert that everything is said, and no template is left unfilled."""
    said = [text.summary, text.alone, *text.per_shift.values(), *text.changes]
    assert text.summary
    assert bool(text.alone) == (found.alone.possible is False)
    assert len(text.changes) == len(found.changes)
    assert all(text.per_shift.values())
    assert not any(sign in one for one in said for sign in "{}")
