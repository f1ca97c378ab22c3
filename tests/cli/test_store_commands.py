"""`dojazd db` and `dojazd import`: the office's database from the command line."""

import io
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.bootstrap import database_url, open_office
from scheduler.cli.office import who
from scheduler.domain.errors import MasterKeyError
from scheduler.domain.ids import TownId
from scheduler.settings import load_settings
from tests.cli.conftest import ROOT, TOWN, Run

TOWN_ID = TownId("starachowice")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test."""
    folder = tmp_path / "data"
    monkeypatch.setenv("DOJAZD_DATA", str(folder))
    return folder


def test_a_town_is_imported(dojazd: Run, data: Path) -> None:
    """A newcomer could not get the town into the office."""
    done = dojazd("import", TOWN, "--by", "anna", "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "Kept the town" in done.stdout
    assert "master.key" in done.stderr
    assert "dojazd keys sheet" in done.stderr
    assert "4:  " not in done.stderr
    assert sorted(path.name for path in data.iterdir()) == ["dojazd.sqlite", "master.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in data.iterdir()} == {0o600}
    with open_office(load_settings()) as store, store.reading(TOWN_ID) as unit:
        assert len(unit.clients.all()) > 20
        last = unit.audit.last()
        assert last is not None
        assert (last.event.action, last.event.subject, last.event.by) == ("town.imported", "town:starachowice", "anna")


def test_a_town_is_imported_once(dojazd: Run, data: Path) -> None:
    """Everything that was booked since would be overwritten with the files of last month."""
    assert dojazd("import", TOWN).returncode == 0
    with open_office(load_settings()) as store, store.reading(TOWN_ID) as unit:
        last = unit.audit.last()
    assert last is not None
    assert last.event.by == who("")  # nobody was named
    done = dojazd("import", TOWN)

    assert done.returncode == 2
    assert "kept already" in done.stderr
    assert "master.key" not in done.stderr
    with open_office(load_settings()) as store:
        assert store.stamp(TOWN_ID) == 1


def test_a_damaged_town_is_not_imported(dojazd: Run, data: Path, tmp_path: Path) -> None:
    """Half a town would be kept."""
    town = shutil.copytree(TOWN, tmp_path / "town")
    (town / "clients.csv").write_text("id\n", encoding="utf-8")

    assert dojazd("import", town).returncode == 2
    assert not (data / "dojazd.sqlite").exists()


def test_the_tables_are_told_and_changed(dojazd: Run, data: Path) -> None:
    """An administrator could not see why the office does not start after an update."""
    before = dojazd("db", "status", "--lang", "en")
    up = dojazd("db", "upgrade", "--lang", "en")
    down = dojazd("db", "downgrade", "base", "--yes", "--lang", "pl")
    wrong = dojazd("db", "downgrade", "0042", "--yes")

    assert "no tables yet" in before.stdout
    assert "as this program's" in up.stdout
    assert str(data / "dojazd.sqlite") in up.stdout
    assert "Nie ma w niej jeszcze tabel" in down.stdout
    assert (wrong.returncode, "0042" in wrong.stderr) == (2, True)


def test_going_back_is_asked_for(dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip of the finger would delete the town."""
    assert dojazd("import", TOWN).returncode == 0

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    done = dojazd("db", "downgrade", "base")

    assert done.returncode == 1
    with open_office(load_settings()) as store:
        assert store.towns() == (TOWN_ID,)


def test_a_kept_town_is_not_opened_without_its_key(dojazd: Run, data: Path) -> None:
    """A fresh key would be made beside sealed data, and the town would be in two keys."""
    assert dojazd("import", TOWN).returncode == 0
    (data / "master.key").unlink()

    done = dojazd("import", TOWN)

    assert done.returncode == 2
    assert not (data / "master.key").exists()
    with pytest.raises(MasterKeyError, match="no master key"):
        open_office(load_settings())


def test_a_database_elsewhere(dojazd: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office could not keep its database on a disk of its own."""
    monkeypatch.setenv("DOJAZD_DATABASE_URL", f"sqlite:///{tmp_path}/disk/office.sqlite")

    assert dojazd("import", TOWN).returncode == 0
    assert (tmp_path / "disk" / "office.sqlite").exists()
    assert not (data / "dojazd.sqlite").exists()


def test_a_password_is_never_shown(dojazd: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of the terminal, sent for help, would hold the database's password."""
    monkeypatch.setenv("DOJAZD_DATABASE_URL", "postgresql://anna:tajne@127.0.0.1:1/office?password=tajne")

    done = dojazd("db", "status")

    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
    assert "tajne" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["a b", "100%", "ż?x", "a#b"])
def test_a_data_folder_may_have_any_name(data: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A folder with a question mark would be taken for an address with parameters, and another file be opened."""
    monkeypatch.setenv("DOJAZD_DATA", str(data / name))

    open_office(load_settings(), told=lambda _key, _path: None).close()

    assert (data / name / "dojazd.sqlite").exists()
    assert database_url(load_settings()).database == str(data / name / "dojazd.sqlite")


def test_planning_from_files_loads_no_database() -> None:
    """Every command would take two seconds longer to start."""
    code = "import sys, scheduler.cli; print(sorted({'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
