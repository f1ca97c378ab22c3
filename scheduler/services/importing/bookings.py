"""Rows that list what was agreed upon: a client, a service, a day and an hour."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.booking import Booking, Refusal
from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.client import Client, Notes
from scheduler.domain.errors import NoSuchTimeError
from scheduler.domain.ids import PlaceId, RequestId, ServiceId
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Party, Request, Ride, Visit
from scheduler.domain.text import folded
from scheduler.domain.time import TimeWindow, local_instant
from scheduler.domain.town import TownHead
from scheduler.services.importing.cells import Hours, read_count, read_day, read_hours
from scheduler.services.importing.homes import Homes
from scheduler.services.importing.people import People, Who, only, read_who, same_phone
from scheduler.services.importing.rows import RowFound, RowReader, RowStatus
from scheduler.services.importing.sentences import CellWrong, note

type LeftFor = Callable[[Sequence[Request]], Refusal | None]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Which days may be booked, and what is known of them."""

    head: TownHead
    now: datetime
    closed: Callable[[date], bool]

    @property
    def first(self) -> date:
        """The first day that may be booked."""
        return self.now.astimezone(self.head.zone).date()

    @property
    def last(self) -> date:
        """The last day that may be booked."""
        return self.first + timedelta(days=self.head.policy.booking.horizon_days)


@dataclass
class BookingRows:
    """Examines rows, one after another.

    Parameters
    ----------
    kept : callable
        The bookings of a client, whatever became of them.
    left_for : callable
        The refusal of the first entitlement with too little left for requests that are booked together.
    """

    people: People
    homes: Homes
    services: Mapping[ServiceId, Service]
    calendar: Calendar
    kept: Callable[[Client], Mapping[RequestId, Booking]]
    left_for: LeftFor
    _seen: dict[RequestId, int] = field(default_factory=dict)
    _asked: dict[str, list[Request]] = field(default_factory=dict)

    def examine(self, row: RowReader) -> RowFound:
        """Return what becomes of a row."""
        who = read_who(row)
        client = self.client(row, who)
        service = self._service(row)
        window = self._window(row, service)
        request = self._request(row, client, service, window) if client and service and window else None
        called = client.name if client else who.name
        found = RowFound(number=row.number, status=RowStatus.BAD, called=called, said=row.said)
        if request is None or row.troubles or client is None:
            return replace(found, troubles=tuple(row.troubles))
        return self.outcome(row, found, client, request)

    def outcome(self, row: RowReader, found: RowFound, client: Client, request: Request) -> RowFound:
        """Return what becomes of a row that asks for something: it is new, there already, or cannot be had."""
        if (first := self._seen.setdefault(request.id, row.number)) != row.number:
            row.wrong(CellWrong("repeated", row=first))
            return replace(found, troubles=tuple(row.troubles))
        there = self.kept(client)
        known = there.get(request.id) or next((one for one in there.values() if one.held and alike(one, request)), None)
        if known is not None:
            told = () if known.held else (note("ended"),)
            return replace(found, status=RowStatus.SAME, booking=known, notes=told)
        if not self.services[request.service_id].offered:
            row.wrong(CellWrong("service", known=self.offered()), "service")
            return replace(found, troubles=tuple(row.troubles))
        together = self._asked.setdefault(client.id, [])
        if (refusal := self.left_for([*together, request])) is not None:
            row.wrong(CellWrong("refused", said=refusal.summary, change=refusal.change or {}), "service")
            return replace(found, troubles=tuple(row.troubles))
        together.append(request)
        return replace(found, status=RowStatus.NEW, booking=Booking(request=request))

    def client(self, row: RowReader, who: Who) -> Client | None:
        """Return whom a row is about; None: it does not say, which is noted."""
        if not (who.name or who.number):
            if not row.troubles:
                row.needed("name", what="name")
            return None
        try:
            if (known := self.people.numbered(who)) is not None:
                return known
            namesakes = self.people.of_name(who.name) if who.name and not who.number else ()
            found = only(one for one in namesakes if same_phone(one, who.phone)) or only(namesakes)
        except CellWrong as error:
            row.wrong(error, "number" if error.code == "number_of_other" else "name")
            return None
        if found is None:
            row.wrong(CellWrong("no_client"), "number" if who.number else "name")
        return found

    def _service(self, row: RowReader) -> Service | None:
        if not row.needed("service", what="service") or not (text := row.text("service")):
            return None
        wanted = folded(text)
        found = [one for one in self.services.values() if wanted in {folded(one.id), folded(one.name)}]
        found = found or [one for one in self.services.values() if folded(one.name).startswith(wanted)]
        found = [one for one in found if one.offered] or found
        if len(found) != 1:
            row.wrong(CellWrong("service", known=self.offered()), "service")
            return None
        row.understood["service"] = found[0].name
        return found[0]

    def offered(self) -> str:
        """Return what services there are to choose from."""
        return ", ".join(sorted(one.name for one in self.services.values() if one.offered)[:12])

    def _window(self, row: RowReader, service: Service | None) -> TimeWindow | None:
        has_day, has_time = row.needed("day", what="day"), row.needed("time", what="time")
        day = row.value("day", read_day) if has_day else None
        hours = row.value("time", read_hours) if has_time else None
        if day is None or hours is None or service is None:
            return None
        try:
            window = self._instants(service, day, hours, rides_to=bool(row.cells.get("destination")))
        except NoSuchTimeError:
            row.wrong(CellWrong("clocks"), "time")
            return None
        self.check(row, window, day)
        return window

    def check(self, row: RowReader, window: TimeWindow, day: date) -> None:
        """Note the hours that a row asks for, and what stands against them."""
        zone = self.calendar.head.zone
        start, end = (one.astimezone(zone).time() for one in (window.start, window.end))
        row.understood["time"] = str(Hours(start=start, end=end))
        if window.end <= self.calendar.now or day < self.calendar.first:
            row.wrong(CellWrong("past"), "day")
        elif day > self.calendar.last:
            row.wrong(CellWrong("far", last=f"{self.calendar.last:%d.%m.%Y}"), "day")
        elif self.calendar.closed(day):
            row.wrong(CellWrong("closed", day=f"{day:%d.%m.%Y}"), "day")

    def _instants(self, service: Service, day: date, hours: Hours, *, rides_to: bool) -> TimeWindow:
        """Return the window of the start; an hour alone is as wide as what is promised of the service."""
        zone = self.calendar.head.zone
        start = local_instant(day, hours.start, zone)
        if hours.end is not None:
            return TimeWindow(start=start, end=local_instant(day, hours.end, zone))
        width = self.calendar.head.policy.booking.of(service.id).promise
        if service.kind is ServiceKind.RIDE and rides_to:  # whoever is driven to the doctor has to be there by then
            return TimeWindow(start=start - width, end=start)
        return TimeWindow(start=start, end=start + width)

    def _request(self, row: RowReader, client: Client, service: Service, window: TimeWindow) -> Request | None:
        home = Door(place_id=client.home, entrance=client.home_entrance)
        origin, destination = self._door(row, "origin"), self._door(row, "destination")
        if {"origin", "destination"} & {one.field for one in row.troubles}:
            return None
        party = Party(client_ids=(client.id,), carers=row.value("carers", read_count) or 0)
        day = window.start.astimezone(self.calendar.head.zone).date()
        told: dict[str, Any] = {
            "day": day, "service_id": service.id, "party": party, "windows": (window,),
            "notes": Notes(driver=row.text("note")),
        }  # fmt: skip
        if service.kind is ServiceKind.VISIT:
            return Visit(id=_key(client, service, window), door=destination or home, **told)
        if service.kind is ServiceKind.DELIVERY:
            if origin is None:
                row.wrong(CellWrong("no_source"), "origin")
                return None
            return Delivery(id=_key(client, service, window), source=origin, door=destination or home, **told)
        return self._ride(row, _key(client, service, window, origin or home, destination or home), home, told)

    def _ride(self, row: RowReader, key: RequestId, home: Door, told: dict[str, Any]) -> Ride | None:
        origin, destination = self._door(row, "origin") or home, self._door(row, "destination") or home
        if origin == destination:
            row.wrong(CellWrong("no_destination" if not row.cells.get("destination") else "same_place"), "destination")
            return None
        away = destination != home
        window = told["windows"][0]
        wish = window.end if away else window.start
        return Ride(id=key, origin=origin, destination=destination, arrive_by=away, wish=wish, **told)

    def _door(self, row: RowReader, name: str) -> Door | None:
        if not (text := row.text(name)) or folded(text) in {"dom", "do domu", "z domu", "home"}:
            return None
        place = self.homes.known(text)
        if place is None:
            row.wrong(CellWrong("place"), name)
            return None
        row.understood[name] = place.name
        return Door(place_id=place.id)


def _key(client: Client, service: Service, window: TimeWindow, *doors: Door) -> RequestId:
    """Return the id of what a row asks for: the same row again is the same request."""
    told = "|".join([client.id, service.id, window.start.isoformat(), window.end.isoformat(), *map(str, doors)])
    return RequestId(f"I-{hashlib.sha256(told.encode()).hexdigest()[:20]}")


def alike(one: Booking, wanted: Request) -> bool:
    """Return whether somebody has booked the same already: that service, at that hour, and if it is a ride, that way.

    The way home may begin at the very minute by which the client has to be there.
    """
    same = (one.request.service_id, one.day, _way(one.request)) == (wanted.service_id, wanted.day, _way(wanted))
    promised = (one.promise.window,) if one.promise else one.request.windows
    hour = wanted.wish or wanted.windows[0].start
    return same and any(window.start <= hour <= window.end for window in promised)


def _way(request: Request) -> tuple[PlaceId, ...]:
    """Return from where to where a ride goes; by which door is a detail."""
    return (request.origin.place_id, request.destination.place_id) if isinstance(request, Ride) else ()
