"""Earliest and latest times of a route's positions, and what is carried: quick bounds that may only reject."""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.state import State
from solver.kernel.world import World


@part
def leg(world: World, mode: int, here: int, there: int) -> int:
    """Return the seconds that a leg takes at least, at any hour."""
    seconds = world.seconds[mode, here, there]
    fastest = world.modes[mode].fastest_permille
    return seconds if fastest == 1000 else seconds * 1000 // fastest


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
    n, order, mode = rows.n[row], rows.order[row], shift.mode
    place, ready, soon = state.place[row], state.ready_s[row], state.soon_s[row]
    here, now = shift.start_location, shift.begin_s
    place[0] = here
    content = mixed(shift.alike * 0x1E3779B97F4A7C15 + n * 0x2545F4914F6CDD1D, 0)
    fine = True
    for k in range(n):
        task = order[k]
        content = mixed(content, task + 1)
        facts = world.tasks[task]
        there = facts.location
        ready[k] = now
        now += leg(world, mode, here, there)
        if here != there or k == 0:
            now += facts.setup_s
        soon[k] = opening(world, task, now)
        state.slack_s[row, k] = soon[k] - now
        fine &= soon[k] < FAR
        now = soon[k] + facts.service_s
        here = there
        place[k + 1] = here
    ready[n] = now
    place[n + 1] = shift.end_location
    soon[n] = now + leg(world, mode, here, shift.end_location)
    state.slack_s[row, n] = 0
    for k in range(n - 1, 0, -1):
        state.slack_s[row, k] += state.slack_s[row, k + 1]
    state.routes[row].content = content
    return fine and soon[n] <= shift.latest_s


@part
def look_back(world: World, state: State, row: int) -> None:
    """Compute the latest start at each position that the rest of the route allows."""
    rows, s = state.rows, state.rows.shift[row]
    shift = world.shifts[s]
    order, latest, place = rows.order[row], state.latest_s[row], state.place[row]
    n, mode = rows.n[row], shift.mode
    bound, setup = shift.latest_s, 0
    latest[n] = bound
    for k in range(n - 1, -1, -1):
        task = order[k]
        facts = world.tasks[task]
        if place[k + 1] != place[k + 2]:
            bound -= leg(world, mode, place[k + 1], place[k + 2]) + setup
        bound -= facts.service_s
        asked = world.requests[facts.request]
        if asked.aboard_shift == s:
            bound = min(bound, asked.aboard_since_s + world.ride_max_s[facts.request, mode])
        bound = closing(world, task, bound)
        latest[k] = bound
        setup = facts.setup_s


@part
def look_inside(world: World, state: State, row: int) -> None:
    """Compute what is carried into each position, and the tasks that relations tie to planned ones."""
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
    state.routes[row].ties = tied_tasks(world, state, row) if world.tied else 0


@part
def tied_tasks(world: World, state: State, row: int) -> int:
    """Return how many tasks of a row a relation ties to a planned one."""
    ties = 0
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        for p in range(facts.partner_from, facts.partner_to):
            if state.shift_of[world.tasks[world.partners[p]].request] >= 0:
                ties += 1
                break
    return ties


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
