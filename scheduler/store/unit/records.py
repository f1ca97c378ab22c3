"""The things of one kind, as one unit of work sees and changes them."""

import sys
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date

from scheduler.domain.booking import Booking, Enquiry
from scheduler.domain.cards import CardLink
from scheduler.domain.checks import Check
from scheduler.domain.client import Client
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.entitlement import Consumption, Entitlement
from scheduler.domain.errors import ConflictError, InputError, InputProblem, StaleError, UnknownIdError
from scheduler.domain.events import Event, differences
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
from scheduler.domain.messages import Message, MessageState
from scheduler.domain.phone import phone_key
from scheduler.domain.series import Series
from scheduler.services.ports import Changes
from scheduler.store.kinds import Kind
from scheduler.store.unit.desk import Desk
from scheduler.store.unit.shelf import Kept, Shelf
from scheduler.store.unit.written import KindWritten, Put


class UnitRecords[K: Hashable, V]:
    """Records of one kind: what is stored, under what the unit has itself put and removed."""

    def __init__(self, kind: Kind, shelf: Shelf[K, V], desk: Desk) -> None:
        self.kind = kind
        self._shelf = shelf
        self._desk = desk
        self._put: dict[K, Put[V]] = {}
        self._gone: dict[K, int] = {}

    def find(self, key: K) -> V | None:
        """Return one, or None."""
        self._desk.read()
        if key in self._gone:
            return None
        if key in self._put:
            return self._put[key].value
        kept = self._shelf.find(key)
        return None if kept is None else kept.value

    def get(self, key: K) -> V:
        """Return one, or raise `UnknownIdError`."""
        found = self.find(key)
        if found is None:
            raise UnknownIdError(self.kind.name, str(key))
        return found

    def all(self) -> Mapping[K, V]:
        """Return all of them in the order in which they were first put."""
        self._desk.read()
        before = {key: kept.value for key, kept in self._shelf.all().items() if key not in self._gone}
        return before | {key: put.value for key, put in self._put.items()}

    def put(self, value: V, *, seen: int | None = None) -> None:
        """Keep one until the unit ends, then for good."""
        self._desk.write()
        key: K = self.kind.key(value)  # type: ignore[assignment]
        self._check_key(key)
        if seen is not None and seen != (now := self.stamp_of(key)):
            raise StaleError(f"{self.kind.name} {key}", seen=seen, now=now)
        day = None if self.kind.day is None else self.kind.day(value, self._desk.zone())
        packed = self._shelf.pack(key, value, day)
        expected = self._gone.pop(key, None)  # what was taken out and comes back is still the one that was found
        if expected is None and key in self._put:
            expected = self._put[key].seen
        self._put[key] = Put(value=value, seen=seen if expected is None else expected, packed=packed)

    def remove(self, key: K) -> None:
        """Take one out."""
        self._desk.write()
        self.get(key)
        put = self._put.pop(key, None)
        now = self._shelf.stamp_of(key)
        if now:
            self._gone[key] = now if put is None or put.seen is None else put.seen

    def stamp_of(self, key: K) -> int:
        """Return the stamp of one as the unit found it."""
        self._desk.read()
        return 0 if key in self._gone else self._shelf.stamp_of(key)

    def changed(self, since: int) -> Changes[K, V]:
        """Return what was put or removed after a stamp."""
        self._desk.read()
        return self._shelf.changed(since)

    def removed(self, keys: Iterable[K]) -> frozenset[K]:
        """Return which of some ids others have taken out."""
        self._desk.read()
        return self._shelf.removed(frozenset(keys))

    def between(self, first: date, last: date) -> Mapping[K, V]:
        """Return those of some days, by day."""
        self._desk.read()
        return self._by_day(self._shelf.between(first, last), lambda value: first <= self._day(value) <= last)

    def written(self) -> KindWritten | None:
        """Return what the unit leaves to be written; None: nothing."""
        return KindWritten(put=self._put, gone=self._gone) if self._put or self._gone else None

    def put_value(self, key: K) -> V | None:
        """Return what the unit itself has put under a key."""
        put = self._put.get(key)
        return None if put is None else put.value

    def gone(self) -> Sequence[K]:
        """Return what the unit has removed."""
        return tuple(self._gone)

    def having(self, index: str, key: str) -> Sequence[V]:
        """Return those that have a key in an index of the kind."""
        return [value for _, value in self._having(index, key)]

    def _having(self, index: str, key: str) -> list[tuple[K, V]]:
        self._desk.read()
        keys_of = self.kind.by[index]
        return self._overlaid(self._shelf.by(index, key), lambda value: key in keys_of(value))

    def _by_day(self, stored: Mapping[K, Kept[V]], holds: Callable[[V], bool]) -> Mapping[K, V]:
        return dict(sorted(self._overlaid(stored, holds), key=lambda one: self._day(one[1])))

    def _overlaid(self, stored: Mapping[K, Kept[V]], holds: Callable[[V], bool]) -> list[tuple[K, V]]:
        """Return some stored things under what the unit did to them, in the order in which they were first put."""
        found = [
            ((kept.seq, 0), key, kept.value)
            for key, kept in stored.items()
            if key not in self._gone and key not in self._put
        ]
        for at, (key, put) in enumerate(self._put.items()):
            if holds(put.value):
                kept = stored.get(key) or self._shelf.find(key)
                found.append(((kept.seq, 0) if kept else (sys.maxsize, at), key, put.value))
        return [(key, value) for _, key, value in sorted(found, key=lambda one: one[0])]

    def _day(self, value: V) -> date:
        if self.kind.day is None:
            raise TypeError(f"{self.kind.name} belong to no day")
        return self.kind.day(value, self._desk.zone())

    def _check_key(self, key: K) -> None:
        for part in key if isinstance(key, tuple) else (key,):
            wrong = wrong_with_id(str(part))
            if wrong:
                raise InputError([InputProblem(file=self.kind.name, column="id", wrong=wrong, right=RIGHT_ID)])


LONGEST_ID = 200
RIGHT_ID = f"give it an id of 1 to {LONGEST_ID} characters"


def wrong_with_id(text: str) -> str:
    """Return why a text cannot be an id; empty: it can. Databases keep no NUL, and no half of a surrogate pair."""
    if not text or len(text) > LONGEST_ID:
        return "is empty" if not text else "is too long"
    unwritable = "\0" in text or any("\ud800" <= char <= "\udfff" for char in text)
    return "holds a character that cannot be kept" if unwritable else ""


class UnitClients(UnitRecords[ClientId, Client]):
    """Clients, also by telephone number."""

    def by_phone(self, number: str) -> Mapping[ClientId, Client]:
        """Return the clients who have a number, or a contact with it."""
        key = phone_key(number)
        return dict(self._having("phone", key)) if key else {}


class UnitBookings(UnitRecords[RequestId, Booking]):
    """Bookings, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[RequestId, Booking]:
        """Return all bookings in whose party a client is, by day."""
        return dict(sorted(self._having("client", client_id), key=lambda one: self._day(one[1])))


class UnitEntitlements(UnitRecords[EntitlementId, Entitlement]):
    """Entitlements, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[EntitlementId, Entitlement]:
        """Return all entitlements that a client ever had."""
        return dict(self._having("client", client_id))


class UnitChecks(UnitRecords[CheckId, Check]):
    """Checks, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[CheckId, Check]:
        """Return all checks of a client, by day."""
        return dict(sorted(self._having("client", client_id), key=lambda one: self._day(one[1])))


class UnitClientAbsences(UnitRecords[AbsenceId, ClientAbsence]):
    """Absences of clients, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[AbsenceId, ClientAbsence]:
        """Return all absences of a client."""
        return dict(self._having("client", client_id))


class UnitCards(UnitRecords[str, CardLink]):
    """Links to cards, also by booking and by code."""

    def of_request(self, request_id: RequestId) -> Mapping[str, CardLink]:
        """Return all links that were made for a booking."""
        return dict(self._having("request", request_id))

    def of_code(self, code: str) -> Mapping[str, CardLink]:
        """Return all links whose cards have a code."""
        return dict(self._having("code", code))


class UnitMessages(UnitRecords[MessageId, Message]):
    """Messages, also by client, and those that wait."""

    def of_client(self, client_id: ClientId) -> Mapping[MessageId, Message]:
        """Return all messages to a client, by day."""
        return dict(sorted(self._having("client", client_id), key=lambda one: self._day(one[1])))

    def waiting(self) -> Mapping[MessageId, Message]:
        """Return those that are to be sent, as they were first put."""
        return dict(self._having("queue", MessageState.WAITING.value))


class UnitEnquiries(UnitRecords[EnquiryId, Enquiry]):
    """Enquiries, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[EnquiryId, Enquiry]:
        """Return all enquiries in whose party a client is, by day."""
        return dict(sorted(self._having("client", client_id), key=lambda one: self._day(one[1])))


class UnitSeries(UnitRecords[SeriesId, Series]):
    """Series, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[SeriesId, Series]:
        """Return all series in whose party a client is, as they were first put."""
        return dict(self._having("client", client_id))


class UnitStudyRecords[K: Hashable, V](UnitRecords[K, V]):
    """What belongs to studies, also by study."""

    def of_study(self, study_id: str) -> Mapping[K, V]:
        """Return all of a study, as they were first put."""
        return dict(self._having("study", study_id))


class UnitConsumptions(UnitRecords[tuple[EntitlementId, RequestId], Consumption]):
    """Consumptions, also by entitlement and by request."""

    def of_entitlement(self, entitlement_id: EntitlementId) -> Sequence[Consumption]:
        """Return everything ever taken of an entitlement."""
        return [value for _, value in self._having("entitlement", entitlement_id)]

    def of_entitlements(self, entitlement_ids: Collection[EntitlementId]) -> Sequence[Consumption]:
        """Return everything ever taken of several entitlements."""
        self._desk.read()
        wanted = frozenset(entitlement_ids)
        stored = self._shelf.by_any("entitlement", wanted) if wanted else {}
        return [value for _, value in self._overlaid(stored, lambda value: value.entitlement_id in wanted)]

    def of_request(self, request_id: RequestId) -> Sequence[Consumption]:
        """Return what a request took."""
        return [value for _, value in self._having("request", request_id)]


class UnitEvents(UnitRecords[EventId, Event]):
    """Events, which never change; also by request, and page by page."""

    def put(self, value: Event, *, seen: int | None = None) -> None:
        """Keep a new one; a known one must say the same."""
        known = self.find(value.id)
        if known is None:
            super().put(value, seen=0 if seen is None else seen)
        elif changed := differences(known, value):
            raise ConflictError(f"the event {value.id} is kept already with another {', '.join(changed)}")

    def of_request(self, request_id: RequestId) -> Mapping[EventId, Event]:
        """Return everything that was reported about a request."""
        return dict(self._having("request", request_id))

    def page(self, day: date, after: EventId | None, limit: int) -> Sequence[Event]:
        """Return the next events of a day."""
        self._desk.read()
        last = None if after is None else self._shelf.find(after)
        if after is not None and last is None:
            raise UnknownIdError(self.kind.name, after)
        stored = self._shelf.page(day, 0 if last is None else last.seq, limit + len(self._gone))
        return [value for _, value in self._overlaid(stored, lambda value: value.day == day)][:limit]
