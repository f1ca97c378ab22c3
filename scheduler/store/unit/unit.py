"""One unit of work: everything of one town, for one piece of work."""

from datetime import tzinfo
from typing import Any

from scheduler.domain.actuals import Actual
from scheduler.domain.booking import FreedDay, Waiting
from scheduler.domain.capacity.kept import KeptStudy, StudyAnswer, StudyRun
from scheduler.domain.catalogue import RidePurpose, Service
from scheduler.domain.closing import About, Closing, Statement, statement_id
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
from scheduler.services.ports import (
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
from scheduler.store.kinds import KINDS
from scheduler.store.private import PRIVATE, client_of
from scheduler.store.unit.audit import UnitAudit
from scheduler.store.unit.days import UnitDays
from scheduler.store.unit.desk import Desk
from scheduler.store.unit.plans import UnitPlans
from scheduler.store.unit.records import (
    UnitBookings,
    UnitCards,
    UnitChecks,
    UnitClientAbsences,
    UnitClients,
    UnitConsumptions,
    UnitEnquiries,
    UnitEntitlements,
    UnitEvents,
    UnitMessages,
    UnitRecords,
    UnitSeries,
    UnitStudyRecords,
)
from scheduler.store.unit.shelf import Shelves
from scheduler.store.unit.written import KindWritten, Written

_SPECIAL: dict[str, type[UnitRecords[Any, Any]]] = {
    "bookings": UnitBookings,
    "cards": UnitCards,
    "checks": UnitChecks,
    "client_absences": UnitClientAbsences,
    "clients": UnitClients,
    "consumptions": UnitConsumptions,
    "enquiries": UnitEnquiries,
    "entitlements": UnitEntitlements,
    "events": UnitEvents,
    "messages": UnitMessages,
    "replications": UnitStudyRecords,
    "series": UnitSeries,
    "study_answers": UnitStudyRecords,
    "study_runs": UnitStudyRecords,
}
_KINDS = {kind.name: kind for kind in KINDS}


class Unit:
    """A `UnitOfWork` over what an adapter has stored.

    Parameters
    ----------
    town_id : TownId
        Whose it is.
    shelves : Shelves
        What is stored.
    writes : bool
        Whether it may change things.

    Attributes
    ----------
    written_stamp : int
        The stamp under which it was written; 0: it is not, or changed nothing. The adapter says so.
    """

    written_stamp: int

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

    def __init__(self, town_id: TownId, shelves: Shelves, *, writes: bool) -> None:
        self.town_id = town_id
        self.written_stamp = 0
        self._shelves = shelves
        self._desk = desk = Desk(writes=writes, zone=self._zone)
        self._records: dict[str, UnitRecords[Any, Any]] = {}
        self.days = UnitDays(shelves.days, desk)
        self.plans = UnitPlans(shelves.plans, desk)
        self.audit = UnitAudit(shelves.audit, desk)

    def __getattr__(self, name: str) -> UnitRecords[Any, Any]:
        """Return the records of a kind that nobody has asked for yet: most units look at a few of some fifty."""
        if name not in _KINDS:
            raise AttributeError(f"a unit of work has no {name}", name=name, obj=self)
        vars(self)[name] = records = self._of(name)
        return records

    @property
    def stamp(self) -> int:
        """The town's stamp when the unit began."""
        return self._shelves.stamp

    def written(self) -> Written:
        """Return what the unit leaves to be written."""
        self._forget_private()
        return Written(
            kinds={name: left for name in _KINDS if (left := self._left(name))},
            days=self.days.put_days,
            plans=self.plans.added,
            redacted=self.plans.redacted,
            forgotten=tuple(self.plans.forgotten),
            problems=self.plans.problems,
            events=tuple(self.audit.events),
        )

    def end(self) -> None:
        """Let nobody use the unit any more."""
        self._desk.end()

    def _forget_private(self) -> None:
        """Take what was written about clients who were removed out of what is kept about their calls."""
        for client_id in self._of("clients").gone():
            for name in ("bookings", "enquiries", "series", "checks", "client_absences", "messages", "message_wishes"):
                for value in self._of(name).having("client", client_id):
                    self._hide(name, value)
            for booking in self.bookings.of_client(client_id):
                for about in About:
                    said = self.statements.find(statement_id(booking, about))
                    if said is not None:
                        self._hide("statements", said)
        self._keep_forgotten()

    def _keep_forgotten(self) -> None:
        """Take out what the unit has written about clients who were removed before: nobody could erase it again."""
        told: dict[str, list[tuple[str, Any]]] = {}
        for name, private in PRIVATE.items():
            left = self._left(name)
            for value in [put.value for put in left.put.values() if private.has(put.value)] if left else ():
                for subject in private.subjects(value):
                    told.setdefault(subject, []).append((name, value))
        clients = self._of("clients")
        asked = {key: said for key, said in ((client_of(one), said) for one, said in told.items()) if key}
        for client_id in clients.removed(asked) if asked else ():
            if clients.put_value(client_id) is None:
                for name, value in asked[client_id]:
                    self._hide(name, value)

    def _hide(self, name: str, value: Any) -> None:
        if PRIVATE[name].has(value):
            self._of(name).put(PRIVATE[name].hidden(value))

    def _of(self, name: str) -> UnitRecords[Any, Any]:
        if name not in self._records:
            kind = _KINDS[name]
            self._records[name] = _SPECIAL.get(name, UnitRecords)(kind, self._shelves.of(kind), self._desk)
        return self._records[name]

    def _left(self, name: str) -> KindWritten | None:
        """Return what the unit leaves to be written of a kind; None: nothing."""
        return self._records[name].written() if name in self._records else None

    def _zone(self) -> tzinfo | None:
        head: TownHead | None = self._records["head"].put_value(self.town_id) if "head" in self._records else None
        return self._shelves.zone if head is None else head.zone
