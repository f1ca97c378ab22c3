"""Folders with compiled code: it is executed, so whose they are matters, and none of them is ever a must."""

import os
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from solver.kernel.caching.places import CacheError, Place, distrust, places
from solver.kernel.caching.store import KEPT, Store, prune

NAME = "kernel-0123456789abcdef"
ME = frozenset({os.getuid(), 0})


def place(folder: Path, *, demanded: bool = False, owners: Iterable[int] = ME, mode: int = 0o755) -> Place:
    return Place(folder=folder, mode=mode, owners=frozenset(owners), demanded=demanded)


def store(*folders: Path) -> Store:
    return Store([place(folder) for folder in folders], NAME)


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """A place that can be neither made nor written, not even by root."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "cache"


def environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name in ("DOJAZD_KERNEL_CACHE", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_what_is_written_is_read_where_it_lies(tmp_path: Path, blocked: Path) -> None:
    """An installation that cannot be written to would compile at every start."""
    store(blocked, tmp_path / "b").write("x", b"code")

    assert (tmp_path / "b" / NAME / "x").exists()
    assert store(tmp_path / "a", tmp_path / "b").read("x") == b"code"
    assert store(tmp_path / "a").read("x") is None


def test_without_any_place_nothing_is_kept(blocked: Path) -> None:
    """A plan would fail for want of a folder that only saves time."""
    nowhere = store(blocked)
    nowhere.require()
    nowhere.write("x", b"code")
    nowhere.complete()

    assert nowhere.read("x") is None
    assert not nowhere.is_complete()


def test_a_spoiled_file_counts_as_missing(tmp_path: Path) -> None:
    """Half a function, from a disk that ran full or a power cut, would be executed."""
    store(tmp_path).write("x", b"code" * 100)
    file = tmp_path / NAME / "x"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert store(tmp_path).read("x") is None
    file.write_bytes(b"")
    assert store(tmp_path).read("x") is None
    file.write_bytes(whole)
    assert store(tmp_path).read("x") == b"code" * 100


def test_writers_at_once_never_show_half_a_file(tmp_path: Path) -> None:
    """Two planners started after an update would execute a mixture of what both wrote."""
    texts = [bytes([n]) * 100_000 for n in range(4)]

    def write_and_read(text: bytes) -> set[bytes | None]:
        own = store(tmp_path)
        found = set[bytes | None]()
        for _ in range(20):
            own.write("x", text)
            found.add(own.read("x"))
        return found

    with ThreadPoolExecutor(len(texts)) as threads:
        found = set().union(*threads.map(write_and_read, texts))
    assert found <= set(texts)
    assert [path.name for path in (tmp_path / NAME).iterdir()] == ["x"]


def test_permissions_do_not_depend_on_who_installs(tmp_path: Path) -> None:
    """An installer with a strict mask would leave code that the service cannot read, another what all can write."""
    found = set[tuple[int, int]]()
    for mask in (0o077, 0o000):
        before = os.umask(mask)
        try:
            folder = tmp_path / str(mask)
            Store([place(folder)], NAME).write("x", b"")
        finally:
            os.umask(before)
        found.add(((folder / NAME).stat().st_mode & 0o777, (folder / NAME / "x").stat().st_mode & 0o777))
    Store([place(tmp_path / "mine", mode=0o700)], NAME).write("x", b"")

    assert found == {(0o755, 0o644)}
    assert (tmp_path / "mine" / NAME / "x").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o775, 0o757])
@pytest.mark.parametrize("which", ["folder", "parent"])
def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path, mode: int, which: str) -> None:
    """Anybody with an account could have the planner run a program of theirs."""
    store(tmp_path / "cache").write("x", b"code")
    folder = tmp_path / "cache" / NAME
    assert store(tmp_path / "cache").read("x") == b"code"

    (folder if which == "folder" else folder.parent).chmod(mode)
    assert "others can write" in distrust(folder, ME)
    assert store(tmp_path / "cache").read("x") is None
    assert store(tmp_path / "cache").writable is None


def test_somebody_elses_folder_and_a_link_are_refused(tmp_path: Path) -> None:
    """A folder that somebody has put into /tmp before us would be executed."""
    store(tmp_path / "cache").write("x", b"code")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / NAME).symlink_to(tmp_path / "cache" / NAME)

    assert "belongs to somebody else" in distrust(tmp_path / "cache" / NAME, frozenset({os.getuid() + 1}))
    assert "is not a folder" in distrust(tmp_path / "link" / NAME, ME)


def test_the_folder_asked_for_is_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code would be left in a home folder although the administrator has said where it belongs."""
    environment(monkeypatch, DOJAZD_KERNEL_CACHE=str(tmp_path / "asked"), HOME=str(tmp_path))

    assert [place.folder for place in places(tmp_path)] == [tmp_path / "asked"]


def test_a_folder_asked_for_must_be_usable(tmp_path: Path, blocked: Path) -> None:
    """A mistyped folder would cost a minute at every start, and nobody would know why."""
    with pytest.raises(CacheError, match=r"DOJAZD_KERNEL_CACHE: /.*/file: .*; name a folder"):
        Store([place(blocked, demanded=True)], NAME).require()
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(CacheError, match=r"others can write to .*/open"):
        Store([place(tmp_path / "open", demanded=True)], NAME).require()
    Store([place(tmp_path / "new" / "folder", demanded=True)], NAME).require()


def test_places_from_the_installation_to_the_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without rights on the installation would compile every time."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    environment(monkeypatch, HOME=str(tmp_path), XDG_CACHE_HOME="not/absolute")
    tmp_path.chmod(0o750)
    found = places(tmp_path)

    assert [place.folder for place in found] == [
        tmp_path / "__pycache__",
        tmp_path / ".cache" / "dojazd",
        tmp_path / f"dojazd-kernel-{os.getuid()}",
    ]
    assert [place.mode for place in found] == [0o750, 0o700, 0o700]
    environment(monkeypatch, XDG_CACHE_HOME=str(tmp_path / "elsewhere"))
    assert places(tmp_path)[1].folder == tmp_path / "elsewhere" / "dojazd"
    environment(monkeypatch, HOME=str(tmp_path / "missing"))
    assert len(places(tmp_path)) == 2


def test_neither_home_nor_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service of a hardened machine would not start."""

    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "gettempdir", none)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # a user that the system does not know
    environment(monkeypatch)
    assert [place.folder for place in places(tmp_path)] == [tmp_path / "__pycache__"]

    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.chdir(tmp_path)  # what Python takes for one if there is none: it is somebody's folder of plans
    assert [place.folder for place in places(tmp_path)] == [tmp_path / "__pycache__"]


def test_old_versions_are_removed(tmp_path: Path) -> None:
    """Each update would leave tens of megabytes on the town's server for ever."""
    for age, digit in enumerate("0123456789"):
        folder = tmp_path / f"kernel-{digit * 16}"
        folder.mkdir()
        (folder / "x").write_text("")
        os.utime(folder, (1000 - age, 1000 - age))
    kept = ["kernel-notes", "other"]
    for name in kept:
        (tmp_path / name).mkdir()
    store(tmp_path).write("x", b"")

    newest = {NAME, *(f"kernel-{digit * 16}" for digit in "0123456789"[: KEPT - 1])}
    assert {path.name for path in tmp_path.iterdir()} == newest | set(kept)
    prune(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == newest | set(kept)


def test_an_old_version_in_use_is_only_slower(tmp_path: Path) -> None:
    """An update beside a running service would break its search."""
    running = store(tmp_path)
    running.write("x", b"code")
    for path in (tmp_path / NAME / "x", tmp_path / NAME):
        path.unlink() if path.is_file() else path.rmdir()

    assert running.read("x") is None
    running.write("x", b"code")
