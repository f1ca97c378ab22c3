"""Clients who are gone stay gone in a town that was restored: the rows of those without a key, and others' by name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from scheduler.domain.ids import ClientId, TownId
from scheduler.services.ports import UnitOfWork
from scheduler.store.backup.known import ErasedSince
from scheduler.store.private import client_subject, place_subject
from scheduler.store.sql.last_changes import with_changes
from scheduler.store.sql.remembered import Remembered
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.session import Session
from scheduler.store.sql.shelves import SqlShelves
from scheduler.store.sql.tables import ClientRow, PlaceRow, RemovedRow, SubjectKeyRow, TownRow
from scheduler.store.sql.upsert import insert_or_update
from scheduler.store.sql.writer import write
from scheduler.store.unit import Unit

type EraseAgain = Callable[[UnitOfWork, ErasedSince], object]
"""The use case that erases a client again, in a unit of its own."""

_SUBJECTS: Mapping[type[ClientRow] | type[PlaceRow], Callable[[str], str]] = {
    ClientRow: client_subject,
    PlaceRow: place_subject,
}


@contextmanager
def unit_in(connection: Connection, town_id: str, ring: Ring) -> Iterator[UnitOfWork]:
    """Open a unit that writes in a transaction that goes on after it."""
    session = Session(connection, TownId(town_id), ring, Remembered(), writes=True)
    unit = Unit(TownId(town_id), SqlShelves(session), writes=True)
    try:
        yield unit
        write(session, unit.written())
    finally:
        unit.end()


def clients_of(connection: Connection, town_id: str) -> frozenset[str]:
    """Return the ids of a town's clients, be there a key or not."""
    return frozenset(connection.execute(select(ClientRow.id).where(ClientRow.town_id == town_id)).scalars())


def remove_keyless(connection: Connection, town_id: str, at: datetime) -> tuple[ErasedSince, ...]:
    """Take out the rows of clients and places whose keys were destroyed after a backup was made; return the clients.

    Parameters
    ----------
    at : datetime
        When the key ring was made: they were erased before.
    """
    mine = select(SubjectKeyRow.subject).where(SubjectKeyRow.town_id == town_id)
    keys = frozenset(connection.execute(mine).scalars())
    gone: dict[str, list[str]] = {}
    for row, subject in _SUBJECTS.items():
        ids = connection.execute(select(row.id).where(row.town_id == town_id)).scalars()
        gone[row.__tablename__] = lost = [key for key in ids if subject(key) not in keys]
        for key in lost:
            connection.execute(delete(row).where(row.town_id == town_id, row.id == key))
    _tell(connection, town_id, {kind: lost for kind, lost in gone.items() if lost})
    return tuple(ErasedSince(client_id=ClientId(key), at=at) for key in sorted(gone[ClientRow.__tablename__]))


def _tell(connection: Connection, town_id: str, gone: Mapping[str, Iterable[str]]) -> None:
    """Say what was taken out, by kind, under the town's next stamp."""
    if not gone:
        return
    head = select(TownRow.stamp, TownRow.changes).where(TownRow.id == town_id)
    town = connection.execute(head).one()
    stamp = town.stamp + 1
    for kind, lost in gone.items():
        for key in lost:
            removal = {"town_id": town_id, "kind": kind, "key": key, "stamp": stamp}
            connection.execute(insert_or_update(connection, RemovedRow.__table__), removal)
    changed = {"stamp": stamp, "changes": with_changes(town.changes, gone, stamp)}
    connection.execute(update(TownRow).where(TownRow.id == town_id).values(changed))


def erase_all(
    connection: Connection, town_id: str, ring: Ring, gone: Iterable[ErasedSince], erase: EraseAgain
) -> tuple[str, ...]:
    """Erase clients again, each in a unit of its own, as days are locked in their order; return their ids."""
    done = []
    for one in gone:
        with unit_in(connection, town_id, ring) as unit:
            erase(unit, one)
        done.append(one.client_id)
    return tuple(sorted(done))
