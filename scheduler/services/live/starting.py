"""Where and when each crew can go on: what a plan made now begins with.

What a crew is doing is finished in all cases and so belongs to the past: it is free at that door when it is expected to
end. What it is on its way to comes next. What nobody has reported has not happened yet. Of a vehicle that is broken it
is said who stands by it, by whatever was told until now: a phone may tell of a boarding when it has a signal again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from scheduler.domain.ids import PlaceId, RequestId, ShiftId
from scheduler.domain.labour import BreakRule
from scheduler.domain.live import DayProgress, ShiftProgress, TaskProgress, TaskStatus
from scheduler.domain.live_day import Begun, LiveDay
from scheduler.domain.place import Door, GeoPoint
from scheduler.domain.plan import Plan, PlannedRoute
from scheduler.domain.roster import Aboard, Shift, StartState
from scheduler.domain.town import Town
from scheduler.services.live.expecting import ExpectedShift, ExpectedTask
from scheduler.services.live.legs import drive_to_first

_NOTHING = timedelta(0)
_BOARDING = frozenset({"pickup", "load"})
_SETTING_DOWN = frozenset({"dropoff", "drop"})


def begun(
    town: Town, plan: Plan, progress: DayProgress, expected: Mapping[ShiftId, ExpectedShift], live: LiveDay
) -> tuple[Begun, ...]:
    """Return the start states of all shifts of a day that are under way, or should be.

    A shift whose vehicle is broken has aboard who stands by it, since it broke down.

    Parameters
    ----------
    town : Town
        The day's, as planning takes it.
    plan : Plan
        As crews know it.
    live : LiveDay
        As of the full minute that is planned from; where its shifts were is not asked.
    """
    routes = {route.shift_id: route for route in plan.routes}
    states = _States(town, routes, progress, expected, live)
    found = ((shift.id, states.of(shift)) for shift in town.shifts_on(plan.day))
    return tuple(Begun(shift_id=key, state=state) for key, state in found if state is not None)


class _States:
    def __init__(
        self,
        town: Town,
        routes: Mapping[ShiftId, PlannedRoute],
        progress: DayProgress,
        expected: Mapping[ShiftId, ExpectedShift],
        live: LiveDay,
    ) -> None:
        self._town = town
        self._routes = routes
        self._progress = progress
        self._expected = expected
        self._now = live.as_of.astimezone(UTC)
        self._live = live
        self._requests = {request.id for request in town.requests_on(progress.day)}
        self._over = self._requests_over()

    def of(self, shift: Shift) -> StartState | None:
        """Return one shift's state; None: it begins as rostered."""
        mine = self._progress.shifts.get(shift.id)
        known = mine is not None and mine.heard_at is not None
        beside = tuple(self._beside(shift.id))
        if not (known or beside) and self._now <= shift.start.astimezone(UTC):
            return None
        route = self._routes.get(shift.id)
        mine = mine or ShiftProgress(shift_id=shift.id, tasks=())
        begins = shift.start if route is None else route.start
        # A crew that waits for its first stop may be sent elsewhere from its rostered start on.
        free_at, point, prefix = self._place(shift, mine, shift.start.astimezone(UTC))
        return StartState(
            point=point,
            free_at=free_at,
            aboard=(*self._aboard(mine, free_at), *beside),
            done=frozenset(self._progress.tasks[t].request_id for t in mine.tasks) & self._over,
            prefix=prefix,
            driven=_NOTHING if route is None else self._driven(route, mine),
            worked=max(free_at - self._began(route, mine, begins), _NOTHING),
            breaks_taken=0 if route is None else self._breaks_taken(shift, route, mine, free_at),
        )

    def _place(self, shift: Shift, mine: ShiftProgress, begins: datetime) -> tuple[datetime, GeoPoint, tuple[str, ...]]:
        """Return when and where a crew is free, and what it is on its way to."""
        tasks = self._progress.tasks
        due = self._expected_of(mine)
        at_door = [one for one in due if tasks[one.task_id].status is TaskStatus.ARRIVED]
        point = self._point(shift, mine)
        if at_door:
            return max(self._now, *(one.end for one in at_door)), point, ()
        out = [one for one in due if one.left is not None and self._may_come(mine, one.task_id)]
        if out and out[0].left is not None:
            return out[0].left, point, tuple(one.task_id for one in out)
        last = tasks[mine.last] if mine.last else None
        free = (last.ended_at or last.arrived_at) if last else None
        return max(free or begins, self._now), point, ()

    def _expected_of(self, mine: ShiftProgress) -> Sequence[ExpectedTask]:
        found = self._expected.get(mine.shift_id)
        return found.tasks if found else ()

    def _is_wanted(self, task_id: str) -> bool:
        return self._progress.tasks[task_id].request_id in self._requests

    def _may_come(self, mine: ShiftProgress, task_id: str) -> bool:
        """Return whether a crew can do a task next: nobody is set down who is not known to be in the vehicle.

        Who was forgotten to be reported aboard is planned to be picked up until somebody says so.
        """
        task = self._progress.tasks[task_id]
        if not self._is_wanted(task_id):
            return False
        aboard = (one.request_id for one in self._aboard(mine, self._now))
        return task.kind not in _SETTING_DOWN or task.request_id in aboard

    def _point(self, shift: Shift, mine: ShiftProgress) -> GeoPoint:
        last = self._progress.tasks[mine.last] if mine.last else None
        door = _door(last) if last else None
        place = self._town.places.get(door.place_id) if door else None
        if door is None or place is None:
            return self._town.entrance(shift.start_door).point
        named = (one.point for one in place.entrances if one.name == door.entrance)
        return next(named, place.entrances[0].point)  # its entrances may have been renamed since

    def _aboard(self, mine: ShiftProgress, free_at: datetime) -> Iterator[Aboard]:
        """Yield who is in the vehicle when the crew is free: also whoever is getting in, or was not said to stay."""
        tasks, dropped = self._progress.tasks, self._dropped()
        for task_id in mine.tasks:
            task = tasks[task_id]
            if task.kind not in _BOARDING or task.request_id in dropped or not self._is_wanted(task_id):
                continue
            if task.status is TaskStatus.DONE or self._counts_as_over(mine, task):
                since = task.ended_at or free_at
                yield Aboard(request_id=task.request_id, since=min(since, free_at))

    def _beside(self, shift_id: ShiftId) -> Iterator[Aboard]:
        """Yield who stands by a shift's vehicle, which is broken."""
        broken = self._live.broken.get(shift_id)
        since = next((one.since for one in self._live.disruptions if one.id == broken), self._now)
        for key, by in self._progress.beside.items():
            if by == broken and key in self._requests:
                yield Aboard(request_id=key, since=since)

    def _dropped(self) -> frozenset[RequestId]:
        """Return who is set down, or is just being set down."""
        found = set()
        for mine in self._progress.shifts.values():
            for task_id in mine.tasks:
                task = self._progress.tasks[task_id]
                over = task.status is TaskStatus.DONE or self._counts_as_over(mine, task)
                if task.kind in _SETTING_DOWN and over:
                    found.add(task.request_id)
        return frozenset(found)

    def _requests_over(self) -> frozenset[RequestId]:
        """Return the requests for which nothing is left to plan."""
        final = {key for key, outcome in self._progress.outcomes.items() if outcome.final}
        for mine in self._progress.shifts.values():
            for task_id in mine.tasks:
                task = self._progress.tasks[task_id]
                if task.kind == "visit" and self._counts_as_over(mine, task):
                    final.add(task.request_id)
        return frozenset(final | self._dropped())

    def _counts_as_over(self, mine: ShiftProgress, task: TaskProgress) -> bool:
        """Return whether a crew is at a door, or has left it without a word: it does not come back for that."""
        return task.task_id in mine.left_behind or task.status is TaskStatus.ARRIVED

    def _began(self, route: PlannedRoute | None, mine: ShiftProgress, begins: datetime) -> datetime:
        """Return when the crew's work began: when it set out; of one that does not say so, as planned or earlier.

        Then it left so early that it could drive to its first door before it came there.
        """
        known = [self._progress.tasks[task_id] for task_id in mine.tasks]
        set_out = min((one.en_route_at for one in known if one.en_route_at is not None), default=None)
        came, first = min(((one.came_at, one.task_id) for one in known if one.came_at is not None), default=(None, ""))
        if set_out is not None and (came is None or set_out <= came):
            return set_out
        planned = begins.astimezone(UTC)
        if came is None:
            return planned
        is_first = route is not None and route.stops and any(one.task_id == first for one in route.stops[0].tasks)
        return min(planned, came - (drive_to_first(route) if route is not None and is_first else _NOTHING))

    def _driven(self, route: PlannedRoute, mine: ShiftProgress) -> timedelta:
        """Return the driving that the plan has up to the last door."""
        been = _been(route, mine)
        legs = [route.stops[0].arrival.astimezone(UTC) - route.start.astimezone(UTC)] if route.stops else []
        pairs = zip(route.stops, route.stops[1:], strict=False)
        legs += [b.arrival.astimezone(UTC) - a.departure.astimezone(UTC) for a, b in pairs]
        return sum(legs[: been + 1], _NOTHING)

    def _breaks_taken(self, shift: Shift, route: PlannedRoute, mine: ShiftProgress, free_at: datetime) -> int:
        """Count the breaks that were due before the last door, and those that fit where a crew has waited since.

        Nobody reports breaks: who has nothing to do for an hour has had them.
        """
        been, idle = _been(route, mine), self._idle_since(route, mine)
        passed = sum(one.after_stop < been and one.end.astimezone(UTC) <= free_at for one in route.breaks)
        if idle is None:
            return passed
        contracts = (self._town.contracts[self._town.staff[one].contract_id] for one in shift.staff_ids)
        return min((_rested(shift, one.breaks, passed, (idle, free_at)) for one in contracts), default=passed)

    def _idle_since(self, route: PlannedRoute, mine: ShiftProgress) -> datetime | None:
        """Return since when a crew has had nothing to do; None: it is at a door, on its way to one, or unheard of."""
        if mine.current or mine.heard_at is None:
            return None
        return self._progress.tasks[mine.last].ended_at if mine.last else route.start.astimezone(UTC)


def _rested(shift: Shift, rules: Sequence[BreakRule], taken: int, idle: tuple[datetime, datetime]) -> int:
    """Return how many breaks, in the order of their rules, somebody has had who had nothing to do between two instants.

    What so short a day does not owe counts as had where a later one was.
    """
    at, end = idle
    begins = shift.start.astimezone(UTC)
    day = shift.end.astimezone(UTC) - begins
    for number, rule in enumerate(rules[taken:], start=taken + 1):
        if day < rule.from_work or (rule.strictly_above and day == rule.from_work):
            continue
        at = max(at, begins + rule.earliest_start) + rule.duration
        if at > end:
            break
        taken = number
    return taken


def _been(route: PlannedRoute, mine: ShiftProgress) -> int:
    """Return the index of the stop at which a crew was last; -1: at none of the plan."""
    at = (k for k, stop in enumerate(route.stops) for task in stop.tasks if task.task_id == mine.last)
    return next(at, -1)


def _door(task: TaskProgress) -> Door | None:
    place, found, entrance = task.location_id.partition("/")
    return Door(place_id=PlaceId(place), entrance=entrance or None) if found else None
