"""Random primitives with orders on a day of a few hundred seconds, so that an exact model can tabulate every second.

Limits lie near the values of a hidden run through the orders, so that about half of the orders have feasible times.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np

from solver.arrays import FAR, Arrays, BreakSlot, Difference, NeverAtOnce, blank
from solver.facts.requests import AboardFact, Request, Task, TaskKind
from solver.facts.shifts import Member, Shift, StartFact
from solver.facts.travel import TravelTable
from solver.problem import Problem
from solver.travel_time import arrival_s

HORIZON = 600
BANDS = ((40, 90, 500), (120, 200, 1300), (210, 260, 333))
FEATURES = ("windows", "rides", "waits", "spans", "breaks", "relations", "apart", "bands", "start", "driving")


@dataclass(frozen=True, kw_only=True)
class Small:
    """Primitives and orders to time."""

    arrays: Arrays
    orders: dict[int, list[int]]


@dataclass(kw_only=True)
class _Run:
    """The hidden run: what happened when."""

    start: dict[int, int]
    begin: dict[int, int]
    end: dict[int, int]


def small(seed: int, features: frozenset[str]) -> Small:
    """Return a random case; always the same one for the same arguments."""
    rng = Random(seed)
    problem, orders = _frame(rng, features)
    arrays = blank(problem)
    arrays.bands = BANDS if "bands" in features else ()
    run = _hidden_run(arrays, orders, rng)
    arrays.earliest_s[:] = [rng.randrange(0, 10) for _ in problem.shifts]
    arrays.latest_s[:] = [run.end.get(s, 0) + rng.randrange(-5, 60) for s in range(len(problem.shifts))]
    for name in FEATURES:
        if name in features and name in _LIMITS:
            _LIMITS[name](arrays, orders, run, rng)
    return Small(arrays=arrays, orders=orders)


def _frame(rng: Random, features: frozenset[str]) -> tuple[Problem, dict[int, list[int]]]:
    n_shifts = rng.choice([2, 3]) if features & {"relations", "apart"} else 1
    n_locations = rng.choice([4, 7])
    tasks: list[Task] = []
    requests: list[Request] = []
    orders: dict[int, list[int]] = {}
    for shift in range(n_shifts):
        orders[shift] = _order(rng, shift, tasks, requests, n_locations, features)
    seconds = np.array([[rng.randrange(1, 25) * (a != b) for b in range(n_locations)] for a in range(n_locations)])
    table = TravelTable(mode="car", seconds=seconds.astype(np.int32), metres=seconds.astype(np.int32), banded=True)
    begun = {0: StartFact(free_s=rng.randrange(0, 30))} if "start" in features else {}
    shifts = tuple(_shift(rng, s, n_locations, begun.get(s)) for s in range(n_shifts))
    return Problem(
        locations=tuple(f"L{i}" for i in range(n_locations)), travel=(table,), tasks=tuple(tasks),
        requests=tuple(requests), shifts=shifts, end_s=HORIZON,
    ), orders  # fmt: skip


def _order(
    rng: Random, shift: int, tasks: list[Task], requests: list[Request], n_locations: int, features: frozenset[str]
) -> list[int]:
    """Return an order of visits and rides of one shift, and append its tasks and requests."""
    order: list[int] = []
    later: list[int] = []
    for number in range(rng.randrange(2, 5)):
        paired = rng.random() < (0.7 if features & {"rides", "waits"} else 0.3)
        aboard = number == 0 and shift == 0 and "start" in features and rng.random() < 0.7
        kinds = [TaskKind.DROPOFF] if aboard else [TaskKind.PICKUP, TaskKind.DROPOFF] if paired else [TaskKind.VISIT]
        own = tuple(range(len(tasks), len(tasks) + len(kinds)))
        for index, kind in zip(own, kinds, strict=True):
            tasks.append(
                Task(
                    id=f"T{index}", request=len(requests), kind=kind, location=rng.randrange(n_locations),
                    service_s=rng.randrange(0, 10), setup_s=rng.choice([0, 0, 5]),
                )
            )  # fmt: skip
        since = AboardFact(shift=0, since_s=-rng.randrange(0, 20)) if aboard else None
        kind_name = "ride" if aboard or (paired and rng.random() < 0.7) else "delivery" if paired else "visit"
        requests.append(
            Request(id=f"R{len(requests)}", source_id="", kind=kind_name, tasks=own, timed_task=own[-1], aboard=since)
        )
        order.append(own[0])
        later.extend(own[1:])
        while later and rng.random() < 0.5:
            order.append(later.pop(0))
    return order + later


def _shift(rng: Random, index: int, n_locations: int, start: StartFact | None) -> Shift:
    return Shift(
        id=f"S{index}", members=(Member(id=f"M{index}"),), mode=0, start_s=rng.randrange(0, 40),
        end_s=rng.randrange(150, 320), start_location=rng.randrange(n_locations),
        end_location=rng.randrange(n_locations), start=start,
    )  # fmt: skip


def _hidden_run(arrays: Arrays, orders: dict[int, list[int]], rng: Random) -> _Run:
    run = _Run(start={}, begin={}, end={})
    for shift, order in orders.items():
        here, now, fresh = int(arrays.start_location[shift]), max(int(arrays.free_s[shift]), rng.randrange(5, 40)), True
        run.begin[shift] = now
        for task in order:
            place = int(arrays.location[task])
            if fresh or place != here:
                now = arrival_s(arrays.bands, now, int(arrays.seconds[0][here, place])) + int(arrays.setup_s[task])
            now += rng.choice([0, 0, 0, rng.randrange(25)])
            run.start[task] = now
            now, here, fresh = now + int(arrays.service_s[task]), place, False
        run.end[shift] = arrival_s(arrays.bands, now, int(arrays.seconds[0][here, arrays.end_location[shift]]))
    return run


def _windows(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    for task, start in run.start.items():
        at, spans = start - rng.randrange(0, rng.choice([5, 5, 40])), []
        for _ in range(rng.choice([0, 1, 2, 2, 3])):
            spans.append((at, at + rng.randrange(0, 25)))
            at = spans[-1][1] + rng.randrange(2, 30)
        arrays.windows[task] = tuple(spans)


def _rides(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    for request, tasks in enumerate(arrays.request_tasks):
        first, last = tasks[0], tasks[-1]
        since = int(arrays.aboard_since_s[request])
        if len(tasks) > 1:
            since = run.start[first] + int(arrays.service_s[first])
        arrays.ride_max_s[request, 0] = run.start[last] - since + rng.randrange(-5, 15)


def _waits(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    arrays.wait_max_s = rng.choice([0, 3, 10])
    arrays.wait_allowed_s[rng.randrange(arrays.n_tasks)] = rng.choice([0, 10])


def _spans(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    for shift in orders:
        arrays.work_max_s[shift] = run.end[shift] - run.begin[shift] + rng.randrange(-15, 15)


def _breaks(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    for shift in orders:
        arrays.breaks[shift] = tuple(_slot(run.end[shift], rng) for _ in range(rng.choice([1, 1, 2])))


def _slot(end: int, rng: Random) -> BreakSlot:
    earliest = rng.randrange(0, 150)
    return BreakSlot(
        duration_s=rng.randrange(3, 30),
        earliest_s=earliest,
        latest_start_s=earliest + rng.choice([10, 40, FAR]),
        only_if_after_s=rng.choice([-FAR, end + rng.randrange(-30, 30)]),
        paid=rng.random() < 0.5,
    )


def _relations(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    tasks = list(run.start)
    for _ in range(rng.choice([1, 2, 3])):
        a, b = rng.sample(tasks, 2)
        gap = run.start[b] - run.start[a]
        low = rng.choice([-FAR, min(0, gap), gap - rng.randrange(0, 20), gap + rng.randrange(0, 10)])
        high = rng.choice([FAR, FAR, max(low, gap) + rng.randrange(0, 15), max(0, low)])
        arrays.differences.append(Difference(a, b, low, high))


def _apart(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    for _ in range(rng.choice([1, 2, 3])):
        first, second = rng.sample(range(arrays.n_requests), 2)
        a, b = arrays.request_tasks[first], arrays.request_tasks[second]
        gaps = [rng.choice([0, 5, 20, FAR]) for _ in range(2)]
        arrays.never_at_once.append(NeverAtOnce(a, b, gaps[0], gaps[1], rng.random() < 0.5, rng.random() < 0.5))


def _driving(arrays: Arrays, orders: dict[int, list[int]], run: _Run, rng: Random) -> None:
    for shift in orders:
        arrays.driving_max_s[shift] = rng.randrange(60, 160)


_LIMITS: dict[str, Callable[[Arrays, dict[int, list[int]], _Run, Random], None]] = {
    "windows": _windows,
    "rides": _rides,
    "waits": _waits,
    "spans": _spans,
    "breaks": _breaks,
    "relations": _relations,
    "apart": _apart,
    "driving": _driving,
}
