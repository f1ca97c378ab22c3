"""Questions about a plan: where a request could go, what if it goes there, when it could start, whom to call.

A plan is loaded once; requests are put into it and taken back. All that is compiled here is called through `answer`,
so that timing is compiled once for all questions.
"""

from solver.kernel import compiled, part
from solver.kernel.bounds import opening
from solver.kernel.candidates import NONE, gather
from solver.kernel.cost import marginal_gr, rest_gr, route_gr
from solver.kernel.desk import QUEUED, TOUCHED, Desk
from solver.kernel.editing import copy_row, count, restore, save
from solver.kernel.insertion import allowed, good_company, locks_hold, welcome, write_order
from solver.kernel.keeping import fits, let_go, lower_all, queue_up, timed_alone
from solver.kernel.loading import load, mind_open
from solver.kernel.settling import look_at
from solver.kernel.starts import find_starts, probe
from solver.kernel.state import UNPLANNED, State
from solver.kernel.telling import hide, refresh, show, take_off, try_on
from solver.kernel.world import World

LOAD, SCAN, PUT, BACK, STARTS, CALLS, MONEY, ALONE, KEEPS = range(9)
"""Questions."""


@compiled
def answer(world: World, state: State, desk: Desk, what: int) -> int:
    """Answer the question asked in `desk.asked`.

    Parameters
    ----------
    what : int
        LOAD: take over the orders on the desk; 1: they have times. BACK: take everything back that was put since
        loading. MONEY: grosze of the plan, but for those left out. STARTS: find the starts of a task; how many holes
        there are. CALLS: find the published requests on a shift's route that cannot start as published; how many.
        KEEPS: whether a published request can start as published. See `place_answer` for the others.
    """
    asked = desk.asked
    if what == LOAD:
        return load(world, state, desk)
    if what == BACK:
        return back(world, state, desk)
    if what == MONEY:
        return money(world, state, desk)
    if what == STARTS:
        return find_starts(world, state, desk, asked[0])
    if what == CALLS:
        return find_calls(world, state, desk, asked[0])
    if what == KEEPS:
        return keeps(world, state, desk, asked[0])
    return place_answer(world, state, desk, what)


@part
def place_answer(world: World, state: State, desk: Desk, what: int) -> int:
    """Answer a question about places.

    SCAN: find the places of a request, on one shift or (-1) all; how many. PUT: put a request onto a shift, its tasks
    before two positions; 1: that is possible. ALONE: as PUT, but for this route by itself, and nothing is put.
    """
    asked = desk.asked
    if what == SCAN:
        return scan(world, state, desk, asked[0], asked[1])
    if what == PUT:
        return put(world, state, desk, asked[0], asked[1], asked[2], asked[3])
    return alone(world, state, desk, asked[0], asked[1], asked[2], asked[3])


@part
def scan(world: World, state: State, desk: Desk, request: int, only: int) -> int:
    """Write all places of a request that is not planned; return how many."""
    found = 0
    if state.shift_of[request] >= 0 or not welcome(world, state, request):
        return found
    mind_open(world, state, desk)
    bring_up_to_date(world, state, desk)
    for s in range(len(state.saved)):
        if (only < 0 or only == s) and allowed(world, state, request, s):
            state.shift_of[request] = s
            found = scan_row(world, state, desk, request, s, found)
            state.shift_of[request] = -1
    return found


@part
def scan_row(world: World, state: State, desk: Desk, request: int, s: int, found: int) -> int:
    """Write the places of a request in a shift's row behind those found already; return how many there are."""
    asked, trial = world.requests[request], 3 * len(state.saved)
    more = marginal_gr(world, state, request, s)
    candidates = gather(world, state, request, s, NONE)
    for c in range(candidates):
        if found == len(desk.places):
            break
        i, j = state.candidates[c, 2], state.candidates[c, 3]
        if tried(world, state, desk, request, s, i, j):
            place = desk.places[found]
            place[0], place[1], place[2], place[3] = s, i, j, more + more_gr(world, state, desk)
            place[4] = state.when_s[asked.timed_task]
            place[5] = soonest(world, state, request, s, i)
            lower_all(world, desk)
            look_at(world, state, trial)
            place[6] = state.spots[trial, i if asked.timed_task == asked.first else j + 1].latest_s
            found += 1
        let_go(world, state, desk)
    return found


@part
def soonest(world: World, state: State, request: int, s: int, i: int) -> int:
    """Return a bound on the first start of a request's timed task if its first one stands before position `i`."""
    asked, mode = world.requests[request], world.shifts[s].mode
    first, here = world.tasks[asked.first], state.spots[s, i].place
    setup = first.setup_s if here != first.location or i == 0 else 0
    start = opening(world, asked.first, state.spots[s, i].ready_s + world.ways[mode, here, first.location].s + setup)
    if asked.timed_task == asked.first:
        return start
    return opening(world, asked.last, start + first.service_s + world.tasks[asked.last].near_s)


@part
def tried(world: World, state: State, desk: Desk, request: int, s: int, i: int, j: int) -> bool:
    """Return whether a request has times at a position; the touched rows hold them, see `fits`."""
    desk.effort[0] += 1
    trial = 3 * len(state.saved)
    write_order(world, state, request, s, i, j, trial)
    if not locks_hold(world, state, request, trial):
        return False
    if world.requests[request].picky and not good_company(world, state, request, trial):
        return False
    return fits(world, state, desk, trial)


@part
def more_gr(world: World, state: State, desk: Desk) -> int:
    """Return what the touched rows cost more than those they stand for, and those that stay but are held otherwise."""
    gr = 0
    for k in range(desk.counts[TOUCHED]):
        s = desk.touched[k]
        gr += route_gr(world, state, desk.row_of[s]) - state.routes[s].gr
    if world.tied and world.time_priced:
        for k in range(desk.counts[TOUCHED]):
            queue_held(world, state, desk, desk.touched[k])
        for k in range(desk.counts[QUEUED]):
            s = desk.queue[k]
            gr += route_gr(world, state, s) - state.routes[s].gr
    return gr


@part
def queue_held(world: World, state: State, desk: Desk, s: int) -> None:
    """Queue the untouched rows that relations hold against what a trial has moved in a row, or put there."""
    rows, row, at = state.rows, desk.row_of[s], 0
    for k in range(rows.n[row]):
        task = rows.order[row, k]
        if at < rows.n[s] and rows.order[s, at] == task:
            at += 1
            if rows.start_s[s, at - 1] == rows.start_s[row, k]:
                continue
        facts = world.tasks[task]
        for p in range(facts.partner_from, facts.partner_to):
            other = state.shift_of[world.tasks[world.partners[p]].request]
            if other >= 0 and desk.row_of[other] == other:
                queue_up(desk, other)


@part
def put(world: World, state: State, desk: Desk, request: int, s: int, i: int, j: int) -> int:
    """Put a request into a row, and give the rows touched by that their new times; 0: there are none."""
    state.shift_of[request] = s
    mind_open(world, state, desk)
    possible = tried(world, state, desk, request, s, i, j)
    state.shift_of[request] = -1
    if not possible:
        let_go(world, state, desk)
        mind_open(world, state, desk)
        return 0
    lower_all(world, desk)
    for k in range(desk.counts[TOUCHED]):
        take_off(state, desk.row_of[desk.touched[k]])  # the trial's times are told below, to all that they concern
    for k in range(desk.counts[TOUCHED]):
        one = desk.touched[k]
        row = desk.row_of[one]
        save(state, one)
        copy_row(state, row, one)
        desk.row_of[one] = one
        desk.bad[one] = False
        show(world, state, one)
    for k in range(desk.counts[TOUCHED]):
        one = desk.touched[k]
        look_at(world, state, one)
        state.routes[one].gr = route_gr(world, state, one)
    desk.counts[TOUCHED] = 0
    count(world, state, request, s, 1)
    return 1


@part
def back(world: World, state: State, desk: Desk) -> int:
    """Go back to the plan as loaded."""
    shifts, m = len(state.saved), 0
    for s in range(shifts):
        desk.bad[s] = desk.was_bad[s]
        if state.saved[s]:
            hide(world, state, s)
            desk.touched[m] = s
            m += 1
    restore(world, state)
    for k in range(m):
        try_on(state, desk.touched[k])
    mind_open(world, state, desk)
    return m


@part
def alone(world: World, state: State, desk: Desk, request: int, s: int, i: int, j: int) -> int:
    """Return whether a request has times in a row, whatever other rows do."""
    trial = 3 * len(state.saved)
    write_order(world, state, request, s, i, j, trial)
    return 1 if timed_alone(world, state, desk, trial) else 0


@part
def keeps(world: World, state: State, desk: Desk, request: int) -> int:
    """Return whether a planned request can start as published, with the crew that was published."""
    asked, s = world.requests[request], state.shift_of[request]
    if not world.same_crew[asked.published_shift, s]:
        return 0
    low, high = asked.published_s - world.call_tolerance_s, asked.published_s + world.call_tolerance_s
    start, _ = probe(world, state, desk, asked.timed_task, low, high)
    return 0 if start == UNPLANNED else 1


@part
def find_calls(world: World, state: State, desk: Desk, s: int) -> int:
    """Write the published requests of a row that cannot start as published; return how many."""
    found, rows = 0, state.rows
    for k in range(rows.n[s]):
        request = world.tasks[rows.order[s, k]].request
        asked = world.requests[request]
        once = asked.timed_task == rows.order[s, k] and asked.published_shift >= 0
        if once and keeps(world, state, desk, request) == 0:
            desk.calls[found] = request
            found += 1
    return found


@part
def money(world: World, state: State, desk: Desk) -> int:
    """Return the grosze of all routes, priced caps and totals."""
    bring_up_to_date(world, state, desk)
    gr = rest_gr(world, state)
    for s in range(len(state.saved)):
        gr += state.routes[s].gr
    return gr


@part
def bring_up_to_date(world: World, state: State, desk: Desk) -> None:
    """Count anew what routes cost that are held against others' new times."""
    for s in range(len(state.saved)):
        if world.tied and state.routes[s].stale and not desk.bad[s]:
            refresh(world, state, s)
