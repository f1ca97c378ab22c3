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

from collections.abc import Iterator, Mapping, Sequence

from solver.arrays import Arrays
from solver.solution import Route, Solution
from solver.timing.breaks import undecided, with_decision
from solver.timing.chain import Chain
from solver.timing.facts import Facts, facts_of
from solver.timing.legs import legs_of
from solver.timing.ties import Knot, tied_groups

CHOICES = 20_000
"""So many combinations of breaks and orders of stretches are tried before tied routes count as impossible."""


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
    facts = facts_of(arrays)
    orders = {shift: order for shift, order in sorted(orders.items()) if len(order)}
    shift_of = {task: shift for shift, order in orders.items() for task in order}
    chains: dict[int, Chain] = {}
    for shifts in tied_groups(facts, orders, shift_of):
        knot = _timed(facts, {shift: orders[shift] for shift in shifts})
        if knot is None:
            return None
        chains |= knot.chains
    return Solution(routes=tuple(chains[shift].route() for shift in orders))


def schedule_route(arrays: Arrays, shift: int, order: Sequence[int]) -> Route | None:
    """Return times for one route, with the relations among its own tasks, or None if there are none."""
    knot = _timed(facts_of(arrays), {shift: order})
    return knot.chains[shift].route() if knot else None


def _timed(facts: Facts, orders: Mapping[int, Sequence[int]]) -> Knot | None:
    """Time routes together; each must be possible alone first, which is quickly found not to be so."""
    chains = {}
    for shift, order in orders.items():
        legs = legs_of(facts, shift, order)
        if legs is None:
            return None
        chains[shift] = Chain(legs, facts.breaks[shift])
    if len(chains) > 1:
        for shift, chain in chains.items():
            if facts.breaks[shift] and _search(facts, Knot(facts, {shift: chain.copy()}), [CHOICES]) is None:
                return None
    return _search(facts, Knot(facts, chains), [CHOICES])


def _search(facts: Facts, knot: Knot, left: list[int]) -> Knot | None:
    """Return the first combination of choices under which everything settles, depth first."""
    left[0] -= 1
    if left[0] < 0 or not knot.settle():
        return None
    choice = knot.open_choice()
    if choice is not None:
        return _first(facts, (knot.with_arc(arc) for arc in choice), left)
    for chain in knot.chains.values():
        slot = undecided(chain)
        if slot is not None:
            return _first(facts, (knot.with_chain(twin) for twin in with_decision(chain, slot)), left)
    return knot if all(chain.driving() <= chain.legs.driving_max for chain in knot.chains.values()) else None


def _first(facts: Facts, knots: Iterator[Knot], left: list[int]) -> Knot | None:
    found = (_search(facts, knot, left) for knot in knots)
    return next((knot for knot in found if knot is not None), None)
