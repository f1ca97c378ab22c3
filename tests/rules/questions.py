"""Orders of generated problems, for asking one rule about them.

Limits of generated problems lie near a hidden plan's values. Where that is not near enough, `sharpened` moves the
limits of one rule to what the least times need, a second less or a second more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from solver.facts.locks import Lock, LockKind
from solver.facts.requests import Request
from solver.facts.shifts import Member, Shift
from solver.problem import Problem
from solver.rulekit.legs import legs, setup_paid_s, travelled_s
from solver.rulekit.onboard import people_on_board, ride_s
from solver.rulekit.worktime import worked_s
from solver.solution import Solution
from tests.solver.generate import FEATURES, make_case, random_orders

type Orders = Mapping[int, Sequence[int]]
type Sharpen = Callable[[Problem, Solution, Random], Problem]


@dataclass(frozen=True, kw_only=True)
class Question:
    """Orders of a problem."""

    name: str
    problem: Problem
    orders: Orders


@cache
def question(seed: int) -> Question:
    """Return the question of a seed: nearly all features; the hidden plan's orders, random ones, or disturbed ones."""
    rng = Random(seed)
    features = FEATURES - {"overrides"} - set(rng.sample(sorted(FEATURES), 4))
    if seed % 4:
        features -= {"bands"}  # relations on banded roads can take the reference timing seconds
    case = make_case(seed, requests=rng.choice([4, 6]), shifts=rng.choice([1, 2, 3]), features=features)
    orders = {shift: list(order) for shift, order in case.orders.items()}
    problem = replace(case.problem, locks=(*case.problem.locks, _frozen(rng, orders), *_held_out(seed, case.problem)))
    if seed % 3 == 1:
        orders = random_orders(problem, rng, serve=rng.choice([0.7, 1.0]))
    elif seed % 3 == 2:
        _disturb(problem, rng, orders)
    return Question(name=f"seed {seed}", problem=problem, orders={s: order for s, order in orders.items() if order})


def _frozen(rng: Random, orders: Orders) -> Lock:
    """Return a pinned beginning of the hidden plan."""
    shift = rng.choice([s for s, order in orders.items() if order])
    return Lock(kind=LockKind.PREFIX, tasks=tuple(orders[shift][: rng.randrange(1, 3)]), shift=shift)


def _held_out(seed: int, problem: Problem) -> tuple[Lock, ...]:
    """Return a request that was left out by hand, in every other problem."""
    requests = Random(-seed - 1).sample(problem.requests, seed % 2)
    return tuple(Lock(kind=LockKind.OUT, tasks=request.tasks) for request in requests)


def _disturb(problem: Problem, rng: Random, orders: dict[int, list[int]]) -> None:
    """Move a request anywhere, or leave it out; whoever is aboard stays in the vehicle, and pairs stay in order."""
    others_need = [gap.before for gap in problem.gaps]
    moved = problem.requests[rng.choice([*range(len(problem.requests)), *(others_need * 4)])]
    target = rng.choice(list(orders.values()))
    for order in orders.values():
        if moved.aboard and moved.tasks[0] in order:
            target = order
        order[:] = [task for task in order if task not in moved.tasks]
    if rng.random() < 0.7:
        for at, task in enumerate(moved.tasks):
            target.insert(rng.randrange(target.index(moved.tasks[0]) + 1 if at else 0, len(target) + 1), task)


def sharpened(code: str, asked: Question, bare: Solution, rng: Random) -> Question:
    """Return the question with the limits of one rule a second around what the least times need."""
    if code not in SHARPEN:
        return asked
    return replace(asked, name=f"{asked.name}, sharp", problem=SHARPEN[code](asked.problem, bare, rng))


def _near(rng: Random, value: int) -> int:
    return value + rng.choice([-60, -1, 0, 1])


def _each_member(problem: Problem, change: Callable[[int, Member], Member]) -> Problem:
    return _each_shift(
        problem, lambda s, shift: replace(shift, members=tuple(change(s, worker) for worker in shift.members))
    )


def _each_shift(problem: Problem, change: Callable[[int, Shift], Shift]) -> Problem:
    return replace(problem, shifts=tuple(change(s, shift) for s, shift in enumerate(problem.shifts)))


def _spans(problem: Problem, bare: Solution, rng: Random) -> Problem:
    ends = {route.shift: route.end_s - route.start_s for route in bare.routes}

    def limited(s: int, shift: Shift) -> Shift:
        overtime = rng.choice([0, 300])
        allowed = all(worker.overtime_allowed for worker in shift.members)
        end = shift.start_s + ends.get(s, 3600) - (overtime if allowed else 0)
        return replace(shift, end_s=_near(rng, end), overtime_s=overtime)

    return _each_shift(problem, limited)


def _hand_overs(problem: Problem, bare: Solution, rng: Random) -> Problem:
    """The last shift takes the first one's vehicle or worker as soon as it is back, or a little sooner."""
    if len(problem.shifts) < 2:
        return problem
    first, *others, last = problem.shifts
    back = next((route.end_s for route in bare.routes if route.shift == 0), first.start_s)
    hand_over = rng.choice([0, 300])
    vehicle = first.vehicle if rng.random() < 0.7 else last.vehicle
    same = vehicle == first.vehicle
    last = replace(
        last,
        vehicle=vehicle,
        members=last.members if same else first.members,
        hand_over_s=hand_over,
        start_s=_near(rng, back + (hand_over if same else 0)),
        start_location=last.start_location if rng.random() < 0.9 else 1,
    )
    return replace(problem, shifts=(replace(first, start_s=min(first.start_s, last.start_s - 1)), *others, last))


def _driving(problem: Problem, bare: Solution, rng: Random) -> Problem:
    driven = {route.shift: travelled_s(problem, route) for route in bare.routes}
    return _each_member(
        problem, lambda s, worker: replace(worker, longest_driving_s=_near(rng, driven.get(s, 0) + _driven(problem, s)))
    )


def _driven(problem: Problem, shift: int) -> int:
    begun = problem.shifts[shift].start
    return begun.driven_s if begun else 0


def _work(problem: Problem, bare: Solution, rng: Random) -> Problem:
    worked = {route.shift: worked_s(route) for route in bare.routes}
    return _each_member(problem, lambda s, worker: replace(worker, longest_work_s=_near(rng, worked.get(s, 0))))


def _rest(problem: Problem, bare: Solution, rng: Random) -> Problem:
    spans = {route.shift: (route.start_s, route.end_s) for route in bare.routes}

    def rested(s: int, worker: Member) -> Member:
        low, high = spans.get(s, (0, 0))
        night = rng.choice([(), ((0, _near(rng, low)),), ((_near(rng, high), 30 * 3600),)])
        fresh = replace(worker, rest_from_s=None, rest_until_s=None, night_s=night)
        if rng.random() < 0.4:
            return replace(fresh, rest_from_s=_near(rng, low))
        return replace(fresh, rest_until_s=_near(rng, high)) if rng.random() < 0.5 else fresh

    return _each_member(problem, rested)


def _breaks(problem: Problem, bare: Solution, rng: Random) -> Problem:
    """A day about as long as the route, and breaks that start at a certain time or are owed from that length on."""
    spans = {route.shift: (route.start_s, route.end_s) for route in bare.routes}

    def due(shift: Shift, worker: Member) -> Member:
        earliest = rng.randrange(max(1, shift.end_s - shift.start_s))
        latest = earliest + rng.choice([0, 300, 1800])
        owed = [replace(one, earliest_s=earliest, latest_start_s=latest) for one in worker.breaks]
        if rng.random() < 0.5:
            day = _near(rng, shift.end_s - shift.start_s)
            owed = [replace(one, from_work_s=max(0, day), strictly_above=rng.random() < 0.5) for one in worker.breaks]
        return replace(worker, breaks=tuple(owed))

    def limited(s: int, shift: Shift) -> Shift:
        low, high = spans.get(s, (shift.start_s, shift.end_s))
        fitted = replace(shift, start_s=low, end_s=_near(rng, high))
        return replace(fitted, members=tuple(due(fitted, worker) for worker in shift.members))

    return _each_shift(problem, limited)


def _rides(problem: Problem, bare: Solution, rng: Random) -> Problem:
    def limited(r: int, request: Request) -> Request:
        lasts = ride_s(problem, bare, r)
        return request if lasts is None else replace(request, longest_ride_s=_near(rng, lasts))

    return replace(problem, requests=tuple(limited(r, request) for r, request in enumerate(problem.requests)))


def _wait(problem: Problem, bare: Solution, rng: Random) -> Problem:
    waits = [0]
    for route in bare.routes:
        people = people_on_board(problem, route)
        for leg, stop in zip(legs(problem, route), route.stops, strict=False):
            if people[leg.position]:
                waits.append(stop.start_s - leg.arrival_s - setup_paid_s(problem, route, leg.position))
    return replace(problem, longest_wait_aboard_s=max(0, _near(rng, rng.choice(waits))))


def _overtime(problem: Problem, bare: Solution, rng: Random) -> Problem:
    ends = {route.shift: route.end_s for route in bare.routes}
    return _each_shift(problem, lambda s, shift: replace(shift, end_s=ends.get(s, 0) - rng.randrange(-600, 1800)))


def _needs(problem: Problem, bare: Solution, rng: Random) -> Problem:
    return replace(problem, gaps=tuple(replace(gap, needs=True) for gap in problem.gaps))


SHARPEN: Mapping[str, Sharpen] = {
    "shift_span": _spans,
    "one_shift_at_a_time": _hand_overs,
    "driving_limit": _driving,
    "longest_work": _work,
    "rest": _rest,
    "breaks": _breaks,
    "longest_ride": _rides,
    "carry_time": _rides,
    "wait_aboard": _wait,
    "needs": _needs,
    "overtime": _overtime,
}
