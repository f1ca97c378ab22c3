"""The search over what monotone updates leave open: places of breaks, and which of two stretches comes first.

As `solver.timing.search`: depth first, the same alternatives in the same order; but the route on whose break the search
got stuck is decided first from then on.
"""

from solver.kernel import part
from solver.kernel.timing.knotting import FULL, knotted, lag, own
from solver.kernel.timing.resting import count_at, decline, least_disturbing, list_places, owed, take
from solver.kernel.timing.room import has_room
from solver.kernel.timing.scratch import ARCS, CHOICES, FIRST, LAST, LEFT, STATES, TIMES, URGENT, Knot, Lane
from solver.timing.search import CHOICES as TRIES

DECIDED, OPEN, STUCK = 0, 1, 2
"""What there is to be decided at a level: nothing, something, or it is in vain."""
PATIENCE = 4
"""So many ways are tried before looking whether there is room at all."""
DEEPER, NEXT, BACK, AGAIN, HOPELESS = 0, 1, 2, 3, 4
"""Where a search goes on: at the next level, with the next way, at the level before, from the beginning, nowhere."""
READY, NO_ROOM, TRIED = 0, 1, 2
"""Whether the next way of a decision can be tried; `TRIED`: there is none."""


@part
def driving(lane: Lane, b: int) -> int:
    """Return the time spent driving."""
    state = lane.states[b]
    n = lane.chains[state.chain].n
    total = state.end_s - lane.times[state.time_from + n].left_s
    for k in range(n):
        time = lane.times[state.time_from + k]
        total += time.arrive_s - time.left_s
    return total


@part
def frame_choice(lane: Lane, knot: Knot, level: int) -> bool:
    """Let the first choice of which no arc holds be what is decided at a level; False: there is none."""
    frame = knot.frames[level]
    for k in range(knot.counts[CHOICES]):
        choice = knot.choices[k]
        lags = False
        for a in range(choice.arc_from, choice.arc_to):
            lags = lags or lag(lane, knot, level, knot.choice_arcs[a]) <= 0
        if lags:
            continue
        frame.chain, frame.step = -1, 0
        frame.place, frame.index = choice.arc_from, choice.arc_to
        return True
    return False


@part
def frame_break(lane: Lane, knot: Knot, level: int) -> bool:
    """Let a break be what is decided at a level, of an urgent route first; False: all are decided."""
    first, last, urgent = knot.counts[FIRST], knot.counts[LAST], knot.counts[URGENT]
    frame = knot.frames[level]
    for k in range(urgent + last - first):
        c = knot.urgent[k] if k < urgent else first + k - urgent
        slot = owed(lane, knot.at[level, c])
        if slot >= 0:
            frame.chain, frame.slot, frame.step, frame.index, frame.works = c, slot, 0, -1, 0
            return True
    return False


@part
def framed(lane: Lane, knot: Knot, level: int) -> int:
    """Find what is to be decided at a settled level; `STUCK` if somebody drives for too long."""
    frame = knot.frames[level]
    frame.option_from = knot.frames[level - 1].option_to if level else 0
    frame.option_to = frame.option_from
    frame.state_to, frame.time_to = knot.counts[STATES], knot.counts[TIMES]
    if frame_choice(lane, knot, level) or frame_break(lane, knot, level):
        return OPEN
    for c in range(knot.counts[FIRST], knot.counts[LAST]):
        if driving(lane, knot.at[level, c]) > lane.chains[c].driving_max_s:
            return STUCK
    return DECIDED


@part
def deepen(knot: Knot, level: int) -> None:
    """Begin the level after `level`, with nothing changed yet."""
    frame, deeper = knot.frames[level], knot.frames[level + 1]
    knot.counts[STATES], knot.counts[TIMES] = frame.state_to, frame.time_to
    deeper.state_from, deeper.arcs = frame.state_to, frame.arcs
    for c in range(knot.counts[FIRST], knot.counts[LAST]):
        knot.at[level + 1, c] = knot.at[level, c]


@part
def takes_choice(lane: Lane, knot: Knot, level: int) -> int:
    """Let the next arc of a choice hold at the level after, the gentler one first."""
    frame = knot.frames[level]
    count = frame.index - frame.place
    if frame.step == count:
        return TRIED
    arc = frame.place + frame.step
    first, second = knot.choice_arcs[frame.place], knot.choice_arcs[frame.index - 1]
    if lag(lane, knot, level, second) < lag(lane, knot, level, first):
        arc = frame.index - 1 - frame.step
    frame.step += 1
    deepen(knot, level)
    knot.arcs[frame.arcs] = knot.choice_arcs[arc]
    knot.frames[level + 1].arcs += 1
    return READY


@part
def takes_break(lane: Lane, knot: Knot, level: int) -> int:
    """Decide upon a break in the next way at the level after: none if it can be done without, or a place."""
    frame = knot.frames[level]
    now = knot.at[level, frame.chain]
    if frame.step == 0:
        frame.step = 1
        slot = lane.breaks[lane.chains[frame.chain].break_from + frame.slot]
        if lane.states[now].end_s <= slot.only_if_after_s:
            deepen(knot, level)
            b = own(lane, knot, level + 1, frame.chain)
            if b == FULL:
                return NO_ROOM
            decline(lane, b, frame.slot)
            return READY
    if frame.step == 1:
        frame.step = 2
        list_places(lane, knot, now, frame)
    if frame.index < 0:
        frame.place = least_disturbing(knot, frame)
        if frame.place < 0:
            return TRIED
        frame.index = count_at(lane, now, frame.place)
    deepen(knot, level)
    frame.index -= 1
    b = own(lane, knot, level + 1, frame.chain)
    if b == FULL:
        return NO_ROOM
    take(lane, b, frame.slot, frame.place, frame.index + 1)
    return READY


@part
def hurry(knot: Knot, c: int) -> bool:
    """Decide upon the breaks of a route first from now on; False: that is so already."""
    urgent = knot.counts[URGENT]
    for k in range(urgent):
        if knot.urgent[k] == c:
            return False
    knot.urgent[urgent] = c
    knot.counts[URGENT] += 1
    return True


@part
def crowded(lane: Lane, knot: Knot) -> bool:
    """Return whether it is certain from the outset that the breaks of some route have no room."""
    found = False
    for c in range(knot.counts[FIRST], knot.counts[LAST]):
        found = found or not has_room(lane, knot, knot.at[0, c])
    return found


@part
def tried(lane: Lane, knot: Knot, level: int) -> int:
    """Try the next way of the decision at a level, and return whether that leads on."""
    frame, counts = knot.frames[level], knot.counts
    first = counts[FIRST]
    lone = counts[LAST] - first == 1
    if level + 2 > len(knot.frames):
        return HOPELESS
    way = takes_choice(lane, knot, level) if frame.chain < 0 else takes_break(lane, knot, level)
    if way == TRIED:
        again = frame.chain >= 0 and not lone and not frame.works and hurry(knot, frame.chain)
        return AGAIN if again else BACK
    counts[LEFT] -= 1
    if counts[LEFT] < 0 or (counts[LEFT] == TRIES - PATIENCE and crowded(lane, knot)):
        return HOPELESS
    if way == NO_ROOM or not knotted(lane, knot, level + 1):
        return NEXT
    frame.works = 1
    # Among several routes this would change which of them is found to be urgent, and so the times that are found.
    impatient = lone and counts[LEFT] <= TRIES - PATIENCE
    return NEXT if impatient and not has_room(lane, knot, knot.at[level + 1, first]) else DEEPER


@part
def searched(lane: Lane, knot: Knot) -> int:
    """Return the level at which everything about the routes at hand is decided and settled, -1 if there is none."""
    counts, outset = knot.counts, knot.frames[0]
    counts[URGENT], counts[LEFT] = 0, TRIES
    outset.state_from, outset.arcs = 0, counts[ARCS]
    level, way = 0, DEEPER
    if not knotted(lane, knot, level):
        return -1
    while level >= 0 and way != HOPELESS:
        what = framed(lane, knot, level) if way in (DEEPER, AGAIN) else OPEN
        if what == DECIDED:
            return level
        way = BACK if what == STUCK else tried(lane, knot, level)
        if way == DEEPER:
            level += 1
        elif way == BACK:
            level -= 1
        elif way == AGAIN:
            level, counts[STATES], counts[TIMES] = 0, outset.state_to, outset.time_to
    return -1
