"""The master: the best set of routes from a pool, chosen by CP-SAT; everything that spans routes holds in it.

Set partitioning over the pool (a route for each shift, each request once or left out at its price), with exclusions
added when a choice turns out to have no times together. Musts come before money in a stage of their own, never in one
weighted sum. First the pool's relaxation excludes what can be in no better plan: the fewer columns CP-SAT sees, the
more it can prove.

Over weeks, `solver.series.assign` chooses likewise: for each recurring request a day, a half-day and a worker.
"""

from typing import Unpack

from solver.arrays import Arrays
from solver.mastering.choosing import Choice, Chooser
from solver.mastering.columns import Column, Orders
from solver.mastering.errand import Terms
from solver.mastering.pool import Pool
from solver.mastering.recombining import Recombination, Recombiner
from solver.mastering.stopping import Limit, Stop
from solver.mastering.timing import Timing, kernel_timing, reference_timing

__all__ = [
    "Choice",
    "Column",
    "Limit",
    "Pool",
    "Recombination",
    "Stop",
    "Terms",
    "Timing",
    "choose",
    "kernel_timing",
    "recombine",
    "reference_timing",
]


def choose(arrays: Arrays, pool: Pool, best: Orders, **terms: Unpack[Terms]) -> Choice:
    """Choose the best set of routes from a pool and the given plan.

    Parameters
    ----------
    arrays : Arrays
    pool : Pool
        Its cuts are heeded and added to; what serving is worth (`pool.worth`) is set.
    best : mapping of shift to tasks
        A plan that has times and breaks nothing: the one to beat, and the hint.
    **terms
        See `solver.mastering.errand.Terms`: `limit` and `seed`; `workers`, `timing` and `stop` if need be.

    Returns
    -------
    Choice
        Its `orders` are None where nothing better was found.
    """
    return Chooser.on(arrays, pool, terms).choose(best)


def recombine(arrays: Arrays, pool: Pool, best: Orders, **terms: Unpack[Terms]) -> Recombination:
    """Cut all routes that ever came into the pool wherever nobody is aboard, and join the pieces to the best plan.

    Parameters
    ----------
    arrays, pool, best, **terms
        As for `choose`; the routes found are added to the pool. The seed also draws which shifts take part where there
        are too many requests for all.

    Returns
    -------
    Recombination
        Its `orders` are None where nothing better was found.
    """
    return Recombiner.on(arrays, pool, terms).recombine(best)
