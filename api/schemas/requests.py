"""Requests as the API shows them, whatever their kind."""

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from api.schemas.base import Document, Id, Line, Whole
from api.schemas.clients import NotesDoc
from api.schemas.moments import Instant, WindowDoc
from scheduler.domain.catalogue import HelpLevel, ServiceKind
from scheduler.domain.client import Notes
from scheduler.domain.ids import ClientId, PlaceId
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Party, Request, Ride, Visit

_Count = Annotated[Whole, Field(ge=0, le=20)]


class DoorDoc(Document):
    """One entrance of one place."""

    place_id: Id
    entrance: Line | None = Field(default=None, description="null: the place's first one.")

    @property
    def door(self) -> Door:
        """The door that this describes."""
        return Door(place_id=PlaceId(self.place_id), entrance=self.entrance)

    @classmethod
    def of(cls, door: Door) -> "DoorDoc":
        """Return a door as the API shows it."""
        return cls.model_construct(place_id=door.place_id, entrance=door.entrance)


class PartyDoc(Document):
    """Who travels or is visited together."""

    client_ids: Annotated[list[Id], Field(min_length=1, max_length=10)] = Field(
        description="Each with an entitlement of their own."
    )
    carers: _Count = Field(default=0, description="People who come along and take a seat.")
    rollators: _Count = Field(default=0, description="Pieces.")
    luggage: _Count = Field(default=0, description="Pieces.")

    @property
    def party(self) -> Party:
        """The party that this describes."""
        told = self.model_dump(exclude={"client_ids"})
        return Party(client_ids=tuple(ClientId(one) for one in self.client_ids), **told)

    @classmethod
    def of(cls, party: Party) -> "PartyDoc":
        """Return a party as the API shows it."""
        told = {name: getattr(party, name) for name in ("carers", "rollators", "luggage")}
        return cls.model_construct(client_ids=list(party.client_ids), **told)


class RequestShown(Document):
    """A request; what another kind has is null."""

    id: str
    kind: ServiceKind
    day: date
    service_id: str
    party: PartyDoc
    windows: list[WindowDoc] = Field(description="On the start of service; of a ride on what `arrive_by` says.")
    wish: Instant | None
    priority: int = Field(description="1 comes first, 5 last.")
    programme_id: str | None
    preferred: list[str]
    service_time_s: int | None = Field(description="Seconds; null: the catalogue's.")
    notes: NotesDoc
    group: str | None = Field(description="Requests of one group are served all or none.")
    door: DoorDoc | None = None
    workers: int | None = Field(default=None, description="Crews at the same time.")
    origin: DoorDoc | None = None
    destination: DoorDoc | None = None
    arrive_by: bool | None = Field(default=None, description="true: windows bound the arrival; false: the departure.")
    purpose_id: str | None = None
    help_level: HelpLevel | None = None
    attendant: bool | None = None
    longest_ride_s: int | None = Field(default=None, description="Seconds.")
    journey: str | None = Field(default=None, description="The legs of a way there and back share it.")
    leg: int | None = Field(default=None, description="From 1.")
    shortest_stay_s: int | None = Field(default=None, description="Seconds since the leg before has ended.")
    longest_stay_s: int | None = Field(default=None, description="Seconds.")
    source: DoorDoc | None = None
    portions: int | None = Field(default=None, description="Pieces.")

    @classmethod
    def of(cls, request: Request, *, office: bool = True) -> "RequestShown":
        """Return a request as the API shows it.

        Parameters
        ----------
        office : bool
            Whether the office's own notes are shown.
        """
        notes = {name: getattr(request.notes, name) for name in ("driver", "worker")}
        return cls.model_construct(
            id=request.id, day=request.day, service_id=request.service_id, party=PartyDoc.of(request.party),
            windows=[WindowDoc.of(one) for one in request.windows], wish=request.wish, priority=request.priority,
            programme_id=request.programme_id, preferred=list(request.preferred), group=request.group,
            service_time_s=seconds(request.service_time), **_of_kind(request),
            notes=NotesDoc.model_construct(**notes, office=request.notes.office if office else ""),
        )  # fmt: skip


def _of_kind(request: Request) -> dict[str, Any]:
    """Return what only this kind of request has."""
    match request:
        case Visit():
            return {"kind": ServiceKind.VISIT, "door": DoorDoc.of(request.door), "workers": request.workers}
        case Delivery():
            doors = {"source": DoorDoc.of(request.source), "door": DoorDoc.of(request.door)}
            return {"kind": ServiceKind.DELIVERY, **doors, "portions": request.portions}
        case Ride():
            names = ("arrive_by", "purpose_id", "help_level", "attendant", "journey", "leg")
            times = ("longest_ride", "shortest_stay", "longest_stay")
            return {
                "kind": ServiceKind.RIDE,
                "origin": DoorDoc.of(request.origin),
                "destination": DoorDoc.of(request.destination),
                **{name: getattr(request, name) for name in names},
                **{f"{name}_s": seconds(getattr(request, name)) for name in times},
            }
        case _:
            raise TypeError(request)


def seconds(length: timedelta | None) -> int | None:
    """Return a length of time in whole seconds."""
    return None if length is None else length // timedelta(seconds=1)


def length(told: int | None) -> timedelta | None:
    """Return the length of time of so many seconds."""
    return None if told is None else timedelta(seconds=told)


def notes_of(told: NotesDoc) -> Notes:
    """Return the notes that a document describes."""
    return Notes(**told.model_dump())
