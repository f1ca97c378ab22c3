"""What the office keeps, and how it is read and changed: whole units of work, all or nothing.

A unit sees the town as it was when the unit began, together with what it has itself put so far. What it put is written
when it ends without an error, all of it, or none. Every unit that changed something advances the town's stamp when it
ends, and what it put carries that stamp: whoever keeps copies asks what has changed since.
"""

from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from scheduler.domain.audit import AuditEntry, AuditEvent
from scheduler.domain.booking import Booking, Enquiry, Waiting
from scheduler.domain.catalogue import RidePurpose, Service
from scheduler.domain.client import Client
from scheduler.domain.entitlement import Consumption, Entitlement
from scheduler.domain.fleet import Vehicle
from scheduler.domain.ids import (
    AbsenceId,
    ClientId,
    ContractTypeId,
    DistrictId,
    EnquiryId,
    EntitlementId,
    NoticeId,
    PatternId,
    PlaceId,
    ProviderId,
    PurposeId,
    RequestId,
    ServiceId,
    ShiftId,
    SolveId,
    StaffId,
    TownId,
    VehicleId,
)
from scheduler.domain.labour import ContractType
from scheduler.domain.notices import Notice
from scheduler.domain.place import District, Place
from scheduler.domain.plan import Plan
from scheduler.domain.roster import Provider, Shift, Staff
from scheduler.domain.rota import Absence, WeeklyPattern
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.domain.solves import Solve
from scheduler.domain.town import TownHead


@dataclass(frozen=True, kw_only=True)
class Changes[K: Hashable, V]:
    """What has become of one kind of thing since some stamp."""

    put: Mapping[K, V]
    removed: frozenset[K]


class Records[K: Hashable, V](Protocol):
    """All things of one kind of one town, by id."""

    def find(self, key: K) -> V | None:
        """Return one, or None."""
        ...

    def get(self, key: K) -> V:
        """Return one.

        Raises
        ------
        NotFoundError
            If there is none with that id.
        """
        ...

    def all(self) -> Mapping[K, V]:
        """Return all of them, in the order in which they were first put."""
        ...

    def put(self, value: V, *, seen: int | None = None) -> None:
        """Keep a new one, or another state of a known one.

        Parameters
        ----------
        seen : int, optional
            Its stamp when it was read; 0: it is new.

        Raises
        ------
        StaleError
            Here or at the end of the unit, if it has another stamp by now.
        """
        ...

    def remove(self, key: K) -> None:
        """Take one out.

        Raises
        ------
        NotFoundError
            If there is none with that id.
        """
        ...

    def stamp_of(self, key: K) -> int:
        """Return the stamp of the last change of one; 0 if there is none with that id."""
        ...

    def changed(self, since: int) -> Changes[K, V]:
        """Return what was put or removed by others after a stamp of the town."""
        ...


class DayRecords[K: Hashable, V](Records[K, V], Protocol):
    """Things that belong to a service day."""

    def between(self, first: date, last: date) -> Mapping[K, V]:
        """Return those of the days from `first` to `last`, both included, by day and then as they were first put."""
        ...


class BookingRecords(DayRecords[RequestId, Booking], Protocol):
    """Bookings, which are looked for by client, too."""

    def of_client(self, client_id: ClientId) -> Mapping[RequestId, Booking]:
        """Return all bookings in whose party a client is, by day."""
        ...


class ClientRecords(Records[ClientId, Client], Protocol):
    """Clients, who are looked for by telephone number, too."""

    def by_phone(self, number: str) -> Mapping[ClientId, Client]:
        """Return the clients who have a number, or a contact with it, as they were first put.

        However it is written: only digits count, and Poland's code (0048, +48) does not.
        """
        ...


class ConsumptionRecords(Records[tuple[EntitlementId, RequestId], Consumption], Protocol):
    """What requests took of entitlements."""

    def of_entitlement(self, entitlement_id: EntitlementId) -> Sequence[Consumption]:
        """Return everything ever taken of one, given back or not."""
        ...

    def of_request(self, request_id: RequestId) -> Sequence[Consumption]:
        """Return what one request took."""
        ...


class EnquiryRecords(DayRecords[EnquiryId, Enquiry], Protocol):
    """Enquiries; their day is the one on which they were received, by the town's clock."""

    def of_client(self, client_id: ClientId) -> Mapping[EnquiryId, Enquiry]:
        """Return all enquiries in whose party a client is, by day."""
        ...


class Days(Protocol):
    """Service days: their state, and the lock under which it is changed."""

    def get(self, day: date) -> DayState:
        """Return a day's state; one of which nothing is kept is as a new `DayState`."""
        ...

    def lock(self, day: date) -> DayState:
        """Hold other units off a day until this one has ended, and return its state as it is now.

        Several days are locked in their order in the calendar.
        """
        ...

    def put(self, state: DayState) -> None:
        """Keep a day's next state; the unit must have locked the day, and the version is one more than before.

        Raises
        ------
        StaleError
            If the version is another one.
        """
        ...

    def between(self, first: date, last: date) -> Mapping[date, DayState]:
        """Return the states of all days of which something is kept, from `first` to `last`."""
        ...


class Plans(Protocol):
    """Versions of the days' plans; what was added stays as it is, until a client of it is erased."""

    def add(self, plan: Plan, head: PlanHead) -> None:
        """Keep a new version.

        Raises
        ------
        ConflictError
            If the day has a plan of that version.
        """
        ...

    def get(self, day: date, version: int) -> Plan:
        """Return one version.

        Raises
        ------
        NotFoundError
            If the day has none of that version, or it is forgotten.
        """
        ...

    def orders(self, day: date, version: int) -> Mapping[ShiftId, Sequence[str]]:
        """Return the ids of the tasks that one version gives each shift, in order; quicker than the whole plan.

        Raises
        ------
        NotFoundError
            If the day has none of that version, or it is forgotten.
        """
        ...

    def heads(self, day: date) -> Sequence[PlanHead]:
        """Return what is known of a day's plans, the oldest first."""
        ...

    def forget(self, day: date, version: int) -> None:
        """Take a version's content away that was never published; its head stays."""
        ...

    def redact(self, plan: Plan) -> None:
        """Put a version in its own place again, with nothing but what would tell of an erased client taken out.

        Raises
        ------
        NotFoundError
            If the day has none of that version, or it is forgotten.
        """
        ...

    def keep_problem(self, day: date, version: int, text: str) -> None:
        """Keep the problem that a plan was the answer to, as JSON, so that a complaint can be replayed."""
        ...

    def problem(self, day: date, version: int) -> str | None:
        """Return the problem of a version, if it was kept."""
        ...


class AuditLog(Protocol):
    """The town's chain of who did what; only ever appended to."""

    def append(self, event: AuditEvent) -> None:
        """Add an event at the end of the chain, in the order of the units' ends."""
        ...

    def entries(self, after: int = 0, limit: int = 1000) -> Sequence[AuditEntry]:
        """Return entries with higher numbers than `after`, in their order."""
        ...

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """Return all entries about one subject, in their order."""
        ...

    def last(self) -> AuditEntry | None:
        """Return the end of the chain as it is written; None: it is empty.

        A store that can be changed from outside keeps it apart from the entries, so that a cut end shows.
        """
        ...


class UnitOfWork(Protocol):
    """Everything of one town, for one piece of work."""

    @property
    def town_id(self) -> TownId:
        """Whose it is."""
        ...

    @property
    def stamp(self) -> int:
        """The town's stamp as this unit sees it; 0: nothing was ever kept."""
        ...

    @property
    def written_stamp(self) -> int:
        """The stamp that everything has which this unit put; known after its end, 0 if it changed nothing."""
        ...

    head: Records[TownId, TownHead]
    districts: Records[DistrictId, District]
    places: Records[PlaceId, Place]
    clients: ClientRecords
    purposes: Records[PurposeId, RidePurpose]
    services: Records[ServiceId, Service]
    providers: Records[ProviderId, Provider]
    contracts: Records[ContractTypeId, ContractType]
    staff: Records[StaffId, Staff]
    vehicles: Records[VehicleId, Vehicle]
    patterns: Records[PatternId, WeeklyPattern]
    absences: Records[AbsenceId, Absence]
    entitlements: Records[EntitlementId, Entitlement]
    consumptions: ConsumptionRecords
    shifts: DayRecords[ShiftId, Shift]
    bookings: BookingRecords
    enquiries: EnquiryRecords
    waiting: Records[EnquiryId, Waiting]
    notices: DayRecords[NoticeId, Notice]
    solves: DayRecords[SolveId, Solve]

    @property
    def days(self) -> Days:
        """Service days."""
        ...

    @property
    def plans(self) -> Plans:
        """Versions of the days' plans."""
        ...

    @property
    def audit(self) -> AuditLog:
        """Who did what."""
        ...


class Store(Protocol):
    """Where towns are kept."""

    def towns(self) -> Sequence[TownId]:
        """Return the towns that are kept."""
        ...

    def reading(self, town_id: TownId) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that only reads, and sees one state of the town throughout."""
        ...

    def writing(self, town_id: TownId) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that may change things; they are written when it ends without an error.

        Raises
        ------
        StaleError
            At its end, if something was put that others have changed since it was read.
        StoreError
            If the database cannot keep it; nothing of the unit is kept then.
        """
        ...

    def stamp(self, town_id: TownId) -> int:
        """Return the town's stamp now; cheap enough to ask several times a second."""
        ...
