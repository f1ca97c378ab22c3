"""Instances in whole numbers, by the convention of their family.

Distances, which are also travel times, are computed exactly from the digits in the file: a float's last bit would round
a leg of 5 up to 5.001, and lose every plan that arrives in the last moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, isqrt

import numpy as np

from benchmarks.families.instance import Family, Instance, Node
from benchmarks.families.text import FileError
from solver.arrays import FAR
from solver.facts.requests import Span
from solver.facts.travel import Matrix

UNITS: Mapping[Family, int] = {Family.VRPTW: 10, Family.PDPTW: 1000, Family.DARP: 1000}
"""Whole units in a file's unit of distance and time."""


@dataclass(frozen=True, kw_only=True)
class Scaled:
    """The numbers of an instance in whole units, in the order of its nodes.

    Attributes
    ----------
    legs : ndarray of int32, shape (nodes, nodes)
        Distances and travel times: truncated (vrptw) or rounded up.
    windows : tuple of Span
        Bounds on the start of service, rounded inwards.
    services : tuple of int
        Rounded up.
    longest_ride, longest_route : int or None
        Rounded down.
    """

    legs: Matrix
    windows: tuple[Span, ...]
    services: tuple[int, ...]
    longest_ride: int | None
    longest_route: int | None


def scaled(instance: Instance) -> Scaled:
    """Return an instance in whole units.

    Raises
    ------
    FileError
        If its day is too long for the solver's clock.
    """
    unit = UNITS[instance.family]
    legs = distances(instance)
    windows = tuple((ceil(node.opens * unit), floor(node.closes * unit)) for node in instance.nodes)
    services = tuple(ceil(node.service * unit) for node in instance.nodes)
    if windows[0][1] + max(services) + int(legs.max()) >= FAR:
        closes = instance.nodes[0].closes
        raise FileError(f"{instance.name}: the depot closes at {closes}; it should close well before {FAR // unit}")
    return Scaled(
        legs=legs.astype(np.int32),
        windows=windows,
        services=services,
        longest_ride=_down(instance.longest_ride, unit),
        longest_route=_down(instance.longest_route, unit),
    )


def _down(limit: Decimal | None, unit: int) -> int | None:
    return None if limit is None else min(floor(limit * unit), FAR - 1)


def distances(instance: Instance) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the Euclidean distances in whole units: truncated for vrptw, else rounded up."""
    places = max(_places(value) for node in instance.nodes for value in (node.x, node.y))
    points = [(_digits(node.x, places), _digits(node.y, places)) for node in instance.nodes]
    unit, grid = UNITS[instance.family] ** 2, 10 ** (2 * places)
    up = instance.family is not Family.VRPTW
    legs = np.zeros((len(points), len(points)), dtype=np.int64)
    for row, (x, y) in enumerate(points):
        for column in range(row):
            square = ((points[column][0] - x) ** 2 + (points[column][1] - y) ** 2) * unit
            legs[row, column] = _root_up(-(-square // grid)) if up else isqrt(square // grid)
    return legs + legs.T


def _root_up(square: int) -> int:
    return isqrt(square - 1) + 1 if square else 0


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _digits(value: Decimal, places: int) -> int:
    return int(Fraction(value) * 10**places)


def real_leg(instance: Instance, here: Node, there: Node) -> float:
    """Return a leg in the file's own unit, as results are compared: to one decimal for vrptw, else as it is."""
    away = ((here.x - there.x) ** 2 + (here.y - there.y) ** 2).sqrt()
    if instance.family is Family.VRPTW:
        return floor(away * 10) / 10
    return float(away)
