"""Polished times that are known already: of a plan that differs in one route, all others have been polished before.

What a group of tied routes is polished to follows from the arrays, their orders and the relations of their tasks. It is
remembered by all arrays that say the same of the tasks that they have in common, whichever of them was asked first.
"""

from collections.abc import Hashable, Iterable, Mapping
from itertools import count

from solver.arrays import Arrays
from solver.per_arrays import once_per_arrays
from solver.solution import Route
from solver.timing.facts import facts_of

MOST = 2048
"""So many groups are remembered: those of all that a month's calls try on one day."""

type Group = Mapping[int, tuple[int, ...]]
"""Orders of shifts that are timed together."""
type Key = tuple[object, ...]
type Times = tuple[Route, ...] | None
"""None: there are none."""

_names = count()


class KnownTimes:
    """What groups were polished to, for one `Arrays`.

    Others with the same beginning share it. Each task has a name of its own there: that of one caller's request is not
    that of the next one's, although both are the first behind those of the day. What is the same in all has the same
    name: a request as it is accepted, and as it is booked then.

    Parameters
    ----------
    tasks : int
        How many the arrays have.
    """

    def __init__(self, tasks: int) -> None:
        self.names = tuple(next(_names) for _ in range(tasks))
        self.known: dict[Key, Times] = {}
        self.called: dict[Hashable, int] = {}

    def begin_as(self, other: "KnownTimes", more: Iterable[Hashable]) -> None:
        """Share what is known with arrays that begin with the same tasks, and say the same of them.

        Parameters
        ----------
        more : iterable
            All that times follow from, of each task behind those: where it is equal, so are they.
        """
        self.known, self.called = other.known, other.called
        if len(self.called) >= MOST:
            self.called.clear()  # for all who share it: they are named anew
        self.names = (*other.names, *(self.called.setdefault(one, next(_names)) for one in more))

    def key(self, group: Group, ties: Key) -> Key:
        """Return by what the times of a group are found again.

        Parameters
        ----------
        ties : tuple
            All that ties its tasks to any others.
        """
        return (*((shift, *(self.names[task] for task in order)) for shift, order in group.items()), ties)

    def get(self, key: Key) -> tuple[Times] | None:
        """Return what a group was polished to, in a tuple; None: nobody has asked for it."""
        return (self.known[key],) if key in self.known else None

    def keep(self, key: Key, times: Times) -> None:
        """Remember what a group was polished to."""
        if len(self.known) >= MOST:
            self.known.clear()  # for all who share it
        self.known[key] = times


@once_per_arrays
def known_times(arrays: Arrays) -> KnownTimes:
    """Return what is known of arrays so far."""
    return KnownTimes(arrays.n_tasks)


def key_of(arrays: Arrays, group: Group) -> Key:
    """Return by what the times of a group are found again: its orders, and all that ties its tasks to any other."""
    facts = facts_of(arrays)
    tasks = [task for order in group.values() for task in order]
    differences = tuple(d for task in tasks for d in facts.differences.get(task, ()))
    pairs = tuple(facts.pairs[k] for task in tasks for k in facts.pairs_of.get(task, ()))
    return known_times(arrays).key(group, (differences, pairs))
