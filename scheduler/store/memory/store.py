"""The store in memory: states that never change, and one lock for whoever makes the next one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock, get_ident
from typing import Any

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.services.ports import UnitOfWork
from scheduler.store.kinds import KINDS
from scheduler.store.memory.days import MemoryAudit, MemoryDays, MemoryPlans
from scheduler.store.memory.records import MemoryBookings, MemoryConsumptions, MemoryEnquiries, MemoryRecords
from scheduler.store.memory.state import TownState

_SPECIAL: dict[str, type[MemoryRecords]] = {
    "bookings": MemoryBookings,
    "consumptions": MemoryConsumptions,
    "enquiries": MemoryEnquiries,
}


class MemoryUnit:
    """A unit of work on one state of a town."""

    head: Any
    districts: Any
    places: Any
    clients: Any
    purposes: Any
    services: Any
    providers: Any
    contracts: Any
    staff: Any
    vehicles: Any
    patterns: Any
    absences: Any
    entitlements: Any
    consumptions: Any
    shifts: Any
    bookings: Any
    enquiries: Any
    waiting: Any
    notices: Any
    solves: Any

    def __init__(self, town_id: TownId, state: TownState) -> None:
        self.town_id = town_id
        self._state = state
        self._records = {kind.name: _SPECIAL.get(kind.name, MemoryRecords)(kind, state.of(kind.name)) for kind in KINDS}
        vars(self).update(self._records)
        self.days = MemoryDays(state.days)
        self.plans = MemoryPlans(state.plans)
        self.audit = MemoryAudit(state.audit)

    @property
    def stamp(self) -> int:
        """The town's stamp when the unit began."""
        return self._state.stamp

    def written(self) -> TownState:
        """Return the state that follows; the same one if nothing was changed."""
        stamp = self._state.stamp + 1
        changed = {name: new for name, records in self._records.items() if (new := records.written(stamp))}
        if not (changed or self.days.put_days or self.plans.put_plans or self.audit.events):
            return self._state
        return replace(
            self._state,
            stamp=stamp,
            kinds={**self._state.kinds, **changed},
            days={**self._state.days, **self.days.put_days},
            plans=self.plans.written(),
            audit=self.audit.written(),
        )


class MemoryStore:
    """Towns kept in this process's memory."""

    def __init__(self) -> None:
        self._towns: dict[TownId, TownState] = {}
        self._lock = Lock()
        self._writer: int | None = None

    def towns(self) -> Sequence[TownId]:
        """Return the towns that are kept."""
        return tuple(self._towns)

    def stamp(self, town_id: TownId) -> int:
        """Return the town's stamp now."""
        return self._towns.get(town_id, TownState()).stamp

    @contextmanager
    def reading(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that only reads."""
        yield MemoryUnit(town_id, self._towns.get(town_id, TownState()))

    @contextmanager
    def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that may change things; one at a time."""
        if self._writer == get_ident():
            raise StoreError("a unit that writes is open already; do everything in one")
        with self._lock:
            self._writer = get_ident()
            try:
                unit = MemoryUnit(town_id, self._towns.get(town_id, TownState()))
                yield unit
                self._keep(town_id, unit.written())
            finally:
                self._writer = None

    def _keep(self, town_id: TownId, state: TownState) -> None:
        if state.stamp:
            self._towns[town_id] = state
