"""What plans cost: VROOM's costs in grosze of ours, exactly where numbers allow.

A leg bears its own cost and that of the task it leads to; the table of metres, at a grosz a metre, holds both.
"""

from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from solver.vroom.eta import Line
from solver.vroom.facts import Document
from solver.vroom.spots import Ground, Mode, between

COST = 360_000
"""Parts of VROOM's unit of cost: a hundredth of a second at a cost of 1 an hour."""
EXACT = 2.0**53
LARGEST = 2**30
"""No entry of a table is larger."""


def parts(ground: Ground, mode: Mode) -> NDArray[np.float64]:
    """Return the cost of legs between spots, in parts of VROOM's unit (`COST`), with that of the task at their end."""
    profile, _, costs, kind, speed, _ = mode
    matrices = ground.document.matrices[profile]
    if matrices.costs is not None:
        legs = between(ground, matrices.costs).astype(np.float64) * COST
    else:
        legs = between(ground, matrices.durations).astype(np.float64) * _per_second(speed, costs.per_hour)
        if costs.per_km and matrices.distances is not None:
            legs += between(ground, matrices.distances).astype(np.float64) * costs.per_km * 360
    if costs.per_task_hour:
        rows = np.asarray([spot.row for spot in ground.spots])
        types = [kind] * len(ground.spot_of_task) if kind else _types(ground.document)
        for task, spot, own in zip(ground.document.tasks, ground.spot_of_task, types, strict=True):
            legs[:, spot] += 100.0 * costs.per_task_hour * task.service_by(own)
            legs[rows != rows[spot], spot] += 100.0 * costs.per_task_hour * task.setup_by(own)
    np.fill_diagonal(legs, 0)
    return legs


def _per_second(speed: float, per_hour: int) -> int:
    """Return the cost of a second of the matrices (which is not that of a vehicle's pace, rounded by itself)."""
    return int(1 / speed * 100 * per_hour + 0.5)


def _types(document: Document) -> list[str]:
    """Return for each task a type whose times it has, where they are the same for all vehicles that may serve it."""
    found = []
    for work in document.works:
        able = (vehicle.type for vehicle in document.vehicles if work.skills <= vehicle.skills)
        found += [next(able, document.vehicles[0].type)] * len(work.tasks)
    return found


@dataclass(frozen=True, kw_only=True)
class Money:
    """Costs in our grosze.

    Attributes
    ----------
    exact : bool
        Nothing had to be rounded.
    legs : tuple of ndarray, by mode
    fixed : tuple of int, by vehicle
    most : int
        No plan costs more.
    """

    exact: bool
    legs: tuple[NDArray[np.int32], ...]
    fixed: tuple[int, ...]
    most: int


def money(ground: Ground, most_units: int) -> Money:
    """Return all costs in one unit: exactly, unless numbers get too large.

    Parameters
    ----------
    most_units : int
        How many of our units a whole plan may cost.
    """
    tables = [parts(ground, mode) for mode in ground.modes]
    fixed = [float(vehicle.costs.fixed) * COST for vehicle in ground.document.vehicles]
    unit = _unit(tables, fixed)
    most = _most(ground, tables, fixed)
    largest = max(float(table.max(initial=0)) for table in tables)
    coarser = max(1.0, np.ceil(most / unit / most_units), np.ceil(largest / unit / LARGEST))
    unit *= coarser
    return Money(
        exact=coarser == 1 and most < EXACT,
        legs=tuple(np.rint(table / unit).astype(np.int32) for table in tables),
        fixed=tuple(round(one / unit) for one in fixed),
        most=int(most / unit) + len(ground.spot_of_task) + len(fixed) + 1,
    )


def _unit(tables: list[NDArray[np.float64]], fixed: list[float]) -> float:
    """Return the greatest number of parts that all costs are whole multiples of; 1 where costs are not exact."""
    if max(*(float(table.max(initial=0)) for table in tables), *fixed) >= EXACT:
        return 1.0
    whole = [int(np.gcd.reduce(table.astype(np.int64), axis=None)) for table in tables]
    return float(gcd(*whole, *(int(one) for one in fixed)) or 1)


def _most(ground: Ground, tables: list[NDArray[np.float64]], fixed: list[float]) -> float:
    """Return more than any plan costs: the dearest leg to every task, and every vehicle's way home."""
    dearest = np.max([table.max(axis=0) for table in tables], axis=0)
    return float(sum(dearest[spot] for spot in (*ground.spot_of_task, *ground.end))) + sum(fixed)


def cost_of(line: Line, *, duration_s: int, at_work_s: int) -> int:
    """Return what VROOM says that a route costs.

    Parameters
    ----------
    duration_s, at_work_s : int
        On the way; setting up, serving and resting.
    """
    vehicle, costs = line.vehicle, line.vehicle.costs
    table, legs = line.document.matrices[vehicle.profile].costs, range(len(line.numbers) + 1)
    if table is not None:
        travel = sum(int(table[leg]) for k in legs if (leg := line.leg(k)))
    else:
        metres = sum(line.metres(k) for k in legs)
        if line.document.timed:
            travel = int(duration_s * costs.per_hour / 3600 + metres * costs.per_km / 1000 + 0.5)
        else:  # where nothing is bound to a time VROOM cuts instead of rounding
            driven = sum(line.seconds(k) for k in legs) * _per_second(vehicle.speed_factor, costs.per_hour)
            travel = (driven + 360 * metres * costs.per_km) // COST
    return costs.fixed + travel + costs.per_task_hour * at_work_s // 3600
