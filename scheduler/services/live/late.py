"""How late a task is against what its client was told."""

from collections.abc import Mapping
from datetime import UTC, timedelta

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId
from scheduler.domain.live import TaskProgress
from scheduler.domain.plan import Plan
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.live.expecting import ExpectedTask
from scheduler.services.reporting.served import is_timed, planned_tasks


def late_by(task: TaskProgress, due: ExpectedTask | None, booking: Booking | None) -> timedelta | None:
    """Return by how much a task is, was or is going to be late; negative: it is early, None: nothing was promised.

    What counts is when the crew is at the door; of an arrival that has to be in time, when the party gets out.
    """
    window = promised_for(task, booking)
    at = task.came_at or (due.arrival if due else None)
    if window is None or at is None or (task.status.in_vain and task.arrived_at is None):
        return None
    return at.astimezone(UTC) - window.end.astimezone(UTC)


def promised_for(task: TaskProgress, booking: Booking | None) -> TimeWindow | None:
    """Return the window that was told about a task: of a ride that has to arrive in time the pickup's, too."""
    promise = booking.promise if booking is not None else None
    if booking is None or promise is None:
        return None
    if is_timed(booking.request, task.kind):
        return promise.window
    return promise.pickup if task.kind == "pickup" else None


def late_in(plan: Plan, town: Town) -> Mapping[RequestId, int]:
    """Return the promises that a plan itself breaks by being late, by how many seconds, rounded up."""
    late = {}
    for _, _, task in planned_tasks(plan):
        promise, request = town.promises.get(task.request_id), town.requests.get(task.request_id)
        if promise is not None and request is not None and is_timed(request, task.kind):
            over = task.start.astimezone(UTC) - promise.window.end.astimezone(UTC)
            if over > timedelta(0):
                late[request.id] = -(-over // timedelta(seconds=1))
    return late
