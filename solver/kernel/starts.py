"""All starts that a planned task may have while the orders stay: the least, the last, and the holes between.

Whether everything has times if a task starts no sooner than one instant and no later than another is one trial; the
ends of the range, and of each hole in it, are found by bisection. Between two starts whose times have the same shape
(the same windows, breaks in the same places, legs of the same lengths, stretches in the same order) every start is
possible: what is left are bounds on differences of times, whose solutions are convex. Ranges whose ends differ in shape
are halved down to `FINE_S`, so each stretch of that length outside the holes holds a possible start.
"""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.bounds import opening
from solver.kernel.desk import DEEP, HOLES, TOUCHED, Desk
from solver.kernel.editing import copy_row
from solver.kernel.keeping import fits, let_go
from solver.kernel.peace import turn
from solver.kernel.state import UNPLANNED, State
from solver.kernel.world import World

FINE_S = 60
"""Shorter holes are not told: nobody is promised a window of less."""
MOST = 3000
"""So many trials are made for one range; then it is taken to have no more holes."""


@part
def stirred(content: int, more: int) -> int:
    """Return a hash of a hash and one number more (the finisher of Steele, Lea & Flood's SplitMix, 2014)."""
    content = (content ^ more) * 0x3F58476D1CE4E5B9
    content ^= (content >> 32) & 0xFFFFFFFF
    content *= 0x14D049BB133111EB
    return content ^ ((content >> 29) & 0x7FFFFFFFF)


@part
def segment(world: World, mode: int, now: int) -> int:
    """Return how many changes of speed are over."""
    facts = world.modes[mode]
    passed = 0
    for b in range(facts.band_from, facts.band_to):
        passed += (world.bands[b, 0] <= now) + (world.bands[b, 1] <= now)
    return passed


@part
def window_of(world: World, task: int, start: int) -> int:
    """Return in which of its windows a task starts, 0 where it has one or none."""
    facts = world.tasks[task]
    w = facts.window_from
    while w + 1 < facts.window_to and start > world.windows[w, 1]:
        w += 1
    return w - facts.window_from


@part
def rests_before(state: State, row: int, slot: int) -> int:
    """Return how many breaks of a row are taken at the same place as one, and before it."""
    rows, before = state.rows, 0
    for b in range(rows.taken.shape[1]):
        same = rows.taken[row, b, 0] == rows.taken[row, slot, 0] and rows.taken[row, b, 3] == rows.taken[row, slot, 3]
        before += same and rows.taken[row, b, 1] < rows.taken[row, slot, 1]
    return before


@part
def row_shape(world: World, state: State, row: int) -> int:
    """Return a hash of all about a row's times that is not a bound on the difference of two."""
    rows, s, n = state.rows, state.rows.shift[row], state.rows.n[row]
    shift = world.shifts[s]
    mode = world.modes[shift.mode]
    shape = s + 1
    for k in range(n):
        task = rows.order[row, k]
        shape = stirred(shape, window_of(world, task, rows.start_s[row, k]))
    if mode.band_from < mode.band_to:
        for k in range(n + 1):
            left, there = rows.left_s[row, k], rows.end_s[row] if k == n else rows.arrive_s[row, k]
            shape = stirred(shape, there - left)
            shape = stirred(shape, 1000 * segment(world, shift.mode, left) + segment(world, shift.mode, there))
    for slot in range(shift.break_to - shift.break_from):
        gap = rows.taken[row, slot, 0]
        where = 0 if gap < 0 else 1 + 4 * gap + 2 * rows.taken[row, slot, 3]
        shape = stirred(shape, 100 * where + (rests_before(state, row, slot) if gap >= 0 else 0))
    return shape


@part
def trial_shape(world: World, state: State, desk: Desk) -> int:
    """Return a hash of what `row_shape` tells of the touched rows, as far as it is not as before, and of turns."""
    shape = 0
    for k in range(desk.counts[TOUCHED]):
        s = desk.touched[k]
        row = desk.row_of[s]
        shape ^= row_shape(world, state, row) ^ row_shape(world, state, s)
        for i in range(state.rows.n[row] if len(world.pairs) else 0):
            facts = world.tasks[state.rows.order[row, i]]
            for p in range(facts.pair_from, facts.pair_to):
                shape = stirred(shape, 4 * world.task_pairs[p] + turn(world, state, world.task_pairs[p]))
    return shape


@part
def probe(world: World, state: State, desk: Desk, task: int, low: int, high: int) -> tuple[int, int]:
    """Return a start between two instants that is possible, and the shape of its times; `UNPLANNED` if there is none.

    The start is the least but where breaks or turns are to be chosen.
    """
    desk.effort[0] += 1
    begin = opening(world, task, low)
    if begin >= FAR or begin > high:
        return UNPLANNED, 0
    facts = world.tasks[task]
    opens, closes = facts.opens_s, facts.closes_s
    facts.opens_s, facts.closes_s, desk.opens_s[task] = begin, min(closes, high), begin
    s, trial = state.shift_of[facts.request], 3 * len(state.saved)
    copy_row(state, s, trial)
    start, shape = UNPLANNED, 0
    if fits(world, state, desk, trial):
        start, shape = state.when_s[task], trial_shape(world, state, desk)
    let_go(world, state, desk)
    facts.opens_s, facts.closes_s, desk.opens_s[task] = opens, closes, opens
    return start, shape


@part
def least_between(world: World, state: State, desk: Desk, task: int, low: int, high: int) -> int:
    """Return the least possible start after `low`, which is impossible or too soon, up to `high`, which is possible."""
    floor = low
    while high - low > 1:
        middle = low + (high - low) // 2
        start, _ = probe(world, state, desk, task, floor, middle)
        if start == UNPLANNED:
            low = middle
        else:
            high = start
    return high


@part
def last_between(world: World, state: State, desk: Desk, task: int, low: int, high: int) -> int:
    """Return the last possible start from `low`, which is possible, and before `high`, after which there is none."""
    while high - low > 1:
        middle = low + (high - low) // 2
        start, _ = probe(world, state, desk, task, middle, high)
        if start == UNPLANNED:
            high = middle
        else:
            low = start
    return low


@part
def position(state: State, row: int, task: int) -> int:
    """Return where in a row a task is."""
    for k in range(state.rows.n[row]):
        if state.rows.order[row, k] == task:
            return k
    return -1


@part
def find_starts(world: World, state: State, desk: Desk, task: int) -> int:
    """Write the least and the last start of a planned task, and the holes between; return how many there are."""
    facts = world.tasks[task]
    s, now = state.shift_of[facts.request], state.when_s[task]
    tried = desk.effort[0]
    first = now
    sooner, _ = probe(world, state, desk, task, -FAR, now - 1)
    if sooner != UNPLANNED:
        first = least_between(world, state, desk, task, max(facts.opens_s, world.shifts[s].begin_s) - 1, sooner)
    bound = min(facts.closes_s, state.spots[s, position(state, s, task)].latest_s)
    last, _ = probe(world, state, desk, task, bound, bound) if bound > now else (now, 0)
    if last == UNPLANNED:
        last = last_between(world, state, desk, task, now, bound)
    desk.told[0], desk.told[1] = first, last
    return find_holes(world, state, desk, task, tried + MOST)


@part
def find_holes(world: World, state: State, desk: Desk, task: int, effort: int) -> int:
    """Write the holes between the first and the last start told; return how many."""
    parts, holes, waiting = desk.parts, 0, 0
    first, last = desk.told[0], desk.told[1]
    if first < last:
        a, a_shape = probe(world, state, desk, task, first, first)
        b, b_shape = probe(world, state, desk, task, last, last)
        waiting = 0 if UNPLANNED in (a, b) else 1
        parts[0, 0], parts[0, 1], parts[0, 2], parts[0, 3] = first, a_shape, last, b_shape
    while waiting:
        waiting -= 1
        a, a_shape, b, b_shape = parts[waiting, 0], parts[waiting, 1], parts[waiting, 2], parts[waiting, 3]
        if a_shape == b_shape or b - a <= FINE_S or desk.effort[0] > effort or waiting + 2 > DEEP or holes == HOLES:
            continue
        middle = a + (b - a) // 2
        before, after = middle, middle
        start, shape = probe(world, state, desk, task, middle, middle)
        before_shape, after_shape = shape, shape
        if start == UNPLANNED:
            before = last_between(world, state, desk, task, a, middle)
            after = least_between(world, state, desk, task, middle, b)
            if after - before > FINE_S:
                desk.holes[holes, 0], desk.holes[holes, 1] = before + 1, after - 1
                holes += 1
            _, before_shape = probe(world, state, desk, task, before, before)
            _, after_shape = probe(world, state, desk, task, after, after)
        parts[waiting, 0], parts[waiting, 1], parts[waiting, 2], parts[waiting, 3] = after, after_shape, b, b_shape
        waiting += 1
        parts[waiting, 0], parts[waiting, 1], parts[waiting, 2], parts[waiting, 3] = a, a_shape, before, before_shape
        waiting += 1
    return holes
