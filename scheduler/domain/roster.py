"""Who works: providers, staff, and the shifts of their crews."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.ids import (
    ContractTypeId,
    DistrictId,
    ProviderId,
    RequestId,
    ShiftId,
    SkillId,
    StaffId,
    VehicleId,
)
from scheduler.domain.place import Door, GeoPoint
from scheduler.domain.time import Instants


class TravelMode(StrEnum):
    """How a crew gets from door to door. TABLE: minutes by district pairs, for public transport."""

    CAR = "car"
    VAN = "van"
    FOOT = "foot"
    BICYCLE = "bicycle"
    TABLE = "table"


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Who employs the staff: the town itself or a contractor.

    Attributes
    ----------
    contract_gr : int or None
        What all of the contract may cost; None: it has no ceiling.
    contract_from, contract_until : date or None
        The service days that count towards it, both included; None: from the first, to the last.
    """

    id: ProviderId
    name: str
    own: bool = True
    social_economy: bool = False
    contract_gr: int | None = None
    contract_from: date | None = None
    contract_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Staff:
    """A worker.

    Attributes
    ----------
    skills : mapping of SkillId to date or None
        What the worker is qualified for, and the last valid day; None: without expiry.
    cost_gr_per_h : int
        Of working time.
    familiar : frozenset of DistrictId
        Districts the worker knows; other districts are priced by policy.
    """

    id: StaffId
    name: str
    phone: str = ""
    skills: Mapping[SkillId, date | None] = field(default_factory=dict)
    provider_id: ProviderId | None = None
    contract_id: ContractTypeId = ContractTypeId("employment")
    cost_gr_per_h: int = 0
    familiar: frozenset[DistrictId] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Aboard(Instants):
    """A request whose pickup is done: aboard since then."""

    request_id: RequestId
    since: datetime


@dataclass(frozen=True, kw_only=True)
class StartState(Instants):
    """Where and when a shift that has already begun is free, and who is aboard.

    Attributes
    ----------
    point : GeoPoint
        Where the crew is (or will be when it is free).
    free_at : datetime
        From then on it can go on.
    aboard : tuple of Aboard
        In the vehicle now.
    done : frozenset of RequestId
        Already served by this shift; not planned again.
    prefix : tuple of str
        Task ids that come next, in this order, before anything else.
    driven, worked : timedelta
        At the wheel and at work so far.
    breaks_taken : int
        Of the breaks owed, in their order.
    """

    point: GeoPoint
    free_at: datetime
    aboard: tuple[Aboard, ...] = ()
    done: frozenset[RequestId] = frozenset()
    prefix: tuple[str, ...] = ()
    driven: timedelta = timedelta(0)
    worked: timedelta = timedelta(0)
    breaks_taken: int = 0


@dataclass(frozen=True, kw_only=True)
class Shift(Instants):
    """One working period of one crew, with at most one vehicle.

    Attributes
    ----------
    day : date
        The service day; the shift may end on the next date.
    start, end : datetime
        Rostered span.
    overtime : timedelta
        How far past `end` the crew may come home, at the policy's overtime price.
    districts : frozenset of DistrictId
        Where it may serve; empty: anywhere.
    hand_over : timedelta
        Needed at the start if the same vehicle was driven by another shift before.
    contract_gr_per_request : int
        A contractor's price per served request, beside the hourly cost.
    """

    id: ShiftId
    day: date
    name: str
    staff_ids: tuple[StaffId, ...]
    vehicle_id: VehicleId | None = None
    mode: TravelMode = TravelMode.CAR
    start: datetime
    end: datetime
    start_door: Door
    end_door: Door
    overtime: timedelta = timedelta(0)
    districts: frozenset[DistrictId] = frozenset()
    hand_over: timedelta = timedelta(0)
    contract_gr_per_request: int = 0
    start_state: StartState | None = None
