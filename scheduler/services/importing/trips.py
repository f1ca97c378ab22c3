"""Rides that another transport system orders, examined as rows of a workbook are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from scheduler.domain.booking import Booking
from scheduler.domain.catalogue import HelpLevel, RidePurpose, Service, ServiceKind
from scheduler.domain.client import Client, Notes
from scheduler.domain.ids import PurposeId, RequestId
from scheduler.domain.place import Door, Place
from scheduler.domain.request import Party, Ride
from scheduler.domain.text import folded
from scheduler.domain.time import TimeWindow
from scheduler.domain.trip_words import ATTENDANT, DOOR_THROUGH_DOOR, MOBILITIES
from scheduler.domain.trips import TripOrder, TripPlace
from scheduler.services.importing.bookings import BookingRows, alike
from scheduler.services.importing.people import read_who
from scheduler.services.importing.rows import RowFound, RowReader, RowStatus
from scheduler.services.importing.sentences import CellWrong, Trouble, note, trouble
from scheduler.services.importing.trip_windows import window_of

_TICKET = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]{0,62}[0-9A-Za-z])?")
PATHS: Mapping[str, str] = {
    "ticket": "tripTicketId", "number": "customerInfo.customerId", "name": "customerInfo.lastName",
    "phone": "customerInfo.phone", "service": "transportServices", "origin": "pickupAddress",
    "destination": "dropoffAddress", "carers": "numOtherReservedPassengers", "note": "notesForDriver",
    "own": "openAttribute",
}  # fmt: skip
"""Where a field of ours stands in a telegram; those of times depend on which of them counts."""


@dataclass
class TripRows:
    """Examines orders, one after another.

    Parameters
    ----------
    bookings : BookingRows
        What is the same for whatever is booked: whom it is about, which days may be booked, what is there already.
    find : callable
        The booking of an id, whoever's it is.
    """

    bookings: BookingRows
    purposes: Mapping[PurposeId, RidePurpose]
    find: Callable[[RequestId], Booking | None]

    def examine(self, order: TripOrder) -> RowFound:
        """Return what becomes of an order."""
        row = RowReader(number=order.number, cells=_cells(order))
        who = read_who(row)
        found = RowFound(number=order.number, status=RowStatus.BAD, called=who.name)
        if order.flaws:
            return replace(found, troubles=tuple(_flaws(order)))
        self._check_ticket(row, order)
        client, service = self.bookings.client(row, who), self._service(row, order)
        window = self._window(row, order, service)
        ride = self._ride(row, order, client, service, window) if client and service and window else None
        if client is not None and ride is not None and not row.troubles:
            found = self._found(row, found, client, ride)
        placed = tuple(replace(one, path=_path(order, one.field)) for one in found.troubles or row.troubles)
        return replace(found, called=client.name if client else who.name, said=row.said, troubles=placed)

    def _found(self, row: RowReader, found: RowFound, client: Client, ride: Ride) -> RowFound:
        known = self.find(ride.id)
        if known is not None and not (client.id in known.request.party.client_ids and alike(known, ride)):
            row.wrong(CellWrong("ticket_taken"), "ticket")
            return found
        outcome = self.bookings.outcome(row, found, client, ride)
        return replace(outcome, notes=(*outcome.notes, *row.notes))

    def _check_ticket(self, row: RowReader, order: TripOrder) -> None:
        if not _TICKET.fullmatch(order.ticket):
            row.wrong(CellWrong("ticket"), "ticket")

    def _service(self, row: RowReader, order: TripOrder) -> Service | None:
        rides = [one for one in self.bookings.services.values() if one.kind is ServiceKind.RIDE]
        wanted = folded(order.service)
        named = [one for one in rides if wanted in {folded(one.id), folded(one.name)}]
        found = named if wanted else [one for one in rides if one.offered]
        if len(found) != 1:
            row.wrong(CellWrong("service", known=self.bookings.offered()), "service")
            return None
        row.understood["service"] = found[0].name
        return found[0]

    def _window(self, row: RowReader, order: TripOrder, service: Service | None) -> TimeWindow | None:
        """Return the window of whichever of the two doors has a time that counts."""
        booking = self.bookings.calendar.head.policy.booking
        try:
            window = window_of(order, (booking.of(service.id) if service else booking.default).promise)
        except CellWrong as error:
            row.wrong(error, "time")
            return None
        if (order.leave or order.window_start) and (order.arrive or order.appointment):
            kept = {"pl": "przyjazd", "en": "drop-off"} if order.must_arrive else {"pl": "odbiór", "en": "pickup"}
            row.notes.append(note("one_time", kept=kept))
        self.bookings.check(row, window, self._day(window))
        return window

    def _day(self, window: TimeWindow) -> date:
        return window.start.astimezone(self.bookings.calendar.head.zone).date()

    def _ride(
        self, row: RowReader, order: TripOrder, client: Client, service: Service, window: TimeWindow
    ) -> Ride | None:
        origin, destination = (
            self._door(row, "origin", order.origin, client),
            self._door(row, "destination", order.destination, client),
        )
        party = self._party(row, order, client)
        if origin is None or destination is None or party is None:
            return None
        if origin == destination:
            row.wrong(CellWrong("same_place"), "destination")
            return None
        self._compare(row, order, client)
        told = order.arrive if order.must_arrive else order.leave
        wish = told.at if told else window.end if order.must_arrive else window.start
        return Ride(
            id=RequestId(order.ticket), day=self._day(window),
            service_id=service.id, party=party, windows=(window,), wish=wish, notes=Notes(driver=row.text("note")),
            origin=origin, destination=destination, arrive_by=order.must_arrive, purpose_id=self._purpose(row, order),
            help_level=_help(order), attendant=ATTENDANT in order.attributes,
        )  # fmt: skip

    def _party(self, row: RowReader, order: TripOrder, client: Client) -> Party | None:
        things = {key: order.own.get(key, "0") for key in ("rollators", "luggage")}
        if not all(one.isascii() and one.isdigit() and len(one) < 3 for one in things.values()):
            row.wrong(CellWrong("own"), "own")
            return None
        if order.others > 8:
            row.wrong(CellWrong("whole", low=0, high=8), "carers")
            return None
        counts = {key: int(one) for key, one in things.items()}
        return Party(client_ids=(client.id,), carers=order.others, **counts)

    def _purpose(self, row: RowReader, order: TripOrder) -> PurposeId | None:
        if (ours := order.own.get("purpose")) and PurposeId(ours) in self.purposes:
            return PurposeId(ours)
        if order.purposes:
            row.notes.append(note("purpose"))
        return None

    def _compare(self, row: RowReader, order: TripOrder, client: Client) -> None:
        said = {MOBILITIES[one] for one in order.attributes if one in MOBILITIES}
        if said and client.mobility not in said:
            row.notes.append(note("mobility"))

    def _door(self, row: RowReader, field: str, told: TripPlace, client: Client) -> Door | None:
        row.text(field)  # what nobody sees is refused here, too
        place = self._place(told, client)
        if place is None:
            row.wrong(CellWrong("place"), field)
            return None
        row.understood[field] = place.name
        if told.entrance in {one.name for one in place.entrances if one.name}:
            return Door(place_id=place.id, entrance=told.entrance)
        if told.entrance:
            row.notes.append(note("entrance", name=told.entrance[:60]))
        return Door(place_id=place.id, entrance=client.home_entrance if place.id == client.home else None)

    def _place(self, told: TripPlace, client: Client) -> Place | None:
        """Return the place of an address: of several there the one of that name, then the client's home."""
        homes = self.bookings.homes
        there = self._by_address.get(homes.key(told.street), []) if told.street else []
        named = [one for one in there if folded(one.name) == folded(told.name)]
        home = [one for one in there if one.id == client.home]
        found = next(iter([*named, *home, *there]), None)
        return found or homes.known(told.street) or homes.by_name.get(folded(told.name))

    @cached_property
    def _by_address(self) -> Mapping[tuple[str, ...], list[Place]]:
        found: dict[tuple[str, ...], list[Place]] = {}
        for one in self.bookings.homes.places:
            found.setdefault(self.bookings.homes.key(one.address), []).append(one)
        return found


def _cells(order: TripOrder) -> Mapping[str, str]:
    """Return what an order says as the cells of a row."""
    said = {
        "ticket": order.ticket, "number": order.client_id, "name": order.name, "phone": order.phone,
        "service": order.service, "note": order.note,
        **{key: ", ".join(filter(None, (one.name, one.street))) for key, one in _places(order).items()},
    }  # fmt: skip
    return {key: one for key, one in said.items() if one}


def _places(order: TripOrder) -> Mapping[str, TripPlace]:
    return {"origin": order.origin, "destination": order.destination}


def _flaws(order: TripOrder) -> list[Trouble]:
    told = [(one, CellWrong(one.code, said=one.said)) for one in order.flaws]
    return [replace(trouble(wrong, "", ""), path=one.path) for one, wrong in told]


def _path(order: TripOrder, field: str) -> str:
    if field in {"time", "day"}:
        name = "pickupWindowStartTime" if order.window_start or not (order.leave or order.must_arrive) else "pickupTime"
        name = ("appointmentTime" if order.appointment else "dropoffTime") if order.must_arrive else name
        return f"{order.path}.{name}"
    return f"{order.path}.{PATHS[field]}" if field in PATHS else order.path


def _help(order: TripOrder) -> HelpLevel:
    if DOOR_THROUGH_DOOR in order.attributes:
        return HelpLevel.FLAT
    return HelpLevel.KERB if order.own.get("help") == "kerb" else HelpLevel.DOOR
