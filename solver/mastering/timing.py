"""What the master asks about times: of one route, and of routes that relations tie together."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from solver.admissible import route_refusal
from solver.arrays import Arrays
from solver.cost import route_cost
from solver.mastering.columns import Orders
from solver.mastering.cuts import Joint
from solver.polish import polish
from solver.schedule import schedule

type TimeRoute = Callable[[int, Sequence[int]], int | None]
"""Money of an order of a shift by itself, or None if it breaks something or has no times."""


class Timing(NamedTuple):
    """Money of routes by themselves and jointly, at comfortable times; None where there are no times."""

    route: TimeRoute
    joint: Joint


def kernel_timing(arrays: Arrays) -> Timing:
    """Return the answers of compiled code, whose prices are those of the routes that searchers pool.

    Not for two threads at once.
    """
    from solver.searcher import Searcher, ground_of  # which imports columns

    scout = Searcher(ground_of(arrays), 0, scout=True)

    def joint(orders: Orders) -> int | None:
        return int(scout.state.best_tally["routes_gr"][0]) if scout.begin(orders) else None

    return _with_rules(arrays, joint)


def reference_timing(arrays: Arrays) -> Timing:
    """Return the answers of `solver.schedule` and `solver.polish`: exact, and slow."""

    def joint(orders: Orders) -> int | None:
        timed = schedule(arrays, orders)
        return sum(route_cost(arrays, route) for route in polish(arrays, timed).routes) if timed else None

    return _with_rules(arrays, joint)


def _with_rules(arrays: Arrays, joint: Joint) -> Timing:
    def route(shift: int, order: Sequence[int]) -> int | None:
        return None if route_refusal(arrays, shift, order) else joint({shift: order})

    return Timing(route=route, joint=joint)
