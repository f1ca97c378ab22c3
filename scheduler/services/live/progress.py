"""How far a day is: the published plan, and what crews have reported of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from scheduler.domain.events import Event, EventKind
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.live import DayProgress, Outcome, ShiftProgress, TaskProgress, TaskStatus
from scheduler.domain.live_day import LiveDay, live_key
from scheduler.domain.plan import Plan
from scheduler.services.live.doors import with_arrivals
from scheduler.services.live.minutes import full_minute
from scheduler.services.live.ordering import Happening, happenings, taken_back
from scheduler.services.live.task_reports import TaskReports
from scheduler.services.live.whereabouts import Whereabouts, whereabouts
from scheduler.services.ports import UnitOfWork

_FIRST = frozenset({"pickup", "load"})
_SAID = {
    TaskStatus.NO_SHOW: Outcome.NO_SHOW,
    TaskStatus.CANCELLED_LATE: Outcome.CANCELLED_LATE,
    TaskStatus.REFUSED: Outcome.REFUSED,
}


def progress_on(unit: UnitOfWork, plan: Plan, now: datetime, *, of: RequestId | None = None) -> DayProgress:
    """Return how far the day of a plan is at an instant, by all that is kept of it: what everybody asks.

    Parameters
    ----------
    now : datetime
        Taken up to the next full minute, as planning takes it.
    of : RequestId, optional
        Of which request alone something is to be known.
    """
    live, day = unit.live.find(live_key(plan.day)), plan.day
    events = (unit.events.between(day, day) if of is None else unit.events.of_request(of)).values()
    told = (one for one in events if one.day == day)
    return day_progress(plan, told, replace(live, as_of=full_minute(now)) if live else None)


def day_progress(plan: Plan, events: Iterable[Event], live: LiveDay | None) -> DayProgress:
    """Return how far a day is.

    Parameters
    ----------
    plan : Plan
        As crews know it.
    events : iterable of Event
        Of the day, in any order.
    live : LiveDay or None
        What came in its way, as of the instant that is asked about: whoever was in a vehicle that is broken by then
        stands beside it.
    """
    known = tuple(events)
    happened = happenings(known)
    where = whereabouts(happened, live, taken_back(known))
    tasks = with_arrivals(plan, _told(plan, where))
    of_request: dict[RequestId, list[TaskProgress]] = defaultdict(list)
    for task in tasks.values():
        of_request[task.request_id].append(task)
    outcomes = {key: outcome_of(found) for key, found in of_request.items()}
    ends = {key: outcomes.get(key, Outcome.OPEN) for key in where.beside}
    return DayProgress(
        day=plan.day,
        published=plan.version,
        tasks=tasks,
        shifts=_shifts(plan, tasks, where.happened, _heard(happened)),
        outcomes=outcomes,
        beside={key: one for key, one in where.beside.items() if ends[key] is Outcome.OPEN},
        not_found=frozenset(key for key, outcome in ends.items() if outcome is Outcome.NO_SHOW),
        taken_out=where.taken_out,
    )


def outcome_of(tasks: Sequence[TaskProgress]) -> Outcome:
    """Return what became of a request, from all its tasks.

    Somebody who is aboard stays so until it is reported that they were set down, whatever else is reported.
    """
    first = [one for one in tasks if one.kind in _FIRST]
    last = [one for one in tasks if one.kind not in _FIRST]
    if any(one.status is TaskStatus.DONE for one in last):
        return Outcome.SERVED
    if any(one.kind == "pickup" and one.status is TaskStatus.DONE for one in first):
        return Outcome.ABOARD
    vain = [one.status for one in first if one.status.in_vain]
    if not vain and last and all(one.status.in_vain for one in last):
        vain = [one.status for one in last]
    return _SAID[vain[-1]] if vain else Outcome.OPEN


def _planned(plan: Plan) -> dict[str, TaskReports]:
    return {
        task.task_id: TaskReports(
            task_id=task.task_id, kind=task.kind, shift_id=route.shift_id, planned=task, stop=stop,
        )
        for route in plan.routes
        for stop in route.stops
        for task in stop.tasks
    }  # fmt: skip


def _told(plan: Plan, where: Whereabouts) -> dict[str, TaskProgress]:
    """Return how far each task is, by what crews have reported and a dispatcher has told."""
    tasks, given = _planned(plan), _given(plan)
    for one in where.happened:
        if _was_given_away(plan, given, one):
            continue
        _of(tasks, one.event.task_id, one.event.shift_id).hear(one)
    for key, boarding in where.told.items():
        known = _of(tasks, f"{key}:pickup", boarding.shift_id)
        known.shift_id, known.status, known.ended_at = boarding.shift_id, TaskStatus.DONE, boarding.at
    return {key: one.progress() for key, one in tasks.items()}


def _of(tasks: dict[str, TaskReports], task_id: str, shift_id: ShiftId) -> TaskReports:
    """Return what is told of a task; of one that no plan has, it begins with who reports it."""
    if task_id not in tasks:
        tasks[task_id] = TaskReports(task_id=task_id, kind=task_id.rpartition(":")[2], shift_id=shift_id)
    return tasks[task_id]


def _given(plan: Plan) -> Mapping[str, ShiftId]:
    """Return whose each task is; of rides those for whom one and the same shift picks up and sets down."""
    of_task = {task: shift_id for shift_id, order in plan.orders.items() for task in order}
    rides = {task for task in of_task if task.endswith((":pickup", ":dropoff"))}
    torn = {task for task in rides if of_task.get(_other_end(task)) != of_task[task]}
    return {task: shift_id for task, shift_id in of_task.items() if task not in torn}


def _was_given_away(plan: Plan, given: Mapping[str, ShiftId], one: Happening) -> bool:
    """Return whether a crew had set out for, or its bus waited for, somebody whom the plan made since gives to another.

    Of its vehicle nobody knows that they ever got in, and the other crew comes for them. A worker who is at the door of
    a visit is there.
    """
    task_id, kind = one.event.task_id, one.event.kind
    begun = kind is EventKind.EN_ROUTE or (kind is EventKind.ARRIVED and task_id.endswith((":pickup", ":dropoff")))
    return begun and given.get(task_id) not in {None, one.event.shift_id} and one.at < plan.made_at.astimezone(UTC)


def _other_end(task_id: str) -> str:
    """Return the dropoff of a pickup, and the other way round."""
    request_id, _, kind = task_id.rpartition(":")
    return f"{request_id}:{'dropoff' if kind == 'pickup' else 'pickup'}"


def _heard(happened: Iterable[Happening]) -> Mapping[ShiftId, datetime]:
    """Return when anything of each crew came in last."""
    heard: dict[ShiftId, datetime] = {}
    for event in (one.event for one in happened):
        came = event.received_at.astimezone(UTC)
        heard[event.shift_id] = max(came, heard.get(event.shift_id, came))
    return heard


def _shifts(
    plan: Plan,
    tasks: Mapping[str, TaskProgress],
    happened: Sequence[Happening],
    heard: Mapping[ShiftId, datetime],
) -> Mapping[ShiftId, ShiftProgress]:
    of_shift: dict[ShiftId, list[Happening]] = defaultdict(list)
    for one in happened:
        of_shift[one.event.shift_id].append(one)
    orders: dict[ShiftId, tuple[str, ...]] = {route.shift_id: () for route in plan.routes} | dict(plan.orders)
    return {
        shift_id: replace(
            _shift(shift_id, orders.get(shift_id, ()), tasks, of_shift.get(shift_id, ())), heard_at=heard.get(shift_id)
        )
        for shift_id in dict.fromkeys((*orders, *heard, *(one.shift_id for one in tasks.values())))
    }


def _shift(
    shift_id: ShiftId, order: Sequence[str], tasks: Mapping[str, TaskProgress], happened: Sequence[Happening]
) -> ShiftProgress:
    reported = dict.fromkeys(one.event.task_id for one in happened)
    mine = [task_id for task_id in dict.fromkeys((*reported, *order, *tasks)) if tasks[task_id].shift_id == shift_id]
    current, behind = _open(mine, tasks, _latest(happened, mine, tasks))
    return ShiftProgress(
        shift_id=shift_id,
        tasks=tuple(mine),
        last=_last_door(mine, tasks),
        current=current,
        left_behind=behind,
    )


def _latest(
    happened: Sequence[Happening], mine: Sequence[str], tasks: Mapping[str, TaskProgress]
) -> TaskProgress | None:
    """Return the task of which a crew reported last, but for ends that it told late of doors it had left by then."""
    for one in reversed(happened):
        task = tasks[one.event.task_id]
        if not (task.status.over and _has_gone_on(task, one.at, mine, tasks)):
            return task
    return tasks[happened[-1].event.task_id] if happened else None


def _has_gone_on(task: TaskProgress, at: datetime, mine: Sequence[str], tasks: Mapping[str, TaskProgress]) -> bool:
    """Return whether a crew is at a door at which it arrived after this one."""
    been = (task.arrived_at or task.planned_arrival or at).astimezone(UTC)
    here = (tasks[key].arrived_at for key in mine if tasks[key].status is TaskStatus.ARRIVED)
    return any(arrived is not None and arrived > been for arrived in here)


def _open(
    mine: Sequence[str], tasks: Mapping[str, TaskProgress], latest: TaskProgress | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a crew is busy with, and where it was without saying how that ended."""
    current, behind = [], []
    for task_id in mine:
        task = tasks[task_id]
        if latest is None or task.status.over or task.status is TaskStatus.PLANNED:
            continue
        here = task.task_id == latest.task_id or (task.location_id and task.location_id == latest.location_id)
        if here:
            current.append(task_id)
        elif task.status is TaskStatus.ARRIVED:
            behind.append(task_id)
    return tuple(current), tuple(behind)


def _last_door(mine: Iterable[str], tasks: Mapping[str, TaskProgress]) -> str | None:
    """Return the task at whose door a crew was last: to which it came last; an end may be told at the next door."""
    known = (tasks[task_id] for task_id in mine)
    been = [(one.came_at, one.ended_at or one.came_at, one.task_id) for one in known if one.came_at is not None]
    return max(been)[-1] if been else None
