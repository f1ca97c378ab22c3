"""Whether routes answer a public benchmark file: the rules of its family, read and computed from the raw file anew.

Nothing here comes from the readers or from the solver, so a mistake of theirs cannot hide itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot, inf, trunc
from pathlib import Path

import numpy as np

TOLERANCE = 1e-6
"""In the file's unit of time: for sums of floating-point numbers."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A row of the file."""

    x: float
    y: float
    load: float
    opens: float
    closes: float
    service: float


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A file as rows of numbers, and what its first lines say."""

    family: str
    vehicles: int
    capacity: float
    stops: Mapping[int, Stop]
    delivery_of: Mapping[int, int]
    ride: float = inf
    route: float = inf

    def way(self, here: int, there: int) -> float:
        """Return a distance, which is also a travel time."""
        a, b = self.stops[here], self.stops[there]
        straight = hypot(a.x - b.x, a.y - b.y)
        return trunc(straight * 10 + 1e-9) / 10 if self.family == "vrptw" else straight


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is wrong (nothing: the answer stands), and what the answer costs."""

    wrong: tuple[str, ...]
    cost: float
    vehicles: int


def check(family: str, path: Path, routes: Sequence[Sequence[int]]) -> Verdict:
    """Return whether routes, rows of node numbers without the depot, answer a file."""
    raw = _RAW[family]([row for line in path.read_text(encoding="utf-8").splitlines() if (row := line.split())])
    used = [list(route) for route in routes if route]
    if unknown := {number for route in used for number in route} - (set(raw.stops) - {0}):
        return Verdict(wrong=(f"no such stops: {sorted(unknown)}",), cost=inf, vehicles=len(used))
    wrong = [
        *_fleet(raw, used),
        *(f"route {k + 1}: {said}" for k, route in enumerate(used) for said in _route(raw, route)),
    ]
    cost = sum(raw.way(a, b) for route in used for a, b in zip([0, *route], [*route, 0], strict=True))
    return Verdict(wrong=tuple(wrong), cost=cost, vehicles=len(used))


def _fleet(raw: Raw, routes: Sequence[Sequence[int]]) -> Iterator[str]:
    """Yield what is wrong with the plan as a whole."""
    visited = [number for route in routes for number in route]
    if len(routes) > raw.vehicles:
        yield f"{len(routes)} vehicles of {raw.vehicles}"
    if twice := {number for number in visited if visited.count(number) > 1}:
        yield f"visited twice: {sorted(twice)}"
    if missed := set(raw.stops) - {0} - set(visited):
        yield f"not visited: {sorted(missed)[:10]}" + (" ..." if len(missed) > 10 else "")


def _route(raw: Raw, route: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with one route."""
    load = sum(raw.stops[number].load for number in route) if raw.family == "vrptw" else 0.0
    aboard = set()
    for number in route:
        if raw.family != "vrptw":
            load += raw.stops[number].load
        if load > raw.capacity + TOLERANCE:
            yield f"{load:g} aboard after {number}, of {raw.capacity:g}"
            break
        if number in raw.delivery_of:
            aboard.add(raw.delivery_of[number])
        elif raw.delivery_of and number not in aboard:
            yield f"{number} is delivered before it is aboard"
        aboard.discard(number)
    if aboard:
        yield f"never delivered: {sorted(aboard)}"
    elif not _has_times(raw, route):
        yield "cannot be driven in time"


def _has_times(raw: Raw, route: Sequence[int]) -> bool:
    """Return whether starts of service exist, from the longest paths between all pairs of events.

    Events are leaving the depot, the stops, and coming home; `after[i, j]` is by how much j must follow i at least.
    Times exist if and only if no event must follow itself.
    """
    events = [0, *route, 0]
    after = np.full((len(events), len(events)), -inf)
    for k, (here, there) in enumerate(pairwise(events)):
        after[k, k + 1] = raw.way(here, there) + (raw.stops[here].service if k else 0)
    position = {number: k for k, number in enumerate(route, 1)}
    for pickup, delivery in raw.delivery_of.items():
        if pickup in position and delivery in position:
            longest = raw.ride + raw.stops[pickup].service
            after[position[delivery], position[pickup]] = -longest
    after[-1, 0] = max(after[-1, 0], -raw.route)
    opens = np.array([raw.stops[number].opens for number in events])
    closes = np.array([raw.stops[number].closes for number in events])
    after = np.maximum(after, opens[None, :] - closes[:, None])  # by the clock: j opens, i has closed
    for k in range(len(events)):
        after = np.maximum(after, after[:, k, None] + after[None, k, :])
    return bool((np.diagonal(after) <= TOLERANCE).all())


def _vrptw(rows: Sequence[Sequence[str]]) -> Raw:
    head = next(k for k, row in enumerate(rows) if row[0].upper() == "NUMBER")
    body = next(k for k, row in enumerate(rows) if row[0].upper().startswith("CUST") and len(row) > 1)
    stops = {int(row[0]): Stop(**dict(zip(_VRPTW, map(float, row[1:]), strict=True))) for row in rows[body + 1 :]}
    vehicles, capacity = rows[head + 1]
    return Raw(family="vrptw", vehicles=int(vehicles), capacity=float(capacity), stops=stops, delivery_of={})


def _pdptw(rows: Sequence[Sequence[str]]) -> Raw:
    stops = {int(row[0]): Stop(**dict(zip(_VRPTW, map(float, row[1:7]), strict=True))) for row in rows[1:]}
    pairs = {int(row[0]): int(row[8]) for row in rows[1:] if int(row[8])}
    return Raw(family="pdptw", vehicles=int(rows[0][0]), capacity=float(rows[0][1]), stops=stops, delivery_of=pairs)


def _darp(rows: Sequence[Sequence[str]]) -> Raw:
    vehicles, _, route, capacity, ride = map(float, rows[0])
    half = (len(rows) - 2) // 2
    body = rows[1 : 2 * half + 2]
    stops = {int(row[0]): Stop(**dict(zip(_DARP, map(float, row[1:]), strict=True))) for row in body}
    home_by = min(float(row[6]) for row in (rows[1], *rows[2 * half + 2 :]))
    stops[0] = replace(stops[0], closes=home_by)
    return Raw(
        family="darp",
        vehicles=int(vehicles),
        capacity=capacity,
        stops=stops,
        delivery_of={pickup: pickup + half for pickup in range(1, half + 1)},
        ride=ride,
        route=route,
    )


_VRPTW = ("x", "y", "load", "opens", "closes", "service")
_DARP = ("x", "y", "service", "load", "opens", "closes")
_RAW = {"vrptw": _vrptw, "pdptw": _pdptw, "darp": _darp}
