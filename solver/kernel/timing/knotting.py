"""Routes that share a relation are timed together: each pushes the other later. As `solver.timing.ties`."""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.timing.layout import leg_of
from solver.kernel.timing.scratch import (
    ARCS,
    CHOICES,
    CLEAN,
    FIRST,
    LAID,
    LAST,
    STATES,
    TIMES,
    Knot,
    Lane,
    Record,
    Ties,
)
from solver.kernel.timing.settling import settled

FULL = -1
"""Instead of a state: the work space is used up."""


@part
def legs_of(lane: Lane, knot: Knot) -> tuple[int, int]:
    """Return the first leg of the routes at hand and the one after their last."""
    last = lane.chains[knot.counts[LAST] - 1]
    return lane.chains[knot.counts[FIRST]].leg_from, last.leg_from + last.n + 1


@part
def tied(ties: Ties, lane: Lane, knot: Knot) -> None:
    """Find the relations between the tasks of the routes at hand, and their stretches that may not overlap."""
    low, high = legs_of(lane, knot)
    knot.counts[ARCS], knot.counts[CHOICES] = 0, 0
    ties.mark[0] += 1
    found = 0
    for leg in range(low, high):
        number = lane.legs[leg].task
        if number < 0:
            continue  # the way home
        task = ties.tasks[number]
        for k in range(task.difference_from, task.difference_to):
            relate(ties, lane, knot, ties.task_differences[k])
        for k in range(task.pair_from, task.pair_to):
            pair = ties.task_pairs[k]
            if ties.seen[pair] != ties.mark[0]:
                ties.seen[pair] = ties.mark[0]
                put_in(ties, pair, found)
                found += 1
    for k in range(found):
        choose(ties, lane, knot, ties.mine[k])


@part
def put_in(ties: Ties, pair: int, count: int) -> None:
    """Put a pair among `count` others in ascending order."""
    at = count
    while at > 0 and ties.mine[at - 1] > pair:
        ties.mine[at] = ties.mine[at - 1]
        at -= 1
    ties.mine[at] = pair


@part
def relate(ties: Ties, lane: Lane, knot: Knot, number: int) -> None:
    """Add the arcs of a difference if both its tasks are planned."""
    low, high = legs_of(lane, knot)
    difference = ties.differences[number]
    a, b = leg_of(lane, difference.a, low, high), leg_of(lane, difference.b, low, high)
    if a < 0 or b < 0:
        return
    if difference.low_s > -FAR:
        add(knot.arcs, knot.counts[ARCS], a, b, difference.low_s)
        knot.counts[ARCS] += 1
    if difference.high_s < FAR:
        add(knot.arcs, knot.counts[ARCS], b, a, -difference.high_s)
        knot.counts[ARCS] += 1


@part
def add(arcs: Record, at: int, first: int, second: int, seconds: int) -> None:
    """Write an arc."""
    arc = arcs[at]
    arc.first, arc.second, arc.seconds = first, second, seconds


@part
def stretch(ties: Ties, lane: Lane, knot: Knot, tasks: tuple[int, int]) -> tuple[int, int, bool]:
    """Return the first and last leg of a stretch at hand (-1: none), and whether it begins and ends nowhere."""
    low, high = legs_of(lane, knot)
    first, last = -1, -1
    for k in range(tasks[0], tasks[1]):
        leg = leg_of(lane, ties.pair_tasks[k], low, high)
        if leg >= 0:
            first = leg if first < 0 else first
            last = leg
    begins = leg_of(lane, ties.pair_tasks[tasks[0]], low, high) >= 0
    return first, last, begins and leg_of(lane, ties.pair_tasks[tasks[1] - 1], 0, knot.counts[LAID]) < 0


@part
def choose(ties: Ties, lane: Lane, knot: Knot, number: int) -> None:
    """Add the arcs of which one must hold, if something of both stretches is planned; perhaps none can hold."""
    pair = ties.pairs[number]
    a, a_end, a_open = stretch(ties, lane, knot, (pair.a_from, pair.a_to))
    b, b_end, b_open = stretch(ties, lane, knot, (pair.b_from, pair.b_to))
    if a < 0 or b < 0:
        return
    count = knot.counts[CHOICES]
    choice = knot.choices[count]
    at = knot.choices[count - 1].arc_to if count else 0
    choice.arc_from = at
    if pair.gap_ab_s < FAR and not (pair.open_a and a_open):
        add(knot.choice_arcs, at, a_end, b, lane.legs[a_end].service_s + pair.gap_ab_s)
        at += 1
    if pair.gap_ba_s < FAR and not (pair.open_b and b_open):
        add(knot.choice_arcs, at, b_end, a, lane.legs[b_end].service_s + pair.gap_ba_s)
        at += 1
    choice.arc_to = at
    knot.counts[CHOICES] += 1


@part
def time_of(lane: Lane, knot: Knot, level: int, leg: int) -> Record:
    """Return the times of a leg after so many decisions."""
    c = lane.legs[leg].chain
    return lane.times[lane.states[knot.at[level, c]].time_from + leg - lane.chains[c].leg_from]


@part
def lag(lane: Lane, knot: Knot, level: int, arc: Record) -> int:
    """Return by how much the second task of an arc starts too early (not positive: it holds)."""
    first, second = time_of(lane, knot, level, arc.first), time_of(lane, knot, level, arc.second)
    return first.start_s + arc.seconds - second.start_s


@part
def own(lane: Lane, knot: Knot, level: int, c: int) -> int:
    """Return the state of a route at a level, copied if it belongs to a level before; `FULL` if there is no room."""
    old = knot.at[level, c]
    if old >= knot.frames[level].state_from:
        return old
    new, to, n = knot.counts[STATES], knot.counts[TIMES], lane.chains[c].n
    if new == len(lane.states) or to + n + 1 > len(lane.times):
        return FULL
    lane.states[new] = lane.states[old]
    lane.states[new].time_from = to
    for k in range(n + 1):
        lane.times[to + k] = lane.times[lane.states[old].time_from + k]
    for k in range(lane.states[old].taken):
        lane.taken[new, k] = lane.taken[old, k]
    knot.counts[STATES], knot.counts[TIMES] = new + 1, to + n + 1
    knot.at[level, c] = new
    return new


@part
def pushed(lane: Lane, knot: Knot, level: int) -> bool:
    """Raise the floors of all tasks that start too early for another one; False: there is no room."""
    for k in range(knot.frames[level].arcs):
        late = lag(lane, knot, level, knot.arcs[k])
        if late <= 0:
            continue
        leg = knot.arcs[k].second
        c = lane.legs[leg].chain
        b = own(lane, knot, level, c)
        if b == FULL:
            return False
        time, state = time_of(lane, knot, level, leg), lane.states[b]
        time.floor_s = max(time.floor_s, time.start_s + late)
        position = leg - lane.chains[c].leg_from
        state.low, state.high = min(state.low, position), max(state.high, position)
    return True


@part
def knotted(lane: Lane, knot: Knot, level: int) -> bool:
    """Move all routes to the least times that obey each other; False: there are none."""
    first, last = knot.counts[FIRST], knot.counts[LAST]
    low, high = legs_of(lane, knot)
    constant = True
    for c in range(first, last):
        constant = constant and lane.chains[c].band_from == lane.chains[c].band_to
    quiet = 0
    while pushed(lane, knot, level):
        moved, jumped = False, False
        for c in range(first, last):
            b = knot.at[level, c]
            state = lane.states[b]
            if state.low != CLEAN:
                moved, state.jumped = True, 0
                possible = settled(lane, b, state.low, lane.chains[c].n)
                state.low, state.high = CLEAN, -1
                jumped = jumped or state.jumped != 0
                if not possible:
                    return False
        if not moved:
            return True
        # Demands that chase each other around a circle of constant gaps never meet (Bellman-Ford).
        quiet = 0 if jumped else quiet + 1
        if constant and quiet > high - low + last - first:
            return False
    return False
