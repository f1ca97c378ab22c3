"""Requests in the routing model: who may serve them, what leaving them out costs, and what ties them to each other."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from solver.arrays import FAR
from solver.routing.frame import SCALE, Frame, Model

MUST = 10**12
"""Model units for leaving out a request that must be served: more than any day costs. It only guides the search; plans
are compared level by level elsewhere."""
NEVER = 10**14
"""Model units for leaving out what cannot be left out (aboard, frozen)."""


def add_requests(model: Model) -> None:
    """Who may serve what, what leaving it out costs, and pairs with their longest ride."""
    frame, arrays, routing = model.frame, model.frame.arrays, model.routing
    solver, pairs = routing.solver(), 0
    for request in frame.requests:
        tasks = arrays.request_tasks[request]
        indices = [model.index[frame.node[task]] for task in tasks]
        penalty = int(arrays.unassigned_gr[request]) * SCALE
        penalty += MUST * int(arrays.must[request]) + NEVER * int(arrays.must_serve[request])
        for number, index in enumerate(indices):
            allowed = np.flatnonzero(arrays.compatible[request]).tolist()
            if arrays.aboard_shift[request] >= 0:
                allowed = [int(arrays.aboard_shift[request])]
            routing.VehicleVar(index).SetValues([-1, *allowed])  # SetAllowedVehiclesForIndex takes no list in 9.15
            routing.AddDisjunction([index], 0 if number else penalty)
        if len(indices) == 2:
            first, second = indices
            routing.AddPickupAndDelivery(first, second)
            solver.Add(routing.VehicleVar(first) == routing.VehicleVar(second))
            solver.Add(model.time.CumulVar(first) <= model.time.CumulVar(second))
            _longest_ride(model, request, pairs)
            pairs += 1
        elif arrays.aboard_shift[request] >= 0:
            limit = int(arrays.aboard_since_s[request] + _ride_max_s(frame, request))
            model.time.CumulVar(indices[0]).SetMax(frame.clock(limit))


def _ride_max_s(frame: Frame, request: int) -> int:
    arrays = frame.arrays
    modes = {int(arrays.mode[s]) for s in np.flatnonzero(arrays.compatible[request])} or {0}
    return int(max(arrays.ride_max_s[request, mode] for mode in modes))


def _longest_ride(model: Model, request: int, pair: int) -> None:
    limit = _ride_max_s(model.frame, request)
    if limit < FAR // 2:
        total = limit + int(model.frame.arrays.service_s[model.frame.arrays.request_tasks[request][0]])
        model.time.SetPickupToDeliveryLimitFunctionForPair(lambda _pickup, _delivery: total, pair)


def add_locks(model: Model) -> None:
    """Frozen beginnings, and orders on a shift."""
    frame, arrays, routing = model.frame, model.frame.arrays, model.routing
    solver = routing.solver()
    for shift, prefix in enumerate(arrays.prefixes):
        before = routing.Start(shift)
        for task in prefix:
            index = model.index[frame.node[task]]
            routing.NextVar(before).SetValue(index)
            before = index
    for shift, order in arrays.order_locks:
        locked = [task for task in order if task in frame.node and shift >= 0]
        for task in locked:
            routing.VehicleVar(model.index[frame.node[task]]).SetValues([-1, shift])
        for a, b in pairwise(locked):
            first, second = (model.time.CumulVar(model.index[frame.node[t]]) for t in (a, b))
            solver.Add(first <= second)


def add_choices(model: Model, *, together: bool) -> None:
    """What is served only with something else: needs, groups, hard caps, same and different shifts."""
    frame, arrays, routing = model.frame, model.frame.arrays, model.routing
    first = {r: model.index[frame.node[arrays.request_tasks[r][0]]] for r in frame.requests}
    active = {r: routing.ActiveVar(index) for r, index in first.items()}
    _needs_and_caps(model, active)
    if together:
        _groups(model, active)
    for a, b in arrays.same_shift:
        if a in active and b in active:
            both = active[a] * active[b]
            routing.solver().Add(both * routing.VehicleVar(first[a]) == both * routing.VehicleVar(first[b]))


def _needs_and_caps(model: Model, active: Mapping[int, Any]) -> None:
    arrays, solver = model.frame.arrays, model.routing.solver()
    for request, needed in arrays.needs:
        if request in active:
            solver.Add(active[request] <= active[needed] if needed in active else active[request] == 0)
    for cap in arrays.caps:
        terms = [active[r] * int(w) for r, w in zip(cap.requests, cap.weights, strict=True) if r in active]
        if cap.price_gr < 0 and terms:
            solver.Add(solver.Sum(terms) <= int(cap.limit))


def _groups(model: Model, active: Mapping[int, Any]) -> None:
    for group in model.frame.arrays.groups:
        members = [active[r] for r in group if r in active]
        if len(members) < len(group):
            for one in members:
                one.SetValue(0)
        for one, other in pairwise(members):
            model.routing.solver().Add(one == other)
