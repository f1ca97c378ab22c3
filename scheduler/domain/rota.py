"""Who works when, week by week: patterns that make shifts, and absences that take them away."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from scheduler.domain.ids import AbsenceId, DistrictId, PatternId, StaffId, VehicleId
from scheduler.domain.place import Door
from scheduler.domain.roster import Shift, TravelMode
from scheduler.domain.time import Instants, elapsed


@dataclass(frozen=True, kw_only=True)
class WeeklyPattern:
    """A shift that comes again every week, or every few weeks.

    Attributes
    ----------
    weekdays : frozenset of int
        ISO: 1 is Monday, 7 is Sunday.
    every : int
        1: each week; 2: every other one, counted from the week of `valid_from`.
    start, end : time
        By the clock of the town; an end that is not after the start is on the next date.
    on_holidays : bool
        Whether the shift is worked on public holidays and the town's own days off.

    The other fields are those of `Shift`.
    """

    id: PatternId
    name: str
    weekdays: frozenset[int]
    every: int = 1
    start: time
    end: time
    valid_from: date
    valid_until: date | None = None
    on_holidays: bool = False
    staff_ids: tuple[StaffId, ...]
    vehicle_id: VehicleId | None = None
    mode: TravelMode = TravelMode.CAR
    start_door: Door
    end_door: Door
    overtime: timedelta = timedelta(0)
    districts: frozenset[DistrictId] = frozenset()
    hand_over: timedelta = timedelta(0)
    contract_gr_per_request: int = 0


class AbsenceKind(StrEnum):
    """Why; of people nothing more is kept, for it may be about their health."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    REPAIR = "repair"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Absence(Instants):
    """A worker or a vehicle that is not there for a time; exactly one of the two is named.

    Attributes
    ----------
    reported_at : datetime or None
        When its start was told: a shift that was under way then keeps what it had done. None: before all of its shifts.
    taken : tuple of Shift
        Shifts that it took away or cut, as they were without any absence: what cancelling it brings back.
    """

    id: AbsenceId
    staff_id: StaffId | None = None
    vehicle_id: VehicleId | None = None
    start: datetime
    end: datetime
    kind: AbsenceKind = AbsenceKind.LEAVE
    reported_at: datetime | None = None
    taken: tuple[Shift, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.staff_id is None) == (self.vehicle_id is None):
            raise ValueError("an absence is of one worker or of one vehicle")
        if elapsed(self.start, self.end) <= timedelta(0):
            raise ValueError(f"an absence ends ({self.end.isoformat()}) after it starts ({self.start.isoformat()})")
