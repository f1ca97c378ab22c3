"""The compiled timing behind the interface of `solver.schedule`."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from solver.arrays import Arrays, Ints
from solver.kernel import compiled
from solver.kernel.handles import Handle
from solver.kernel.rows import Rows
from solver.kernel.timing.routes import timed
from solver.kernel.timing.scratch import Scratch, scratch_for
from solver.kernel.world import World, world_of
from solver.solution import BreakTime, Route, Solution, TaskTime
from solver.timing.facts import facts_of
from solver.timing.ties import tied_groups


@compiled
def times_found(world: World, rows: Rows, scratch: Scratch, which: Ints) -> bool:
    """Time rows jointly, as `timed`."""
    return timed(world, rows, scratch, which, len(which))


@compiled
def timed_rows(world: World, rows: Rows, scratch: Scratch, which: Ints, m: int) -> bool:
    """Do what `timed` does; all but `which` are handles."""
    return timed(world, rows, scratch, which, m)


def kernel_schedule(arrays: Arrays, orders: Mapping[int, Sequence[int]]) -> Solution | None:
    """Return times for the given orders, timed jointly, or None if there are none, as `solver.schedule.schedule`.

    Parameters
    ----------
    arrays : Arrays
        Not to be changed after the first call.
    orders : mapping of shift to tasks in order
        Tasks that are not in it count as not planned; a shift without tasks has no route.
    """
    planned = {shift: order for shift, order in sorted(orders.items()) if len(order)}
    world = world_of(arrays)
    rows = _rows(arrays, planned)
    handles: tuple[Any, Any, Any] = Handle(world), Handle(rows), Handle(scratch_for(world))
    row_of = {shift: row for row, shift in enumerate(planned)}
    shift_of = {task: shift for shift, order in planned.items() for task in order}
    for shifts in tied_groups(facts_of(arrays), planned, shift_of):
        which = np.asarray([row_of[shift] for shift in shifts], dtype=np.int64)
        if not times_found(*handles, which):
            return None
    return Solution(routes=tuple(_route(arrays, rows, row) for row in range(len(planned))))


def _rows(arrays: Arrays, planned: Mapping[int, Sequence[int]]) -> Rows:
    n, longest = len(planned), max((len(order) for order in planned.values()), default=0)
    slots = max((len(found) for found in arrays.breaks), default=0)
    order = np.zeros((n, longest), dtype=np.int64)
    for row, tasks in enumerate(planned.values()):
        order[row, : len(tasks)] = tasks
    return Rows(
        shift=np.asarray(list(planned), dtype=np.int64),
        n=np.asarray([len(tasks) for tasks in planned.values()], dtype=np.int64),
        end_s=np.zeros(n, dtype=np.int64),
        order=order,
        start_s=np.zeros((n, longest), dtype=np.int64),
        arrive_s=np.zeros((n, longest), dtype=np.int64),
        left_s=np.zeros((n, longest + 1), dtype=np.int64),
        taken=np.zeros((n, slots, 4), dtype=np.int64),
    )


def _route(arrays: Arrays, rows: Rows, row: int) -> Route:
    n = int(rows.n[row])
    tasks, left = rows.order[row, :n].tolist(), rows.left_s[row, : n + 1].tolist()
    arrive, start = rows.arrive_s[row, :n].tolist(), rows.start_s[row, :n].tolist()
    stops = tuple(
        TaskTime(
            task=t, left_s=left[k], arrival_s=arrive[k], start_s=start[k], end_s=start[k] + int(arrays.service_s[t])
        )
        for k, t in enumerate(tasks)
    )
    shift = int(rows.shift[row])
    return Route(
        shift=shift,
        start_s=left[0],
        left_s=left[n],
        end_s=int(rows.end_s[row]),
        stops=stops,
        breaks=_breaks(arrays, rows, row, shift),
    )


def _breaks(arrays: Arrays, rows: Rows, row: int, shift: int) -> tuple[BreakTime, ...]:
    taken = rows.taken[row, : len(arrays.breaks[shift])].tolist()
    found = [
        (gap, side, start, BreakTime(gap=gap, start_s=start, end_s=end, paid=slot.paid))
        for (gap, start, end, side), slot in zip(taken, arrays.breaks[shift], strict=True)
        if gap >= 0
    ]
    return tuple(one for *_, one in sorted(found, key=lambda each: each[:3]))
