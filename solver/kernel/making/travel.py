"""Legs, travel modes and hour bands."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Arrays, Ints
from solver.kernel.layouts import MODE, WAY, Records
from solver.kernel.making.tables import jagged, matrix

STANDARD = 1000
"""Permille of the speed that tables of seconds are made for."""
PLACES = 400
"""Tables of more places are not looked at for short cuts, it would take too long."""


def stacked(tables: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Return tables stacked; from a place to itself is no way."""
    stacked = np.stack([np.asarray(table, dtype=np.int32) for table in tables])
    for table in stacked:
        np.fill_diagonal(table, 0)
    return stacked


def ways_of(seconds: NDArray[np.int32], metres: NDArray[np.int32], modes: Records) -> Records:
    """Return seconds at the best speed of the day, and metres, side by side."""
    ways = np.zeros(seconds.shape, WAY)
    for way, table, fastest in zip(ways, seconds, modes["fastest_permille"].tolist(), strict=True):
        way["s"] = table if fastest == STANDARD else table.astype(np.int64) * STANDARD // fastest
    ways["m"] = metres
    return ways


def modes_of(arrays: Arrays, metric: Sequence[bool]) -> tuple[Records, Ints]:
    """Return the travel modes and their bands of hours; `metric` as in `made_world`."""
    modes = np.zeros(len(arrays.seconds), MODE)
    rows = [arrays.bands if banded else () for banded in arrays.banded]
    bands = matrix(jagged(modes, "band", rows), 3)
    modes["driving"] = arrays.driving
    modes["metric"] = metric
    modes["fastest_permille"] = [max((1000, *(permille for *_, permille in row))) for row in rows]
    return modes, bands


def is_metric(seconds: NDArray[np.int32]) -> bool:
    """Return whether no way through a third place is shorter than the direct one."""
    if len(seconds) > PLACES:
        return False
    table = np.asarray(seconds, dtype=np.int32).copy()
    np.fill_diagonal(table, 0)
    return all(bool((table <= table[:, [via]] + table[[via], :]).all()) for via in range(len(table)))
