"""What is told of one task, report by report; how far it is, when all is told."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.events import EventKind
from scheduler.domain.ids import ShiftId
from scheduler.domain.live import TaskProgress, TaskStatus
from scheduler.domain.plan import PlannedStop, PlannedTask, request_of
from scheduler.services.live.ordering import Happening

_ENDS = {
    EventKind.DONE: TaskStatus.DONE,
    EventKind.NO_SHOW: TaskStatus.NO_SHOW,
    EventKind.CANCELLED_LATE: TaskStatus.CANCELLED_LATE,
    EventKind.REFUSED: TaskStatus.REFUSED,
}


@dataclass(kw_only=True, slots=True)
class TaskReports:
    """A task while it is read what crews have reported of it; its fields are those of `TaskProgress`.

    Attributes
    ----------
    stop : PlannedStop or None
        Where the published plan has it; None: the plan does not have it any more.
    """

    task_id: str
    kind: str
    shift_id: ShiftId
    planned: PlannedTask | None = None
    stop: PlannedStop | None = None
    status: TaskStatus = TaskStatus.PLANNED
    en_route_at: datetime | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    clock_off: bool = False

    def hear(self, one: Happening) -> None:
        """Take in what has happened next.

        On the way again after its end says nothing. Nor does it that another crew came in vain where all was done: one
        that was sent there because nobody had heard of it.
        """
        event, mine = one.event, one.event.shift_id == self.shift_id
        ends = _ENDS.get(event.kind)
        if event.kind is EventKind.ABOARD:
            ends = TaskStatus.DONE if self.kind == "pickup" else None
        done = self.status is TaskStatus.DONE and not mine
        if self.status.over and (ends is None or (done and ends.in_vain)):
            self.clock_off = self.clock_off or (mine and event.clock_off)
            return
        if not mine:  # nobody else's hours are this crew's
            self.shift_id, self.en_route_at, self.arrived_at = event.shift_id, None, None
        self.clock_off = self.clock_off or event.clock_off
        if ends is not None:
            self.status, self.ended_at = ends, one.at
        elif event.kind is EventKind.EN_ROUTE:
            self.status, self.en_route_at, self.arrived_at = TaskStatus.EN_ROUTE, one.at, None
        else:
            self.status, self.arrived_at = TaskStatus.ARRIVED, self.arrived_at or one.at

    def progress(self) -> TaskProgress:
        """Return how far it is, by all that was heard."""
        return TaskProgress(
            task_id=self.task_id,
            request_id=self.planned.request_id if self.planned else request_of(self.task_id),
            kind=self.kind,
            shift_id=self.shift_id,
            location_id=self.stop.location_id if self.stop else "",
            status=self.status,
            planned=self.planned,
            planned_arrival=self.stop.arrival if self.stop else None,
            en_route_at=self.en_route_at,
            arrived_at=self.arrived_at,
            ended_at=self.ended_at,
            clock_off=self.clock_off,
        )
