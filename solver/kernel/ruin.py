"""Which requests an iteration takes out: strings of neighbours in the routes around a seed, and other choices.

Strings are the slack induction by string removals of Christiaens & Vanden Berghe (2020), "Slack induction by string
removals for vehicle routing problems", Transportation Science 54(2), counted in tasks so that pairs need no rule of
their own.
"""

from solver.kernel import part
from solver.kernel.chance import below, chance
from solver.kernel.state import State
from solver.kernel.world import World


@part
def take(world: World, state: State, request: int, m: int) -> int:
    """Note a served request, and all that cannot stay without it, as to be taken out; return how many are noted."""
    if state.marks[request] or state.shift_of[request] < 0 or world.requests[request].fixed:
        return m
    state.marks[request] = 1
    state.out[m] = request
    m += 1
    looked = m - 1
    while looked < m:
        asked = world.requests[state.out[looked]]
        looked += 1
        for k in range(asked.bundle_from, asked.bundle_to):
            m = take_along(world, state, world.bundles[k], m)
        for k in range(asked.needing_from, asked.needing_to):
            m = take_along(world, state, world.needing[k], m)
    return m


@part
def take_along(world: World, state: State, other: int, m: int) -> int:
    """Note one more, if it is served and not noted yet; return how many are noted."""
    if state.shift_of[other] >= 0 and state.marks[other] == 0 and not world.requests[other].fixed:
        state.marks[other] = 1
        state.out[m] = other
        return m + 1
    return m


LONGEST = 10
"""Tasks of a string at most, as in the paper."""


@part
def strings(world: World, state: State) -> int:
    """Take out strings around a random seed; return how many requests."""
    rows, shifts = state.rows, len(state.saved)
    tasks, used = 0, 0
    for s in range(shifts):
        if rows.n[s]:
            tasks += rows.n[s]
            used += 1
    if used == 0:
        return 0
    per_task = 2.0 if len(world.tasks) > len(world.requests) else 1.0
    limit = min(float(LONGEST), tasks / used)
    many = 4.0 * state.knobs[0].mean * per_task / (1.0 + limit) - 1.0
    wanted = int(1 + chance(state.dice) * max(1.0, many))
    seed = below(state.dice, len(world.requests))
    state.row_marks[:] = 0
    m, done = 0, 0
    for k in range(state.near.shape[1]):
        if done >= wanted:
            break
        request = state.near[seed, k]
        if k and request == seed:
            break  # nobody else is near
        s = state.shift_of[request]
        if s < 0 or state.row_marks[s] or state.marks[request]:
            continue
        state.row_marks[s] = 1
        done += 1
        length = 1 + int(chance(state.dice) * min(limit, float(rows.n[s])))
        m = string(world, state, request, s, min(length, rows.n[s]), m)
    return m


@part
def string(world: World, state: State, request: int, s: int, length: int, m: int) -> int:
    """Take out a row of tasks that holds one of a request's; sometimes a few in its middle are spared."""
    rows = state.rows
    n, task = rows.n[s], world.requests[request].first
    if chance(state.dice) < 0.5:
        task = world.requests[request].last
    at = 0
    for k in range(n):
        if rows.order[s, k] == task:
            at = k
    spared = 0
    if chance(state.dice) < 0.5:
        while length + spared < n and chance(state.dice) > 0.5:
            spared += 1
    whole = length + spared
    low, high = max(0, at - whole + 1), min(at, n - whole)
    begin = low + below(state.dice, high - low + 1)
    skip = begin + (below(state.dice, length) if length > 1 else 0)
    for k in range(begin, begin + whole):
        if spared and skip <= k < skip + spared and k != at:
            continue
        m = take(world, state, world.tasks[rows.order[s, k]].request, m)
    return m


@part
def wanted(world: World, state: State) -> int:
    """Return how many requests to take out by other choices than strings."""
    many = 1 + below(state.dice, max(1, int(2 * state.knobs[0].mean)))
    return min(many, len(world.requests))


@part
def related(world: World, state: State) -> int:
    """Take out requests near a seed in time and place, whatever routes they are in (Shaw 1998), some of them spared."""
    many, m = wanted(world, state), 0
    seed = below(state.dice, len(world.requests))
    for k in range(state.near.shape[1]):
        if m >= many:
            break
        if chance(state.dice) < 0.7:
            m = take(world, state, state.near[seed, k], m)
    return m


@part
def saving_m(world: World, state: State, request: int) -> int:
    """Return the metres that a route would save without a request, each of its tasks taken out alone."""
    s = state.shift_of[request]
    mode, spots, saved = world.shifts[s].mode, state.spots[s], 0
    for k in range(state.rows.n[s]):
        if world.tasks[state.rows.order[s, k]].request == request:
            before, here, then = spots[k], spots[k + 1], spots[k + 2]
            saved += before.way_m + here.way_m - world.ways[mode, before.place, then.place].m
    return saved


@part
def detours(world: World, state: State) -> int:
    """Take out the worst detours among some requests drawn by chance, and one or two near each."""
    many, m = wanted(world, state), 0
    while m < many:
        worst, found = -1, -1
        for _ in range(6):
            request = below(state.dice, len(world.requests))
            if state.shift_of[request] >= 0 and not state.marks[request]:
                saved = saving_m(world, state, request)
                if saved > worst:
                    worst, found = saved, request
        if found < 0:
            break
        before = m
        for k in range(min(3, state.near.shape[1])):
            m = take(world, state, state.near[found, k], m)
        if m == before:
            break
    return m


@part
def route(world: World, state: State) -> int:
    """Take out a whole route, a short one rather than a long one, so that a shift may have nothing left to do."""
    shifts, found = len(state.saved), -1
    for _ in range(3):
        s = below(state.dice, shifts)
        if state.rows.n[s] and (found < 0 or state.rows.n[s] < state.rows.n[found]):
            found = s
    m = 0
    if found >= 0 and state.rows.n[found] <= 60:
        for k in range(state.rows.n[found]):
            m = take(world, state, world.tasks[state.rows.order[found, k]].request, m)
    return m


@part
def tied(world: World, state: State) -> int:
    """Take out requests together with all whose times relations tie to theirs, such as one client's."""
    many, m = wanted(world, state), 0
    seed = below(state.dice, len(world.requests))
    for k in range(state.near.shape[1]):
        if m >= many:
            break
        one = world.requests[state.near[seed, k]]
        m = take(world, state, state.near[seed, k], m)
        for task in (one.first, one.last):
            for p in range(world.tasks[task].partner_from, world.tasks[task].partner_to):
                m = take(world, state, world.tasks[world.partners[p]].request, m)
    return m
