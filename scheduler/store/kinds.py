"""The kinds of things a town has, as every adapter keeps them: what each is called, its id, its day, its other keys."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any

from scheduler.domain.actuals import Actual
from scheduler.domain.booking import Booking, Enquiry, FreedDay, Waiting
from scheduler.domain.capacity.kept import KeptStudy, PlayedReplication, StudyAnswer, StudyRun
from scheduler.domain.cards import CardLink
from scheduler.domain.catalogue import RidePurpose, Service
from scheduler.domain.checks import Check
from scheduler.domain.client import Client
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.closing import Closing, Statement
from scheduler.domain.entitlement import Consumption, Entitlement
from scheduler.domain.events import Event, ReportedDay
from scheduler.domain.feeds import CalendarFeed
from scheduler.domain.fleet import Vehicle
from scheduler.domain.hooks import Hook, HookMessage
from scheduler.domain.identities import Newcomer
from scheduler.domain.imports import KnownColumns
from scheduler.domain.labour import ContractType
from scheduler.domain.learning import Learned
from scheduler.domain.live_day import LiveDay
from scheduler.domain.messages import Message, MessageState, MessageWishes
from scheduler.domain.notices import Notice
from scheduler.domain.phone import phone_key
from scheduler.domain.place import District, Place
from scheduler.domain.roster import Provider, Shift, Staff
from scheduler.domain.rota import Absence, WeeklyPattern
from scheduler.domain.series import Series
from scheduler.domain.sightings import Sighting
from scheduler.domain.solves import Solve
from scheduler.domain.town import TownHead


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing.

    Attributes
    ----------
    name : str
        The field of a unit of work that holds it.
    type : type
        What one is.
    key : callable
        The id of one.
    day : callable or None
        The service day of one, by the clock of a zone; None: it belongs to no day.
    by : mapping of str to callable
        What else it is looked for by, and the keys that one has in that.
    """

    name: str
    type: type
    key: Callable[[Any], Hashable]
    day: Callable[[Any, tzinfo | None], date] | None = None
    by: Mapping[str, Callable[[Any], frozenset[str]]] = field(default_factory=dict)


def _id(value: Any) -> Hashable:
    key: Hashable = value.id
    return key


def _own_day(value: Any, _zone: tzinfo | None) -> date:
    day: date = value.day
    return day


def _consumption_key(value: Consumption) -> Hashable:
    return value.entitlement_id, value.request_id


def _waiting_key(value: Waiting) -> Hashable:
    return value.enquiry_id


def _received_on(value: Enquiry, zone: tzinfo | None) -> date:
    """Return the day by the town's clock; of a town that has none yet, by the clock that wrote the time."""
    return value.received_at.astimezone(zone).date() if zone else value.received_at.date()


def queue_of(value: Message) -> str:
    """Return in which queue a message is: those that wait are looked for every second; empty: it is over."""
    return MessageState.WAITING.value if value.state is MessageState.WAITING else ""


def clients_of_booking(value: Booking) -> frozenset[str]:
    """Return who is in the party."""
    return frozenset(value.request.party.client_ids)


def clients_of_enquiry(value: Enquiry) -> frozenset[str]:
    """Return who is in any of the parties."""
    return frozenset(client for request in value.requests for client in request.party.client_ids)


def clients_of_statement(value: Statement) -> frozenset[str]:
    """Return whom it is said about."""
    return frozenset(value.client_ids)


def clients_of_series(value: Series) -> frozenset[str]:
    """Return who is in any of the parties."""
    return frozenset(value.client_ids)


def phones_of_client(value: Client) -> frozenset[str]:
    """Return the numbers of a client and of the client's contacts, as they are compared."""
    numbers = (value.phone, *(contact.phone for contact in value.contacts))
    return frozenset(key for number in numbers if (key := phone_key(number)))


def _client_of(value: Entitlement | Check | ClientAbsence | Message | MessageWishes) -> frozenset[str]:
    return frozenset((value.client_id,))


def _own_client(value: MessageWishes) -> Hashable:
    return value.client_id


def _queue_of(value: Message) -> frozenset[str]:
    return frozenset((queue_of(value),) if queue_of(value) else ())


def _entitlement_of(value: Consumption) -> frozenset[str]:
    return frozenset((value.entitlement_id,))


def _request_of(value: Consumption | Event | CardLink) -> frozenset[str]:
    return frozenset((value.request_id,))


def _code_of(value: CardLink) -> frozenset[str]:
    return frozenset((value.code,))


def _study_of(value: StudyRun | StudyAnswer | PlayedReplication) -> frozenset[str]:
    return frozenset((value.study_id,))


def _used_on(value: PlayedReplication, _zone: tzinfo | None) -> date:
    return value.used_on


KINDS = (
    Kind(name="head", type=TownHead, key=_id),
    Kind(name="districts", type=District, key=_id),
    Kind(name="places", type=Place, key=_id),
    Kind(name="clients", type=Client, key=_id, by={"phone": phones_of_client}),
    Kind(name="purposes", type=RidePurpose, key=_id),
    Kind(name="services", type=Service, key=_id),
    Kind(name="providers", type=Provider, key=_id),
    Kind(name="contracts", type=ContractType, key=_id),
    Kind(name="staff", type=Staff, key=_id),
    Kind(name="vehicles", type=Vehicle, key=_id),
    Kind(name="patterns", type=WeeklyPattern, key=_id),
    Kind(name="absences", type=Absence, key=_id),
    Kind(name="entitlements", type=Entitlement, key=_id, by={"client": _client_of}),
    Kind(
        name="consumptions",
        type=Consumption,
        key=_consumption_key,
        by={"entitlement": _entitlement_of, "request": _request_of},
    ),
    Kind(name="shifts", type=Shift, key=_id, day=_own_day),
    Kind(name="bookings", type=Booking, key=_id, day=_own_day, by={"client": clients_of_booking}),
    Kind(name="enquiries", type=Enquiry, key=_id, day=_received_on, by={"client": clients_of_enquiry}),
    Kind(name="series", type=Series, key=_id, by={"client": clients_of_series}),
    Kind(name="waiting", type=Waiting, key=_waiting_key),
    Kind(name="freed", type=FreedDay, key=_id),
    Kind(name="notices", type=Notice, key=_id, day=_own_day),
    Kind(name="solves", type=Solve, key=_id, day=_own_day),
    Kind(name="events", type=Event, key=_id, day=_own_day, by={"request": _request_of}),
    Kind(name="live", type=LiveDay, key=_id, day=_own_day),
    Kind(name="statements", type=Statement, key=_id, day=_own_day),
    Kind(name="closings", type=Closing, key=_id, day=_own_day),
    Kind(name="actuals", type=Actual, key=_id, day=_own_day),
    Kind(name="reported", type=ReportedDay, key=_id),
    Kind(name="sightings", type=Sighting, key=_id, day=_own_day),
    Kind(name="checks", type=Check, key=_id, day=_own_day, by={"client": _client_of}),
    Kind(name="client_absences", type=ClientAbsence, key=_id, by={"client": _client_of}),
    Kind(name="learned", type=Learned, key=_id),
    Kind(name="cards", type=CardLink, key=_id, by={"request": _request_of, "code": _code_of}),
    Kind(name="imports", type=KnownColumns, key=_id),
    Kind(name="studies", type=KeptStudy, key=_id),
    Kind(name="study_runs", type=StudyRun, key=_id, by={"study": _study_of}),
    Kind(name="study_answers", type=StudyAnswer, key=_id, by={"study": _study_of}),
    Kind(name="replications", type=PlayedReplication, key=_id, day=_used_on, by={"study": _study_of}),
    Kind(name="feeds", type=CalendarFeed, key=_id),
    Kind(name="hooks", type=Hook, key=_id),
    Kind(name="hook_messages", type=HookMessage, key=_id),
    Kind(name="messages", type=Message, key=_id, day=_own_day, by={"client": _client_of, "queue": _queue_of}),
    Kind(name="message_wishes", type=MessageWishes, key=_own_client, by={"client": _client_of}),
    Kind(name="newcomers", type=Newcomer, key=_id),
)
