"""Putting requests back: one after the other in some order, each at its best place, passing over some by chance."""

from solver.arrays import Ints
from solver.kernel import part
from solver.kernel.candidates import NONE, gather
from solver.kernel.chance import below, chance, shuffle
from solver.kernel.cost import marginal_gr
from solver.kernel.editing import drop
from solver.kernel.insertion import allowed, known_place, place, trial_gr, unlearn, welcome
from solver.kernel.settling import settle
from solver.kernel.state import State
from solver.kernel.telling import calling
from solver.kernel.world import World

ATTEMPTS = 3
"""So often another row is looked for if what was known of a place turns out to be over."""


@part
def sort_queue(state: State, m: int) -> None:
    """Sort the first `m` requests of the queue by their keys (insertion sort: there are few)."""
    for k in range(1, m):
        request, key = state.queue[k], state.keys[k]
        at = k
        while at > 0 and state.keys[at - 1] > key:
            state.queue[at], state.keys[at] = state.queue[at - 1], state.keys[at - 1]
            at -= 1
        state.queue[at], state.keys[at] = request, key


@part
def line_up(world: World, state: State, m: int) -> None:
    """Put the queue into one of several orders by chance."""
    shuffle(state.dice, state.queue, m)
    kind = below(state.dice, 12)
    for k in range(m):
        request = state.queue[k]
        asked = world.requests[request]
        first, last = world.tasks[asked.first], world.tasks[asked.last]
        key = 0.0
        if kind == 3:
            key = -float(state.absences[request])
        elif kind in (4, 5):
            key = -float(load_of(world, request))
        elif kind in (6, 7):
            key = -float(distance(world, request))
        elif kind == 8:
            key = float(distance(world, request))
        elif kind == 9:
            key = float(min(first.closes_s - first.opens_s, last.closes_s - last.opens_s))
        elif kind == 10:
            key = float(first.opens_s)
        elif kind == 11:
            key = -float(last.closes_s)
        state.keys[k] = key
    if kind >= 3:
        sort_queue(state, m)


@part
def load_of(world: World, request: int) -> int:
    """Return how much of everything a request takes, and how long at its doors."""
    asked = world.requests[request]
    total = world.tasks[asked.first].service_s
    for kind in range(world.load.shape[1]):
        total += world.load[request, kind] * 1000
    return total


@part
def distance(world: World, request: int) -> int:
    """Return how far a request is from the first shift's start place."""
    asked, shift = world.requests[request], world.shifts[0]
    first = world.tasks[asked.first].location
    last = world.tasks[asked.last].location
    ways = world.ways[shift.mode, shift.start_location]
    return max(ways[first].s, ways[last].s)


@part
def best_row(world: World, state: State, request: int, blink: float, tries: int) -> tuple[int, int, int, int]:
    """Return the cheapest place in any row: grosze with what the fleet's totals cost, shift and positions."""
    best, at, i, j = NONE, -1, -1, -1
    heard = calling(world, state, request) if world.tied else 0
    choosy = len(state.saved) > state.knobs[0].rows and blink > 0.0 and mark_close(world, state, request)
    for s in range(len(state.saved)):
        if choosy and not state.close[s] and chance(state.dice) > state.knobs[0].far:
            continue
        if not allowed(world, state, request, s):
            continue
        if state.rows.n[s] == 0 and world.shifts[s].alike != s and another_empty(world, state, s):
            continue
        if blink > 0.0 and chance(state.dice) < blink:
            continue
        more = marginal_gr(world, state, request, s)
        ceiling = NONE if best == NONE else best - more
        gr, first, last = known_place(world, state, request, s, heard, ceiling, tries)
        if first >= 0 and gr + more < best:
            best, at, i, j = gr + more, s, first, last
    return best, at, i, j


@part
def mark_close(world: World, state: State, request: int) -> bool:
    """Mark the rows of a request's nearest neighbours that may serve it; False: there are too few to choose from.

    Looking near first is what keeps the time per iteration from growing with the fleet: the granular neighbourhood of
    Toth & Vigo (2003).
    """
    found = 0
    state.close[:] = False
    for k in range(state.near.shape[1]):
        s = state.shift_of[state.near[request, k]]
        if s >= 0 and not state.close[s] and world.compatible[request, s]:
            state.close[s] = True
            found += 1
            if found == state.knobs[0].rows:
                return True
    return False


@part
def another_empty(world: World, state: State, s: int) -> bool:
    """Return whether a shift before this one that is the same in everything does nothing either."""
    for other in range(world.shifts[s].alike, s):
        if state.rows.n[other] == 0 and not state.closed[other] and world.shifts[other].alike == world.shifts[s].alike:
            return True
    return False


@part
def insert_one(world: World, state: State, request: int, blink: float, tries: int) -> int:
    """Put a request at its best place; return what that cost, `NONE` if it has none."""
    if not welcome(world, state, request):
        return NONE
    for _ in range(ATTEMPTS):
        gr, s, i, j = best_row(world, state, request, blink, tries)
        if s < 0 and len(state.saved) > state.knobs[0].rows:
            gr, s, i, j = best_row(world, state, request, 0.0, tries)
        if s < 0:
            break
        elsewhere_gr = strayed(world, state, request, s) if world.time_priced and blink > 0.0 else NONE
        if elsewhere_gr < NONE:
            return elsewhere_gr
        if place(world, state, request, s, i, j):
            return gr
        unlearn(state, request, s, calling(world, state, request))
    return NONE


@part
def strayed(world: World, state: State, request: int, s: int) -> int:
    """Put a request at any position of a row now and then, and return what that costs; `NONE`: not this time."""
    if chance(state.dice) > state.knobs[0].stray:
        return NONE
    found = gather(world, state, request, s, NONE)
    if found < 2:
        return NONE
    c = below(state.dice, found)
    i, j = state.candidates[c, 2], state.candidates[c, 3]
    more = marginal_gr(world, state, request, s)
    gr = trial_gr(world, state, request, s, i, j, 3 * len(state.saved))
    return gr + more if gr < NONE and place(world, state, request, s, i, j) else NONE


@part
def insert_bundle(world: World, state: State, request: int, blink: float, tries: int) -> None:
    """Put in a request with all that is served all or none with it.

    None stays if one finds no place, or if all together cost more than they are worth. One may find a place only beside
    another; so who comes first is left to chance every other time, unless one needs another.
    """
    asked = world.requests[request]
    cost, worth, needed = 0, 0, False
    size = asked.bundle_to - asked.bundle_from
    first, step = 0, 1
    if size > 1 and chance(state.dice) < 0.5 and free_order(world, request):
        first, step = below(state.dice, size), 1 if chance(state.dice) < 0.5 else size - 1
    for k in range(size):
        one = world.bundles[asked.bundle_from + (first + k * step) % size]
        if state.shift_of[one] >= 0:
            continue
        worth += world.requests[one].out_gr
        needed = needed or world.requests[one].must or world.requests[one].fixed
        gr = insert_one(world, state, one, blink, tries)
        cost = NONE if gr >= NONE else cost + gr
        if cost >= NONE:
            break
    if cost >= NONE or (cost > worth * state.generosity[0] and not needed):
        for k in range(asked.bundle_from, asked.bundle_to):
            withdraw(world, state, world.bundles[k])


@part
def free_order(world: World, request: int) -> bool:
    """Return whether none of those that are served all or none with a request needs another one first."""
    asked = world.requests[request]
    for k in range(asked.bundle_from, asked.bundle_to):
        one = world.requests[world.bundles[k]]
        if one.needed_from < one.needed_to:
            return False
    return True


@part
def withdraw(world: World, state: State, request: int) -> None:
    """Take a request out again; where its route has no times without it the whole iteration is given up."""
    s = state.shift_of[request]
    if s >= 0 and not world.requests[request].fixed:
        drop(world, state, request)
        if not settle(world, state, s, True):
            state.broken[0] = True


@part
def insert_by_regret(world: World, state: State, queue: Ints, m: int) -> None:
    """Put in the first `m` requests of a queue, always the one that would lose most by going to its second-best row."""
    blink, tries = state.knobs[0].blink, state.knobs[0].tries
    left = m
    while left > 0:
        most, pick = -1.0, 0
        for k in range(left):
            regret = 1e18 if state.shift_of[queue[k]] >= 0 else regret_of(world, state, queue[k], blink, tries)
            if regret > most:
                most, pick = regret, k
        request = queue[pick]
        left -= 1
        queue[pick] = queue[left]
        if state.shift_of[request] < 0:
            insert_bundle(world, state, request, 0.0, tries)


@part
def regret_of(world: World, state: State, request: int, blink: float, tries: int) -> float:
    """Return by how much the second-best row costs more than the best one."""
    best, second = float(NONE), float(NONE)
    heard = calling(world, state, request) if world.tied else 0
    for s in range(len(state.saved)):
        if not allowed(world, state, request, s) or (blink > 0.0 and chance(state.dice) < blink):
            continue
        if state.rows.n[s] == 0 and world.shifts[s].alike != s and another_empty(world, state, s):
            continue
        gr, first, _ = known_place(world, state, request, s, heard, NONE, tries)
        if first >= 0 and gr < second:
            second = float(gr)
            if second < best:
                best, second = second, best
    return second - best if best < NONE else 0.0


@part
def insert_all(world: World, state: State, queue: Ints, m: int, blink: float, tries: int) -> None:
    """Put in the first `m` requests of a queue, each with its bundle."""
    for k in range(m):
        if state.shift_of[queue[k]] < 0:
            insert_bundle(world, state, queue[k], blink, tries)
