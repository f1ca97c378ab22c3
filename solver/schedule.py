"""The reference timing: when everything happens, for given orders of tasks.

Feasible times of given orders are the least fixed point of monotone updates: travel pushes later, a window rounds up to
the next opening, a longest ride or a longest wait pushes its pickup or predecessor later, the working day pushes the
route's start, a relation pushes the other route's task. The search branches only where an update would not be monotone:
over the place of a break, and over which of two stretches of one client comes first.

Exact (times are found exactly when there are some, and each start is the least possible) for several windows, ride,
wait and span limits, start states, relations between routes, and travel through speed bands. With breaks or stretches
that may not overlap, times are found exactly when there are some, and they are least for the choices made, which are
the first that work, the least disturbing tried first. One thing is *not* exact: a driving limit on travel through
speed bands is compared with the driving of the least times, and later ones with less driving are not looked for.

With somebody aboard a vehicle leaves as soon as service has ended: it may neither stand at the door it goes to for
longer than allowed nor at the one it comes from.
"""

from collections.abc import Mapping, Sequence

from solver.arrays import Arrays
from solver.solution import Route, Solution
from solver.timing.facts import facts_of
from solver.timing.search import timed_knots, timed_together


def schedule(arrays: Arrays, orders: Mapping[int, Sequence[int]]) -> Solution | None:
    """Return times for the given orders, timed jointly, or None if there are none.

    Parameters
    ----------
    arrays : Arrays
        Not to be changed after the first call.
    orders : mapping of shift to tasks in order
        Tasks that are not in it count as not planned; a shift without tasks has no route.

    Returns
    -------
    Solution or None
        Routes by ascending shift, everything as early as possible (`solver.polish` makes it comfortable). Order-only
        rules (`solver.admissible`) are not looked at.
    """
    planned = {shift: order for shift, order in sorted(orders.items()) if len(order)}
    knots = timed_knots(facts_of(arrays), planned)
    if knots is None:
        return None
    chains = {shift: chain for knot in knots for shift, chain in knot.chains.items()}
    return Solution(routes=tuple(chains[shift].route() for shift in planned))


def schedule_route(arrays: Arrays, shift: int, order: Sequence[int]) -> Route | None:
    """Return times for one order (not empty), with the relations among its tasks, or None if there are none."""
    knot = timed_together(facts_of(arrays), {shift: order})
    return knot.chains[shift].route() if knot else None
