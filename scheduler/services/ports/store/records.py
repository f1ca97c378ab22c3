"""Things of one kind of a town: found, put, removed, and what has changed since."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from scheduler.domain.booking import Booking, Enquiry
from scheduler.domain.capacity.kept import PlayedReplication
from scheduler.domain.cards import CardLink
from scheduler.domain.checks import Check
from scheduler.domain.client import Client
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.entitlement import Consumption, Entitlement
from scheduler.domain.events import Event
from scheduler.domain.ids import (
    AbsenceId,
    CheckId,
    ClientId,
    EnquiryId,
    EntitlementId,
    EventId,
    MessageId,
    RequestId,
    SeriesId,
)
from scheduler.domain.messages import Message
from scheduler.domain.series import Series


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

    def removed(self, keys: Iterable[K]) -> frozenset[K]:
        """Return which of some ids others have taken out, and not put again."""
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

    def of_entitlements(self, entitlement_ids: Collection[EntitlementId]) -> Sequence[Consumption]:
        """Return everything ever taken of several, in one question."""
        ...

    def of_request(self, request_id: RequestId) -> Sequence[Consumption]:
        """Return what one request took."""
        ...


class EntitlementRecords(Records[EntitlementId, Entitlement], Protocol):
    """Entitlements, which are looked for by client, too."""

    def of_client(self, client_id: ClientId) -> Mapping[EntitlementId, Entitlement]:
        """Return all entitlements that a client ever had, as they were first put."""
        ...


class EnquiryRecords(DayRecords[EnquiryId, Enquiry], Protocol):
    """Enquiries; their day is the one on which they were received, by the town's clock."""

    def of_client(self, client_id: ClientId) -> Mapping[EnquiryId, Enquiry]:
        """Return all enquiries in whose party a client is, by day."""
        ...


class CheckRecords(DayRecords[CheckId, Check], Protocol):
    """Checks of clients at whose doors nobody answered; their day is the one on which that was."""

    def of_client(self, client_id: ClientId) -> Mapping[CheckId, Check]:
        """Return all checks of a client, by day."""
        ...


class ClientAbsenceRecords(Records[AbsenceId, ClientAbsence], Protocol):
    """When clients are away."""

    def of_client(self, client_id: ClientId) -> Mapping[AbsenceId, ClientAbsence]:
        """Return all absences of a client, as they were first put."""
        ...


class MessageRecords(DayRecords[MessageId, Message], Protocol):
    """Messages, which are looked for by client, too; their day is the service day they are about."""

    def of_client(self, client_id: ClientId) -> Mapping[MessageId, Message]:
        """Return all messages to a client, by day."""
        ...

    def waiting(self) -> Mapping[MessageId, Message]:
        """Return those that are to be sent, as they were first put."""
        ...


class CardRecords(Records[str, CardLink], Protocol):
    """Links to clients' cards by the digests of their tokens, which are looked for by booking and by code, too."""

    def of_request(self, request_id: RequestId) -> Mapping[str, CardLink]:
        """Return all links that were made for a booking, as they were first put."""
        ...

    def of_code(self, code: str) -> Mapping[str, CardLink]:
        """Return all links whose cards have a code."""
        ...


class SeriesRecords(Records[SeriesId, Series], Protocol):
    """Series, which are looked for by client, too."""

    def of_client(self, client_id: ClientId) -> Mapping[SeriesId, Series]:
        """Return all series in whose party a client is, as they were first put."""
        ...


class StudyRecords[K: Hashable, V](Records[K, V], Protocol):
    """What belongs to studies of capacity, and is looked for by study, too."""

    def of_study(self, study_id: str) -> Mapping[K, V]:
        """Return all of a study, as they were first put."""
        ...


class ReplicationRecords(StudyRecords[str, PlayedReplication], DayRecords[str, PlayedReplication], Protocol):
    """Finished replications; their day is the one on which they were last used."""


class EventRecords(DayRecords[EventId, Event], Protocol):
    """Events from the field: each is put once and stays as it is, until it has been kept long enough."""

    def put(self, value: Event, *, seen: int | None = None) -> None:
        """Keep a new one; of one that is known already nothing changes.

        Raises
        ------
        ConflictError
            If the known one of that id says something else, naming the fields.
        StaleError
            At the end of the unit, if somebody else has put one of that id meanwhile.
        """
        ...

    def of_request(self, request_id: RequestId) -> Mapping[EventId, Event]:
        """Return everything that was reported about a request, as it came in."""
        ...

    def page(self, day: date, after: EventId | None, limit: int) -> Sequence[Event]:
        """Return the next events of a day as they came in.

        Parameters
        ----------
        after : EventId or None
            The last one of the page before; None: from the first one on.

        Raises
        ------
        NotFoundError
            If that one is not kept any more.
        """
        ...
