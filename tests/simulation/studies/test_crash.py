"""A study that is killed leaves whole replications and no workers, and goes on from there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scheduler.formats.capacity.kept import KeptInFiles
from scheduler.simulation.studies import InThisProcess, KeptInMemory, Progress, Stage, Watch
from tests.simulation.studies import plays

ROOT = Path(__file__).parents[3]
PATIENCE_S = 20


def until(said: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    ends = time.monotonic() + PATIENCE_S
    while not said():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Tell whether a process is there, and more than a name that nobody has asked after."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def begin_study(notes: Path, kept: Path) -> subprocess.Popen[bytes]:
    """Begin a study in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "tests.simulation.studies.a_study", notes, kept], cwd=ROOT)


def test_a_killed_study_goes_on_where_it_was(tmp_path: Path) -> None:
    """A night's work would be lost, mixed up, or its workers would hold both cores until somebody finds them."""
    notes, folder = tmp_path / "notes", tmp_path / "kept"
    notes.mkdir()
    study = begin_study(notes, folder)
    until(lambda: len(list(folder.glob("*.json"))) >= 3)
    os.kill(study.pid, signal.SIGKILL)
    study.wait()
    workers = set(plays.processes_of(notes, "begun"))
    assert len(workers) == 2
    until(lambda: not any(alive(worker) for worker in workers))

    seen: list[Progress] = []
    watch = Watch(clock=time.monotonic, on_progress=seen.append)
    tasks = plays.tasks(40, notes)
    resumed = Stage(play=plays.count, hands=InThisProcess(), kept=KeptInFiles(folder), watch=watch).figures(tasks)
    assert 3 <= seen[-1].resumed < 80
    anew = Stage(play=plays.count, hands=InThisProcess(), kept=KeptInMemory(), watch=watch).figures(tasks)
    assert resumed == anew
