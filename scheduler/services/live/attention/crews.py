"""Crews: who has not read what to do, who says nothing, whose clock is wrong, who went on without a word."""

from collections.abc import Iterator
from datetime import UTC, datetime

from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity
from scheduler.domain.ids import ShiftId
from scheduler.domain.live import TaskProgress, TaskStatus
from scheduler.domain.plan import PlannedRoute
from scheduler.services.live.attention.watched import Subject, Watched, alert, minutes_between
from scheduler.services.live.no_show import declared_too_early


def unseen(watched: Watched) -> Iterator[Alert]:
    """Yield shifts that begin soon, or have begun, and whose itinerary nobody of the crew has read."""
    for route in watched.plan.routes:
        begins = _begins(watched, route)
        bound = begins - watched.policy.live.unseen_before
        over = watched.now >= route.end.astimezone(UTC)
        if route.stops and not over and watched.now >= bound and route.shift_id not in watched.seen:
            yield alert(
                watched,
                AlertKind.UNSEEN,
                Severity.WARNING,
                Subject(name=route.shift_id, shift_id=route.shift_id),
                bound,
                (Remedy.CALL_CREW, Remedy.HAND_OUT_PAPER),
                values={"hour": watched.hour(begins)},
            )


def silent(watched: Watched) -> Iterator[Alert]:
    """Yield crews of which nothing has come in although something was due."""
    for route in watched.plan.routes:
        dues = [_due(watched.progress.tasks[one]) for one in _left(watched, route.shift_id)]
        due = min((one for one in dues if one is not None), default=None)
        if due is None:
            continue
        heard = watched.progress.shifts[route.shift_id].heard_at
        quiet = due if heard is None else max(due, heard.astimezone(UTC))
        bound = quiet + watched.policy.live.silent_after
        if watched.now >= bound:
            yield alert(
                watched,
                AlertKind.SILENT,
                Severity.URGENT,
                Subject(name=route.shift_id, shift_id=route.shift_id),
                bound,
                (Remedy.CALL_CREW, Remedy.TYPE_IN),
                minutes=minutes_between(quiet, watched.now),
                values={"hour": watched.hour(quiet)},
            )


def clocks(watched: Watched) -> Iterator[Alert]:
    """Yield devices whose clock is wrong by what came from them last."""
    last = {(one.shift_id, one.device_id): one for one in sorted(watched.events, key=lambda one: one.sequence)}
    for (shift_id, device_id), event in sorted(last.items()):
        if event.clock_off:
            yield alert(
                watched,
                AlertKind.CLOCK,
                Severity.NOTICE,
                Subject(name=f"{shift_id}/{device_id}", shift_id=shift_id),
                event.received_at,
                (Remedy.SET_CLOCK,),
            )


def left_behind(watched: Watched) -> Iterator[Alert]:
    """Yield doors at which a crew was, and went on without saying how that ended."""
    for shift in watched.progress.shifts.values():
        for task_id in shift.left_behind:
            task = watched.progress.tasks[task_id]
            if task.arrived_at is not None:
                yield alert(
                    watched,
                    AlertKind.LEFT_BEHIND,
                    Severity.NOTICE,
                    Subject(name=task_id, request_id=task.request_id, shift_id=shift.shift_id),
                    task.arrived_at,
                    (Remedy.CALL_CREW, Remedy.TYPE_IN),
                )


def too_early(watched: Watched) -> Iterator[Alert]:
    """Yield no-shows that were declared before they might be."""
    for task_id, earliest in declared_too_early(watched.policy, watched.bookings, watched.progress).items():
        task = watched.progress.tasks[task_id]
        if task.ended_at is not None:
            yield alert(
                watched,
                AlertKind.TOO_EARLY,
                Severity.WARNING,
                Subject(name=task_id, request_id=task.request_id, shift_id=task.shift_id),
                task.ended_at,
                (Remedy.CALL_CLIENT, Remedy.CALL_CREW),
                minutes=minutes_between(task.ended_at, earliest),
                values={"expected": watched.hour(earliest)},
            )


def _begins(watched: Watched, route: PlannedRoute) -> datetime:
    """Return when a shift begins by the rota; of one that it has lost, by the plan."""
    shift = watched.shifts.get(route.shift_id)
    return (route if shift is None else shift).start.astimezone(UTC)


def _left(watched: Watched, shift_id: ShiftId) -> Iterator[str]:
    """Yield what a crew still has to report of; nothing more is asked of doors that it left without a word."""
    mine = watched.progress.shifts[shift_id]
    for task_id in mine.tasks:
        task = watched.progress.tasks[task_id]
        booking = watched.bookings.get(task.request_id)
        if not task.status.over and task_id not in mine.left_behind and (booking is None or booking.held):
            yield task_id


def _due(task: TaskProgress) -> datetime | None:
    """Return when a crew should report of a task next: that it has come, then that it is done."""
    if task.planned is None:
        return None
    if task.status is not TaskStatus.ARRIVED or task.arrived_at is None:
        return (task.planned_arrival or task.planned.start).astimezone(UTC)
    start = max(task.planned.start.astimezone(UTC), task.arrived_at)
    return start + (task.planned.end.astimezone(UTC) - task.planned.start.astimezone(UTC))
