"""Calls on the phone: how long it takes from the facts of a new request to the windows that can be offered.

`python -m benchmarks offers [--requests 150] [--shifts 22] [--asks 200] [--seconds 5] [--seed 1] [--judge]` plans a
made-up city's day, takes one request after the other (with its return ride, if it has one) out of problem and plan,
asks for offers as if somebody had just called, and prints one line of JSON. Measured is all that has to be done then:
`lowering` is the problem with one request more, its travel tables included, and its primitives; `asking` is loading it
and finding the offers.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

import numpy as np

from fixtures.metropolis import metropolis
from scheduler.bootstrap import travel_for
from scheduler.domain.time import ServiceDay
from scheduler.services.horizon import build_problem
from solver.board import Board
from solver.budget import Budget
from solver.calm import sweeping_later
from solver.engine import solve
from solver.explain.part import part_of
from solver.extending import extended
from solver.facts.travel import Matrix, TravelTable
from solver.insertion import offers
from solver.judged import judged_gr
from solver.offered import Offer
from solver.problem import Problem
from solver.schedule import schedule
from solver.verify import unaccepted, verify

type Orders = Mapping[int, Sequence[int]]

SHIFTS_PER_REQUEST = 0.15
"""So that almost everybody is served."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """Somebody calls: the day without them, its plan, and what makes the day one with them."""

    before: Problem
    orders: Orders
    after: Callable[[], Problem]
    requests: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Offers, and how long they took: milliseconds of the clock, and of this process alone.

    Attributes
    ----------
    off_gr : int or None
        How many grosze dearer the first one was said to be than the judge finds it; None: not asked, or no offer.
    """

    lowering_ms: float
    asking_ms: float
    cpu_ms: float
    offers: tuple[Offer, ...]
    off_gr: int | None = None

    @property
    def total_ms(self) -> float:
        """From the facts to the offers."""
        return self.lowering_ms + self.asking_ms


def calls(problem: Problem, orders: Orders, rng: Random) -> Iterator[Call]:
    """Yield calls for requests of a problem, planned or not, drawn at random."""
    group_of = {r: group for group in problem.groups for r in group}
    while True:
        request = rng.randrange(len(problem.requests))
        yield call_of(problem, orders, tuple(sorted(group_of.get(request, (request,)))))


def call_of(problem: Problem, orders: Orders, unit: tuple[int, ...]) -> Call:
    """Return the call for some requests of a problem (which has no pins)."""
    rest = part_of(
        problem, (r for r in range(len(problem.requests)) if r not in unit), orders, range(len(problem.shifts))
    )
    before, known = rest.problem, set(rest.problem.locations)
    number = {r: k for k, r in enumerate((*rest.requests, *unit))}
    tasks = [*rest.tasks, *(t for r in unit for t in problem.requests[r].tasks)]
    task_number = {t: k for k, t in enumerate(tasks)}
    used = dict.fromkeys(problem.locations[problem.tasks[t].location] for t in tasks)
    names = (*before.locations, *(name for name in used if name not in known))
    place = {name: k for k, name in enumerate(names)}
    index = np.asarray([problem.locations.index(name) for name in names])
    whole = [[one[np.ix_(index, index)] for one in (table.seconds, table.metres)] for table in problem.travel]

    def after() -> Problem:
        new_tasks = (
            replace(one, request=number[one.request], location=place[problem.locations[one.location]])
            for one in (problem.tasks[t] for t in tasks[len(rest.tasks) :])
        )
        new_requests = (
            replace(one, tasks=tuple(task_number[t] for t in one.tasks), timed_task=task_number[one.timed_task])
            for one in (problem.requests[r] for r in unit)
        )
        return replace(
            before,
            locations=names,
            travel=tuple(_grown(old, *new) for old, new in zip(before.travel, whole, strict=True)),
            tasks=(*before.tasks, *new_tasks),
            requests=(*before.requests, *new_requests),
            groups=tuple(tuple(number[r] for r in group) for group in problem.groups),
            gaps=tuple(replace(gap, before=number[gap.before], after=number[gap.after]) for gap in problem.gaps),
            engagements=tuple(
                replace(one, requests=tuple(number[r] for r in one.requests)) for one in problem.engagements
            ),
        )

    return Call(before=before, orders=rest.orders, after=after, requests=tuple(number[r] for r in unit))


def _grown(old: TravelTable, seconds: Matrix, metres: Matrix) -> TravelTable:
    """Return a table with the rows and columns of new places, as they come from a road engine."""
    n = len(old.seconds)
    tables = []
    for known, whole in ((old.seconds, seconds), (old.metres, metres)):
        table = np.empty(whole.shape, dtype=np.int32)
        table[:n, :n] = known
        table[n:, :] = whole[n:, :]
        table[:n, n:] = whole[:n, n:]
        tables.append(table)
    return replace(old, seconds=tables[0], metres=tables[1])


def answered(call: Call, *, judge: bool) -> Answer | None:
    """Return the answer to a call and how long it took; None if the plan has no times without the request."""
    board = Board(call.before, call.orders)
    if not board.sound:
        return None
    with sweeping_later():
        began, cpu = time.perf_counter(), time.process_time()
        problem = call.after()
        lowering = extended(board.lowering, problem)
        known = time.perf_counter()
        more = Board(problem, board.orders, lowering=lowering)
        found = offers(more, call.requests)
        now, cpu = time.perf_counter(), time.process_time() - cpu
    return Answer(
        lowering_ms=1e3 * (known - began),
        asking_ms=1e3 * (now - known),
        cpu_ms=1e3 * cpu,
        offers=found,
        off_gr=_judged_off_gr(more, found[0]) if judge and found else None,
    )


def _judged_off_gr(board: Board, offer: Offer) -> int | None:
    """Return by how much an offer's cost is off; raise if the plan with it breaks a rule."""
    _require_sound(board, offer)
    judged = judged_gr(board, offer.orders)
    return None if judged is None else offer.cost_gr - judged


def _require_sound(board: Board, offer: Offer) -> None:
    """Raise if a plan with an offer cannot be timed or breaks a rule."""
    timed = schedule(board.arrays, {**board.orders, **offer.orders})
    broken = unaccepted(verify(board.problem, timed)) if timed else "no times"
    if broken:
        msg = f"an offer that breaks something: {offer}: {broken}"
        raise AssertionError(msg)


def planned(requests: int, shifts: int, seconds: float, seed: int) -> tuple[Problem, Orders]:
    """Return a city's day and a plan of it."""
    town = metropolis(requests, shifts, seed=seed)
    day = ServiceDay(date=min(request.day for request in town.requests.values()), zone=town.zone)
    problem = build_problem(town, day, travel_for(town))
    result = solve(problem, budget=Budget(clock=time.monotonic, seconds=seconds), seed=seed)
    return problem, {route.shift: [stop.task for stop in route.stops] for route in result.solution.routes}


def told(problem: Problem, answers: Sequence[Answer]) -> dict[str, object]:
    """Return what is printed of the answers: times in milliseconds."""
    parts = {
        "ms": [one.total_ms for one in answers],
        "lowering": [one.lowering_ms for one in answers],
        "asking": [one.asking_ms for one in answers],
        "cpu": [one.cpu_ms for one in answers],
    }
    off = [one.off_gr for one in answers if one.off_gr is not None]
    return {
        "requests": len(problem.requests),
        "shifts": len(problem.shifts),
        "calls": len(answers),
        **{name: quantiles(values) for name, values in parts.items()},
        "offers": round(float(np.mean([len(one.offers) for one in answers])), 1),
        "none": sum(not one.offers for one in answers),
        **({"judged": len(off), "off_gr": quantiles(off)} if off else {}),
    }


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Return the median, the 99th percentile and the largest of some numbers."""
    found = np.quantile(values, [0.5, 0.99, 1]).round(1).tolist()
    return dict(zip(("p50", "p99", "max"), found, strict=True))


def main() -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=150)
    parser.add_argument("--shifts", type=int, help="three for twenty requests, unless told")
    parser.add_argument("--asks", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5, help="for the plan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", action="store_true", help="insert, verify and price each first offer as well")
    given = parser.parse_args()
    shifts = given.shifts or round(given.requests * SHIFTS_PER_REQUEST)
    problem, orders = planned(given.requests, shifts, given.seconds, given.seed)
    found = (answered(call, judge=given.judge) for call in calls(problem, orders, Random(given.seed)))
    answers = list(islice((one for one in found if one), given.asks))
    print(json.dumps(told(problem, answers)))
    return 0
