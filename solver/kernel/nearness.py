"""Which requests are near each other: in space by free-flow time, then in time."""

import numpy as np
from numpy.typing import NDArray

from solver.arrays import FAR, Ints
from solver.kernel.world import World

NEIGHBOURS = 250
"""So many of the nearest requests are known by name; ruins around a seed do not reach further."""
BLOCK = 64


def nearness(world: World, kin: Ints) -> NDArray[np.int32]:
    """Return for each request others in order of how near they are, itself first.

    Parameters
    ----------
    kin : (requests,)
        Requests of different numbers have nothing to do with each other and are not near.

    Returns
    -------
    ndarray of int32, shape (requests, neighbours)
        Where there are too few, the request itself again.
    """
    n = len(world.requests)
    width = min(n, NEIGHBOURS)
    found = np.zeros((n, width), dtype=np.int32)
    for begin in range(0, n, BLOCK):
        block = np.arange(begin, min(n, begin + BLOCK))
        far = _far(world, block)
        far[kin[block][:, None] != kin[None, :]] = np.inf
        far[np.arange(len(block)), block] = -1
        nearest = np.argpartition(far, width - 1, axis=1)[:, :width]
        by_distance = np.take_along_axis(far, nearest, axis=1).argsort(axis=1, kind="stable")
        ordered = np.take_along_axis(nearest, by_distance, axis=1)
        reachable = np.isfinite(np.take_along_axis(far, ordered, axis=1))
        found[block] = np.where(reachable, ordered, block[:, None])
    return found


def _far(world: World, block: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how far the requests of a block are from all: the closest of their ends, a quarter of the time between."""
    far = np.full((len(block), len(world.requests)), np.inf)
    for mine in ("first", "last"):
        for theirs in ("first", "last"):
            a, b = world.tasks[world.requests[mine][block]], world.tasks[world.requests[theirs]]
            apart = world.seconds[0][np.ix_(a["location"], b["location"])].astype(np.float64)
            apart += np.abs(_middle(world, a)[:, None] - _middle(world, b)[None, :]) / 4
            far = np.minimum(far, apart)
    return far


def _middle(world: World, tasks: NDArray[np.void]) -> NDArray[np.float64]:
    """Return the middle of the times a task may start at; where it has no windows, of everybody's day."""
    opens, closes = tasks["opens_s"].astype(np.float64), tasks["closes_s"].astype(np.float64)
    bound = (world.tasks["closes_s"] < FAR) & (world.tasks["opens_s"] > -FAR)
    noon = 0.0
    if bound.any():
        noon = (world.tasks["opens_s"][bound].min() + world.tasks["closes_s"][bound].max()) / 2
    return np.where((opens > -FAR) & (closes < FAR), (opens + closes) / 2, noon)
