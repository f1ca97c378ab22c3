"""Stored service days, and the row that a unit locks to be alone with one."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from scheduler.domain.service_days import DayState
from scheduler.store.private import PRIVATE
from scheduler.store.sql.documents import Document
from scheduler.store.sql.session import Session
from scheduler.store.sql.tables import DayRow
from scheduler.store.sql.upsert import insert_or_leave

_PRIVATE = PRIVATE["days"]
DOCUMENT = Document(DayState)
SECRET: Document[Any] = Document(_PRIVATE.type)
_ROWS = select(DayRow.day, DayRow.document, DayRow.sealed)


def day_where(day: date, column: str = "sealed") -> str:
    """Return where something of a day's row stands."""
    return f"days/{column}/{day.isoformat()}"


class SqlDayShelf:
    """Service days of one town.

    Parameters
    ----------
    session : Session
        The unit's.
    on_lock : callable
        Called when a lock is held: what was read before may have changed.
    """

    def __init__(self, session: Session, on_lock: Callable[[], None]) -> None:
        self._session = session
        self._on_lock = on_lock
        self._found: dict[date, DayState | None] = {}

    def find(self, day: date) -> DayState | None:
        """Return a day's state, if any is kept; what a unit has read once, it has until it locks a day."""
        if day not in self._found:
            self._found[day] = self.between(day, day).get(day)
        return self._found[day]

    def lock(self, day: date) -> DayState | None:
        """Wait for the day's lock, hold it until the unit ends, and return the state as it is then.

        On SQLite whoever writes is alone with the database.
        """
        if self._session.postgres:
            self._lock_row(day)
            self._on_lock()
            self._found.clear()
        return self.find(day)

    def between(self, first: date, last: date) -> Mapping[date, DayState]:
        """Return the kept states of some days."""
        kept = _ROWS.where(DayRow.town_id == self._session.town_id, DayRow.day.between(first, last), DayRow.version > 0)
        return {row.day: self._state(row) for row in self._session.rows(kept)}

    def _lock_row(self, day: date) -> None:
        """Lock the day's row, made if need be: a row that is not there cannot be locked."""
        session, town_id = self._session, self._session.town_id
        row = {"town_id": town_id, "day": day, "version": 0, "stamp": 0, "document": "{}", "sealed": None}
        if not session.stamp:
            session.add_town()
        session.run(insert_or_leave(session.connection, DayRow.__table__), row)
        session.rows(select(DayRow.day).where(DayRow.town_id == town_id, DayRow.day == day).with_for_update())

    def _state(self, row: Row[Any]) -> DayState:
        zone = self._session.zone
        state = DOCUMENT.read(row.document, day_where(row.day, "document"), zone)
        if row.sealed is None:
            return state
        plain = self._session.seals.open(_PRIVATE.subjects(state), row.sealed, where=day_where(row.day))
        if plain is None:
            return state
        joined: DayState = _PRIVATE.joined(state, SECRET.read(plain, day_where(row.day), zone))
        return joined
