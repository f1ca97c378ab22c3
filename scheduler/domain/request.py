"""What was asked for: a visit, a ride or a delivery."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Notes
from scheduler.domain.ids import ClientId, ProgrammeId, PurposeId, RequestId, ServiceId, StaffId
from scheduler.domain.place import Door
from scheduler.domain.time import Instants, TimeWindow


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who travels or is visited together.

    Attributes
    ----------
    client_ids : tuple of ClientId
        At least one; each with an entitlement of their own (two sisters at one address).
    carers : int
        People who come along and take a seat.
    rollators, luggage : int
        Pieces; each takes a place of its own kind.
    """

    client_ids: tuple[ClientId, ...]
    carers: int = 0
    rollators: int = 0
    luggage: int = 0

    def __post_init__(self) -> None:
        if not self.client_ids or min(self.carers, self.rollators, self.luggage) < 0:
            msg = "a party has at least one client and no negative count"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class After:
    """This request's service starts a certain time after another one's has ended (inspection before repair).

    Attributes
    ----------
    earliest_gap, latest_gap : timedelta or None
        Between the other's end and this one's start; None: no limit.
    """

    request_id: RequestId
    earliest_gap: timedelta = timedelta(0)
    latest_gap: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Request(Instants):
    """Common to the three kinds.

    Attributes
    ----------
    windows : tuple of TimeWindow
        On the start of service; for a ride on the task its `timing` names. Several: any of them.
    wish : datetime or None
        The instant asked for; being far from it is priced.
    priority : int
        1 (first) to 5; policy makes classes and prices of it. 3, the ordinary one, lets a ride's purpose decide.
    must : bool or None
        True: counted before any money. None: policy decides by priority.
    group : str or None
        Requests of one group are served all or none.
    """

    id: RequestId
    day: date
    service_id: ServiceId
    party: Party
    windows: tuple[TimeWindow, ...]
    wish: datetime | None = None
    priority: int = 3
    must: bool | None = None
    programme_id: ProgrammeId | None = None
    group: str | None = None
    after: tuple[After, ...] = ()
    same_staff_as: RequestId | None = None
    other_staff_than: RequestId | None = None
    preferred: tuple[StaffId, ...] = ()
    service_time: timedelta | None = None
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True, kw_only=True)
class Visit(Request):
    """Somebody at a door; `workers` crews at the same time where one cannot do it alone."""

    door: Door
    workers: int = 1


@dataclass(frozen=True, kw_only=True)
class Ride(Request):
    """Pickup plus dropoff of one party.

    Attributes
    ----------
    arrive_by : bool
        True: `windows` and `wish` bound the dropoff; False ("leave after"): the pickup.
    journey : str or None
        Legs of one journey share it (doctor, pharmacy, home); `leg` counts from 1.
    shortest_stay, longest_stay : timedelta or None
        At the origin, since the previous leg's dropoff ended.
    """

    origin: Door
    destination: Door
    arrive_by: bool
    purpose_id: PurposeId | None = None
    help_level: HelpLevel = HelpLevel.DOOR
    attendant: bool = False
    longest_ride: timedelta | None = None
    journey: str | None = None
    leg: int = 1
    shortest_stay: timedelta | None = None
    longest_stay: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery(Request):
    """Things to a door, loaded at `source` in the same round."""

    source: Door
    door: Door
    portions: int = 1
    longest_carry: timedelta | None = None
