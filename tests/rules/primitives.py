"""What the primitives say of a finished plan: the plainest reading of `solver.arrays`, to compare the rules with."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from solver.arrays import Arrays
from solver.solution import Solution, TaskTime


def broken(arrays: Arrays, solution: Solution) -> list[str]:
    """Return the names of the primitives that a plan breaks, of those that are not about a single route's times."""
    by = {
        r: solution.shift_of[tasks[0]]
        for r, tasks in enumerate(arrays.request_tasks)
        if all(task in solution.times for task in tasks)
    }
    return [
        *_alone(arrays, solution, by),
        *_in_order(arrays, solution),
        *_in_time(arrays, solution),
        *_sums(arrays, by),
    ]


def _alone(arrays: Arrays, solution: Solution, by: dict[int, int]) -> Iterator[str]:
    for task, shift in solution.shift_of.items():
        if not arrays.compatible[arrays.request[task], shift]:
            yield "compatible"
        start = solution.times[task].start_s
        if arrays.windows[task] and not any(low <= start <= high for low, high in arrays.windows[task]):
            yield "windows"
    if any(arrays.must_serve[r] and r not in by for r in range(arrays.n_requests)):
        yield "must_serve"
    if any(after in by and before not in by for after, before in arrays.needs):
        yield "needs"
    if any(0 < len([r for r in group if r in by]) < len(group) for group in arrays.groups):
        yield "groups"
    if any(a in by and b in by and by[a] != by[b] for a, b in arrays.same_shift):
        yield "same_shift"
    if any(a in by and b in by and arrays.shared_staff[by[a], by[b]] for a, b in arrays.different_shift):
        yield "different_shift"


def _in_order(arrays: Arrays, solution: Solution) -> Iterator[str]:
    orders = {route.shift: [stop.task for stop in route.stops] for route in solution.routes}
    for shift, prefix in enumerate(arrays.prefixes):
        if tuple(orders.get(shift, [])[: len(prefix)]) != prefix:
            yield "prefixes"
    for shift, tasks in arrays.order_locks:
        if shift >= 0 and any(solution.shift_of.get(task, shift) != shift for task in tasks):
            yield "order_locks"
        for order in orders.values():
            places = [order.index(task) for task in tasks if task in order]
            if places != sorted(places):
                yield "order_locks"
    for shift, order in orders.items():
        for aboard in _aboard(arrays, shift, order):
            if not all(arrays.together[a, b] for a, b in combinations(aboard, 2)):
                yield "together"


def _aboard(arrays: Arrays, shift: int, order: Sequence[int]) -> Iterator[set[int]]:
    riding = {r for r in range(arrays.n_requests) if arrays.aboard_shift[r] == shift}
    yield set(riding)
    for task in order:
        request = int(arrays.request[task])
        riding = riding - {request} if task == arrays.request_tasks[request][-1] else riding | {request}
        yield set(riding)


def _in_time(arrays: Arrays, solution: Solution) -> Iterator[str]:
    times = solution.times
    for a, b, low, high in arrays.differences:
        if a in times and b in times and not low <= times[b].start_s - times[a].start_s <= high:
            yield "differences"
    for row in arrays.never_at_once:
        one, other = _stretch(arrays, times, row.a, row.open_a), _stretch(arrays, times, row.b, row.open_b)
        if one and other and one[1] + row.gap_ab_s > other[0] and other[1] + row.gap_ba_s > one[0]:
            yield "never_at_once"


def _stretch(
    arrays: Arrays, times: Mapping[int, TaskTime], tasks: tuple[int, ...], is_open: bool
) -> tuple[int, int] | None:
    planned = [times[task] for task in tasks if task in times]
    if not planned:
        return None
    until_night = is_open and tasks[0] in times and tasks[-1] not in times
    return planned[0].start_s, arrays.problem_end_s if until_night else planned[-1].end_s


def _sums(arrays: Arrays, by: dict[int, int]) -> Iterator[str]:
    for cap in arrays.caps:
        used = sum(weight for r, weight in zip(cap.requests, cap.weights, strict=True) if r in by)
        if cap.price_gr < 0 and used > cap.limit:
            yield "caps"
