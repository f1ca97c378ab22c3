"""What a closed day is compared with: direct ways, and the worker whom a client knows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.actuals import Actual
from scheduler.domain.errors import InputError, TravelError
from scheduler.domain.ids import ClientId, RequestId, ShiftId, StaffId
from scheduler.domain.place import Door
from scheduler.domain.request import Request, Ride
from scheduler.domain.roster import TravelMode
from scheduler.services.closing.daybook import DayBook
from scheduler.services.ports import TravelPoint, TravelTimes, UnitOfWork

FAMILIAR_SINCE = timedelta(days=90)
"""Whoever came most of the time since then is the worker that a client knows."""


def with_direct(book: DayBook, actuals: Sequence[Actual], travel: TravelTimes) -> tuple[Actual, ...]:
    """Return actuals with the direct way of each ride that has a length; where no engine answers it stays unknown."""
    by_mode: dict[TravelMode, list[tuple[RequestId, Ride]]] = defaultdict(list)
    for one in actuals:
        request = book.bookings[one.request_id].request
        if one.ride_s is not None and isinstance(request, Ride) and _kept(book, request):
            by_mode[_mode(book, one.shift_id)].append((one.request_id, request))
    direct: dict[RequestId, int] = {}
    for mode, rides in by_mode.items():
        direct |= _direct(book, rides, mode, travel)
    return tuple(replace(one, direct_s=direct.get(one.request_id)) for one in actuals)


def _mode(book: DayBook, shift_id: ShiftId | None) -> TravelMode:
    shift = book.shifts.get(shift_id) if shift_id else None
    return shift.mode if shift else TravelMode.CAR


def _kept(book: DayBook, ride: Ride) -> bool:
    """Return whether both ends are still known; the home of an erased client is not."""
    return all(door.place_id in book.town.places for door in (ride.origin, ride.destination))


def _direct(
    book: DayBook, rides: Sequence[tuple[RequestId, Ride]], mode: TravelMode, travel: TravelTimes
) -> Mapping[RequestId, int]:
    points = [_point(book, door) for _, ride in rides for door in (ride.origin, ride.destination)]
    try:
        seconds = travel.matrix(points, mode).seconds
    except (InputError, TravelError):
        return {}
    return {key: int(seconds[2 * k, 2 * k + 1]) for k, (key, _) in enumerate(rides)}


def _point(book: DayBook, door: Door) -> TravelPoint:
    place = book.town.places[door.place_id]
    names = {entrance.name: entrance for entrance in place.entrances}
    entrance = names.get(door.entrance or "", place.entrances[0])
    return TravelPoint(point=entrance.point, district_id=place.district_id, name=place.name)


def with_familiar(unit: UnitOfWork, book: DayBook, actuals: Iterable[Actual]) -> tuple[Actual, ...]:
    """Return actuals with the workers whom each client knows for the service."""
    return tuple(replace(one, familiar=_familiar(unit, book, one)) for one in actuals)


def _familiar(unit: UnitOfWork, book: DayBook, actual: Actual) -> tuple[StaffId, ...]:
    """Return whom the request or its clients ask for, else who has served them most often."""
    request = book.bookings[actual.request_id].request
    wished = [*request.preferred]
    for client_id in request.party.client_ids:
        client = book.town.clients.get(client_id)
        wished += client.preferred if client else ()
    if wished:
        return tuple(dict.fromkeys(wished))
    return _usual(unit, request, request.party.client_ids[0], book.day)


def _usual(unit: UnitOfWork, request: Request, client_id: ClientId, day: date) -> tuple[StaffId, ...]:
    """Return who has come to a client with a service most often of late; of several, all."""
    came: Counter[StaffId] = Counter()
    for key, booking in unit.bookings.of_client(client_id).items():
        if booking.request.service_id == request.service_id and day - FAMILIAR_SINCE <= booking.day < day:
            actual = unit.actuals.find(key)
            came.update(actual.staff_ids if actual is not None and actual.served else ())
    most = max(came.values(), default=0)
    return tuple(sorted(worker for worker, count in came.items() if count == most))
