"""Putting a backup into a database: everything is checked before anything is written, in one transaction."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select, text

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import ConflictError, StoreError
from scheduler.domain.ids import TownId, UserId
from scheduler.store.backup.carrying import Carried, CarriedTown, carry_over
from scheduler.store.backup.erasing import EraseAgain, erase_all, note_absent, remove_keyless, unit_in
from scheduler.store.backup.format import FORMAT, MANIFEST, Manifest, backed_up, member, row_of
from scheduler.store.backup.key_ring import KeyRing, ring_into
from scheduler.store.backup.known import Known, known_in
from scheduler.store.backup.subjects import destroy_again, ids_of
from scheduler.store.sealing import MasterKey
from scheduler.store.sql.engine import empty_journal, for_writing
from scheduler.store.sql.failures import told
from scheduler.store.sql.keys import RowKeys
from scheduler.store.sql.ring import Ring, ring_of
from scheduler.store.sql.schema import check
from scheduler.store.sql.schema import status as schema_status
from scheduler.store.sql.tables import ClientRow, metadata

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
    erased : mapping of str to tuple of str
        By town the ids of clients in the backup who were erased since, and are erased again.
    keys_made_at : str
        When the key ring was made, RFC 3339: it forgets who was erased before, and nobody else.
    """

    manifest: Manifest
    carried: Carried
    erased: Mapping[str, tuple[str, ...]]
    keys_made_at: str


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """How something is restored.

    Attributes
    ----------
    by : UserId
        Who does it.
    at : datetime
        When.
    erase : callable
        Looks for clients whom the backup brings back, and returns what erases one of them again.
    replace : bool
        Whether what the database holds may be deleted.
    """

    by: UserId
    at: datetime
    erase: EraseAgain
    replace: bool = False


def restore(engine: Engine, path: Path, ring: KeyRing, master: MasterKey, how: Restoring) -> Restored:
    """Restore a backup, whichever kind of database it was made on; stop all servers first.

    Nobody is signed in afterwards, and no phone's code works any more. Of what has become of a town since in the
    replaced database stays what was taken away or changed for safety's sake: users with their rights, passwords and
    authenticator apps, revoked tokens, erased clients. The audit of every town says that it was restored. All of it is
    one transaction.

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
        If the database is not empty, or two users would have one sign-in name.
    """
    check(engine)
    with _opened(path) as archive:
        manifest = _checked(engine, path, archive, ring, master)
        with told(), for_writing(engine.connect()) as connection:
            with connection.begin():
                _be_alone(connection)
                known = known_in(connection, ring_of(master))
                _empty(connection, replace=how.replace)
                _write(connection, archive, manifest)
                ring_into(connection, ring)
                done = _put_right(connection, manifest, known, ring, ring_of(master), how)
            empty_journal(connection)
    return done


def _checked(engine: Engine, path: Path, archive: zipfile.ZipFile, ring: KeyRing, master: MasterKey) -> Manifest:
    """Return what the backup says of itself, after making sure that it can be restored with this key ring."""
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
    if datetime.fromisoformat(ring.made_at) < datetime.fromisoformat(manifest.made_at):
        raise StoreError(
            f"the key ring of {ring.made_at} is older than the backup ({manifest.made_at}): whoever was added in "
            "between would be taken for erased; give the newest key ring of the backup's folder"
        )
    return manifest


def _put_right(  # noqa: PLR0917  # what was put into the database, and what is known better
    connection: Connection, manifest: Manifest, known: Mapping[str, Known], ring: KeyRing, rings: Ring, how: Restoring
) -> Restored:
    """Keep what the replaced database knew better than the backup, and note it."""
    carried = carry_over(connection, known, rings, how.at)
    erased = {town: _erase(connection, town, ring, rings, carried, how) for town in manifest.towns}
    done = Restored(manifest=manifest, carried=carried, erased=erased, keys_made_at=ring.made_at)
    _note(connection, done, rings, how)
    return done


def _erase(  # noqa: PLR0917  # one town, and what is known of it
    connection: Connection, town_id: str, ring: KeyRing, rings: Ring, carried: Carried, how: Restoring
) -> tuple[str, ...]:
    """Erase again who was erased since: as the replaced database knows, or as the key ring shows.

    Keys go last: with hers, what names a client is found and taken out.
    """
    there, kept = ids_of(connection, town_id, ClientRow), carried.towns.get(town_id, CarriedTown())
    keyless = remove_keyless(connection, town_id, datetime.fromisoformat(ring.made_at))
    gone = {one.client_id: one for one in (*keyless, *kept.erased) if one.client_id in there}
    done = erase_all(connection, town_id, rings, gone.values(), how.erase)
    absent = [one for one in kept.erased if one.client_id not in there]
    note_absent(connection, town_id, rings, absent, by=how.by, at=how.at)
    destroy_again(connection, town_id, kept.destroyed)
    return done


def _note(connection: Connection, done: Restored, rings: Ring, how: Restoring) -> None:
    """Say in every town's audit that it was restored, and how much of what had become of it has stayed."""
    for town in done.manifest.towns:
        with unit_in(connection, town, rings) as unit:
            if unit.stamp:  # others have never had anything that could be looked for
                fields = (f"backup={done.manifest.made_at}", *_counts(done, town))
                unit.audit.append(
                    AuditEvent(at=how.at, by=how.by, action=RESTORED, subject=f"town:{town}", fields=fields)
                )
        # A server that was left running has other things under the same stamps.
        rings(RowKeys(connection, TownId(town)), TownId(town)).renew()


def _counts(done: Restored, town: str) -> Iterator[str]:
    """Yield how many users and tokens of each sort stay as they are, and how many clients stay erased."""
    mine = done.carried.towns.get(town, CarriedTown())
    for name in ("shut", "changed", "made", "unlinked", "revoked", "lost"):
        if count := len(getattr(mine, name)):
            yield f"{name}={count}"
    if count := len(done.erased.get(town, ())):
        yield f"erased={count}"


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
