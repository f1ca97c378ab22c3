"""The arrays that insertion reads, as plain lists and sets, with what follows from them once and for all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.arrays import FAR, Arrays, Difference, NeverAtOnce
from solver.facts.requests import Span
from solver.facts.travel import Matrix
from solver.per_arrays import once_per_arrays

type Row = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terrain:
    """What positions in a route are judged by, in lists: indexing them is several times faster than an ndarray.

    Attributes
    ----------
    seconds, metres : by mode, origin and target
        Seconds never more than a leg takes at any hour.
    fits : by request
        Shifts that may serve it.
    loads, layouts : by request; by shift, None where loads are not limited
    carried : by request
        Where on a route its load counts, as in `Arrays.carried`.
    apart : by request
        Requests that may not be aboard together with it.
    begin_s, latest_s : by shift
        Route start not before, route end not after.
    prefixes : by shift
        Tasks at the beginning of its route that stay as they are.
    partners : by task
        Tasks whose times depend on it through a relation.
    differences, stretches : by task
        The relations that speak of it.
    locks : by task
        Orders it is locked into: shift (-1: any) and tasks.
    bundles : by request
        What is served all or none with it, itself included, ascending.
    needed, needing : by request
        Requests without which it may not be served; requests that may not be served without it.
    different, same : by request
        Requests that must not be done by the same staff; that must be on the same shift.
    colleagues, same_crew : by shift
        Shifts that share a worker with it; that have the same workers.
    fixed : requests that are never taken out
    caps : by request
        (cap, weight) of the hard caps it counts towards.
    seated : dict
        Whether a load fits a shift, as far as it was asked.
    """

    location: list[int]
    request: list[int]
    service_s: list[int]
    setup_s: list[int]
    windows: list[tuple[Span, ...]]
    request_tasks: tuple[tuple[int, ...], ...]
    seconds: list[list[list[int]]]
    metres: list[list[list[int]]]
    mode: list[int]
    home: list[tuple[int, int]]
    begin_s: list[int]
    latest_s: list[int]
    fits: list[tuple[int, ...]]
    loads: list[Row]
    carried: list[int]
    layouts: list[tuple[Row, ...] | None]
    apart: list[frozenset[int]]
    aboard_shift: list[int]
    aboard_since_s: list[int]
    ride_max_s: list[list[int]]
    price: list[list[int]]
    km_gr: list[int]
    use_gr: list[int]
    work_gr_per_h: list[int]
    overtime_from_s: list[int]
    overtime_gr_per_h: list[int]
    begun: list[bool]
    excess_gr_per_min: list[int]
    aboard_direct_s: list[int]
    must: list[bool]
    unassigned_gr: list[int]
    timed_task: list[int]
    published: list[tuple[int, int, int]]
    call_tolerance_s: int
    same_crew: list[frozenset[int]]
    wish: list[tuple[int, int, int]]
    prefixes: list[tuple[int, ...]]
    partners: list[frozenset[int]]
    differences: list[tuple[Difference, ...]]
    stretches: list[tuple[NeverAtOnce, ...]]
    locks: list[tuple[tuple[int, tuple[int, ...]], ...]]
    bundles: list[tuple[int, ...]]
    needed: list[frozenset[int]]
    needing: list[frozenset[int]]
    different: list[frozenset[int]]
    same: list[frozenset[int]]
    colleagues: list[frozenset[int]]
    fixed: frozenset[int]
    caps: list[tuple[tuple[int, int], ...]]
    seated: dict[tuple[int, Row], bool] = field(default_factory=dict)


def _floor_seconds(arrays: Arrays) -> list[list[list[int]]]:
    fastest = max((permille for _, _, permille in arrays.bands), default=1000)
    return [
        _table(np.floor(table * (1000 / fastest)) if banded and fastest > 1000 else table)
        for table, banded in zip(arrays.seconds, arrays.banded, strict=True)
    ]


def _table(table: Matrix) -> list[list[int]]:
    inner = table.astype(np.int64)
    np.fill_diagonal(inner, 0)
    rows: list[list[int]] = inner.tolist()
    return rows


def _partners(arrays: Arrays) -> list[frozenset[int]]:
    found: list[set[int]] = [set() for _ in range(arrays.n_tasks)]
    for a, b, *_ in arrays.differences:
        found[a].add(b)
        found[b].add(a)
    for pair in arrays.never_at_once:
        for one in pair.a:
            found[one].update(pair.b)
        for other in pair.b:
            found[other].update(pair.a)
    return [frozenset(partners) for partners in found]


def _by_task[R](n_tasks: int, relations: Sequence[tuple[Sequence[int], R]]) -> list[tuple[R, ...]]:
    found: list[list[R]] = [[] for _ in range(n_tasks)]
    for tasks, relation in relations:
        for task in tasks:
            found[task].append(relation)
    return [tuple(mine) for mine in found]


def _bundles(arrays: Arrays) -> list[tuple[int, ...]]:
    """Merge groups that share a request."""
    bundle = [{r} for r in range(arrays.n_requests)]
    for group in arrays.groups:
        merged = set().union(*(bundle[r] for r in group))
        for request in merged:
            bundle[request] = merged
    return [tuple(sorted(requests)) for requests in bundle]


def _linked(n: int, pairs: Sequence[tuple[int, int]], *, both: bool) -> list[frozenset[int]]:
    found: list[set[int]] = [set() for _ in range(n)]
    for a, b in pairs:
        found[a].add(b)
        if both:
            found[b].add(a)
    return [frozenset(others) for others in found]


def _caps(arrays: Arrays) -> list[tuple[tuple[int, int], ...]]:
    found: list[list[tuple[int, int]]] = [[] for _ in range(arrays.n_requests)]
    for number, cap in enumerate(arrays.caps):
        for request, weight in zip(cap.requests, cap.weights, strict=True):
            if cap.price_gr < 0 and weight:
                found[request].append((number, weight))
    return [tuple(counts) for counts in found]


def _locks(arrays: Arrays) -> list[tuple[tuple[int, tuple[int, ...]], ...]]:
    return [tuple(lock for lock in arrays.order_locks if task in lock[1]) for task in range(arrays.n_tasks)]


def _fits(arrays: Arrays) -> list[tuple[int, ...]]:
    """Return the shifts that may serve each request; who is aboard is on one, what is frozen too."""
    fits = [tuple(np.flatnonzero(row).tolist()) for row in arrays.compatible]
    for request, shift in enumerate(arrays.aboard_shift.tolist()):
        if shift >= 0:
            fits[request] = (shift,)
    for shift, prefix in enumerate(arrays.prefixes):
        for task in prefix:
            fits[arrays.request[task]] = (shift,)
    return fits


@once_per_arrays
def terrain_of(arrays: Arrays) -> Terrain:
    """Return the lists of `arrays`, made once per object: arrays must not be changed later."""
    n = arrays.n_requests
    begin = np.maximum(arrays.earliest_s, arrays.free_s)
    rates = arrays.deviation_gr_per_min.tolist()
    frozen = {int(arrays.request[task]) for prefix in arrays.prefixes for task in prefix}
    needs = arrays.needs
    return Terrain(
        location=arrays.location.tolist(),
        request=arrays.request.tolist(),
        service_s=arrays.service_s.tolist(),
        setup_s=arrays.setup_s.tolist(),
        windows=list(arrays.windows),
        request_tasks=arrays.request_tasks,
        seconds=_floor_seconds(arrays),
        metres=[_table(table) for table in arrays.metres],
        mode=arrays.mode.tolist(),
        home=list(zip(arrays.start_location.tolist(), arrays.end_location.tolist(), strict=True)),
        begin_s=begin.tolist(),
        latest_s=arrays.latest_s.tolist(),
        fits=_fits(arrays),
        loads=[tuple(row) for row in arrays.load.tolist()],
        carried=arrays.carried.tolist(),
        layouts=[None if rows is None else tuple(map(tuple, rows.tolist())) for rows in arrays.layouts],
        apart=[frozenset(np.flatnonzero(~row).tolist()) - {r} for r, row in enumerate(arrays.together)],
        aboard_shift=arrays.aboard_shift.tolist(),
        aboard_since_s=arrays.aboard_since_s.tolist(),
        ride_max_s=arrays.ride_max_s.tolist(),
        price=arrays.price.tolist(),
        km_gr=arrays.km_gr.tolist(),
        use_gr=arrays.use_gr.tolist(),
        work_gr_per_h=arrays.work_gr_per_h.tolist(),
        overtime_from_s=arrays.overtime_from_s.tolist(),
        overtime_gr_per_h=arrays.overtime_gr_per_h.tolist(),
        begun=(arrays.free_s > -FAR).tolist(),
        excess_gr_per_min=arrays.excess_gr_per_min.tolist(),
        aboard_direct_s=arrays.aboard_direct_s.tolist(),
        must=arrays.must.tolist(),
        unassigned_gr=arrays.unassigned_gr.tolist(),
        timed_task=arrays.timed_task.tolist(),
        published=list(
            zip(arrays.published_shift.tolist(), arrays.published_s.tolist(), arrays.call_gr.tolist(), strict=True)
        ),
        call_tolerance_s=arrays.call_tolerance_s,
        same_crew=[frozenset(np.flatnonzero(row).tolist()) for row in arrays.same_crew],
        wish=list(zip(arrays.wish_task.tolist(), arrays.wish_s.tolist(), rates, strict=True)),
        prefixes=[tuple(prefix) for prefix in arrays.prefixes],
        partners=_partners(arrays),
        differences=_by_task(arrays.n_tasks, [((d.a, d.b), d) for d in arrays.differences]),
        stretches=_by_task(arrays.n_tasks, [(pair.a + pair.b, pair) for pair in arrays.never_at_once]),
        locks=_locks(arrays),
        bundles=_bundles(arrays),
        needed=_linked(n, needs, both=False),
        needing=_linked(n, [(b, a) for a, b in needs], both=False),
        different=_linked(n, arrays.different_shift, both=True),
        same=_linked(n, arrays.same_shift, both=True),
        colleagues=[frozenset(np.flatnonzero(row).tolist()) for row in arrays.shared_staff],
        caps=_caps(arrays),
        fixed=frozenset(np.flatnonzero(arrays.must_serve).tolist()) | frozen,
    )
