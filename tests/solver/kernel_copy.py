"""A copy of the solver with two compiled functions, one calling the other, run in processes of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOLVER = Path(__file__).parents[2] / "solver"

LIMITS = "STEP = 1\n"
INNER = """
from solver.kernel import compiled
from solver.probe_limits import STEP

@compiled
def inner(x):
    return 2 * x + STEP
"""
OUTER = """
from solver.kernel import compiled
from solver.kernel.probe_inner import inner

@compiled
def outer(x):
    return 10 * inner(x)
"""
CALL = """
import json, sys
import solver.kernel, solver.kernel.warmup as warmup
told, before, answers = [], [], []

def call():
    from solver.kernel.probe_outer import outer
    {between}
    answers.append(outer(1))
    call.stats = outer.stats

warmup.ENTRIES = (call,)
before.append(solver.kernel.is_warm())
solver.kernel.warm(told.append, lang="en")
solver.kernel.warm(told.append, lang="en")
print(json.dumps({{
    "answers": answers, "told": told, "was_warm": before[0], "is_warm": solver.kernel.is_warm(),
    "compiled": solver.kernel.compilations(), "hits": sum(call.stats.cache_hits.values()),
    "folder": call.stats.cache_path,
}}))
"""
CHAINED_TO_PERMISSIONS = "setpriv --bounding-set=-dac_override --inh-caps=-dac_override".split()
"""Read-only means nothing to root, unless started like this."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a process with the copy did.

    Attributes
    ----------
    answers : list of int
        What the outer function returned.
    told : list of str
        Sentences said while warming up, twice.
    compiled : list of str
        Functions compiled.
    hits : int
        How often numba found the outer function in the cache.
    folder : str or None
        Where the outer function's code is.
    """

    answers: list[int]
    told: list[str]
    was_warm: bool
    is_warm: bool
    compiled: list[str]
    hits: int
    folder: str | None


class Copy:
    """The solver in a folder of its own, with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kernel = folder / "solver" / "kernel"

    @classmethod
    def made(cls, folder: Path) -> "Copy":
        """Copy the solver's sources, without anything compiled, and add the two functions."""
        shutil.copytree(SOLVER, folder / "solver", ignore=shutil.ignore_patterns("__pycache__"))
        copy = cls(folder)
        (folder / "solver" / "probe_limits.py").write_text(LIMITS, encoding="utf-8")
        (copy.kernel / "probe_inner.py").write_text(INNER, encoding="utf-8")
        (copy.kernel / "probe_outer.py").write_text(OUTER, encoding="utf-8")
        return copy

    def again(self, folder: Path) -> "Copy":
        """Copy the copy with its cache; all files get times of long ago."""
        shutil.copytree(self.folder, folder)
        for path in folder.rglob("*"):
            os.utime(path, (10**9, 10**9))
        return Copy(folder)

    def edit(self, name: str, before: str, after: str) -> None:
        """Edit one of the sources under the solver's folder."""
        path = self.folder / "solver" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8")

    def start(self, *, between: str = "", **environment: str) -> subprocess.Popen[str]:
        """Start a process that warms up; `between` runs after the functions' import and before their first call."""
        plain = {name: value for name, value in os.environ.items() if name in {"PATH", "LD_LIBRARY_PATH", "TMPDIR"}}
        program = [sys.executable, "-c", CALL.format(between=between)]
        return subprocess.Popen(
            [*CHAINED_TO_PERMISSIONS, *program] if os.getuid() == 0 else program,
            cwd=self.folder,
            env=plain | {"PYTHONDONTWRITEBYTECODE": "1"} | environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *, between: str = "", **environment: str) -> Run:
        """Run that process to its end."""
        return finished(self.start(between=between, **environment))


def finished(process: subprocess.Popen[str]) -> Run:
    """Return what a process said at its end."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    said: Mapping[str, Any] = json.loads(out)
    return Run(**said)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take away everybody's right to write to a folder and all in it while the block runs."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
