"""The compiled timing behind the interface of `solver.schedule`."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from solver.arrays import Arrays, Ints
from solver.kernel import compiled
from solver.kernel.handles import Handle
from solver.kernel.rows import Rows, rows_for
from solver.kernel.timing.routes import timed, timed_one
from solver.kernel.timing.scratch import Scratch, scratch_for
from solver.kernel.world import World, world_of
from solver.solution import BreakTime, Route, Solution, TaskTime
from solver.timing.facts import facts_of
from solver.timing.ties import tied_groups


@compiled
def time_row(world: World, rows: Rows, scratch: Scratch, row: int) -> bool:
    """Time one row, as `timed_one`."""
    return timed_one(world, rows, scratch, row)


@compiled
def time_rows(world: World, rows: Rows, scratch: Scratch, which: Ints) -> bool:
    """Time rows jointly, as `timed`."""
    return timed(world, rows, scratch, which, len(which))


class Timekeeper:
    """Times orders of one problem, one after the other; not for two threads at once.

    Parameters
    ----------
    arrays : Arrays
        Not to be changed afterwards.
    """

    def __init__(self, arrays: Arrays) -> None:
        world = world_of(arrays)
        self.arrays = arrays
        self.rows = rows_for(world, 0)
        self._space: tuple[Any, Any, Any] = Handle(world), Handle(self.rows), Handle(scratch_for(world))

    def schedule(self, orders: Mapping[int, Sequence[int]]) -> Solution | None:
        """Return times for the given orders, as `solver.schedule.schedule`."""
        planned = {shift: order for shift, order in sorted(orders.items()) if len(order)}
        for shift, order in planned.items():
            self.rows.n[shift] = len(order)
            self.rows.order[shift, : len(order)] = order
        shift_of = {task: shift for shift, order in planned.items() for task in order}
        groups = tied_groups(facts_of(self.arrays), planned, shift_of)
        if not all(self._timed(shifts) for shifts in groups):
            return None
        return Solution(routes=tuple(route_of(self.arrays, self.rows, shift) for shift in planned))

    def _timed(self, shifts: Sequence[int]) -> bool:
        if len(shifts) == 1:
            return bool(time_row(*self._space, shifts[0]))
        return bool(time_rows(*self._space, np.asarray(shifts, dtype=np.int64)))


def kernel_schedule(arrays: Arrays, orders: Mapping[int, Sequence[int]]) -> Solution | None:
    """Return times for the given orders, timed jointly, or None if there are none, as `solver.schedule.schedule`.

    Parameters
    ----------
    arrays : Arrays
        Not to be changed after the first call.
    orders : mapping of shift to tasks in order
        Tasks that are not in it count as not planned; a shift without tasks has no route.
    """
    return Timekeeper(arrays).schedule(orders)


def route_of(arrays: Arrays, rows: Rows, row: int) -> Route:
    """Return a row that has been timed as a route."""
    n, shift = int(rows.n[row]), int(rows.shift[row])
    tasks, left = rows.order[row, :n].tolist(), rows.left_s[row, : n + 1].tolist()
    arrive, start = rows.arrive_s[row, :n].tolist(), rows.start_s[row, :n].tolist()
    stops = tuple(
        TaskTime(
            task=t, left_s=left[k], arrival_s=arrive[k], start_s=start[k], end_s=start[k] + int(arrays.service_s[t])
        )
        for k, t in enumerate(tasks)
    )
    home, breaks = int(rows.end_s[row]), _breaks(arrays, rows, row)
    return Route(shift=shift, start_s=left[0], left_s=left[n], end_s=home, stops=stops, breaks=breaks)


def _breaks(arrays: Arrays, rows: Rows, row: int) -> tuple[BreakTime, ...]:
    slots = arrays.breaks[rows.shift[row]]
    found = [
        (gap, side, start, BreakTime(gap=gap, start_s=start, end_s=end, paid=slot.paid))
        for (gap, start, end, side), slot in zip(rows.taken[row, : len(slots)].tolist(), slots, strict=True)
        if gap >= 0
    ]
    return tuple(one for *_, one in sorted(found, key=lambda each: each[:3]))
