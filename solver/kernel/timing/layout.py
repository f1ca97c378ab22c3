"""Laying a route out: legs, set-ups, pairs, who is aboard, as `solver.timing.legs`; and its first settling."""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.rows import Rows
from solver.kernel.timing.scratch import CLEAN, FREE, Facts, Lane, Record
from solver.kernel.timing.settling import DONE, NEVER, comes_home, demanded, opening, reached, settled


@part
def leg_of(lane: Lane, task: int, low: int, high: int) -> int:
    """Return the leg of a task between two legs (the second excluded), -1 if it is not there."""
    leg = lane.spot[task]
    return leg if low <= leg < high and lane.legs[leg].task == task else -1


@part
def opened(facts: Facts, lane: Lane, rows: Rows, row: int, c: int) -> None:
    """Write what stays the same about the route of a row as route `c`, behind the route before."""
    shift = rows.shift[row]
    crew, chain, state = facts.shifts[shift], lane.chains[c], lane.states[c]
    mode = facts.modes[crew.mode]
    before = lane.chains[max(c - 1, 0)]
    chain.leg_from = before.leg_from + before.n + 1 if c else 0
    chain.row, chain.shift, chain.n = row, shift, rows.n[row]
    chain.band_from, chain.band_to = mode.band_from, mode.band_to
    if mode.band_from < mode.band_to:
        chain.bands_end_s = lane.bands[mode.band_to - 1, 1]
    chain.awake_s, chain.roster_end_s = crew.awake_s, crew.roster_end_s
    chain.work_max_s, chain.driving_max_s = crew.work_max_s, crew.driving_max_s
    chain.break_from, chain.slots, chain.related = crew.break_from, crew.break_to - crew.break_from, 0
    state.chain, state.time_from, state.taken = c, chain.leg_from, 0
    state.begin_s, state.least_end_s, state.latest_s = crew.begin_s, -FAR, crew.latest_s

    state.undecided, state.unpaid_s = (1 << chain.slots) - 1, 0
    for slot in range(chain.slots):
        if not lane.breaks[crew.break_from + slot].paid:
            state.unpaid_s += lane.breaks[crew.break_from + slot].duration_s
    state.low, state.high, state.jumped = CLEAN, -1, 0


@part
def aboard_at_start(facts: Facts, rows: Rows, row: int) -> int:
    """Return how many requests of people in a row's order are aboard already."""
    count = 0
    for k in range(rows.n[row]):
        request = facts.requests[facts.tasks[rows.order[row, k]].request]
        if request.aboard_shift >= 0 and request.people:
            count += 1
    return count


@part
def related(facts: Facts, lane: Lane, task: Record, low: int, high: int) -> bool:
    """Return whether a relation ties a task to one of the legs between two (the second excluded)."""
    for p in range(task.partner_from, task.partner_to):
        if leg_of(lane, facts.partners[p], low, high) >= 0:
            return True
    return False


@part
def laid_out(facts: Facts, lane: Lane, rows: Rows, row: int, c: int) -> bool:
    """Lay out a row as route `c` and settle it, without breaks and relations; False: it is impossible.

    Legs and times are written as they are met, so that a route that is too late is left early.
    """
    opened(facts, lane, rows, row, c)
    chain, state = lane.chains[c], lane.states[c]
    crew = facts.shifts[chain.shift]
    mode, at, n = crew.mode, chain.leg_from, chain.n
    fastest = facts.modes[mode].fastest_permille
    watched = facts.wait_max_s < FAR or state.undecided != 0
    aboard = aboard_at_start(facts, rows, row) if watched and facts.anybody_aboard else 0
    here, now, passed, driven = crew.start_location, state.begin_s, 0, 0
    for k in range(n):
        leg, time = lane.legs[at + k], lane.times[at + k]
        t = rows.order[row, k]
        task = facts.tasks[t]
        lane.spot[t] = at + k
        leg.task, leg.chain = t, c
        leg.travel_s = facts.seconds[mode, here, task.location]
        leg.setup_s = 0 if task.location == here and k else task.setup_s
        leg.service_s = task.service_s
        leg.opens_s, leg.closes_s = task.opens_s, task.closes_s
        leg.window_from, leg.window_to = 0, 0
        if task.window_to - task.window_from > 1:
            leg.window_from, leg.window_to = task.window_from, task.window_to
        here = task.location
        if task.partner_from < task.partner_to and related(facts, lane, task, at, at + k + 1):
            chain.related = 1
        # the other half, and how long it may take
        leg.ride_max_s = facts.ride_max_s[task.request, mode]
        p = leg_of(lane, task.other, at, at + k) if task.other >= 0 else -1
        leg.pickup = p - at if p >= 0 else -1
        best = leg.travel_s if fastest == 1000 else leg.travel_s * 1000 // fastest
        driven += best
        passed += best + leg.setup_s
        if p >= 0 and passed - lane.legs[p].passed_s > leg.ride_max_s:
            return False
        passed += leg.service_s
        leg.passed_s = passed
        leg.wait_s = FREE
        if watched:
            if aboard:
                leg.wait_s = facts.wait_max_s + task.wait_allowed_s
            if facts.requests[task.request].people:
                aboard += 1 if task.other >= 0 and p < 0 else -1
        if facts.anybody_aboard and facts.requests[task.request].aboard_shift == chain.shift:
            leg.closes_s = min(leg.closes_s, facts.requests[task.request].aboard_since_s + leg.ride_max_s)
        # its times, if all before are as early as now
        time.floor_s = -FAR
        time.left_s = now
        time.left_hold = k  # at most: the truth comes when something is moved
        time.start_hold = k
        time.arrive_s = reached(lane, chain, now, leg.travel_s)
        now = opening(lane.windows, leg, time.arrive_s + leg.setup_s)
        if now == NEVER:
            return False
        time.start_s = now
        now += leg.service_s
        if p >= 0 or leg.wait_s != FREE:
            back = demanded(lane, c, k)
            if back == NEVER:
                return False
            if back != DONE:
                lane.times[at + k + 1].left_s = now
                state.high = k
                if not settled(lane, c, back, k):
                    return False
                now = lane.times[at + k + 1].left_s
    leg, time = lane.legs[at + n], lane.times[at + n]
    leg.task, leg.chain = -1, c
    leg.travel_s = facts.seconds[mode, here, crew.end_location]
    leg.setup_s = 0
    leg.wait_s = 0 if aboard else FREE
    time.left_hold = n
    time.left_s = now
    best = leg.travel_s if fastest == 1000 else leg.travel_s * 1000 // fastest
    if driven + best > chain.driving_max_s or passed + best > chain.work_max_s + state.unpaid_s:
        return False
    back = comes_home(lane, c)
    if back == DONE:
        return True
    if back == NEVER:
        return False
    state.high = 0
    return settled(lane, c, back, n)
