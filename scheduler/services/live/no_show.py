"""When a crew may say that nobody came: it has to have waited at the door, and not before the promised window."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId
from scheduler.domain.live import DayProgress, TaskProgress, TaskStatus
from scheduler.domain.plan import PlannedTask
from scheduler.domain.policy import Policy
from scheduler.domain.request import Ride

FIRST = frozenset({"visit", "pickup", "drop"})
"""Tasks at which a client is met."""


def may_be_declared(
    policy: Policy, booking: Booking, *, planned: datetime | None, arrived: datetime | None
) -> datetime | None:
    """Return the earliest instant at which a no-show may be declared, in UTC; None: nothing says when it was due.

    Parameters
    ----------
    planned : datetime or None
        When the published plan has the service start.
    arrived : datetime or None
        When the crew has arrived, or is planned to.
    """
    told = _window_start(booking) or planned
    known = [at.astimezone(UTC) for at in (told, arrived) if at is not None]
    return max(known) + waits(policy, booking) if known else None


def waits(policy: Policy, booking: Booking) -> timedelta:
    """Return for how long a crew waits."""
    return policy.booking.of(booking.request.service_id).no_show_wait


def declared_too_early(
    policy: Policy, bookings: Mapping[RequestId, Booking], progress: DayProgress
) -> Mapping[str, datetime]:
    """Return the tasks whose no-show was declared before it might be, and when it might have been, in UTC."""
    found = {}
    for task in progress.tasks.values():
        booking = bookings.get(task.request_id)
        if booking is None or task.status is not TaskStatus.NO_SHOW or task.kind not in FIRST:
            continue
        earliest = earliest_at(policy, booking, task)
        if earliest is not None and task.ended_at is not None and task.ended_at < earliest:
            found[task.task_id] = earliest
    return found


def earliest_at(policy: Policy, booking: Booking, task: TaskProgress) -> datetime | None:
    """Return the same of a task, as far as it is."""
    planned = task.planned.start if task.planned is not None else None
    return may_be_declared(policy, booking, planned=planned, arrived=task.arrived_at)


def beforehand(policy: Policy, booking: Booking, task: PlannedTask, arrival: datetime) -> datetime | None:
    """Return the same as the crew can know it before it sets out; None: at this task nobody is met."""
    if task.kind not in FIRST:
        return None
    return may_be_declared(policy, booking, planned=task.start, arrived=arrival)


def _window_start(booking: Booking) -> datetime | None:
    """Return from when on the client waits at the door; None: they were told something else, or nothing."""
    promise = booking.promise
    if promise is None:
        return None
    if promise.pickup is not None:
        return promise.pickup.start
    bus_is_told = not (isinstance(booking.request, Ride) and booking.request.arrive_by)
    return promise.window.start if bus_is_told else None
