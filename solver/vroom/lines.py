"""A route of ours as a line of VROOM's: its tasks, and each break where it lies."""

from collections.abc import Sequence

from solver.solution import BreakTime, Route
from solver.vroom.eta import Line, with_breaks
from solver.vroom.facts import Vehicle, VroomBreak
from solver.vroom.modelling import Model


def line_of(model: Model, route: Route) -> Line:
    """Return a route in VROOM's words.

    Raises
    ------
    ValueError
        If one of its breaks is nobody's, or fits nowhere, which the model excludes.
    """
    vehicle = model.document.vehicles[route.shift]
    ours = [model.task_of[stop.task] for stop in route.stops]
    breaks: list[list[VroomBreak]] = [[] for number in (*ours, 0) if number >= 0]
    left = list(vehicle.breaks)
    for taken in sorted(route.breaks, key=lambda each: (each.gap, each.start_s)):
        one = _which(model, vehicle, left, taken)
        left.remove(one)
        breaks[sum(number >= 0 for number in ours[: taken.gap])].append(one)
    numbers = tuple(number for number in ours if number >= 0)
    line = with_breaks(Line(document=model.document, vehicle=vehicle, numbers=numbers, breaks=breaks), left)
    if line is None:
        msg = f"{vehicle.path} has no times"
        raise ValueError(msg)
    return line


def _which(model: Model, vehicle: Vehicle, left: Sequence[VroomBreak], taken: BreakTime) -> VroomBreak:
    """Return the break that was taken: of those it can be, the one that has to start soonest."""
    start_s, lasts_s = taken.start_s + model.zero_s, taken.end_s - taken.start_s
    fitting = [
        (closes, number)
        for number, one in enumerate(left)
        for opens, closes in one.windows_s or (vehicle.window_s,)
        if one.service_s == lasts_s and opens <= start_s <= closes
    ]
    if not fitting:
        msg = f"{vehicle.path} takes a break at {start_s} that is none of its own"
        raise ValueError(msg)
    return left[min(fitting)[1]]
