"""When crews came to their doors, also those that only report how it ended there.

Of an end alone it is assumed that serving took as long as planned: the crew came so long before, but not before it can
have driven there from the door at which it was last. Who came earlier, and waited, is not known of.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduler.domain.ids import ShiftId
from scheduler.domain.live import TaskProgress, TaskStatus
from scheduler.domain.plan import Plan, PlannedRoute
from scheduler.services.live.legs import leg_to

_NOTHING = timedelta(0)


def with_arrivals(plan: Plan, tasks: Mapping[str, TaskProgress]) -> dict[str, TaskProgress]:
    """Return tasks that know when their crews came to the doors."""
    routes = {route.shift_id: route for route in plan.routes}
    of_shift: dict[ShiftId, list[TaskProgress]] = defaultdict(list)
    for one in tasks.values():
        if one.arrived_at is not None or one.ended_at is not None:
            of_shift[one.shift_id].append(one)
    came = {key: at for shift, mine in of_shift.items() for key, at in _came(routes.get(shift), mine)}
    return {key: replace(one, came_at=came[key]) if key in came else one for key, one in tasks.items()}


def _came(route: PlannedRoute | None, mine: Sequence[TaskProgress]) -> Iterator[tuple[str, datetime]]:
    """Yield when a crew came to each door, in the order in which it was there."""
    at = {task.task_id: k for k, stop in enumerate(route.stops if route else ()) for task in stop.tasks}
    last: TaskProgress | None = None
    for one in sorted(mine, key=lambda one: one.ended_at or one.arrived_at or datetime.max.replace(tzinfo=UTC)):
        if one.arrived_at is not None:
            yield one.task_id, one.arrived_at
        elif one.status is not TaskStatus.CANCELLED_LATE and one.ended_at is not None:
            earliest = one.ended_at - _planned(one)
            if last is not None and last.ended_at is not None:
                leg = _between(route, at.get(last.task_id), at.get(one.task_id))
                earliest = max(earliest, min(last.ended_at + leg, one.ended_at))
            yield one.task_id, earliest
        last = one


def _planned(one: TaskProgress) -> timedelta:
    """Return how long serving was to take; of what was done for nothing, and of what no plan has, nothing is known."""
    if one.planned is None or one.status is not TaskStatus.DONE:
        return _NOTHING
    return one.planned.end.astimezone(UTC) - one.planned.start.astimezone(UTC)


def _between(route: PlannedRoute | None, last: int | None, this: int | None) -> timedelta:
    """Return the planned drive from one stop to the next one; between others nothing is known."""
    return leg_to(route, this) if route and last is not None and this == last + 1 else _NOTHING
