"""An office's books, written from drawn calls: what a town would know of a demand that it cannot see."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scheduler.domain.booking import Booking, Enquiry, EnquiryOutcome
from scheduler.domain.capacity.calls import Back, Call
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.ids import EnquiryId, RequestId, SeriesId, TownId, UserId
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Party, Request, Ride, Visit
from scheduler.domain.series import ClockSpan, Series, SeriesLeg, occurrence_id
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.keeping import keep_town
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory import MemoryStore
from tests.simulation.demand.asking_town import MONDAY, town

OLA = UserId("ola")


def bare() -> Town:
    """Return the demo town before anybody has asked for anything."""
    return replace(town(), requests={}, promises={}, pins=(), shifts=(), patterns={}, entitlements=(), published={})


@contextmanager
def books(where: Town | None = None) -> Iterator[UnitOfWork]:
    """Open the books of a town, empty."""
    known, store = where or bare(), MemoryStore()
    with store.writing(TownId(known.id)) as unit:
        keep_town(unit, known, datetime(2026, 1, 1, tzinfo=UTC))
        yield unit


def legs_of(call: Call, key: str | None = None) -> tuple[Request, ...]:
    """Return the requests that a call is written down as."""
    home, service = Door(place_id=call.home.id), town().services[call.service_id]
    common: dict[str, Any] = {
        "day": call.day,
        "service_id": call.service_id,
        "party": Party(client_ids=(call.client.id,), carers=call.carers),
        "service_time": call.planned_time,
    }
    first = RequestId(key or call.id)
    if service.kind is ServiceKind.VISIT:
        return (Visit(id=first, windows=call.windows, door=home, **common),)
    assert call.destination is not None
    there = Door(place_id=call.destination)
    if service.kind is ServiceKind.DELIVERY:
        return (Delivery(id=first, windows=call.windows, source=there, door=home, **common),)
    common |= {"purpose_id": call.purpose_id, "help_level": call.help_level, "journey": f"J-{first}"}
    out = Ride(id=first, windows=call.windows, origin=home, destination=there, arrive_by=True, **common)
    if call.back_window is None:
        return (out,)
    ways: dict[str, Any] = {"origin": there, "destination": home, "arrive_by": False, "leg": 2}
    return (out, Ride(id=RequestId(f"{first}-b"), windows=(call.back_window,), **ways, **common))


def write(
    unit: UnitOfWork,
    calls: Iterable[Call],
    outcome: Callable[[int], EnquiryOutcome] = lambda k: EnquiryOutcome.PROMISED,
) -> None:
    """Write calls down: enquiries with any outcome, open ways home as bookings, and series."""
    for k, call in enumerate(calls):
        if unit.clients.find(call.client.id) is None:
            unit.clients.put(call.client)
        if unit.places.find(call.home.id) is None:
            unit.places.put(call.home)
        if call.weekly is not None:
            unit.series.put(series_of_call(call))
            continue
        key = EnquiryId(f"E-{call.id}")
        unit.enquiries.put(
            Enquiry(
                id=key, received_at=call.at, taken_by=OLA, requests=legs_of(call), days=(call.day,), outcome=outcome(k)
            )
        )
        if call.back is Back.OPEN:
            unit.bookings.put(open_home(call, key))


def open_home(call: Call, key: EnquiryId) -> Booking:
    ready = call.ready_at
    assert ready is not None
    fixed = replace(call, back=Back.AT, back_window=TimeWindow(start=ready, end=ready), ready_at=None)
    return Booking(request=legs_of(fixed)[1], open_return=True, called_at=ready, enquiry_id=key, booked_at=call.at)


def series_of_call(call: Call) -> Series:
    assert call.weekly is not None
    legs = [
        SeriesLeg(request=one, windows=tuple(ClockSpan(start=w.start.time(), end=w.end.time()) for w in one.windows))
        for one in legs_of(call)
    ]
    return Series(
        id=SeriesId(f"S-{call.id}"),
        legs=tuple(legs),
        first=date.fromisoformat(call.id.split("~")[2]),
        until=call.until,
        rule=call.weekly,
        made_at=call.at,
    )


def occurrence_enquiry(call: Call) -> Enquiry:
    """Return the enquiry that the series' own booking writes for an occurrence a week later."""
    day = call.day + timedelta(days=7)
    requests = legs_of(replace(call, day=day), occurrence_id(series_of_call(call), day))
    key = EnquiryId(f"E-{requests[0].id}")
    return Enquiry(
        id=key, received_at=datetime(MONDAY.year, MONDAY.month, MONDAY.day, 4, tzinfo=UTC), taken_by=OLA,
        requests=requests, days=(day,), outcome=EnquiryOutcome.PROMISED,
    )  # fmt: skip
