"""The drives of a published route."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from scheduler.domain.plan import PlannedBreak, PlannedRoute

_NOTHING = timedelta(0)


def leg_to(route: PlannedRoute, k: int) -> timedelta:
    """Return how long the plan drives to a stop, from wherever it comes; breaks are not in it."""
    if k:
        return _utc(route.stops[k].arrival) - _utc(route.stops[k - 1].departure)
    return drive_to_first(route)


def drive_to_first(route: PlannedRoute) -> timedelta:
    """Return how long the plan drives to its first stop; breaks before it, and those taken there, are not in it."""
    if not route.stops:
        return _NOTHING
    left, there = _utc(route.start), _utc(route.stops[0].arrival)
    rests = (min(_utc(one.end), there) - max(_utc(one.start), left) for one in route.breaks)
    return max(there - left - sum((max(one, _NOTHING) for one in rests), _NOTHING), _NOTHING)


def rests_on_the_way(route: PlannedRoute) -> Iterator[PlannedBreak]:
    """Yield the breaks that put off an arrival: not those before the crew leaves, nor those taken at the first door."""
    for one in route.rests:
        if one.after_stop >= 0 or (route.stops and _utc(one.start) < _utc(route.stops[0].arrival)):
            yield one


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
