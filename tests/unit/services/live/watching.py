"""The small running day with its bookings and promises, looked at by a minute after eight."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.domain.alerts import Alert
from scheduler.domain.booking import Booking
from scheduler.domain.events import Event
from scheduler.domain.ids import ClientId, PlaceId, RequestId, ServiceId, StaffId
from scheduler.domain.place import Door
from scheduler.domain.plan import Plan
from scheduler.domain.promise import Promise
from scheduler.domain.request import Party, Request, Ride, Visit
from scheduler.domain.roster import Shift
from scheduler.domain.time import TimeWindow
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.watched import Watched
from scheduler.services.live.expecting import expected
from scheduler.services.live.progress import day_progress
from tests.unit.services.live.running import BUS, DAY, EIGHT, ZONE, at, bus_plan

HERE = Door(place_id=PlaceId("baza"))
PROMISES: Mapping[str, tuple[float, float]] = {"A": (10, 25), "B": (25, 40), "C": (65, 80)}
"""When each is promised the crew, in minutes after eight: the two riders their bus, the third a visit."""


def window(first: float, last: float, eight: datetime = EIGHT) -> TimeWindow:
    """Return a window in minutes after eight."""
    return TimeWindow(start=at(first, eight), end=at(last, eight))


def bookings(eight: datetime = EIGHT) -> dict[RequestId, Booking]:
    """Return the bookings with their promises; both riders have to arrive by ten past nine."""
    return {RequestId(key): _booking(key, eight) for key in PROMISES}


def _booking(key: str, eight: datetime) -> Booking:
    told = window(*PROMISES[key], eight)
    common: dict[str, Any] = {
        "id": RequestId(key), "day": DAY, "party": Party(client_ids=(ClientId(f"K-{key}"),)), "windows": (told,),
        "service_id": ServiceId("bus"),
    }  # fmt: skip
    if key == "C":
        request: Request = Visit(**common, door=HERE)
        return Booking(request=request, promise=Promise(request_id=request.id, window=told))
    request = Ride(**common, origin=HERE, destination=HERE, arrive_by=True, longest_ride=timedelta(minutes=50))
    arrival = window(40, 70, eight)
    return Booking(request=request, promise=Promise(request_id=request.id, window=arrival, pickup=told))


def shift(eight: datetime = EIGHT) -> Shift:
    """Return the bus's shift, from eight to ten."""
    return Shift(
        id=BUS, day=DAY, name="autobus 1", staff_ids=(StaffId("P-1"),), start=at(0, eight), end=at(120, eight),
        start_door=HERE, end_door=HERE,
    )  # fmt: skip


def watched(minute: float, *events: Event, eight: datetime = EIGHT, plan: Plan | None = None, **fields: Any) -> Watched:
    """Return the day at a minute; its crew has read the itinerary. Events are those of any other morning at eight."""
    plan = plan or bus_plan(eight)
    moved = tuple(_moved(one, eight) for one in events)
    progress, now = day_progress(plan, moved, None), at(minute, eight)
    made: dict[str, Any] = {
        "plan": plan, "progress": progress, "expected": expected(plan, progress, now), "events": moved,
        "bookings": bookings(eight), "shifts": {BUS: shift(eight)}, "seen": frozenset({BUS}), "zone": ZONE, "now": now,
    }  # fmt: skip
    return Watched(**(made | fields))


def _moved(event: Event, eight: datetime) -> Event:
    by = at(0, eight) - at(0)
    return replace(event, at=event.at + by, received_at=event.received_at + by)


def told(day: Watched) -> dict[str, int]:
    """Return the minutes of each alert, by its id."""
    return {one.id: one.minutes for one in alerts(day)}


def only(day: Watched) -> Alert:
    """Return the only alert of a day."""
    (found,) = alerts(day)
    return found
