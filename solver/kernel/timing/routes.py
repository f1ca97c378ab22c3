"""Times of rows: alone, or jointly with others."""

from solver.arrays import Ints
from solver.kernel import compiled
from solver.kernel.rows import Rows
from solver.kernel.timing.knotting import tied
from solver.kernel.timing.layout import laid_out
from solver.kernel.timing.resting import owed, ready
from solver.kernel.timing.scratch import FIRST, LAST, STATES, TIMES, Lane, Scratch
from solver.kernel.timing.search import driving, searched
from solver.kernel.world import World


@compiled
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


@compiled
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


@compiled
def decided(scratch: Scratch, first: int, last: int) -> int:
    """Return the level at which the routes from `first` to before `last` are timed together, -1 if they cannot be."""
    lane, counts = scratch.lane, scratch.knot.counts
    counts[FIRST], counts[LAST] = first, last
    tied(scratch.ties, lane, scratch.knot)
    return searched(lane, scratch.knot)


@compiled
def begin(lane: Lane, scratch: Scratch, count: int) -> None:
    """Let the search begin with the first states of so many routes."""
    last = lane.chains[count - 1]
    scratch.knot.counts[STATES], scratch.knot.counts[TIMES] = count, last.leg_from + last.n + 1
    for c in range(count):
        scratch.knot.at[0, c] = c


@compiled
def timed_one(world: World, rows: Rows, scratch: Scratch, row: int) -> bool:
    """Time one row by itself, with the relations among its tasks, and write its times.

    Parameters
    ----------
    scratch : Scratch
        Made for `world`.
    row : int
        With at least one stop.

    Returns
    -------
    bool
        False: there are no such times; those of the row are not to be read.
    """
    lane = scratch.lane
    if not laid_out(scratch.facts, lane, rows, row, 0):
        return False
    chain, b = lane.chains[0], 0
    if chain.related or owed(lane, 0) >= 0:
        begin(lane, scratch, 1)
        level = decided(scratch, 0, 1)
        if level < 0:
            return False
        b = scratch.knot.at[level, 0]
    elif chain.band_from < chain.band_to and driving(lane, 0) > chain.driving_max_s:
        return False
    write(lane, rows, b)
    return True


@compiled
def timed(world: World, rows: Rows, scratch: Scratch, which: Ints, m: int) -> bool:
    """Time rows jointly with all relations among their tasks, and write their times.

    Parameters
    ----------
    scratch : Scratch
        Made for `world`.
    which : (m or more,)
        Rows of different shifts, each with at least one stop.

    Returns
    -------
    bool
        False: there are no such times; those of the rows are not to be read.
    """
    if m == 1:
        return timed_one(world, rows, scratch, which[0])
    lane = scratch.lane
    shift = -1
    for c in range(m):  # by ascending shift
        following = -1
        for k in range(m):
            s = rows.shift[which[k]]
            if s > shift and (following < 0 or s < rows.shift[following]):
                following = which[k]
        shift = rows.shift[following]
        if not laid_out(scratch.facts, lane, rows, following, c):
            return False
    begin(lane, scratch, m)
    for c in range(m):
        if lane.chains[c].slots and decided(scratch, c, c + 1) < 0:
            return False
        begin(lane, scratch, m)
    level = decided(scratch, 0, m)
    if level < 0:
        return False
    for c in range(m):
        write(lane, rows, scratch.knot.at[level, c])
    return True
