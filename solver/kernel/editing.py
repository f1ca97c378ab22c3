"""Changing rows: copies, settling their times with everything tied to them, and going back."""

from solver.kernel import part
from solver.kernel.bounds import look_ahead, look_back, look_inside
from solver.kernel.cost import coefficient, rest_gr, route_gr
from solver.kernel.peace import at_peace, helped
from solver.kernel.state import State
from solver.kernel.timing import timed, timed_one
from solver.kernel.world import World


@part
def copy_row(state: State, source: int, target: int) -> None:
    """Make a row the same as another."""
    rows = state.rows
    n = rows.n[source]
    rows.n[target] = n
    rows.shift[target] = rows.shift[source]
    rows.end_s[target] = rows.end_s[source]
    state.routes[target] = state.routes[source]
    for k in range(n):
        rows.order[target, k] = rows.order[source, k]
        rows.start_s[target, k] = rows.start_s[source, k]
        rows.arrive_s[target, k] = rows.arrive_s[source, k]
    for k in range(n + 1):
        rows.left_s[target, k] = rows.left_s[source, k]
        state.ready_s[target, k] = state.ready_s[source, k]
        state.latest_s[target, k] = state.latest_s[source, k]
        state.soon_s[target, k] = state.soon_s[source, k]
        state.slack_s[target, k] = state.slack_s[source, k]
        state.place[target, k] = state.place[source, k]
        for kind in range(state.aboard.shape[2]):
            state.aboard[target, k, kind] = state.aboard[source, k, kind]
    state.place[target, n + 1] = state.place[source, n + 1]
    for b in range(rows.taken.shape[1]):
        for i in range(4):
            rows.taken[target, b, i] = rows.taken[source, b, i]


@part
def save(state: State, s: int) -> None:
    """Keep a copy of a shift's row if this iteration has not changed it yet."""
    if not state.saved[s]:
        state.saved[s] = True
        copy_row(state, s, len(state.saved) + s)


@part
def forget(state: State) -> None:
    """Let go of the copies: what is now, stays."""
    state.saved[:] = False
    state.kept_tally[0] = state.tally[0]


@part
def restore(world: World, state: State) -> None:
    """Go back to what was before this iteration."""
    rows, shifts = state.rows, len(state.saved)
    for s in range(shifts):
        if state.saved[s]:
            for k in range(rows.n[s]):
                request = world.tasks[rows.order[s, k]].request
                if state.shift_of[request] == s:
                    count(world, state, request, s, -1)
    for s in range(shifts):
        if state.saved[s]:
            copy_row(state, shifts + s, s)
            for k in range(rows.n[s]):
                request = world.tasks[rows.order[s, k]].request
                if state.shift_of[request] < 0:
                    count(world, state, request, s, 1)
    state.tally[0] = state.kept_tally[0]
    forget(state)


@part
def count(world: World, state: State, request: int, s: int, sign: int) -> None:
    """Count a request as served by a shift (`sign` 1), or as left out again (-1)."""
    asked, tally = world.requests[request], state.tally[0]
    state.shift_of[request] = s if sign > 0 else -1
    tally.must -= sign * asked.must
    tally.out_gr -= sign * asked.out_gr
    for k in range(asked.cap_from, asked.cap_to):
        state.used[world.capped[k].cap] += sign * world.capped[k].weight
    for t in range(len(world.totals)):
        state.value[t] += sign * coefficient(world, t, request, s)


@part
def add_up(world: World, state: State) -> None:
    """Bring the tally's money up to date."""
    gr = 0
    for s in range(len(state.saved)):
        gr += state.routes[s].gr
    state.tally[0].routes_gr = gr
    state.tally[0].rest_gr = rest_gr(world, state)


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
                other = state.shift_of[world.tasks[world.partners[p]].request]
                if other >= 0 and state.row_marks[other] == 0:
                    state.row_marks[other] = 1
                    which[m] = other
                    m += 1
    return m


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
    state.routes[row].exact = timeless and not (world.tied and may_be_asked(world, state, row))
    return fine


@part
def sharpen(world: World, state: State, row: int) -> None:
    """Take the exact times of a row as bounds, where nothing put into it could make them earlier."""
    rows = state.rows
    shift = world.shifts[rows.shift[row]]
    mode = world.modes[shift.mode]
    if shift.break_from < shift.break_to or state.routes[row].ties or not mode.metric or mode.band_from < mode.band_to:
        return
    for k in range(rows.n[row]):
        ready = rows.start_s[row, k] + world.tasks[rows.order[row, k]].service_s
        state.ready_s[row, k + 1] = max(state.ready_s[row, k + 1], ready)


@part
def settle(world: World, state: State, row: int, commit: bool) -> bool:
    """Give a row times, jointly with the rows tied to it; False: there are none.

    A row of a shift that is in the plan is changed as it stands. With `commit` the rows tied to it get their new times
    too (they are saved before); otherwise they stay as they are.
    """
    fine = look_at(world, state, row)
    state.routes[row].knot = state.routes[row].content
    if state.rows.n[row] == 0:
        state.routes[row].gr = 0
        return True
    if not fine:
        return False
    if not state.routes[row].exact:
        if state.routes[row].ties:
            if not settle_knot(world, state, row, commit):
                return False
        elif not timed_one(world, state.rows, state.scratch, row):
            return False
        sharpen(world, state, row)
    state.routes[row].gr = route_gr(world, state, row)
    return True


@part
def settle_knot(world: World, state: State, row: int, commit: bool) -> bool:
    """Time a row with all that relations tie to it, in copies of the others.

    Where its own earliest times suit the others as they are, they need not be timed again.
    """
    peace = False
    if timed_one(world, state.rows, state.scratch, row):
        peace = at_peace(world, state, row)
        if peace and not commit:
            return True
    elif not helped(world, state, row):
        return False
    m = knot_of(world, state, row)
    if peace:
        note_knot(state, m)
        return True
    return settle_jointly(world, state, m, commit)


@part
def settle_jointly(world: World, state: State, m: int, commit: bool) -> bool:
    """Time the first `m` rows of `which` jointly: the first as it stands, the others in copies."""
    shifts = len(state.saved)
    for i in range(1, m):
        copy_row(state, state.which[i], 2 * shifts + state.which[i])
        state.which[i] += 2 * shifts
    if not timed(world, state.rows, state.scratch, state.which, m):
        return False
    if commit:
        take_over(world, state, m)
    return True


@part
def time_apart(world: World, state: State, s: int) -> bool:
    """Give a row times of its own, to hold those tied to it against; False: it can have none."""
    fine = look_at(world, state, s)
    if state.rows.n[s] == 0:
        return True
    if not fine:
        return False
    if timed_one(world, state.rows, state.scratch, s):
        return True
    return helped(world, state, s) and settle_jointly(world, state, knot_of(world, state, s), True)


@part
def note_knot(state: State, m: int) -> None:
    """Note in the first `m` rows of `which` what their times depend on; they keep these times."""
    knot = 0
    for i in range(m):
        knot += state.routes[state.which[i]].content
    state.routes[state.which[0]].knot = knot
    for i in range(1, m):
        save(state, state.which[i])
        state.routes[state.which[i]].knot = knot


@part
def take_over(world: World, state: State, m: int) -> None:
    """Let the rows tied to the first of `which` have the times found in their copies."""
    shifts, knot = len(state.saved), 0
    for i in range(m):
        knot += state.routes[state.which[i]].content
    state.routes[state.which[0]].knot = knot
    for i in range(1, m):
        copy = state.which[i]
        save(state, copy - 2 * shifts)
        look_inside(world, state, copy)
        state.routes[copy].gr = route_gr(world, state, copy)
        state.routes[copy].knot = knot
        copy_row(state, copy, copy - 2 * shifts)


@part
def drop(world: World, state: State, request: int) -> None:
    """Take a request's tasks out of its row, whose times are then to be settled."""
    rows, s = state.rows, state.shift_of[request]
    save(state, s)
    kept = 0
    for k in range(rows.n[s]):
        if world.tasks[rows.order[s, k]].request != request:
            rows.order[s, kept] = rows.order[s, k]
            kept += 1
    rows.n[s] = kept
    count(world, state, request, s, -1)
