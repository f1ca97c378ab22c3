"""That somebody of a crew has said that they have seen their itinerary: what a crew knows."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.ids import ShiftId, StaffId
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class Sighting(Instants):
    """The first time a worker has said that they have seen a shift of a published plan.

    Attributes
    ----------
    version : int
        Of the plan.
    """

    day: date
    shift_id: ShiftId
    version: int
    staff_id: StaffId
    at: datetime

    @property
    def id(self) -> str:
        """One for each worker, shift and version."""
        return f"{self.day.isoformat()}/{self.version}/{self.staff_id}/{self.shift_id}"
