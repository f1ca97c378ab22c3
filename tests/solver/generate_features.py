"""What each feature of `tests.solver.generate` adds to a problem, near the values of the hidden plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from solver.facts.locks import Allowance, Lock, LockKind
from solver.facts.requests import CARRIED, PublishedFact, Request, Span, Task
from solver.facts.shifts import BreakFact, Shift, SkillFact
from solver.facts.ties import Cap, Engagement, Gap, Share, StaffLink
from solver.facts.travel import SpeedBandFact
from solver.problem import Problem
from solver.rulekit.carrying import carried_on
from solver.rulekit.tiny import timed_route


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """The hidden plan: orders by shift, start of service by task, begin and end by shift."""

    orders: dict[int, list[int]]
    start_s: dict[int, int]
    begins_s: dict[int, int]
    ends_s: dict[int, int]

    def shift_of(self, task: int) -> int:
        """Return the shift that has `task`."""
        return next(shift for shift, order in self.orders.items() if task in order)

    def ride_s(self, problem: Problem, request: Request) -> int:
        """Return the time from the end of the first task to the start of the last (single tasks: 0)."""
        first, last = request.tasks[0], request.tasks[-1]
        return max(0, self.start_s[last] - self.start_s[first] - problem.tasks[first].service_s)


type Feature = Callable[[Problem, Hidden, Random], Problem]


def _each_task(problem: Problem, change: Callable[[int, Task], Task]) -> Problem:
    return replace(problem, tasks=tuple(change(i, task) for i, task in enumerate(problem.tasks)))


def _each_request(problem: Problem, change: Callable[[int, Request], Request]) -> Problem:
    return replace(problem, requests=tuple(change(i, request) for i, request in enumerate(problem.requests)))


def _each_shift(problem: Problem, change: Callable[[int, Shift], Shift]) -> Problem:
    return replace(problem, shifts=tuple(change(i, shift) for i, shift in enumerate(problem.shifts)))


def _around(rng: Random, at_s: int, wide: int) -> Span:
    """Return a span that holds `at_s` three times out of four, and else just misses it."""
    low, high = at_s - rng.randrange(wide), at_s + rng.randrange(wide)
    miss = rng.choice([0, 0, 0, 1])
    return (at_s + 30, at_s + 30 + wide) if miss else (low, high)


def _windows(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Half of the tasks get one window (always on)."""

    def windowed(index: int, task: Task) -> Task:
        if rng.random() < 0.5:
            return task
        return replace(task, windows_s=(_around(rng, hidden.start_s[index], 1800),))

    return _each_task(problem, windowed)


def _two_windows(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Two thirds of the tasks get two or three windows, the hidden start in one of them or between two."""

    def windowed(index: int, task: Task) -> Task:
        if rng.random() < 0.33:
            return task
        at, spans = hidden.start_s[index] - rng.randrange(1800), []
        for _ in range(rng.choice([2, 2, 3])):
            spans.append((at, at + rng.randrange(1200)))
            at = spans[-1][1] + rng.randrange(60, 1800)
        return replace(task, windows_s=tuple(spans))

    return _each_task(problem, windowed)


def _ride_limits(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Longest ride (rides and deliveries) and detour (rides) near the hidden ride."""

    def limited(_: int, request: Request) -> Request:
        if request.kind == "visit":
            return request
        ride = max(hidden.ride_s(problem, request), 240)
        longest = round(ride * rng.uniform(0.9, 1.6))
        detour = rng.choice([None, rng.randrange(1000, 2500)]) if request.kind == "ride" else None
        slack = rng.randrange(0, 900) if detour else 0
        return replace(request, longest_ride_s=longest, detour_permille=detour, detour_slack_s=slack)

    return _each_request(problem, limited)


def _wait(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """No standing with people aboard beyond a few minutes."""
    return replace(problem, longest_wait_aboard_s=rng.choice([0, 60, 300, 600]))


def _span(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Working and driving limits, short shifts and overtime near the hidden route."""

    def limited(index: int, shift: Shift) -> Shift:
        begins, ends = hidden.begins_s.get(index, shift.start_s), hidden.ends_s.get(index, shift.end_s)
        work = round((ends - begins) * rng.uniform(0.85, 1.2))
        driving = rng.choice([None, rng.randrange(1800, 9000)])
        members = tuple(replace(m, longest_work_s=work, longest_driving_s=driving) for m in shift.members)
        end = ends + rng.randrange(-600, 3600)
        return replace(shift, members=members, end_s=end, overtime_s=rng.choice([0, 900, 3600]))

    return _each_shift(problem, limited)


def _breaks(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """One or two breaks a worker: always, from six hours, above the rostered length; paid or not; bounded starts."""

    def rested(_: int, shift: Shift) -> Shift:
        return replace(shift, members=tuple(replace(m, breaks=_some_breaks(rng, shift)) for m in shift.members))

    return _each_shift(problem, rested)


def _some_breaks(rng: Random, shift: Shift) -> tuple[BreakFact, ...]:
    length = shift.end_s - shift.start_s
    thresholds = [(0, False), (length, False), (length, True), (length + 600, True)]
    breaks = []
    for _ in range(rng.choice([1, 1, 2])):
        from_work, above = rng.choice(thresholds)
        earliest = rng.randrange(0, 2 * 3600)
        breaks.append(
            BreakFact(
                from_work_s=from_work,
                strictly_above=above,
                duration_s=rng.choice([600, 900, 1800]),
                earliest_s=earliest,
                latest_start_s=rng.choice([None, earliest + rng.randrange(600, 3 * 3600)]),
                paid=rng.random() < 0.5,
                article="art. 134 KP",
            )
        )
    return tuple(breaks)


def _crew(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Every second shift gets a second worker with limits of her own."""

    def crewed(index: int, shift: Shift) -> Shift:
        if index % 2:
            return shift
        first = shift.members[0]
        breaks = _some_breaks(rng, shift) if first.breaks else ()
        longest = first.longest_work_s and first.longest_work_s + rng.randrange(-600, 1800)
        second = replace(first, id=f"{first.id}b", breaks=breaks, longest_work_s=longest)
        return replace(shift, members=(first, second))

    return _each_shift(problem, crewed)


def _rest(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Rest before and after, and hours in which a worker may not work."""

    def rested(index: int, shift: Shift) -> Shift:
        begins, ends = hidden.begins_s.get(index, shift.start_s), hidden.ends_s.get(index, shift.end_s)
        member = replace(
            shift.members[0],
            rest_from_s=rng.choice([None, begins + rng.randrange(-1200, 600)]),
            rest_until_s=rng.choice([None, ends + rng.randrange(-600, 1200)]),
            night_s=rng.choice([(), ((0, begins - rng.randrange(-300, 1200)),)]),
            overtime_allowed=rng.random() < 0.5,
        )
        return replace(shift, members=(member, *shift.members[1:]))

    return _each_shift(problem, rested)


def _relations(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Gaps (inspection before repair, return after a stay), a double visit, one client in two requests."""
    n = len(problem.requests)
    if n < 2:
        return problem
    a, b = sorted(rng.sample(range(n), 2), key=lambda r: hidden.start_s[problem.requests[r].tasks[0]])
    last = problem.requests[a].tasks[-1]
    gap = hidden.start_s[problem.requests[b].tasks[0]] - hidden.start_s[last] - problem.tasks[last].service_s
    least = max(0, gap + rng.randrange(-1200, 300))
    most = rng.choice([None, least + rng.randrange(0, 2400)])
    gaps = (Gap(before=a, after=b, min_s=least, max_s=most, needs=rng.random() < 0.5, why="repair"),)
    same: tuple[tuple[int, int], ...] = ()
    visits = [i for i, r in enumerate(problem.requests) if r.kind == "visit"]
    if len(visits) >= 2 and rng.random() < 0.5:
        first, second = rng.sample(visits, 2)
        same = ((first, second),)
    client = problem.requests[a].clients
    pair = rng.sample(range(n), 2)
    requests = tuple(replace(r, clients=client) if i in pair else r for i, r in enumerate(problem.requests))
    engagements = tuple(Engagement(client=client[0], requests=(i,)) for i in pair)
    return replace(problem, requests=requests, gaps=gaps, same_starts=same, engagements=engagements)


def _journey(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Two rides become outbound and return of one client, who also expects a visit (or a third ride)."""
    rides = [i for i, r in enumerate(problem.requests) if r.kind == "ride" and not r.aboard]
    others = [i for i in range(len(problem.requests)) if i not in rides]
    if len(rides) < 2:
        return problem
    rides.sort(key=lambda r: hidden.start_s[problem.requests[r].tasks[0]])
    out, back = rides[0], rides[-1]
    trio = {out, back, *others[:1]}
    client = ("Cj",)
    requests = tuple(replace(r, clients=client) if i in trio else r for i, r in enumerate(problem.requests))
    engagements = tuple(Engagement(client="Cj", requests=legs) for legs in [(out, back), *((i,) for i in others[:1])])
    gap = Gap(before=out, after=back, min_s=rng.randrange(0, 2400), needs=rng.random() < 0.5)
    return replace(
        problem,
        requests=requests,
        engagements=problem.engagements + engagements,
        gaps=(*problem.gaps, gap),
        groups=(*problem.groups, (out, back)) if rng.random() < 0.5 else problem.groups,
    )


def _links(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Same or different staff, and a group of all or none."""
    a, b = rng.sample(range(len(problem.requests)), 2)
    c, d = rng.sample(range(len(problem.requests)), 2)
    return replace(
        problem,
        staff_links=(StaffLink(a=a, b=b, same=rng.random() < 0.5),),
        groups=(*problem.groups, (c, d)),
    )


def _caps(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """An entitlement (hard) and a daily limit (priced)."""
    chosen = rng.sample(range(len(problem.requests)), min(3, len(problem.requests)))
    weights = tuple((r, rng.randrange(1, 4)) for r in chosen)
    hard = Cap(id="K0", weights=weights, limit=rng.randrange(1, 8), unit="visits")
    priced = Cap(id="K1", weights=weights, limit=rng.randrange(1, 8), unit="visits", price_gr_per_unit=900)
    return replace(problem, caps=(hard, priced))


def _share(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """A contracted share over the grant period, and a price on uneven workload."""
    problem = _each_shift(problem, lambda i, s: replace(s, contracted=i % 2 == 1, provider=f"P{i % 2}"))
    share = Share(
        target_permille=350,
        weights=tuple(r.value_gr for r in problem.requests),
        counts=tuple(s.contracted for s in problem.shifts),
        part_balance=rng.randrange(0, 40_000),
        all_balance=100_000,
        price_gr=rng.randrange(1, 50),
        price_unit=100,
    )
    return replace(problem, share=share, workload_gr_per_h=600)


def _locks(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """One pin of each kind but the prefix (which the start state has)."""
    locks = []
    request = rng.choice(problem.requests)
    locks.append(Lock(kind=LockKind.SHIFT, tasks=request.tasks, shift=hidden.shift_of(request.tasks[0])))
    task = rng.choice(rng.choice(problem.requests).tasks)
    locks.append(Lock(kind=LockKind.START, tasks=(task,), start_s=hidden.start_s[task]))
    shift = rng.choice([s for s, order in hidden.orders.items() if order])
    order = hidden.orders[shift]
    picked = sorted(rng.sample(range(len(order)), min(2, len(order))))
    locks.append(Lock(kind=LockKind.ORDER, tasks=tuple(order[i] for i in picked), shift=shift))
    return replace(problem, locks=tuple(locks))


def _promises(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """A third of the requests were promised and published."""

    def promised(_: int, request: Request) -> Request:
        if rng.random() < 0.66:
            return request
        at = hidden.start_s[request.timed_task]
        shift = hidden.shift_of(request.timed_task)
        published = PublishedFact(shift=shift, start_s=at + rng.randrange(-300, 300))
        return replace(request, must=True, promise_s=_around(rng, at, 900), published=published, call_gr=500)

    return _each_request(problem, promised)


def _skills(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Skills of which some expire near the hidden start, lifts and districts."""

    def skilled(_: int, shift: Shift) -> Shift:
        middle = (shift.start_s + shift.end_s) // 2
        member = replace(
            shift.members[0],
            skills=tuple(
                SkillFact(code=c, valid_until_s=rng.choice([None, None, middle])) for c in "ab"[: rng.choice([1, 2])]
            ),
        )
        return replace(
            shift,
            members=(member, *shift.members[1:]),
            lift_kg=rng.choice([0, 200, 300]),
            districts=rng.choice([(), ("north",), ("north", "south")]),
            out_of_town=rng.random() < 0.7,
        )

    def needy(_: int, request: Request) -> Request:
        districts = tuple(rng.choice(["north", "north", "south", ""]) for _ in request.tasks)
        skills = (rng.choice("ab"),) if rng.random() < 0.5 else ()
        lift = rng.choice([150, 250]) if request.kind == "ride" and request.load[1] else 0
        return replace(request, districts=districts, skills=skills, lift_kg=lift)

    return _each_request(_each_shift(problem, skilled), needy)


def _seats(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Small vehicles with folding seats, a shift without a vehicle, and attendants."""

    def small(index: int, shift: Shift) -> Shift:
        if index == 1 and rng.random() < 0.3:
            return replace(shift, layouts=(), vehicle=None)
        return replace(shift, layouts=((3, 0, 4), (1, 1, 4)))

    def attended(_: int, request: Request) -> Request:
        return replace(request, needs_attendant=request.kind == "ride" and rng.random() < 0.25)

    return _each_request(_each_shift(problem, small), attended)


def _people(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Excluded, preferred and backup workers; pooling policies."""
    workers = [m.id for s in problem.shifts for m in s.members]

    def choosy(_: int, request: Request) -> Request:
        return replace(
            request,
            excluded_staff=(rng.choice(workers),) if rng.random() < 0.3 else (),
            preferred_staff=(rng.choice(workers),) if rng.random() < 0.5 else (),
            backup_staff=(rng.choice(workers),) if rng.random() < 0.3 else (),
            other_staff_gr=400,
            pooling=rng.choice(["free", "free", "common_destination", "never"]),
        )

    return _each_request(problem, choosy)


def _prices(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Prices of work, use, overtime, kilometres, excess ride and deviation from the wish."""

    def costly(_: int, shift: Shift) -> Shift:
        return replace(
            shift, work_gr_per_h=rng.randrange(2000, 5000), overtime_gr_per_h=rng.choice([0, 2500]),
            km_gr=rng.randrange(60, 150), request_gr=rng.choice([0, 800]), unfamiliar_gr=rng.choice([0, 300]),
            use_gr=rng.choice([0, 1500, 30_000]),
        )  # fmt: skip

    def priced(_: int, request: Request) -> Request:
        wish = rng.choice([None, hidden.start_s[request.timed_task] + rng.randrange(-1800, 1800)])
        return replace(
            request, wish_s=wish, deviation_gr_per_min=rng.choice([0, 5, 40]),
            excess_ride_gr_per_min=rng.choice([0, 10, 60]) if request.kind == "ride" else 0,
        )  # fmt: skip

    return _each_request(_each_shift(problem, costly), priced)


def _hand_over(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """The second shift takes over the first one's vehicle (and worker, in every other case)."""
    if len(problem.shifts) < 2:
        return problem
    first, second, *rest = problem.shifts
    middle = first.start_s + rng.randrange(2 * 3600, 6 * 3600)
    first = replace(first, end_s=middle)
    second = replace(
        second,
        vehicle=first.vehicle,
        mode=first.mode,
        start_s=middle + 600,
        end_s=middle + 5 * 3600,
        hand_over_s=rng.choice([300, 600, 900]),
        members=rng.choice([first.members, second.members]),
    )
    return replace(problem, shifts=(first, second, *rest))


def _overrides(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """A dispatcher accepted lateness at one task, a long ride and a late shift."""
    task, request, shift = rng.choice(problem.tasks), rng.choice(problem.requests), rng.choice(problem.shifts)
    return replace(
        problem,
        allowances=(
            Allowance(rule="time_window", subject=task.id, amount=rng.randrange(60, 1800), reason="agreed by phone"),
            Allowance(rule="longest_ride", subject=request.id, amount=rng.randrange(60, 900), reason="agreed by phone"),
            Allowance(rule="shift_span", subject=shift.id, amount=rng.randrange(60, 1800), reason="driver agrees"),
        ),
    )


def _carried(problem: Problem, hidden: Hidden, rng: Random) -> Problem:
    """Loads for the whole way out or back, also of visits; about as many boxes fit as the hidden plan carries."""

    def longer(_: int, request: Request) -> Request:
        if request.aboard:
            return request
        boxes = request.kind == "visit" and rng.random() < 0.7
        load = (0, 0, rng.randrange(1, 4)) if boxes else request.load
        return replace(request, load=load, carried=rng.choice(CARRIED))

    problem = _each_request(problem, longer)

    def roomy(index: int, shift: Shift) -> Shift:
        gaps = carried_on(problem, timed_route(problem, index, hidden.orders.get(index, [])))
        most = max(sum(problem.requests[r].load[2] for r in carried) for carried in gaps)
        boxes = max(0, most + rng.choice([-1, 0, 0, 1]))
        return replace(shift, layouts=tuple((*places[:2], boxes) for places in shift.layouts))

    return _each_shift(problem, roomy)


class _Bands:
    """Rush hours: slow in the morning and in the afternoon, a little fast at noon."""

    bands = ((7 * 3600 + 1800, 9 * 3600, 550), (12 * 3600, 13 * 3600, 1150), (14 * 3600, 16 * 3600 + 1800, 700))

    def __call__(self, problem: Problem, hidden: Hidden, rng: Random) -> Problem:
        return replace(
            problem, speed_bands=tuple(SpeedBandFact(start_s=a, end_s=b, permille=p) for a, b, p in self.bands)
        )


BANDS = _Bands()

FACT_FEATURES: dict[str, Feature] = {
    "windows": _windows,
    "two_windows": _two_windows,
    "ride_limits": _ride_limits,
    "wait": _wait,
    "span": _span,
    "breaks": _breaks,
    "crew": _crew,
    "rest": _rest,
    "relations": _relations,
    "journey": _journey,
    "links": _links,
    "caps": _caps,
    "share": _share,
    "locks": _locks,
    "promises": _promises,
    "skills": _skills,
    "seats": _seats,
    "people": _people,
    "prices": _prices,
    "hand_over": _hand_over,
    "overrides": _overrides,
    "carried": _carried,
}
"""In the order in which they are applied; their first docstring lines say what they add."""
