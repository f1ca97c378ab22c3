"""Which requests and shifts have to do with each other: all else can be planned apart."""

from collections.abc import Iterable, Iterator

import numpy as np

from solver.arrays import Arrays, Ints


def kin(arrays: Arrays, *, money: bool) -> Ints:
    """Return a number for each request and then for each shift; those of different numbers have nothing in common.

    Parameters
    ----------
    money : bool
        Whether a price that several of them make up together (of a cap or a total) counts as well.

    Returns
    -------
    ndarray of int64, shape (requests + shifts,)
    """
    above = list(range(arrays.n_requests + arrays.n_shifts))

    def top(one: int) -> int:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for tied in _ties(arrays, money=money):
        first, *others = tied
        for other in others:
            above[top(other)] = top(first)
    return np.array([top(one) for one in range(len(above))], dtype=np.int64)


def _ties(arrays: Arrays, *, money: bool) -> Iterator[list[int]]:
    """Yield sets of requests and shifts (numbered behind the requests) that belong together; none is empty."""
    first_shift = arrays.n_requests
    for request, row in enumerate(arrays.compatible):
        named = {int(arrays.aboard_shift[request]), int(arrays.published_shift[request])} - {-1}
        yield [request, *(first_shift + np.flatnonzero(row)).tolist(), *(first_shift + s for s in named)]
    for shift, tasks in enumerate(arrays.prefixes):
        yield [first_shift + shift, *_requests(arrays, tasks)]
    yield from (_requests(arrays, tasks) for tasks in _tasks(arrays))
    together = (arrays.groups, arrays.needs, arrays.same_shift, arrays.different_shift)
    yield from (list(tied) for kind in together for tied in kind if tied)
    for shift, row in enumerate(arrays.shared_staff):
        if arrays.different_shift:
            yield [first_shift + shift, *(first_shift + np.flatnonzero(row)).tolist()]
    for cap in arrays.caps:
        if (money or cap.price_gr < 0) and cap.requests:
            yield list(cap.requests)
    for total in arrays.totals if money else ():
        counted = np.flatnonzero((total.coefficients.astype(bool) & arrays.compatible).any(axis=1)).tolist()
        if total.shift < 0 and counted:  # what counts for one shift alone can only be served by it
            yield counted


def _tasks(arrays: Arrays) -> Iterator[Iterable[int]]:
    """Yield sets of tasks of which something is said together."""
    yield from ((one.a, one.b) for one in arrays.differences)
    yield from ((*one.a, *one.b) for one in arrays.never_at_once)
    yield from (tasks for _, tasks in arrays.order_locks)


def _requests(arrays: Arrays, tasks: Iterable[int]) -> list[int]:
    return [int(arrays.request[task]) for task in tasks]
