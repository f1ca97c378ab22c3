"""A unit of work, and where units are opened."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from scheduler.domain.actuals import Actual
from scheduler.domain.booking import FreedDay, Waiting
from scheduler.domain.capacity.kept import KeptStudy, StudyAnswer, StudyRun
from scheduler.domain.catalogue import RidePurpose, Service
from scheduler.domain.closing import Closing, Statement
from scheduler.domain.events import ReportedDay
from scheduler.domain.feeds import CalendarFeed
from scheduler.domain.fleet import Vehicle
from scheduler.domain.hooks import Hook, HookMessage
from scheduler.domain.identities import Newcomer
from scheduler.domain.ids import (
    AbsenceId,
    ClientId,
    ContractTypeId,
    DistrictId,
    EnquiryId,
    HookId,
    HookMessageId,
    NewcomerId,
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
    StudyRunId,
    TownId,
    VehicleId,
)
from scheduler.domain.imports import ImportKind, KnownColumns
from scheduler.domain.labour import ContractType
from scheduler.domain.learning import Learned
from scheduler.domain.live_day import LiveDay
from scheduler.domain.messages import MessageWishes
from scheduler.domain.notices import Notice
from scheduler.domain.place import District, Place
from scheduler.domain.roster import Provider, Shift, Staff
from scheduler.domain.rota import Absence, WeeklyPattern
from scheduler.domain.sightings import Sighting
from scheduler.domain.solves import Solve
from scheduler.domain.town import TownHead
from scheduler.services.ports.store.days import AuditLog, Days, Plans
from scheduler.services.ports.store.records import (
    BookingRecords,
    CardRecords,
    CheckRecords,
    ClientAbsenceRecords,
    ClientRecords,
    ConsumptionRecords,
    DayRecords,
    EnquiryRecords,
    EntitlementRecords,
    EventRecords,
    MessageRecords,
    Records,
    ReplicationRecords,
    SeriesRecords,
    StudyRecords,
)


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
    entitlements: EntitlementRecords
    consumptions: ConsumptionRecords
    shifts: DayRecords[ShiftId, Shift]
    bookings: BookingRecords
    enquiries: EnquiryRecords
    series: SeriesRecords
    waiting: Records[EnquiryId, Waiting]
    freed: Records[str, FreedDay]
    notices: DayRecords[NoticeId, Notice]
    solves: DayRecords[SolveId, Solve]
    events: EventRecords
    live: DayRecords[str, LiveDay]
    statements: DayRecords[str, Statement]
    closings: DayRecords[str, Closing]
    actuals: DayRecords[RequestId, Actual]
    reported: Records[str, ReportedDay]
    sightings: DayRecords[str, Sighting]
    checks: CheckRecords
    client_absences: ClientAbsenceRecords
    learned: Records[str, Learned]
    cards: CardRecords
    imports: Records[ImportKind, KnownColumns]
    studies: Records[str, KeptStudy]
    study_runs: StudyRecords[StudyRunId, StudyRun]
    study_answers: StudyRecords[StudyRunId, StudyAnswer]
    replications: ReplicationRecords
    feeds: Records[str, CalendarFeed]
    hooks: Records[HookId, Hook]
    hook_messages: Records[HookMessageId, HookMessage]
    messages: MessageRecords
    message_wishes: Records[ClientId, MessageWishes]
    newcomers: Records[NewcomerId, Newcomer]

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
