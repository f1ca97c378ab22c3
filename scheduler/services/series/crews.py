"""Half-days of crews: what the plans of the days leave free, and who may serve what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduler.domain.ids import RequestId, StaffId
from scheduler.domain.plan import PlannedRoute
from scheduler.domain.request import Request, Ride
from scheduler.domain.roster import Shift
from scheduler.domain.time import ServiceDay, TimeWindow, clock_instant
from scheduler.domain.town import Town
from scheduler.services.booking.offering import with_requests
from scheduler.services.horizon import build
from scheduler.services.keeping import town_on
from scheduler.services.ports import TravelTimes, UnitOfWork
from solver.lowering import lowered
from solver.problem import Problem
from solver.rules import all_rules

MIDDAY = time(12)
"""Where a day is cut into its halves."""
_BITS = 4
"""The primitive of rules that say which shift may serve which request."""
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
type Span = tuple[datetime, datetime]


def half_of(day: date, half: int, zone: ZoneInfo) -> Span:
    """Return from when to when a half-day is; the second one reaches to the end of the next date, for night shifts."""
    noon = clock_instant(day, MIDDAY, zone).astimezone(UTC)
    if half == 0:
        return clock_instant(day, time(0), zone).astimezone(UTC), noon
    return noon, clock_instant(day + 2 * _DAY, time(0), zone).astimezone(UTC)


def free_min(shift: Shift, route: PlannedRoute | None, within: Span, reserve_permille: int) -> int:
    """Return the minutes that a shift's plan leaves of a part of it, a reserve of the whole part taken off.

    Waiting is free; driving, service and breaks are not.
    """
    span = _common((shift.start, shift.end), within)
    if span is None:
        return 0
    whole = _minutes(span)
    busy = sum(_minutes(common) for one in _busy(route) if (common := _common(one, span)) is not None)
    return max(0, int(whole - busy - whole * reserve_permille / 1000))


def overlaps(shift: Shift, within: Span, windows: Sequence[TimeWindow]) -> bool:
    """Return whether a service may begin in a part of a shift."""
    span = _common((shift.start, shift.end), within)
    return span is not None and any(one.start < span[1] and span[0] <= one.end for one in windows)


def cut(windows: Sequence[TimeWindow], within: Span) -> tuple[TimeWindow, ...]:
    """Return the parts of some windows that are in a half-day."""
    spans = ((max(one.start.astimezone(UTC), within[0]), min(one.end.astimezone(UTC), within[1])) for one in windows)
    return tuple(TimeWindow(start=start, end=end) for start, end in spans if start <= end)


def _busy(route: PlannedRoute | None) -> Iterator[Span]:
    if route is None:
        return
    left = route.start
    for stop in route.stops:
        yield left, stop.arrival
        for task in stop.tasks:
            yield task.start, task.end
        left = stop.departure
    yield left, route.end
    for one in route.breaks:
        yield one.start, one.end


def _common(one: Span, other: Span) -> Span | None:
    start = max(one[0].astimezone(UTC), other[0].astimezone(UTC))
    end = min(one[1].astimezone(UTC), other[1].astimezone(UTC))
    return (start, end) if start < end else None


def _minutes(span: Span) -> float:
    return (span[1] - span[0]) / _MINUTE


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Whether a crew may serve a request by the town's rules, and the minutes that it takes them from their base."""

    may: bool
    need_min: int


class Fits:
    """Who may serve what: asked of the rules themselves, once for each way in which crews are made up.

    Parameters
    ----------
    requests : mapping of RequestId to Request
        One of each kind that is asked for, on any day.
    """

    def __init__(self, unit: UnitOfWork, travel: TravelTimes, requests: Mapping[RequestId, Request]) -> None:
        self._unit, self._travel, self._requests = unit, travel, requests
        self._known: dict[tuple[object, ...], Mapping[RequestId, Fit]] = {}

    @cached_property
    def _staff(self) -> Mapping[StaffId, object]:
        return {key: tuple(sorted(one.skills.items())) for key, one in self._unit.staff.all().items()}

    def on(self, day: date, shifts: Sequence[Shift]) -> Mapping[tuple[str, RequestId], Fit]:
        """Return, for the shifts of a day, by shift and request what they may do."""
        missing = [one for one in shifts if self._made_of(one) not in self._known]
        if missing:
            self._ask(day, missing)
        return {(one.id, key): fit for one in shifts for key, fit in self._known[self._made_of(one)].items()}

    def _made_of(self, shift: Shift) -> tuple[object, ...]:
        """Return what is the same of two shifts that may serve the same; skills that end are looked at by the day."""
        ends = [
            tuple(
                skill for skill, last in self._unit.staff.get(one).skills.items() if last is None or shift.day <= last
            )
            for one in shift.staff_ids
            if one in self._staff
        ]
        crew = tuple(shift.staff_ids), tuple(ends)
        return crew, shift.vehicle_id, shift.mode, shift.districts, shift.start_door

    def _ask(self, day: date, shifts: Sequence[Shift]) -> None:
        town = town_on(self._unit, day)
        asked = {key: _on(day, request, town.zone) for key, request in self._requests.items()}
        bare = with_requests(_emptied(town), list(asked.values()))
        problem = build(bare, ServiceDay(date=day, zone=town.zone), self._travel).problem
        may = lowered(problem, (rule for rule in all_rules() if _BITS in rule.primitives)).compatible
        rows = {RequestId(one.source_id): k for k, one in reversed(tuple(enumerate(problem.requests)))}
        columns = {one.id: k for k, one in enumerate(problem.shifts)}
        for shift in shifts:
            column = columns[shift.id]
            self._known[self._made_of(shift)] = {
                key: Fit(may=bool(may[row, column]), need_min=_need_min(problem, row, column))
                for key, row in rows.items()
            }


def _emptied(town: Town) -> Town:
    """Return a town with nothing to do."""
    shifts = tuple(replace(shift, start_state=None) for shift in town.shifts)
    return replace(town, shifts=shifts, requests={}, promises={}, published={}, entitlements=(), pins=(), overrides=())


def _on(day: date, request: Request, zone: ZoneInfo) -> Request:
    """Return a request at any hour of a day: who may serve it does not depend on when."""
    whole = TimeWindow(start=clock_instant(day, time(0), zone), end=clock_instant(day + _DAY, time(0), zone))
    bare = replace(request, day=day, windows=(whole,), wish=None, group=None)
    return replace(bare, journey=None, leg=1) if isinstance(bare, Ride) else bare


def _need_min(problem: Problem, row: int, column: int) -> int:
    """Return the minutes from a crew's base through a request's doors, service included."""
    request, shift = problem.requests[row], problem.shifts[column]
    seconds = problem.travel[shift.mode].seconds
    at, spent = shift.start_location, 0
    for task in (problem.tasks[t] for t in request.tasks):
        spent += int(seconds[at, task.location]) + task.service_s + task.setup_s
        at = task.location
    return -(-spent // 60)
