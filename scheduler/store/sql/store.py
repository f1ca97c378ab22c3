"""The store in a database: each unit of work is one transaction of one connection."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock, get_ident
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.services.ports import UnitOfWork
from scheduler.store.sql.engine import BUSY_S, empty_journal, for_reading, for_writing
from scheduler.store.sql.failures import told
from scheduler.store.sql.remembered import Remembered
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.session import Session
from scheduler.store.sql.shelves import SqlShelves
from scheduler.store.sql.tables import TownRow
from scheduler.store.sql.writer import write
from scheduler.store.unit import Unit


class SqlStore:
    """Towns kept in a database; see `open_store`.

    Parameters
    ----------
    engine : Engine
        Of a database that has this version's tables.
    ring : callable
        Makes a town's key ring.
    """

    def __init__(self, engine: Engine, ring: Ring) -> None:
        self.engine = engine
        self.ring = ring
        self._writers: set[int] = set()
        self._remembered = Remembered()
        # SQLite lets one connection write; threads of one process queue here instead of asking it again and again.
        self._turn: AbstractContextManager[object] = _Turn() if engine.dialect.name == "sqlite" else nullcontext()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def towns(self) -> Sequence[TownId]:
        """Return the towns that are kept, by id."""
        with self._connection() as connection, told():
            rows = connection.execute(select(TownRow.id).where(TownRow.stamp > 0).order_by(TownRow.id)).all()
        return tuple(TownId(row.id) for row in rows)

    def stamp(self, town_id: TownId) -> int:
        """Return the town's stamp now."""
        with self._connection() as connection, told():
            return connection.execute(select(TownRow.stamp).where(TownRow.id == town_id)).scalar() or 0

    @contextmanager
    def reading(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that only reads."""
        with self._connection() as connection:
            unit = self._unit(for_reading(connection), town_id, writes=False)[1]
            try:
                yield unit
            finally:
                unit.end()

    @contextmanager
    def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that may change things."""
        with self.writing_beside(town_id) as (_, unit):
            yield unit

    @contextmanager
    def writing_beside(self, town_id: TownId) -> Iterator[tuple[Connection, UnitOfWork]]:
        """Open a unit that may change things, with its connection, for what belongs into the same transaction."""
        me = get_ident()
        if me in self._writers:
            raise StoreError("a unit that writes is open already; do everything in one")
        self._writers.add(me)
        try:
            with self._turn, self._connection() as connection:
                session, unit = self._unit(for_writing(connection), town_id, writes=True)
                try:
                    yield session.connection, unit
                    stamp = write(session, unit.written())
                    with told():
                        connection.commit()
                        unit.written_stamp = stamp
                        if session.erased:
                            self._remembered.forget(town_id)
                            empty_journal(connection)
                finally:
                    unit.end()
        finally:
            self._writers.discard(me)

    def _unit(self, connection: Connection, town_id: TownId, *, writes: bool) -> tuple[Session, Unit]:
        session = Session(connection, town_id, self.ring, self._remembered, writes=writes)
        return session, Unit(town_id, SqlShelves(session), writes=writes)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """Give a connection; what was not committed at the end is rolled back."""
        with told():
            connection = self.engine.connect()
        try:
            yield connection
        finally:
            with told():
                connection.close()


class _Turn:
    """One after the other, and nobody for ever."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=BUSY_S):
            raise StoreError("another unit of work of this process takes too long; try again")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._lock.release()
