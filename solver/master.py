"""The master: the best set of routes from a pool, chosen by CP-SAT; everything that spans routes holds in it.

Set partitioning over the pool (a route for each shift, each request once or left out at its price), with exclusions
added when a choice turns out to have no times together. Musts come before money in a stage of their own, never in one
weighted sum. First the pool's relaxation excludes what can be in no better plan: the fewer columns CP-SAT sees, the
more it can prove.
"""

from solver.arrays import Arrays
from solver.mastering.choosing import Choice, Chooser
from solver.mastering.columns import Column, Orders
from solver.mastering.pool import Pool
from solver.mastering.pricing import Pricing
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
    "Timing",
    "choose",
    "kernel_timing",
    "recombine",
    "reference_timing",
]


def choose(
    arrays: Arrays,
    pool: Pool,
    best: Orders,
    *,
    limit: Limit,
    seed: int,
    workers: int = 1,
    timing: Timing | None = None,
    stop: Stop | None = None,
) -> Choice:
    """Choose the best set of routes from a pool and the given plan.

    Parameters
    ----------
    arrays : Arrays
    pool : Pool
        Its cuts are heeded and added to; what serving is worth (`pool.worth`) is set.
    best : mapping of shift to tasks
        A plan that has times and breaks nothing: the one to beat, and the hint.
    limit : Limit
    seed : int
        Of CP-SAT.
    workers : int
        CP-SAT's threads; with more than one, choices of equal money may differ from run to run.
    timing : Timing or None
        Money of routes by themselves and jointly; None: by compiled code.
    stop : Stop or None
        Ends the choice from another thread.

    Returns
    -------
    Choice
        Its `orders` are None where nothing better was found.
    """
    chooser = Chooser(
        arrays=arrays,
        pool=pool,
        pricing=Pricing(arrays=arrays, timing=timing or kernel_timing(arrays)),
        left=limit,
        seed=seed,
        workers=workers,
        stop=stop or Stop(),
    )
    return chooser.choose(best)


def recombine(
    arrays: Arrays,
    pool: Pool,
    best: Orders,
    *,
    limit: Limit,
    seed: int,
    workers: int = 1,
    timing: Timing | None = None,
    stop: Stop | None = None,
) -> Recombination:
    """Cut all routes that ever came into the pool wherever nobody is aboard, and join the pieces to the best plan.

    Parameters
    ----------
    arrays, pool, best, limit, workers, timing, stop
        As for `choose`; the routes found are added to the pool.
    seed : int
        Of CP-SAT, and of which shifts take part where there are too many requests for all.

    Returns
    -------
    Recombination
        Its `orders` are None where nothing better was found.
    """
    recombiner = Recombiner(
        arrays=arrays,
        pool=pool,
        pricing=Pricing(arrays=arrays, timing=timing or kernel_timing(arrays)),
        left=limit,
        seed=seed,
        workers=workers,
        stop=stop or Stop(),
    )
    return recombiner.recombine(best)
