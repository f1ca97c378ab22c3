"""What a peer is asked: the instance in the same whole units, with the same narrowed windows, that we get ourselves."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.families.instance import Family, Instance
from benchmarks.families.problem import longest_plan
from benchmarks.families.scaling import Scaled, scaled
from benchmarks.families.windows import tightened
from solver.facts.requests import Span

type Found = list[list[int]]
"""Positions of nodes in the instance, a row for each vehicle; the depot is left out."""
type Search = Callable[[], Found]
"""A model that is built: calling it searches, which is what is timed."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One instance with the way it is to be solved.

    Attributes
    ----------
    windows : list of Span
        By node, the depot first.
    use : int
        Fixed cost of a vehicle: 0, or more than any plan's distance.
    """

    instance: Instance
    numbers: Scaled
    windows: list[Span]
    use: int
    seconds: float
    threads: int
    seed: int

    @property
    def customers(self) -> range:
        """Positions of all nodes but the depot."""
        return range(1, len(self.instance.nodes))

    @property
    def loaded_at_depot(self) -> bool:
        """Whether what customers get is aboard from the depot on."""
        return self.instance.family is Family.VRPTW


def asked(instance: Instance, *, vehicles_first: bool, seconds: float, threads: int, seed: int) -> Asked:
    """Return what a peer is asked of an instance."""
    numbers = scaled(instance)
    return Asked(
        instance=instance,
        numbers=numbers,
        windows=tightened(instance, numbers),
        use=longest_plan(numbers) + 1 if vehicles_first else 0,
        seconds=seconds,
        threads=threads,
        seed=seed,
    )
