"""What `dojazd restore` says of what it brings back, and of what it does not."""

import io
from pathlib import Path

import pytest

from scheduler.bootstrap import open_office
from scheduler.settings import load_settings
from scheduler.store.backup import read_key_ring, ring_beside
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


@pytest.fixture
def anew(data: Path, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another computer, with nothing on it; the backup."""
    key = (data / "master.key").read_text(encoding="ascii").strip()
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "new"))
    monkeypatch.setenv("DOJAZD_MASTER_KEY", key)
    return saved


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Clients erased after {at}"), ("pl", "Wrócić mogli też klienci usunięci po {at}")]
)
def test_a_new_database_is_told_that_erased_clients_may_be_back(
    dojazd: Run, anew: Path, *, lang: str, words: str
) -> None:
    """A resident who has died would be phoned, as nobody was told to look for her in the lists."""
    done = dojazd("restore", anew, "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert words.format(at=read_key_ring(ring_beside(anew)).made_at) in done.stdout
    assert "dojazd client erase" in done.stdout
    assert dojazd("client", "export", "K-04").returncode == 0
    again = dojazd("restore", anew, "--replace", "--yes", "--lang", lang)
    assert "dojazd client erase" not in again.stdout


def test_a_new_database_is_told_to_change_passwords(dojazd: Run, anew: Path) -> None:
    """A password that was changed because it had leaked would let in again, and nobody think of it."""
    done = dojazd("restore", anew)
    assert done.returncode == 0, done.stderr
    assert "Change passwords: dojazd users password NAME" in done.stdout
    done = dojazd("restore", anew, "--replace", "--yes", "--lang", "pl")
    assert "Nic takiego nie było." in done.stdout
    assert "dojazd users password" not in done.stdout
