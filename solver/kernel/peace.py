"""Whether a row's times suit those of the rows that relations tie to it, as they are."""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.state import State
from solver.kernel.world import World

UNPLANNED = -(2**60)


@part
def start_of(world: World, state: State, row: int, task: int) -> int:
    """Return when a task starts: in the row if it is there, else where it is planned; `UNPLANNED` if nowhere."""
    rows = state.rows
    for k in range(rows.n[row]):
        if rows.order[row, k] == task:
            return rows.start_s[row, k]
    s = state.shift_of[world.tasks[task].request]
    if s < 0 or s == rows.shift[row]:
        return UNPLANNED
    for k in range(rows.n[s]):
        if rows.order[s, k] == task:
            return rows.start_s[s, k]
    return UNPLANNED


@part
def at_peace(world: World, state: State, row: int) -> bool:
    """Return whether every relation of a row's tasks holds."""
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        if facts.partner_from == facts.partner_to:
            continue
        if not differences_hold(world, state, row, state.rows.order[row, k]):
            return False
        for p in range(facts.partner_from, facts.partner_to):
            if not differences_hold(world, state, row, world.partners[p]):
                return False
        for p in range(facts.pair_from, facts.pair_to):
            if not in_turn(world, state, row, world.task_pairs[p]):
                return False
    return True


@part
def differences_hold(world: World, state: State, row: int, task: int) -> bool:
    """Return whether a task starts far enough from those that differences with it as the first speak of."""
    facts = world.tasks[task]
    if facts.difference_from == facts.difference_to:
        return True
    start = start_of(world, state, row, task)
    if start == UNPLANNED:
        return True
    for k in range(facts.difference_from, facts.difference_to):
        difference = world.differences[world.task_differences[k]]
        other = start_of(world, state, row, difference.b)
        if other != UNPLANNED and not difference.low_s <= other - start <= difference.high_s:
            return False
    return True


@part
def in_turn(world: World, state: State, row: int, number: int) -> bool:
    """Return whether one of two stretches ends long enough before the other begins."""
    pair = world.pairs[number]
    a_begins, a_ends = stretch(world, state, row, pair.a_from, pair.a_to, pair.open_a)
    b_begins, b_ends = stretch(world, state, row, pair.b_from, pair.b_to, pair.open_b)
    if min(a_begins, b_begins) == UNPLANNED:
        return True
    if pair.gap_ab_s < FAR and a_ends + pair.gap_ab_s <= b_begins:
        return True
    return pair.gap_ba_s < FAR and b_ends + pair.gap_ba_s <= a_begins


@part
def helped(world: World, state: State, row: int) -> bool:
    """Return whether other rows may make a row possible that has no times by itself: they end a stretch that it opens.

    Who is driven out is away for the rest of the day, unless somebody drives home as well.
    """
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        for p in range(facts.pair_from, facts.pair_to):
            pair = world.pairs[world.task_pairs[p]]
            if pair.open_a and elsewhere(world, state, row, pair.a_from, pair.a_to):
                return True
            if pair.open_b and elsewhere(world, state, row, pair.b_from, pair.b_to):
                return True
    return False


@part
def elsewhere(world: World, state: State, row: int, first: int, end: int) -> bool:
    """Return whether another shift does some task of a stretch."""
    for k in range(first, end):
        s = state.shift_of[world.tasks[world.pair_tasks[k]].request]
        if s >= 0 and s != state.rows.shift[row]:
            return True
    return False


@part
def stretch(world: World, state: State, row: int, first: int, end: int, open_end: int) -> tuple[int, int]:
    """Return begin and end of a stretch as far as it is planned; without its last task an open one ends never."""
    begins, ends, last = UNPLANNED, UNPLANNED, UNPLANNED
    begun = False
    for k in range(first, end):
        task = world.pair_tasks[k]
        last = start_of(world, state, row, task)
        if last == UNPLANNED:
            continue
        begun = begun or k == first
        if begins == UNPLANNED:
            begins = last
        ends = last + world.tasks[task].service_s
    if open_end and begun and last == UNPLANNED:
        ends = 4 * FAR
    return begins, ends
