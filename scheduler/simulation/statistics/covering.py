"""How often intervals hold the truth: the trial of everything else here."""

from collections.abc import Callable, Iterable

from scheduler.simulation.statistics.estimates import Interval
from scheduler.simulation.statistics.shares import Share, share


def coverage(study: Callable[[int], Interval | None], truth: float, seeds: Iterable[int] = range(200)) -> Share:
    """Return in how many small studies the interval held the truth, and between which bounds that share is known.

    Parameters
    ----------
    study : callable
        A whole study made with one seed: its interval; None counts as one that missed.
    truth : float
        Known from theory, or from a study so long that its own doubt is small beside the intervals.
    seeds : iterable of int
        One study each.
    """
    intervals = [study(seed) for seed in seeds]
    return share(sum(interval is not None and truth in interval for interval in intervals), len(intervals))
