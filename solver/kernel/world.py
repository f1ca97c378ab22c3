"""A problem as the kernel sees it: records and tables, made once from the primitives and never changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import FAR, Arrays, Bits, Ints
from solver.kernel.layouts import BREAK, DIFFERENCE, REQUEST, SHIFT, TASK, Records
from solver.kernel.making.relations import bundles_of, locks_of, pairs_of, partners_of
from solver.kernel.making.subjects import fill_requests, fill_shifts, fill_tasks
from solver.kernel.making.sums import caps_of, totals_of
from solver.kernel.making.tables import both_ways, flat, index_of, jagged, linked, matrix, rows_of
from solver.kernel.making.times import do_bounds_decide, is_time_priced
from solver.kernel.making.travel import is_metric, modes_of, stacked, ways_of
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
        A bundle is what is served all or none with it, itself included, each after those it needs.
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
    return made_world(arrays, [is_metric(table) for table in arrays.seconds])


def made_world(arrays: Arrays, metric: Sequence[bool]) -> World:
    """Return `arrays` as the kernel reads them; `metric` says of each mode whether no detour is a short cut.

    False is never wrong, and sooner said than found out.
    """
    travel = _travel(arrays, metric)
    return World(
        **travel,
        **_of_tasks(arrays, travel["ways"]["s"].min(axis=(0, 1), initial=FAR).astype(np.int64)),
        **_of_requests(arrays),
        **_of_shifts(arrays),
        differences=rows_of(arrays.differences, DIFFERENCE),
        load=arrays.load.copy(),
        ride_max_s=arrays.ride_max_s.copy(),
        price=arrays.price.copy(),
        together=arrays.together.copy(),
        shared_staff=arrays.shared_staff.copy(),
        same_crew=arrays.same_crew.copy(),
        wait_max_s=arrays.wait_max_s,
        call_tolerance_s=arrays.call_tolerance_s,
        time_priced=is_time_priced(arrays),
        tied=bool(arrays.differences or arrays.never_at_once),
        bounds_decide=do_bounds_decide(arrays),
    )


def _travel(arrays: Arrays, metric: Sequence[bool]) -> dict[str, Any]:
    """Return the fields about legs and modes."""
    seconds = stacked(arrays.seconds)
    modes, bands = modes_of(arrays, metric)
    ways = ways_of(seconds, stacked(arrays.metres), modes)
    back = np.ascontiguousarray(ways.transpose(0, 2, 1))
    return {"seconds": seconds, "modes": modes, "bands": bands, "ways": ways, "back": back}


def _of_tasks(arrays: Arrays, least_legs: Ints) -> dict[str, Any]:
    """Return tasks, and what they have rows of."""
    tasks = np.zeros(arrays.n_tasks, TASK)
    fill_tasks(arrays, tasks, least_legs)
    pairs, pair_tasks = pairs_of(arrays)
    locks, lock_tasks = locks_of(arrays)
    differing = [difference[:1] for difference in arrays.differences]
    stretched = [pair.a + pair.b for pair in arrays.never_at_once]
    locked = [lock[1] for lock in arrays.order_locks]
    return {
        "tasks": tasks,
        "windows": matrix(jagged(tasks, "window", arrays.windows), 2),
        "pairs": pairs,
        "pair_tasks": pair_tasks,
        "locks": locks,
        "lock_tasks": lock_tasks,
        "task_differences": flat(tasks, "difference", index_of(differing, len(tasks))),
        "task_pairs": flat(tasks, "pair", index_of(stretched, len(tasks))),
        "task_locks": flat(tasks, "lock", index_of(locked, len(tasks))),
        "partners": flat(tasks, "partner", partners_of(arrays)),
    }


def _of_requests(arrays: Arrays) -> dict[str, Any]:
    """Return requests, and what they have rows of."""
    requests = np.zeros(arrays.n_requests, REQUEST)
    n, needing = len(requests), [(b, a) for a, b in arrays.needs]
    compatible = fill_requests(arrays, requests)
    caps, capped = caps_of(arrays, requests)
    return {
        "requests": requests,
        "compatible": compatible,
        "caps": caps,
        "capped": capped,
        "bundles": flat(requests, "bundle", bundles_of(arrays)),
        "needed": flat(requests, "needed", linked(n, arrays.needs)),
        "needing": flat(requests, "needing", linked(n, needing)),
        "same": flat(requests, "same", linked(n, both_ways(arrays.same_shift))),
        "different": flat(requests, "different", linked(n, both_ways(arrays.different_shift))),
    }


def _of_shifts(arrays: Arrays) -> dict[str, Any]:
    """Return shifts, and what they have rows of."""
    shifts = np.zeros(arrays.n_shifts, SHIFT)
    fill_shifts(arrays, shifts)
    totals, coefficients, common = totals_of(arrays, shifts)
    layouts = [[] if rows is None else rows.tolist() for rows in arrays.layouts]
    return {
        "shifts": shifts,
        "breaks": rows_of(jagged(shifts, "break", arrays.breaks), BREAK),
        "prefixes": flat(shifts, "prefix", arrays.prefixes),
        "layouts": matrix(jagged(shifts, "layout", layouts), arrays.load.shape[1]),
        "totals": totals,
        "coefficients": coefficients,
        "common_totals": common,
    }
