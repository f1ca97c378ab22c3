"""OR-Tools' routing model of a frame: the library's own matrices, dimensions and disjunctions; no Python callbacks.

Said exactly: order of pairs, compatibility, several windows, set-up once a halt, working and driving limits, hard caps,
prefixes, locks, who is aboard. Said roughly (a repair puts it right): rush hours as a mean pace, alternative layouts
as their convex hull for two kinds, breaks without "nobody aboard", the longest ride by the slowest mode, waiting only
after a pickup, pooling only where it is "never", relations only as spans of a plan (`routing_relations`).
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp

from solver.arrays import FAR
from solver.routing.choices import add_choices, add_locks, add_requests
from solver.routing.frame import SCALE, Frame, Model, arc_cost, driving_s, start_spans, transit_s
from solver.routing.loads import add_loads

LIBRARY: Any = pywrapcp  # its functions have no types


def build(frame: Frame, *, together: bool) -> Model:
    """Return the model of a frame, not yet closed.

    Parameters
    ----------
    together : bool
        Whether all-or-none groups bind. Only for searches that begin with a plan: the library's first solutions
        insert one request at a time and could never begin a group.
    """
    shifts = range(frame.arrays.n_shifts)
    starts, ends = [frame.start(s) for s in shifts], [frame.end(s) for s in shifts]
    manager = LIBRARY.RoutingIndexManager(frame.n_nodes, len(shifts), starts, ends)
    routing = LIBRARY.RoutingModel(manager)
    index = [manager.NodeToIndex(node) for node in range(frame.n_nodes - len(shifts))]
    index += [routing.End(s) for s in shifts]
    _costs(frame, routing)
    model = Model(frame=frame, manager=manager, routing=routing, time=_time_dimension(frame, routing), index=index)
    _clock(model)
    _shift_limits(model)
    _breaks(model)
    add_loads(model)
    add_requests(model)
    add_locks(model)
    add_choices(model, together=together)
    return model


def _matrix(routing: Any, seen: dict[bytes, int], values: NDArray[np.int64]) -> int:
    """Register a matrix once and return the library's number for it."""
    key = values.tobytes()
    if key not in seen:
        seen[key] = routing.RegisterTransitMatrix(values.tolist())
    return seen[key]


def _costs(frame: Frame, routing: Any) -> None:
    seen: dict[bytes, int] = {}
    for shift in range(frame.arrays.n_shifts):
        routing.SetArcCostEvaluatorOfVehicle(_matrix(routing, seen, arc_cost(frame, shift)), shift)
        routing.SetFixedCostOfVehicle(int(frame.arrays.use_gr[shift]) * SCALE, shift)


def _time_dimension(frame: Frame, routing: Any) -> Any:
    seen: dict[bytes, int] = {}
    transits = [_matrix(routing, seen, transit_s(frame, s)) for s in range(frame.arrays.n_shifts)]
    routing.AddDimensionWithVehicleTransits(transits, frame.horizon_s, frame.horizon_s, False, "time")
    return routing.GetDimensionOrDie("time")


def _clock(model: Model) -> None:
    """Windows, the longest standing after a pickup, and the price of being off the wished time."""
    frame, arrays, time = model.frame, model.frame.arrays, model.time
    for task, node in frame.node.items():
        cumul, spans = time.CumulVar(model.index[node]), start_spans(frame, task)
        if not spans:
            model.routing.ActiveVar(model.index[node]).SetValue(0)
            continue
        cumul.SetRange(spans[0][0], spans[-1][1])
        for (_, closes), (opens, _) in pairwise(spans):
            cumul.RemoveInterval(closes + 1, opens - 1)
        if arrays.wait_max_s < FAR and arrays.people[arrays.request[task]] and not arrays.release[task]:
            time.SlackVar(model.index[node]).SetMax(int(arrays.wait_max_s))
    for request in frame.requests:
        task, rate = int(arrays.wish_task[request]), int(arrays.deviation_gr_per_min[request]) * SCALE // 60
        if task in frame.node and rate:
            wish, index = frame.clock(arrays.wish_s[request]), model.index[frame.node[task]]
            time.SetCumulVarSoftUpperBound(index, wish, rate)
            time.SetCumulVarSoftLowerBound(index, wish, rate)


def _shift_limits(model: Model) -> None:
    """Start, end, working time, overtime and driving of every shift."""
    frame, arrays, time, routing = model.frame, model.frame.arrays, model.time, model.routing
    for shift in range(arrays.n_shifts):
        begin = frame.clock(max(arrays.earliest_s[shift], arrays.free_s[shift]))
        time.CumulVar(routing.Start(shift)).SetMin(begin)
        if arrays.free_s[shift] > -FAR:
            time.CumulVar(routing.Start(shift)).SetValue(begin)
        time.CumulVar(routing.End(shift)).SetMax(max(begin, frame.clock(arrays.latest_s[shift])))
        unpaid = sum(slot.duration_s for slot in arrays.breaks[shift] if not slot.paid)
        if arrays.work_max_s[shift] < FAR:
            time.SetSpanUpperBoundForVehicle(max(0, int(arrays.work_max_s[shift]) + unpaid), shift)
        if rate := round(int(arrays.work_gr_per_h[shift]) * SCALE / 3600):
            time.SetSpanCostCoefficientForVehicle(rate, shift)
        if (more := round(int(arrays.overtime_gr_per_h[shift]) * SCALE / 3600)) and arrays.overtime_from_s[shift] < FAR:
            time.SetCumulVarSoftUpperBound(routing.End(shift), frame.clock(arrays.overtime_from_s[shift]), more)
    if (arrays.driving_max_s < FAR).any():
        seen: dict[bytes, int] = {}
        legs = [_matrix(routing, seen, driving_s(frame, s)) for s in range(arrays.n_shifts)]
        limits = [max(0, int(limit)) for limit in arrays.driving_max_s]
        routing.AddDimensionWithVehicleTransitAndCapacity(legs, 0, limits, True, "driving")


def _breaks(model: Model) -> None:
    """Breaks that every route of a shift owes; those owed only by long days are left to the repair."""
    frame, arrays = model.frame, model.frame.arrays
    stays = [0] * model.routing.Size()
    for task, node in frame.node.items():
        stays[model.index[node]] = int(arrays.service_s[task])
    solver = model.routing.solver()
    for shift, slots in enumerate(arrays.breaks):
        intervals = [
            solver.FixedDurationIntervalVar(
                frame.clock(slot.earliest_s), frame.clock(slot.latest_start_s), int(slot.duration_s), False, f"b{shift}"
            )
            for slot in slots
            if slot.only_if_after_s <= -FAR and slot.earliest_s <= slot.latest_start_s
        ]
        if intervals:
            model.time.SetBreakIntervalsOfVehicle(intervals, shift, stays)
