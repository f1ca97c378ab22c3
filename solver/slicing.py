"""The primitives of some of the requests and shifts, renumbered: what is left is all the problem there is."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from solver.arrays import Arrays, Ints

TASKS = frozenset("location request service_s setup_s release windows wait_allowed_s".split())
REQUESTS = frozenset(
    "request_tasks aboard_shift aboard_since_s aboard_direct_s timed_task load carried people ride_max_s must_serve"
    " must unassigned_gr excess_gr_per_min wish_task wish_s deviation_gr_per_min published_shift published_s"
    " call_gr".split()
)
SHIFTS = frozenset(
    "mode start_location end_location free_s layouts roster_start_s roster_end_s earliest_s latest_s work_max_s"
    " driving_max_s breaks prefixes work_gr_per_h overtime_from_s overtime_gr_per_h km_gr use_gr".split()
)
"""Fields with a row for each task, request, shift."""
SQUARES = {
    "compatible": ("request", "shift"),
    "price": ("request", "shift"),
    "together": ("request", "request"),
    "shared_staff": ("shift", "shift"),
    "same_crew": ("shift", "shift"),
}
"""Fields with a row and a column."""
WHOLE = frozenset("problem_end_s driving banded bands wait_max_s call_tolerance_s".split())
"""Fields that say the same of everybody."""


class Numbers:
    """New numbers of what is kept, by old number.

    Parameters
    ----------
    arrays : Arrays
    requests, shifts : sequence of int
        What to keep, ascending.
    """

    def __init__(self, arrays: Arrays, requests: Sequence[int], shifts: Sequence[int]) -> None:
        tasks = sorted(task for request in requests for task in arrays.request_tasks[request])
        ends = [*arrays.start_location[list(shifts)], *arrays.end_location[list(shifts)]]
        places = sorted({int(place) for place in (*arrays.location[tasks], *ends)})
        self.kept = {"request": list(requests), "shift": list(shifts), "task": tasks, "place": places}
        self._new = {kind: {old: new for new, old in enumerate(kept)} for kind, kept in self.kept.items()}

    def of(self, kind: str, old: Sequence[int]) -> tuple[int, ...]:
        """Return the new numbers of those that are kept."""
        new = self._new[kind]
        return tuple(new[int(one)] for one in old if int(one) in new)

    def all_of(self, kind: str, old: Ints) -> Ints:
        """Return new numbers; -1 where there is none."""
        new = self._new[kind]
        return np.array([new.get(int(one), -1) for one in old], dtype=np.int64)


RENUMBERED: Mapping[str, str] = {
    "location": "place",
    "start_location": "place",
    "end_location": "place",
    "request": "request",
    "aboard_shift": "shift",
    "published_shift": "shift",
    "timed_task": "task",
    "wish_task": "task",
}
"""Fields of one number a row, and what it is the number of."""


def sliced(arrays: Arrays, numbers: Numbers) -> Arrays:
    """Return the primitives of what is kept.

    What is said of several requests is kept as far as all of them are; a total counts those that are.
    """
    kept = {name: _rows(arrays, name, numbers) for name in TASKS | REQUESTS | SHIFTS}
    for name, (row, column) in SQUARES.items():
        kept[name] = getattr(arrays, name)[np.ix_(numbers.kept[row], numbers.kept[column])]
    kept |= {name: getattr(arrays, name) for name in WHOLE}
    both = np.ix_(numbers.kept["place"], numbers.kept["place"])
    kept |= {name: tuple(table[both] for table in getattr(arrays, name)) for name in ("seconds", "metres")}
    kept |= _said_together(arrays, numbers)
    if missing := {one.name for one in fields(Arrays)} - kept.keys():
        msg = f"nothing says how to slice {', '.join(sorted(missing))}"
        raise TypeError(msg)
    return Arrays(**kept)


def _rows(arrays: Arrays, name: str, numbers: Numbers) -> Any:
    kind = "task" if name in TASKS else "request" if name in REQUESTS else "shift"
    rows, kept = getattr(arrays, name), numbers.kept[kind]
    if name in ("request_tasks", "prefixes"):
        return type(rows)(numbers.of("task", rows[one]) for one in kept)
    if isinstance(rows, np.ndarray):
        return numbers.all_of(RENUMBERED[name], rows[kept]) if name in RENUMBERED else rows[kept]
    return type(rows)(rows[one] for one in kept)


def _said_together(arrays: Arrays, numbers: Numbers) -> dict[str, Any]:
    """Return the lists of what ties requests to each other."""
    pairs = {
        name: [new for one in getattr(arrays, name) if len(new := numbers.of("request", one)) == len(one)]
        for name in ("groups", "needs", "same_shift", "different_shift")
    }
    return pairs | {
        "differences": [
            one._replace(a=ends[0], b=ends[1])
            for one in arrays.differences
            if len(ends := numbers.of("task", (one.a, one.b))) == 2
        ],
        "never_at_once": [
            one._replace(a=a, b=b)
            for one in arrays.never_at_once
            if (a := numbers.of("task", one.a)) and (b := numbers.of("task", one.b))
        ],
        "order_locks": [
            (shift if shift < 0 else numbers.of("shift", [shift])[0], tasks)
            for shift, old in arrays.order_locks
            if (tasks := numbers.of("task", old)) and (shift < 0 or numbers.of("shift", [shift]))
        ],
        "caps": [
            one._replace(requests=new, weights=_weights(one, numbers))
            for one in arrays.caps
            if (new := numbers.of("request", one.requests))
        ],
        "totals": _totals(arrays, numbers),
    }


def _weights(cap: Any, numbers: Numbers) -> tuple[int, ...]:
    return tuple(w for r, w in zip(cap.requests, cap.weights, strict=True) if numbers.of("request", [r]))


def _totals(arrays: Arrays, numbers: Numbers) -> list[Any]:
    found = []
    for total in arrays.totals:
        shift = numbers.of("shift", [total.shift])
        if total.shift >= 0 and not shift:
            continue
        rows = total.coefficients[numbers.kept["request"]]
        columns = rows if total.shift >= 0 else rows[:, numbers.kept["shift"]]
        if total.shift < 0 and total.coefficients.any() and not columns.any():
            continue  # it is about others, and makes all shifts look different
        found.append(total._replace(coefficients=np.ascontiguousarray(columns), shift=shift[0] if shift else -1))
    return found
