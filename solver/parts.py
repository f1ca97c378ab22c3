"""Parts of a day that have nothing to do with each other: each is a smaller problem, and a much easier one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.arrays import Arrays
from solver.kinship import kin
from solver.slicing import Numbers, sliced

type Orders = Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class Part:
    """Some requests and shifts as a problem of their own.

    Attributes
    ----------
    arrays : Arrays
    tasks, shifts : tuple of int
        Numbers in the whole problem, by number in the part.
    """

    arrays: Arrays
    tasks: tuple[int, ...]
    shifts: tuple[int, ...]

    @property
    def size(self) -> int:
        """Number of requests: what there is to be done."""
        return self.arrays.n_requests

    @cached_property
    def _task(self) -> dict[int, int]:
        return {whole: own for own, whole in enumerate(self.tasks)}

    def inward(self, orders: Orders) -> dict[int, tuple[int, ...]]:
        """Return what orders of the whole problem hold of the part, in its numbers."""
        return {
            own: tuple(self._task[task] for task in orders[whole] if task in self._task)
            for own, whole in enumerate(self.shifts)
            if orders.get(whole)
        }

    def outward(self, orders: Orders) -> dict[int, tuple[int, ...]]:
        """Return orders of the part in the numbers of the whole problem."""
        return {self.shifts[s]: tuple(self.tasks[task] for task in order) for s, order in orders.items()}


def parts_of(arrays: Arrays) -> tuple[Part, ...]:
    """Return the parts, the largest first; what nobody can serve and shifts without work are in none, unless alone."""
    labels = kin(arrays, money=True)
    of_requests, of_shifts = labels[: arrays.n_requests], labels[arrays.n_requests :]
    worked = sorted(set(of_requests.tolist()) & set(of_shifts.tolist()))
    if len(worked) < 2:
        return (Part(arrays, tuple(range(arrays.n_tasks)), tuple(range(arrays.n_shifts))),)
    numbers = (
        Numbers(arrays, np.flatnonzero(of_requests == label).tolist(), np.flatnonzero(of_shifts == label).tolist())
        for label in worked
    )
    found = [Part(sliced(arrays, one), tuple(one.kept["task"]), tuple(one.kept["shift"])) for one in numbers]
    return tuple(sorted(found, key=lambda part: -part.size))
