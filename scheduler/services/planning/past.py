"""What of a running day's plan lies behind: it stays in every later version as it was planned."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import Plan, PlannedBreak, PlannedRoute, PlannedTask
from scheduler.domain.roster import Shift

type Past = Mapping[ShiftId, PlannedRoute]
"""Of each shift with a past: its route as far as it is over. It ends when the last stop was to be left."""

_BOARDING = frozenset({"pickup", "load"})


def past_of(plan: Plan, shifts: Mapping[ShiftId, Shift]) -> Past:
    """Return what of a plan lies behind.

    Parameters
    ----------
    shifts : mapping of ShiftId to Shift
        Of the day; the start states of those that have begun tell what is done, and who is aboard.
    """
    states = [shift.start_state for shift in shifts.values() if shift.start_state is not None]
    done = frozenset(key for state in states for key in state.done)
    aboard = frozenset(rider.request_id for state in states for rider in state.aboard)
    routes = (_behind(route, done, aboard) for route in plan.routes)
    return {route.shift_id: route for route in routes if route.stops}


def with_past(plan: Plan, past: Past) -> Plan:
    """Return a plan of what is left, with what lies behind before it."""
    if not past:
        return plan
    ahead = {route.shift_id: route for route in plan.routes}
    ids = dict.fromkeys((*past, *ahead))
    return replace(plan, routes=tuple(_joined(past.get(key), ahead.get(key)) for key in ids))


def _behind(route: PlannedRoute, done: frozenset[RequestId], aboard: frozenset[RequestId]) -> PlannedRoute:
    def over(task: PlannedTask) -> bool:
        return task.request_id in done or (task.request_id in aboard and task.kind in _BOARDING)

    kept = [(k, replace(stop, tasks=tuple(filter(over, stop.tasks)))) for k, stop in enumerate(route.stops)]
    kept = [(k, stop) for k, stop in kept if stop.tasks]
    if tuple(stop for _, stop in kept) == route.stops:
        return route
    numbers = {old: new for new, (old, _) in enumerate(kept)}
    stops = tuple(stop for _, stop in kept)
    legs = [(k, _leg(route, k)) for k, _ in kept]
    return replace(
        route,
        stops=stops,
        breaks=tuple(_moved(one, numbers) for one in route.breaks if _is_behind(one, numbers)),
        end=stops[-1].departure if stops else route.start,
        driving_s=sum(leg // timedelta(seconds=1) for _, leg in legs),
        distance_m=sum(stop.travel_m for stop in stops),
        ways=tuple(route.ways[k] for k, _ in kept) if route.ways else (),
    )


def _is_behind(one: PlannedBreak, numbers: Mapping[int, int]) -> bool:
    """Return whether a break lies before a stop that is over."""
    return any(k > one.after_stop for k in numbers)


def _moved(one: PlannedBreak, numbers: Mapping[int, int]) -> PlannedBreak:
    before = [new for old, new in numbers.items() if old <= one.after_stop]
    return replace(one, after_stop=max(before, default=-1))


def _leg(route: PlannedRoute, k: int) -> timedelta:
    left = route.stops[k - 1].departure if k else route.start
    return max(_utc(route.stops[k].arrival) - _utc(left), timedelta(0))


def _joined(past: PlannedRoute | None, ahead: PlannedRoute | None) -> PlannedRoute:
    """Return one route of what is over and what is left; the crew leaves its last door when the rest begins."""
    if past is None or ahead is None:
        return past or ahead  # type: ignore[return-value]  # a shift is in one of them
    last = replace(past.stops[-1], departure=ahead.start)
    before = len(past.stops)
    return replace(
        ahead,
        start=past.start,
        stops=(*past.stops[:-1], last, *ahead.stops),
        breaks=(*past.breaks, *(replace(one, after_stop=one.after_stop + before) for one in ahead.breaks)),
        driving_s=past.driving_s + ahead.driving_s,
        distance_m=past.distance_m + ahead.distance_m,
        ways=(),
        crew=ahead.crew or past.crew,
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
