"""What a route's legs and halts are, by the facts of the problem."""

from collections.abc import Iterator
from typing import NamedTuple

from solver.problem import Problem
from solver.solution import Route
from solver.travel_time import arrival_s


class Leg(NamedTuple):
    """The way to one stop, or back to the end place (`position` is then the number of stops)."""

    position: int
    origin: int
    target: int
    ready_s: int
    left_s: int
    arrival_s: int


def legs(problem: Problem, route: Route) -> Iterator[Leg]:
    """Yield the legs of a route with the times that it claims.

    `ready_s` is from when the leg may be left: the route's start, then the end of service at the previous stop.
    """
    here, ready = problem.shifts[route.shift].start_location, route.start_s
    for position, stop in enumerate(route.stops):
        there = problem.tasks[stop.task].location
        yield Leg(
            position=position, origin=here, target=there, ready_s=ready, left_s=stop.left_s, arrival_s=stop.arrival_s
        )
        here, ready = there, stop.end_s
    yield Leg(
        position=len(route.stops), origin=here, target=problem.shifts[route.shift].end_location, ready_s=ready,
        left_s=route.left_s, arrival_s=route.end_s,
    )  # fmt: skip


def free_flow_s(problem: Problem, shift: int, origin: int, target: int) -> int:
    """Return the duration of a leg on empty roads by the shift's mode; nothing within one location."""
    return 0 if origin == target else int(problem.travel[problem.shifts[shift].mode].seconds[origin, target])


def metres(problem: Problem, shift: int, origin: int, target: int) -> int:
    """Return the length of a leg by the shift's mode."""
    return 0 if origin == target else int(problem.travel[problem.shifts[shift].mode].metres[origin, target])


def arrives_s(problem: Problem, shift: int, leave_s: int, origin: int, target: int) -> int:
    """Return when a shift that leaves `origin` at `leave_s` is at `target`, by the hours' speeds."""
    banded = problem.travel[problem.shifts[shift].mode].banded
    bands = [(band.start_s, band.end_s, band.permille) for band in problem.speed_bands] if banded else []
    return arrival_s(bands, leave_s, free_flow_s(problem, shift, origin, target))


def setup_paid_s(problem: Problem, route: Route, position: int) -> int:
    """Return the set-up time before a stop: once per halt, so nothing where the previous task was at the same door."""
    task = problem.tasks[route.stops[position].task]
    before = problem.tasks[route.stops[position - 1].task].location if position else None
    return 0 if before == task.location else task.setup_s


def travelled_s(problem: Problem, route: Route) -> int:
    """Return the time on the way, all legs together, as claimed."""
    return sum(leg.arrival_s - leg.left_s for leg in legs(problem, route))
