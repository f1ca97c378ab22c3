"""Changing rows: copies, counting, and going back."""

from solver.kernel import part
from solver.kernel.cost import coefficient, rest_gr
from solver.kernel.state import UNPLANNED, State
from solver.kernel.telling import refresh, show, tell
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
        state.spots[target, k] = state.spots[source, k]
        for kind in range(state.aboard.shape[2]):
            state.aboard[target, k, kind] = state.aboard[source, k, kind]
    state.spots[target, n + 1] = state.spots[source, n + 1]
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
    shifts = len(state.saved)
    for s in range(shifts):
        if state.saved[s]:
            uncount(world, state, s)
    for s in range(shifts):
        if state.saved[s]:
            copy_row(state, shifts + s, s)
            count_in(world, state, s)
    if world.tied:
        for s in range(shifts):
            if state.saved[s]:
                show(world, state, s)
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
    for t in range(world.common_totals):
        state.value[t] += sign * coefficient(world, t, request, s)
    for t in range(world.shifts[s].total_from, world.shifts[s].total_to):
        state.value[t] += sign * coefficient(world, t, request, s)
    if world.tied and sign < 0:
        tell(world, state, asked.first, UNPLANNED)
        tell(world, state, asked.last, UNPLANNED)


@part
def add_up(world: World, state: State) -> None:
    """Bring the tally's money up to date."""
    gr = 0
    for s in range(len(state.saved)):
        if world.tied and state.routes[s].stale:
            refresh(world, state, s)
        gr += state.routes[s].gr
    state.tally[0].routes_gr = gr
    state.tally[0].rest_gr = rest_gr(world, state)


@part
def count_in(world: World, state: State, s: int) -> None:
    """Count a row's requests as served."""
    for k in range(state.rows.n[s]):
        request = world.tasks[state.rows.order[s, k]].request
        if state.shift_of[request] < 0:
            count(world, state, request, s, 1)


@part
def uncount(world: World, state: State, s: int) -> None:
    """Count a row's requests as left out."""
    for k in range(state.rows.n[s]):
        request = world.tasks[state.rows.order[s, k]].request
        if state.shift_of[request] == s:
            count(world, state, request, s, -1)


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
