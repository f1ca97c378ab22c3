"""Requests: visits, rides and deliveries in one sheet; which kind a row is follows from its service."""

from collections.abc import Iterator
from typing import Any

from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.ids import PurposeId
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.formats.town.cell import YES_NO, Cell, choice, identifier
from scheduler.formats.town.column import Column, Sheet, maybe, optional, required
from scheduler.formats.town.compound import AFTER, DOOR_OR_HOME, HOME, listed
from scheduler.formats.town.moments import DATE, TIME, WINDOW, Moment, Window
from scheduler.formats.town.numeric import minutes, whole
from scheduler.formats.town.sheets.common import (
    CLIENT,
    NOTE,
    PROGRAMME,
    REQUEST,
    SERVICE,
    STAFF,
    Line,
    WindowColumn,
    line,
)

_SEVERAL = listed(WINDOW, repeats=True)
_WINDOWS: Cell[tuple[Window, ...]] = Cell(
    says="windows, 09:00-10:00|13:00-14:00, or any",
    read=lambda cell: () if cell.casefold() == "any" else _SEVERAL.read(cell),
    write=lambda windows: _SEVERAL.write(windows) if windows else "any",
)
_STAY = minutes(7 * 24 * 60)


def _window(name: str, meaning: str) -> WindowColumn:
    return maybe(name, _WINDOWS, meaning, "09:00-10:00|13:00-14:00")


def _count(name: str, meaning: str, default: int = 0, low: int = 0) -> Column[int]:
    return optional(name, whole(low, 1_000), default, meaning, "1")


def _note(reader: str) -> Column[str]:
    return optional(f"{reader}_note", NOTE, "", f"note for the {reader} alone", "wziąć drabinę")


def _other(name: str, meaning: str) -> Column[Any]:
    return maybe(name, REQUEST, meaning, "R-012", refers="requests")


ID = required("id", REQUEST, "the request", "R-013")
DAY = required("date", DATE, "service day", "2026-11-23")
SERVICE_ID = required("service", SERVICE, "what is asked for; its kind makes this a visit, ride or delivery",
                      "senior-bus", refers="services")  # fmt: skip
CLIENTS = required("clients", listed(CLIENT), "who is visited or travels together", "C-017|C-018", refers="clients")
CARERS = _count("carers", "people who come along and take a seat")
ROLLATORS = _count("rollators", "rollators that come along")
LUGGAGE = _count("luggage", "pieces of luggage")
FROM = maybe("from", DOOR_OR_HOME, "ride: pickup; delivery: where it is loaded", "home", refers="places")
TO = maybe("to", DOOR_OR_HOME, "ride: destination; visit and delivery: the door, empty: home", "szpital/Poradnie",
           refers="places")  # fmt: skip
WINDOW_AT = _window("window", "visit and delivery: when the service may start")
ARRIVE = _window("arrive", "ride: when it may end ('arrive by'); either this or leave")
LEAVE = _window("leave", "ride: when it may start ('leave after')")
WISH = maybe("wish", TIME, "the time asked for, within the windows", "09:30")
PRIORITY = optional("priority", whole(1, 5), 3, "1 (first) to 5", "2")
MUST = maybe("must", YES_NO, "counted before any money; empty: the town's policy decides by priority", "yes")
PROGRAMME_ID = maybe("programme", PROGRAMME, "which entitlement pays", "asystent-2026")
GROUP = maybe("group", identifier(str), "requests of one group are served all or none", "G-4")
AFTER_THESE = optional("after", listed(AFTER), (), "starts after these requests, gap in minutes", "R-012:60-240",
                       refers="requests")  # fmt: skip
SAME_STAFF = _other("same_staff_as", "by the same worker as this request")
OTHER_STAFF = _other("other_staff_than", "by another worker than this request")
PREFERRED = optional("preferred", listed(STAFF), (), "workers wished for, this time", "nowak-ewa", refers="staff")
TIME_AT = maybe("service_min", minutes(), "how long it takes this time", "50")
DRIVER_NOTE, WORKER_NOTE, OFFICE_NOTE = _note("driver"), _note("worker"), _note("office")
WORKERS = _count("workers", "visit: crews needed at the same time", 1, 1)
PURPOSE = maybe("purpose", identifier(PurposeId), "ride: why", "dialysis", refers="purposes")
HELP = optional("help", choice(HelpLevel), HelpLevel.DOOR, "ride: how far the crew goes with the client", "flat")
ATTENDANT = optional("attendant", YES_NO, False, "ride: needs a second crew member", "yes")
LONGEST_RIDE = maybe("longest_ride_min", minutes(), "ride: aboard at most", "30")
JOURNEY = maybe("journey", identifier(str), "ride: legs of one journey share it", "J-2")
LEG = _count("leg", "ride: number of the leg, from 1", 1, 1)
SHORTEST_STAY = maybe("shortest_stay_min", _STAY, "ride: at the pickup since the previous leg", "30")
LONGEST_STAY = maybe("longest_stay_min", _STAY, "ride: at the pickup since the previous leg", "120")
PORTIONS = _count("portions", "delivery: how many", 1, 1)
LONGEST_CARRY = maybe("longest_carry_min", minutes(), "delivery: from load to door at most", "40")

COMMON = (
    ID, DAY, SERVICE_ID, CLIENTS, CARERS, ROLLATORS, LUGGAGE, FROM, TO, WINDOW_AT, ARRIVE, LEAVE, WISH, PRIORITY, MUST,
    PROGRAMME_ID, GROUP, AFTER_THESE, SAME_STAFF, OTHER_STAFF, PREFERRED, TIME_AT, DRIVER_NOTE, WORKER_NOTE,
    OFFICE_NOTE,
)  # fmt: skip
OF_VISITS = (WORKERS,)
OF_RIDES = (PURPOSE, HELP, ATTENDANT, LONGEST_RIDE, JOURNEY, LEG, SHORTEST_STAY, LONGEST_STAY)
OF_DELIVERIES = (PORTIONS, LONGEST_CARRY)

SHEET = Sheet(
    name="requests",
    says="something asked for on one service day",
    columns=(*COMMON, *OF_VISITS, *OF_RIDES, *OF_DELIVERIES),
    key=ID,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for request in town.requests.values():
        yield _what(request) | _when(request, town) | _how(request) | _of_kind(request, town)


def _what(request: Request) -> Line:
    party = request.party
    return line(
        ID.of(request.id),
        DAY.of(request.day),
        SERVICE_ID.of(request.service_id),
        CLIENTS.of(party.client_ids),
        CARERS.of(party.carers),
        ROLLATORS.of(party.rollators),
        LUGGAGE.of(party.luggage),
        PRIORITY.of(request.priority),
        MUST.of(request.must),
        PROGRAMME_ID.of(request.programme_id),
    )


def _when(request: Request, town: Town) -> Line:
    column = WINDOW_AT
    if isinstance(request, Ride):
        column = ARRIVE if request.arrive_by else LEAVE
    wish = Moment.of(request.wish, request.day, town.zone) if request.wish else None
    return line(column.of(tuple(_written(window, request, town) for window in request.windows)), WISH.of(wish))


def _written(window: TimeWindow, request: Request, town: Town) -> Window:
    return Window.of(window, request.day, town.zone)


def _how(request: Request) -> Line:
    return line(
        GROUP.of(request.group),
        AFTER_THESE.of(request.after),
        SAME_STAFF.of(request.same_staff_as),
        OTHER_STAFF.of(request.other_staff_than),
        PREFERRED.of(request.preferred),
        TIME_AT.of(request.service_time),
        DRIVER_NOTE.of(request.notes.driver),
        WORKER_NOTE.of(request.notes.worker),
        OFFICE_NOTE.of(request.notes.office),
    )


def _of_kind(request: Request, town: Town) -> Line:
    client = town.clients[request.party.client_ids[0]]
    home = Door(place_id=client.home, entrance=client.home_entrance)

    def door(where: Door) -> Door:
        return HOME if where == home else where

    if isinstance(request, Visit):
        return line(TO.of(door(request.door)), WORKERS.of(request.workers))
    if isinstance(request, Delivery):
        return _of_delivery(request) | line(FROM.of(door(request.source)), TO.of(door(request.door)))
    if isinstance(request, Ride):
        return _of_ride(request) | line(FROM.of(door(request.origin)), TO.of(door(request.destination)))
    raise TypeError(f"{request.id} is neither a visit nor a ride nor a delivery")


def _of_delivery(request: Delivery) -> Line:
    return line(PORTIONS.of(request.portions), LONGEST_CARRY.of(request.longest_carry))


def _of_ride(request: Ride) -> Line:
    return line(
        PURPOSE.of(request.purpose_id),
        HELP.of(request.help_level),
        ATTENDANT.of(request.attendant),
        LONGEST_RIDE.of(request.longest_ride),
        JOURNEY.of(request.journey),
        LEG.of(request.leg),
        SHORTEST_STAY.of(request.shortest_stay),
        LONGEST_STAY.of(request.longest_stay),
    )
