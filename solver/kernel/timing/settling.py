"""The times of one route: the least fixed point of its own updates, as `solver.timing.chain`.

Positions are settled in order. Where a limit is passed that something earlier could meet by happening later (a longest
ride, standing with somebody aboard, the working day), that is moved and all is settled anew from there; what a move
does not reach stays. A demand around a circle on which nobody waits can never be met, for it runs ahead of itself.
"""

from solver.arrays import FAR, Ints
from solver.kernel import part
from solver.kernel.timing.scratch import AFTER, BEFORE, FREE, Lane, Record
from solver.kernel.timing.travel import arrival_in, departure_in

NEVER = 4 * FAR
"""Later than every limit."""
DONE = -1
"""Instead of the position to be settled next."""


@part
def opening(windows: Ints, leg: Record, now: int) -> int:
    """Return the first instant from `now` on inside a window of a leg, `NEVER` after the last."""
    if now < leg.opens_s:
        now = leg.opens_s
    elif leg.window_from != leg.window_to:
        w = leg.window_from
        while w < leg.window_to and now > windows[w, 1]:
            w += 1
        if w < leg.window_to:
            now = max(now, windows[w, 0])
    return now if now <= leg.closes_s else NEVER


@part
def reached(lane: Lane, chain: Record, leave: int, travel: int) -> int:
    """Return when a leg of the route ends that starts at `leave`."""
    if chain.band_from == chain.band_to:
        return leave + travel
    return arrival_in(lane.bands, (chain.band_from, chain.band_to), leave, travel)


@part
def left_for(lane: Lane, chain: Record, arrive: int, travel: int) -> int:
    """Return the earliest departure that does not arrive before `arrive`."""
    if chain.band_from == chain.band_to:
        return arrive - travel
    return departure_in(lane.bands, (chain.band_from, chain.band_to), arrive - 1, travel) + 1


@part
def rested(lane: Lane, b: int, place: int, now: int) -> tuple[int, bool]:
    """Return when the breaks at a place are over for who gets there at `now`, and whether one waited for them."""
    state = lane.states[b]
    first = lane.chains[state.chain].break_from
    waited = False
    for k in range(state.taken):
        if lane.taken[b, k].place == place:
            slot = lane.breaks[first + lane.taken[b, k].slot]
            if now < slot.earliest_s:
                waited = True
                now = slot.earliest_s
            if now > slot.latest_start_s:
                return NEVER, waited
            now += slot.duration_s
    return now, waited


@part
def starts_out(lane: Lane, b: int) -> bool:
    """Write when the route leaves its start; the crew may rest in the rostered day before it. False: too late."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    leave = state.begin_s
    if state.taken and lane.taken[b, 0].place == BEFORE:
        over, _ = rested(lane, b, lane.taken[b, 0].place, chain.awake_s)
        leave = max(leave, over)
    lane.times[state.time_from].left_s = leave
    lane.times[state.time_from].left_hold = -1
    return leave < NEVER


@part
def stops(lane: Lane, b: int, k: int) -> int:
    """Write the times of a position from the departure to it; return that to the next, `NEVER` if a limit is passed."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    leg, time = lane.legs[chain.leg_from + k], lane.times[state.time_from + k]
    now = reached(lane, chain, time.left_s, leg.travel_s)
    time.arrive_s = now
    waited = False
    if state.taken:
        now, waited = rested(lane, b, 2 * k + AFTER, now)
    now += leg.setup_s
    if now < time.floor_s:
        waited, now = True, time.floor_s
    opened = opening(lane.windows, leg, now)
    if opened > now:
        if opened == NEVER:
            return NEVER
        waited = True
        state.jumped |= opened != time.start_s
    time.start_s = opened
    time.start_hold = k if waited else time.left_hold
    now, waited = opened + leg.service_s, False
    if state.taken:
        now, waited = rested(lane, b, 2 * (k + 1) + BEFORE, now)
    lane.times[state.time_from + k + 1].left_hold = k + 1 if waited else time.start_hold
    return now


@part
def endless(lane: Lane, b: int, hold: int, earlier: int) -> bool:
    """Return whether a move at `earlier` (-1: the departure) moves what asks for it, nobody waiting since `hold`."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    if hold > earlier:
        return False
    return chain.band_from == chain.band_to or lane.times[state.time_from + earlier + 1].left_s >= chain.bands_end_s


@part
def demanded(lane: Lane, b: int, k: int) -> int:
    """Return the position that a ride or a wait ending at `k` moves later, `DONE` if none, `NEVER` if in vain."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    first = state.time_from
    leg, time = lane.legs[chain.leg_from + k], lane.times[first + k]
    if leg.pickup >= 0:
        pickup = lane.times[first + leg.pickup]
        least = time.start_s - leg.ride_max_s - lane.legs[chain.leg_from + leg.pickup].service_s
        if least > pickup.start_s:
            pickup.floor_s = least
            return NEVER if endless(lane, b, time.start_hold, leg.pickup) else leg.pickup
    if leg.wait_s != FREE and time.start_s - leg.setup_s - leg.wait_s > time.arrive_s:
        leave = left_for(lane, chain, time.start_s - leg.setup_s - leg.wait_s, leg.travel_s)
        if k == 0:
            state.begin_s = leave
            return 0
        lane.times[first + k - 1].floor_s = leave - lane.legs[chain.leg_from + k - 1].service_s
        return k - 1
    return DONE


@part
def comes_home(lane: Lane, b: int) -> int:
    """Write the way home; return 0 if the working day asks for a later start, `DONE`, or `NEVER` if it is too late."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    n = chain.n
    leg, time = lane.legs[chain.leg_from + n], lane.times[state.time_from + n]
    last = lane.times[state.time_from + n - 1]
    now = last.start_s + lane.legs[chain.leg_from + n - 1].service_s
    waited = False
    if state.taken:
        now, waited = rested(lane, b, 2 * n + BEFORE, now)
        if now == NEVER:
            return NEVER
    end = reached(lane, chain, now, leg.travel_s)
    if end < state.least_end_s:
        waited = True
        now = left_for(lane, chain, state.least_end_s, leg.travel_s)
        end = reached(lane, chain, now, leg.travel_s)
    time.left_s = now
    state.end_s = end
    if end > state.latest_s:
        return NEVER
    if state.taken:
        over, _ = rested(lane, b, 2 * n + AFTER, end)
        if over > chain.roster_end_s and lane.taken[b, state.taken - 1].place == 2 * n + AFTER:
            return NEVER
    least = end - chain.work_max_s - state.unpaid_s
    if least <= lane.times[state.time_from].left_s:
        return DONE
    state.begin_s = least
    return NEVER if not waited and endless(lane, b, time.left_hold, lane.times[state.time_from].left_hold) else 0


@part
def steps(lane: Lane, b: int, k: int) -> tuple[int, bool]:
    """Write the times of a position; return what it asks for, as `demanded`, and whether the next is left as before."""
    state = lane.states[b]
    if k == lane.chains[state.chain].n:
        return comes_home(lane, b), False
    leave = stops(lane, b, k)
    if leave == NEVER:
        return NEVER, False
    following = lane.times[state.time_from + k + 1]
    same = leave == following.left_s
    following.left_s = leave
    return demanded(lane, b, k), same


@part
def settled(lane: Lane, b: int, k: int, last: int) -> bool:
    """Move a state to the least times that obey every floor and limit; False: there are none.

    Parameters
    ----------
    b : int
        The state; all its positions but those from `k` to `state.high` are as their predecessors have it.
    k, last : int
        First and last position to look at; at `n` stands the way home.
    """
    state = lane.states[b]
    n, high = lane.chains[state.chain].n, state.high
    while k > 0 or starts_out(lane, b):
        back, same = steps(lane, b, k)
        if back == NEVER:
            return False
        if back != DONE:
            high = max(high, k + 1) if k < n else 0
            k = back
        elif k == last:
            return True
        elif same and k >= high:
            k = last  # what lies between stays; but the way home may have to be earlier now
        else:
            k += 1
    return False
