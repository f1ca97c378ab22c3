"""Loads in the routing model: kinds, what layouts trade, and passengers who ride alone.

What is carried from the start is counted up as it is brought, and with that sum aboard the route begins. Where nothing
else is carried the sum says it all, in a way that the library's own filters see.
"""

import numpy as np
from numpy.typing import NDArray

from solver.arrays import FAR, FROM_START, TO_END
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
        rows = [_demands(model, demands, demands, s) for s in range(len(layouts))]
        _dimension(model, rows, [ALONE] * len(layouts), "alone")


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
    """Limit the weighted sum of loads everywhere on a route; `weights` and `most` by shift."""
    arrays = model.frame.arrays
    first, last = arrays.carried == FROM_START, arrays.carried == TO_END
    sizes = [arrays.load @ weight for weight in weights]
    some: NDArray[np.bool_] = np.any(sizes, axis=0)
    if (some & first).any():
        rows = [_demands(model, 0 * size, -size * first, s) for s, size in enumerate(sizes)]
        _dimension(model, rows, most, f"{name} brought")
    if (some & ~first).any():
        rows = [_demands(model, size * ~first, size * ~last, s) for s, size in enumerate(sizes)]
        _dimension(model, rows, most, name, begins_with=f"{name} brought" if (some & first).any() else "")


def _demands(model: Model, taken: NDArray[np.int64], freed: NDArray[np.int64], shift: int) -> list[int]:
    """Return how the load changes at every index.

    Parameters
    ----------
    taken, freed : ndarray of int64, shape (requests,)
        What is taken at a request's first task (who is aboard already: at the shift's start) and freed at its last.
    """
    frame, arrays = model.frame, model.frame.arrays
    change = [0] * (model.routing.Size() + arrays.n_shifts)
    for request in frame.requests:
        tasks = arrays.request_tasks[request]
        if arrays.aboard_shift[request] < 0:
            change[model.index[frame.node[tasks[0]]]] += int(taken[request])
        elif arrays.aboard_shift[request] == shift:
            change[model.routing.Start(shift)] += int(taken[request])
        change[model.index[frame.node[tasks[-1]]]] -= int(freed[request])
    return change


def _dimension(model: Model, demands: list[list[int]], most: list[int], name: str, *, begins_with: str = "") -> None:
    """Add a dimension; `begins_with`: each route's value starts at what that dimension ends with, else at 0."""
    routing = model.routing
    seen: dict[tuple[int, ...], int] = {}
    for row in demands:
        if tuple(row) not in seen:
            seen[tuple(row)] = routing.RegisterUnaryTransitVector(row)
    rows = [seen[tuple(row)] for row in demands]
    routing.AddDimensionWithVehicleTransitAndCapacity(rows, 0, most, not begins_with, name)
    if begins_with:
        load, brought = routing.GetDimensionOrDie(name), routing.GetDimensionOrDie(begins_with)
        for shift in range(len(demands)):
            start, end = routing.Start(shift), routing.End(shift)
            routing.solver().Add(load.CumulVar(start) == brought.CumulVar(end))
