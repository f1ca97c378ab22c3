"""What a timed route costs by itself, with its times about as comfortable as the polish will make them.

The times of a row are the earliest. Every stop is also moved as late as it can be without coming home later, so leaving
late, short rides and starts near the wish are counted about as they will be found.
"""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.bounds import closing
from solver.kernel.state import State
from solver.kernel.world import World


@part
def ceil_div(a: int, b: int) -> int:
    """Return a / b rounded up."""
    return -(-a // b)


@part
def route_gr(world: World, state: State, row: int) -> int:
    """Return the grosze of a row: kilometres, use, prices, and what its times cost."""
    rows, s = state.rows, state.rows.shift[row]
    shift = world.shifts[s]
    n = rows.n[row]
    if n == 0:
        return 0
    metres = 0
    for k in range(n + 1):
        metres += state.spots[row, k].way_m
    gr = ceil_div(metres * shift.km_gr, 1000) + shift.use_gr
    for k in range(n):
        request = world.tasks[rows.order[row, k]].request
        if world.requests[request].last == rows.order[row, k]:
            gr += world.price[request, s]
    return gr + timed_gr(world, state, row) if world.time_priced else gr


@part
def timed_gr(world: World, state: State, row: int) -> int:
    """Return the grosze that depend on times: work, overtime, rides, wishes and calls."""
    rows, s = state.rows, state.rows.shift[row]
    shift, n = world.shifts[s], state.rows.n[row]
    late = state.late_s
    begin = begun_late(world, state, row)
    unpaid = 0
    for b in range(shift.break_to - shift.break_from):
        taken = rows.taken[row, b]
        owed = taken[0] >= 0 and not world.breaks[shift.break_from + b].paid
        if owed and begin <= taken[1] and taken[2] <= rows.end_s[row]:
            unpaid += taken[2] - taken[1]
    gr = ceil_div(max(0, rows.end_s[row] - begin - unpaid) * shift.work_gr_per_h, 3600)
    gr += ceil_div(max(0, rows.end_s[row] - shift.overtime_from_s) * shift.overtime_gr_per_h, 3600)
    for k in range(n):
        task = rows.order[row, k]
        request = world.tasks[task].request
        if task == world.requests[request].last:
            gr += excess_gr(world, state, row, k)
        if task == world.requests[request].timed_task:
            gr += wish_gr(world, request, rows.start_s[row, k], late[k])
            gr += call_gr(world, request, s, rows.start_s[row, k], late[k])
    return gr


@part
def begun_late(world: World, state: State, row: int) -> int:
    """Return when a row can begin if everything is as late as it can be without coming home later.

    Paid breaks that may as well be taken before the row begins or after it ends are not in its way.
    """
    shift, n = world.shifts[state.rows.shift[row]], state.rows.n[row]
    rest, inside = state.rest_s, 0
    for k in range(n + 1):
        rest[k] = 0
    for b in range(shift.break_to - shift.break_from):
        gap, side = state.rows.taken[row, b, 0], state.rows.taken[row, b, 3]
        if gap >= 0 and (gap != 0 or side != 0) and (gap != n or side != 1):
            if world.breaks[shift.break_from + b].paid:
                inside += 1
            else:
                rest[gap] += world.breaks[shift.break_from + b].duration_s
    begin = move_late(world, state, row)
    return move_late(world, state, row) if inside and keep_inside(world, state, row, begin) else begin


@part
def keep_inside(world: World, state: State, row: int, begin: int) -> bool:
    """Add to the breaks in the way the paid ones that fit neither before the row begins nor after it; False: none."""
    shift, n = world.shifts[state.rows.shift[row]], state.rows.n[row]
    before, after, some = shift.awake_s, state.rows.end_s[row], False
    for b in range(shift.break_to - shift.break_from):
        facts = world.breaks[shift.break_from + b]
        gap, side = state.rows.taken[row, b, 0], state.rows.taken[row, b, 3]
        if gap < 0 or not facts.paid:
            continue
        early, later = max(before, facts.earliest_s), max(after, facts.earliest_s)
        if (gap == n and side == 1) or (
            later <= facts.latest_start_s and later + facts.duration_s <= shift.roster_end_s
        ):
            after = later + facts.duration_s
        elif (gap == 0 and side == 0) or (early <= facts.latest_start_s and early + facts.duration_s <= begin):
            before = early + facts.duration_s
        else:
            state.rest_s[gap] += facts.duration_s
            some = True
    return some


@part
def move_late(world: World, state: State, row: int) -> int:
    """Compute the latest starts that do not bring the route home later, and return when it then begins.

    What other routes depend on stays; breaks take as long as `rest_s` says.
    """
    rows, late, rest = state.rows, state.late_s, state.rest_s
    shift, n = world.shifts[rows.shift[row]], state.rows.n[row]
    last_end = rows.start_s[row, n - 1] + world.tasks[rows.order[row, n - 1]].service_s
    bound = max(last_end, rows.left_s[row, n] - rest[n])
    for k in range(n - 1, -1, -1):
        task = rows.order[row, k]
        facts = world.tasks[task]
        start = closing(world, task, bound - facts.service_s)
        if facts.partner_from < facts.partner_to:
            start = min(start, held_back(world, state, row, k))
        start = max(start, rows.start_s[row, k])
        late[k] = start
        setup = 0 if k > 0 and state.spots[row, k].place == state.spots[row, k + 1].place else facts.setup_s
        bound = start - setup - (rows.arrive_s[row, k] - rows.left_s[row, k]) - (rest[k] if k else 0)
    if shift.begun:
        return rows.left_s[row, 0]
    return max(rows.left_s[row, 0], bound - rest[0])


@part
def held_back(world: World, state: State, row: int, k: int) -> int:
    """Return the latest start at a position that relations leave, everything on other rows as it is.

    Of two on the same row the first moves no further than the second. Where a stretch may not overlap one on another
    row, what is stays.
    """
    rows, task = state.rows, state.rows.order[row, k]
    facts, latest = world.tasks[task], FAR
    for d in range(facts.difference_from, facts.difference_to):
        difference = world.differences[world.task_differences[d]]
        if difference.low_s > -FAR:
            latest = min(latest, after_which(world, state, row, k, difference.b, -difference.low_s))
    for p in range(facts.partner_from, facts.partner_to):
        other = world.partners[p]
        s = state.shift_of[world.tasks[other].request]
        if s < 0 or s == rows.shift[row]:
            continue
        if facts.pair_from < facts.pair_to:
            return rows.start_s[row, k]
        first = world.tasks[other]
        for d in range(first.difference_from, first.difference_to):
            difference = world.differences[world.task_differences[d]]
            if difference.b == task and difference.high_s < FAR:
                latest = min(latest, state.when_s[other] + difference.high_s)
    return latest


@part
def after_which(world: World, state: State, row: int, k: int, other: int, more_s: int) -> int:
    """Return the latest start at a position before another task, which stays if it is on another row."""
    rows, s = state.rows, state.shift_of[world.tasks[other].request]
    for q in range(k + 1, rows.n[row]):
        if rows.order[row, q] == other:
            return rows.start_s[row, k] + state.late_s[q] - rows.start_s[row, q]
    return FAR if s < 0 or s == rows.shift[row] else state.when_s[other] + more_s


@part
def excess_gr(world: World, state: State, row: int, k: int) -> int:
    """Return the price of riding longer than direct until position `k`, with everything as late as it can be."""
    rows, task = state.rows, state.rows.order[row, k]
    request = world.tasks[task].request
    asked = world.requests[request]
    if asked.excess_gr_per_min == 0:
        return 0
    if asked.aboard_shift >= 0:
        ride = rows.start_s[row, k] - asked.aboard_since_s
        direct = asked.aboard_direct_s
    else:
        p = k - 1
        while p >= 0 and rows.order[row, p] != asked.first:
            p -= 1
        if p < 0:
            return 0
        ride = min(state.late_s[k] - state.late_s[p], rows.start_s[row, k] - rows.start_s[row, p])
        ride -= world.tasks[asked.first].service_s
        mode = world.shifts[rows.shift[row]].mode
        direct = world.seconds[mode, state.spots[row, p + 1].place, state.spots[row, k + 1].place]
    return ceil_div(max(0, ride - direct - world.tasks[task].setup_s) * asked.excess_gr_per_min, 60)


@part
def wish_gr(world: World, request: int, early_s: int, late_s: int) -> int:
    """Return the price of starting away from the wish, if any start between two may be chosen."""
    asked = world.requests[request]
    if asked.wish_task < 0:
        return 0
    away = max(0, early_s - asked.wish_s, asked.wish_s - late_s)
    return ceil_div(away * asked.deviation_gr_per_min, 60)


@part
def call_gr(world: World, request: int, s: int, early_s: int, late_s: int) -> int:
    """Return the price of a call because a published stop moves, if any start between two may be chosen."""
    asked = world.requests[request]
    if asked.published_shift < 0 or asked.call_gr == 0:
        return 0
    if not world.same_crew[asked.published_shift, s]:
        return asked.call_gr
    off = max(0, early_s - asked.published_s, asked.published_s - late_s)
    return asked.call_gr if off > world.call_tolerance_s else 0


@part
def total_gr(world: World, t: int, value: int) -> int:
    """Return the price of a fleet-wide total at a value."""
    total = world.totals[t]
    return ceil_div(-value * total.under_gr if value < 0 else value * total.over_gr, total.unit)


@part
def coefficient(world: World, t: int, request: int, s: int) -> int:
    """Return what a request adds to a total, of the fleet or of this shift alone, if the shift serves it."""
    total = world.totals[t]
    if total.shift >= 0:
        return world.coefficients[total.coefficient_from + request]
    return world.coefficients[total.coefficient_from + request * len(world.shifts) + s]


@part
def rest_gr(world: World, state: State) -> int:
    """Return the grosze of priced caps and totals."""
    gr = 0
    for c in range(len(world.caps)):
        if world.caps[c].price_gr > 0:
            gr += max(0, state.used[c] - world.caps[c].limit) * world.caps[c].price_gr
    for t in range(len(world.totals)):
        gr += total_gr(world, t, state.value[t])
    return gr


@part
def marginal_gr(world: World, state: State, request: int, s: int) -> int:
    """Return what priced caps and totals cost more if a shift serves a request."""
    gr, asked = 0, world.requests[request]
    for k in range(asked.cap_from, asked.cap_to):
        cap = world.caps[world.capped[k].cap]
        if cap.price_gr > 0:
            used = state.used[world.capped[k].cap]
            over = max(0, used + world.capped[k].weight - cap.limit) - max(0, used - cap.limit)
            gr += over * cap.price_gr
    for t in range(world.common_totals):
        gr += more_gr(world, state, t, coefficient(world, t, request, s))
    for t in range(world.shifts[s].total_from, world.shifts[s].total_to):
        gr += more_gr(world, state, t, coefficient(world, t, request, s))
    return gr


@part
def more_gr(world: World, state: State, t: int, more: int) -> int:
    """Return what adding to a total costs."""
    return total_gr(world, t, state.value[t] + more) - total_gr(world, t, state.value[t]) if more else 0
