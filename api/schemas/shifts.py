"""Shifts, as the rota has them."""

from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Line, Whole
from api.schemas.moments import Instant, Moment
from api.schemas.requests import DoorDoc, seconds
from scheduler.domain.ids import DistrictId, ShiftId, StaffId, VehicleId
from scheduler.domain.roster import Shift, TravelMode


class ShiftShown(Document):
    """One working period of one crew, with at most one vehicle."""

    id: str
    day: date
    name: str
    staff_ids: list[str]
    vehicle_id: str | None
    mode: TravelMode
    start: Instant
    end: Instant = Field(description="May be on the next date.")
    start_door: DoorDoc
    end_door: DoorDoc
    overtime_s: int = Field(description="Seconds past its end that the crew may come home.")
    districts: list[str] = Field(description="Where it may serve; empty: anywhere.")
    hand_over_s: int = Field(description="Seconds.")
    contract_gr_per_request: int = Field(description="A contractor's price, grosze.")

    @classmethod
    def of(cls, shift: Shift) -> "ShiftShown":
        """Return a shift as the API shows it."""
        same = ("id", "day", "name", "vehicle_id", "mode", "start", "end", "contract_gr_per_request")
        return cls.model_construct(
            **{name: getattr(shift, name) for name in same},
            staff_ids=list(shift.staff_ids), start_door=DoorDoc.of(shift.start_door), districts=sorted(shift.districts),
            end_door=DoorDoc.of(shift.end_door), overtime_s=seconds(shift.overtime) or 0,
            hand_over_s=seconds(shift.hand_over) or 0,
        )  # fmt: skip


_EXAMPLE: JsonDict = {
    "name": "Fizjoterapia, sobota", "staff_ids": ["P-01"], "start": "2026-11-28T08:00:00+01:00",
    "end": "2026-11-28T14:00:00+01:00", "start_door": {"place_id": "baza-majowka"},
    "end_door": {"place_id": "baza-majowka"},
}  # fmt: skip
_Seconds = Annotated[Whole, Field(ge=0, le=86_400)]
_LONGEST = timedelta(hours=24)


class ShiftChange(Document):
    """What is said of a shift; it belongs to the date on which it starts, by the town's clock."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Annotated[Line, Field(min_length=1)]
    staff_ids: Annotated[list[Id], Field(min_length=1, max_length=10)]
    vehicle_id: Id | None = None
    mode: TravelMode = TravelMode.CAR
    start: Moment
    end: Moment = Field(description="Within 24 hours of the start.")
    start_door: DoorDoc
    end_door: DoorDoc
    overtime_s: _Seconds = Field(default=0, description="Seconds past its end that the crew may come home.")
    districts: Annotated[list[Id], Field(max_length=200)] = Field(default=[], description="Empty: anywhere.")
    hand_over_s: _Seconds = Field(default=0, description="Seconds.")
    contract_gr_per_request: Annotated[Whole, Field(ge=0, le=10_000_000)] = Field(default=0, description="Grosze.")

    @model_validator(mode="after")
    def _in_order(self) -> "ShiftChange":
        if not timedelta(0) < self.end - self.start <= _LONGEST:
            raise ValueError("ends within 24 hours after it starts")
        return self

    def shift(self, shift_id: str, zone: ZoneInfo) -> Shift:
        """Return the shift that this describes."""
        start = self.start.astimezone(zone)
        return Shift(
            id=ShiftId(shift_id), day=start.date(), name=self.name, start=start, end=self.end.astimezone(zone),
            staff_ids=tuple(StaffId(one) for one in self.staff_ids), mode=self.mode,
            vehicle_id=VehicleId(self.vehicle_id) if self.vehicle_id else None, start_door=self.start_door.door,
            end_door=self.end_door.door, overtime=timedelta(seconds=self.overtime_s),
            districts=frozenset(DistrictId(one) for one in self.districts),
            hand_over=timedelta(seconds=self.hand_over_s), contract_gr_per_request=self.contract_gr_per_request,
        )  # fmt: skip


class ShiftList(Document):
    """Shifts, by day."""

    items: list[ShiftShown]
