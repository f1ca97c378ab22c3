"""One crew of a running day, as a simpy process: it follows what is published, and reports what it does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.events import EventKind
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import PlannedTask
from scheduler.services.live.no_show import FIRST, beforehand
from scheduler.simulation.office.clockwork import Steps
from scheduler.simulation.office.routes import Due, due

if TYPE_CHECKING:
    from scheduler.simulation.office.running import RunningDay

_DONE = {"pickup": EventKind.ABOARD}


@dataclass
class Crew:
    """A crew.

    Attributes
    ----------
    free_at : datetime
        When it has ended what it did last; first, when its day begins.
    busy : bool
        Whether it is on the way, or at a door.
    """

    day: "RunningDay"
    shift_id: ShiftId
    free_at: datetime
    busy: bool = field(default=False, init=False)

    def work(self) -> Steps:
        """Go from door to door, as the published plan says at each moment."""
        clock, day = self.day.world.clock, self.day
        while True:
            news, found = day.news, self.next()
            if found is None:
                yield news
            elif found.leave_at > clock.now():
                yield clock.until(found.leave_at) | news
            else:
                self.busy = True
                yield from self._drive(found)
                yield from self._serve(found.tasks)
                self.busy, self.free_at = False, clock.now()

    def next(self) -> Due | None:
        """Return its next door."""
        route = self.day.routes.get(self.shift_id)
        return None if route is None else due(route, self.day.over, self.free_at)

    @property
    def behind(self) -> timedelta:
        """How far it is behind its plan, as far as can be known; not below zero."""
        clock, found = self.day.world.clock, self.next()
        if found is None:
            return timedelta(0)
        planned = found.tasks[-1].end.astimezone(UTC) if self.busy else found.leave_by
        return max(timedelta(0), (clock.now() if self.busy else found.leave_at) - planned)

    @property
    def late(self) -> timedelta:
        """How late it will be at most past what somebody was promised, as it is no further behind its plan than now."""
        behind, route = self.behind, self.day.routes.get(self.shift_id)
        if not behind or route is None:
            return timedelta(0)
        ends, over = self.day.promised, self.day.over
        left = (task for stop in route.stops for task in stop.tasks if task.task_id not in over)
        known = (task.start.astimezone(UTC) - ends[task.task_id] for task in left if task.task_id in ends)
        return max(known, default=-behind) + behind

    def _drive(self, found: Due) -> Steps:
        day, first = self.day, found.tasks[0]
        day.report(self.shift_id, first.task_id, EventKind.EN_ROUTE)
        yield day.world.clock.after(day.world.streets.drive(day.date, first.task_id, found.drive))

    def _serve(self, tasks: Sequence[PlannedTask]) -> Steps:
        """Do what is to be done at a door; whoever has called off meanwhile is not looked for."""
        there = [task for task in tasks if task.task_id not in self.day.over]
        arrived = self.day.world.clock.now()
        for task in there:
            self.day.report(self.shift_id, task.task_id, EventKind.ARRIVED)
        for task in there:
            yield from self._do(task, arrived)

    def _do(self, task: PlannedTask, arrived: datetime) -> Steps:
        day, clock = self.day, self.day.world.clock
        if task.kind in FIRST and day.world.truth.is_no_show(task.request_id):
            booking = day.booking(task.request_id)
            yield clock.until(beforehand(day.world.town.policy, booking, task, arrived) or arrived)
            day.no_show(self.shift_id, task)
            return
        yield clock.until(task.start)
        if task.task_id in day.over:
            return  # called off while the crew stood at the door
        day.attended.add(task.request_id)
        yield clock.after(day.world.truth.at_door(task))
        day.over.add(task.task_id)
        day.report(self.shift_id, task.task_id, _DONE.get(task.kind, EventKind.DONE))
