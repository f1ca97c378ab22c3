"""Clients and places have keys of their own: which of them are destroyed, and stay so."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Connection, delete, select, update

from scheduler.store.private import client_subject, place_subject
from scheduler.store.sql.last_changes import with_changes
from scheduler.store.sql.tables import ClientRow, PlaceRow, RemovedRow, SubjectKeyRow, TownRow
from scheduler.store.sql.upsert import insert_or_update

SUBJECTS: Mapping[type[ClientRow] | type[PlaceRow], Callable[[str], str]] = {
    ClientRow: client_subject,
    PlaceRow: place_subject,
}
"""What the key of each is called, by the table of its rows."""


def ids_of(connection: Connection, town_id: str, row: type[ClientRow] | type[PlaceRow]) -> frozenset[str]:
    """Return the ids of a town's clients or places, be there a key or not."""
    return frozenset(connection.execute(select(row.id).where(row.town_id == town_id)).scalars())


def destroyed_in(connection: Connection, town_id: str) -> frozenset[str]:
    """Return the subjects of clients and places that were taken out of a town, and are not there again."""
    return frozenset(
        subject(key)
        for row, subject in SUBJECTS.items()
        for key in _taken_out(connection, town_id, row) - ids_of(connection, town_id, row)
    )


def destroy_again(connection: Connection, town_id: str, subjects: Iterable[str]) -> None:
    """Destroy keys that a key ring has brought back, of whomever the town does not know, and say that they are gone.

    A place that is there keeps its key: in the backup somebody else may live in it.
    """
    gone = frozenset(subjects) - {
        subject(key) for row, subject in SUBJECTS.items() for key in ids_of(connection, town_id, row)
    }
    for subject in sorted(gone):
        mine = SubjectKeyRow.town_id == town_id, SubjectKeyRow.subject == subject
        connection.execute(delete(SubjectKeyRow).where(*mine))
    news = gone - destroyed_in(connection, town_id)
    kinds = {row.__tablename__: subject("") for row, subject in SUBJECTS.items()}
    told = {kind: [one.removeprefix(what) for one in news if one.startswith(what)] for kind, what in kinds.items()}
    tell_taken_out(connection, town_id, told)


def tell_taken_out(connection: Connection, town_id: str, gone: Mapping[str, Iterable[str]]) -> None:
    """Say what was taken out, by kind, under the town's next stamp."""
    told = {kind: sorted(lost) for kind, lost in gone.items() if lost}
    if not told:
        return
    head = select(TownRow.stamp, TownRow.changes).where(TownRow.id == town_id)
    town = connection.execute(head).one()
    stamp = town.stamp + 1
    for kind, lost in told.items():
        for key in lost:
            removal = {"town_id": town_id, "kind": kind, "key": key, "stamp": stamp}
            connection.execute(insert_or_update(connection, RemovedRow.__table__), removal)
    changed = {"stamp": stamp, "changes": with_changes(town.changes, told, stamp)}
    connection.execute(update(TownRow).where(TownRow.id == town_id).values(changed))


def _taken_out(connection: Connection, town_id: str, row: type[ClientRow] | type[PlaceRow]) -> frozenset[str]:
    mine = RemovedRow.town_id == town_id, RemovedRow.kind == row.__tablename__
    return frozenset(connection.execute(select(RemovedRow.key).where(*mine)).scalars())
