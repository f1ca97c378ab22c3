"""The rota: weekly patterns, and absences with what they do."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Line, Whole, YesNo
from api.schemas.moments import Day, Instant, Moment
from api.schemas.offers import OfferShown
from api.schemas.plans import PlacedShown
from api.schemas.requests import DoorDoc, seconds
from api.schemas.shifts import ShiftShown
from scheduler.domain.ids import AbsenceId, ClientId, DistrictId, PatternId, StaffId, VehicleId
from scheduler.domain.roster import TravelMode
from scheduler.domain.rota import Absence, AbsenceKind, WeeklyPattern
from scheduler.services.booking.absent import Absent, Repair, Rostered
from scheduler.services.rota import RotaChange, ShiftEffect

_Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["07:30"])]
_Seconds = Annotated[Whole, Field(ge=0, le=86_400)]
_Weekday = Annotated[Whole, Field(ge=1, le=7)]
_PATTERN: JsonDict = {
    "name": "Fizjoterapia, soboty", "weekdays": [6], "every": 2, "start": "08:00", "end": "14:00",
    "valid_from": "2026-11-28", "valid_until": None, "staff_ids": ["P-01"], "mode": "car",
    "start_door": {"place_id": "baza-majowka"}, "end_door": {"place_id": "baza-majowka"},
}  # fmt: skip


class PatternChange(Document):
    """A shift that comes again every week, or every few weeks."""

    model_config = ConfigDict(json_schema_extra={"example": _PATTERN})

    name: Line
    weekdays: Annotated[list[_Weekday], Field(min_length=1, max_length=7)] = Field(description="1 is Monday.")
    every: Whole = Field(default=1, ge=1, le=520, description="Weeks; 2: every other one, from that of `valid_from`.")
    start: _Clock = Field(description="By the clock of the town.")
    end: _Clock = Field(description="By the clock of the town; not after the start: on the next date.")
    valid_from: Day
    valid_until: Day | None = None
    on_holidays: YesNo = False
    staff_ids: Annotated[list[Id], Field(min_length=1, max_length=10)]
    vehicle_id: Id | None = None
    mode: TravelMode = TravelMode.CAR
    start_door: DoorDoc
    end_door: DoorDoc
    overtime_s: _Seconds = Field(default=0, description="Seconds past its end that the crew may come home.")
    districts: Annotated[list[Id], Field(max_length=200)] = Field(default=[], description="Empty: anywhere.")
    hand_over_s: _Seconds = Field(default=0, description="Seconds.")
    contract_gr_per_request: Annotated[Whole, Field(ge=0, le=10_000_000)] = Field(default=0, description="Grosze.")

    def pattern(self, pattern_id: str) -> WeeklyPattern:
        """Return the pattern that this describes."""
        same = ("name", "every", "valid_from", "valid_until", "on_holidays", "mode", "contract_gr_per_request")
        return WeeklyPattern(
            **{name: getattr(self, name) for name in same},
            id=PatternId(pattern_id), weekdays=frozenset(self.weekdays), start=time.fromisoformat(self.start),
            end=time.fromisoformat(self.end), staff_ids=tuple(StaffId(one) for one in self.staff_ids),
            vehicle_id=VehicleId(self.vehicle_id) if self.vehicle_id else None, start_door=self.start_door.door,
            end_door=self.end_door.door, overtime=timedelta(seconds=self.overtime_s),
            districts=frozenset(DistrictId(one) for one in self.districts),
            hand_over=timedelta(seconds=self.hand_over_s),
        )  # fmt: skip


class PatternShown(PatternChange):
    """A weekly pattern."""

    id: str

    @classmethod
    def of(cls, one: WeeklyPattern) -> "PatternShown":
        """Return a pattern as the API shows it."""
        same = ("id", "name", "every", "valid_from", "valid_until", "on_holidays", "mode", "vehicle_id")
        return cls.model_construct(
            **{name: getattr(one, name) for name in (*same, "contract_gr_per_request")},
            weekdays=sorted(one.weekdays), start=f"{one.start:%H:%M}", end=f"{one.end:%H:%M}",
            staff_ids=list(one.staff_ids), start_door=DoorDoc.of(one.start_door), end_door=DoorDoc.of(one.end_door),
            overtime_s=seconds(one.overtime) or 0, hand_over_s=seconds(one.hand_over) or 0,
            districts=sorted(one.districts),
        )  # fmt: skip


class PatternList(Document):
    """All weekly patterns."""

    items: list[PatternShown]


class RotaChanged(Document):
    """What became of shifts; each of these days has a new version."""

    made: list[str] = Field(description="Ids of shifts.")
    changed: list[str]
    removed: list[str]
    days: list[date]

    @classmethod
    def of(cls, change: RotaChange) -> "RotaChanged":
        """Return it as the API shows it."""
        told: dict[str, Any] = {name: list(getattr(change, name)) for name in cls.model_fields}
        return cls.model_construct(**told)


class PatternKept(Document):
    """A pattern, and what became of shifts by it."""

    pattern: PatternShown
    change: RotaChanged


class AbsenceCreation(Document):
    """A worker or a vehicle that is not there for a time."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"staff_id": "P-01", "start": "2026-11-23T00:00:00+01:00", "end": "2026-11-24T00:00:00+01:00",
                        "kind": "sick"}
        }
    )  # fmt: skip

    staff_id: Id | None = Field(default=None, description="Exactly one of the two.")
    vehicle_id: Id | None = None
    start: Moment
    end: Moment
    kind: AbsenceKind = AbsenceKind.LEAVE

    @model_validator(mode="after")
    def _whole(self) -> "AbsenceCreation":
        if (self.staff_id is None) == (self.vehicle_id is None):
            raise ValueError("is of one worker or of one vehicle")
        if self.end <= self.start:
            raise ValueError("ends before it starts")
        return self

    def absence(self, absence_id: str) -> Absence:
        """Return the absence that this describes."""
        staff, vehicle = self.staff_id, self.vehicle_id
        return Absence(
            id=AbsenceId(absence_id), staff_id=StaffId(staff) if staff else None, start=self.start, end=self.end,
            vehicle_id=VehicleId(vehicle) if vehicle else None, kind=self.kind,
        )  # fmt: skip


class AbsenceShown(Document):
    """An absence."""

    id: str
    staff_id: str | None
    vehicle_id: str | None
    start: Instant
    end: Instant
    kind: AbsenceKind

    @classmethod
    def of(cls, absence: Absence) -> "AbsenceShown":
        """Return an absence as the API shows it."""
        return cls.model_construct(**{name: getattr(absence, name) for name in cls.model_fields})


class AbsenceList(Document):
    """Absences."""

    items: list[AbsenceShown]


class SubstituteShown(Document):
    """A worker who could take over."""

    staff_id: str
    same_provider: bool
    works_that_day: bool


class ShiftTouched(Document):
    """A shift that an absence took away (`after` is null) or changed."""

    before: ShiftShown
    after: ShiftShown | None
    substitutes: list[SubstituteShown] = Field(description="Free then, able, and rested; same provider first.")
    vehicles: list[str] = Field(description="Free then, and large enough; same provider first.")

    @classmethod
    def of(cls, effect: ShiftEffect) -> "ShiftTouched":
        """Return it as the API shows it."""
        return cls.model_construct(
            before=ShiftShown.of(effect.before), after=ShiftShown.of(effect.after) if effect.after else None,
            substitutes=[SubstituteShown.model_construct(**vars(one)) for one in effect.substitutes],
            vehicles=list(effect.vehicles),
        )  # fmt: skip


class RepairShown(Document):
    """What becomes of a booking whose shift is gone or changed."""

    request_id: str
    names: list[str] = Field(description="Of the clients it is for.")
    service_id: str
    day: date
    shift_id: str = Field(description="Where it was.")
    start: Instant = Field(description="When it was to begin.")
    promised: bool
    place: PlacedShown | None = Field(description="Where the plan serves it now, its promise kept; null: nowhere.")
    offers: list[OfferShown] = Field(description="Without a place: other windows, the best first.")

    @classmethod
    def of(cls, repair: Repair, name: Callable[[ClientId], str]) -> "RepairShown":
        """Return it as the API shows it."""
        touched = repair.touched
        return cls.model_construct(
            request_id=touched.booking.id, service_id=touched.booking.request.service_id,
            names=[name(one) for one in touched.booking.request.party.client_ids],
            day=touched.booking.day, shift_id=touched.shift_id, start=touched.start,
            promised=touched.promise is not None, place=PlacedShown.of(repair.place),
            offers=[OfferShown.of(one) for one in repair.offers],
        )  # fmt: skip


class AbsenceKept(Document):
    """What an absence did to the rota, and what the plans made of it."""

    absence: AbsenceShown
    shifts: list[ShiftTouched] = Field(description="Those that lose something which they had before.")
    given_back: list[ShiftShown] = Field(description="Of a changed absence: shifts that are there again, or longer.")
    repairs: list[RepairShown] = Field(description="Bookings that were on these shifts, those with a promise first.")
    days: list[date] = Field(description="Each has a new version.")

    @classmethod
    def of(cls, absent: Absent, name: Callable[[ClientId], str]) -> "AbsenceKept":
        """Return it as the API shows it."""
        effect = absent.effect
        return cls.model_construct(
            absence=AbsenceShown.of(effect.absence), shifts=[ShiftTouched.of(one) for one in effect.shifts],
            given_back=[ShiftShown.of(one) for one in effect.given_back],
            repairs=[RepairShown.of(one, name) for one in absent.repairs], days=list(effect.days),
        )  # fmt: skip


class ShiftKept(Document):
    """What a shift that was changed by hand did to the rota, and what the plans made of it."""

    shift: ShiftShown | None = Field(description="As it is now; null: it is gone.")
    change: RotaChanged
    repairs: list[RepairShown] = Field(description="Bookings that were on it, those with a promise first.")

    @classmethod
    def of(cls, done: Rostered, name: Callable[[ClientId], str]) -> "ShiftKept":
        """Return it as the API shows it."""
        shift = done.by_hand.shift
        return cls.model_construct(
            shift=ShiftShown.of(shift) if shift else None, change=RotaChanged.of(done.by_hand.change),
            repairs=[RepairShown.of(one, name) for one in done.repairs],
        )  # fmt: skip
