"""Clients who were erased after a backup was made: no restore brings them back."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.domain.booking import BookingStatus
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import PlaceId
from scheduler.services.auditing import check_audit, note_read
from scheduler.store.backup import Restored, backup, ring_beside
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.store.conftest import MASTER_KEY
from tests.store.erased_saved import TOGETHER, erase, save, subjects
from tests.store.filled import OLA, fill
from tests.store.samples import KEY, NAME, SISTER, TOWN, client, place
from tests.store.samples import NOW as THEN
from tests.store.saving import NOW, ROOT, everything, put_back


def check_gone(store: SqlStore, done: Restored) -> None:
    assert done.erased == {TOWN: (KEY,)}
    assert subjects(store).isdisjoint({f"client:{KEY}", "place:dom-K-03", KEY, "dom-K-03"})
    with store.reading(TOWN) as unit:
        assert unit.clients.get(SISTER).name == "Anna Lis"
        assert unit.bookings.get(TOGETHER).status is BookingStatus.WITHDRAWN
        assert unit.clients.removed([KEY]) == {KEY}
        assert check_audit(unit).damage is None
    assert NAME not in repr(everything(store))


def test_a_client_erased_since_is_erased_again(sql_store: SqlStore, tmp_path: Path) -> None:
    """A resident who has died would be in the lists again, and the bus be sent to her."""
    path = tmp_path / "monday.zip"
    save(sql_store, path)
    erase(sql_store)
    done = put_back(path, sql_store, replace=True)

    check_gone(sql_store, done)
    with sql_store.reading(TOWN) as unit:
        erased, restored = list(unit.audit.entries())[-2:]
    assert (erased.event.action, erased.event.fields) == (
        "client.erased",
        ("reason=died", f"since={THEN.isoformat()}"),
    )
    assert restored.event.fields == (f"backup={NOW.isoformat()}", "erased=1")


def test_nor_does_she_come_back_with_a_second_restore(sql_store: SqlStore, tmp_path: Path) -> None:
    """The second backup that somebody tries would bring back whom the first one did not."""
    monday, tuesday = tmp_path / "monday.zip", tmp_path / "tuesday.zip"
    save(sql_store, monday)
    with sql_store.writing(TOWN) as unit:
        unit.places.put(place("apteka", public=True))
    backup(sql_store.engine, tuesday, MASTER_KEY, NOW)
    erase(sql_store)
    put_back(monday, sql_store, replace=True)
    check_gone(sql_store, put_back(tuesday, sql_store, replace=True))
    with sql_store.reading(TOWN) as unit:
        assert unit.places.find(PlaceId("apteka")) is not None


def test_whose_key_a_newer_ring_does_not_have_is_erased_in_a_new_database(
    database_url: str, tmp_path: Path, ring: Ring
) -> None:
    """On a new computer a promise to somebody who is not there any more would hold."""
    monday, before = tmp_path / "monday.zip", NOW - timedelta(days=60)
    with open_store(f"sqlite:///{tmp_path / 'first.sqlite'}", ring) as store:
        save(store, monday, before)
        erase(store)
        backup(store.engine, tmp_path / "tuesday.zip", MASTER_KEY, before)
    with open_store(database_url, ring) as store:
        done = put_back(monday, store)
        check_gone(store, done)
        assert TOWN in done.carried.unasked


KILLED = """
import pathlib, sys
from dataclasses import replace
from datetime import UTC, datetime
from scheduler.bootstrap import restoring
from scheduler.store.backup import read_key_ring, restore, ring_beside
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
master, path = MasterKey.from_text(sys.argv[2]), pathlib.Path(sys.argv[3])
def half(unit, gone):
    print("half", flush=True)
    sys.stdin.read()
how = replace(restoring(by="u-ola", at=datetime(2026, 11, 23, tzinfo=UTC), replace=True), erase=half)
with open_store(sys.argv[1], ring_of(master)) as store:
    restore(store.engine, path, read_key_ring(ring_beside(path)), master, how)
"""


def test_a_restore_killed_half_way_leaves_the_database_as_it_was(database_url: str, tmp_path: Path, ring: Ring) -> None:
    """A power cut would leave an office with last week's rows, and the erased residents among them."""
    path = tmp_path / "monday.zip"
    with open_store(database_url, ring) as store:
        save(store, path)
        erase(store)
        before = everything(store), subjects(store)
    command = [sys.executable, "-c", KILLED, database_url, MASTER_KEY.text, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "half"
        os.kill(process.pid, signal.SIGKILL)
    with open_store(database_url, ring) as store:
        assert (everything(store), subjects(store)) == before
        check_gone(store, put_back(path, store, replace=True))


def test_clients_whom_another_town_has_erased_stay(sql_store: SqlStore, tmp_path: Path, ring: Ring) -> None:
    """A trial installation, in which somebody was erased to see how, would erase a resident of the real town."""
    path = tmp_path / "monday.zip"
    with open_store(f"sqlite:///{tmp_path / 'real.sqlite'}", ring) as store:
        save(store, path)
    with sql_store.writing(TOWN) as unit:
        note_read(unit, OLA, SISTER, THEN, ["phone"])
    fill(sql_store)
    erase(sql_store)
    done = put_back(path, sql_store, replace=True)

    assert done.erased == {TOWN: ()}
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.get(KEY).name == NAME


def test_a_key_ring_older_than_the_backup_is_refused(sql_store: SqlStore, tmp_path: Path, ring: Ring) -> None:
    """Whoever came between the two would be taken for erased, and be erased for good."""
    old, new = tmp_path / "old" / "monday.zip", tmp_path / "new" / "tuesday.zip"
    save(sql_store, old)
    with sql_store.writing(TOWN) as unit:
        unit.clients.put(client("K-50"))
    backup(sql_store.engine, new, MASTER_KEY, NOW + timedelta(days=1))
    ring_beside(new).write_bytes(ring_beside(old).read_bytes())
    with pytest.raises(StoreError, match=r"is older than the backup.*give the newest"):
        put_back(new, sql_store, replace=True)
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.find(client("K-50").id) is not None
