"""Loads in the routing model: kinds, what layouts trade, and passengers who ride alone."""

import numpy as np
from numpy.typing import NDArray

from solver.arrays import FAR
from solver.routing.frame import Model

ALONE = 1000
"""Places in a vehicle for the pooling policy; who rides alone takes all, anyone else one."""


def add_loads(model: Model) -> None:
    """Each load kind against the most any layout holds, and the trade between two kinds that layouts make."""
    arrays = model.frame.arrays
    layouts = arrays.layouts
    kinds = arrays.load.shape[1]
    for kind in range(kinds):
        if arrays.load[:, kind].any():
            most = [FAR if rows is None else int(rows[:, kind].max(initial=0)) for rows in layouts]
            _load_dimension(model, [np.eye(kinds, dtype=np.int64)[kind]] * len(most), most, f"load{kind}")
    trades = [trade(rows) for rows in layouts]
    if any(found is not None for found in trades):
        nothing = np.zeros(kinds, dtype=np.int64)
        weights = [nothing if found is None else found[0] for found in trades]
        _load_dimension(model, weights, [FAR if found is None else found[1] for found in trades], "trade")
    never = ~arrays.together
    np.fill_diagonal(never, val=False)
    alone = never.sum(axis=1) >= max(1, arrays.n_requests - 1)
    if alone.any():
        demands = np.where(alone, ALONE, 1)
        _dimension(model, [_demands(model, demands, s) for s in range(len(layouts))], [ALONE] * len(layouts), "alone")


def trade(layouts: NDArray[np.int64] | None) -> tuple[NDArray[np.int64], int] | None:
    """Return weights by kind and a capacity that all layouts keep, where two layouts trade one kind for another.

    Eight seats, or four and two wheelchairs: a wheelchair weighs two seats, of eight. None where nothing is traded.
    """
    if layouts is None or len(layouts) < 2:
        return None
    change = layouts[1] - layouts[0]
    gained, lost = np.flatnonzero(change > 0), np.flatnonzero(change < 0)
    if len(gained) != 1 or len(lost) != 1:
        return None
    weights = np.zeros(layouts.shape[1], dtype=np.int64)
    weights[gained], weights[lost] = -change[lost], change[gained]
    return weights, int((layouts @ weights).max())


def _load_dimension(model: Model, weights: list[NDArray[np.int64]], most: list[int], name: str) -> None:
    load = model.frame.arrays.load
    _dimension(model, [_demands(model, load @ weight, s) for s, weight in enumerate(weights)], most, name)


def _demands(model: Model, sizes: NDArray[np.int64], shift: int) -> list[int]:
    """Return what boards (alights: negative) at every index; those aboard already board at the shift's start."""
    frame, arrays = model.frame, model.frame.arrays
    change = [0] * (model.routing.Size() + arrays.n_shifts)
    for request in frame.requests:
        tasks, size = arrays.request_tasks[request], int(sizes[request])
        if len(tasks) > 1:
            change[model.index[frame.node[tasks[0]]]] += size
        elif arrays.aboard_shift[request] == shift:
            change[model.routing.Start(shift)] += size
        if len(tasks) > 1 or arrays.aboard_shift[request] >= 0:
            change[model.index[frame.node[tasks[-1]]]] -= size
    return change


def _dimension(model: Model, demands: list[list[int]], most: list[int], name: str) -> None:
    routing = model.routing
    seen: dict[tuple[int, ...], int] = {}
    for row in demands:
        if tuple(row) not in seen:
            seen[tuple(row)] = routing.RegisterUnaryTransitVector(row)
    routing.AddDimensionWithVehicleTransitAndCapacity([seen[tuple(row)] for row in demands], 0, most, True, name)
