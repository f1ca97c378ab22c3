"""A problem as the kernel sees it: records and tables, made once from the primitives and never changed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import FAR, FROM_START, TO_END, Arrays, Bits, Ints
from solver.kernel.layouts import (
    BREAK,
    CAP,
    CAPPED,
    DIFFERENCE,
    LOCK,
    MODE,
    PAIR,
    REQUEST,
    SHIFT,
    TASK,
    TOTAL,
    WAY,
    Records,
)
from solver.per_arrays import once_per_arrays


class World(NamedTuple):
    """Everything the kernel reads; the fields of the records are told in `solver.kernel.layouts`.

    Attributes
    ----------
    tasks, requests, shifts, modes : records
    seconds : (modes, locations, locations) int32
    ways, back : (modes, locations, locations) records
        Legs from the first place to the second, and from the second to the first, so that all that lead to a place
        lie side by side.
        Free-flow travel; the diagonal is 0.
    windows : (n, 2); bands : (n, 3)
        First and last second; start, end, permille.
    breaks, differences, pairs, locks, caps, capped, totals : records
    task_differences, task_pairs, task_locks : indices, by task
        Differences are listed with their first task only.
    partners : tasks whose times a relation ties to a task's, by task
    pair_tasks, lock_tasks, prefixes : tasks
    bundles, needed, needing, same, different : requests, by request
        A bundle is what is served all or none with it, itself included, ascending.
    layouts : (rows, kinds); load : (requests, kinds)
    ride_max_s : (requests, modes)
    compatible : (requests, shifts) bool
        Who is aboard or in a frozen beginning fits only the shift where it is.
    price : (requests, shifts)
    together : (requests, requests) bool
    shared_staff, same_crew : (shifts, shifts) bool
    coefficients : of the totals: by request and shift, or by request where it speaks of one shift
    wait_max_s, call_tolerance_s : int
    time_priced : bool
        Whether any price depends on times.
    tied : bool
        Whether there are relations at all.
    bounds_decide : bool
        Whether earliest and latest times alone tell whether a route is possible, if nothing is tied and no break owed.
    """

    tasks: Records
    requests: Records
    shifts: Records
    modes: Records
    seconds: NDArray[np.int32]
    ways: Records
    back: Records
    windows: Ints
    bands: Ints
    breaks: Records
    differences: Records
    pairs: Records
    locks: Records
    caps: Records
    capped: Records
    totals: Records
    task_differences: Ints
    task_pairs: Ints
    task_locks: Ints
    partners: Ints
    pair_tasks: Ints
    lock_tasks: Ints
    prefixes: Ints
    bundles: Ints
    needed: Ints
    needing: Ints
    same: Ints
    different: Ints
    layouts: Ints
    load: Ints
    ride_max_s: Ints
    compatible: Bits
    price: Ints
    together: Bits
    shared_staff: Bits
    same_crew: Bits
    coefficients: Ints
    common_totals: int
    wait_max_s: int
    call_tolerance_s: int
    time_priced: bool
    tied: bool
    bounds_decide: bool


@once_per_arrays
def world_of(arrays: Arrays) -> World:
    """Return `arrays` as the kernel reads them; they must not be changed afterwards."""
    return made_world(arrays, [_metric(table) for table in arrays.seconds])


def made_world(arrays: Arrays, metric: Sequence[bool]) -> World:
    """Return `arrays` as the kernel reads them; `metric` says of each mode whether no detour is a short cut.

    False is never wrong, and sooner said than found out.
    """
    tasks = np.zeros(arrays.n_tasks, TASK)
    requests = np.zeros(arrays.n_requests, REQUEST)
    shifts = np.zeros(arrays.n_shifts, SHIFT)
    seconds = _tables(arrays.seconds)
    modes, bands = _modes(arrays, metric)
    ways = _ways(seconds, _tables(arrays.metres), modes)
    _fill_tasks(arrays, tasks, ways["s"].min(axis=(0, 1)).astype(np.int64))
    fixed = _fill_requests(arrays, requests)
    _fill_shifts(arrays, shifts)
    windows = _jagged(tasks, "window", arrays.windows)
    pairs, pair_tasks = _pairs(arrays)
    locks, lock_tasks = _locks(arrays)
    caps, capped = _caps(arrays, requests)
    totals, coefficients, common = _totals(arrays, shifts)
    layouts = [[] if rows is None else rows.tolist() for rows in arrays.layouts]
    return World(
        tasks=tasks,
        requests=requests,
        shifts=shifts,
        modes=modes,
        seconds=seconds,
        ways=ways,
        back=np.ascontiguousarray(ways.transpose(0, 2, 1)),
        windows=_matrix(windows, 2),
        bands=bands,
        breaks=_rows(_jagged(shifts, "break", arrays.breaks), BREAK),
        differences=_rows(arrays.differences, DIFFERENCE),
        pairs=pairs,
        locks=locks,
        caps=caps,
        capped=capped,
        totals=totals,
        task_differences=_flat(tasks, "difference", _index([d[:1] for d in arrays.differences], len(tasks))),
        task_pairs=_flat(tasks, "pair", _index([pair.a + pair.b for pair in arrays.never_at_once], len(tasks))),
        task_locks=_flat(tasks, "lock", _index([lock[1] for lock in arrays.order_locks], len(tasks))),
        partners=_flat(tasks, "partner", _partners(arrays)),
        pair_tasks=pair_tasks,
        lock_tasks=lock_tasks,
        prefixes=_flat(shifts, "prefix", arrays.prefixes),
        bundles=_flat(requests, "bundle", _bundles(arrays)),
        needed=_flat(requests, "needed", _linked(len(requests), arrays.needs)),
        needing=_flat(requests, "needing", _linked(len(requests), [(b, a) for a, b in arrays.needs])),
        same=_flat(requests, "same", _linked(len(requests), _both(arrays.same_shift))),
        different=_flat(requests, "different", _linked(len(requests), _both(arrays.different_shift))),
        layouts=_matrix(_jagged(shifts, "layout", layouts), arrays.load.shape[1]),
        load=arrays.load.copy(),
        ride_max_s=arrays.ride_max_s.copy(),
        compatible=fixed,
        price=arrays.price.copy(),
        together=arrays.together.copy(),
        shared_staff=arrays.shared_staff.copy(),
        same_crew=arrays.same_crew.copy(),
        coefficients=coefficients,
        common_totals=common,
        wait_max_s=arrays.wait_max_s,
        call_tolerance_s=arrays.call_tolerance_s,
        time_priced=_time_priced(arrays),
        tied=bool(arrays.differences or arrays.never_at_once),
        bounds_decide=not _time_priced(arrays) and _bounds_decide(arrays),
    )


def _bounds_decide(arrays: Arrays) -> bool:
    waits = arrays.wait_max_s < FAR and bool(arrays.people.any())
    banded = bool(arrays.bands) and any(arrays.banded)
    limits = (arrays.work_max_s, arrays.driving_max_s, arrays.ride_max_s)
    return not waits and not banded and all(bool((limit >= FAR).all()) for limit in limits)


def _time_priced(arrays: Arrays) -> bool:
    called = (arrays.call_gr > 0) & (arrays.published_shift >= 0)
    prices = (arrays.work_gr_per_h, arrays.overtime_gr_per_h, arrays.excess_gr_per_min, arrays.deviation_gr_per_min)
    return bool(called.any()) or any(bool((price > 0).any()) for price in prices)


def _tables(tables: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Return tables stacked; from a place to itself is no way."""
    stacked = np.stack([np.asarray(table, dtype=np.int32) for table in tables])
    for table in stacked:
        np.fill_diagonal(table, 0)
    return stacked


def _ways(seconds: NDArray[np.int32], metres: NDArray[np.int32], modes: Records) -> Records:
    """Return seconds at the best speed of the day, and metres, side by side."""
    ways = np.zeros(seconds.shape, WAY)
    for way, table, fastest in zip(ways, seconds, modes["fastest_permille"].tolist(), strict=True):
        way["s"] = table if fastest == STANDARD else table.astype(np.int64) * STANDARD // fastest
    ways["m"] = metres
    return ways


def _modes(arrays: Arrays, metric: Sequence[bool]) -> tuple[Records, Ints]:
    modes = np.zeros(len(arrays.seconds), MODE)
    rows = [arrays.bands if banded else () for banded in arrays.banded]
    bands = _matrix(_jagged(modes, "band", rows), 3)
    modes["driving"] = arrays.driving
    modes["metric"] = metric
    modes["fastest_permille"] = [max((1000, *(permille for *_, permille in row))) for row in rows]
    return modes, bands


NONE_OF_THEM: list[int] = []
"""A row of nothing, shared by all that have none: thousands of empty lists take time to make and to sweep."""
STANDARD = 1000
"""Permille of the speed that tables of seconds are made for."""
PLACES = 400
"""Tables of more places are not looked at for short cuts, it would take too long."""


def _metric(seconds: NDArray[np.int32]) -> bool:
    """Return whether no way through a third place is shorter than the direct one."""
    if len(seconds) > PLACES:
        return False
    table = np.asarray(seconds, dtype=np.int32).copy()
    np.fill_diagonal(table, 0)
    return all(bool((table <= table[:, [via]] + table[[via], :]).all()) for via in range(len(table)))


def _fill_tasks(arrays: Arrays, tasks: Records, least_legs: Ints) -> None:
    tasks["location"], tasks["request"] = arrays.location, arrays.request
    tasks["service_s"], tasks["setup_s"] = arrays.service_s, arrays.setup_s
    tasks["wait_allowed_s"] = arrays.wait_allowed_s
    tasks["opens_s"] = [windows[0][0] if windows else -FAR for windows in arrays.windows]
    tasks["closes_s"] = [windows[-1][1] if windows else FAR for windows in arrays.windows]
    tasks["near_s"] = least_legs[arrays.location]
    first, last = _ends(arrays)
    two = first != last
    tasks["other"] = -1
    tasks["other"][first[two]], tasks["other"][last[two]] = last[two], first[two]
    _fill_carrying(arrays, tasks)


def _ends(arrays: Arrays) -> tuple[Ints, Ints]:
    """Return the first and the last task of each request."""
    first = np.asarray([mine[0] for mine in arrays.request_tasks], dtype=np.int64)
    return first, np.asarray([mine[-1] for mine in arrays.request_tasks], dtype=np.int64)


def _fill_carrying(arrays: Arrays, tasks: Records) -> None:
    """Say where loads come aboard and leave; who is aboard already only leaves."""
    first, last = _ends(arrays)
    stays = arrays.carried == TO_END
    held = ~stays & ((arrays.aboard_shift >= 0) | (arrays.carried == FROM_START))
    between = ~stays & ~held & (first != last)
    tasks["carry"][first[stays | between]] = 1
    tasks["carry"][last[held | between]] = -1
    tasks["held"][last[held]] = 1


def _fill_requests(arrays: Arrays, requests: Records) -> Bits:
    """Fill the records; return which shifts each request fits."""
    same_names = ("excess_gr_per_min", "wish_task", "wish_s", "deviation_gr_per_min", "timed_task", "published_shift",
        "published_s", "call_gr", "aboard_shift", "aboard_since_s", "aboard_direct_s", "must", "people")  # fmt: skip
    for name in same_names:
        requests[name] = getattr(arrays, name)
    requests["first"], requests["last"] = _ends(arrays)
    requests["out_gr"] = arrays.unassigned_gr + arrays.call_gr
    requests["picky"] = ~(arrays.together | np.eye(len(requests), dtype=np.bool_)).all(axis=1)
    requests["must"] |= arrays.must_serve
    requests["carried"] = np.where(arrays.aboard_shift >= 0, FROM_START, arrays.carried)
    fits = arrays.compatible.copy()
    held = [(int(r), int(s)) for r, s in enumerate(arrays.aboard_shift) if s >= 0]
    frozen = [(int(arrays.request[task]), s) for s, prefix in enumerate(arrays.prefixes) for task in prefix]
    for request, shift in held + frozen:
        fits[request] &= np.arange(arrays.n_shifts) == shift
    for request, _ in frozen:
        requests["fixed"][request] = 1
    return fits


def _fill_shifts(arrays: Arrays, shifts: Records) -> None:
    same_names = ("mode", "start_location", "end_location", "latest_s", "roster_end_s", "work_max_s", "work_gr_per_h",
        "overtime_from_s", "overtime_gr_per_h", "km_gr", "use_gr")  # fmt: skip
    for name in same_names:
        shifts[name] = getattr(arrays, name)
    driving = np.asarray(arrays.driving)[arrays.mode]
    shifts["begin_s"] = np.maximum(arrays.earliest_s, arrays.free_s)
    shifts["awake_s"] = np.maximum(arrays.roster_start_s, arrays.free_s)
    shifts["driving_max_s"] = np.where(driving, arrays.driving_max_s, FAR)
    shifts["begun"] = arrays.free_s > -FAR
    shifts["limited"] = [rows is not None for rows in arrays.layouts]
    shifts["alike"] = _alike(arrays, shifts.copy())


def _alike(arrays: Arrays, shifts: Records) -> list[int]:
    """Return for each shift the first one that differs from it in nothing (itself, if people or totals know it)."""
    special = {total.shift for total in arrays.totals} | set(arrays.aboard_shift.tolist())
    special |= set(arrays.published_shift.tolist()) | {lock[0] for lock in arrays.order_locks}
    uneven = any(total.shift < 0 for total in arrays.totals)
    first: dict[object, int] = {}
    found = []
    for s in range(len(shifts)):
        rows = arrays.layouts[s]
        lone = s in special or arrays.prefixes[s] or uneven
        lone = lone or arrays.shared_staff[s].sum() > 1 or arrays.same_crew[s].sum() > 1
        key = s if lone else (
            shifts[s].tobytes(), arrays.compatible[:, s].tobytes(), arrays.price[:, s].tobytes(), arrays.breaks[s],
            None if rows is None else rows.tobytes(),
        )  # fmt: skip
        found.append(first.setdefault(key, s))
    return found


def _jagged[T](owners: Records, name: str, rows: Iterable[Sequence[T]]) -> list[T]:
    """Return rows end to end, and tell each owner its part."""
    everything: list[T] = []
    begins = []
    for row in rows:
        begins.append(len(everything))
        everything += row
    owners[f"{name}_from"] = begins
    owners[f"{name}_to"] = [*begins[1:], len(everything)][: len(begins)]
    return everything


def _flat(owners: Records, name: str, rows: Iterable[Sequence[int]]) -> Ints:
    return np.asarray(_jagged(owners, name, rows), dtype=np.int64)


def _matrix(rows: Sequence[Sequence[int]], width: int) -> Ints:
    return np.asarray(rows, dtype=np.int64).reshape(len(rows), width)


def _rows(rows: Iterable[tuple[int, ...]], dtype: np.dtype[np.void]) -> Records:
    return np.asarray([tuple(int(value) for value in row) for row in rows], dtype=dtype)


def _index(subjects: Sequence[Sequence[int]], n: int) -> list[list[int]]:
    """Return for each of `n` things the indices of the rows that name it."""
    found: dict[int, list[int]] = {}
    for number, named in enumerate(subjects):
        for one in dict.fromkeys(named):
            found.setdefault(one, []).append(number)
    return [found.get(one, NONE_OF_THEM) for one in range(n)]


def _partners(arrays: Arrays) -> list[list[int]]:
    ties = [(a, b) for a, b, *_ in arrays.differences]
    ties += [(one, other) for pair in arrays.never_at_once for one in pair.a for other in pair.b]
    return _linked(arrays.n_tasks, _both(ties))


def _pairs(arrays: Arrays) -> tuple[Records, Ints]:
    tasks: list[int] = []
    rows = []
    for pair in arrays.never_at_once:
        at = len(tasks)
        tasks += [*pair.a, *pair.b]
        middle, end = at + len(pair.a), len(tasks)
        rows.append((at, middle, middle, end, pair.gap_ab_s, pair.gap_ba_s, pair.open_a, pair.open_b))
    return _rows(rows, PAIR), np.asarray(tasks, dtype=np.int64)


def _locks(arrays: Arrays) -> tuple[Records, Ints]:
    locks = np.zeros(len(arrays.order_locks), LOCK)
    locks["shift"] = [shift for shift, _ in arrays.order_locks]
    return locks, _flat(locks, "task", [tasks for _, tasks in arrays.order_locks])


def _bundles(arrays: Arrays) -> list[list[int]]:
    """Merge groups that share a request."""
    bundle: dict[int, set[int]] = {}
    for group in arrays.groups:
        merged = set(group).union(*(bundle.get(r, ()) for r in group))
        for request in merged:
            bundle[request] = merged
    return [_needed_first(arrays, bundle[r]) if r in bundle else [r] for r in range(arrays.n_requests)]


def _needed_first(arrays: Arrays, bundle: set[int]) -> list[int]:
    """Return requests ascending, but each after those of them that it needs (a ring of needs as it comes)."""
    order: list[int] = []
    while len(order) < len(bundle):
        left = [r for r in sorted(bundle) if r not in order]
        waiting = {a for a, b in arrays.needs if b in left}
        order.append(next((r for r in left if r not in waiting), left[0]))
    return order


def _linked(n: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    found: dict[int, set[int]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
    return [sorted(found[one]) if one in found else NONE_OF_THEM for one in range(n)]


def _both(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [way for a, b in pairs for way in ((a, b), (b, a))]


def _caps(arrays: Arrays, requests: Records) -> tuple[Records, Records]:
    counted: list[list[tuple[int, int]]] = [[] for _ in requests]
    for number, cap in enumerate(arrays.caps):
        for request, weight in zip(cap.requests, cap.weights, strict=True):
            if weight:
                counted[request].append((number, weight))
    caps = _rows([(cap.limit, cap.price_gr) for cap in arrays.caps], CAP)
    return caps, _rows(_jagged(requests, "cap", counted), CAPPED)


def _totals(arrays: Arrays, shifts: Records) -> tuple[Records, Ints, int]:
    """Return totals (the fleet's first, then by shift), their coefficients, and how many are the fleet's."""
    totals = np.zeros(len(arrays.totals), TOTAL)
    parts = [np.zeros(0, dtype=np.int64)]
    at = 0
    ordered = sorted(arrays.totals, key=lambda total: total.shift)
    for row, total in zip(totals, ordered, strict=True):
        for name in ("base", "unit", "under_gr", "over_gr", "shift"):
            row[name] = getattr(total, name)
        row["coefficient_from"] = at
        part = np.asarray(total.coefficients, dtype=np.int64).ravel()
        parts.append(part)
        at += len(part)
    begins = np.searchsorted(totals["shift"], np.arange(len(shifts) + 1))
    shifts["total_from"], shifts["total_to"] = begins[:-1], begins[1:]
    return totals, np.concatenate(parts), int(np.searchsorted(totals["shift"], 0))
