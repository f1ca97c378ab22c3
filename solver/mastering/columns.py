"""One route that a shift could do, as the master sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from solver.arrays import Arrays
from solver.kernel.world import world_of
from solver.per_arrays import once_per_arrays

type Order = tuple[int, ...]
type Orders = Mapping[int, Sequence[int]]
type Key = tuple[int, Order]
"""Class and order: what makes a route the same route."""


class Column(NamedTuple):
    """A route that has times by itself.

    Attributes
    ----------
    shift : int
        Any shift of a class of alike ones.
    order : tuple of int
        Tasks.
    money_gr : int
        What the route costs by itself, its times made comfortable.
    """

    shift: int
    order: Order
    money_gr: int

    @property
    def key(self) -> Key:
        """Shift and order."""
        return self.shift, self.order


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Which shifts are alike, and which task belongs to which request.

    Attributes
    ----------
    alike : by shift
        The first shift that is the same in everything: the name of its class.
    members : dict of class to shifts
    request : by task
    partners : by task
        Tasks of other requests whose times a relation ties to it.
    bit : by task
        Its request as a bit.
    """

    alike: tuple[int, ...]
    members: Mapping[int, tuple[int, ...]]
    request: tuple[int, ...]
    partners: tuple[frozenset[int], ...]
    bit: tuple[int, ...]

    def requests(self, order: Sequence[int]) -> tuple[int, ...]:
        """Return the requests of an order, ascending."""
        return tuple(sorted({self.request[task] for task in order}))


@once_per_arrays
def roster_of(arrays: Arrays) -> Roster:
    """Return what columns of a problem share; the arrays must not be changed afterwards."""
    world = world_of(arrays)
    alike = tuple(int(first) for first in world.shifts["alike"])
    request = tuple(int(r) for r in arrays.request)
    spans = zip(world.tasks["partner_from"], world.tasks["partner_to"], strict=True)
    tied = [{int(p) for p in world.partners[low:high]} for low, high in spans]
    return Roster(
        alike=alike,
        members={one: tuple(s for s, first in enumerate(alike) if first == one) for one in dict.fromkeys(alike)},
        request=request,
        partners=tuple(frozenset(p for p in own if request[p] != request[task]) for task, own in enumerate(tied)),
        bit=tuple(1 << r for r in request),
    )
