"""Earliest and latest times of a route's positions, and what is carried: quick bounds that may only reject."""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.state import State
from solver.kernel.world import World


@part
def opening(world: World, task: int, now: int) -> int:
    """Return the first start from `now` on inside a window, `FAR` after the last."""
    facts = world.tasks[task]
    if now > facts.closes_s:
        return FAR
    if now <= facts.opens_s:
        return facts.opens_s
    if facts.window_to - facts.window_from <= 1:
        return now
    for k in range(facts.window_from, facts.window_to):
        if now <= world.windows[k, 1]:
            return max(now, world.windows[k, 0])
    return FAR


@part
def closing(world: World, task: int, now: int) -> int:
    """Return the last start up to `now` inside a window, `-FAR` if there is none."""
    facts = world.tasks[task]
    if now >= facts.closes_s:
        return facts.closes_s
    if now < facts.opens_s:
        return -FAR
    if facts.window_to - facts.window_from <= 1:
        return now
    for k in range(facts.window_to - 1, facts.window_from - 1, -1):
        if world.windows[k, 0] <= now:
            return min(now, world.windows[k, 1])
    return -FAR


@part
def mixed(content: int, more: int) -> int:
    """Return a hash of a hash and one number more (the finisher of Steele, Lea & Flood's SplitMix, 2014, signed)."""
    content = (content ^ more) * 0x3F58476D1CE4E5B9
    content ^= (content >> 32) & 0xFFFFFFFF
    content *= 0x14D049BB133111EB
    return content ^ ((content >> 29) & 0x7FFFFFFFF)


@part
def look_ahead(world: World, state: State, row: int) -> bool:
    """Compute places, earliest times and waiting of a row; False: some task is too late in any case."""
    rows, s = state.rows, state.rows.shift[row]
    shift = world.shifts[s]
    n, order, spots = rows.n[row], rows.order[row], state.spots[row]
    here, now = shift.start_location, shift.begin_s
    content = mixed(shift.alike * 0x1E3779B97F4A7C15 + n * 0x2545F4914F6CDD1D, 0)
    fine = True
    for k in range(n + 1):
        spot = spots[k]
        spot.place, spot.ready_s = here, now
        task = order[k] if k < n else -1
        there = world.tasks[task].location if k < n else shift.end_location
        way = world.ways[shift.mode, here, there]
        spot.way_s, spot.way_m = way.s, way.m
        now += spot.way_s
        spot.soon_s, spot.slack_s = now, 0
        if k < n:
            content = mixed(content, task + 1)
            facts = world.tasks[task]
            if here != there or k == 0:
                now += facts.setup_s
            spot.soon_s = opening(world, task, now)
            spot.slack_s = spot.soon_s - now
            fine &= spot.soon_s < FAR
            now = spot.soon_s + facts.service_s
        here = there
    spots[n + 1].place = here
    for k in range(n - 1, 0, -1):
        spots[k].slack_s += spots[k + 1].slack_s
    state.routes[row].content = content
    return fine and spots[n].soon_s <= shift.latest_s


@part
def look_back(world: World, state: State, row: int) -> None:
    """Compute the latest start at each position that the rest of the route allows."""
    rows, s = state.rows, state.rows.shift[row]
    shift = world.shifts[s]
    n, order, spots = rows.n[row], rows.order[row], state.spots[row]
    bound, setup = shift.latest_s, 0
    spots[n].latest_s = bound
    for k in range(n - 1, -1, -1):
        task = order[k]
        facts = world.tasks[task]
        if spots[k + 1].place != spots[k + 2].place:
            bound -= spots[k + 1].way_s + setup
        bound -= facts.service_s
        asked = world.requests[facts.request]
        if asked.aboard_shift == s:
            bound = min(bound, asked.aboard_since_s + world.ride_max_s[facts.request, shift.mode])
        bound = closing(world, task, bound)
        spots[k].latest_s = bound
        setup = facts.setup_s


@part
def look_inside(world: World, state: State, row: int) -> None:
    """Compute what is carried into each position, and whether relations tie the row to planned tasks."""
    rows = state.rows
    n, order, aboard = rows.n[row], rows.order[row], state.aboard[row]
    if world.shifts[rows.shift[row]].limited:
        for kind in range(world.load.shape[1]):
            now = 0
            for k in range(n):
                facts = world.tasks[order[k]]
                now += facts.held * world.load[facts.request, kind]
            for k in range(n):
                aboard[k, kind] = now
                facts = world.tasks[order[k]]
                now += facts.carry * world.load[facts.request, kind]
            aboard[n, kind] = now
    state.routes[row].tied = world.tied and is_tied(world, state, row)


@part
def is_tied(world: World, state: State, row: int) -> bool:
    """Return whether a relation ties some task of a row to a planned one."""
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        for p in range(facts.partner_from, facts.partner_to):
            if state.shift_of[world.tasks[world.partners[p]].request] >= 0:
                return True
    return False


@part
def fits_aboard(world: World, state: State, row: int, k: int, request: int) -> bool:
    """Return whether a request's load may be aboard too on the way into position `k`."""
    shift = world.shifts[state.rows.shift[row]]
    if not shift.limited:
        return True
    kinds = world.load.shape[1]
    needed = False
    for kind in range(kinds):
        needed |= world.load[request, kind] > 0
    if not needed:
        return True
    for layout in range(shift.layout_from, shift.layout_to):
        room = True
        for kind in range(kinds):
            room &= state.aboard[row, k, kind] + world.load[request, kind] <= world.layouts[layout, kind]
        if room:
            return True
    return False
