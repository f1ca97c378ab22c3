"""Taking over a plan that questions will be asked about: its rows get their times, knot by knot if need be."""

from solver.kernel import part
from solver.kernel.cost import route_gr
from solver.kernel.desk import TOUCHED, Desk
from solver.kernel.editing import forget
from solver.kernel.keeping import FOUND, in_turn, lower_all, queue_up, spread
from solver.kernel.search import from_scratch
from solver.kernel.settling import knot_of, look_at
from solver.kernel.state import State
from solver.kernel.telling import try_on
from solver.kernel.timing import timed, timed_one
from solver.kernel.world import World


@part
def mind_open(world: World, state: State, desk: Desk) -> None:
    """Let no stretch stay open whose last task is planned somewhere, or will be."""
    for number in range(len(world.pairs)):
        pair = world.pairs[number]
        pair.open_a = desk.open_a[number] and not ends(world, state, desk, pair.a_to - 1)
        pair.open_b = desk.open_b[number] and not ends(world, state, desk, pair.b_to - 1)


@part
def ends(world: World, state: State, desk: Desk, at: int) -> bool:
    """Return whether a task of a stretch is planned or will be."""
    request = world.tasks[world.pair_tasks[at]].request
    return state.shift_of[request] >= 0 or desk.coming[request]


@part
def load(world: World, state: State, desk: Desk) -> int:
    """Take over the orders on the desk and give them times."""
    shifts = len(state.saved)
    desk.counts[TOUCHED] = 0
    lower_all(world, desk)
    for s in range(shifts):
        state.rows.n[s] = desk.order_n[s]
        for k in range(desk.order_n[s]):
            state.rows.order[s, k] = desk.order[s, k]
        desk.row_of[s] = s
        desk.bad[s] = False
    from_scratch(world, state)
    mind_open(world, state, desk)
    for s in range(shifts):
        look_at(world, state, s)
        queue_up(desk, s)
    fine = spread(world, state, desk, True) == FOUND
    for s in range(shifts):
        fine = fine and in_turn(world, state, s)
    lower_all(world, desk)
    if not fine:
        fine = load_jointly(world, state, desk)
    for s in range(shifts):
        look_at(world, state, s)
        state.routes[s].gr = 0 if desk.bad[s] else route_gr(world, state, s)
        desk.was_bad[s] = desk.bad[s]
    forget(state)
    return 1 if fine else 0


@part
def load_jointly(world: World, state: State, desk: Desk) -> bool:
    """Time the rows knot by knot; False: some have no times."""
    fine = True
    state.touched[:] = False
    for s in range(len(state.saved)):
        if state.touched[s] or state.rows.n[s] == 0:
            continue
        m = knot_of(world, state, s)
        if m == 1:
            possible = timed_one(world, state.rows, state.scratch, s)
        else:
            possible = timed(world, state.rows, state.scratch, state.which, m)
        for k in range(m):
            state.touched[state.which[k]] = True
            desk.bad[state.which[k]] = not possible
            try_on(state, state.which[k])
        fine = fine and possible
    return fine
