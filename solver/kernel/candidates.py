"""Where in a row a request could go: positions that bounds do not refuse, with what they cost at least, and about."""

from solver.arrays import FAR
from solver.kernel import part
from solver.kernel.bounds import fits_aboard, opening
from solver.kernel.state import State
from solver.kernel.world import World

NONE = 2**60
"""More grosze than anything costs: there is no place."""


@part
def keep(state: State, count: int, bound_gr: int, guess_gr: int, i: int, j: int) -> int:
    """Add a candidate to those found so far, ascending by guess; return how many there are."""
    found = state.candidates
    if count == len(found):
        if guess_gr >= found[count - 1, 1]:
            return count
        count -= 1
    k = count
    while k > 0 and found[k - 1, 1] > guess_gr:
        for field in range(4):
            found[k, field] = found[k - 1, field]
        k -= 1
    found[k, 0] = bound_gr
    found[k, 1] = guess_gr
    found[k, 2] = i
    found[k, 3] = j
    return count + 1


@part
def gather(world: World, state: State, request: int, row: int, ceiling_gr: int) -> int:
    """Find the positions whose bound is below a ceiling; return how many are kept."""
    asked = world.requests[request]
    if asked.first == asked.last:
        return gather_one(world, state, request, row, ceiling_gr)
    return gather_pair(world, state, request, row, ceiling_gr)


@part
def fixed_gr(world: World, state: State, request: int, row: int) -> int:
    """Return what a request costs in a row wherever it goes."""
    s = state.rows.shift[row]
    return world.price[request, s] + (world.shifts[s].use_gr if state.rows.n[row] == 0 else 0)


@part
def carried_room(world: World, state: State, request: int, row: int) -> tuple[int, int]:
    """Return between which positions a request has to come aboard last and leave first.

    Of what is carried all the way to its last task, that has to be before the first way on which it does not fit; of
    what is carried all the way from its first task, that has to be after the last such way.
    """
    carried, n = world.requests[request].carried, state.rows.n[row]
    first, last = 0, n
    if carried == 1:
        for k in range(n + 1):
            if not fits_aboard(world, state, row, k, request):
                return first, k - 1
    elif carried == 2:
        for k in range(n, -1, -1):
            if not fits_aboard(world, state, row, k, request):
                return k + 1, last
    return first, last


@part
def way_home_m(world: World, state: State, row: int) -> int:
    """Return the metres of the way from start to end place, which an empty row does not have to pay for."""
    shift = world.shifts[state.rows.shift[row]]
    return world.ways[shift.mode, shift.start_location, shift.end_location].m if state.rows.n[row] == 0 else 0


@part
def gather_one(world: World, state: State, request: int, row: int, ceiling_gr: int) -> int:
    """Find the positions of a request of one task."""
    s = state.rows.shift[row]
    shift, spots = world.shifts[s], state.spots[row]
    mode, task = shift.mode, world.requests[request].first
    facts = world.tasks[task]
    there, closes = facts.location, facts.closes_s
    if world.requests[request].aboard_shift == s:
        closes = min(closes, world.requests[request].aboard_since_s + world.ride_max_s[request, mode])
    base_gr = fixed_gr(world, state, request, row)
    more_m = way_home_m(world, state, row)
    inward, outward = world.back[mode, there], world.ways[mode, there]
    first, last = carried_room(world, state, request, row)
    count = 0
    for i in range(max(first, shift.prefix_to - shift.prefix_from), last + 1):
        spot = spots[i]
        if spot.ready_s + facts.near_s > closes:
            break
        if facts.opens_s + facts.service_s > spot.latest_s:
            continue
        here = spot.place
        metres = inward[here].m + outward[spots[i + 1].place].m - spot.way_m
        bound = base_gr + (metres + more_m) * shift.km_gr // 1000
        if bound >= ceiling_gr:
            continue
        arrive = spot.ready_s + inward[here].s
        start = opening(world, task, arrive + (facts.setup_s if here != there or i == 0 else 0))
        if start > closes:
            continue
        delay = rejoin(world, state, row, i, there, start + facts.service_s)
        if delay >= FAR:
            continue
        guess = bound
        if world.time_priced:
            guess += late_gr(world, request, shift.work_gr_per_h, delay, start)
        count = keep(state, count, bound, guess, i, -1)
    return count


@part
def rejoin(world: World, state: State, row: int, i: int, here: int, ready_s: int) -> int:
    """Return by how much coming home is delayed if one leaves `here` for position `i` at `ready_s`; FAR: too late."""
    n, mode = state.rows.n[row], world.shifts[state.rows.shift[row]].mode
    spot, there = state.spots[row, i], state.spots[row, i + 1].place
    arrive = ready_s + world.ways[mode, here, there].s
    if i == n:
        return FAR if arrive > spot.latest_s else arrive - spot.soon_s
    task = state.rows.order[row, i]
    if here != there:
        arrive += world.tasks[task].setup_s
    start = opening(world, task, arrive)
    if start > spot.latest_s:
        return FAR
    return start - spot.soon_s - state.spots[row, i + 1].slack_s


@part
def late_gr(world: World, request: int, work_gr_per_h: int, delay_s: int, start_s: int) -> int:
    """Return a guess of what time costs: more work, and starting after the wish."""
    asked = world.requests[request]
    gr = max(0, delay_s) * work_gr_per_h // 3600
    if asked.wish_task >= 0:
        gr += max(0, start_s - asked.wish_s) * asked.deviation_gr_per_min // 60
    return gr


@part
def gather_pair(world: World, state: State, request: int, row: int, ceiling_gr: int) -> int:
    """Find the positions of a pickup and its dropoff."""
    shift = world.shifts[state.rows.shift[row]]
    asked = world.requests[request]
    facts = world.tasks[asked.first]
    soonest = facts.opens_s + facts.service_s
    inward = world.back[shift.mode, facts.location]
    first, last = carried_room(world, state, request, row)
    count = 0
    for i in range(max(first, shift.prefix_to - shift.prefix_from), last + 1):
        spot = state.spots[row, i]
        if spot.ready_s + facts.near_s > facts.closes_s:
            break
        if soonest > spot.latest_s:
            continue
        if asked.carried == 0 and not fits_aboard(world, state, row, i, request):
            continue
        arrive = spot.ready_s + inward[spot.place].s
        begin = opening(world, asked.first, arrive + (facts.setup_s if spot.place != facts.location or i == 0 else 0))
        if begin < FAR:
            count = gather_dropoffs(world, state, request, row, ceiling_gr, i, last, begin, count)
    return count


@part
def gather_dropoffs(
    world: World, state: State, request: int, row: int, ceiling_gr: int, i: int, last: int, begin_s: int, count: int
) -> int:
    """Add the positions of the dropoff up to `last` if the pickup is before position `i` and starts at `begin_s`."""
    n, shift, spots = state.rows.n[row], world.shifts[state.rows.shift[row]], state.spots[row]
    asked, mode = world.requests[request], shift.mode
    from_task, to_task = world.tasks[asked.first], world.tasks[asked.last]
    there, longest = to_task.location, world.ride_max_s[request, mode]
    ends_by = from_task.closes_s + from_task.service_s + longest
    base_gr = fixed_gr(world, state, request, row)
    # Where one is, since when one could leave, seconds aboard at least, metres more than without the request.
    at, now, ridden = from_task.location, begin_s + from_task.service_s, 0
    inward, outward, onward = world.back[mode, there], world.ways[mode, there], world.ways[mode, at]
    added = world.back[mode, at, spots[i].place].m + way_home_m(world, state, row)
    for j in range(i, last + 1):
        spot, then = spots[j], spots[j + 1].place
        way = inward[at].s + (to_task.setup_s if at != there else 0)
        start = opening(world, asked.last, now + way)
        if start <= ends_by and ridden + way <= longest and start < FAR:
            metres = added + inward[at].m + outward[then].m - spot.way_m
            bound = base_gr + metres * shift.km_gr // 1000
            if bound < ceiling_gr:
                count = keep_pair(world, state, request, row, i, j, begin_s, start, bound, count)
        if j == n:
            break  # there is nothing to go on to
        # On past position j with the request aboard.
        task = state.rows.order[row, j]
        way = onward[then].s if j == i else spot.way_s
        way += world.tasks[task].setup_s if at != then else 0
        start = opening(world, task, now + way)
        ridden += way + world.tasks[task].service_s
        now = start + world.tasks[task].service_s
        if start > spot.latest_s or ridden > longest or now > min(ends_by, to_task.closes_s):
            break
        if asked.carried == 0 and not fits_aboard(world, state, row, j + 1, request):
            break
        if j == i:
            added += onward[then].m - spot.way_m
        at = then
    return count


@part
def keep_pair(
    world: World, state: State, request: int, row: int, i: int, j: int, begin_s: int, start_s: int, bound_gr: int,
    count: int,
) -> int:  # fmt: skip
    """Keep a pair of positions if the rest of the route is still in time and the load fits."""
    asked, shift = world.requests[request], world.shifts[state.rows.shift[row]]
    facts = world.tasks[asked.last]
    delay = rejoin(world, state, row, j, facts.location, start_s + facts.service_s)
    if delay >= FAR:
        return count
    guess = bound_gr
    if world.time_priced:
        timed = start_s if asked.wish_task == asked.last else begin_s
        guess += late_gr(world, request, shift.work_gr_per_h, delay, timed)
    return keep(state, count, bound_gr, guess, i, j)
