"""A plan told in the file's own numbers."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from benchmarks.families.instance import Instance
from benchmarks.families.problem import node_of
from benchmarks.families.scaling import real_leg
from solver.problem import Problem
from solver.solution import Solution

type Routes = Sequence[Sequence[int]]
"""Numbers of the nodes in order, a row for each vehicle that is used; the depot is left out."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One line of results.

    Attributes
    ----------
    instance : str
        The file's name without its ending.
    cost : float
        Distance in the file's own unit, from the digits in the file.
    seconds : float
        Wall time of the search, reading not counted.
    peak_mb : float
        Largest resident memory of the process, and of its helpers if it had any.
    """

    instance: str
    family: str
    cost: float
    vehicles: int
    seconds: float
    peak_mb: float
    routes: Routes

    def to_json(self) -> str:
        """Return the answer as one line."""
        return json.dumps(asdict(self), separators=(",", ":"))


def answer(instance: Instance, routes: Routes, *, seconds: float, peak_mb: float) -> Answer:
    """Return routes with what they cost; empty ones are left out."""
    used = [list(route) for route in routes if route]
    return Answer(
        instance=instance.name,
        family=instance.family,
        cost=round(distance(instance, used), 4),
        vehicles=len(used),
        seconds=round(seconds, 2),
        peak_mb=round(peak_mb, 1),
        routes=used,
    )


def routes_of(problem: Problem, solution: Solution) -> list[list[int]]:
    """Return the nodes in the order of a solution."""
    return [[node_of(problem, stop.task) for stop in route.stops] for route in solution.routes]


def distance(instance: Instance, routes: Routes) -> float:
    """Return the length of all routes, from the depot and back, in the file's own unit."""
    at = {node.number: node for node in instance.nodes}
    ways = ([at[0], *(at[number] for number in route), at[0]] for route in routes)
    return sum(real_leg(instance, here, there) for way in ways for here, there in pairwise(way))
