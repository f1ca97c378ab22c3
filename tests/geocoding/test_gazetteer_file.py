"""The gazetteer's file: private, whole or not there, and replaced while others read it."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from scheduler.domain.errors import GeocodingError
from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.gazetteer import Gazetteer, load_register
from tests.geocoding.register import BOX, HEADER, csv_of, register_rows, write_register

ROOT = Path(__file__).parents[2]
RADOMSKA = normalise("Radomska 70")


def load(folder: Path, name: str = "prg.csv", text: str | None = None) -> Path:
    target = folder / "town.sqlite"
    load_register(write_register(folder / name, text), target, box=BOX)
    return target


def in_a_child(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Load a register of 6,000 points in another process, after running `code`."""
    rows = [[*row[:7], f"{row[7]}/{copy}", *row[8:]] for copy in range(120) for row in register_rows()]
    write_register(folder / "large.csv", csv_of(HEADER, rows))
    program = f"""
import os, signal
from pathlib import Path
from scheduler.geocoding.gazetteer import load_register
from scheduler.domain.errors import GeocodingError
from tests.geocoding.register import BOX
folder = Path({str(folder)!r})
on_progress = None
{code}
try:
    load_register(folder / "large.csv", folder / "town.sqlite", box=BOX, on_progress=on_progress)
except GeocodingError as error:
    print(error)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    """Rows of people's houses would be open to everybody on the computer."""
    assert load(tmp_path).stat().st_mode & 0o777 == 0o600
    assert load(tmp_path).stat().st_mode & 0o777 == 0o600, "when it is replaced"


def test_a_build_killed_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    """A power cut during the yearly update would leave the phone desk without addresses."""
    target = load(tmp_path)
    before = target.read_bytes()
    killed = in_a_child("def on_progress(done, of):\n    os.kill(os.getpid(), signal.SIGKILL)", tmp_path)

    assert killed.returncode == -signal.SIGKILL
    assert target.read_bytes() == before
    assert any(each.suffix == ".part" for each in tmp_path.iterdir()), "it was killed before it wrote anything"
    load(tmp_path)
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """Half a register would be searched as if it were whole."""
    target = load(tmp_path)
    before = target.read_bytes()
    # The system refuses to write more than this into a file, as it does on a full disk.
    limit = """
import resource
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
"""
    full = in_a_child(limit, tmp_path)

    assert full.returncode == 0, full.stderr
    assert "town.sqlite cannot be written" in full.stdout
    assert "the old one was left as it was" in full.stdout
    assert target.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def test_two_builds_at_once_are_not_mixed(tmp_path: Path) -> None:
    """Two people pressing the same button would write one file."""
    with FileLock(tmp_path / ".town.sqlite.lock"), pytest.raises(GeocodingError, match="by another process"):
        load(tmp_path)
    load(tmp_path)


def test_progress_is_told(tmp_path: Path) -> None:
    """Somebody would think that it hangs, and kill it."""
    seen: list[tuple[int, int]] = []
    load_register(
        write_register(tmp_path / "prg.csv"),
        tmp_path / "town.sqlite",
        box=BOX,
        on_progress=lambda done, of: seen.append((done, of)),
    )
    assert seen[-1] == (len(register_rows()), len(register_rows()))


def test_a_stopped_build_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl+C would leave a draft behind each time."""

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_register(write_register(tmp_path / "prg.csv"), tmp_path / "town.sqlite", box=BOX, on_progress=stop)
    assert sorted(each.name for each in tmp_path.iterdir() if "town" in each.name) in ([], [".town.sqlite.lock"])


def test_readers_go_on_while_the_file_is_replaced(tmp_path: Path) -> None:
    """The yearly update would end every search that is under way."""
    small = csv_of(HEADER, register_rows()[:11])
    target = load(tmp_path)
    errors: list[BaseException] = []
    answers: set[str] = set()
    stop = threading.Event()

    def read(gazetteer: Gazetteer) -> None:
        try:
            while not stop.is_set():
                match = gazetteer.find(RADOMSKA)
                assert match is not None
                gazetteer.suggest("Radom")
                answers.add(gazetteer.facts["points"])
        except BaseException as error:  # noqa: BLE001 - told to the test below
            errors.append(error)

    with Gazetteer(target) as gazetteer:
        readers = [threading.Thread(target=read, args=(gazetteer,)) for _ in range(3)]
        for reader in readers:
            reader.start()
        for turn in range(12):
            load(tmp_path, "small.csv" if turn % 2 else "prg.csv", small if turn % 2 else None)
        stop.set()
        for reader in readers:
            reader.join()
        assert gazetteer.facts["points"] == "11"

    assert errors == []
    assert answers <= {"11", str(len(register_rows()))}


@pytest.mark.parametrize("damage", ["missing", "text", "cut", "other", "version", "folder"])
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path: Path, damage: str) -> None:
    """The phone desk would see a page of Python."""
    target = load(tmp_path)
    content = target.read_bytes()
    target.unlink()
    if damage == "text":
        target.write_text("to nie jest baza\n" * 100, encoding="utf-8")
    elif damage == "cut":
        target.write_bytes(content[: len(content) // 3])
    elif damage == "other":
        sqlite3.connect(target).close()
    elif damage == "folder":
        target.mkdir()
    elif damage == "version":
        target.write_bytes(content)
        store = sqlite3.connect(target)
        store.execute("UPDATE meta SET value = '0' WHERE key = 'version'")
        store.commit()
        store.close()

    with (
        pytest.raises(GeocodingError, match=r"load (the town's addresses|it) ?(first|again)?") as caught,
        Gazetteer(target) as gazetteer,
    ):
        gazetteer.find(RADOMSKA)
    assert "\n" not in str(caught.value)


def test_a_file_that_vanishes_is_said_to_be_gone(tmp_path: Path) -> None:
    """A search would answer that there is no such street."""
    target = load(tmp_path)
    with Gazetteer(target) as gazetteer:
        target.unlink()
        with pytest.raises(GeocodingError, match="is gone"):
            gazetteer.find(RADOMSKA)


def test_an_odd_file_name_is_opened(tmp_path: Path) -> None:
    """A folder called "co? 50%" would hide a town's addresses."""
    folder = tmp_path / "co? 50%#[x]"
    folder.mkdir()
    with Gazetteer(load(folder)) as gazetteer:
        assert gazetteer.find(RADOMSKA) is not None
