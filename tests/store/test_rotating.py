"""Another master key, and key rings that come and go: nothing is lost, whatever happens in the middle."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from scheduler.bootstrap import restoring
from scheduler.domain.errors import ConflictError, MasterKeyError, StoreError
from scheduler.store.backup import (
    backup,
    read_key_ring,
    restore,
    ring_beside,
    ring_from,
    ring_into,
    rotate,
)
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import Ring, SqlStore, open_store, ring_of
from scheduler.store.sql.tables import SubjectKeyRow
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA, fill
from tests.store.samples import KEY, TOWN, client
from tests.store.saving import NOW, ROOT, everything, noted

OTHER = MasterKey(bytes(range(32)))


def test_after_a_rotation_only_the_new_key_opens(sql_store: SqlStore) -> None:
    """A key that was stolen would go on opening everything, or the new one nothing."""
    fill(sql_store)
    before = everything(sql_store)
    assert rotate(sql_store.engine, MASTER_KEY, OTHER) > 5
    new = SqlStore(sql_store.engine, ring_of(OTHER))
    assert everything(new) == before
    with pytest.raises(MasterKeyError), SqlStore(sql_store.engine, ring_of(MASTER_KEY)).reading(TOWN) as unit:
        unit.clients.all()
    with new.reading(TOWN) as unit:
        assert list(unit.clients.by_phone(client().phone)) == [KEY, "K-04"]


def test_a_rotation_from_a_wrong_key_or_over_a_damaged_one_changes_nothing(sql_store: SqlStore) -> None:
    """Half of the keys would be wrapped with one master key and half with another."""
    fill(sql_store)
    with pytest.raises(MasterKeyError):
        rotate(sql_store.engine, OTHER, MasterKey.fresh())
    with sql_store.engine.begin() as connection:
        mine = update(SubjectKeyRow).where(SubjectKeyRow.subject == "town")
        connection.execute(mine.values(wrapped=b"damaged"))
    with pytest.raises(StoreError, match="key of miasto/town is damaged"):
        rotate(sql_store.engine, MASTER_KEY, OTHER)
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.get(KEY) == client()


def test_a_backup_from_before_a_rotation_is_restored_with_the_new_ring(
    saved: Path, origin: str, sql_store: SqlStore
) -> None:
    """All older backups would be lost with the old master key."""
    with open_store(origin, ring_of(MASTER_KEY)) as store:
        before = everything(store)
        rotate(store.engine, MASTER_KEY, OTHER)
        backup(store.engine, saved.with_name("tuesday.zip"), OTHER, NOW)
    restore(sql_store.engine, saved, read_key_ring(ring_beside(saved)), OTHER, restoring(by=OLA, at=NOW))
    assert everything(SqlStore(sql_store.engine, ring_of(OTHER))) == noted(before)


def test_a_server_that_still_has_the_old_key_makes_no_key_with_it(postgres_url: str, ring: Ring) -> None:
    """A client who is entered in the minute of the rotation could never be read again."""
    with open_store(postgres_url, ring) as store:
        fill(store)

        def enter_one_meanwhile() -> None:
            with store.writing(TOWN) as unit:
                unit.clients.find(KEY)  # the state of the ring is read before the rotation
                rotate(store.engine, MASTER_KEY, OTHER)
                unit.clients.put(client("K-60"))

        with pytest.raises(MasterKeyError):
            enter_one_meanwhile()
        with SqlStore(store.engine, ring_of(OTHER)).reading(TOWN) as unit:
            assert unit.clients.find(client("K-60").id) is None
            assert unit.clients.get(KEY) == client()


KILLED = """
import sys
from scheduler.store.backup import rotate
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
old, new = MasterKey.from_text(sys.argv[2]), MasterKey.from_text(sys.argv[3])
wrap, count = MasterKey.wrap, iter(range(4))
def slow(self, key, name):
    if next(count, None) is None:
        print("half", flush=True)
        sys.stdin.read()
    return wrap(self, key, name)
MasterKey.wrap = slow
with open_store(sys.argv[1], ring_of(old)) as store:
    rotate(store.engine, old, new)
"""


def test_a_rotation_killed_half_way_changes_nothing(database_url: str, ring: Ring) -> None:
    """A power cut would leave keys that no master key opens."""
    with open_store(database_url, ring) as store:
        fill(store)
        before = everything(store)
    command = [sys.executable, "-c", KILLED, database_url, MASTER_KEY.text, OTHER.text]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "half"
        os.kill(process.pid, signal.SIGKILL)
    with open_store(database_url, ring) as store:
        assert everything(store) == before
        rotate(store.engine, MASTER_KEY, OTHER)
    with open_store(database_url, ring_of(OTHER)) as store:
        assert everything(store) == before


def test_a_ring_is_imported_only_where_there_is_none(sql_store: SqlStore) -> None:
    """The keys of residents who were erased would come back with an old ring."""
    fill(sql_store)
    before = everything(sql_store)
    with sql_store.engine.begin() as connection:
        ring = ring_from(connection, MASTER_KEY, datetime(2026, 11, 22, tzinfo=UTC))
    with pytest.raises(ConflictError, match="has keys already"), sql_store.engine.begin() as connection:
        ring_into(connection, ring)
    with sql_store.engine.begin() as connection:
        connection.execute(SubjectKeyRow.__table__.delete())  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="key ring"):
        everything(SqlStore(sql_store.engine, ring_of(MASTER_KEY)))
    with sql_store.engine.begin() as connection:
        assert ring_into(connection, ring) == len(ring.towns[TOWN])
    assert everything(sql_store) == before
