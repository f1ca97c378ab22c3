"""Limits put exactly where the times of an order touch them, or a second beyond."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from solver.arrays import FAR, Arrays, Difference
from solver.schedule import schedule
from solver.solution import Route
from tests.solver.kernel_times import drawn
from tests.solver.small_orders import Small

type Edge = Callable[[Arrays, Route, Random], None]


def edged(seed: int, features: frozenset[str]) -> Small:
    """Return a case of `drawn` whose times, if it has any, touch or miss up to three more limits by a second."""
    case, rng = drawn(seed, features), Random(seed)
    for _ in range(rng.choice([1, 1, 2, 3])):
        found = schedule(replace(case.arrays), case.orders)
        if found:
            rng.choice(EDGES)(case.arrays, rng.choice(found.routes), rng)
    return case


def _miss(rng: Random) -> int:
    return rng.choice([0, 0, 1])


def _closing(arrays: Arrays, route: Route, rng: Random) -> None:
    stop = rng.choice(route.stops)
    later = [span for span in arrays.windows[stop.task] if span[0] > stop.start_s]
    arrays.windows[stop.task] = ((stop.start_s - 20, stop.start_s - _miss(rng)), *later[: rng.randrange(2)])


def _ride(arrays: Arrays, route: Route, rng: Random) -> None:
    stop = rng.choice(route.stops)
    request = int(arrays.request[stop.task])
    first = next((one for one in route.stops if arrays.request[one.task] == request), stop)
    since = first.end_s if first is not stop else int(arrays.aboard_since_s[request])
    arrays.ride_max_s[request] = max(0, stop.start_s - since - _miss(rng))


def _end(arrays: Arrays, route: Route, rng: Random) -> None:
    arrays.latest_s[route.shift] = route.end_s - _miss(rng)


def _work(arrays: Arrays, route: Route, rng: Random) -> None:
    unpaid = sum(one.end_s - one.start_s for one in route.breaks if not one.paid)
    arrays.work_max_s[route.shift] = route.end_s - route.start_s - rng.choice([0, unpaid]) - _miss(rng)


def _driving(arrays: Arrays, route: Route, rng: Random) -> None:
    driven = sum(stop.arrival_s - stop.left_s for stop in route.stops) + route.end_s - route.left_s
    arrays.driving_max_s[route.shift] = driven - _miss(rng)


def _wait(arrays: Arrays, route: Route, rng: Random) -> None:
    stop = rng.choice(route.stops)
    standing = stop.start_s - stop.arrival_s - rng.choice([0, int(arrays.setup_s[stop.task])])
    arrays.wait_max_s = max(0, standing - _miss(rng))


def _roster(arrays: Arrays, route: Route, rng: Random) -> None:
    last = max((one.end_s for one in route.breaks), default=route.end_s)
    arrays.roster_end_s[route.shift] = last - _miss(rng)


def _break(arrays: Arrays, route: Route, rng: Random) -> None:
    slots = list(arrays.breaks[route.shift])
    if not slots:
        return
    k = rng.randrange(len(slots))
    begins = [one.start_s for one in route.breaks] or [route.end_s]
    latest, condition = rng.choice(begins) - _miss(rng), route.end_s - _miss(rng)
    one = slots[k]._replace(latest_start_s=latest) if rng.random() < 0.5 else slots[k]
    slots[k] = one if one is not slots[k] else one._replace(only_if_after_s=condition)
    arrays.breaks[route.shift] = tuple(slots)


def _gap(arrays: Arrays, route: Route, rng: Random) -> None:
    first, second = rng.choice(route.stops), rng.choice(route.stops)
    gap = second.start_s - first.start_s
    low, high = rng.choice([(gap + _miss(rng), FAR), (-FAR, gap - _miss(rng))])
    arrays.differences = [*arrays.differences, Difference(first.task, second.task, low, high)]


EDGES: tuple[Edge, ...] = (_closing, _ride, _end, _work, _driving, _wait, _roster, _break, _break, _gap)
