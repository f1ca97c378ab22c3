"""One unit's connection: what it is told about the town at its begin, and how it asks the database."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, CursorResult, Executable, Row, and_, bindparam, select

from scheduler.domain.ids import TownId
from scheduler.store.sealing import STATE
from scheduler.store.sql.failures import told
from scheduler.store.sql.keys import RowKeys
from scheduler.store.sql.remembered import Remembered, TownMemory
from scheduler.store.sql.ring import Ring, TownSeals
from scheduler.store.sql.tables import SubjectKeyRow, TownRow
from scheduler.store.sql.upsert import insert_or_leave

_RING = and_(SubjectKeyRow.town_id == TownRow.id, SubjectKeyRow.subject == STATE)
_TOWN = (
    select(TownRow.stamp, TownRow.zone, TownRow.changes, SubjectKeyRow.wrapped)
    .select_from(TownRow)
    .outerjoin(SubjectKeyRow, _RING)
    .where(TownRow.id == bindparam("town"))
)
_CHANGES = select(TownRow.changes, TownRow.stamp).where(TownRow.id == bindparam("town"))


class Session:
    """A connection with an open transaction, for one town.

    Parameters
    ----------
    connection : Connection
        Its snapshot begins here.
    town_id : TownId
        Whose rows are meant.
    ring : callable
        Makes the town's key ring over the keys of this transaction.
    remembered : Remembered
        What the process knows of the database's towns.
    writes : bool
        Whether the transaction may change things.

    Attributes
    ----------
    stamp : int
        The town's stamp at the begin; 0: nothing was ever kept.
    zone : ZoneInfo or None
        The town's clock.
    changes : str
        What the town's row told at the begin of each kind's last change.
    erased : bool
        Whether somebody's key was destroyed.
    """

    def __init__(
        self, connection: Connection, town_id: TownId, ring: Ring, remembered: Remembered, *, writes: bool
    ) -> None:
        self.connection = connection
        self.town_id = town_id
        self._ring = ring
        self._remembered = remembered
        self._writes = writes
        self.erased = False
        found = self.rows(_TOWN, {"town": town_id})
        self.stamp: int = found[0].stamp if found else 0
        self.zone = ZoneInfo(found[0].zone) if found and found[0].zone else None
        self.changes: str = found[0].changes if found else "{}"
        self._state: bytes | None = found[0].wrapped if found else None

    @cached_property
    def seals(self) -> TownSeals:
        """The town's key ring."""
        return self._ring(RowKeys(self.connection, self.town_id, state=self._state), self.town_id)

    @cached_property
    def memory(self) -> TownMemory:
        """What the process knows of the town, as its keys and its clock are now."""
        return self._remembered.of(self.town_id, (self.seals.state(), self.zone))

    @property
    def exact(self) -> bool:
        """Whether everything that is read is the town of `stamp`; PostgreSQL's writers see what others have ended."""
        return not (self._writes and self.postgres)

    @property
    def postgres(self) -> bool:
        """Whether this is PostgreSQL."""
        return self.connection.dialect.name == "postgresql"

    def changes_now(self) -> tuple[str, int]:
        """Return what the town's row tells now of each kind's last change, and the town's stamp now."""
        found = self.rows(_CHANGES, {"town": self.town_id})
        return (found[0].changes, found[0].stamp) if found else ("{}", 0)

    def add_town(self) -> None:
        """Make the town's row, if it has none."""
        town = {"id": self.town_id, "stamp": 0, "seq": 0, "zone": None, "audit_number": 0, "audit_digest": ""}
        self.run(insert_or_leave(self.connection, TownRow.__table__), town)

    def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Return all rows of an answer."""
        with told():
            return self.connection.execute(statement, values or {}).all()

    def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement, once or for each of many values."""
        with told():
            return self.connection.execute(statement, values)
