"""Clients who are gone stay gone in a town that was restored: the rows of those without a key, and others' by name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, delete, select

from scheduler.domain.ids import ClientId, TownId, UserId
from scheduler.services.ports import UnitOfWork
from scheduler.store.backup.known import ErasedSince
from scheduler.store.backup.subjects import SUBJECTS, ids_of, tell_taken_out
from scheduler.store.sql.remembered import Remembered
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.session import Session
from scheduler.store.sql.shelves import SqlShelves
from scheduler.store.sql.tables import ClientRow, SubjectKeyRow
from scheduler.store.sql.writer import write
from scheduler.store.unit import Unit

type EraseAgain = Callable[[UnitOfWork, Sequence[ErasedSince]], Callable[[UnitOfWork, ErasedSince], object]]
"""Looks in one unit for what speaks of clients, and returns what erases each of them again, in a unit of its own."""


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
    for row, subject in SUBJECTS.items():
        ids = ids_of(connection, town_id, row)
        gone[row.__tablename__] = lost = [key for key in ids if subject(key) not in keys]
        for key in lost:
            connection.execute(delete(row).where(row.town_id == town_id, row.id == key))
    tell_taken_out(connection, town_id, gone)
    return tuple(ErasedSince(client_id=ClientId(key), at=at) for key in sorted(gone[ClientRow.__tablename__]))


def note_absent(
    connection: Connection, town_id: str, ring: Ring, gone: Iterable[ErasedSince], *, by: UserId, at: datetime
) -> None:
    """Write into the audit who was erased since and is not in the backup: a later backup has them, and comes next."""
    with unit_in(connection, town_id, ring) as unit:
        for one in gone:
            unit.audit.append(one.entry(by, at))


def erase_all(
    connection: Connection, town_id: str, ring: Ring, gone: Iterable[ErasedSince], erase: EraseAgain
) -> tuple[str, ...]:
    """Erase clients again, each in a unit of its own, as days are locked in their order; return their ids."""
    everybody = tuple(gone)
    with unit_in(connection, town_id, ring) as unit:
        erase_one = erase(unit, everybody)
    for one in everybody:
        with unit_in(connection, town_id, ring) as unit:
            erase_one(unit, one)
    return tuple(sorted(one.client_id for one in everybody))
