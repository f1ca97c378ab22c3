"""A day as a dispatcher works on it, all of it in one answer."""

from collections.abc import Container
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.schemas.base import Document
from api.schemas.bookings import PromiseShown, PublishedShown
from api.schemas.days import DayShown
from api.schemas.itineraries import BreakShown, PointShown
from api.schemas.moments import Instant, WindowDoc
from api.schemas.offers import Sentences
from api.schemas.plans import UnassignedShown
from api.schemas.requests import seconds
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.client import Client
from scheduler.domain.itinerary import StopCard, TaskCard
from scheduler.domain.place import Place
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.day_board import BoardRow, DayBoard
from scheduler.services.waiting import Candidate


class BoardTask(Document):
    """One task of a stop."""

    task_id: str
    request_id: str
    kind: str = Field(description="visit, pickup, dropoff, load or drop.")
    start: Instant
    end: Instant
    window: WindowDoc | None = Field(description="The promise if there is one, else what was wished for.")
    promised: bool = Field(description="Whether the client was told this window.")

    @classmethod
    def of(cls, card: TaskCard, told: Container[str]) -> "BoardTask":
        """Return a task as the API shows it.

        Parameters
        ----------
        told : container of str
            Requests with a promise; a plan of a running day holds some others to theirs like promises, too.
        """
        same = ("task_id", "request_id", "kind", "start", "end")
        promised = card.promised and card.request_id in told
        return cls.model_construct(
            **{name: getattr(card, name) for name in same}, window=_window(card.window), promised=promised
        )


class BoardStop(Document):
    """One halt."""

    number: int = Field(description="From 1.")
    place: str = Field(description="Empty: a home, for whoever may not read clients.")
    address: str
    entrance: str
    district: str
    point: PointShown | None = Field(description="Null where the place is empty.")
    arrival: Instant
    departure: Instant
    travel_s: int = Field(description="Seconds from the stop before.")
    travel_m: int = Field(description="Metres from the stop before.")
    waiting_s: int = Field(description="Seconds.")
    load_after: dict[str, int] = Field(description="What is aboard when it is left, by kind of place.")
    tasks: list[BoardTask]

    @classmethod
    def of(cls, card: StopCard, told: Container[str], *, named: bool) -> "BoardStop":
        """Return a stop as the API shows it."""
        same = ("number", "district", "arrival", "departure", "travel_s", "travel_m", "waiting_s")
        parts: dict[str, Any] = {name: getattr(card, name) for name in same}
        parts |= {name: getattr(card, name) if named else "" for name in ("place", "address", "entrance")}
        return cls.model_construct(
            **parts,
            point=PointShown.of(card.point) if named else None,
            load_after=dict(card.tasks[-1].load_after) if card.tasks else {},
            tasks=[BoardTask.of(task, told) for task in card.tasks],
        )


class RoomShown(Document):
    """One way the inside of a vehicle can be arranged: places by their kind."""

    seats: int = Field(description="People.")
    wheelchairs: int = Field(description="People in one.")
    rollators: int = Field(description="Pieces.")
    luggage: int = Field(description="Pieces.")
    portions: int = Field(description="Meals, for instance.")


class BoardRowShown(Document):
    """A shift, and what it does."""

    shift_id: str
    name: str
    staff_ids: list[str]
    staff: list[str] = Field(description="Names.")
    staff_phones: list[str]
    vehicle_id: str | None
    vehicle: str
    layouts: list[RoomShown] = Field(description="The load has to fit one of them at every stop; empty: no vehicle.")
    mode: TravelMode
    provider: str
    contracted: bool
    rostered: WindowDoc = Field(description="From when to when the crew is on duty.")
    overtime_s: int = Field(description="Seconds past its end that the crew may come home.")
    start: Instant = Field(description="When it leaves.")
    end: Instant = Field(description="When it is back.")
    start_place: str
    start_point: PointShown
    end_place: str
    end_point: PointShown
    stops: list[BoardStop]
    breaks: list[BreakShown]
    driving_s: int = Field(description="Seconds.")
    distance_m: int = Field(description="Metres.")
    ways: list[str] = Field(description="The way of each leg as an encoded polyline of five digits; empty: not drawn.")

    @classmethod
    def of(cls, row: BoardRow, told: Container[str], *, named: bool) -> "BoardRowShown":
        """Return a shift as the API shows it; whoever may not read clients sees neither homes nor ways to them."""
        card, shift = row.itinerary, row.shift
        same = ("vehicle", "provider", "contracted", "start", "end", "start_place", "end_place", "driving_s")
        return cls.model_construct(
            **{name: getattr(card, name) for name in (*same, "distance_m")},
            shift_id=shift.id, name=shift.name, staff_ids=list(shift.staff_ids), staff=list(card.staff),
            staff_phones=list(card.staff_phones), vehicle_id=shift.vehicle_id, mode=shift.mode,
            layouts=[RoomShown.model_construct(**asdict(one)) for one in row.vehicle.layouts] if row.vehicle else [],
            rostered=WindowDoc.model_construct(start=shift.start, end=shift.end),
            overtime_s=seconds(shift.overtime) or 0,
            start_point=PointShown.of(card.start_point), end_point=PointShown.of(card.end_point),
            stops=[BoardStop.of(one, told, named=named) for one in card.stops],
            breaks=[BreakShown.of(one) for one in card.breaks], ways=list(card.ways) if named else [],
        )  # fmt: skip


class BoardRequest(Document):
    """What is to be known about a request, wherever it stands on the board."""

    id: str
    kind: ServiceKind
    service_id: str
    service: str
    client_ids: list[str]
    clients: list[str] = Field(description="Names; empty for whoever may not read clients.")
    party: int = Field(description="People: clients and those who come along.")
    wheelchairs: int = Field(description="Clients in one.")
    priority: int = Field(description="1 comes first, 5 last.")
    status: BookingStatus
    elsewhere: bool = Field(description="true: it has gone to another day since this plan was made.")
    promise: PromiseShown | None
    published: PublishedShown | None
    windows: list[WindowDoc] = Field(description="What was wished for.")
    from_place: str = Field(description="Where a ride or a delivery begins.")
    to_place: str = Field(description="Where it ends, or where somebody is visited.")
    district: str = Field(description="Of the door that the crew comes to.")
    group: str | None = Field(description="Requests of one group are served all or none.")
    journey: str | None = Field(description="The legs of a way there and back share it.")

    @classmethod
    def of(cls, booking: Booking, town: Town, day: date, *, named: bool) -> "BoardRequest":
        """Return a request as the board shows it."""
        asked = booking.request
        clients = _clients(town, asked)
        kind, start, end = _ends(town, asked)
        district = town.district_of(start or end)
        return cls.model_construct(
            id=asked.id, kind=kind, service_id=asked.service_id, service=town.services[asked.service_id].name,
            client_ids=list(asked.party.client_ids), clients=[one.name for one in clients] if named else [],
            party=len(clients) + asked.party.carers,
            wheelchairs=sum(one.mobility == "wheelchair" for one in clients), priority=asked.priority,
            status=booking.status, elsewhere=booking.day != day,
            promise=PromiseShown.of(booking.promise) if booking.promise else None,
            published=PublishedShown.of(booking.published) if booking.published else None,
            windows=[WindowDoc.of(one) for one in asked.windows],
            from_place=_told(start, named=named), to_place=_told(end, named=named),
            district=district.name if district else "", group=asked.group,
            journey=asked.journey if isinstance(asked, Ride) else None,
        )  # fmt: skip


class BoardWaiting(Document):
    """Somebody on the waiting list who would take a place on this day."""

    enquiry_id: str
    since: Instant
    priority: int = Field(description="1 comes first.")
    until: date = Field(description="The last day that would still help.")
    called_at: Instant | None = Field(description="When a freed place was last put onto the list of calls.")
    service: str
    clients: list[str]
    windows: list[WindowDoc] = Field(description="What was wished for, on the first day that was.")
    words: str = Field(description="The wish as the caller said it.")

    @classmethod
    def of(cls, one: Candidate, town: Town, *, named: bool) -> "BoardWaiting":
        """Return it as the API shows it."""
        asked = one.enquiry.requests[0]
        same = ("enquiry_id", "since", "priority", "until", "called_at")
        return cls.model_construct(
            **{name: getattr(one.waiting, name) for name in same}, service=town.services[asked.service_id].name,
            clients=[client.name for client in _clients(town, asked)] if named else [],
            windows=[WindowDoc.of(window) for window in asked.windows], words=one.enquiry.words if named else "",
        )  # fmt: skip


class BoardShown(Document):
    """One service day with the plan that holds; its ETag is the town's stamp."""

    day: DayShown
    made_at: Instant | None = Field(description="When the plan was made; null: nobody has planned the day yet.")
    rows: list[BoardRowShown] = Field(description="All shifts of the day, in the order of the rota.")
    requests: dict[str, BoardRequest] = Field(description="Everything in the rows and beside them, by id.")
    unassigned: list[UnassignedShown] = Field(description="What is on no shift, the earliest first.")
    open_returns: list[str] = Field(description="Ways home at no fixed hour whose clients have not called yet.")
    waiting: list[BoardWaiting] = Field(description="In fair order.")
    travel_notes: list[Sentences] = Field(description="What people have to know about the travel times.")

    @classmethod
    def of(cls, board: DayBoard, *, named: bool) -> "BoardShown":
        """Return a day as the API shows it.

        Parameters
        ----------
        named : bool
            Whether whoever reads may read clients.
        """
        names = {str(one.id): one.name for one in board.town.clients.values()} if named else {}
        name_of = names.get
        shown = {task.request_id for row in board.rows for stop in row.itinerary.stops for task in stop.tasks}
        shown |= {*(one.request_id for one in board.unassigned), *board.open_returns}
        of_day = board.state.day
        told = {key for key, one in board.bookings.items() if one.promise is not None}
        return cls.model_construct(
            day=DayShown.of(board.state, board.left_out, name_of),
            made_at=board.plan.made_at if board.plan else None,
            rows=[BoardRowShown.of(one, told, named=named) for one in board.rows],
            requests={
                key: BoardRequest.of(one, board.town, of_day, named=named)
                for key, one in board.bookings.items() if key in shown
            },
            unassigned=[UnassignedShown.of(one, name_of) for one in board.unassigned],
            open_returns=list(board.open_returns),
            waiting=[BoardWaiting.of(one, board.town, named=named) for one in board.waiting if one.enquiry.requests],
            travel_notes=[dict(one) for one in board.plan.travel_notes] if board.plan else [],
        )  # fmt: skip


def _clients(town: Town, asked: Request) -> list[Client]:
    return [town.clients[key] for key in asked.party.client_ids if key in town.clients]


def _ends(town: Town, asked: Request) -> tuple[ServiceKind, Place | None, Place]:
    """Return of what kind a request is, where it begins, and where it ends."""
    match asked:
        case Ride():
            return ServiceKind.RIDE, town.places[asked.origin.place_id], town.places[asked.destination.place_id]
        case Delivery():
            return ServiceKind.DELIVERY, None, town.places[asked.door.place_id]
        case Visit():
            return ServiceKind.VISIT, None, town.places[asked.door.place_id]
        case _:
            raise TypeError(asked)


def _told(place: Place | None, *, named: bool) -> str:
    if place is None or not (named or place.public):
        return ""
    return place.name if place.name == place.address else f"{place.name}, {place.address}"


def _window(told: tuple[datetime, datetime] | None) -> WindowDoc | None:
    return WindowDoc.of(TimeWindow(start=told[0], end=told[1])) if told else None
