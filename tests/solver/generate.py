"""Small random problems for all tests of the solver: plain facts, every feature switched on by name.

Each problem is grown around a hidden plan that is feasible for the base facts, and each feature puts its limits near
the hidden plan's values: about half of the limits just hold, the others are just broken, so both sides of every
boundary are met often. The same arguments always give the same problem.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot
from random import Random

import numpy as np

from solver.facts.requests import AboardFact, Request, Task, TaskKind
from solver.facts.shifts import Member, Shift, StartFact
from solver.facts.travel import TravelTable
from solver.problem import Problem
from solver.travel_time import arrival_s
from tests.solver.generate_features import BANDS, FACT_FEATURES, Hidden

BASE_FEATURES = frozenset({"rides", "deliveries", "start", "foot", "bands"})
"""Features that change who does what; the others only add facts."""

FEATURES = BASE_FEATURES | frozenset(FACT_FEATURES)
"""All names `make_problem` knows; see `tests/solver/generate_features.py` for what each adds."""

BASE, KITCHEN = 0, 1
KINDS = ("seat", "wheelchair", "box")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A problem and the hidden plan it was grown around (orders of tasks by shift index)."""

    problem: Problem
    orders: dict[int, list[int]]


def make_problem(seed: int, *, requests: int = 6, shifts: int = 2, features: Iterable[str] = ()) -> Problem:
    """Return the problem of `make_case`."""
    return make_case(seed, requests=requests, shifts=shifts, features=features).problem


def make_case(seed: int, *, requests: int = 6, shifts: int = 2, features: Iterable[str] = ()) -> Case:
    """Return a random problem with its hidden plan.

    Parameters
    ----------
    seed : int
        Same seed, same case.
    requests, shifts : int
        How many; with "start" one request more, already aboard shift 0 (two in every other case).
    features : iterable of str
        Names out of `FEATURES`. None: visits by car with a window each, and nothing else.
    """
    wanted = frozenset(features)
    if unknown := wanted - FEATURES:
        msg = f"unknown features: {sorted(unknown)}"
        raise ValueError(msg)
    rng = Random(seed)
    problem = _base(rng, requests, shifts, wanted)
    orders = _hidden_orders(problem, rng)
    hidden = _timed(problem, orders, rng, banded="bands" in wanted)
    for name, feature in FACT_FEATURES.items():
        if name in wanted or name == "windows":
            problem = feature(problem, hidden, rng)
    if "bands" in wanted:
        problem = BANDS(problem, hidden, rng)
    if "start" in wanted:
        problem = _begun(problem, hidden, rng)
    return Case(problem=problem, orders=orders)


def random_orders(problem: Problem, rng: Random, *, serve: float = 0.9) -> dict[int, list[int]]:
    """Return orders that obey pairs, prefixes and who is aboard, and are otherwise drawn at random.

    Parameters
    ----------
    rng : random.Random
        Drives all choices.
    serve : float
        Chance that a request is planned at all (those aboard or in a prefix always are).

    Notes
    -----
    Tasks are sorted by the middle of their first window, blurred by up to two hours, so that some orders have
    feasible times and some have not.
    """
    fixed = {t: s for s, shift in enumerate(problem.shifts) if shift.start for t in shift.start.prefix}
    blur = rng.choice([0, 600, 2400, 7200])
    keys: dict[int, list[tuple[float, int]]] = {}
    for request in problem.requests:
        at_home = [fixed[t] for t in request.tasks if t in fixed] + ([request.aboard.shift] if request.aboard else [])
        if not at_home and rng.random() > serve:
            continue
        shift = at_home[0] if at_home else rng.randrange(len(problem.shifts))
        key = -float("inf")
        for task in request.tasks:
            key = max(key + 1e-6, _middle(problem, task, rng) + rng.uniform(-blur, blur))
            keys.setdefault(shift, []).append((key, task))
    orders = {shift: [task for _, task in sorted(found)] for shift, found in sorted(keys.items())}
    return {shift: _prefix_first(problem, shift, order) for shift, order in orders.items()}


def _prefix_first(problem: Problem, shift: int, order: list[int]) -> list[int]:
    begun = problem.shifts[shift].start
    prefix = list(begun.prefix) if begun else []
    return prefix + [task for task in order if task not in prefix]


def _middle(problem: Problem, task: int, rng: Random) -> float:
    windows = problem.tasks[task].windows_s
    if windows:
        return sum(windows[0]) / 2
    return rng.uniform(7 * 3600, 15 * 3600)


def _base(rng: Random, n_requests: int, n_shifts: int, wanted: frozenset[str]) -> Problem:
    """Return tasks, requests, shifts and travel without any limit."""
    points = [(rng.uniform(0, 6), rng.uniform(0, 6)) for _ in range(2 + n_requests + 2)]
    kinds = ["visit"] + ["ride"] * 2 * ("rides" in wanted) + ["delivery"] * ("deliveries" in wanted)
    drawn = [rng.choice(kinds) for _ in range(n_requests)]
    tasks: list[Task] = []
    requests = [_request(rng, i, kind, tasks, len(points)) for i, kind in enumerate(drawn)]
    if "start" in wanted:
        requests += [_aboard(rng, n_requests + i, tasks, len(points)) for i in range(1 + rng.randrange(2))]
    tables = [_table("car", points, seconds_per_km=118, seconds_more=40, banded=True)]
    if "foot" in wanted:
        tables.append(_table("foot", points, seconds_per_km=720, seconds_more=0, banded=False))
    return Problem(
        locations=tuple(f"L{i}" for i in range(len(points))),
        travel=tuple(tables),
        tasks=tuple(tasks),
        requests=tuple(requests),
        shifts=tuple(_shift(rng, i, len(tables)) for i in range(n_shifts)),
        load_kinds=KINDS,
        end_s=26 * 3600,
        person_mode=len(tables) - 1,
    )


def _table(
    mode: str, points: list[tuple[float, float]], *, seconds_per_km: float, seconds_more: int, banded: bool
) -> TravelTable:
    km = np.array([[hypot(a[0] - b[0], a[1] - b[1]) for b in points] for a in points])
    away = km > 0
    return TravelTable(
        mode=mode,
        seconds=(np.ceil(seconds_per_km * km) + seconds_more * away).astype(np.int32),
        metres=(np.ceil(1290 * km) + 150 * away).astype(np.int32),
        driving=mode != "foot",
        banded=banded,
    )


def _request(rng: Random, index: int, kind: str, tasks: list[Task], n_locations: int) -> Request:
    here, there = rng.sample(range(2, n_locations), 2)
    halts = {
        "visit": [(TaskKind.VISIT, here, rng.randrange(300, 2700, 60))],
        "ride": [(TaskKind.PICKUP, here, rng.randrange(30, 240)), (TaskKind.DROPOFF, there, rng.randrange(30, 180))],
        "delivery": [(TaskKind.LOAD, KITCHEN, 30), (TaskKind.DROP, there, rng.randrange(60, 240))],
    }[kind]
    first = len(tasks)
    for i, (task_kind, location, service) in enumerate(halts):
        tasks.append(
            Task(
                id=f"T{first + i}",
                request=index,
                kind=task_kind,
                location=location,
                service_s=service,
                setup_s=rng.choice([0, 60, 150]),
            )
        )
    loads = {"visit": (0, 0, 0), "ride": rng.choice([(1, 0, 0), (2, 0, 0), (0, 1, 0)]), "delivery": (0, 0, 1)}
    return Request(
        id=f"R{index}",
        source_id=f"R{index}",
        kind=kind,
        tasks=tuple(range(first, len(tasks))),
        timed_task=rng.randrange(first, len(tasks)),
        clients=(f"C{index}",),
        unassigned_gr=rng.randrange(2_000, 20_000),
        load=loads[kind],
        work_s=sum(service for *_, service in halts),
        value_gr=rng.randrange(3_000, 15_000),
    )


def _aboard(rng: Random, index: int, tasks: list[Task], n_locations: int) -> Request:
    """Return somebody who sits in shift 0's vehicle already (`_begun` dates it)."""
    made: list[Task] = []
    whole = _request(rng, index, "ride", made, n_locations)
    task = len(tasks)
    tasks.append(_moved(made[1], task))
    aboard = AboardFact(shift=0, since_s=0, direct_s=0)
    return Request(**(vars(whole) | {"tasks": (task,), "timed_task": task, "aboard": aboard}))


def _moved(task: Task, index: int) -> Task:
    return Task(**(vars(task) | {"id": f"T{index}"}))


def _shift(rng: Random, index: int, n_modes: int) -> Shift:
    begins = 7 * 3600 + rng.randrange(0, 7200, 300)
    return Shift(
        id=f"S{index}",
        name=f"Shift {index}",
        kind="bus",
        members=(Member(id=f"M{index}"),),
        vehicle=f"V{index}",
        mode=rng.randrange(n_modes) if index else 0,
        start_s=begins,
        end_s=begins + 8 * 3600,
        start_location=BASE,
        end_location=BASE,
        layouts=((16, 4, 40),),
        lift_kg=300,
    )


def _hidden_orders(problem: Problem, rng: Random) -> dict[int, list[int]]:
    """Return orders in which a ride's or a delivery's second task comes at most two tasks after its first."""
    orders: dict[int, list[int]] = {}
    waiting: dict[int, list[int]] = {}
    for request in sorted(problem.requests, key=lambda r: (r.aboard is None, rng.random())):
        shift = 0 if request.aboard else rng.randrange(len(problem.shifts))
        order, later = orders.setdefault(shift, []), waiting.setdefault(shift, [])
        order.append(request.tasks[0])
        later.extend(request.tasks[1:])
        while later and (len(later) > 2 or rng.random() < 0.5):
            order.append(later.pop(0))
    for shift, later in waiting.items():
        orders[shift].extend(later)
    return dict(sorted(orders.items()))


def _timed(problem: Problem, orders: Mapping[int, list[int]], rng: Random, *, banded: bool) -> Hidden:
    """Run through the hidden orders with a random idle time before some tasks."""
    bands = BANDS.bands if banded else ()
    starts: dict[int, int] = {}
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    for index, order in orders.items():
        shift = problem.shifts[index]
        table = problem.travel[shift.mode]
        here, now, fresh = shift.start_location, shift.start_s + rng.randrange(0, 1800), True
        begins[index] = now
        for number in order:
            task = problem.tasks[number]
            if fresh or task.location != here:
                leg = int(table.seconds[here, task.location])
                now = arrival_s(bands if table.banded else (), now, leg) + task.setup_s
            now += rng.choice([0, 0, 0, rng.randrange(1200)])
            starts[number] = now
            now, here, fresh = now + task.service_s, task.location, False
        ends[index] = arrival_s(bands, now, int(table.seconds[here, shift.end_location]))
    return Hidden(orders=dict(orders), start_s=starts, begins_s=begins, ends_s=ends)


def _begun(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Let shift 0 have begun: it is free in the middle of nowhere, somebody is aboard, its next task may be frozen."""
    order = hidden.orders[0]
    free = hidden.begins_s[0] + rng.randrange(-120, 600)
    start = StartFact(free_s=free, prefix=tuple(order[: rng.randrange(2)]), driven_s=600, worked_s=1200)
    where = rng.randrange(2, len(problem.locations))
    begun = Shift(**(vars(problem.shifts[0]) | {"start": start, "start_location": where}))
    requests = tuple(_dated(problem, request, free, rng) if request.aboard else request for request in problem.requests)
    return Problem(**(vars(problem) | {"requests": requests, "shifts": (begun, *problem.shifts[1:])}))


def _dated(problem: Problem, request: Request, free_s: int, rng: Random) -> Request:
    aboard = AboardFact(shift=0, since_s=free_s - rng.randrange(60, 900), direct_s=rng.randrange(300, 900))
    return Request(**(vars(request) | {"aboard": aboard}))
