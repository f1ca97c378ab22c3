"""The things of one kind, as one unit of work sees and changes them."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.domain.entitlement import Consumption
from scheduler.domain.errors import NotFoundError, StaleError
from scheduler.domain.ids import ClientId, EntitlementId, RequestId
from scheduler.services.ports import Changes
from scheduler.store.kinds import Kind, clients_of_booking, clients_of_enquiry
from scheduler.store.memory.state import Kept, KindState


class MemoryRecords:
    """Records of one kind: the state that the unit began with, under what it has itself put and removed."""

    def __init__(self, kind: Kind, state: KindState) -> None:
        self.kind = kind
        self._state = state
        self._put: dict[Hashable, Any] = {}
        self._gone: dict[Hashable, None] = {}

    def find(self, key: Hashable) -> Any:
        """Return one, or None."""
        if key in self._gone:
            return None
        if key in self._put:
            return self._put[key]
        kept = self._state.kept.get(key)
        return kept.value if kept else None

    def get(self, key: Hashable) -> Any:
        """Return one, or raise `NotFoundError`."""
        found = self.find(key)
        if found is None:
            raise NotFoundError(f"{self.kind.name}: nothing has the id {key}")
        return found

    def all(self) -> Mapping[Any, Any]:
        """Return all of them in the order in which they were first put."""
        before = {key: kept.value for key, kept in self._state.kept.items() if key not in self._gone}
        return before | self._put

    def put(self, value: Any, *, seen: int | None = None) -> None:
        """Keep one until the unit ends, then for good."""
        key = self.kind.key(value)
        if seen is not None and seen != (now := self.stamp_of(key)):
            raise StaleError(f"{self.kind.name} {key}", seen=seen, now=now)
        self._put[key] = value
        self._gone.pop(key, None)

    def remove(self, key: Hashable) -> None:
        """Take one out."""
        self.get(key)
        self._put.pop(key, None)
        self._gone[key] = None

    def stamp_of(self, key: Hashable) -> int:
        """Return the stamp of one as the unit found it."""
        kept = self._state.kept.get(key)
        return kept.stamp if kept else 0

    def changed(self, since: int) -> Changes[Any, Any]:
        """Return what was put or removed after a stamp."""
        put = {key: kept.value for key, kept in self._state.kept.items() if kept.stamp > since}
        removed = frozenset(key for key, stamp in self._state.removed.items() if stamp > since)
        return Changes(put=put, removed=removed)

    def between(self, first: date, last: date) -> Mapping[Any, Any]:
        """Return those of some days, by day."""
        day = self.kind.day
        if day is None:
            raise TypeError(f"{self.kind.name} belong to no day")
        found = [(day(value), key, value) for key, value in self.all().items() if first <= day(value) <= last]
        return {key: value for _, key, value in sorted(found, key=lambda one: one[0])}

    def written(self, stamp: int) -> KindState | None:
        """Return the next state of the kind; None: the unit has not changed it."""
        if not self._put and not self._gone:
            return None
        kept = {key: one for key, one in self._state.kept.items() if key not in self._gone}
        removed = {key: at for key, at in self._state.removed.items() if key not in self._put}
        kept |= {key: Kept(value=value, stamp=stamp) for key, value in self._put.items()}
        removed |= {key: stamp for key in self._gone if key in self._state.kept}
        return KindState(kept=kept, removed=removed)

    def _where(self, holds: Callable[[Any], bool]) -> Iterable[tuple[Any, Any]]:
        return ((key, value) for key, value in self.all().items() if holds(value))


class MemoryBookings(MemoryRecords):
    """Bookings, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[Any, Any]:
        """Return all bookings in whose party a client is, by day."""
        found = self._where(lambda value: client_id in clients_of_booking(value))
        return dict(sorted(found, key=lambda one: one[1].day))


class MemoryEnquiries(MemoryRecords):
    """Enquiries, also by client."""

    def of_client(self, client_id: ClientId) -> Mapping[Any, Any]:
        """Return all enquiries in whose party a client is, by day."""
        found = self._where(lambda value: client_id in clients_of_enquiry(value))
        return dict(sorted(found, key=lambda one: one[1].received_at))


class MemoryConsumptions(MemoryRecords):
    """Consumptions, also by entitlement and by request."""

    def of_entitlement(self, entitlement_id: EntitlementId) -> Sequence[Consumption]:
        """Return everything ever taken of an entitlement."""
        return [value for _, value in self._where(lambda value: value.entitlement_id == entitlement_id)]

    def of_request(self, request_id: RequestId) -> Sequence[Consumption]:
        """Return what a request took."""
        return [value for _, value in self._where(lambda value: value.request_id == request_id)]
