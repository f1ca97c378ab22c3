"""Wrapped keys of subjects, in the transaction of the unit that needs them."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from scheduler.domain.ids import TownId
from scheduler.store.sealing import STATE
from scheduler.store.sql.failures import told
from scheduler.store.sql.tables import SubjectKeyRow
from scheduler.store.sql.upsert import insert_or_leave

_ROWS = select(SubjectKeyRow.subject, SubjectKeyRow.wrapped)


class RowKeys:
    """`SubjectKeys` of one town over its rows.

    Parameters
    ----------
    connection : Connection
        With an open transaction.
    town_id : TownId
        Whose keys are meant.
    state : bytes, optional
        The ring's state, where it was read with something else.
    """

    def __init__(self, connection: Connection, town_id: TownId, *, state: bytes | None = None) -> None:
        self._connection = connection
        self._town_id = town_id
        self._state = state

    def wrapped(self, subject: str) -> bytes | None:
        """Return a subject's wrapped key, or None."""
        if subject == STATE and self._state is not None:
            return self._state
        mine = _ROWS.where(SubjectKeyRow.town_id == self._town_id, SubjectKeyRow.subject == subject)
        with told():
            row = self._connection.execute(mine).one_or_none()
        return None if row is None else row.wrapped

    def all(self) -> Mapping[str, bytes]:
        """Return the wrapped keys of all subjects."""
        with told():
            rows = self._connection.execute(_ROWS.where(SubjectKeyRow.town_id == self._town_id)).all()
        return {row.subject: row.wrapped for row in rows}

    def keep(self, subject: str, wrapped: bytes) -> None:
        """Keep the wrapped key of a subject that has none; one that somebody else has kept meanwhile stays."""
        self._state = None  # whoever asks again wants to know whether somebody else has changed it meanwhile
        values = {"town_id": self._town_id, "subject": subject, "wrapped": wrapped}
        with told():
            self._connection.execute(insert_or_leave(self._connection, SubjectKeyRow.__table__), values)

    def destroy(self, subject: str) -> None:
        """Delete a subject's wrapped key, if there is one."""
        self._state = None
        mine = delete(SubjectKeyRow).where(SubjectKeyRow.town_id == self._town_id, SubjectKeyRow.subject == subject)
        with told():
            self._connection.execute(mine)
