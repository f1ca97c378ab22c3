"""The best place of a request in a row, and putting it there."""

from solver.kernel import part
from solver.kernel.candidates import NONE, gather
from solver.kernel.editing import copy_row, count, save
from solver.kernel.settling import settle
from solver.kernel.state import State
from solver.kernel.telling import refresh
from solver.kernel.timing import timed_one
from solver.kernel.world import World


@part
def write_order(world: World, state: State, request: int, row: int, i: int, j: int, target: int) -> None:
    """Write into `target` the order of `row` with a request's tasks before positions `i` and `j` (-1: it has one)."""
    rows, asked = state.rows, world.requests[request]
    n, at = rows.n[row], 0
    rows.shift[target] = rows.shift[row]
    for k in range(n + 1):
        if k == i:
            rows.order[target, at] = asked.first
            at += 1
        if k == j:
            rows.order[target, at] = asked.last
            at += 1
        if k < n:
            rows.order[target, at] = rows.order[row, k]
            at += 1
    rows.n[target] = at


@part
def locks_hold(world: World, state: State, request: int, row: int) -> bool:
    """Return whether a row that holds a request keeps the pins of its tasks."""
    rows, asked = state.rows, world.requests[request]
    for task in (asked.first, asked.last):
        for k in range(world.tasks[task].lock_from, world.tasks[task].lock_to):
            lock = world.locks[world.task_locks[k]]
            if lock.shift >= 0 and lock.shift != rows.shift[row]:
                return False
            last = -1
            for t in range(lock.task_from, lock.task_to):
                for p in range(rows.n[row]):
                    if rows.order[row, p] == world.lock_tasks[t]:
                        if p < last:
                            return False
                        last = p
    return True


@part
def position_of(state: State, row: int, task: int, missing: int) -> int:
    """Return where in a row a task is, `missing` if it is not."""
    for k in range(state.rows.n[row]):
        if state.rows.order[row, k] == task:
            return k
    return missing


@part
def boards(world: World, state: State, row: int, request: int) -> int:
    """Return the position at which a request comes aboard: -1 if it is from the start, its last one if it never is."""
    asked = world.requests[request]
    if asked.aboard_shift == state.rows.shift[row]:
        return -1
    return position_of(state, row, asked.first, -1)


@part
def good_company(world: World, state: State, request: int, row: int) -> bool:
    """Return whether everybody who is aboard a row together with a request may be."""
    rows, begin = state.rows, boards(world, state, row, request)
    end = position_of(state, row, world.requests[request].last, -1)
    if begin == end:
        return True  # a visit is never aboard
    for k in range(rows.n[row]):
        other = world.tasks[rows.order[row, k]].request
        if other == request or world.together[request, other] or rows.order[row, k] != world.requests[other].last:
            continue
        since = boards(world, state, row, other)
        if since < k and since < end and begin < k:
            return False
    return True


@part
def trial_gr(world: World, state: State, request: int, row: int, i: int, j: int, target: int) -> int:
    """Return what a request costs at a position by exact times, `NONE` if impossible; the trial stays in `target`."""
    state.effort[4] += 1
    write_order(world, state, request, row, i, j, target)
    if not locks_hold(world, state, request, target):
        return NONE
    if world.requests[request].picky and not good_company(world, state, request, target):
        return NONE
    if not settle(world, state, target, False):
        return NONE
    return state.routes[target].gr - state.routes[row].gr


@part
def lone(world: World, state: State, request: int, row: int) -> bool:
    """Return whether neither the row nor the request has to do with others' times."""
    if not world.tied:
        return True
    asked = world.requests[request]
    first, last = world.tasks[asked.first], world.tasks[asked.last]
    alone = first.partner_from == first.partner_to and last.partner_from == last.partner_to
    return alone and not state.routes[row].tied


@part
def works(world: World, state: State, request: int, row: int, i: int, j: int, target: int) -> bool:
    """Return whether a request of no relations may go to a position, where nothing but that is to be known."""
    asked = world.requests[request]
    first, last = world.tasks[asked.first], world.tasks[asked.last]
    locked = first.lock_from < first.lock_to or last.lock_from < last.lock_to
    if state.routes[row].exact and not locked and not asked.picky:
        return True
    state.effort[4] += 1
    write_order(world, state, request, row, i, j, target)
    if locked and not locks_hold(world, state, request, target):
        return False
    if asked.picky and not good_company(world, state, request, target):
        return False
    return state.routes[row].exact or timed_one(world, state.rows, state.scratch, target)


@part
def best_place(world: World, state: State, request: int, row: int, ceiling_gr: int, tries: int) -> tuple[int, int, int]:
    """Return the cheapest place below a ceiling: grosze, positions of the tasks; or the ceiling (or `NONE`), -1, -1.

    Where times cost money, the best of the first `tries` feasible positions by guess is taken.
    """
    found = gather(world, state, request, row, ceiling_gr)
    best, at, to = NONE, -1, -1
    simple = not world.time_priced and lone(world, state, request, row)
    trial, done = 3 * len(state.saved), 0
    for c in range(found):
        bound = state.candidates[c, 0]
        if bound >= best:
            continue
        i, j = state.candidates[c, 2], state.candidates[c, 3]
        if simple:
            gr = bound if works(world, state, request, row, i, j, trial) else NONE
        else:
            gr = trial_gr(world, state, request, row, i, j, trial)
        if gr < NONE:
            done += 1
            if gr < best:
                best, at, to = gr, i, j
            if simple or done == tries:
                break
    if at < 0 and ceiling_gr < NONE:
        best = ceiling_gr
    return best, at, to


@part
def place(world: World, state: State, request: int, s: int, i: int, j: int) -> bool:
    """Put a request into a shift's row; False: there are no such times, and nothing has changed."""
    trial = 3 * len(state.saved) + 1
    write_order(world, state, request, s, i, j, trial)
    save(state, s)
    count(world, state, request, s, 1)
    if not settle(world, state, trial, True):
        count(world, state, request, s, -1)
        return False
    copy_row(state, trial, s)
    state.effort[5] += 1
    return True


@part
def allowed(world: World, state: State, request: int, s: int) -> bool:
    """Return whether skills, staff and hard caps let a shift serve a request, whatever its position."""
    if not world.compatible[request, s] or state.closed[s]:
        return False
    asked = world.requests[request]
    for k in range(asked.same_from, asked.same_to):
        other = state.shift_of[world.same[k]]
        if other >= 0 and other != s:
            return False
    for k in range(asked.different_from, asked.different_to):
        other = state.shift_of[world.different[k]]
        if other >= 0 and world.shared_staff[other, s]:
            return False
    return True


@part
def welcome(world: World, state: State, request: int) -> bool:
    """Return whether caps, and the requests it needs, let a request be served at all."""
    asked = world.requests[request]
    for k in range(asked.cap_from, asked.cap_to):
        cap = world.caps[world.capped[k].cap]
        if cap.price_gr < 0 and state.used[world.capped[k].cap] + world.capped[k].weight > cap.limit:
            return False
    for k in range(asked.needed_from, asked.needed_to):
        if state.shift_of[world.needed[k]] < 0:
            return False
    return True


@part
def slot_of(state: State, request: int, row: int, calling: int) -> tuple[int, int]:
    """Return the key under which the best place of a request in a row is known, and where."""
    key = (state.routes[row].knot + calling) ^ (request * 0x9E3779B97F4A7C1)
    key = (key * 0x2545F4914F6CDD1D) ^ state.routes[row].content
    key ^= (key >> 31) & 0x1FFFFFFFF
    return key, key & (len(state.known) - 1)


@part
def known_place(
    world: World, state: State, request: int, row: int, calling: int, ceiling_gr: int, tries: int
) -> tuple[int, int, int]:
    """Return `best_place`, remembered as long as the row's order and what relations hold against it are the same.

    Parameters
    ----------
    calling : int
        See `solver.kernel.telling.calling`; 0 without relations.
    """
    state.effort[2] += 1
    if state.routes[row].stale and world.tied:
        refresh(world, state, row)
    key, slot = slot_of(state, request, row, calling)
    known = state.known[slot]
    if known[0] == key and (known[2] >= 0 or known[1] >= ceiling_gr):
        state.effort[3] += 1
        return known[1], known[2], known[3]
    gr, i, j = best_place(world, state, request, row, ceiling_gr, tries)
    known[0], known[1], known[2], known[3] = key, gr, i, j
    return gr, i, j


@part
def unlearn(state: State, request: int, row: int, calling: int) -> None:
    """Remember that a request has no place in a row: the one that was known has turned out not to be one."""
    key, slot = slot_of(state, request, row, calling)
    known = state.known[slot]
    known[0], known[1], known[2], known[3] = key, NONE, -1, -1
