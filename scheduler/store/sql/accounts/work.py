"""Transactions of accounts, each of one call or of a whole act, and how their values are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.store.sealing import Seals
from scheduler.store.sql.engine import for_reading, for_writing
from scheduler.store.sql.failures import told
from scheduler.store.sql.keys import RowKeys
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.tables import TownRow
from scheduler.store.sql.upsert import insert_or_leave

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US = timedelta(microseconds=1)
_TOWN_KEY = ("town",)


def us(at: datetime) -> int:
    """Return an instant in microseconds since 1970."""
    return (at - _EPOCH) // _US


def instant(at_us: int) -> datetime:
    """Return the instant of microseconds since 1970, in UTC."""
    return _EPOCH + at_us * _US


def span(us_: int) -> timedelta:
    """Return a span of microseconds."""
    return us_ * _US


def span_us(length: timedelta) -> int:
    """Return a span in microseconds."""
    return length // _US


class Work:
    """Gives connections with an open transaction.

    Parameters
    ----------
    ring : callable
        Makes a town's key ring.
    act : Connection, optional
        Of an act that is under way: everything happens in its transaction.
    """

    def __init__(self, engine: Engine, ring: Ring, act: Connection | None = None) -> None:
        self._engine, self._ring, self._act = engine, ring, act

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that only reads."""
        if self._act is not None:
            with told():
                yield self._act
            return
        with told(), for_reading(self._engine.connect()) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept when this, or the act, ends without an error."""
        if self._act is not None:
            with told():
                yield self._act
            return
        with told(), for_writing(self._engine.connect()) as connection, connection.begin():
            yield connection

    def seal(self, connection: Connection, town_id: TownId, plain: bytes, where: str) -> bytes:
        """Seal something under a town's key; the town gets a row and a key if it has none."""
        town = {"id": town_id, "stamp": 0, "seq": 0, "zone": None}
        connection.execute(insert_or_leave(connection, TownRow.__table__), town)
        return self._seals(connection, town_id).seal(_TOWN_KEY, plain, where=where)

    def blind(self, connection: Connection, town_id: TownId, text: str, what: str) -> bytes:
        """Return a keyed digest of a text; the town must have a row."""
        return self._seals(connection, town_id).blind(text, what=what)

    def open(self, connection: Connection, town_id: TownId, sealed: bytes, where: str) -> bytes:
        """Open what was sealed.

        Raises
        ------
        StoreError
            If it was changed, or the town's key is gone.
        """
        plain = self._seals(connection, town_id).open(_TOWN_KEY, sealed, where=where)
        if plain is None:
            raise StoreError(f"{where} cannot be read: the town's key has been destroyed")
        return plain

    def _seals(self, connection: Connection, town_id: TownId) -> Seals:
        return self._ring(RowKeys(connection, town_id), town_id)
