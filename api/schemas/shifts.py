"""Shifts, as the rota has them."""

from datetime import date

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from api.schemas.requests import DoorDoc, seconds
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


class ShiftList(Document):
    """Shifts, by day."""

    items: list[ShiftShown]
