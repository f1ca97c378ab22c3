"""The search over what monotone updates leave open: places of breaks, and which of two stretches comes first."""

from collections.abc import Container, Iterator, Mapping, Sequence

from solver.timing.breaks import undecided, with_decision
from solver.timing.chain import Chain
from solver.timing.facts import Facts
from solver.timing.legs import legs_of
from solver.timing.ties import Knot, tied_groups

type Order = tuple[int, tuple[int, ...]]
"""A shift and its tasks."""

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
        chain = _undecided(facts, shift, order)
        if chain is None:
            return None
        chains[shift] = chain
    if len(chains) > 1:
        planned = {task for order in orders.values() for task in order}
        for shift, chain in chains.items():
            if facts.breaks[shift] and _Search().settled(Knot(facts, {shift: chain.copy()}, planned)) is None:
                return None
    return _Search().settled(Knot(facts, chains))


def timed_beside(
    facts: Facts, orders: Mapping[int, Sequence[int]], moving: Container[int], known: dict[Order, Chain | None]
) -> Knot | None:
    """Return routes settled together, quickly if those that do not move can rest where they would if they were alone.

    Parameters
    ----------
    moving : container of shifts
        Whose breaks are searched for.
    known : dict
        What routes come to alone; filled.
    """
    chains = {}
    for shift, order in orders.items():
        chain = _undecided(facts, shift, order) if shift in moving else _alone(facts, shift, order, known)
        if chain is None:
            return None
        chains[shift] = chain
    others = frozenset(shift for shift in orders if shift not in moving)
    return _Search().settled(Knot(facts, chains, settled=others)) or timed_together(facts, orders)


def _alone(facts: Facts, shift: int, order: Sequence[int], known: dict[Order, Chain | None]) -> Chain | None:
    """Return a route as it is settled when nothing else is planned."""
    key = shift, tuple(order)
    if key not in known:
        chain = _undecided(facts, shift, order)
        knot = chain and _Search().settled(Knot(facts, {shift: chain}, range(len(facts.location))))
        known[key] = knot.chains[shift] if knot else None
    found = known[key]
    return found and found.copy()


def _undecided(facts: Facts, shift: int, order: Sequence[int]) -> Chain | None:
    """Return a route's chain before anything is decided about it; None: it is too long at any time of day."""
    legs = legs_of(facts, shift, order)
    return None if legs is None else Chain(legs, facts.breaks[shift])


class _Stuck(Exception):  # noqa: N818  # a turn of the search, not an error
    """No decision about a break of this shift settles."""

    def __init__(self, shift: int) -> None:
        super().__init__(shift)
        self.shift = shift


class _Search:
    """Depth first; a shift on whose break the search got stuck is decided first from then on.

    Otherwise every combination of the other shifts' breaks would be tried before the impossible one.
    """

    def __init__(self) -> None:
        self.left = CHOICES
        self.settling = 0  # choices that settled
        self.urgent: list[int] = []

    def settled(self, knot: Knot) -> Knot | None:
        """Return the first combination of choices under which everything settles."""
        while knot.settle():
            try:
                return self._decided(knot)
            except _Stuck as stuck:
                self.urgent.append(stuck.shift)
        return None

    def _decided(self, knot: Knot) -> Knot | None:
        """Return a settled knot with all its choices made."""
        choice = knot.open_choice()
        if choice is not None:
            return self._first(knot.with_arc(arc) for arc in choice)
        for shift in sorted(knot.chains, key=self._urgency):
            chain = knot.chains[shift]
            slot = undecided(chain)
            if slot is not None:
                before = self.settling
                found = self._first(knot.with_chain(twin) for twin in with_decision(chain, slot))
                if self.settling == before and shift not in self.urgent:
                    raise _Stuck(shift)
                return found
        return knot if all(chain.driving() <= chain.legs.driving_max for chain in knot.chains.values()) else None

    def _urgency(self, shift: int) -> int:
        return self.urgent.index(shift) if shift in self.urgent else len(self.urgent)

    def _first(self, knots: Iterator[Knot]) -> Knot | None:
        for knot in knots:
            self.left -= 1
            if self.left < 0:
                break
            if knot.settle():
                self.settling += 1
                found = self._decided(knot)
                if found:
                    return found
        return None
