"""What serving each request and using each class of shifts is worth: the prices of the pool's relaxation."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Arrays
from solver.mastering.columns import Column, Roster, roster_of

type Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Worth:
    """Dual prices in grosze.

    Attributes
    ----------
    request : (requests,)
        What it costs at the margin to serve it.
    shift : (shifts,)
        What one more route of this class would save (not positive); by class name.
    """

    request: Floats
    shift: Floats

    def reduced(self, roster: Roster, columns: Sequence[Column]) -> Floats:
        """Return how much dearer each column is than what it serves is worth."""
        if not columns:
            return np.zeros(0)
        request = np.asarray(roster.request)
        sizes = [len(column.order) for column in columns]
        tasks = np.fromiter(chain.from_iterable(column.order for column in columns), np.int64, sum(sizes))
        share = (self.request / _task_counts(roster, len(self.request)))[request[tasks]]
        worth = np.add.reduceat(share, np.cumsum([0, *sizes[:-1]]))
        shifts = np.asarray([column.shift for column in columns])
        reduced: Floats = np.asarray([column.money_gr for column in columns]) - worth - self.shift[shifts]
        return reduced


def _task_counts(roster: Roster, requests: int) -> NDArray[np.int64]:
    return np.maximum(1, np.bincount(np.asarray(roster.request, dtype=np.int64), minlength=requests))


def guessed_worth(arrays: Arrays, columns: Sequence[Column]) -> Worth:
    """Return prices where there was no relaxation yet: each request's share of the route that does it cheapest."""
    roster = roster_of(arrays)
    share = np.full(arrays.n_requests, np.inf)
    for column in columns:
        requests = list(roster.requests(column.order))
        share[requests] = np.minimum(share[requests], column.money_gr / len(requests))
    return Worth(request=np.where(np.isfinite(share), share, 0.0), shift=np.zeros(arrays.n_shifts))
