"""The search over what monotone updates leave open: places of breaks, and which of two stretches comes first."""

from collections.abc import Iterator, Mapping, Sequence

from solver.timing.breaks import undecided, with_decision
from solver.timing.chain import Chain
from solver.timing.facts import Facts
from solver.timing.legs import legs_of
from solver.timing.ties import Knot, tied_groups

CHOICES = 20_000
"""So many combinations of breaks and orders of stretches are tried before tied routes count as impossible."""


def timed_knots(facts: Facts, orders: Mapping[int, Sequence[int]]) -> list[Knot] | None:
    """Return the orders (none empty) as settled knots, or None if there are no times for one of them."""
    shift_of = {task: shift for shift, order in orders.items() for task in order}
    knots = []
    for shifts in tied_groups(facts, orders, shift_of):
        knot = timed_together(facts, {shift: orders[shift] for shift in shifts})
        if knot is None:
            return None
        knots.append(knot)
    return knots


def timed_together(facts: Facts, orders: Mapping[int, Sequence[int]]) -> Knot | None:
    """Return routes settled together, or None; each must be possible alone, which is quickly found not to be so."""
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
