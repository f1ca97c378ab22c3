"""The whole suite on several processes at once (pytest-xdist); each has databases, servers and folders of its own."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import pytest

MOST = 4
"""Processes at most: each may hold the roads of a town, a PostgreSQL and a browser."""
_FILE = 15
"""A file takes about so many tests' time beside its tests: what it sets up for all of them."""


def spread_over(cores: int | None) -> int:
    """Return how many processes run the whole suite; 0: this one alone."""
    return min(cores, MOST) if cores and cores > 1 else 0


def is_worker(config: pytest.Config) -> bool:
    """Whether this process was started by another one, to run a part of the tests."""
    return hasattr(config, "workerinput")


def processes_of(config: pytest.Config) -> int:
    """Return how many processes run tests side by side."""
    return config.getoption("numprocesses", None) or 1


def spaced(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return tests in the order in which processes take them, a file at a time.

    Files of browser tests come one by one between the others: a browser and its server keep a core each busy, and two
    of them at once would wait for each other. Of the others those with many tests come first, so that at the end
    nobody is alone with a long one.
    """
    files = defaultdict[Path, list[pytest.Item]](list)
    for item in items:
        files[item.path].append(item)
    browser = [file for path, file in files.items() if "e2e" in path.parts]
    others = sorted((file for path, file in files.items() if "e2e" not in path.parts), key=len, reverse=True)
    return list(chain.from_iterable(_between(others, browser)))


def _between(others: Sequence[list[pytest.Item]], browser: Sequence[list[pytest.Item]]) -> Iterable[list[pytest.Item]]:
    """Yield the files of browser tests evenly between the others, by about how long these take."""
    weights = [len(file) + _FILE for file in others]
    gap, done, left = sum(weights) / (len(browser) + 1), 0, list(browser)
    for file, weight in zip(others, weights, strict=True):
        if left and done >= gap * (len(browser) - len(left)):
            yield left.pop(0)
        yield file
        done += weight
    yield from left


def compile_kernel() -> None:
    """Compile the kernel, unless it is, in a process that takes the compiler's memory with it."""
    from solver.kernel.warmup import is_warm

    if not is_warm():
        code = "from solver.kernel import warm; warm(print, lang='en')"
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True)
