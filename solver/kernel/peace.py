"""Whether a row's times suit those of the rows that relations tie to it, as they are; and whose do not."""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.state import UNPLANNED, State
from solver.kernel.world import World


@part
def disturbed(world: World, state: State, row: int, m: int) -> int:
    """Add to the first `m` of `which` the rows of all relations of a row's tasks that do not hold; return how many."""
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        if facts.partner_from == facts.partner_to:
            continue
        m = not_apart(world, state, state.rows.order[row, k], m)
        for p in range(facts.partner_from, facts.partner_to):
            m = not_apart(world, state, world.partners[p], m)
        for p in range(facts.pair_from, facts.pair_to):
            number = world.task_pairs[p]
            if turn(world, state, number) < 0:
                pair = world.pairs[number]
                for q in range(pair.a_from, pair.a_to):
                    m = join(world, state, world.pair_tasks[q], m)
                for q in range(pair.b_from, pair.b_to):
                    m = join(world, state, world.pair_tasks[q], m)
    return m


@part
def join(world: World, state: State, task: int, m: int) -> int:
    """Add the row of a task to the first `m` of `which` unless it is marked; return how many there are."""
    s = state.shift_of[world.tasks[task].request]
    if s < 0 or state.row_marks[s]:
        return m
    state.row_marks[s] = 1
    state.which[m] = s
    return m + 1


@part
def not_apart(world: World, state: State, task: int, m: int) -> int:
    """Add the rows of differences, with a task as the first, that do not hold; return how many there are."""
    facts = world.tasks[task]
    if facts.difference_from == facts.difference_to or state.when_s[task] == UNPLANNED:
        return m
    for k in range(facts.difference_from, facts.difference_to):
        difference = world.differences[world.task_differences[k]]
        other = state.when_s[difference.b]
        if other != UNPLANNED and not difference.low_s <= other - state.when_s[task] <= difference.high_s:
            m = join(world, state, task, m)
            m = join(world, state, difference.b, m)
    return m


@part
def turn(world: World, state: State, number: int) -> int:
    """Return which of two stretches comes first: 1 or 2; 0: it does not matter; -1: they overlap."""
    pair = world.pairs[number]
    a_begins, a_ends = stretch(world, state, pair.a_from, pair.a_to, pair.open_a)
    b_begins, b_ends = stretch(world, state, pair.b_from, pair.b_to, pair.open_b)
    if UNPLANNED in (a_begins, b_begins):
        return 0
    if pair.gap_ab_s < FAR and a_ends + pair.gap_ab_s <= b_begins:
        return 1
    return 2 if pair.gap_ba_s < FAR and b_ends + pair.gap_ba_s <= a_begins else -1


@part
def stretch(world: World, state: State, first: int, end: int, open_end: int) -> tuple[int, int]:
    """Return begin and end of a stretch as far as it is planned; without its last task an open one ends never."""
    begins, ends, last = UNPLANNED, UNPLANNED, UNPLANNED
    begun = False
    for k in range(first, end):
        task = world.pair_tasks[k]
        last = state.when_s[task]
        if last == UNPLANNED:
            continue
        begun = begun or k == first
        if begins == UNPLANNED:
            begins = last
        ends = last + world.tasks[task].service_s
    if open_end and begun and last == UNPLANNED:
        ends = 4 * FAR
    return begins, ends


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
