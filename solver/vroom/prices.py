"""Leaving work out: first as little priority as possible, then as few tasks, then cost. Prices that keep this order."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from solver.vroom.facts import Work

LARGEST = 2**52
"""No plan costs more grosze, work left out included: exact in floats, and engines may count in hundredths of them."""


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """How many times the price of a single task leaving out each work costs.

    Attributes
    ----------
    weights : tuple of int, by work
        Priority counts for each task of a work, as in VROOM.
    """

    weights: tuple[int, ...]

    @property
    def most(self) -> int:
        """The weight of everything."""
        return sum(self.weights)


def ladder(works: Sequence[Work]) -> Ladder:
    """Return weights under which a point of priority outweighs any number of tasks."""
    tasks = sum(len(work.tasks) for work in works)
    step = gcd(*(work.priority for work in works)) or 1
    alike = len({work.priority for work in works}) == 1
    more = 0 if alike else tasks + 1
    return Ladder(weights=tuple(len(work.tasks) * (work.priority // step * more + 1) for work in works))
