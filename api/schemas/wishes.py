"""What a caller wishes for: a visit, a ride there and back, a delivery."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Text, Whole, YesNo
from api.schemas.clients import NotesDoc
from api.schemas.moments import Day, Moment, WindowDoc
from api.schemas.requests import DoorDoc, PartyDoc, length, notes_of
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.ids import ClientId, PlaceId, ProgrammeId, PurposeId, RequestId, ServiceId, StaffId
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Request, Ride, Visit

Windows = Annotated[
    list[WindowDoc],
    Field(min_length=1, max_length=10, description="On the first of the wished days; on others the same hours."),
]
Days = Annotated[
    list[Day], Field(min_length=1, max_length=31, description="Days that would suit, the most wished for first.")
]
MOST_ONWARD = 4
ONWARD = "Further legs in their order, before the way back: from the doctor to the pharmacy."
_LETTERS = "abcdef"
_Seconds = Annotated[Whole, Field(ge=0, le=86_400)]
EXAMPLE: JsonDict = {
    "requests": [
        {
            "kind": "ride", "service_id": "bus", "party": {"client_ids": ["K-03"], "carers": 1},
            "windows": [{"start": "2026-11-23T12:00:00+01:00", "end": "2026-11-23T13:00:00+01:00"}],
            "destination": {"place_id": "urzad"}, "arrive_by": True,
            "back": {"windows": [{"start": "2026-11-23T13:30:00+01:00", "end": "2026-11-23T16:00:00+01:00"}]},
        }
    ],
    "days": ["2026-11-23"], "words": "Do urzędu i z powrotem, z córką.",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the server adds to a wish: the request's id and day, and where its first client lives."""

    id: str
    day: date
    home: Callable[[ClientId], Door | None]


class Asked(Document):
    """What all kinds have, whenever they are wished for."""

    service_id: Id
    party: PartyDoc
    priority: Whole = Field(default=3, ge=1, le=5, description="1 comes first.")
    programme_id: Id | None = None
    preferred: Annotated[list[Id], Field(max_length=50)] = Field(default=[], description="Ids of staff.")
    service_time_s: _Seconds | None = Field(default=None, description="Seconds; null: the catalogue's.")
    notes: NotesDoc = NotesDoc()

    def common(self, told: Told) -> Mapping[str, Any]:
        """Return what is the same in requests of every kind."""
        return {
            "id": RequestId(told.id),
            "day": told.day,
            "service_id": ServiceId(self.service_id),
            "party": self.party.party,
            "priority": self.priority,
            "programme_id": ProgrammeId(self.programme_id) if self.programme_id else None,
            "preferred": tuple(StaffId(one) for one in self.preferred),
            "service_time": length(self.service_time_s),
            "notes": notes_of(self.notes),
        }

    def at(self, door: DoorDoc | None, told: Told) -> Door:
        """Return a door; null is the home of the party's first client, and nowhere if there is no such client."""
        known = door.door if door else told.home(ClientId(self.party.client_ids[0]))
        return known or Door(place_id=PlaceId(""))


class _Times(Document):
    """When it is wished for."""

    windows: Windows
    wish: Moment | None = Field(default=None, description="The instant asked for.")

    @property
    def times(self) -> Mapping[str, Any]:
        """The hours that this describes."""
        return {"windows": tuple(one.window for one in self.windows), "wish": self.wish}


class VisitAsked(Asked):
    """Somebody is to come."""

    kind: Literal["visit"]
    door: DoorDoc | None = Field(default=None, description="null: the first client's home.")
    workers: Whole = Field(default=1, ge=1, le=4, description="Crews that are needed at the same time.")

    def visit(self, told: Told, times: Mapping[str, Any]) -> Visit:
        """Return the request that this describes, at some hours."""
        return Visit(**self.common(told), **times, door=self.at(self.door, told), workers=self.workers)


class VisitWish(VisitAsked, _Times):
    """Somebody is to come."""

    def requests(self, told: Told) -> tuple[Request, ...]:
        """Return the request that this describes."""
        return (self.visit(told, self.times),)


class DeliveryAsked(Asked):
    """Something is to be brought."""

    kind: Literal["delivery"]
    source: DoorDoc = Field(description="Where it is loaded.")
    door: DoorDoc | None = Field(default=None, description="null: the first client's home.")
    portions: Whole = Field(default=1, ge=1, le=1000, description="Pieces.")

    def delivery(self, told: Told, times: Mapping[str, Any]) -> Delivery:
        """Return the request that this describes, at some hours."""
        door = self.at(self.door, told)
        return Delivery(**self.common(told), **times, source=self.source.door, door=door, portions=self.portions)


class DeliveryWish(DeliveryAsked, _Times):
    """Something is to be brought."""

    def requests(self, told: Told) -> tuple[Request, ...]:
        """Return the request that this describes."""
        return (self.delivery(told, self.times),)


class BackAsked(Document):
    """The way back; it is served with the way there, or neither is."""

    destination: DoorDoc | None = Field(default=None, description="null: where the way there began.")
    shortest_stay_s: _Seconds | None = Field(default=None, description="Seconds between the two ways, at least.")
    longest_stay_s: _Seconds | None = Field(default=None, description="Seconds between the two ways, at most.")


class OnwardAsked(Document):
    """A way on to somewhere else, before the way back; it is served with the others, or none is."""

    destination: DoorDoc
    shortest_stay_s: _Seconds | None = Field(default=None, description="Seconds where it begins, at least.")
    longest_stay_s: _Seconds | None = Field(default=None, description="Seconds where it begins, at most.")


class ReturnLeg(BackAsked, _Times):
    """The way back, at its own hours."""


class OnwardLeg(OnwardAsked, _Times):
    """A way on to somewhere else, at its own hours."""


class RideAsked(Asked):
    """Somebody is to be driven."""

    kind: Literal["ride"]
    origin: DoorDoc | None = Field(default=None, description="null: the first client's home.")
    destination: DoorDoc | None = Field(default=None, description="null: the first client's home.")
    arrive_by: YesNo = Field(default=False, description="true: windows bound the arrival; false: the departure.")
    purpose_id: Id | None = None
    help_level: HelpLevel = HelpLevel.DOOR
    attendant: YesNo = False
    longest_ride_s: Annotated[Whole, Field(ge=60, le=86_400)] | None = Field(default=None, description="Seconds.")

    def ride(self, told: Told, times: Mapping[str, Any]) -> Ride:
        """Return the way there, at some hours."""
        return Ride(
            **self.common(told),
            **times,
            origin=self.at(self.origin, told),
            destination=self.at(self.destination, told),
            arrive_by=self.arrive_by,
            purpose_id=PurposeId(self.purpose_id) if self.purpose_id else None,
            help_level=self.help_level,
            attendant=self.attendant,
            longest_ride=length(self.longest_ride_s),
        )


class RideWish(RideAsked, _Times):
    """Somebody is to be driven."""

    onward: Annotated[list[OnwardLeg], Field(max_length=MOST_ONWARD)] = Field(default=[], description=ONWARD)
    back: ReturnLeg | None = Field(default=None, description="The way back, in the same journey.")

    def requests(self, told: Told) -> tuple[Request, ...]:
        """Return the ride that this describes, and the legs that follow it if there are any."""
        later: list[OnwardLeg | ReturnLeg] = [*self.onward, *([self.back] if self.back else [])]
        return journey(self.ride(told, self.times), [(leg, leg.times) for leg in later])


def journey(there: Ride, later: Sequence[tuple[OnwardAsked | BackAsked, Mapping[str, Any]]]) -> tuple[Ride, ...]:
    """Return all legs of a journey, of which none is served alone.

    Parameters
    ----------
    later : sequence of (OnwardAsked or BackAsked, mapping)
        The legs after the way there, each with its hours; each begins where the one before has ended.
    """
    if not later:
        return (there,)
    told = {name: getattr(there, name) for name in Ride.__dataclass_fields__}
    told |= {"journey": there.id, "group": there.id}
    legs = [Ride(**told)]
    for number, (asked, times) in enumerate(later, start=2):
        own = {
            "id": RequestId(f"{there.id}{_LETTERS[number - 1]}"), "leg": number, "arrive_by": False, **times,
            "origin": legs[-1].destination,
            "destination": asked.destination.door if asked.destination else there.origin,
            "shortest_stay": length(asked.shortest_stay_s) or timedelta(0),
            "longest_stay": length(asked.longest_stay_s),
        }  # fmt: skip
        legs.append(Ride(**{**told, **own}))
    return tuple(legs)


class EnquiryCreation(Document):
    """What a caller wishes for: requests of one party, together or not at all."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    requests: Annotated[
        list[Annotated[VisitWish | RideWish | DeliveryWish, Field(discriminator="kind")]],
        Field(min_length=1, max_length=6),
    ]
    days: Days
    words: Text = Field(default="", description="The wish as the caller said it.")

    def wished(self, base_id: str, home: Callable[[ClientId], Door | None]) -> tuple[Request, ...]:
        """Return the requests that this describes, with ids made of one."""
        told = [Told(id=f"{base_id}-{number}", day=self.days[0], home=home) for number in range(1, 7)]
        return tuple(request for wish, one in zip(self.requests, told, strict=False) for request in wish.requests(one))
