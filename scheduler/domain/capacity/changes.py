"""What may be changed of a town and of its demand, in the words in which a manager asks for it.

Whatever changes shifts changes weekly patterns and the dated shifts of the files alike: days to come are made of
patterns, and a town whose files hold only shifts is studied on their days.
"""

from dataclasses import dataclass
from datetime import time, timedelta

from scheduler.domain.catalogue import Pooling
from scheduler.domain.ids import DistrictId, PatternId, ProviderId, ServiceId, StaffId, VehicleId


@dataclass(frozen=True, kw_only=True)
class AddVehicle:
    """One more vehicle, like one that is there.

    Attributes
    ----------
    id : VehicleId or None
        None: that of the other with the next free number.
    crews : bool
        Whether it also gets the shifts of the other, with new workers like those: a bus does not drive by itself.
    """

    like: VehicleId
    id: VehicleId | None = None
    crews: bool = True


@dataclass(frozen=True, kw_only=True)
class RemoveVehicle:
    """A vehicle that is not there any more, nor are the shifts that drive it."""

    vehicle_id: VehicleId


@dataclass(frozen=True, kw_only=True)
class AddStaff:
    """One more worker, like one that is there, with the same shifts as that one has alone and without a vehicle.

    Attributes
    ----------
    id : StaffId or None
        None: that of the other with the next free number.
    """

    like: StaffId
    id: StaffId | None = None


@dataclass(frozen=True, kw_only=True)
class RemoveStaff:
    """A worker who is not there any more.

    Shifts go on without this one if others of the crew are left; not where this one was the crew's first on a vehicle,
    who drives it.
    """

    staff_id: StaffId


@dataclass(frozen=True, kw_only=True)
class AddShift:
    """One more weekly shift, like one that is there.

    Attributes
    ----------
    like : PatternId
        What is not said is as there.
    id : PatternId or None
        None: that of the other with the next free number.
    weekdays : frozenset of int
        ISO: 1 is Monday; none: as there.
    """

    like: PatternId
    id: PatternId | None = None
    staff_ids: tuple[StaffId, ...] = ()
    vehicle_id: VehicleId | None = None
    weekdays: frozenset[int] = frozenset()
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True, kw_only=True)
class RemoveShift:
    """A weekly shift that is not worked any more."""

    pattern_id: PatternId


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Other hours, of one weekly shift, or of all shifts that a worker or a vehicle has; exactly one is named.

    Attributes
    ----------
    start, end : time or None
        By the town's clock; None: as before. An end that is not after the start is on the next date.
    """

    pattern_id: PatternId | None = None
    staff_id: StaffId | None = None
    vehicle_id: VehicleId | None = None
    start: time | None = None
    end: time | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.pattern_id, self.staff_id, self.vehicle_id)) != 1:
            raise ValueError("hours are those of one shift, of one worker or of one vehicle")
        if self.start is None and self.end is None:
            raise ValueError("hours have a new start, a new end, or both")


@dataclass(frozen=True, kw_only=True)
class PromiseWindow:
    """How wide a promised window is.

    Attributes
    ----------
    service_id : ServiceId or None
        None: of all services.
    """

    width: timedelta
    service_id: ServiceId | None = None


@dataclass(frozen=True, kw_only=True)
class PoolRides:
    """Who may be aboard together.

    Attributes
    ----------
    service_id : ServiceId or None
        None: of all rides.
    """

    pooling: Pooling
    service_id: ServiceId | None = None


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What somebody or something costs; exactly one is named.

    Attributes
    ----------
    staff_id, vehicle_id, pattern_id
        Whose hour, whose kilometre, the requests of which contractor's weekly shift.
    gr : int
        Per hour, kilometre or request.
    """

    staff_id: StaffId | None = None
    vehicle_id: VehicleId | None = None
    pattern_id: PatternId | None = None
    gr: int

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.staff_id, self.vehicle_id, self.pattern_id)) != 1:
            raise ValueError("a rate is that of one worker, of one vehicle or of one shift")


@dataclass(frozen=True, kw_only=True)
class GrowDemand:
    """More calls, or fewer; of one district, of one service, of one service in one district, or of all.

    Attributes
    ----------
    permille : int
        Of what it was, added: 200 is a fifth more, -100 a tenth less.
    """

    permille: int
    district_id: DistrictId | None = None
    service_id: ServiceId | None = None

    def __post_init__(self) -> None:
        if self.permille < -1_000:
            raise ValueError("demand does not shrink by more than all of it")


@dataclass(frozen=True, kw_only=True)
class ContractOut:
    """A share of a service's calls that a provider takes over, with means of its own.

    Attributes
    ----------
    share_permille : int
        Of the calls.
    gr_per_request : int
        Its price.
    """

    service_id: ServiceId
    provider_id: ProviderId
    share_permille: int
    gr_per_request: int


type Change = (
    AddVehicle | RemoveVehicle | AddStaff | RemoveStaff | AddShift | RemoveShift | Hours | PromiseWindow | PoolRides
    | Rate | GrowDemand | ContractOut
)  # fmt: skip
