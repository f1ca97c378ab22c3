"""The store in memory: states that never change, and one lock for whoever makes the next one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, get_ident

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory.following import following
from scheduler.store.memory.shelves import MemoryShelves
from scheduler.store.memory.state import TownState
from scheduler.store.unit import Unit


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
        return self._state(town_id).stamp

    @contextmanager
    def reading(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that only reads."""
        unit = Unit(town_id, MemoryShelves(self._state(town_id)), writes=False)
        try:
            yield unit
        finally:
            unit.end()

    @contextmanager
    def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that may change things; one at a time."""
        if self._writer == get_ident():
            raise StoreError("a unit that writes is open already; do everything in one")
        with self._lock:
            self._writer = get_ident()
            state = self._state(town_id)
            unit = Unit(town_id, MemoryShelves(state), writes=True)
            try:
                yield unit
                after = following(state, unit.written())
                self._keep(town_id, after)
                unit.written_stamp = after.stamp if after is not state else 0
            finally:
                unit.end()
                self._writer = None

    def _state(self, town_id: TownId) -> TownState:
        return self._towns.get(town_id, TownState())

    def _keep(self, town_id: TownId, state: TownState) -> None:
        if state.stamp:
            self._towns[town_id] = state
