"""Running the command line, and one planned day that its tests share."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from fixtures.builder import TownBuilder
from scheduler.cli import main
from scheduler.domain.client import Notes
from scheduler.formats.town_writer import write_town

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "fixtures" / "towns" / "starachowice"
DAY = "2026-11-23"
NAME = '=1+1 <b>O\'Łódź #read("x")'


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


type Run = Callable[..., Done]


def run_dojazd(*words: str | Path | int) -> Done:
    """Run the command in this process, as importing OR-Tools takes seconds; errors nobody planned for escape."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["dojazd", *map(str, words)]
    streams = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with streams[0], streams[1], patch.object(sys, "argv", argv), patch.dict(os.environ, {"COLUMNS": "200"}):
        try:
            main()
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    return Done(returncode=code, stdout=out.getvalue(), stderr=err.getvalue())


def environment() -> dict[str, str]:
    """Return a bare environment for a process of its own: English, a wide terminal, the checkout on the path."""
    return {"LANG": "C.UTF-8", "COLUMNS": "200", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}


@pytest.fixture
def dojazd() -> Run:
    """Run the command line."""
    return run_dojazd


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dojazd: Run) -> Path:
    """The data folder of an office with one town, its day long past."""
    folder = tmp_path / "data"
    monkeypatch.setenv("DOJAZD_DATA", str(folder))
    monkeypatch.setenv("LANG", "C.UTF-8")
    builder = TownBuilder().add_place("baza").add_bus().add_staff(skills="fizjoterapia").add_shift("07:00-17:00")
    builder.add_client("K-03", name=NAME).add_visit(window="08:00-16:00", client="K-03", notes=Notes(worker="sekret"))
    builder.add_client("K-04", name="Anna Lis")
    write_town(builder.build(), tmp_path / "town")
    done = dojazd("import", tmp_path / "town", "--by", "ola")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Stand in a new folder."""
    with contextlib.chdir(tmp_path):
        yield tmp_path


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the output folder of the demo town's day, planned once with a deterministic effort."""
    out = tmp_path_factory.mktemp("day") / "out"
    done = run_dojazd("plan", TOWN, "--date", DAY, "--effort", 1, "--seed", 1, "--out", out)
    assert done.returncode == 0, done.stderr
    return out
