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
        for part in range(2):
            begin = asked.bundle_from if part == 0 else asked.needing_from
            end = asked.bundle_to if part == 0 else asked.needing_to
            for k in range(begin, end):
                other = world.bundles[k] if part == 0 else world.needing[k]
                if state.shift_of[other] >= 0 and state.marks[other] == 0 and not world.requests[other].fixed:
                    state.marks[other] = 1
                    state.out[m] = other
                    m += 1
    return m


@part
def strings(world: World, state: State, mean: float, longest: int) -> int:
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
    limit = min(float(longest), tasks / used)
    many = 4.0 * mean * per_task / (1.0 + limit) - 1.0
    wanted = int(1 + chance(state.dice) * max(1.0, many))
    seed = below(state.dice, len(world.requests))
    state.row_marks[:] = 0
    m, done = 0, 0
    for k in range(state.near.shape[1]):
        if done >= wanted:
            break
        request = state.near[seed, k]
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
