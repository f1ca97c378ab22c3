"""What a timed route will cost once its times are made comfortable: near enough to steer a search, in one pass.

The reference timing is as early as possible. Here every stop is also moved as late as it can be without coming home
later, so leaving late, short rides and starts near the wish are counted as the polish will find them.
"""

from solver.search.insertion_facts import Terrain
from solver.search.openings import last_opening
from solver.solution import Route


def route_gr(terrain: Terrain, route: Route) -> int:
    """Return the money of one route: its use, kilometres, work, overtime, prices, wishes, rides and calls."""
    shift = route.shift
    late = _late_starts(terrain, route)
    begin = route.start_s if terrain.begun[shift] else max(route.start_s, _departure(terrain, route, late))
    unpaid = sum(
        b.end_s - b.start_s for b in route.breaks if not b.paid and begin <= b.start_s and b.end_s <= route.end_s
    )
    worked, over = route.end_s - begin - unpaid, route.end_s - terrain.overtime_from_s[shift]
    money = _per_hour(worked, terrain.work_gr_per_h[shift]) + _per_hour(over, terrain.overtime_gr_per_h[shift])
    money += terrain.use_gr[shift] - (-_metres(terrain, route) * terrain.km_gr[shift] // 1000)
    at = {stop.task: k for k, stop in enumerate(route.stops)}
    for k, stop in enumerate(route.stops):
        request = terrain.request[stop.task]
        if stop.task == terrain.request_tasks[request][-1]:
            money += terrain.price[request][shift] + _excess(terrain, route, at, late, k)
        if stop.task == terrain.timed_task[request]:
            money += _wish(terrain, request, stop.start_s, late[k]) + _call(
                terrain, request, shift, stop.start_s, late[k]
            )
    return money


def _per_hour(seconds: int, rate: int) -> int:
    return -(-seconds * rate // 3600) if seconds > 0 else 0


def _late_starts(terrain: Terrain, route: Route) -> list[int]:
    """Return the latest starts that do not bring the route home later; what other routes depend on stays."""
    bound = route.left_s
    gaps = {b.gap: 0 for b in route.breaks}
    for b in route.breaks:
        gaps[b.gap] += b.end_s - b.start_s
    bound -= gaps.get(len(route.stops), 0) if route.left_s > route.stops[-1].end_s else 0
    late = [0] * len(route.stops)
    for k in range(len(route.stops) - 1, -1, -1):
        stop = route.stops[k]
        start = last_opening(terrain.windows[stop.task], bound - (stop.end_s - stop.start_s))
        if terrain.partners[stop.task] or start < stop.start_s:
            start = stop.start_s
        late[k] = start
        before = k > 0 and terrain.location[route.stops[k - 1].task] == terrain.location[stop.task]
        setup = 0 if before else terrain.setup_s[stop.task]
        bound = start - setup - (stop.arrival_s - stop.left_s) - (gaps.get(k, 0) if k else 0)
    return late


def _departure(terrain: Terrain, route: Route, late: list[int]) -> int:
    first = route.stops[0]
    return late[0] - terrain.setup_s[first.task] - (first.arrival_s - first.left_s)


def _metres(terrain: Terrain, route: Route) -> int:
    metres = terrain.metres[terrain.mode[route.shift]]
    here, home = terrain.home[route.shift]
    total = 0
    for stop in route.stops:
        there = terrain.location[stop.task]
        total += metres[here][there]
        here = there
    return total + metres[here][home]


def _excess(terrain: Terrain, route: Route, at: dict[int, int], late: list[int], k: int) -> int:
    """Return the price of riding longer than direct, with everything as late as it can be."""
    task = route.stops[k].task
    request = terrain.request[task]
    rate = terrain.excess_gr_per_min[request]
    if not rate:
        return 0
    if terrain.aboard_shift[request] >= 0:
        ride = route.stops[k].start_s - terrain.aboard_since_s[request]
        direct = terrain.aboard_direct_s[request]
    else:
        first = terrain.request_tasks[request][0]
        if first == task or first not in at:
            return 0
        ride = min(late[k] - late[at[first]], route.stops[k].start_s - route.stops[at[first]].start_s)
        ride -= terrain.service_s[first]
        direct = terrain.seconds[terrain.mode[route.shift]][terrain.location[first]][terrain.location[task]]
    return max(0, ride - direct - terrain.setup_s[task]) * rate // 60


def _wish(terrain: Terrain, request: int, early_s: int, late_s: int) -> int:
    task, wish, rate = terrain.wish[request]
    return max(0, early_s - wish, wish - late_s) * rate // 60 if task >= 0 else 0


def _call(terrain: Terrain, request: int, shift: int, early_s: int, late_s: int) -> int:
    known, at, call = terrain.published[request]
    if known < 0 or not call:
        return 0
    off = max(early_s - at, at - late_s, 0)
    return call if off > terrain.call_tolerance_s or shift not in terrain.same_crew[known] else 0
