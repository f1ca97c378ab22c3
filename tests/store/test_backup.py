"""Backups from one kind of database into the other, while others write, and what is in them."""

import json
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from scheduler.services.auditing import check_audit
from scheduler.services.erasing import erase_client
from scheduler.store.backup import backup, ring_beside
from scheduler.store.sql import Ring, open_store
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA, fill
from tests.store.samples import KEY, NAME, TOWN, client
from tests.store.saving import NOW, ROOT, everything, noted, put_back

WRITER = """
import sys, pathlib
from datetime import UTC, datetime
from scheduler.domain.audit import AuditEvent
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
from tests.store.samples import TOWN, client
with open_store(sys.argv[1], ring_of(MasterKey.from_text(sys.argv[2]))) as store:
    for number in range(int(sys.argv[3])):
        with store.writing(TOWN) as unit:
            unit.clients.put(client(f"W-{number}", name=f"Writer {number}"))
            unit.audit.append(AuditEvent(at=datetime(2026, 11, 22, tzinfo=UTC), action="client.put",
                                         subject=f"client:W-{number}"))
        print(number, flush=True)
"""


def other_process(url: str, code: str = WRITER, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, url, MASTER_KEY.text, *more], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_a_town_moves_to_the_other_database_and_back(
    tmp_path: Path, sqlite_url: str, postgres_url: str, ring: Ring
) -> None:
    """A town that outgrows its first database would lose something on the way, or could never go back."""
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    with open_store(sqlite_url, ring) as store:
        fill(store)
        with store.writing(TOWN) as unit:
            unit.clients.put(client("K-99", name="\0 odd \x1f\u2028"))
            unit.clients.remove(client("K-99").id)
        before = everything(store)
        backup(store.engine, first, MASTER_KEY, NOW)
    with open_store(postgres_url, ring) as store:
        put_back(first, store)
        before = noted(before)
        assert everything(store) == before
        backup(store.engine, second, MASTER_KEY, NOW)
    with open_store(f"sqlite:///{tmp_path / 'back.sqlite'}", ring) as store:
        put_back(second, store)
        assert everything(store) == noted(before)
        with store.writing(TOWN) as unit:
            unit.clients.put(client("K-98"))
        with store.reading(TOWN) as unit:
            assert check_audit(unit).damage is None
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
        for name in one.namelist():
            if name.startswith("tables/") and name not in {"tables/audit.jsonl", "tables/towns.jsonl"}:
                assert one.read(name) == two.read(name)


def test_a_backup_is_private_and_holds_no_name_and_no_key(saved: Path) -> None:
    """Whoever finds a lost memory stick would read residents' addresses."""
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert stat.S_IMODE(ring_beside(saved).stat().st_mode) == 0o600
    assert sorted(path.name for path in saved.parent.iterdir()) == ["dojazd.keyring", "monday.zip"]
    with zipfile.ZipFile(saved) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        left_out = {"tables/subject_keys.jsonl", "tables/sessions.jsonl", "tables/phone_links.jsonl"}
        assert left_out.isdisjoint(archive.namelist())
        assert "tables/users.jsonl" in archive.namelist()
    for secret in (NAME, client().phone, MASTER_KEY.text):
        assert secret.encode() not in content
        assert json.dumps(secret)[1:-1].encode() not in content


def test_a_backup_made_while_another_process_writes_is_one_moment(
    database_url: str, tmp_path: Path, ring: Ring
) -> None:
    """A nightly backup would hold half of what a colleague wrote at that moment."""
    path = tmp_path / "online.zip"
    with open_store(database_url, ring) as store:
        fill(store)
        with other_process(database_url, WRITER, "400") as writer:
            assert writer.stdout is not None
            while writer.stdout.readline().strip() != "5":
                assert writer.poll() is None
            backup(store.engine, path, MASTER_KEY, NOW)
            assert writer.poll() is None, "the writer was done before the backup was"
            writer.kill()
    with open_store(f"sqlite:///{tmp_path / 'restored.sqlite'}", ring) as store:
        put_back(path, store)
        with store.reading(TOWN) as unit:
            written = [key for key in unit.clients.all() if key.startswith("W-")]
            noted = [entry for entry in unit.audit.entries() if entry.event.action == "client.put"]
            assert len(written) == len(noted) >= 5
            assert check_audit(unit).damage is None
            assert all(unit.clients.get(key).name.startswith("Writer") for key in written)


def test_a_client_who_was_erased_later_is_in_no_older_backup(tmp_path: Path, database_url: str, ring: Ring) -> None:
    """A resident who asked to be forgotten would come back with the first restore."""
    old, new = tmp_path / "monday.zip", tmp_path / "tuesday.zip"
    with open_store(database_url, ring) as store:
        fill(store)
        backup(store.engine, old, MASTER_KEY, NOW)
        with store.writing(TOWN) as unit:
            erase_client(unit, KEY, by=OLA, now=datetime(2040, 1, 2, 12, tzinfo=UTC))
        backup(store.engine, new, MASTER_KEY, NOW)
    with open_store(f"sqlite:///{tmp_path / 'restored.sqlite'}", ring) as store:
        put_back(old, store)
        with store.reading(TOWN) as unit:
            assert unit.clients.find(KEY) is None
            assert "Łódź" not in repr([unit.clients.all(), unit.bookings.all(), unit.places.all()])
            assert unit.bookings.all()
