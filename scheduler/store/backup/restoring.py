"""Putting a backup into a database: everything is checked before anything is written, in one transaction."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select, text

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import ConflictError, StoreError
from scheduler.domain.ids import TownId, UserId
from scheduler.store.backup.carrying import Carried, carry_over, known_in
from scheduler.store.backup.format import FORMAT, MANIFEST, Manifest, backed_up, member, row_of
from scheduler.store.backup.key_ring import KeyRing, ring_into
from scheduler.store.sealing import MasterKey
from scheduler.store.sql.engine import for_writing
from scheduler.store.sql.failures import told
from scheduler.store.sql.remembered import Remembered
from scheduler.store.sql.ring import ring_of
from scheduler.store.sql.schema import check
from scheduler.store.sql.schema import status as schema_status
from scheduler.store.sql.session import Session
from scheduler.store.sql.tables import metadata
from scheduler.store.sql.writer import write
from scheduler.store.unit import Written

RESTORED = "town.restored"
_BATCH = 500
_MOST_MANIFEST = 10_000_000


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore has done.

    Attributes
    ----------
    manifest : Manifest
        Of the backup.
    carried : Carried
        What became of the accounts.
    """

    manifest: Manifest
    carried: Carried


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """Who restores, when, and whether what the database holds may be deleted."""

    by: UserId
    at: datetime
    replace: bool = False


def restore(engine: Engine, path: Path, ring: KeyRing, master: MasterKey, how: Restoring) -> Restored:
    """Restore a backup, whichever kind of database it was made on; stop all servers first.

    Nobody is signed in afterwards, and no phone's code works any more. Users and tokens that the replaced database
    has shut out since the backup stay so. The audit of every town says that it was restored.

    Parameters
    ----------
    engine : Engine
        Of an empty database; one without tables gets them.
    ring : KeyRing
        The newest one: who is missing in it stays unreadable.

    Raises
    ------
    StoreError
        If the backup is damaged or of another schema, or the database cannot keep it; the database is as before.
    MasterKeyError
        If the key ring belongs to another master key.
    ConflictError
        If the database is not empty.
    """
    check(engine)
    with _opened(path) as archive:
        manifest = _manifest(path, archive)
        newest = schema_status(engine).newest
        if manifest.revision != newest:
            raise StoreError(
                f"the backup has the tables of version {manifest.revision}, this program's are {newest}; restore it "
                "with the program that it was made with, then run dojazd db upgrade with this one"
            )
        _verify(path, archive, manifest)
        ring.check(master)
        missing = sorted(set(manifest.towns) - ring.towns.keys() - _without_keys(archive, manifest))
        if missing:
            raise StoreError(f"the key ring has no keys for the town {missing[0]}; take the one beside the backup")
        with told(), for_writing(engine.connect()) as connection, connection.begin():
            _be_alone(connection)
            known = known_in(connection)
            _empty(connection, replace=how.replace)
            _write(connection, archive, manifest)
            ring_into(connection, ring)
            carried = carry_over(connection, known, how.at)
            _note(connection, manifest, master, how)
    return Restored(manifest=manifest, carried=carried)


def _note(connection: Connection, manifest: Manifest, master: MasterKey, how: Restoring) -> None:
    """Say in every town's audit that it was restored."""
    rings = ring_of(master)
    for town in manifest.towns:
        session = Session(connection, TownId(town), rings, Remembered(), writes=True)
        session.seals.renew()  # a server that was left running has other things under the same stamps
        if session.stamp:  # others have never had anything that could be looked for
            made = (f"backup={manifest.made_at}",)
            event = AuditEvent(at=how.at, by=how.by, action=RESTORED, subject=f"town:{town}", fields=made)
            left = Written(
                kinds={}, days={}, plans={}, redacted={}, forgotten=(), problems={}, events=(event,)
            )  # fmt: skip
            write(session, left)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise StoreError(f"the backup {path} cannot be read ({error.strerror or error})") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise StoreError(f"{path} is no backup, or was cut or changed; take another one") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise StoreError(f"{path} is no backup")
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except msgspec.MsgspecError as error:
        raise StoreError(f"{path} is no backup of Dojazd's") from error
    if manifest.format != FORMAT:
        raise StoreError(f"{path} is a backup of a newer program (format {manifest.format}); use that one")
    return manifest


def _verify(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Compare every table with its checksum, and every row with the table's columns."""
    tables = {table.name: table for table in backed_up()}
    if tables.keys() != manifest.tables.keys():
        raise StoreError(f"{path} has other tables than this program")
    for name, told_sum in manifest.tables.items():
        digest, count = hashlib.sha256(), 0
        with archive.open(member(tables[name])) as file:
            for line in file:
                digest.update(line)
                row_of(line, tables[name], told_sum.columns)
                count += 1
        if digest.hexdigest() != told_sum.sha256 or count != told_sum.rows:
            raise StoreError(f"{path} was changed: {name} has another checksum; take another backup")


def _without_keys(archive: zipfile.ZipFile, manifest: Manifest) -> set[str]:
    """Return towns of which nothing was ever kept: they have no keys."""
    table = metadata.tables["heads"]
    with archive.open(member(table)) as file:
        columns = manifest.tables["heads"].columns
        return set(manifest.towns) - {row_of(line, table, columns)["town_id"] for line in file}


def _be_alone(connection: Connection) -> None:
    """Let nobody else put anything into the database; SQLite lets nobody anyway."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _empty(connection: Connection, *, replace: bool) -> None:
    """Make sure that nothing is in the database."""
    for table in reversed(metadata.sorted_tables):
        if replace:
            connection.execute(delete(table))
        elif connection.execute(select(table).limit(1)).first() is not None:
            raise ConflictError(
                "the database is not empty; restore into a new one, or say --replace to delete what it holds"
            )


def _write(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for table in backed_up():
        columns, rows = manifest.tables[table.name].columns, []
        with archive.open(member(table)) as file:
            for line in file:
                rows.append(row_of(line, table, columns))
                if len(rows) == _BATCH:
                    connection.execute(insert(table), rows)
                    rows = []
        if rows:
            connection.execute(insert(table), rows)
