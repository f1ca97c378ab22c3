"""A bound that may only reject: whether the breaks a route still owes have room at all, each anywhere.

For each set of owed breaks, how early each position can be left with these taken; moves that rides, waits and relations
ask for count only as far as they are settled already. Without it an order that is too full by one break would be tried
with every combination of places of the others.
"""

from solver.kernel import part
from solver.kernel.timing.scratch import AFTER, BEFORE, FREE, MOST_LISTED, Knot, Lane
from solver.kernel.timing.settling import NEVER, opening, reached

ROUNDS = 4
"""So often the working day may ask for a later start."""


@part
def list_owed(lane: Lane, knot: Knot, b: int) -> int:
    """List the undecided breaks of a state that are owed for certain; return how many, up to `MOST_LISTED`."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    count = 0
    for slot in range(chain.slots):
        owed = state.end_s > lane.breaks[chain.break_from + slot].only_if_after_s
        if owed and state.undecided >> slot & 1 and count < MOST_LISTED:
            knot.owed[count] = chain.break_from + slot
            count += 1
    return count


@part
def take_any(lane: Lane, knot: Knot, count: int) -> None:
    """Let further breaks be taken here, in any order."""
    for mask in range(1 << count):
        for k in range(count):
            if mask >> k & 1 or knot.soon[mask] == NEVER:
                continue
            slot = lane.breaks[knot.owed[k]]
            begin = max(knot.soon[mask], slot.earliest_s)
            if begin <= slot.latest_start_s:
                more = mask | 1 << k
                knot.soon[more] = min(knot.soon[more], begin + slot.duration_s)


@part
def rest_at(lane: Lane, knot: Knot, b: int, place: int, count: int) -> None:
    """Take the breaks that are taken at a place, and any others before, between and after them if nobody is aboard."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    if lane.legs[chain.leg_from + place // 2].wait_s != FREE:
        return
    take_any(lane, knot, count)
    for k in range(state.taken):
        if lane.taken[b, k].place != place:
            continue
        slot = lane.breaks[chain.break_from + lane.taken[b, k].slot]
        for mask in range(1 << count):
            begin = max(knot.soon[mask], slot.earliest_s)
            knot.soon[mask] = NEVER if begin > slot.latest_start_s else begin + slot.duration_s
        take_any(lane, knot, count)


@part
def set_out(lane: Lane, knot: Knot, b: int, begin: int, count: int) -> None:
    """Begin with the times of leaving the start, after breaks in the rostered day before it."""
    state = lane.states[b]
    for mask in range(1 << count):
        knot.soon[mask] = NEVER
    knot.soon[0] = lane.chains[state.chain].awake_s
    rest_at(lane, knot, b, BEFORE, count)
    if not (state.taken and lane.taken[b, 0].place == BEFORE):
        knot.soon[0] = begin
    for mask in range(1 << count):
        knot.soon[mask] = max(knot.soon[mask], begin)


@part
def go_on(lane: Lane, knot: Knot, b: int, k: int, count: int) -> None:
    """Go from leaving for a position to leaving for the next."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    leg, time = lane.legs[chain.leg_from + k], lane.times[state.time_from + k]
    for mask in range(1 << count):
        if knot.soon[mask] != NEVER:
            knot.soon[mask] = reached(lane, chain, knot.soon[mask], leg.travel_s)
    rest_at(lane, knot, b, 2 * k + AFTER, count)
    for mask in range(1 << count):
        if knot.soon[mask] != NEVER:
            start = opening(lane.windows, leg, max(knot.soon[mask] + leg.setup_s, time.start_s))
            knot.soon[mask] = NEVER if start == NEVER else start + leg.service_s
    rest_at(lane, knot, b, 2 * (k + 1) + BEFORE, count)


@part
def come_home(lane: Lane, knot: Knot, b: int, count: int) -> int:
    """Return the least end of the route with which all breaks may be taken, some after it; `NEVER`: there is none."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    leg = lane.legs[chain.leg_from + chain.n]
    end = NEVER
    for mask in range(1 << count):
        if knot.soon[mask] != NEVER:
            home = max(reached(lane, chain, knot.soon[mask], leg.travel_s), state.end_s)
            knot.soon[mask] = home if home <= state.latest_s else NEVER
            end = min(end, knot.soon[mask])
    full = (1 << count) - 1
    within = knot.soon[full]
    rest_at(lane, knot, b, 2 * chain.n + AFTER, count)
    return end if within != NEVER or knot.soon[full] <= chain.roster_end_s else NEVER


@part
def has_room(lane: Lane, knot: Knot, b: int) -> bool:
    """Return False if it is certain that the breaks which a settled state owes cannot all be taken."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    count = list_owed(lane, knot, b)
    begin = state.begin_s
    for _ in range(ROUNDS):
        set_out(lane, knot, b, begin, count)
        for k in range(chain.n):
            go_on(lane, knot, b, k, count)
        end = come_home(lane, knot, b, count)
        if end == NEVER:
            return False
        least = end - chain.work_max_s - state.unpaid_s
        if least <= begin:
            return True
        begin = least
    return True
