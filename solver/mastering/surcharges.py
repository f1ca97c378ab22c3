"""What routes cost more jointly than each by itself, put into the program when a choice was timed."""

from collections.abc import Mapping
from typing import NamedTuple

from solver.mastering.columns import Key
from solver.mastering.rows import ENDLESS, Program


class _Cluster(NamedTuple):
    """Sets of routes that overlap, and the variable for the dearest of those that are chosen."""

    routes: frozenset[Key]
    sets: dict[frozenset[Key], int]
    variable: int


class Surcharges:
    """Keeps a program's money at most what plans truly cost, and equal to it for those already timed.

    More tied routes only cost more, so each set of routes found dearer is a lower bound of any plan that has all of
    them. Of sets that share routes only the dearest counts (the same delay may serve both), of others the sum.

    Parameters
    ----------
    number : mapping of key to variable
    """

    def __init__(self, program: Program, number: Mapping[Key, int]) -> None:
        self.program = program
        self.number = number
        self._clusters: list[_Cluster] = []

    def add(self, extras: Mapping[frozenset[Key], int]) -> bool:
        """Take in by how much sets of routes are dearer jointly; return whether anything was new."""
        known = {keys for cluster in self._clusters for keys in cluster.sets}
        fresh = {keys: gr for keys, gr in extras.items() if keys not in known}
        for keys, gr in fresh.items():
            self._merge(keys, gr)
        return bool(fresh)

    def _merge(self, keys: frozenset[Key], gr: int) -> None:
        touched = [cluster for cluster in self._clusters if cluster.routes & keys]
        sets = {keys: gr}
        for cluster in touched:
            self._clusters.remove(cluster)
            self.program.cost_gr[cluster.variable] = 0
            sets |= cluster.sets
        variable = self.program.charge(1, max(sets.values()))
        for routes, extra in sets.items():
            terms = {self.number[key]: -extra for key in routes}
            self.program.add(-extra * (len(routes) - 1), ENDLESS, {variable: 1, **terms})
        self._clusters.append(_Cluster(frozenset().union(*sets), sets, variable))
