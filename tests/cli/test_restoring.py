"""What `dojazd restore` says of what it brings back, and of what it does not."""

import io
from pathlib import Path

import pytest

from scheduler.bootstrap import open_office
from scheduler.settings import load_settings
from scheduler.store.sql.accounts import SqlAccounts
from tests.cli.conftest import NAME, Run

PASSWORD = "cztery slowa obok siebie\n"


@pytest.fixture
def saved(data: Path, tmp_path: Path, dojazd: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with two users, and a backup of it after which one is shut out and a client erased."""
    for name in ("anna", "ewa"):
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))
        assert dojazd("users", "add", name, "--name", NAME, "--role", "administrator").returncode == 0
    path = tmp_path / "backups" / "monday.zip"
    assert dojazd("backup", path).returncode == 0
    assert dojazd("users", "deactivate", "ewa").returncode == 0
    assert dojazd("client", "erase", "K-04", "--by", "ola").returncode == 0
    return path


def test_what_stays_taken_away_is_told_by_ids(dojazd: Run, saved: Path) -> None:
    """The office would not know who cannot sign in, or the output of a nightly job name a resident."""
    with open_office(load_settings()) as store:
        ewa = SqlAccounts(store).users.named("ewa")
    assert ewa is not None
    for lang, words in (("en", ("stay shut out: 1", "erased again: 1")), ("pl", ("wyłączeni: 1", "ponownie: 1"))):
        done = dojazd("restore", saved, "--replace", "--yes", "--lang", lang)
        assert done.returncode == 0, done.stderr
        assert f"{words[0]} ({ewa.id})" in done.stdout
        assert f"{words[1]} (K-04)" in done.stdout
        assert NAME not in done.stdout
        assert "users password" not in done.stdout
    assert f"{ewa.id}  ewa  administrator" in dojazd("users", "list").stdout
    assert dojazd("client", "export", "K-04").returncode == 2


def test_a_new_database_is_told_to_change_passwords(
    dojazd: Run, data: Path, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password that was changed because it had leaked would let in again, and nobody think of it."""
    key = (data / "master.key").read_text(encoding="ascii").strip()
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "new"))
    monkeypatch.setenv("DOJAZD_MASTER_KEY", key)
    done = dojazd("restore", saved)
    assert done.returncode == 0, done.stderr
    assert "Change passwords: dojazd users password NAME" in done.stdout
    done = dojazd("restore", saved, "--replace", "--yes", "--lang", "pl")
    assert "Nic takiego nie było." in done.stdout
    assert "dojazd users password" not in done.stdout
