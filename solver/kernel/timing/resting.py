"""Where a break may lie: every place of a route with nobody aboard, the least disturbing first.

As `solver.timing.breaks`.
"""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.timing.scratch import AFTER, BEFORE, FREE, Knot, Lane, Record

TRIED = 1 << 60
"""Later than any place disturbs: it has been tried."""


@part
def owed(lane: Lane, b: int) -> int:
    """Return a break of a settled state that must be decided upon, -1 if there is none.

    A conditional break is owed as soon as the least end of the route is past its condition. As long as it is not, a
    paid break need not be thought of; an unpaid one may be worth being owed, for it is no work.
    """
    state = lane.states[b]
    chain = lane.chains[state.chain]
    unpaid = -1
    left, slot = state.undecided, 0
    while left:
        if left & 1:
            facts = lane.breaks[chain.break_from + slot]
            if state.end_s > facts.only_if_after_s:
                return slot
            if unpaid < 0 and not facts.paid and chain.work_max_s < FAR:
                unpaid = slot
        left >>= 1
        slot += 1
    return unpaid


@part
def ready(lane: Lane, b: int, place: int) -> int:
    """Return from when on breaks at a place could be taken."""
    state = lane.states[b]
    chain, position = lane.chains[state.chain], place // 2
    if place % 2 == AFTER:
        return lane.times[state.time_from + position].arrive_s if position < chain.n else state.end_s
    if position == 0:
        return chain.awake_s
    return lane.times[state.time_from + position - 1].start_s + lane.legs[chain.leg_from + position - 1].service_s


@part
def inside(lane: Lane, b: int, place: int) -> bool:
    """Return whether a break at a place lies inside the route, not in the rostered day around it."""
    return 0 < place < 2 * lane.chains[lane.states[b].chain].n + 1


@part
def list_places(lane: Lane, knot: Knot, b: int, frame: Record) -> None:
    """Write the places with nobody aboard that are not too late for a break even at the least times."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    latest = lane.breaks[chain.break_from + frame.slot].latest_start_s
    frame.option_to = frame.option_from
    for position in range(chain.n + 1):
        leg = lane.legs[chain.leg_from + position]
        if leg.wait_s != FREE:
            continue
        one_halt = 0 < position < chain.n and leg.travel_s == 0 and leg.setup_s == 0
        for side in range(AFTER if one_halt else BEFORE, AFTER + 1):
            place = 2 * position + side
            if ready(lane, b, place) <= latest:
                judge(lane, b, frame.slot, knot.options[frame.option_to], place)
                frame.option_to += 1


@part
def judge(lane: Lane, b: int, slot: int, option: Record, place: int) -> None:
    """Write about how much later the next start gets; then whether it lies outside the route, which rests nobody."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    position, side = place // 2, place % 2
    facts = lane.breaks[chain.break_from + slot]
    leg, time = lane.legs[chain.leg_from + position], lane.times[state.time_from + position]
    over = max(ready(lane, b, place), facts.earliest_s) + facts.duration_s
    if position == chain.n:
        late = over - time.left_s if side == BEFORE else 0
    else:
        late = over + (leg.travel_s if side == BEFORE else 0) + leg.setup_s - time.start_s
    option.place, option.over_s = place, over
    option.late_s = max(0, late)
    option.outside = not inside(lane, b, place)


@part
def least_disturbing(knot: Knot, frame: Record) -> int:
    """Return the place that disturbs least among those not yet returned, -1 if there is none."""
    found = -1
    for o in range(frame.option_from, frame.option_to):
        one = knot.options[o]
        if one.late_s == TRIED:
            continue
        if found >= 0:
            best = knot.options[found]
            if one.late_s > best.late_s or (one.late_s == best.late_s and one.outside > best.outside):
                continue
            if one.late_s == best.late_s and one.outside == best.outside and one.over_s >= best.over_s:
                continue
        found = o
    if found < 0:
        return -1
    knot.options[found].late_s = TRIED
    return knot.options[found].place


@part
def count_at(lane: Lane, b: int, place: int) -> int:
    """Return how many breaks are taken at a place."""
    count = 0
    for k in range(lane.states[b].taken):
        if lane.taken[b, k].place == place:
            count += 1
    return count


@part
def decline(lane: Lane, b: int, slot: int) -> None:
    """Be home so early that an undecided break is not owed, and do not take it."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    facts = lane.breaks[chain.break_from + slot]
    state.latest_s = min(state.latest_s, facts.only_if_after_s)
    state.undecided ^= 1 << slot
    if not facts.paid:
        state.unpaid_s -= facts.duration_s
    state.low, state.high = chain.n, chain.n


@part
def take(lane: Lane, b: int, slot: int, place: int, after: int) -> None:
    """Take an undecided break at a place, after so many other breaks there; an unpaid one has to be owed."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    facts = lane.breaks[chain.break_from + slot]
    at = 0
    while at < state.taken and lane.taken[b, at].place < place:
        at += 1
    at += after
    for k in range(state.taken, at, -1):
        lane.taken[b, k] = lane.taken[b, k - 1]
    lane.taken[b, at].place, lane.taken[b, at].slot = place, slot
    state.taken += 1
    state.undecided ^= 1 << slot
    if not facts.paid:
        state.least_end_s = max(state.least_end_s, facts.only_if_after_s + 1)
        state.unpaid_s -= 0 if inside(lane, b, place) else facts.duration_s
    position = place // 2
    if place % 2 == BEFORE and 0 < position < chain.n:
        position -= 1  # its departure
    state.low, state.high = position, position
