"""What is stored in memory, as a unit of work reads it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date, tzinfo
from heapq import nsmallest
from itertools import chain, islice
from typing import Any

from scheduler.domain.audit import AuditEntry, AuditSearch
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.services.ports import Changes
from scheduler.store.kinds import Kind
from scheduler.store.memory.groups import Groups, grouped
from scheduler.store.memory.state import KindState, PlanState, TownState
from scheduler.store.unit import Kept, PlanKey
from scheduler.store.unit.texts import mentioned


class MemoryShelf:
    """All things of one kind in one state of a town."""

    def __init__(self, kind: Kind, state: KindState, zone: tzinfo | None) -> None:
        self._kind = kind
        self._state = state
        self._zone = zone

    def find(self, key: Hashable) -> Kept[Any] | None:
        """Return one, or None."""
        return self._state.kept.get(key)

    def all(self) -> Mapping[Hashable, Kept[Any]]:
        """Return all, in the order in which they were first put."""
        return self._state.kept

    def between(self, first: date, last: date) -> Mapping[Hashable, Kept[Any]]:
        """Return those of some days."""
        groups = self._by_day().groups
        if first == last:
            return groups.get(first, {})
        days: Iterable[Any] = groups.keys()
        return dict(chain.from_iterable(groups[day].items() for day in days if first <= day <= last))

    def page(self, day: date, after: int, limit: int) -> Mapping[Hashable, Kept[Any]]:
        """Return the next ones of a day."""
        later = ((key, kept) for key, kept in self.between(day, day).items() if kept.seq > after)
        return dict(nsmallest(limit, later, key=lambda one: one[1].seq))

    def by(self, index: str, key: str) -> Mapping[Hashable, Kept[Any]]:
        """Return those that have a key in an index of the kind."""
        return self._by_key(index).of(key)

    def by_any(self, index: str, keys: Collection[str]) -> Mapping[Hashable, Kept[Any]]:
        """Return those that have one of some keys in an index of the kind."""
        groups = self._by_key(index)
        return dict(chain.from_iterable(groups.of(key).items() for key in keys))

    def stamp_of(self, key: Hashable) -> int:
        """Return the stamp of one; 0: there is none."""
        kept = self._state.kept.get(key)
        return 0 if kept is None else kept.stamp

    def changed(self, since: int) -> Changes[Hashable, Any]:
        """Return what has become of the kind since a stamp."""
        put = {key: kept.value for key, kept in self._state.kept.items() if kept.stamp > since}
        removed = frozenset(key for key, stamp in self._state.removed.items() if stamp > since)
        return Changes(put=put, removed=removed)

    def removed(self, keys: frozenset[Hashable]) -> frozenset[Hashable]:
        """Return which of some ids were taken out, and not put again."""
        return keys & self._state.removed.keys()

    def pack(self, key: Hashable, value: Any, day: date | None) -> None:
        """Nothing has to be packed."""

    def _by_day(self) -> Groups:
        day, zone = self._kind.day, self._zone
        if day is None:
            raise TypeError(f"{self._kind.name} belong to no day")
        # Of a town that gets another clock everything is looked at again: what belongs to a day may follow the clock.
        return self._groups(f"day in {zone}", lambda value: (day(value, zone),))

    def _by_key(self, index: str) -> Groups:
        return self._groups(f"by {index}", self._kind.by[index])

    def _groups(self, what: str, names_of: Callable[[Any], Collection[Hashable]]) -> Groups:
        found = self._state.groups.get(what)
        if found is None:
            found = self._state.groups[what] = grouped(self._state.kept, names_of)
        return found


class MemoryDayShelf:
    """Service days. A unit that writes is alone with its town, so nothing has to be locked."""

    def __init__(self, days: Mapping[date, DayState]) -> None:
        self._days = days

    def find(self, day: date) -> DayState | None:
        """Return a day's state, if any is kept."""
        return self._days.get(day)

    def lock(self, day: date) -> DayState | None:
        """Return a day's state; nobody else changes it until the unit ends."""
        return self._days.get(day)

    def between(self, first: date, last: date) -> Mapping[date, DayState]:
        """Return the kept states of some days."""
        return {day: state for day, state in self._days.items() if first <= day <= last}


class MemoryPlanShelf:
    """Versions of plans."""

    def __init__(self, plans: Mapping[PlanKey, PlanState]) -> None:
        self._plans = plans

    def heads(self, day: date) -> Sequence[PlanHead]:
        """Return the heads of a day."""
        return [state.head for (of, _), state in self._plans.items() if of == day]

    def head(self, day: date, version: int) -> PlanHead | None:
        """Return the head of one version."""
        state = self._plans.get((day, version))
        return None if state is None else state.head

    def plan(self, day: date, version: int) -> Plan | None:
        """Return the content of one version."""
        state = self._plans.get((day, version))
        return None if state is None else state.plan

    def orders(self, day: date, version: int) -> Mapping[ShiftId, Sequence[str]] | None:
        """Return the tasks of each shift of one version, in order."""
        plan = self.plan(day, version)
        return None if plan is None else plan.orders

    def naming(
        self, requests: Collection[str], words: Collection[str], but: Collection[PlanKey]
    ) -> Mapping[PlanKey, frozenset[str]]:
        """Return what of some requests and words is in each version but some."""
        kept = {key: state.plan for key, state in self._plans.items() if key not in but}
        return {key: mentioned(plan, requests, words) for key, plan in kept.items() if plan is not None}

    def problem(self, day: date, version: int) -> str | None:
        """Return the problem of one version."""
        state = self._plans.get((day, version))
        return None if state is None else state.problem


class MemoryAuditShelf:
    """The audit chain."""

    def __init__(self, entries: tuple[AuditEntry, ...]) -> None:
        self._entries = entries

    def entries(self, after: int, limit: int) -> Sequence[AuditEntry]:
        """Return entries with higher numbers than `after`."""
        return self._entries[after : after + limit]

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """Return all entries about one subject."""
        return [entry for entry in self._entries if entry.event.subject == subject]

    def search(self, wanted: AuditSearch, *, beyond: int | None, newest: bool, limit: int) -> Sequence[AuditEntry]:
        """Return entries that fit, beyond a number, in the order that is asked for."""
        if newest:
            rest = reversed(self._entries[: len(self._entries) if beyond is None else max(beyond - 1, 0)])
        else:
            rest = iter(self._entries[max(beyond or 0, 0) :])
        return list(islice((entry for entry in rest if wanted.fits(entry.event)), limit))

    def last(self) -> AuditEntry | None:
        """Return the end of the chain."""
        return self._entries[-1] if self._entries else None


class MemoryShelves:
    """One state of a town."""

    def __init__(self, state: TownState) -> None:
        self._state = state
        self.days = MemoryDayShelf(state.days)
        self.plans = MemoryPlanShelf(state.plans)
        self.audit = MemoryAuditShelf(state.audit)

    @property
    def stamp(self) -> int:
        """The town's stamp."""
        return self._state.stamp

    @property
    def zone(self) -> tzinfo | None:
        """The town's clock."""
        return self._state.zone

    def of(self, kind: Kind) -> MemoryShelf:
        """Return the things of one kind."""
        return MemoryShelf(kind, self._state.of(kind.name), self._state.zone)
