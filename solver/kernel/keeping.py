"""Times of a changed row, jointly with all that relations tie to it, while others move no more than they must.

Ties can reach far: the return rides of a city's buses tie them all together, and timing them all takes milliseconds.
Mostly nobody else needs to move. So rows keep the times they have until a relation pushes one of their tasks; who is
pushed is timed again and pushes in turn (`spread`). What that finds holds. Where it finds nothing, all tied rows are
timed from scratch without their breaks, which may only reject; and jointly, with everything, if that leaves any doubt.

As long as a trial goes on, `when_s` of the state tells its times instead of the plan's.
"""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.bounds import opening
from solver.kernel.desk import QUEUED, RAISED, TIMED, TOUCHED, Desk
from solver.kernel.editing import copy_row
from solver.kernel.peace import turn
from solver.kernel.settling import knot_of, look_at
from solver.kernel.state import UNPLANNED, State
from solver.kernel.telling import take_off, try_on, unset
from solver.kernel.timing import timed, timed_one
from solver.kernel.world import World

PATIENCE = 12
"""So often, on average, a row may be pushed before all are timed jointly."""
FOUND, ALONE, STUCK, TIRED = range(4)
"""What pushing comes to: times; the first row has none, whatever the others do; some row has none any more; no end."""


@part
def touch(state: State, desk: Desk, row: int) -> None:
    """Let a row stand for its shift in this trial."""
    s = state.rows.shift[row]
    desk.row_of[s] = row
    desk.touched[desk.counts[TOUCHED]] = s
    desk.counts[TOUCHED] += 1


@part
def queue_up(desk: Desk, s: int) -> None:
    """Note that a shift's row is to be timed."""
    if not desk.waits[s]:
        desk.waits[s] = True
        desk.queue[desk.counts[QUEUED]] = s
        desk.counts[QUEUED] += 1


@part
def lower_all(world: World, desk: Desk) -> None:
    """Take back what was pushed, and empty the queue."""
    for k in range(desk.counts[RAISED]):
        task = desk.raised[k]
        world.tasks[task].opens_s = desk.opens_s[task]
        desk.is_raised[task] = False
    desk.counts[RAISED] = 0
    for k in range(desk.counts[QUEUED]):
        desk.waits[desk.queue[k]] = False
    desk.counts[QUEUED] = 0


@part
def let_go(world: World, state: State, desk: Desk) -> None:
    """End a trial: everybody has the row and the times as before."""
    lower_all(world, desk)
    for k in range(desk.counts[TOUCHED]):
        s = desk.touched[k]
        take_off(state, desk.row_of[s])
        world.shifts[s].break_to = desk.break_to[s]
        desk.row_of[s] = s
    desk.counts[TOUCHED] = 0


@part
def timed_alone(world: World, state: State, desk: Desk, row: int) -> bool:
    """Time a row by itself; False: that is impossible."""
    desk.counts[TIMED] += 1
    desk.effort[1] += 1
    fine = look_at(world, state, row)
    return fine and (state.rows.n[row] == 0 or timed_one(world, state.rows, state.scratch, row))


@part
def push(world: World, state: State, desk: Desk, task: int, floor_s: int, in_place: bool) -> bool:
    """Let a planned task start no sooner than `floor_s`; False: it cannot start that late."""
    start = opening(world, task, floor_s)
    if start >= FAR:
        return False
    world.tasks[task].opens_s = start
    if not desk.is_raised[task]:
        desk.is_raised[task] = True
        desk.raised[desk.counts[RAISED]] = task
        desk.counts[RAISED] += 1
    s = state.shift_of[world.tasks[task].request]
    if desk.row_of[s] == s and not in_place:
        twin = 2 * len(state.saved) + s
        copy_row(state, s, twin)
        touch(state, desk, twin)
    queue_up(desk, s)
    return True


@part
def pushes(world: World, state: State, desk: Desk, task: int, in_place: bool) -> bool:
    """Push what starts too early for a task on another row, or what it starts too late for."""
    for k in range(desk.tie_from[task], desk.tie_from[task + 1]):
        tie = world.differences[desk.ties[k]]
        a, b = state.when_s[tie.a], state.when_s[tie.b]
        if UNPLANNED in (a, b):
            continue
        if state.shift_of[world.tasks[tie.a].request] == state.shift_of[world.tasks[tie.b].request]:
            continue  # that is the row's own business
        if tie.low_s > -FAR and b < a + tie.low_s and not push(world, state, desk, tie.b, a + tie.low_s, in_place):
            return False
        if tie.high_s < FAR and a < b - tie.high_s and not push(world, state, desk, tie.a, b - tie.high_s, in_place):
            return False
    return True


@part
def spread(world: World, state: State, desk: Desk, in_place: bool) -> int:
    """Time the queued rows, and whoever they push, until all differences hold; return what came of it."""
    desk.counts[TIMED] = 0
    patience = PATIENCE * len(desk.row_of)
    while desk.counts[QUEUED]:
        desk.counts[QUEUED] -= 1
        s = desk.queue[desk.counts[QUEUED]]
        desk.waits[s] = False
        row = desk.row_of[s]
        if desk.counts[TIMED] > patience:
            return TIRED
        if not timed_alone(world, state, desk, row):
            return ALONE if desk.counts[TIMED] == 1 else STUCK
        try_on(state, row)
        for k in range(state.rows.n[row]):
            if not pushes(world, state, desk, state.rows.order[row, k], in_place):
                return STUCK
    return FOUND


@part
def in_turn(world: World, state: State, row: int) -> bool:
    """Return whether no stretch that a row has a part in overlaps another of the same client."""
    if len(world.pairs) == 0:
        return True
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        for p in range(facts.pair_from, facts.pair_to):
            if turn(world, state, world.task_pairs[p]) < 0:
                return False
    return True


@part
def all_in_turn(world: World, state: State, desk: Desk) -> bool:
    """Return `in_turn` of all rows that the trial has touched."""
    for k in range(desk.counts[TOUCHED]):
        if not in_turn(world, state, desk.row_of[desk.touched[k]]):
            return False
    return True


@part
def all_good(desk: Desk) -> bool:
    """Return whether every row that had no times as it was is one of those touched."""
    for s in range(len(desk.bad)):
        if desk.bad[s] and desk.row_of[s] == s:
            return False
    return True


@part
def choosy(world: World, state: State, desk: Desk) -> bool:
    """Return whether a stretch of a touched row may come before or after another one of the same client."""
    if len(world.pairs) == 0:
        return False
    for k in range(desk.counts[TOUCHED]):
        row = desk.row_of[desk.touched[k]]
        for i in range(state.rows.n[row]):
            facts = world.tasks[state.rows.order[row, i]]
            for p in range(facts.pair_from, facts.pair_to):
                if turn(world, state, world.task_pairs[p]) != 0:
                    return True
    return False


@part
def fits(world: World, state: State, desk: Desk, row: int) -> bool:
    """Return whether a row, tried instead of its shift's, has times together with everything tied to it.

    If so, the touched rows hold them. Whatever the answer, `let_go` is to be called before the next trial.
    """
    touch(state, desk, row)
    queue_up(desk, state.rows.shift[row])
    found = spread(world, state, desk, False)
    if found == ALONE:
        return False
    if found == FOUND and all_good(desk) and all_in_turn(world, state, desk):
        return True
    again(world, state, desk, row)
    if not all_good(desk):
        return False
    if choosy(world, state, desk):
        return jointly(world, state, desk)
    return loosely(world, state, desk)


@part
def again(world: World, state: State, desk: Desk, row: int) -> None:
    """Begin the trial of a row anew, with copies of all rows tied to it."""
    let_go(world, state, desk)
    shifts, m = len(state.saved), knot_of(world, state, row)
    touch(state, desk, row)
    for k in range(1, m):
        copy_row(state, state.which[k], 2 * shifts + state.which[k])
        touch(state, desk, 2 * shifts + state.which[k])
    for k in range(m):
        try_on(state, desk.row_of[desk.touched[k]])


@part
def loosely(world: World, state: State, desk: Desk) -> bool:
    """Time all touched rows together from scratch; first without their breaks, which may only reject."""
    desk.effort[2] += 1
    rested = False
    for k in range(desk.counts[TOUCHED]):
        s = desk.touched[k]
        unset(state, s)
        unset(state, desk.row_of[s])
        shift = world.shifts[s]
        rested |= shift.break_to > shift.break_from
        shift.break_to = shift.break_from
        queue_up(desk, s)
    found = spread(world, state, desk, True)
    for k in range(desk.counts[TOUCHED]):
        world.shifts[desk.touched[k]].break_to = desk.break_to[desk.touched[k]]
    if found in (ALONE, STUCK) or (found == FOUND and not rested):
        return found == FOUND
    lower_all(world, desk)
    return jointly(world, state, desk)


@part
def jointly(world: World, state: State, desk: Desk) -> bool:
    """Time all touched rows jointly, with everything."""
    desk.effort[3] += 1
    m = 0
    for k in range(desk.counts[TOUCHED]):
        row = desk.row_of[desk.touched[k]]
        look_at(world, state, row)
        if state.rows.n[row]:
            state.which[m] = row
            m += 1
    if m and not timed(world, state.rows, state.scratch, state.which, m):
        return False
    for k in range(m):
        try_on(state, state.which[k])
    return True
