"""The audit chain, as one unit of work sees and extends it."""

from collections.abc import Sequence

from scheduler.domain.audit import AuditEntry, AuditEvent, AuditSearch
from scheduler.store.unit.desk import Desk
from scheduler.store.unit.shelf import AuditShelf


class UnitAudit:
    """The stored chain; events of the unit join it when the unit ends."""

    def __init__(self, shelf: AuditShelf, desk: Desk) -> None:
        self._shelf = shelf
        self._desk = desk
        self.events: list[AuditEvent] = []

    def append(self, event: AuditEvent) -> None:
        """Add an event when the unit ends."""
        self._desk.write()
        self.events.append(event)

    def entries(self, after: int = 0, limit: int = 1000) -> Sequence[AuditEntry]:
        """Return entries with higher numbers than `after`."""
        self._desk.read()
        return self._shelf.entries(max(after, 0), max(limit, 0))

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """Return all entries about one subject."""
        self._desk.read()
        return self._shelf.about(subject)

    def search(
        self, wanted: AuditSearch, *, beyond: int | None = None, newest: bool = True, limit: int = 50
    ) -> Sequence[AuditEntry]:
        """Return written entries that fit, the newest first or the oldest."""
        self._desk.read()
        return self._shelf.search(wanted, beyond=beyond, newest=newest, limit=max(limit, 0))

    def last(self) -> AuditEntry | None:
        """Return the end of the chain as it is written."""
        self._desk.read()
        return self._shelf.last()
