"""Ruin and recreate with simulated annealing: the loop that everything else in the kernel serves."""

import math

from solver.arrays import Ints
from solver.kernel import compiled, part
from solver.kernel.chance import below, chance
from solver.kernel.editing import add_up, count, drop, forget, restore, save
from solver.kernel.fewer import as_many, count_absent, dispensable, easier, remember_absent, shut
from solver.kernel.moves import TAILS, chosen_out, drawn, reward
from solver.kernel.recreate import insert_all, insert_by_regret, line_up, sort_queue
from solver.kernel.rivals import remember_rival
from solver.kernel.settling import settle_touched
from solver.kernel.shelf import put_by, put_by_changed
from solver.kernel.state import UNPLANNED, State
from solver.kernel.tails import swap_tails
from solver.kernel.world import World

REGRETTED = 14
"""More requests than this are not put back by regret: it asks for all places at each step."""
GENEROUS = 0.1
"""Part of the iterations that serve requests at more than they are worth: a van that is worth sending for three may not
be for the first of them."""
GUESTS = 12
"""So many requests that were left out before are tried again in an iteration."""


@compiled
def begin(world: World, state: State, order: Ints, n: Ints) -> bool:
    """Take over orders (shifts, longest), `n` tasks each, all rows open; False: they have no times."""
    state.closed[:] = False
    state.knobs[0].fewer = 0
    for s in range(len(state.saved)):
        for k in range(n[s]):
            state.rows.order[s, k] = order[s, k]
            state.shift_of[world.tasks[order[s, k]].request] = -1
        state.rows.n[s] = n[s]
    from_scratch(world, state)
    for s in range(len(state.saved)):
        state.touched[s] = True
    if not settle_touched(world, state):
        return False
    add_up(world, state)
    forget(state)
    note_best(state)
    return True


@compiled
def fill(world: World, state: State) -> None:
    """Put in everybody who is left out, the hardest first, as far as they fit and are worth it."""
    m = 0
    for r in range(len(world.requests)):
        if state.shift_of[r] < 0:
            state.queue[m] = r
            state.keys[m] = hardness(world, r)
            m += 1
    sort_queue(state, m)
    for _ in range(2):  # what needs another request may have come too early
        insert_all(world, state, state.queue, m, 0.0, 3)
    add_up(world, state)
    forget(state)
    note_best(state)
    for s in range(len(state.saved)):
        put_by(world, state, s)


@part
def hardness(world: World, request: int) -> float:
    """Return a sort key: must first, then few shifts, then narrow windows."""
    asked = world.requests[request]
    shifts = 0
    for s in range(len(world.shifts)):
        shifts += world.compatible[request, s]
    first, last = world.tasks[asked.first], world.tasks[asked.last]
    room = min(first.closes_s - first.opens_s, last.closes_s - last.opens_s)
    return (0.0 if asked.must or asked.fixed else 1e15) + shifts * 1e11 + room


@part
def from_scratch(world: World, state: State) -> None:
    """Count what the rows hold."""
    from_nothing(world, state)
    for s in range(len(state.saved)):
        for k in range(state.rows.n[s]):
            request = world.tasks[state.rows.order[s, k]].request
            if state.shift_of[request] < 0:
                count(world, state, request, s, 1)


@part
def from_nothing(world: World, state: State) -> None:
    """Count every request as left out."""
    tally = state.tally[0]
    tally.must, tally.out_gr = 0, 0
    for r in range(len(world.requests)):
        state.shift_of[r] = -1
        for task in (world.requests[r].first, world.requests[r].last):
            state.when_s[task] = UNPLANNED
        tally.must += world.requests[r].must
        tally.out_gr += world.requests[r].out_gr
    for c in range(len(world.caps)):
        state.used[c] = 0
    for t in range(len(world.totals)):
        state.value[t] = world.totals[t].base


@part
def note_best(state: State) -> None:
    """Remember the plan as it is as the best."""
    state.best_tally[0] = state.tally[0]
    for s in range(len(state.saved)):
        state.best_n[s] = state.rows.n[s]
        for k in range(state.rows.n[s]):
            state.best_order[s, k] = state.rows.order[s, k]


@part
def money(tally) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001  # a record has no Python type
    """Return the grosze of a tally."""
    return tally.out_gr + tally.routes_gr + tally.rest_gr


@part
def touch(world: World, state: State, m: int) -> None:
    """Mark the rows of the noted requests, and those that relations tie to these requests."""
    state.touched[:] = False
    for k in range(m):
        request = state.out[k]
        state.marks[request] = 0
        state.touched[state.shift_of[request]] = True
        asked = world.requests[request]
        for task in (asked.first, asked.last):
            for p in range(world.tasks[task].partner_from, world.tasks[task].partner_to):
                other = state.shift_of[world.tasks[world.partners[p]].request]
                if other >= 0:
                    state.touched[other] = True


@part
def ruin(world: World, state: State, m: int) -> bool:
    """Take the noted requests out; False: some route has no times without them."""
    touch(world, state, m)
    for k in range(m):
        drop(world, state, state.out[k])
    for s in range(len(state.saved)):
        if state.touched[s]:
            save(state, s)
    return settle_touched(world, state)


@part
def fill_queue(world: World, state: State, m: int) -> int:
    """Queue what was taken out, and what was left out before near one of them: that may have found room."""
    for k in range(m):
        state.queue[k] = state.out[k]
        state.marks[state.out[k]] = 1
    guests = 0
    if state.tally[0].out_gr or state.tally[0].must:
        seed = state.out[below(state.dice, m)] if m else below(state.dice, len(world.requests))
        for k in range(state.near.shape[1]):
            r = state.near[seed, k]
            if k and r == seed:
                break
            if state.shift_of[r] < 0 and state.marks[r] == 0:
                state.queue[m + guests] = r
                state.absences[r] += 1
                guests += 1
                if guests == GUESTS:
                    break
    for k in range(m):
        state.marks[state.out[k]] = 0
    return m + guests


@part
def accepted(state: State, heat: float) -> bool:
    """Return whether to go on from the plan as it is."""
    new, old = state.tally[0], state.kept_tally[0]
    if state.knobs[0].fewer:
        count_absent(state)
        if easier(state):
            return True
        if not as_many(state):
            return False
    elif new.must != old.must:
        return new.must < old.must
    return money(new) < money(old) - heat * math.log(1.0 - chance(state.dice))


@part
def close(state: State, within_gr: float) -> bool:
    """Return whether the plan as it is is so good that its routes are worth keeping."""
    new, best = state.tally[0], state.best_tally[0]
    return new.must <= best.must and money(new) < money(best) + within_gr


@part
def better(state: State) -> bool:
    """Return whether the plan as it is is the best so far."""
    new, old = state.tally[0], state.best_tally[0]
    return new.must < old.must or (new.must == old.must and money(new) < money(old))


@part
def rebuilt(world: World, state: State, kind: int) -> bool:
    """Take requests out and put them back; False: that led to a route without times."""
    m = chosen_out(world, state, kind)
    state.effort[1] += m
    if not ruin(world, state, m):
        return False
    queued = fill_queue(world, state, m)
    line_up(world, state, queued)
    state.generosity[0] = 1.0 + 9.0 * chance(state.dice) if chance(state.dice) < GENEROUS else 1.0
    if queued <= REGRETTED and chance(state.dice) < state.knobs[0].regret:
        insert_by_regret(world, state, state.queue, queued)
    else:
        insert_all(world, state, state.queue, queued, state.knobs[0].blink, state.knobs[0].tries)
    return not state.broken[0]


@part
def iterate(world: World, state: State, heat: float) -> None:
    """Change the plan in some way, and keep what comes of it or not."""
    state.broken[0] = False
    state.effort[0] += 1
    kind = drawn(world, state)
    if not (swap_tails(world, state) if kind == TAILS else rebuilt(world, state, kind)):
        restore(world, state)
        reward(state, kind, 0.0)
        return
    add_up(world, state)
    if close(state, state.knobs[0].shelf_gr):
        put_by_changed(world, state)
    if state.knobs[0].rivals:
        remember_rival(world, state, money(state.tally[0]))
    improved = money(state.tally[0]) < money(state.kept_tally[0])
    if not accepted(state, heat):
        restore(world, state)
        reward(state, kind, 0.0)
        return
    forget(state)
    if state.knobs[0].fewer:
        remember_absent(state)
    if better(state):
        note_best(state)
        reward(state, kind, 4.0)
    else:
        reward(state, kind, 1.0 if improved else 0.0)


@compiled
def close_one(world: World, state: State) -> bool:
    """Close a row whose shift costs money and leave out those it served; False: none can be closed."""
    state.marks[:] = 0
    s = dispensable(world, state)
    if s < 0 or not ruin(world, state, shut(world, state, s)):
        restore(world, state)
        state.closed[:] = False
        return False
    state.knobs[0].fewer = 1
    add_up(world, state)
    forget(state)
    remember_absent(state)
    return True


@compiled
def run(world: World, state: State, iterations: int, hot: float, cold: float) -> None:
    """Iterate while the heat falls from `hot` to `cold` grosze."""
    heat, fall = hot, math.exp(math.log(cold / hot) / max(1, iterations))
    for _ in range(iterations):
        iterate(world, state, heat)
        heat *= fall
