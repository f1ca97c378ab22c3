"""About when changed routes would be: only they move, whatever relations tie to them is as early as can be.

For whoever waits on the line: what is told is possible and comfortable on the routes that change, at a tenth of the
work of polishing a town's afternoon, of which every route may be tied to the next.
"""

from solver.arrays import Arrays
from solver.board import Board
from solver.judged import reached
from solver.per_arrays import once_per_arrays
from solver.polish import polished_beside
from solver.solution import Solution
from solver.table import Orders
from solver.timing.chain import Chain
from solver.timing.facts import facts_of
from solver.timing.search import Order, timed_beside


def sketched(board: Board, orders: Orders) -> Solution | None:
    """Return the routes of changed orders with times that are possible beside all others; None: they have none.

    Parameters
    ----------
    orders : mapping of shift to tasks
        Of the shifts whose order changes.
    """
    moving = [shift for shift, order in orders.items() if order]
    knot = timed_beside(facts_of(board.arrays), reached(board, orders), moving, _alone(board.arrays))
    return None if knot is None else Solution(routes=tuple(polished_beside(board.arrays, knot, moving)))


@once_per_arrays
def _alone(arrays: Arrays) -> dict[Order, Chain | None]:  # noqa: ARG001  # what it is kept for
    """Return what routes come to alone, as far as it is known yet."""
    return {}
