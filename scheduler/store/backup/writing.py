"""Writing a backup while others go on writing into the database."""

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, Table, select

from scheduler.domain.errors import StoreError
from scheduler.store.backup.files import written_whole
from scheduler.store.backup.format import FORMAT, MANIFEST, Manifest, TableSum, backed_up, line_of, member
from scheduler.store.backup.key_ring import ring_beside, ring_from, write_key_ring
from scheduler.store.sealing import MasterKey
from scheduler.store.sql.engine import for_reading
from scheduler.store.sql.failures import told
from scheduler.store.sql.schema import status
from scheduler.store.sql.tables import TownRow

_ROWS = 500


def backup(engine: Engine, path: Path, master: MasterKey, now: datetime) -> Manifest:
    """Write a database as one transaction sees it into a file, and its key ring beside it.

    Parameters
    ----------
    engine : Engine
        Of a database with this version's tables.
    path : Path
        Replaced if it is there; whole or not at all, its owner's alone.

    Raises
    ------
    StoreError
        If the database cannot be read, or the file cannot be written.
    MasterKeyError
        If the data are sealed with another master key.
    ConflictError
        If the folder has another database's key ring.
    """
    revision = status(engine)
    if not revision.right:
        raise StoreError(f"the database has the tables of version {revision.now}; run dojazd db upgrade first")
    with told(), for_reading(engine.connect()) as connection, connection.begin():
        ring = ring_from(connection, master, now)
        with written_whole(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = Manifest(
                format=FORMAT,
                revision=revision.newest,
                made_at=now.isoformat(),
                fingerprint=master.fingerprint,
                towns=tuple(connection.execute(select(TownRow.id).order_by(TownRow.id)).scalars()),
                tables={table.name: _write(connection, table, archive) for table in backed_up()},
            )
            archive.writestr(MANIFEST, msgspec.json.encode(manifest))
            # Before the backup appears: a backup without its keys would be of no use.
            write_key_ring(ring_beside(path), ring, master)
    return manifest


def _write(connection: Connection, table: Table, archive: zipfile.ZipFile) -> TableSum:
    """Write all rows of a table in the order of its key; only some of them are in memory at a time."""
    columns = tuple(column.name for column in table.columns)
    digest, count = hashlib.sha256(), 0
    rows = connection.execute(
        select(table).order_by(*table.primary_key), execution_options={"stream_results": True, "yield_per": _ROWS}
    )
    with archive.open(member(table), "w", force_zip64=True) as file:
        for row in rows:
            line = line_of(tuple(row))
            digest.update(line)
            file.write(line)
            count += 1
    return TableSum(columns=columns, rows=count, sha256=digest.hexdigest())
