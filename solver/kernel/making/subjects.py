"""What is told of each task, request and shift by itself."""

import numpy as np

from solver.arrays import FAR, FROM_START, TO_END, Arrays, Bits, Ints
from solver.kernel.layouts import Records


def fill_tasks(arrays: Arrays, tasks: Records, least_legs: Ints) -> None:
    """Fill the records of tasks; `least_legs` (locations,): seconds of the shortest leg to each place."""
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


def fill_requests(arrays: Arrays, requests: Records) -> Bits:
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


def fill_shifts(arrays: Arrays, shifts: Records) -> None:
    """Fill the records of shifts."""
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
