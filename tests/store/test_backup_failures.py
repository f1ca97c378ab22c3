"""What can go wrong with a backup: each is told, and leaves everything as it was."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.bootstrap import restoring
from scheduler.domain.errors import ConflictError, MasterKeyError, StoreError
from scheduler.domain.ids import TownId
from scheduler.store.backup import backup, read_key_ring, restore, ring_beside
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA, fill
from tests.store.samples import KEY, TOWN, client
from tests.store.saving import NOW, ROOT, everything, put_back, rewritten


@pytest.mark.parametrize("at", [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_flipped_byte_changes_nothing_or_is_told(saved: Path, sqlite_template: Path, tmp_path: Path, ring: Ring,
                                                   at: float) -> None:  # fmt: skip
    """A bad disk would change an address on the way through a backup."""
    with open_store(f"sqlite:///{tmp_path / 'good.sqlite'}", ring) as store:
        put_back(saved, store)
        good = everything(store)
    raw = bytearray(saved.read_bytes())
    for offset in range(8):
        raw[int(len(raw) * at) + offset] ^= 0x55
    saved.write_bytes(raw)
    with open_store(f"sqlite:///{tmp_path / 'new.sqlite'}", ring) as store:
        try:
            put_back(saved, store)
        except StoreError as error:
            told = str(error)
            assert "monday.zip" in told or "checksum" in told
            assert store.towns() == ()
        else:
            assert everything(store) == good


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.99])
def test_a_cut_file_is_refused(saved: Path, sql_store: SqlStore, part: float) -> None:
    """A copy that was broken off would be restored by half."""
    raw = saved.read_bytes()
    saved.write_bytes(raw[: int(len(raw) * part)])
    with pytest.raises(StoreError, match="no backup, or was cut"):
        put_back(saved, sql_store)
    assert sql_store.towns() == ()


def test_a_changed_row_is_told_by_its_table(saved: Path, sql_store: SqlStore) -> None:
    """Somebody could change who is in a booking and let it be restored."""

    def change(content: dict[str, bytes]) -> None:
        content["tables/bookings.jsonl"] = content["tables/bookings.jsonl"].replace(b"R-01", b"R-77")

    rewritten(saved, change)
    with pytest.raises(StoreError, match="bookings has another checksum"):
        put_back(saved, sql_store)
    assert sql_store.towns() == ()


def test_another_revision_is_refused_with_what_to_do(saved: Path, sql_store: SqlStore) -> None:
    """Rows of an older version would be put into tables that mean something else."""

    def change(content: dict[str, bytes]) -> None:
        manifest = json.loads(content["manifest.json"])
        content["manifest.json"] = json.dumps({**manifest, "revision": "0000"}).encode()

    rewritten(saved, change)
    with pytest.raises(StoreError, match=r"tables of version 0000.*dojazd db upgrade"):
        put_back(saved, sql_store)


def test_another_master_key_and_a_damaged_or_missing_ring_are_told_apart(saved: Path, sql_store: SqlStore) -> None:
    """The office would look for another key where only a file is missing, and the other way round."""
    ring = read_key_ring(ring_beside(saved))
    with pytest.raises(MasterKeyError, match=MASTER_KEY.fingerprint):
        restore(sql_store.engine, saved, ring, MasterKey.fresh(), restoring(by=OLA, at=NOW))
    with pytest.raises(MasterKeyError):
        backup(sql_store_filled(sql_store).engine, saved.with_name("x.zip"), MasterKey.fresh(), NOW)
    raw = ring_beside(saved).read_bytes()
    ring_beside(saved).write_bytes(raw.replace(b"client:K-03", b"client:K-33"))
    with pytest.raises(StoreError, match="was changed"):
        read_key_ring(ring_beside(saved))
    ring_beside(saved).write_bytes(raw[:-20])
    with pytest.raises(StoreError, match="no key ring, or was cut"):
        read_key_ring(ring_beside(saved))
    ring_beside(saved).unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        read_key_ring(ring_beside(saved))


def sql_store_filled(store: SqlStore) -> SqlStore:
    fill(store)
    return store


def test_a_database_that_is_not_empty_is_left_alone(saved: Path, sql_store: SqlStore) -> None:
    """A restore into the wrong database would delete a town."""
    with sql_store.writing(TOWN) as unit:
        unit.clients.put(client("K-50"))
    with pytest.raises(ConflictError, match="not empty"):
        put_back(saved, sql_store)
    with sql_store.reading(TOWN) as unit:
        assert list(unit.clients.all()) == ["K-50"]
    put_back(saved, sql_store, replace=True)
    with sql_store.reading(TOWN) as unit:
        assert "K-50" not in unit.clients.all()
        assert unit.clients.get(KEY).name == client().name


def test_an_error_in_the_middle_leaves_the_database_as_it_was(saved: Path, sql_store: SqlStore) -> None:
    """A restore that fails half-way would leave half a town, or nothing where a town was."""
    with sql_store.writing(TOWN) as unit:
        unit.clients.put(client("K-50"))

    def change(content: dict[str, bytes]) -> None:
        rows = content["tables/plans.jsonl"] * 2  # a key that comes twice, in the last table
        manifest = json.loads(content["manifest.json"])
        manifest["tables"]["plans"] |= {"rows": 2, "sha256": hashlib.sha256(rows).hexdigest()}
        content |= {"tables/plans.jsonl": rows, "manifest.json": json.dumps(manifest).encode()}

    rewritten(saved, change)
    with pytest.raises(StoreError):
        put_back(saved, sql_store, replace=True)
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.get(client("K-50").id) == client("K-50")


def test_a_folder_with_another_databases_keys_is_refused(saved: Path, tmp_path: Path, ring: Ring) -> None:
    """Two installations that save into one folder would make each other's backups unreadable."""
    kept = ring_beside(saved).read_bytes()
    with open_store(f"sqlite:///{tmp_path / 'other.sqlite'}", ring) as store:
        fill(store)
        with pytest.raises(ConflictError, match="another database"):
            backup(store.engine, saved.with_name("other.zip"), MASTER_KEY, NOW)
    with open_store(f"sqlite:///{tmp_path / 'third.sqlite'}", ring) as store:
        with store.writing(TownId("inne")) as unit:
            unit.clients.put(client())
        with pytest.raises(ConflictError, match="another database"):
            backup(store.engine, saved.with_name("third.zip"), MASTER_KEY, NOW)
    assert ring_beside(saved).read_bytes() == kept
    assert not saved.with_name("other.zip").exists()
    assert len(list(saved.parent.iterdir())) == 2


KILLED = """
import sys, os, pathlib, zipfile
from datetime import UTC, datetime
from scheduler.store.backup import backup
import scheduler.store.backup.writing as writing
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
master = MasterKey.from_text(sys.argv[2])
asked = iter(range(int(sys.argv[4])))
line_of = writing.line_of
def slow(row):
    if next(asked, None) is None:
        print("half", flush=True)
        sys.stdin.read()
    return line_of(row)
writing.line_of = slow
with open_store(sys.argv[1], ring_of(master)) as store:
    backup(store.engine, pathlib.Path(sys.argv[3]), master, datetime(2026, 11, 23, tzinfo=UTC))
"""


def test_a_backup_killed_half_way_leaves_the_one_before(saved: Path, origin: str, sql_store: SqlStore) -> None:
    """A power cut at night would leave no backup at all."""
    before = saved.read_bytes(), ring_beside(saved).read_bytes()
    command = [sys.executable, "-c", KILLED, origin, MASTER_KEY.text, str(saved), "12"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "half"
        os.kill(process.pid, signal.SIGKILL)
    assert (saved.read_bytes(), ring_beside(saved).read_bytes()) == before
    put_back(saved, sql_store)
    assert sql_store.towns() == (TOWN,)


def test_a_full_disk_is_named_and_leaves_the_backup_before(
    saved: Path, origin: str, tmp_path: Path, ring: Ring
) -> None:
    """The nightly backup would stop without a word, or take the last good one with it."""
    small = tmp_path / "small"
    small.mkdir()
    script = f"""
        mount -t tmpfs -o size=64k tmpfs {small} && cp {saved} {ring_beside(saved)} {small}/ &&
        head -c 30000 /dev/urandom > {small}/other
        {sys.executable} -c "
import pathlib
from datetime import UTC, datetime
from scheduler.domain.errors import StoreError
from scheduler.store.backup import backup
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
master = MasterKey.from_text('{MASTER_KEY.text}')
small = pathlib.Path('{small}')
before = (small / 'monday.zip').read_bytes()
try:
    with open_store('{origin}', ring_of(master)) as store:
        backup(store.engine, small / 'monday.zip', master, datetime(2026, 11, 23, tzinfo=UTC))
except StoreError as error:
    print('refused:', error)
assert (small / 'monday.zip').read_bytes() == before
assert len(list(small.iterdir())) == 3, list(small.iterdir())
print('kept')
"
    """
    with open_store(origin, ring) as store:
        for number in range(300):
            with store.writing(TOWN) as unit:
                unit.clients.put(client(f"F-{number}"))
    # A mount that nobody else sees, which an ordinary user may make where the system allows it.
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "sh", "-c", script]
    done = subprocess.run(alone, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    if "unshare:" in done.stderr or "mount:" in done.stderr:
        assert os.environ.get("DOJAZD_CI") != "1", f"a full run needs a small disk: {done.stderr}"
        pytest.skip(f"no small disk can be made here: {done.stderr.strip()}")
    assert "refused" in done.stdout, done.stderr
    assert "No space left" in done.stdout
    assert "kept" in done.stdout, done.stderr


def test_a_damaged_database_is_told(saved: Path, origin: str, ring: Ring) -> None:
    """A backup of a database whose tables are gone would look like a good one."""
    with open_store(origin, ring) as store:
        with store.engine.begin() as connection:
            connection.execute(text("DROP TABLE waiting"))
        with pytest.raises(StoreError):
            backup(store.engine, saved, MASTER_KEY, NOW)
    with zipfile.ZipFile(saved) as archive:
        assert "tables/waiting.jsonl" in archive.namelist()
