"""When what is still to be done is to be expected: the published plan, pushed by what has happened and by the clock.

A crew that is ahead of its plan waits for the planned times, which residents know; one that is behind loses no more
time than it must: it drives as long as planned, takes its breaks, serves as long as planned, and catches up wherever
the plan had it wait.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scheduler.domain.ids import ShiftId
from scheduler.domain.live import DayProgress, Outcome, ShiftProgress, TaskProgress, TaskStatus
from scheduler.domain.plan import Plan, PlannedRoute, PlannedStop, PlannedTask
from scheduler.domain.time import Instants
from scheduler.services.live.hindering import NOTHING, InTheWay
from scheduler.services.live.legs import leg_to, rests_on_the_way

_NOTHING = timedelta(0)
_IN_VAIN = frozenset({Outcome.NO_SHOW, Outcome.CANCELLED_LATE, Outcome.REFUSED})


@dataclass(frozen=True, kw_only=True)
class ExpectedTask(Instants):
    """When one task that is not over is to be expected; in UTC.

    Attributes
    ----------
    left : datetime or None
        When the crew has left for it: as reported, or, of a crew that never says so, as planned; later by what it has
        lost on the way. None: it has not left.
    leave_at : datetime or None
        When it has to leave for it, or has; None: it is there.
    arrival : datetime
        As reported, of a crew that is there.
    """

    task_id: str
    left: datetime | None = None
    leave_at: datetime | None = None
    arrival: datetime
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class ExpectedShift(Instants):
    """What is to be expected of one crew.

    Attributes
    ----------
    tasks : tuple of ExpectedTask
        That are not over, in the order of the plan.
    end : datetime
        When it is back; in UTC.
    """

    shift_id: ShiftId
    tasks: tuple[ExpectedTask, ...]
    end: datetime


def expected(
    plan: Plan, progress: DayProgress, now: datetime, hindered: InTheWay = NOTHING
) -> Mapping[ShiftId, ExpectedShift]:
    """Return what is to be expected of each crew of a published plan.

    Of what a crew will not do, because its vehicle goes no more today or an absence has cut its shift short, nothing is
    to be expected; nor of a request that has ended in vain.

    Parameters
    ----------
    hindered : InTheWay
        What has come in the way since the plan was made.
    """
    walks = (_Walk(route, progress, now.astimezone(UTC), hindered) for route in plan.routes)
    return {walk.route.shift_id: walk.whole() for walk in walks}


def expected_tasks(found: Mapping[ShiftId, ExpectedShift]) -> Mapping[str, ExpectedTask]:
    """Return what is to be expected of each task that is not over."""
    return {task.task_id: task for shift in found.values() for task in shift.tasks}


@dataclass
class _Walk:
    """One crew on its way through what is left of its route.

    Attributes
    ----------
    at : datetime
        When it is free at the stop `been`, an index; -1: where the shift begins.
    """

    route: PlannedRoute
    progress: DayProgress
    now: datetime
    hindered: InTheWay
    at: datetime = field(init=False)
    been: int = field(init=False, default=-1)

    def __post_init__(self) -> None:
        self.at = _utc(self.route.start)
        known = self._shift.last
        if known is None:
            return
        task = self.progress.tasks[known]
        self.at = max(self.at, task.ended_at or task.arrived_at or self.at)
        self.been = next((k for k, stop in enumerate(self.route.stops) if _has(stop, known)), -1)

    @property
    def _shift(self) -> ShiftProgress:
        return self.progress.shifts[self.route.shift_id]

    def whole(self) -> ExpectedShift:
        left = [(k, todo) for k, stop in enumerate(self.route.stops) if (todo := self._todo(stop))]
        # What a crew is at, or on its way to, comes first, whatever the plan says.
        left.sort(key=lambda one: (not self._is_current(one[1]), one[0]))
        tasks = tuple(task for k, todo in left for task in self._stop(k, todo))
        return ExpectedShift(shift_id=self.route.shift_id, tasks=tasks, end=self._home(bool(tasks)))

    def _todo(self, stop: PlannedStop) -> Sequence[PlannedTask]:
        known = self.progress.tasks
        mine = [task for task in stop.tasks if known[task.task_id].shift_id == self.route.shift_id]
        behind = self._shift.left_behind
        open_ones = [task for task in mine if not known[task.task_id].status.over and task.task_id not in behind]
        return [task for task in open_ones if not self._in_vain(task) and not self._undone(task)]

    def _in_vain(self, task: PlannedTask) -> bool:
        """Return whether nobody is to be served any more: who was not at the door is not set down either."""
        return self.progress.outcomes.get(task.request_id) in _IN_VAIN

    def _undone(self, task: PlannedTask) -> bool:
        return undone(self.hindered, self.route, task, self.progress)

    def _is_current(self, todo: Sequence[PlannedTask]) -> bool:
        return any(task.task_id in self._shift.current for task in todo)

    def _stop(self, k: int, todo: Sequence[PlannedTask]) -> Sequence[ExpectedTask]:
        """Return the tasks of the next stop, and be free there when they are over."""
        there = any(self.progress.tasks[task.task_id].arrived_at is not None for task in todo)
        leg = self._leg(k)
        arrival, left = self._arrival(k, leg, [self.progress.tasks[task.task_id] for task in todo])
        found, free = [], arrival
        leave_at = None if there else arrival - leg
        for task in todo:
            start = max(free, _utc(task.start))
            free = max(start + (_utc(task.end) - _utc(task.start)), self._until(task.task_id))
            if self.progress.tasks[task.task_id].status is TaskStatus.ARRIVED:
                free = max(free, self.now)
            found.append(
                ExpectedTask(task_id=task.task_id, left=left, leave_at=leave_at, arrival=arrival, start=start, end=free)
            )
        self.at, self.been = free, k
        return found

    def _leg(self, k: int) -> timedelta:
        """Return how long the crew drives to a stop if it leaves as planned, or as soon as it can after that."""
        planned = leg_to(self.route, k)
        leaving = max(self.at, self.now, _utc(self.route.stops[k].arrival) - planned)
        return self.hindered.drive(self.route.shift_id, k, planned, leaving)

    def _arrival(self, k: int, leg: timedelta, todo: Sequence[TaskProgress]) -> tuple[datetime, datetime | None]:
        """Return when the crew is at a stop, and when it has left for it."""
        there = [one.arrived_at for one in todo if one.arrived_at is not None]
        if there:
            return min(there), None
        planned = _utc(self.route.stops[k].arrival)
        out = [one.en_route_at for one in todo if one.status is TaskStatus.EN_ROUTE and one.en_route_at is not None]
        stood = self.hindered.stands.get(self.route.shift_id)
        if out:
            left = max(out)
            arrival = max(stood.arrival(left, leg) if stood else left + leg, self.now)
            return arrival, arrival - leg
        ready = max(self.at + self._rest_before(k), _utc(stood.until) if stood else self.at)
        left = max(ready, planned - leg)
        if self._leaves_unsaid and left < self.now:
            arrival = max(left + leg, self.now)
            return arrival, arrival - leg
        return max(max(ready, self.now) + leg, planned), None

    @property
    def _leaves_unsaid(self) -> bool:
        """Whether this crew tells where it is but not when it leaves: it is taken to leave as planned."""
        known = (self.progress.tasks[key] for key in self._shift.tasks)
        return self._shift.last is not None and all(one.en_route_at is None for one in known)

    def _rest_before(self, k: int) -> timedelta:
        """Return the breaks that the plan has between where the crew is and a stop."""
        due = (one for one in rests_on_the_way(self.route) if self.been <= one.after_stop < k)
        return sum((_utc(one.end) - _utc(one.start) for one in due), _NOTHING)

    def _until(self, task_id: str) -> datetime:
        told = self.hindered.overruns.get(task_id)
        return self.at if told is None else _utc(told)

    def _home(self, out: bool) -> datetime:
        """Return when the crew is back: of one that has nothing left to do, when it may be."""
        stops = self.route.stops
        home = _utc(self.route.end) - _utc(stops[-1].departure) if stops else _NOTHING
        if not out and self.been < 0:
            return _utc(self.route.end)
        rest = self._rest_before(len(stops))
        return max(self.at + rest + home, self.now if out else self.at)


def undone(hindered: InTheWay, route: PlannedRoute, task: PlannedTask, progress: DayProgress) -> bool:
    """Return whether the crew of a route will not do one of its tasks."""
    off, known = hindered.off_duty.get(route.shift_id), progress.tasks[task.task_id]
    if off is None or _utc(task.start) < _utc(off.undone_from) or known.arrived_at is not None:
        return False
    begun = known.status is TaskStatus.EN_ROUTE or progress.outcomes.get(task.request_id) is Outcome.ABOARD
    return off.at_once or not begun


def _has(stop: PlannedStop, task_id: str) -> bool:
    return any(task.task_id == task_id for task in stop.tasks)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
