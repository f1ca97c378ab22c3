"""What a calendar feed shows: when its shifts are, and of published ones when they halt, and in which district.

Nothing that could name anybody is read for it: neither clients nor services, and no name of a shift, which may be its
driver's. Whoever keeps the calendar keeps it on computers that the town knows nothing of.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.feeds import CalendarFeed, FeedBreak, FeedShift, FeedStop, OpenedFeed
from scheduler.domain.ids import PlaceId
from scheduler.domain.plan import PlannedRoute, PlannedStop
from scheduler.domain.roster import Shift
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota import horizon_of, pattern_shift_id

BEHIND = timedelta(days=7)
"""So far back a feed shows shifts, for whoever counts their hours."""
_YESTERDAY = timedelta(days=1)
"""So far back it shows halts, too: a night shift is one of the day before."""


def feed_of(unit: UnitOfWork, feed: CalendarFeed, now: datetime) -> OpenedFeed:
    """Return what a feed shows at an instant: the shifts of a week back, and all that are made ahead."""
    head = town_head(unit)
    today = now.astimezone(head.zone).date()
    _, last = horizon_of(head, now)
    found = unit.shifts.between(today - BEHIND, last).values()
    shown = [_shown(unit, feed, one, today) for one in found if _is_of(feed, one)]
    return OpenedFeed(
        town_id=unit.town_id,
        town_name=head.name,
        shifts=tuple(sorted(shown, key=lambda one: (one.start.timestamp(), one.id))),
    )


def _is_of(feed: CalendarFeed, shift: Shift) -> bool:
    if feed.pattern_id is not None:
        return shift.id == pattern_shift_id(feed.pattern_id, shift.day)
    return feed.staff_id in shift.staff_ids


def _shown(unit: UnitOfWork, feed: CalendarFeed, shift: Shift, today: date) -> FeedShift:
    state = unit.days.get(shift.day)
    made = FeedShift(
        id=shift.id,
        day=shift.day,
        start=shift.start,
        end=shift.end,
        vehicle=shift.vehicle_id or "",
        version=state.version,
        written_at=feed.made_at,
        published=False,
    )
    if state.published is None or shift.day < today - _YESTERDAY:
        return made
    plan = unit.plans.get(shift.day, state.published)
    route = next((one for one in plan.routes if one.shift_id == shift.id), None)
    stops = tuple(_stops(unit, route)) if route is not None else ()
    breaks = tuple(FeedBreak(start=one.start, end=one.end) for one in route.breaks) if route is not None else ()
    return replace(made, written_at=plan.made_at, published=True, stops=stops, breaks=breaks)


def _stops(unit: UnitOfWork, route: PlannedRoute) -> Iterator[FeedStop]:
    for stop in route.stops:
        yield FeedStop(
            tasks=tuple(sorted(task.task_id for task in stop.tasks)),
            arrival=stop.arrival,
            departure=stop.departure,
            district=_district(unit, stop),
        )


def _district(unit: UnitOfWork, stop: PlannedStop) -> str:
    place = unit.places.find(PlaceId(stop.location_id.partition("/")[0]))
    found = unit.districts.find(place.district_id) if place is not None and place.district_id is not None else None
    return found.name if found is not None else ""
