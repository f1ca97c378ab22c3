"""From a call to what the desk is asked for."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.capacity.calls import Back, Call
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.ids import RequestId
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Party, Request, Ride, Visit
from scheduler.domain.time import ServiceDay, TimeWindow
from scheduler.domain.town import Town
from scheduler.services.booking.home_wishes import HomeWish
from scheduler.simulation.office.choosing import BEARS_AT_MOST

_HOME = "-home"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What one call comes to at the desk.

    Attributes
    ----------
    requests : tuple of Request
        Together or not at all.
    home : HomeWish or None
        The way home that is called for.
    """

    call: Call
    requests: tuple[Request, ...]
    home: HomeWish | None = None


def wish_of(town: Town, call: Call) -> Wish:
    """Return what a call asks the desk for.

    Visits and deliveries may come at other hours than are dearest to the caller, who then decides (`choosing`); a ride
    has to arrive in time, at whatever hour that is.
    """
    service = town.services[call.service_id]
    common: dict[str, Any] = {
        "day": call.day,
        "service_id": call.service_id,
        "party": Party(client_ids=(call.client.id,), carers=call.carers, rollators=call.rollators),
        "service_time": call.planned_time,
    }
    door = Door(place_id=call.home.id, entrance=call.client.home_entrance)
    if service.kind is ServiceKind.RIDE:
        return _rides(call, common, door)
    more: dict[str, Any] = {
        "windows": _widened(town, call),
        "wish": call.windows[0].start,
        "id": RequestId(call.id),
        "door": door,
    }
    if service.kind is ServiceKind.VISIT:
        return Wish(call=call, requests=(Visit(**common, **more),))
    if call.destination is None:
        raise ValueError(f"the call {call.id} does not say where its delivery is loaded")
    return Wish(call=call, requests=(Delivery(**common, **more, source=Door(place_id=call.destination)),))


def _rides(call: Call, common: dict[str, Any], home: Door) -> Wish:
    if call.destination is None:
        raise ValueError(f"the call {call.id} does not say where its ride goes")
    there = Ride(
        **common,
        id=RequestId(call.id), windows=call.windows, origin=home, destination=Door(place_id=call.destination),
        arrive_by=True, purpose_id=call.purpose_id, help_level=call.help_level,
    )  # fmt: skip
    if call.back is Back.OPEN:
        return Wish(call=call, requests=(there,), home=HomeWish(id=home_id(call.id)))
    if call.back_window is None:
        return Wish(call=call, requests=(there,))
    journey: dict[str, Any] = {"group": call.id, "journey": call.id}
    back = replace(
        there, **journey, id=home_id(call.id), windows=(call.back_window,), wish=call.back_window.start,
        origin=there.destination, destination=home, arrive_by=False, leg=2,
    )  # fmt: skip
    return Wish(call=call, requests=(replace(there, **journey), back))


def home_id(call_id: str) -> RequestId:
    """Return the id of a call's way home."""
    return RequestId(call_id + _HOME)


def call_id(request_id: RequestId) -> str:
    """Return the call that a request came from."""
    return request_id.removesuffix(_HOME)


def _widened(town: Town, call: Call) -> tuple[TimeWindow, ...]:
    """Return the windows that may be offered: the caller's with what the most patient of all callers would bear."""
    head, tail = call.windows[0], call.windows[-1]
    first, last = _bounds(town, call.day)
    start, end = max(head.start - BEARS_AT_MOST, first), min(tail.end + BEARS_AT_MOST, last)
    return (TimeWindow(start=min(start, head.start), end=max(end, tail.end)),)


def _bounds(town: Town, day: date) -> tuple[datetime, datetime]:
    midnight = ServiceDay(date=day, zone=town.zone).midnight
    return midnight, ServiceDay(date=day + timedelta(days=1), zone=town.zone).midnight
