"""Which master key an installation has: given, kept, or made at the first run."""

from pathlib import Path

import pytest

from scheduler.bootstrap import known_master, master_file, office_master
from scheduler.domain.errors import InputError, MasterKeyError
from scheduler.settings import load_settings
from scheduler.store.sealing import MasterKey

MASTER = MasterKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))


def test_the_first_run_makes_a_key_once_and_tells_it_once(tmp_path: Path) -> None:
    """The office would never see the recovery sheet, or get another key with every start."""
    told: list[tuple[MasterKey, Path]] = []
    first = office_master(load_settings(), told=lambda key, path: told.append((key, path)))
    second = office_master(load_settings(), told=lambda key, path: told.append((key, path)))
    assert first == second == office_master(load_settings())
    assert told == [(first, tmp_path / "data" / "master.key")]


def test_without_a_key_nothing_is_made_behind_anyones_back(tmp_path: Path) -> None:
    """A lost key would be replaced by a new one, and all residents look as if they had been erased."""
    assert known_master(load_settings()) is None
    with pytest.raises(MasterKeyError, match=r"recovery sheet .* make one: dojazd keys init$"):
        office_master(load_settings())
    assert not master_file(load_settings()).exists()


def test_a_key_from_the_environment_or_a_named_file_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A server whose key comes from a vault would make one of its own on its disk."""
    office_master(load_settings(), told=lambda *_: None)
    monkeypatch.setenv("DOJAZD_MASTER_KEY", MASTER.text)
    assert office_master(load_settings()) == MASTER
    assert MASTER.text not in repr(load_settings())

    (tmp_path / "vault").write_text(MASTER.text, encoding="ascii")
    monkeypatch.setenv("DOJAZD_MASTER_KEY_FILE", str(tmp_path / "vault"))
    with pytest.raises(InputError, match="give one of the two"):
        office_master(load_settings())
    monkeypatch.delenv("DOJAZD_MASTER_KEY")
    assert office_master(load_settings()) == MASTER


def test_what_is_no_key_is_told_with_its_variable_or_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The administrator would not know what to correct, or read the key in a log."""
    monkeypatch.setenv("DOJAZD_MASTER_KEY", "tajne")
    with pytest.raises(MasterKeyError, match="DOJAZD_MASTER_KEY: the master key") as caught:
        office_master(load_settings())
    assert "tajne" not in str(caught.value)
    monkeypatch.delenv("DOJAZD_MASTER_KEY")
    monkeypatch.setenv("DOJAZD_MASTER_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(MasterKeyError, match="nowhere cannot be read"):
        office_master(load_settings(), told=lambda *_: None)
