"""Two routes exchange what follows two places at which nobody and nothing is aboard."""

from solver.kernel import part
from solver.kernel.chance import below
from solver.kernel.editing import count_in, save, uncount
from solver.kernel.insertion import allowed, good_company, locks_hold
from solver.kernel.settling import settle_touched
from solver.kernel.state import State
from solver.kernel.world import World


@part
def last_cut(world: World, state: State, s: int, at: int) -> int:
    """Return the last position up to `at` (after the frozen beginning) at which no request is half done; -1: none."""
    rows, begun, found = state.rows, 0, -1
    first = world.shifts[s].prefix_to - world.shifts[s].prefix_from
    for k in range(rows.n[s]):
        held = world.tasks[rows.order[s, k]].held
        begun += held
    for k in range(at + 1):
        if begun == 0 and k >= first:
            found = k
        if k < rows.n[s]:
            facts = world.tasks[rows.order[s, k]]
            asked = world.requests[facts.request]
            if facts.held:
                begun -= 1
            elif asked.first != asked.last:
                begun += 1 if rows.order[s, k] == asked.first else -1
    return found


@part
def position(world: World, state: State, request: int) -> int:
    """Return where a served request begins."""
    s, task = state.shift_of[request], world.requests[request].first
    for k in range(state.rows.n[s]):
        if state.rows.order[s, k] == task:
            return k
    return 0


@part
def swap_tails(world: World, state: State) -> bool:
    """Exchange the tails of two routes near a random request; False: nothing that is possible was found.

    Where False comes after rows have changed, `broken` says so.
    """
    one = below(state.dice, len(world.requests))
    a = state.shift_of[one]
    if a < 0:
        return False
    other = state.near[one, below(state.dice, min(20, state.near.shape[1]))]
    b = state.shift_of[other]
    if b < 0 or a == b:
        return False
    cut_a = last_cut(world, state, a, position(world, state, one))
    cut_b = last_cut(world, state, b, position(world, state, other) + below(state.dice, 2))
    if cut_a < 0 or cut_b < 0 or (cut_a == 0 and cut_b == 0 and world.shifts[a].alike == world.shifts[b].alike):
        return False
    return exchange(world, state, a, cut_a, b, cut_b)


@part
def exchange(world: World, state: State, a: int, cut_a: int, b: int, cut_b: int) -> bool:
    """Exchange what follows the cuts and settle both rows."""
    shifts = len(state.saved)
    if not tail_may_go(world, state, a, cut_a, b) or not tail_may_go(world, state, b, cut_b, a):
        return False
    save(state, a)
    save(state, b)
    state.broken[0] = True  # until all has gone well
    uncount(world, state, a)
    uncount(world, state, b)
    write_joined(state, a, cut_a, shifts + b, cut_b)
    write_joined(state, b, cut_b, shifts + a, cut_a)
    count_in(world, state, a)
    count_in(world, state, b)
    if not suits(world, state, a) or not suits(world, state, b):
        return False
    state.touched[:] = False
    state.touched[a], state.touched[b] = True, True
    if not settle_touched(world, state) or not fits_everywhere(world, state, a) or not fits_everywhere(world, state, b):
        return False
    state.broken[0] = False
    return True


@part
def tail_may_go(world: World, state: State, s: int, cut: int, other: int) -> bool:
    """Return whether another shift may serve all that follows a cut."""
    for k in range(cut, state.rows.n[s]):
        if not movable(world, world.tasks[state.rows.order[s, k]].request, other):
            return False
    return True


@part
def suits(world: World, state: State, s: int) -> bool:
    """Return whether staff, pins and company let a shift do what is in its row."""
    for k in range(state.rows.n[s]):
        request = world.tasks[state.rows.order[s, k]].request
        if not allowed(world, state, request, s) or not locks_hold(world, state, request, s):
            return False
        if world.requests[request].picky and not good_company(world, state, request, s):
            return False
    return True


@part
def movable(world: World, request: int, s: int) -> bool:
    """Return whether a shift may serve a request that another one does."""
    return world.compatible[request, s] and not world.requests[request].fixed


@part
def write_joined(state: State, s: int, head: int, source: int, tail: int) -> None:
    """Let a row go on, after its first `head` tasks, as another one does from position `tail`."""
    rows = state.rows
    n = head
    for k in range(tail, rows.n[source]):
        rows.order[s, n] = rows.order[source, k]
        n += 1
    rows.n[s] = n


@part
def fits_everywhere(world: World, state: State, row: int) -> bool:
    """Return whether what is aboard a row fits some layout on every way."""
    shift = world.shifts[state.rows.shift[row]]
    if not shift.limited:
        return True
    kinds = world.load.shape[1]
    for k in range(state.rows.n[row] + 1):
        room = False
        for layout in range(shift.layout_from, shift.layout_to):
            fine = True
            for kind in range(kinds):
                fine &= state.aboard[row, k, kind] <= world.layouts[layout, kind]
            room |= fine
        if not room:
            return False
    return True
