"""What takes part in a recombination: everything on a small day, some near shifts on a large one."""

from random import Random

import numpy as np

from solver.arrays import Arrays
from solver.cost import leave_out_gr
from solver.kernel.world import world_of
from solver.mastering.columns import Orders, Roster
from solver.mastering.network import Scope
from solver.mastering.segments import headed, segments_of

LARGE = 110
"""More requests than this do not take part at once."""


def scope_of(arrays: Arrays, roster: Roster, best: Orders, rng: Random) -> Scope:
    """Return what takes part: all shifts, or as many as can exchange requests with one drawn and with each other."""
    served = {r: shift for shift, order in best.items() for r in roster.requests(order)}
    cuttable = {s for s in range(arrays.n_shifts) if not best.get(s) or segments_of(arrays, s, best[s])}
    cuttable -= {s for s in range(arrays.n_shifts) if headed(arrays, s) and not best.get(s)}
    shifts = cuttable if len(served) <= LARGE else _some(arrays, served, cuttable, rng)
    inside = {r for r, shift in served.items() if shift in shifts}
    outside = {r: shift for r, shift in served.items() if shift not in shifts}
    guests = {r for r in range(arrays.n_requests) if r not in served and arrays.compatible[r, sorted(shifts)].any()}
    guests = _free(arrays, guests, inside, outside)
    left_out = [r for r in range(arrays.n_requests) if r not in served and r not in guests]
    return Scope(
        shifts=frozenset(shifts),
        requests=frozenset(inside | guests),
        rest=outside,
        out_gr=sum(leave_out_gr(arrays, r) for r in left_out),
        musts_out=int(arrays.must[left_out].sum()),
    )


def _some(arrays: Arrays, served: dict[int, int], cuttable: set[int], rng: Random) -> set[int]:
    """Draw a shift; add those whose requests are nearest to its, as long as there are not too many requests."""
    used = sorted(cuttable & set(served.values()))
    if not used:
        return cuttable
    seed = rng.choice(used)
    mine = [r for r, shift in served.items() if shift == seed]
    chosen: set[int] = set()
    count = 0
    for shift in sorted(used, key=lambda other: (other != seed, _distance(arrays, mine, seed, served, other))):
        theirs = sum(1 for at in served.values() if at == shift)
        if count + theirs <= LARGE or not chosen:
            chosen.add(shift)
            count += theirs
    return chosen


def _distance(arrays: Arrays, mine: list[int], seed: int, served: dict[int, int], other: int) -> float:
    """Return how far the requests that two shifts could exchange are from each other, in seconds on average."""
    theirs = [r for r, shift in served.items() if shift == other and arrays.compatible[r, seed]]
    own = [r for r in mine if arrays.compatible[r, other]]
    if not theirs or not own:
        return float("inf")
    seconds = np.asarray(arrays.seconds[arrays.mode[seed]])
    here = [int(arrays.location[arrays.request_tasks[r][0]]) for r in own]
    there = [int(arrays.location[arrays.request_tasks[r][0]]) for r in theirs]
    return float(seconds[np.ix_(here, there)].min(axis=1).mean())


def _free(arrays: Arrays, guests: set[int], inside: set[int], outside: dict[int, int]) -> set[int]:
    """Return those left out who could be served without anybody who stays left out."""
    world = world_of(arrays)
    while True:
        held = set()
        for request in guests:
            own = world.requests[request]
            bundle = set(world.bundles[own["bundle_from"] : own["bundle_to"]].tolist())
            needed = set(world.needed[own["needed_from"] : own["needed_to"]].tolist())
            if any(r not in guests and r not in inside and r not in outside for r in bundle | needed):
                held.add(request)
        if not held:
            return guests
        guests = guests - held
