"""What an adapter has to be able to read: what is stored, without what a unit has put."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any, Protocol

from scheduler.domain.audit import AuditEntry, AuditSearch
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.services.ports import Changes
from scheduler.store.kinds import Kind
from scheduler.store.unit.written import PlanKey


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept[V]:
    """A thing with the town's stamp of its last change, and its place in the order of first puts."""

    value: V
    stamp: int
    seq: int


class Shelf[K: Hashable, V](Protocol):
    """All stored things of one kind."""

    def find(self, key: K) -> Kept[V] | None:
        """Return one, or None."""
        ...

    def all(self) -> Mapping[K, Kept[V]]:
        """Return all, in the order in which they were first put."""
        ...

    def between(self, first: date, last: date) -> Mapping[K, Kept[V]]:
        """Return those of some days, in any order."""
        ...

    def page(self, day: date, after: int, limit: int) -> Mapping[K, Kept[V]]:
        """Return those of a day with a later place than `after` in the order of first puts, so many at most."""
        ...

    def by(self, index: str, key: str) -> Mapping[K, Kept[V]]:
        """Return those that have a key in an index of the kind, in any order."""
        ...

    def by_any(self, index: str, keys: Collection[str]) -> Mapping[K, Kept[V]]:
        """Return those that have one of some keys in an index that is a column, in any order."""
        ...

    def stamp_of(self, key: K) -> int:
        """Return the stamp of one; 0: there is none."""
        ...

    def changed(self, since: int) -> Changes[K, V]:
        """Return what has become of the kind since a stamp."""
        ...

    def removed(self, keys: frozenset[K]) -> frozenset[K]:
        """Return which of some ids were taken out, and not put again."""
        ...

    def pack(self, key: K, value: V, day: date | None) -> Any:
        """Return a thing as it will be written at the end of the unit.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        ...


class DayShelf(Protocol):
    """All stored service days."""

    def find(self, day: date) -> DayState | None:
        """Return a day's state, if any is kept."""
        ...

    def lock(self, day: date) -> DayState | None:
        """Wait for the day's lock, hold it until the unit ends, and return the state as it is then."""
        ...

    def between(self, first: date, last: date) -> Mapping[date, DayState]:
        """Return the kept states of some days, in any order."""
        ...


class PlanShelf(Protocol):
    """All stored versions of plans."""

    def heads(self, day: date) -> Sequence[PlanHead]:
        """Return the heads of a day, in any order."""
        ...

    def head(self, day: date, version: int) -> PlanHead | None:
        """Return the head of one version."""
        ...

    def plan(self, day: date, version: int) -> Plan | None:
        """Return the content of one version; None: there is none, or it is forgotten."""
        ...

    def orders(self, day: date, version: int) -> Mapping[ShiftId, Sequence[str]] | None:
        """Return the tasks of each shift of one version, in order; None: there is none, or it is forgotten."""
        ...

    def naming(
        self, requests: Collection[str], words: Collection[str], but: Collection[PlanKey]
    ) -> Mapping[PlanKey, frozenset[str]]:
        """Return, of each version but some, which of some requests it names and which of some words stand in it."""
        ...

    def problem(self, day: date, version: int) -> str | None:
        """Return the problem of one version."""
        ...


class AuditShelf(Protocol):
    """The stored audit chain."""

    def entries(self, after: int, limit: int) -> Sequence[AuditEntry]:
        """Return entries with higher numbers than `after`, in their order."""
        ...

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """Return all entries about one subject, in their order."""
        ...

    def search(self, wanted: AuditSearch, *, beyond: int | None, newest: bool, limit: int) -> Sequence[AuditEntry]:
        """Return entries that fit, beyond a number, in the order that is asked for."""
        ...

    def last(self) -> AuditEntry | None:
        """Return the end of the chain."""
        ...


class Shelves(Protocol):
    """Everything that is stored of one town."""

    @property
    def stamp(self) -> int:
        """The town's stamp."""
        ...

    @property
    def zone(self) -> tzinfo | None:
        """The town's clock; None: nothing says so yet."""
        ...

    @property
    def days(self) -> DayShelf:
        """Service days."""
        ...

    @property
    def plans(self) -> PlanShelf:
        """Plans."""
        ...

    @property
    def audit(self) -> AuditShelf:
        """The audit chain."""
        ...

    def of(self, kind: Kind) -> Shelf[Any, Any]:
        """Return the things of one kind."""
        ...
