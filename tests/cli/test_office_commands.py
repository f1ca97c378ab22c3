"""Keys, backups, audit, erasure, export and retention as an administrator runs them."""

import io
import json
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.bootstrap import SystemClock, office_master, open_office
from scheduler.domain.accounts import KeptAnswer
from scheduler.domain.ids import TownId
from scheduler.settings import load_settings
from scheduler.store.sealing import MasterKey
from scheduler.store.sql.accounts import SqlAccounts
from tests.cli.conftest import NAME, Run


def test_the_sheet_of_the_first_run_opens_the_backup_on_another_computer(
    dojazd: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a fire the town would have a backup and a sheet of paper, and nobody who could make data of them."""
    sheet = dojazd("keys", "sheet").stdout
    assert "klucz główny / master key" in sheet
    saved = dojazd("backup", tmp_path / "backups.zip")
    assert saved.returncode == 0, saved.stderr
    assert "dojazd.keyring" in saved.stdout

    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "new"))
    (tmp_path / "typed.txt").write_text(sheet.lower(), encoding="utf-8")
    done = dojazd("restore", tmp_path / "backups.zip")
    assert done.returncode == 2
    assert "there is no master key" in done.stderr
    assert dojazd("keys", "init", "--typed", tmp_path / "typed.txt").returncode == 0
    done = dojazd("restore", tmp_path / "backups.zip")
    assert done.returncode == 0, done.stderr
    exported = json.loads(dojazd("client", "export", "K-03").stdout)
    assert exported["client"]["name"] == NAME
    assert stat.S_IMODE((tmp_path / "new" / "master.key").stat().st_mode) == 0o600
    again = dojazd("restore", tmp_path / "backups.zip")
    assert again.returncode == 2
    assert "--replace" in again.stderr
    assert dojazd("restore", tmp_path / "backups.zip", "--replace", "--yes").returncode == 0


def test_a_slip_in_the_sheet_is_told_by_its_line(
    dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever types the sheet in would start all over again."""
    lines = [line for line in dojazd("keys", "sheet").stdout.splitlines() if line[:2] in {"1:", "2:", "3:", "4:"}]
    lines[2] = lines[2][:-1] + ("7" if lines[2][-1] != "7" else "8")
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "new"))
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    done = dojazd("keys", "init", "--typed", "-")
    assert done.returncode == 2
    assert "recovery sheet, row 3: is mistyped" in done.stderr
    assert "row 2" not in done.stderr


def test_a_wrong_key_refuses_and_a_right_one_is_told(dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server would start with another installation's key."""
    right = dojazd("keys", "check")
    assert right.returncode == 0
    assert "opens the database: 1 towns" in right.stdout
    assert dojazd("keys", "init").returncode == 2
    monkeypatch.setenv("DOJAZD_MASTER_KEY", MasterKey.fresh().text)
    for words in (("keys", "check"), ("audit", "verify"), ("client", "export", "K-03")):
        done = dojazd(*words)
        assert done.returncode == 2
        assert "another master key" in done.stderr


def test_no_new_key_is_made_where_the_old_one_was_lost(dojazd: Run, data: Path) -> None:
    """A fresh key would make everything look erased."""
    (data / "master.key").unlink()
    done = dojazd("keys", "init")
    assert done.returncode == 2
    assert "recovery sheet" in done.stderr
    assert not (data / "master.key").exists()


def test_a_rotation_replaces_the_key_and_an_interrupted_one_is_finished(dojazd: Run, data: Path) -> None:
    """A power cut between the database and the file would lock the town out of its data."""
    old = office_master(load_settings())
    done = dojazd("keys", "rotate", "--yes")
    assert done.returncode == 0, done.stderr
    new = office_master(load_settings())
    assert new != old
    assert new.fingerprint in done.stdout
    last = done.stdout[done.stdout.index(new.fingerprint) :]
    order = ("a backup with the new key", "destroy the old sheet", "still needs the old sheet")
    assert [last.index(one) for one in order] == sorted(last.index(one) for one in order)
    assert dojazd("keys", "check").returncode == 0
    assert not (data / "master.key.next").exists()

    (data / "master.key").rename(data / "master.key.next")  # as a process killed after the database has changed
    (data / "master.key").write_text(old.text, encoding="ascii")
    told = dojazd("keys", "check")
    assert told.returncode == 2
    assert "run dojazd keys rotate" in told.stderr
    assert "finished" in dojazd("keys", "rotate", "--yes").stdout
    assert office_master(load_settings()) == new
    assert dojazd("keys", "check").returncode == 0


def test_a_rotation_deletes_no_key(dojazd: Run, data: Path) -> None:
    """The only copy of another database's key would be gone, or the one that older backups were sealed with."""
    old = (data / "master.key").read_text(encoding="ascii")
    other = MasterKey.fresh().text
    (data / "master.key.next").write_text(other, encoding="ascii")
    assert dojazd("keys", "check").returncode == 0
    done = dojazd("keys", "rotate", "--yes")
    assert done.returncode == 2
    assert str(data / "master.key.next") in done.stderr
    assert str(data / "master.key") + " is" in done.stderr
    assert (data / "master.key.next").read_text(encoding="ascii") == other
    assert (data / "master.key").read_text(encoding="ascii") == old

    (data / "master.key.next").rename(data / "elsewhere")
    assert dojazd("keys", "rotate", "--yes").returncode == 0
    assert (data / "master.key.old").read_text(encoding="ascii") == old
    assert dojazd("keys", "check").returncode == 0


def test_a_rotation_of_a_key_from_outside_says_what_to_do(
    dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new key would be nowhere, or a vault's file be overwritten."""
    monkeypatch.setenv("DOJAZD_MASTER_KEY", (data / "master.key").read_text(encoding="ascii").strip())
    done = dojazd("keys", "rotate", "--yes")
    assert done.returncode == 0, done.stderr
    assert "master.key.next" in done.stdout
    monkeypatch.setenv("DOJAZD_MASTER_KEY", (data / "master.key.next").read_text(encoding="ascii").strip())
    (data / "master.key.next").unlink()
    assert dojazd("keys", "check").returncode == 0


def test_a_key_ring_goes_out_and_in(dojazd: Run, data: Path, tmp_path: Path) -> None:
    """A database that lost its keys could not get them back, or erased residents' keys would return."""
    ring = tmp_path / "ring"
    assert dojazd("keys", "export", ring).returncode == 0
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    done = dojazd("keys", "import", ring)
    assert done.returncode == 2
    assert "has keys already" in done.stderr
    with sqlite3.connect(data / "dojazd.sqlite") as connection:
        connection.execute("DELETE FROM subject_keys")
    connection.close()
    assert dojazd("keys", "import", ring).returncode == 0
    assert dojazd("client", "export", "K-03").returncode == 0


def test_a_backup_does_not_take_the_key_rings_name(dojazd: Run, data: Path, tmp_path: Path) -> None:
    """The ring would be written over, and with it the only way to read the backups beside it."""
    folder = tmp_path / "backups"
    assert dojazd("backup", folder / "monday.zip").returncode == 0
    ring = (folder / "dojazd.keyring").read_bytes()
    (folder / "link").symlink_to(folder / "dojazd.keyring")
    for name in ("dojazd.keyring", "DOJAZD.keyring", "link"):
        done = dojazd("backup", folder / name)
        assert done.returncode == 2
        assert "choose another name" in done.stderr
    assert (folder / "dojazd.keyring").read_bytes() == ring


def test_a_client_is_exported_for_people_and_machines(dojazd: Run, data: Path, tmp_path: Path) -> None:
    """A resident would get nothing they can read, or a page that runs what is in a name."""
    done = dojazd("client", "export", "K-03", "--out", tmp_path / "out", "--by", "ola")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "client-K-03.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;O&#x27;Łódź" in page
    assert "<b>" not in page
    assert "sekret" in page
    document = json.loads((tmp_path / "out" / "client-K-03.json").read_text(encoding="utf-8"))
    assert document["bookings"][0]["request"]["notes"]["worker"] == "sekret"
    assert stat.S_IMODE((tmp_path / "out" / "client-K-03.json").stat().st_mode) == 0o600
    listed = dojazd("audit", "list", "--subject", "client:K-03").stdout
    assert "ola  client.exported" in listed
    done = dojazd("client", "export", "K-77")
    assert done.returncode == 2


def test_an_erased_client_is_gone_and_noted(dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A resident's erasure could neither be done nor shown; or she would come back from a kept answer."""
    kept = KeptAnswer(
        owner="U", key="k", town_id=TownId("town"), asked="x", at=SystemClock().now(), status=201, body=b"Anna"
    )
    with open_office(load_settings()) as store:
        kept = replace(kept, town_id=store.towns()[0])
        SqlAccounts(store).answers.finish(kept)
    done = dojazd("client", "erase", "K-04", "--by", "ola", "--reason", "died", "--lang", "pl")
    assert done.returncode == 0, done.stderr
    assert "dom-K-04" in done.stdout
    assert dojazd("client", "export", "K-04").returncode == 2
    with open_office(load_settings()) as store:
        assert SqlAccounts(store).answers.begin(kept, stale=kept.at) is None
    assert "ola  client.erased  reason=died" in dojazd("audit", "list", "--subject", "client:K-04").stdout
    assert dojazd("client", "erase", "K-03").returncode == 2  # nobody named


def test_an_erasure_that_must_not_be_is_refused_with_the_reason(
    dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resident would be erased the day before the visit."""
    from datetime import UTC, datetime

    monkeypatch.setattr(SystemClock, "now", lambda self: datetime(2026, 11, 20, tzinfo=UTC))
    done = dojazd("client", "erase", "K-03", "--by", "ola")
    assert done.returncode == 2
    assert "There is a booking R-001 on 2026-11-23. Cancel it first." in done.stderr
    assert dojazd("client", "export", "K-03").returncode == 0


def test_a_changed_chain_is_told_and_ends_with_one(dojazd: Run, data: Path) -> None:
    """A nightly check would not notice that somebody has cleaned up behind themselves."""
    dojazd("client", "export", "K-03")
    dojazd("client", "export", "K-03")
    whole = dojazd("audit", "verify")
    assert whole.returncode == 0
    assert "3 entries" in whole.stdout
    anchor = dojazd("audit", "anchor").stdout.strip()
    assert anchor.startswith("3:")
    assert dojazd("audit", "verify", "--anchor", anchor).returncode == 0
    with sqlite3.connect(data / "dojazd.sqlite") as connection:
        connection.execute("DELETE FROM audit WHERE number = 3")
    connection.close()
    cut = dojazd("audit", "verify")
    assert cut.returncode == 1
    assert "missing from entry 3 on" in cut.stdout
    assert dojazd("audit", "verify", "--anchor", "nonsense").returncode == 2


def test_retention_tells_before_it_removes(dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator could not look first, or the second run would find it all again."""
    from datetime import UTC, datetime

    assert "bookings: to be removed 0" in dojazd("retention", "--dry-run").stdout
    monkeypatch.setattr(SystemClock, "now", lambda self: datetime(2032, 1, 2, tzinfo=UTC))
    told = dojazd("retention", "--dry-run")
    assert "bookings: to be removed 1" in told.stdout
    assert "K-03, K-04" in told.stdout
    assert "bookings: removed 1" in dojazd("retention").stdout
    assert "bookings: removed 0" in dojazd("retention").stdout


def test_retention_takes_packs_of_past_days_away(
    dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the server was switched off, plain files with everybody's addresses would stay for years."""
    monkeypatch.setenv("DOJAZD_PACKS", str(tmp_path / "packs"))
    (town,) = (line for line in dojazd("retention", "--town", "nowhere").stderr.split("kept are: ")[1].split())
    old, other = (tmp_path / "packs" / town / name for name in ("2026-01-05 v3", "holiday photographs"))
    for folder in (old, other):
        folder.mkdir(parents=True)
    assert "packs of days past: to be removed 1" in dojazd("retention", "--dry-run").stdout
    assert old.exists()
    assert "packs of days past: removed 1" in dojazd("retention").stdout

    assert (old.exists(), other.exists()) == (False, True)


def test_a_pack_says_what_it_lacks(dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever prints in an emergency would get an empty folder and believe that it is the day."""
    monkeypatch.delenv("DOJAZD_PACKS", raising=False)
    nowhere = dojazd("pack", "2026-11-23")
    assert (nowhere.returncode, "DOJAZD_PACKS" in nowhere.stderr) == (2, True)
    nothing = dojazd("pack", "2031-01-01", "--out", str(tmp_path / "out"))

    assert (nothing.returncode, "nothing of 2031-01-01 is published" in nothing.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_towns_are_named_where_there_are_several_or_none(
    dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A command would do its work on whichever town came first."""
    assert "kept are: " in dojazd("retention", "--town", "nowhere").stderr
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "empty"))
    assert dojazd("keys", "init").returncode == 0
    assert "import one first" in dojazd("retention").stderr
