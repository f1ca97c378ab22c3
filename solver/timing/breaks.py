"""Where a break may lie: every place of a route with nobody aboard, the least disturbing first."""

from collections.abc import Iterator

from solver.arrays import BreakSlot
from solver.timing.chain import AFTER, BEFORE, Chain, Place
from solver.timing.legs import FREE


def owed(chain: Chain, slots: tuple[BreakSlot, ...]) -> BreakSlot | None:
    """Return a break that the settled chain owes and does not hold.

    A conditional break is owed as soon as the *least* end of the route is past its condition, for then every end is;
    and as long as it is not, no time has to be found for it.
    """
    held = [slot for place in chain.places.values() for slot in place]
    for slot in slots:
        if slot in held:
            held.remove(slot)
        elif chain.end > slot.only_if_after_s:
            return slot
    return None


def with_break(chain: Chain, slot: BreakSlot) -> Iterator[Chain]:
    """Yield the chain with the break at each place it may have, before or after each other break there."""
    for place in sorted(_places(chain, slot), key=lambda place: _disturbance(chain, place, slot)):
        there = chain.places.get(place, ())
        for at in range(len(there), -1, -1):
            twin = chain.copy()
            twin.rest_at(place, (*there[:at], slot, *there[at:]))
            yield twin


def _places(chain: Chain, slot: BreakSlot) -> Iterator[Place]:
    """Yield the places with nobody aboard that are not too late for the break even at the least times."""
    legs = chain.legs
    n = len(legs.order)
    for position, wait in enumerate(legs.wait):
        if wait != FREE:
            continue
        one_halt = 0 < position < n and not legs.travel[position] and not legs.setup[position]
        for side in (AFTER,) if one_halt else (BEFORE, AFTER):
            if chain.ready((position, side)) <= slot.latest_start_s:
                yield position, side


def _disturbance(chain: Chain, place: Place, slot: BreakSlot) -> tuple[int, bool, int]:
    """Return about how much later the next start gets; then whether it lies outside the route, which rests nobody."""
    position, side = place
    n = len(chain.start)
    over = max(chain.ready(place), slot.earliest_s) + slot.duration_s
    if position == n:
        late = over - chain.left[n] if side == BEFORE else 0
    else:
        on_the_way = chain.legs.travel[position] if side == BEFORE else 0
        late = over + on_the_way + chain.legs.setup[position] - chain.start[position]
    return max(0, late), not chain.inside(place), over
