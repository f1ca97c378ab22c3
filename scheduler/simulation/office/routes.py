"""A published route as its crew goes through it: what comes next, and when to leave for it."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.domain.plan import PlannedRoute, PlannedStop, PlannedTask
from scheduler.domain.time import elapsed
from scheduler.services.live.legs import leg_to, rests_on_the_way


@dataclass(frozen=True, kw_only=True)
class Due:
    """The next door of a crew.

    Attributes
    ----------
    tasks : tuple of PlannedTask
        That are not over.
    leave_at : datetime
        When the crew leaves for it: as soon as it can, but not so early that it would wait there.
    leave_by : datetime
        When it would leave if it were on time.
    drive : timedelta
        As planned.
    """

    stop: PlannedStop
    tasks: tuple[PlannedTask, ...]
    leave_at: datetime
    leave_by: datetime
    drive: timedelta


def due(route: PlannedRoute, over: Container[str], free_at: datetime) -> Due | None:
    """Return the next door of a route; None: all is done.

    Parameters
    ----------
    over : container of str
        Tasks that nothing is to be done for any more.
    free_at : datetime
        When the crew has ended what it did last.

    Notes
    -----
    A crew that is ahead of its plan waits for the planned times, which residents know; one that is behind catches up
    wherever the plan has it wait, and takes its breaks: just as the live view expects of crews.
    """
    been = max((k for k, stop in enumerate(route.stops) if not _open(stop, over)), default=-1)
    coming = next((k for k, stop in enumerate(route.stops) if _open(stop, over)), None)
    if coming is None:
        return None
    stop, drive = route.stops[coming], leg_to(route, coming)
    rests = (one for one in rests_on_the_way(route) if min(been, coming - 1) <= one.after_stop < coming)
    ready = free_at + sum((elapsed(one.start, one.end) for one in rests), timedelta(0))
    leave_by = stop.arrival.astimezone(UTC) - drive
    return Due(stop=stop, tasks=_open(stop, over), leave_at=max(ready, leave_by), leave_by=leave_by, drive=drive)


def _open(stop: PlannedStop, over: Container[str]) -> tuple[PlannedTask, ...]:
    return tuple(task for task in stop.tasks if task.task_id not in over)
