"""Everything that is stored of one town, as one unit reads it."""

from typing import Any
from zoneinfo import ZoneInfo

from scheduler.store.kinds import Kind
from scheduler.store.sql.audit_shelf import SqlAuditShelf
from scheduler.store.sql.day_shelf import SqlDayShelf
from scheduler.store.sql.last_changes import LastChanges
from scheduler.store.sql.layout import LAYOUTS
from scheduler.store.sql.plan_shelf import SqlPlanShelf
from scheduler.store.sql.session import Session
from scheduler.store.sql.shelf import SqlShelf
from scheduler.store.unit import Shelf


class SqlShelves:
    """The rows of one town."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._changes = LastChanges(session)
        self._kinds = {name: SqlShelf(layout, session, self._changes) for name, layout in LAYOUTS.items()}
        self.days = SqlDayShelf(session, self._forget)
        self.plans = SqlPlanShelf(session)
        self.audit = SqlAuditShelf(session)

    @property
    def stamp(self) -> int:
        """The town's stamp when the unit began."""
        return self._session.stamp

    @property
    def zone(self) -> ZoneInfo | None:
        """The town's clock."""
        return self._session.zone

    def of(self, kind: Kind) -> Shelf[Any, Any]:
        """Return the things of one kind."""
        return self._kinds[kind.name]

    def _forget(self) -> None:
        self._changes.forget()
        for shelf in self._kinds.values():
            shelf.forget()
