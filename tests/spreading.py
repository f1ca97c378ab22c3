"""The whole suite on several processes at once (pytest-xdist); each has databases, servers and folders of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

MOST = 4
"""Processes at most: each may hold the roads of a town, a PostgreSQL and a browser."""


def spread_over(cores: int | None) -> int:
    """Return how many processes run the whole suite; 0: this one alone."""
    return min(cores, MOST) if cores and cores > 1 else 0


def is_worker(config: pytest.Config) -> bool:
    """Whether this process was started by another one, to run a part of the tests."""
    return hasattr(config, "workerinput")


def processes_of(config: pytest.Config) -> int:
    """Return how many processes run tests side by side."""
    return config.getoption("numprocesses", None) or 1


def compile_kernel() -> None:
    """Compile the kernel, unless it is, in a process that takes the compiler's memory with it."""
    from solver.kernel.warmup import is_warm

    if not is_warm():
        code = "from solver.kernel import warm; warm(print, lang='en')"
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True)
