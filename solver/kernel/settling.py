"""Settling the times of rows, jointly with everything tied to them."""

from solver.kernel import part
from solver.kernel.bounds import look_ahead, look_back, look_inside
from solver.kernel.cost import route_gr
from solver.kernel.editing import copy_row, save
from solver.kernel.peace import disturbed, helped, join
from solver.kernel.state import State
from solver.kernel.telling import show, take_off, try_on
from solver.kernel.timing import timed, timed_one
from solver.kernel.world import World


@part
def may_be_asked(world: World, state: State, row: int) -> bool:
    """Return whether the times of a row may matter to others, as soon as these are planned: then it must have them."""
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        if facts.partner_from < facts.partner_to:
            return True
    return False


@part
def look_at(world: World, state: State, row: int) -> bool:
    """Compute everything about a row that needs no timing; False: its bounds refuse it."""
    look_inside(world, state, row)
    fine = look_ahead(world, state, row)
    look_back(world, state, row)
    shift = world.shifts[state.rows.shift[row]]
    timeless = world.bounds_decide and shift.break_from == shift.break_to
    state.routes[row].stale = True
    state.routes[row].exact = timeless and not (world.tied and may_be_asked(world, state, row))
    return fine


@part
def sharpen(world: World, state: State, row: int) -> None:
    """Take the exact times of a row as bounds, where nothing put into it could make them earlier."""
    rows = state.rows
    shift = world.shifts[rows.shift[row]]
    mode = world.modes[shift.mode]
    if shift.break_from < shift.break_to or state.routes[row].tied or not mode.metric or mode.band_from < mode.band_to:
        return
    for k in range(rows.n[row]):
        ready = rows.start_s[row, k] + world.tasks[rows.order[row, k]].service_s
        state.spots[row, k + 1].ready_s = max(state.spots[row, k + 1].ready_s, ready)


@part
def settle(world: World, state: State, row: int, commit: bool) -> bool:
    """Give a row times, jointly with the rows tied to it; False: there are none.

    A row of a shift that is in the plan is changed as it stands. With `commit` the rows tied to it get their new times
    too (they are saved before); otherwise they stay as they are.
    """
    fine = look_at(world, state, row)
    if state.rows.n[row] and not fine:
        return False
    return settled(world, state, row, commit, False)


@part
def settled(world: World, state: State, row: int, commit: bool, apart: bool) -> bool:
    """Settle a row that has been looked at; `apart`: it has times of its own already."""
    route = state.routes[row]
    if state.rows.n[row] == 0:
        route.gr = 0
        return True
    if not route.exact:
        if route.tied:
            if not settle_knot(world, state, row, commit, apart):
                return False
        elif not apart and not timed_one(world, state.rows, state.scratch, row):
            return False
        sharpen(world, state, row)
    route.gr = route_gr(world, state, row)
    if commit and world.tied:
        show(world, state, row)
    return True


@part
def settle_knot(world: World, state: State, row: int, commit: bool, apart: bool) -> bool:
    """Time a row with as many of the rows that relations tie to it as do not suit its times as they are.

    What rows have times together that suit all others is a plan; only where the least times of some rows disturb
    another one has that to be timed with them.
    """
    m, joined = 1, 1
    state.which[0] = row
    state.row_marks[:] = 0
    state.row_marks[state.rows.shift[row]] = 1
    possible = apart or timed_one(world, state.rows, state.scratch, row)
    while possible:
        m = widened(world, state, joined)
        if m == joined:
            if commit:
                take_over(world, state, m)
            return True
        copy_tied(state, joined, m)
        joined = m
        possible = timed(world, state.rows, state.scratch, state.which, m)
    return may_be_helped(world, state, joined) and settle_all(world, state, row, commit)


@part
def widened(world: World, state: State, m: int) -> int:
    """Add to the first `m` of `which`, timed together, those whom they disturb; return how many there are."""
    shifts, joined = len(state.saved), m
    for i in range(m):
        if state.which[i] >= shifts:
            try_on(state, state.which[i])
        else:
            show(world, state, state.which[i])
    for i in range(m):
        joined = disturbed(world, state, state.which[i], joined)
    for i in range(m):
        if state.which[i] >= shifts:
            take_off(state, state.which[i])
    return joined


@part
def copy_tied(state: State, first: int, m: int) -> None:
    """Replace rows of the plan in `which` by copies of them."""
    shifts = len(state.saved)
    for i in range(first, m):
        copy_row(state, state.which[i], 2 * shifts + state.which[i])
        state.which[i] += 2 * shifts


@part
def may_be_helped(world: World, state: State, m: int) -> bool:
    """Return whether rows may have times only together with rows that they do not disturb."""
    for i in range(m):
        if helped(world, state, state.which[i]):
            return True
    return False


@part
def settle_all(world: World, state: State, row: int, commit: bool) -> bool:
    """Time a row with all rows that relations tie to it, and those tied to these."""
    m = knot_of(world, state, row)
    copy_tied(state, 1, m)
    if not timed(world, state.rows, state.scratch, state.which, m):
        return False
    if commit:
        take_over(world, state, m)
    return True


@part
def knot_of(world: World, state: State, row: int) -> int:
    """Put into `which` the rows that relations tie to a row, itself first; return how many."""
    rows, which = state.rows, state.which
    which[0] = row
    state.row_marks[:] = 0
    state.row_marks[rows.shift[row]] = 1
    m, looked = 1, 0
    while looked < m:
        one = which[looked]
        looked += 1
        for k in range(rows.n[one]):
            facts = world.tasks[rows.order[one, k]]
            for p in range(facts.partner_from, facts.partner_to):
                m = join(world, state, world.partners[p], m)
    return m


@part
def take_over(world: World, state: State, m: int) -> None:
    """Let the rows tied to the first of `which` have the times found in their copies."""
    shifts = len(state.saved)
    for i in range(1, m):
        copy = state.which[i]
        s = copy - 2 * shifts
        save(state, s)
        state.routes[copy].gr = route_gr(world, state, copy)
        copy_row(state, copy, s)
        state.routes[s].stale = True
        state.touched[s] = False  # it need not be settled again
        show(world, state, s)


@part
def settle_touched(world: World, state: State) -> bool:
    """Settle touched rows, held against each other's own times where they are tied; False: one has no times."""
    for s in range(len(state.saved)):
        if state.touched[s] and not look_at(world, state, s) and state.rows.n[s]:
            return False
    if world.tied:
        for s in range(len(state.saved)):
            if state.touched[s] and not time_apart(world, state, s):
                return False
    for s in range(len(state.saved)):
        if state.touched[s] and not settled(world, state, s, True, world.tied):
            return False
    return True


@part
def time_apart(world: World, state: State, s: int) -> bool:
    """Give a row that has been looked at times of its own, to hold others against; False: it can have none."""
    if state.rows.n[s] == 0 or state.routes[s].exact:
        return True
    if not timed_one(world, state.rows, state.scratch, s):
        return helped(world, state, s) and settle_all(world, state, s, True)
    show(world, state, s)
    return True
