"""Times of rows: alone, or jointly with others."""

from solver.arrays import Ints
from solver.kernel import part
from solver.kernel.rows import Rows
from solver.kernel.timing.knotting import tied
from solver.kernel.timing.layout import laid_out
from solver.kernel.timing.resting import owed, ready
from solver.kernel.timing.scratch import FIRST, LAID, LAST, STATES, TIMES, Lane, Scratch
from solver.kernel.timing.search import driving, searched
from solver.kernel.world import World


@part
def write(lane: Lane, rows: Rows, b: int) -> None:
    """Write the times of a state into its row."""
    state = lane.states[b]
    chain, first = lane.chains[state.chain], state.time_from
    row = chain.row
    for k in range(chain.n):
        time = lane.times[first + k]
        rows.start_s[row, k] = time.start_s
        rows.arrive_s[row, k] = time.arrive_s
        rows.left_s[row, k] = time.left_s
    rows.left_s[row, chain.n] = lane.times[first + chain.n].left_s
    rows.end_s[row] = state.end_s
    if chain.slots:
        write_breaks(lane, rows, b)


@part
def write_breaks(lane: Lane, rows: Rows, b: int) -> None:
    """Write the breaks of a state into its row."""
    state = lane.states[b]
    chain = lane.chains[state.chain]
    for slot in range(chain.slots):
        rows.taken[chain.row, slot, 0] = -1
    before, now = -1, 0
    for k in range(state.taken):
        place, slot = lane.taken[b, k].place, lane.taken[b, k].slot
        facts = lane.breaks[chain.break_from + slot]
        if place != before:
            now = ready(lane, b, place)
        before = place
        now = max(now, facts.earliest_s)
        rows.taken[chain.row, slot, 0] = place // 2
        rows.taken[chain.row, slot, 1] = now
        now += facts.duration_s
        rows.taken[chain.row, slot, 2] = now
        rows.taken[chain.row, slot, 3] = place % 2


@part
def decided(scratch: Scratch, m: int) -> int:
    """Return the level at which the first `m` routes are timed together, -1 if they cannot be.

    Each with breaks must be possible alone, which is quickly found not to be so.
    """
    lane, knot = scratch.lane, scratch.knot
    counts, level = knot.counts, -1
    counts[LAID] = lane.chains[m - 1].leg_from + lane.chains[m - 1].n + 1
    for step in range(m + 1):
        together = step == m
        if not together and (m == 1 or not lane.chains[step].slots):
            continue
        counts[FIRST], counts[LAST] = (0, m) if together else (step, step + 1)
        counts[STATES], counts[TIMES] = m, counts[LAID]
        for c in range(m):
            knot.at[0, c] = c
        tied(scratch.ties, lane, knot)
        level = searched(lane, knot)
        if level < 0:
            return -1
    return level


@part
def timed_one(_world: World, rows: Rows, scratch: Scratch, row: int) -> bool:
    """Time one row by itself, with the relations among its tasks, and write its times.

    Parameters
    ----------
    scratch : Scratch
        Made for this world, of which it holds what is needed.
    row : int
        With at least one stop.

    Returns
    -------
    bool
        False: there are no such times; those of the row are not to be read.
    """
    lane, c = scratch.lane, 0
    if not laid_out(scratch.facts, lane, rows, row, c):
        return False
    chain = lane.chains[c]
    if chain.related or owed(lane, c) >= 0:
        level = decided(scratch, c + 1)
        if level < 0:
            return False
        write(lane, rows, scratch.knot.at[level, c])
        return True
    if chain.band_from < chain.band_to and driving(lane, c) > chain.driving_max_s:
        return False
    write(lane, rows, c)
    return True


@part
def timed(_world: World, rows: Rows, scratch: Scratch, which: Ints, m: int) -> bool:
    """Time rows jointly with all relations among their tasks, and write their times.

    Parameters
    ----------
    scratch : Scratch
        Made for this world, of which it holds what is needed.
    which : (m or more,)
        Rows of different shifts, each with at least one stop.

    Returns
    -------
    bool
        False: there are no such times; those of the rows are not to be read.
    """
    lane = scratch.lane
    shift = -1
    for c in range(m):  # by ascending shift
        following = which[0]
        for k in range(m):
            s = rows.shift[which[k]]
            if s > shift and (rows.shift[following] <= shift or s < rows.shift[following]):
                following = which[k]
        shift = rows.shift[following]
        if not laid_out(scratch.facts, lane, rows, following, c):
            return False
    level = decided(scratch, m)
    if level < 0:
        return False
    for c in range(m):
        write(lane, rows, scratch.knot.at[level, c])
    return True
