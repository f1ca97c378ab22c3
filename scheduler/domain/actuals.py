"""What happened, as it was seen or written down."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.client import Sex
from scheduler.domain.crew_parts import CrewPart, Effort, Rates
from scheduler.domain.ids import (
    ClientId,
    DistrictId,
    ProgrammeId,
    ProviderId,
    RequestId,
    ServiceId,
    ShiftId,
    StaffId,
    VehicleId,
)
from scheduler.domain.place import Door
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import Instants, TimeWindow


@dataclass(frozen=True, kw_only=True)
class Drive(Instants):
    """One drive from door to door, without a stop on the way."""

    origin: Door
    destination: Door
    left: datetime
    arrived: datetime
    mode: TravelMode = TravelMode.CAR


class FinalOutcome(StrEnum):
    """What became of a request for good.

    MISSED: it was in the plan, and nobody of ours served it. UNPLANNED: the published plan left it out. CANCELLED: it
    was called off in time, or by the office. NOT_CALLED: a ride home at no fixed hour for which nobody ever called.
    """

    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED_LATE = "cancelled_late"
    REFUSED = "refused"
    MISSED = "missed"
    UNPLANNED = "unplanned"
    CANCELLED = "cancelled"
    NOT_CALLED = "not_called"


IN_VAIN = frozenset({FinalOutcome.NO_SHOW, FinalOutcome.REFUSED})
"""How it ends when a crew is there for nothing."""


class Teller(StrEnum):
    """Who says so: the crew's reports, a dispatcher's statement, or the booking and the plan themselves."""

    CREW = "crew"
    DESK = "desk"
    BOOKS = "books"


AGE_BANDS = ((0, 17), (18, 39), (40, 59), (60, 64), (65, 74), (75, 84), (85, 150))
"""Ages from and to, both included, as statistics tell them."""


def age_band(age: int | None) -> str:
    """Return the band of an age in full years, `65-74` or `85+`; "": the age is not known."""
    for first, last in AGE_BANDS:
        if age is not None and first <= age <= last:
            return f"{first}+" if (first, last) == AGE_BANDS[-1] else f"{first}-{last}"
    return ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of a party, as statistics count them. The id stays when a client is erased, as it does in bookings.

    Attributes
    ----------
    age_band : str
        On the day; "": the year of birth is not known.
    """

    client_id: ClientId
    sex: Sex | None = None
    age_band: str = ""
    district_id: DistrictId | None = None


@dataclass(frozen=True, kw_only=True)
class TaskActual(Instants):
    """One door of a request: what was planned and promised there, and what happened.

    Attributes
    ----------
    promised : TimeWindow or None
        What the client was told of this door.
    arrived_at, ended_at : datetime or None
        As reported, by clocks put right; None: nobody has reported it.
    """

    planned_arrival: datetime | None = None
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    promised: TimeWindow | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    clock_off: bool = False

    @property
    def started_at(self) -> datetime | None:
        """When the service began: on arrival, or at the time that the resident knows, for which an early crew waits."""
        there, known, over = self.arrived_at, self.planned_start, self.ended_at
        if there is None or known is None or elapsed_s(there, known) <= 0:
            return there
        return known if over is None or elapsed_s(known, over) > 0 else there

    @property
    def served_s(self) -> int | None:
        """How long the service at the door took, in seconds; None: its begin or end was not reported."""
        if self.started_at is None or self.ended_at is None:
            return None
        return max(0, elapsed_s(self.started_at, self.ended_at))


@dataclass(frozen=True, kw_only=True)
class Actual:
    """What became of one request, written when its day is closed; numbers, codes and ids alone.

    Attributes
    ----------
    kind : ServiceKind
        Of the service.
    people : tuple of Person
        At least one.
    carers : int
        Who came along.
    district_id : DistrictId or None
        Of the first client's home.
    shift_id : ShiftId or None
        Whose crew served it, or should have; of several the one for which it counts. None: nobody's.
    begin, end : TaskActual or None
        Where a ride begins and ends; of a visit or a delivery the door is `begin`.
    late_s, appointment_late_s : int or None
        How late the crew was at the first door, and at what there is a time for, in seconds; None: not measured.
    ride_s, direct_s : int or None
        Aboard, and the direct way, in seconds.
    service_s : int
        At the client's doors, in seconds: as reported, else as planned; 0: it was not served.
    familiar : tuple of StaffId
        Whom the client asked for, or has had most of the time; empty: nobody.
    rates : Rates
        What its shift is paid by.
    cost_gr, ordered_gr : int
        Its part of what its shifts have cost, and would have by the published plan; the rates included.
    value_gr : int
        What the catalogue says one is worth.
    contracted : bool
        Whether a contractor that counts towards the grant's share served it.
    parts : tuple of CrewPart
        Of each crew that was to do some of it, or did; empty: nobody was, or the record does not tell crews apart.
    """

    request_id: RequestId
    day: date
    service_id: ServiceId
    kind: ServiceKind
    programme_id: ProgrammeId | None = None
    outcome: FinalOutcome
    told_by: Teller
    people: tuple[Person, ...]
    carers: int = 0
    district_id: DistrictId | None = None
    shift_id: ShiftId | None = None
    staff_ids: tuple[StaffId, ...] = ()
    vehicle_id: VehicleId | None = None
    provider_id: ProviderId | None = None
    begin: TaskActual | None = None
    end: TaskActual | None = None
    late_s: int | None = None
    appointment_late_s: int | None = None
    ride_s: int | None = None
    direct_s: int | None = None
    service_s: int = 0
    familiar: tuple[StaffId, ...] = ()
    rates: Rates = Rates()
    cost_gr: int = 0
    ordered_gr: int = 0
    value_gr: int = 0
    contracted: bool = False
    parts: tuple[CrewPart, ...] = ()

    @property
    def id(self) -> RequestId:
        """The request's own id."""
        return self.request_id

    @property
    def served(self) -> bool:
        """Whether it was done."""
        return self.outcome is FinalOutcome.SERVED

    @property
    def by_crew(self) -> tuple[CrewPart, ...]:
        """The parts of its crews; where they are not told apart, the whole as the part of the one that served it."""
        if self.parts or self.shift_id is None:
            return self.parts
        whole = CrewPart(
            shift_id=self.shift_id,
            provider_id=self.provider_id,
            rates=self.rates,
            ordered=True,
            delivered=self.served,
            in_vain=self.outcome in IN_VAIN,
            service_s=self.service_s,
            took=Effort(cost_gr=self.cost_gr),
            planned=Effort(cost_gr=self.ordered_gr),
            contracted=self.contracted,
        )
        return (whole,)


@dataclass(frozen=True, kw_only=True)
class ShiftActual(Instants):
    """What one crew's day came to.

    Attributes
    ----------
    began, ended : datetime
        From leaving to being back: as reported, and as planned where nobody has reported it.
    planned_begin, planned_end : datetime or None
        The same by the published plan; None: it had nothing for this crew.
    driving_s, service_s, overtime_s : int
        On the way, at clients' doors, and after the rostered end, which an absence leaves where it was.
    planned_m, driven_m : int
        By the plan; and of that the legs to the doors at which the crew was.
    cost_gr, ordered_gr : int
        What it cost, and what it would have cost as planned.
    rates : Rates
        What it is paid by.
    unshared, unshared_planned : Effort
        Of both what is nobody's part: hours and ways that were kept for who was not served, or all where nobody was
        served, or planned.
    """

    shift_id: ShiftId
    staff_ids: tuple[StaffId, ...] = ()
    vehicle_id: VehicleId | None = None
    provider_id: ProviderId | None = None
    began: datetime
    ended: datetime
    planned_begin: datetime | None = None
    planned_end: datetime | None = None
    driving_s: int = 0
    service_s: int = 0
    overtime_s: int = 0
    planned_m: int = 0
    driven_m: int = 0
    cost_gr: int = 0
    ordered_gr: int = 0
    rates: Rates = Rates()
    unshared: Effort = Effort()
    unshared_planned: Effort = Effort()

    @property
    def working_s(self) -> int:
        """How long the crew worked, breaks included."""
        return max(0, elapsed_s(self.began, self.ended))

    @property
    def planned_s(self) -> int:
        """How long it would have worked by the plan, breaks included; 0: the plan had nothing for it."""
        if self.planned_begin is None or self.planned_end is None:
            return 0
        return max(0, elapsed_s(self.planned_begin, self.planned_end))


def elapsed_s(start: datetime, end: datetime) -> int:
    """Return elapsed seconds, right across clock changes."""
    return round((end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(seconds=1))
