"""Where a break may lie: every place of a route with nobody aboard, the least disturbing first."""

from collections.abc import Iterator

from solver.arrays import FAR, BreakSlot
from solver.timing.chain import AFTER, BEFORE, Chain, Place
from solver.timing.legs import FREE


def undecided(chain: Chain) -> BreakSlot | None:
    """Return a break of the settled chain that must be decided upon.

    A conditional break is owed as soon as the *least* end of the route is past its condition, for then every end is. As
    long as it is not, a paid break need not be thought of; an unpaid one may be worth being owed, for it is no work.
    """
    slots = chain.undecided
    matters = chain.legs.work_max < FAR
    owed = (slot for slot in slots if chain.end > slot.only_if_after_s)
    return next(owed, None) or next((slot for slot in slots if matters and not slot.paid), None)


def with_decision(chain: Chain, slot: BreakSlot) -> Iterator[Chain]:
    """Yield the chain without the break, if it can be done without, and with it at each place it may have."""
    if chain.end <= slot.only_if_after_s:
        twin = chain.copy()
        twin.decline(slot)
        yield twin
    for place in sorted(_places(chain, slot), key=lambda place: _disturbance(chain, place, slot)):
        for at in range(len(chain.places.get(place, ())), -1, -1):
            twin = chain.copy()
            twin.take(slot, place, at)
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
