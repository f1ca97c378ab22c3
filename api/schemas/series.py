"""Series: what is wished for again and again, and what was booked of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from api.schemas.base import Document, Line, Whole, YesNo
from api.schemas.clients import NotesDoc
from api.schemas.moments import Day, Instant
from api.schemas.requests import DoorDoc, PartyDoc, seconds
from api.schemas.wishes import (
    MOST_ONWARD,
    ONWARD,
    BackAsked,
    DeliveryAsked,
    OnwardAsked,
    RideAsked,
    Told,
    VisitAsked,
    journey,
)
from scheduler.domain.ids import SeriesId, UserId
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.series import ChangedDay, ClockSpan, Pause, Series, SeriesLeg

Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["07:30"])]
_NO_TIMES: Mapping[str, Any] = {"windows": (), "wish": None}
EXAMPLE: JsonDict = {
    "asked": {
        "kind": "visit", "service_id": "fizjoterapia", "party": {"client_ids": ["K-01"]},
        "windows": [{"start": "09:00", "end": "13:00"}],
    },
    "first": "2026-11-24", "rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "times_per_week": 2, "gap_days": 2,
    "same_staff": True,
}  # fmt: skip


class ClockSpanDoc(Document):
    """Hours by the town's clock, the same in summer and in winter."""

    start: Clock
    end: Clock = Field(description="Before the start: on the next date.")

    @property
    def span(self) -> ClockSpan:
        """The hours that this describes."""
        return ClockSpan(start=time.fromisoformat(self.start), end=time.fromisoformat(self.end))

    @classmethod
    def of(cls, span: ClockSpan) -> "ClockSpanDoc":
        """Return hours as the API shows them."""
        return cls.model_construct(start=f"{span.start:%H:%M}", end=f"{span.end:%H:%M}")


_Spans = Annotated[list[ClockSpanDoc], Field(min_length=1, max_length=10, description="On the start of service.")]


class _ClockTimes(Document):
    """When it is wished for."""

    windows: _Spans
    wish: Clock | None = Field(default=None, description="The hour asked for.")

    def leg(self, request: Request) -> SeriesLeg:
        """Return one leg of each occurrence."""
        wish = time.fromisoformat(self.wish) if self.wish else None
        return SeriesLeg(request=request, windows=tuple(one.span for one in self.windows), wish=wish)


class SeriesVisit(VisitAsked, _ClockTimes):
    """Somebody is to come, again and again."""

    def legs(self, told: Told) -> tuple[SeriesLeg, ...]:
        """Return what each occurrence asks for."""
        return (self.leg(self.visit(told, _NO_TIMES)),)


class SeriesDelivery(DeliveryAsked, _ClockTimes):
    """Something is to be brought, again and again."""

    def legs(self, told: Told) -> tuple[SeriesLeg, ...]:
        """Return what each occurrence asks for."""
        return (self.leg(self.delivery(told, _NO_TIMES)),)


class SeriesBack(BackAsked, _ClockTimes):
    """The way back, at its own hours."""


class SeriesOnward(OnwardAsked, _ClockTimes):
    """A way on to somewhere else, at its own hours."""


class SeriesRide(RideAsked, _ClockTimes):
    """Somebody is to be driven, again and again."""

    onward: Annotated[list[SeriesOnward], Field(max_length=MOST_ONWARD)] = Field(default=[], description=ONWARD)
    back: SeriesBack | None = Field(default=None, description="The way back, in the same journey.")

    def legs(self, told: Told) -> tuple[SeriesLeg, ...]:
        """Return what each occurrence asks for."""
        later: list[SeriesOnward | SeriesBack] = [*self.onward, *([self.back] if self.back else [])]
        rides = journey(self.ride(told, _NO_TIMES), [(leg, _NO_TIMES) for leg in later])
        return tuple(times.leg(ride) for times, ride in zip((self, *later), rides, strict=True))


_Asked = Annotated[SeriesVisit | SeriesRide | SeriesDelivery, Field(discriminator="kind")]


class ChangedDayDoc(Document):
    """One occurrence that is otherwise than the series; without anything said it is as the series again."""

    model_config = ConfigDict(json_schema_extra={"example": {"day": "2026-12-01", "cancelled": True}})

    day: Day = Field(description="Of the rule.")
    cancelled: YesNo = False
    windows: Annotated[list[Annotated[list[ClockSpanDoc], Field(max_length=10)]], Field(max_length=2 + MOST_ONWARD)] = (
        Field(default=[], description="By leg, the hours of this day; empty: as the series says.")
    )
    reason: Line = ""

    @property
    def changed(self) -> ChangedDay:
        """The change that this describes."""
        windows = tuple(tuple(one.span for one in own) for own in self.windows)
        return ChangedDay(day=self.day, cancelled=self.cancelled, windows=windows, reason=self.reason)

    @classmethod
    def of(cls, one: ChangedDay, *, office: bool) -> "ChangedDayDoc":
        """Return a changed day as the API shows it."""
        windows = [[ClockSpanDoc.of(span) for span in own] for own in one.windows]
        reason = one.reason if office else ""
        return cls.model_construct(day=one.day, cancelled=one.cancelled, windows=windows, reason=reason)


class PauseDoc(Document):
    """Days without the service."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"first": "2026-12-07", "last": "2026-12-13", "reason": "u córki"}}
    )

    first: Day
    last: Day | None = Field(default=None, description="Included; null: until somebody says otherwise.")
    reason: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> "PauseDoc":
        if self.last is not None and self.last < self.first:
            raise ValueError("ends before it begins")
        return self

    @property
    def pause(self) -> Pause:
        """The pause that this describes."""
        return Pause(first=self.first, last=self.last, reason=self.reason)

    @classmethod
    def of(cls, one: Pause, *, office: bool) -> "PauseDoc":
        """Return a pause as the API shows it."""
        return cls.model_construct(first=one.first, last=one.last, reason=one.reason if office else "")


class PauseEnd(Document):
    """A pause that is taken back."""

    model_config = ConfigDict(json_schema_extra={"example": {"first": "2026-12-07"}})

    first: Day = Field(description="With which it begins.")


_Dates = Annotated[list[Day], Field(max_length=400)]


class SeriesCreation(Document):
    """A recurring request."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    asked: _Asked
    first: Day = Field(description="DTSTART by the town's clock: the rule counts from it.")
    until: Day | None = Field(default=None, description="The last day; null: until further notice.")
    rule: Annotated[str, Field(max_length=200)] = Field(description="RRULE of RFC 5545, by days, weeks, months, years.")
    skipped: _Dates = Field(default=[], description="EXDATE.")
    added: _Dates = Field(default=[], description="RDATE.")
    times_per_week: Annotated[Whole, Field(ge=1, le=7)] | None = Field(
        default=None, description="So many of the rule's days of each week, which the town chooses; null: all of them."
    )
    gap_days: Whole = Field(default=1, ge=1, le=31, description="Days from one to the next; 2: never in a row.")
    same_staff: YesNo = Field(default=False, description="true: one worker comes each time, and nobody else.")
    changed: Annotated[list[ChangedDayDoc], Field(max_length=400)] = Field(
        default=[], description="Days that are otherwise."
    )
    pauses: Annotated[list[PauseDoc], Field(max_length=100)] = Field(default=[], description="Days without it.")

    def series(self, told: Told, made_at: datetime, made_by: UserId) -> Series:
        """Return the series that this describes."""
        same = ("first", "until", "rule", "times_per_week", "gap_days", "same_staff")
        return Series(
            **{name: getattr(self, name) for name in same},
            id=SeriesId(told.id), legs=self.asked.legs(told), made_at=made_at, made_by=made_by,
            skipped=tuple(self.skipped), added=tuple(self.added), changed=tuple(one.changed for one in self.changed),
            pauses=tuple(one.pause for one in self.pauses),
        )  # fmt: skip


class SeriesShown(SeriesCreation):
    """A recurring request as it is kept."""

    id: str
    follows: str | None = Field(description="The series that it goes on from.")
    ended_at: Instant | None

    @classmethod
    def of(cls, one: Series, *, office: bool = True) -> "SeriesShown":
        """Return a series as the API shows it.

        Parameters
        ----------
        office : bool
            Whether notes and reasons are shown.
        """
        same = ("first", "until", "rule", "times_per_week", "gap_days", "same_staff", "id", "follows", "ended_at")
        return cls.model_construct(
            **{name: getattr(one, name) for name in same}, asked=_asked(one, office=office),
            skipped=list(one.skipped), added=list(one.added),
            changed=[ChangedDayDoc.of(each, office=office) for each in one.changed],
            pauses=[PauseDoc.of(each, office=office) for each in one.pauses],
        )  # fmt: skip


class SeriesList(Document):
    """Recurring requests."""

    items: list[SeriesShown]


def _asked(series: Series, *, office: bool) -> SeriesVisit | SeriesRide | SeriesDelivery:
    request = series.legs[0].request
    told: dict[str, Any] = _common(request, office=office) | _times(series.legs[0])
    match request:
        case Visit():
            return SeriesVisit.model_construct(**told, door=DoorDoc.of(request.door), workers=request.workers)
        case Delivery():
            doors: dict[str, Any] = {"source": DoorDoc.of(request.source), "door": DoorDoc.of(request.door)}
            return SeriesDelivery.model_construct(**told, **doors, portions=request.portions)
        case Ride():
            same = ("arrive_by", "purpose_id", "help_level", "attendant")
            told |= {name: getattr(request, name) for name in same}
            return SeriesRide.model_construct(
                **told,
                origin=DoorDoc.of(request.origin), destination=DoorDoc.of(request.destination),
                longest_ride_s=seconds(request.longest_ride), **_later(series.legs[1:]),
            )  # fmt: skip
        case _:
            raise TypeError(request)


def _common(request: Request, *, office: bool) -> dict[str, Any]:
    kinds: dict[type[Request], Literal["visit", "ride", "delivery"]] = {
        Visit: "visit", Ride: "ride", Delivery: "delivery",
    }  # fmt: skip
    notes: dict[str, Any] = {
        name: getattr(request.notes, name) if office else "" for name in ("driver", "worker", "office")
    }
    return {
        "kind": kinds[type(request)], "service_id": request.service_id, "party": PartyDoc.of(request.party),
        "priority": request.priority, "programme_id": request.programme_id, "preferred": list(request.preferred),
        "service_time_s": seconds(request.service_time), "notes": NotesDoc.model_construct(**notes),
    }  # fmt: skip


def _times(leg: SeriesLeg) -> dict[str, Any]:
    wish = None if leg.wish is None else f"{leg.wish:%H:%M}"
    return {"windows": [ClockSpanDoc.of(one) for one in leg.windows], "wish": wish}


def _later(legs: Sequence[SeriesLeg]) -> dict[str, Any]:
    """Return the legs after the way there; the last one is shown as the way back wherever it ends."""
    if not legs:
        return {"onward": [], "back": None}
    onward = [SeriesOnward.model_construct(**_later_leg(leg)) for leg in legs[:-1]]
    return {"onward": onward, "back": SeriesBack.model_construct(**_later_leg(legs[-1]))}


def _later_leg(leg: SeriesLeg) -> dict[str, Any]:
    if not isinstance(leg.request, Ride):
        raise TypeError(leg.request)
    return {
        **_times(leg), "destination": DoorDoc.of(leg.request.destination),
        "shortest_stay_s": seconds(leg.request.shortest_stay), "longest_stay_s": seconds(leg.request.longest_stay),
    }  # fmt: skip


class OccurrenceShown(Document):
    """A day of a series.

    Of a series whose days the town chooses, each day that is booked, and each that might be.
    """

    day: date = Field(description="Of the rule.")
    state: Literal["booked", "open", "cancelled", "paused"]
    bookings: list[str] = Field(description="Ids of what is held.")
    staff_ids: list[str] = Field(description="Who was chosen to come.")
    without: list[str] = Field(description="Clients who have nothing booked, though others of the party have.")


class OccurrenceList(Document):
    """Days of a series, in their order."""

    items: list[OccurrenceShown]
