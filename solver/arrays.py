"""The primitives: index-only arrays that rules lower to and every engine reads.

An engine knows nothing of skills, lifts or the Labour Code: it sees windows, loads, bits and prices. Everything starts
out unrestricted; each rule's `lower` tightens what it is about. The numbers in brackets are the design's primitives.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.facts.requests import CARRIED, Span
from solver.facts.travel import Matrix
from solver.problem import Problem

FAR = 2**30
"""Seconds that stand for "no limit"; sums of two stay inside int32."""

BETWEEN, FROM_START, TO_END = range(len(CARRIED))
"""Values of `Arrays.carried`."""

type Ints = NDArray[np.int64]
type Bits = NDArray[np.bool_]


class Difference(NamedTuple):
    """[8] `low_s <= start(b) - start(a) <= high_s` whenever both tasks are planned."""

    a: int
    b: int
    low_s: int
    high_s: int


class NeverAtOnce(NamedTuple):
    """[8] Two stretches in either order: the later one's first task starts `gap` after the earlier one's end.

    A stretch runs from the start of its first planned task to the end of its last planned one; where `open_end` and
    its last task is not planned although its first is, to the end of the day. A gap of FAR says "never in this order".
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    gap_ab_s: int
    gap_ba_s: int
    open_a: bool
    open_b: bool


class BreakSlot(NamedTuple):
    """[7] A break of a shift, taken by the whole crew; bounds on its start are instants.

    `only_if_after_s`: owed only if the route ends after that instant (-FAR: always). Whoever schedules it says in the
    solution whether it is paid.
    """

    duration_s: int
    earliest_s: int
    latest_start_s: int
    only_if_after_s: int
    paid: bool


class CapRow(NamedTuple):
    """[10] Sum of weights over served requests at most `limit`; above it `price_gr` per unit, or hard if -1."""

    requests: tuple[int, ...]
    weights: tuple[int, ...]
    limit: int
    price_gr: int


class Total(NamedTuple):
    """[11] `|base + sum of coefficients of the served (request, shift)|`, priced below and above zero.

    Attributes
    ----------
    coefficients : ndarray of int64, shape (requests, shifts), or (requests, 1) if `shift` is given
    under_gr, over_gr : int
        Grosze per `unit` below / above zero; the product is rounded up to a whole grosz.
    shift : int
        Only what this shift serves counts; -1: all shifts.
    """

    name: str
    coefficients: Ints
    base: int
    unit: int
    under_gr: int
    over_gr: int
    shift: int = -1


@dataclass(kw_only=True)
class Arrays:
    """All primitives of one problem.

    Attributes
    ----------
    location, request, service_s, setup_s : (tasks,)
    release : (tasks,)
        0 for a pickup, load or visit; 1 for a dropoff or drop.
    windows : list of tuple of Span, by task
        [1] ascending, disjoint; empty: any time.
    compatible : (requests, shifts)
        [4]
    price : (requests, shifts)
        [5] grosze.
    load : (requests, kinds); layouts : by shift, (rows, kinds) or None
        [3] None: loads are not limited.
    carried : (requests,)
        [3] Where on a route that does all its tasks its load counts. BETWEEN (0): from its first task to its last, or
        from the start if it is aboard already; FROM_START (1): from the route's start to its last task; TO_END (2):
        from its first task to the route's end. Only loads: who rides with whom, and for how long, is as for BETWEEN.
    people : (requests,)
        Whether somebody is aboard from its pickup to its dropoff: no break and no long standing then. Meals may wait.
    ride_max_s : (requests, modes)
        [6] end of service at the first task to start at the second.
    wait_max_s : int
        [6] longest standing between arrival plus set-up and start with somebody aboard.
    wait_allowed_s : (tasks,)
        [6] accepted on top of `wait_max_s` before the start of this task.
    roster_start_s, roster_end_s : (shifts,)
        The rostered day: breaks may also lie in it before the route starts and after it has ended.
    earliest_s, latest_s : (shifts,)
        [7] route start not before, route end not after.
    work_max_s, driving_max_s : (shifts,)
        [7] route start to end without unpaid breaks; sum of travel.
    order_locks : list of (shift, tasks)
        [9] those of these tasks that are planned are on that shift (-1: on any) and, where they share a route, in this
        order; others may lie between.
    prefixes : tasks the shift begins with, by shift
        [9]
    must_serve : (requests,)
        [9] never to be left out (aboard now, frozen).
    together : (requests, requests)
        [12]
    groups : all-or-none sets of requests [13]; needs : (request, needed) pairs
    same_shift, different_shift : pairs of requests [14]
    shared_staff : (shifts, shifts)
        [14] whether two shifts have a worker in common (each with itself): `different_shift` may not be on such two.
    must, unassigned_gr : (requests,)
        Class and price of leaving it out.
    use_gr : (shifts,)
        Grosze for a shift that has any stop.
    excess_gr_per_min : (requests,)
        For each second aboard beyond the direct ride: free-flow travel (`aboard_direct_s` of who is aboard already)
        plus the set-up at the dropoff.
    timed_task, wish_task : (requests,)
        The task that wish, promise and publication speak of; -1 as `wish_task` where no wish is priced.
    published_shift, published_s, call_gr : (requests,)
        `call_gr` if the timed task is left out, is done by a crew other than that of `published_shift` (-1: never
        published), or starts more than `call_tolerance_s` away from `published_s`.
    same_crew : (shifts, shifts)
        Whether two shifts have the same workers.
    """

    problem_end_s: int
    location: Ints
    request: Ints
    service_s: Ints
    setup_s: Ints
    release: Ints
    request_tasks: tuple[tuple[int, ...], ...]
    windows: list[tuple[Span, ...]]
    seconds: tuple[Matrix, ...]
    metres: tuple[Matrix, ...]
    driving: tuple[bool, ...]
    banded: tuple[bool, ...]
    bands: tuple[tuple[int, int, int], ...]
    mode: Ints
    start_location: Ints
    end_location: Ints
    free_s: Ints
    aboard_shift: Ints
    aboard_since_s: Ints
    aboard_direct_s: Ints
    timed_task: Ints
    compatible: Bits
    price: Ints
    load: Ints
    carried: Ints
    people: Bits
    layouts: list[NDArray[np.int64] | None]
    ride_max_s: Ints
    wait_max_s: int = FAR
    wait_allowed_s: Ints
    roster_start_s: Ints
    roster_end_s: Ints
    earliest_s: Ints
    latest_s: Ints
    work_max_s: Ints
    driving_max_s: Ints
    breaks: list[tuple[BreakSlot, ...]]
    differences: list[Difference] = field(default_factory=list)
    never_at_once: list[NeverAtOnce] = field(default_factory=list)
    order_locks: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    prefixes: list[tuple[int, ...]]
    must_serve: Bits
    caps: list[CapRow] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    together: Bits
    groups: list[tuple[int, ...]] = field(default_factory=list)
    needs: list[tuple[int, int]] = field(default_factory=list)
    same_shift: list[tuple[int, int]] = field(default_factory=list)
    different_shift: list[tuple[int, int]] = field(default_factory=list)
    shared_staff: Bits
    must: Bits
    unassigned_gr: Ints
    work_gr_per_h: Ints
    overtime_from_s: Ints
    overtime_gr_per_h: Ints
    km_gr: Ints
    use_gr: Ints
    excess_gr_per_min: Ints
    wish_task: Ints
    wish_s: Ints
    deviation_gr_per_min: Ints
    published_shift: Ints
    published_s: Ints
    call_gr: Ints
    call_tolerance_s: int = 0
    same_crew: Bits

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return len(self.location)

    @property
    def n_requests(self) -> int:
        """Number of requests."""
        return len(self.request_tasks)

    @property
    def n_shifts(self) -> int:
        """Number of shifts."""
        return len(self.mode)


def _ints(values: list[int]) -> Ints:
    return np.asarray(values, dtype=np.int64)


def blank(problem: Problem) -> Arrays:
    """Return the arrays of a problem before any rule has spoken: geometry, service times and start states only."""
    tasks, requests, shifts = problem.tasks, problem.requests, problem.shifts
    n, r, s, modes = len(tasks), len(requests), len(shifts), len(problem.travel)
    nothing = (0,) * len(problem.load_kinds)
    return Arrays(
        problem_end_s=problem.end_s,
        location=_ints([t.location for t in tasks]),
        request=_ints([t.request for t in tasks]),
        service_s=_ints([t.service_s for t in tasks]),
        setup_s=_ints([t.setup_s for t in tasks]),
        release=_ints([int(t.kind in ("dropoff", "drop")) for t in tasks]),
        request_tasks=tuple(q.tasks for q in requests),
        windows=[()] * n,
        seconds=tuple(t.seconds for t in problem.travel),
        metres=tuple(t.metres for t in problem.travel),
        driving=tuple(t.driving for t in problem.travel),
        banded=tuple(t.banded for t in problem.travel),
        bands=tuple((b.start_s, b.end_s, b.permille) for b in problem.speed_bands),
        mode=_ints([h.mode for h in shifts]),
        start_location=_ints([h.start_location for h in shifts]),
        end_location=_ints([h.end_location for h in shifts]),
        free_s=_ints([h.start.free_s if h.start else -FAR for h in shifts]),
        aboard_shift=_ints([q.aboard.shift if q.aboard else -1 for q in requests]),
        aboard_since_s=_ints([q.aboard.since_s if q.aboard else 0 for q in requests]),
        aboard_direct_s=_ints([q.aboard.direct_s if q.aboard else 0 for q in requests]),
        timed_task=_ints([q.timed_task for q in requests]),
        compatible=np.ones((r, s), dtype=np.bool_),
        price=np.zeros((r, s), dtype=np.int64),
        load=np.asarray([q.load or nothing for q in requests], dtype=np.int64).reshape(r, len(problem.load_kinds)),
        carried=_ints([CARRIED.index(q.carried) for q in requests]),
        people=np.asarray([q.kind == "ride" for q in requests], dtype=np.bool_),
        layouts=[None] * s,
        ride_max_s=np.full((r, modes), FAR, dtype=np.int64),
        wait_allowed_s=np.zeros(n, dtype=np.int64),
        roster_start_s=_ints([h.start_s for h in shifts]),
        roster_end_s=_ints([h.end_s for h in shifts]),
        earliest_s=np.full(s, -FAR, dtype=np.int64),
        latest_s=np.full(s, FAR, dtype=np.int64),
        work_max_s=np.full(s, FAR, dtype=np.int64),
        driving_max_s=np.full(s, FAR, dtype=np.int64),
        breaks=[()] * s,
        prefixes=[()] * s,
        must_serve=np.zeros(r, dtype=np.bool_),
        together=np.ones((r, r), dtype=np.bool_),
        shared_staff=np.eye(s, dtype=np.bool_),
        must=np.zeros(r, dtype=np.bool_),
        unassigned_gr=np.zeros(r, dtype=np.int64),
        work_gr_per_h=np.zeros(s, dtype=np.int64),
        overtime_from_s=np.full(s, FAR, dtype=np.int64),
        overtime_gr_per_h=np.zeros(s, dtype=np.int64),
        km_gr=np.zeros(s, dtype=np.int64),
        use_gr=np.zeros(s, dtype=np.int64),
        excess_gr_per_min=np.zeros(r, dtype=np.int64),
        wish_task=np.full(r, -1, dtype=np.int64),
        wish_s=np.zeros(r, dtype=np.int64),
        deviation_gr_per_min=np.zeros(r, dtype=np.int64),
        published_shift=np.full(r, -1, dtype=np.int64),
        published_s=np.zeros(r, dtype=np.int64),
        call_gr=np.zeros(r, dtype=np.int64),
        same_crew=np.eye(s, dtype=np.bool_),
    )
