"""Routes with their times, as rows of arrays: a row for each shift, and spare ones to try things in."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.kernel.world import World


class Rows(NamedTuple):
    """Routes by row; only the first `n` positions of a row mean anything.

    Attributes
    ----------
    shift, n, end_s : (rows,)
        Whose route, how many stops, when it is home. A route without stops has no times.
    order : (rows, longest)
        Tasks.
    start_s, arrive_s : (rows, longest)
        Of service; at the place.
    left_s : (rows, longest + 1)
        Departure into each position; at `n` for home.
    taken : (rows, breaks, 4)
        For each of the shift's break slots: the gap it lies in (-1: not taken; as `BreakTime.gap`), start, end, and
        whether before leaving for the position (0) or after arriving there (1).
    """

    shift: Ints
    n: Ints
    end_s: Ints
    order: Ints
    start_s: Ints
    arrive_s: Ints
    left_s: Ints
    taken: Ints


def rows_for(world: World, spare: int) -> Rows:
    """Return empty rows: one per shift in their order, then `spare` more."""
    shifts, longest = len(world.shifts), len(world.tasks)
    n = shifts + spare
    slots = int((world.shifts["break_to"] - world.shifts["break_from"]).max(initial=0))
    shift = np.full(n, -1, dtype=np.int64)
    shift[:shifts] = np.arange(shifts)
    return Rows(
        shift=shift,
        n=np.zeros(n, dtype=np.int64),
        end_s=np.zeros(n, dtype=np.int64),
        order=np.zeros((n, longest), dtype=np.int64),
        start_s=np.zeros((n, longest), dtype=np.int64),
        arrive_s=np.zeros((n, longest), dtype=np.int64),
        left_s=np.zeros((n, longest + 1), dtype=np.int64),
        taken=np.zeros((n, slots, 4), dtype=np.int64),
    )
