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
    chain.mode, chain.fastest_permille = crew.mode, mode.fastest_permille
    chain.band_from, chain.band_to = mode.band_from, mode.band_to
    if mode.band_from < mode.band_to:
        chain.bands_end_s = lane.bands[mode.band_to - 1, 1]
    chain.awake_s, chain.roster_end_s = crew.awake_s, crew.roster_end_s
    chain.work_max_s, chain.driving_max_s = crew.work_max_s, crew.driving_max_s
    chain.break_from, chain.slots = crew.break_from, crew.break_to - crew.break_from
    chain.related, chain.aboard, chain.driven_s = 0, 0, 0
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
    found = False
    for p in range(task.partner_from, task.partner_to):
        found = found or leg_of(lane, facts.partners[p], low, high) >= 0
    return found


@part
def write_leg(facts: Facts, chain: Record, leg: Record, task: Record, here: int) -> None:
    """Write what a leg from `here` to its task takes, and when that may start."""
    leg.travel_s = facts.seconds[chain.mode, here, task.location]
    leg.setup_s = 0 if task.location == here else task.setup_s
    leg.service_s = task.service_s
    leg.opens_s, leg.closes_s = task.opens_s, task.closes_s
    several = task.window_to - task.window_from > 1
    leg.window_from = task.window_from
    leg.window_to = task.window_to if several else task.window_from
    leg.ride_max_s = facts.ride_max_s[task.request, chain.mode]


@part
def quickest(chain: Record, leg: Record) -> int:
    """Return the travel of a leg at the best speed of the day, and count it as driving."""
    fastest = chain.fastest_permille
    travel = leg.travel_s if fastest == 1000 else leg.travel_s * 1000 // fastest
    chain.driven_s += travel
    return travel


@part
def pairs_up(lane: Lane, chain: Record, leg: Record, task: Record, k: int) -> bool:
    """Write the other half of a ride, and the least time from the start to here; False: the ride is always too long."""
    first = chain.leg_from
    other = leg_of(lane, task.other, first, first + k) if task.other >= 0 else -1
    leg.pickup = other - first if other >= 0 else -1
    passed = quickest(chain, leg) + leg.setup_s
    if k:
        passed += lane.legs[first + k - 1].passed_s
    leg.passed_s = passed + leg.service_s
    return other < 0 or passed - lane.legs[other].passed_s <= leg.ride_max_s


@part
def carries(facts: Facts, chain: Record, leg: Record, task: Record) -> None:
    """Write how long the route may stand before a start, and until when who is aboard already may be."""
    request = facts.requests[task.request]
    if chain.aboard:
        leg.wait_s = facts.wait_max_s + task.wait_allowed_s
    if request.people:
        chain.aboard += 1 if task.other >= 0 and leg.pickup < 0 else -1
    if request.aboard_shift == chain.shift:
        leg.closes_s = min(leg.closes_s, request.aboard_since_s + leg.ride_max_s)


@part
def first_times(lane: Lane, chain: Record, leg: Record, k: int, now: int) -> int:
    """Write the times at a position left for `now`; return when it is left in turn, `NEVER` if that is impossible."""
    time = lane.times[chain.leg_from + k]
    time.floor_s = -FAR
    time.left_s = now
    time.left_hold = time.start_hold = k  # at most so early: the truth comes when something is moved
    time.arrive_s = reached(lane, chain, now, leg.travel_s)
    start = opening(lane.windows, leg, time.arrive_s + leg.setup_s)
    if start == NEVER:
        return NEVER
    time.start_s = start
    back = demanded(lane, leg.chain, k) if leg.pickup >= 0 or leg.wait_s != FREE else DONE
    if back == DONE:
        return start + leg.service_s
    following = lane.times[chain.leg_from + k + 1]
    following.left_s = start + leg.service_s
    lane.states[leg.chain].high = k
    if back == NEVER or not settled(lane, leg.chain, back, k):
        return NEVER
    return following.left_s


@part
def gets_home(facts: Facts, lane: Lane, c: int, here: int, now: int) -> bool:
    """Lay out the way home from a place that is left `now`, and settle it; False: it is impossible."""
    chain, state = lane.chains[c], lane.states[c]
    n, crew = chain.n, facts.shifts[chain.shift]
    leg, time = lane.legs[chain.leg_from + n], lane.times[state.time_from + n]
    leg.task, leg.chain, leg.setup_s = -1, c, 0
    leg.travel_s = facts.seconds[chain.mode, here, crew.end_location]
    leg.wait_s = 0 if chain.aboard else FREE
    time.left_s, time.left_hold = now, n
    passed = quickest(chain, leg) + lane.legs[chain.leg_from + n - 1].passed_s
    if chain.driven_s > chain.driving_max_s or passed > chain.work_max_s:
        return False
    back = comes_home(lane, c)
    if back == 0:
        state.high = 0
        return settled(lane, c, back, n)
    state.high = -1
    return back == DONE


@part
def laid_out(facts: Facts, lane: Lane, rows: Rows, row: int, c: int) -> bool:
    """Lay out a row as route `c` and settle it, without breaks and relations; False: it is impossible.

    Legs and times are written as they are met, so that a route that is too late is left early.
    """
    opened(facts, lane, rows, row, c)
    chain, first = lane.chains[c], lane.chains[c].leg_from
    watched = facts.wait_max_s < FAR or chain.slots or facts.anybody_aboard
    if facts.anybody_aboard:
        chain.aboard = aboard_at_start(facts, rows, row)
    here, now = facts.shifts[chain.shift].start_location, lane.states[c].begin_s
    for k in range(chain.n):
        number = rows.order[row, k]
        leg, task = lane.legs[first + k], facts.tasks[number]
        leg.task, leg.chain, leg.wait_s = number, c, FREE
        lane.spot[number] = first + k
        write_leg(facts, chain, leg, task, here)
        if k == 0:
            leg.setup_s = task.setup_s
        if not pairs_up(lane, chain, leg, task, k):
            return False
        if watched:
            carries(facts, chain, leg, task)
        if task.partner_from < task.partner_to:
            chain.related |= related(facts, lane, task, first, first + k + 1)
        now = first_times(lane, chain, leg, k, now)
        if now == NEVER:
            return False
        here = task.location
    return gets_home(facts, lane, c, here, now)
