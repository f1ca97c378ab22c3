"""The solver is a function of its arguments: no file, environment, clock or global random numbers.

Only then can a plan that somebody complains about be computed again from its problem and its seed.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOLVER = Path(__file__).parents[2] / "solver"

BANNED_MODULES = frozenset(
    "asyncio datetime getpass glob http io logging multiprocessing os pathlib pickle platform secrets shutil signal"
    " socket sqlite3 ssl subprocess sys tempfile time urllib uuid".split()
)
BANNED_NAMES = frozenset("__import__ breakpoint environ eval exec input open print".split())
# What of the two random modules is driven by a seed alone.
SEEDED = frozenset("BitGenerator Generator PCG64 PCG64DXSM Random SeedSequence default_rng".split())
NEEDS_SEED = frozenset({"PCG64", "Random", "SeedSequence", "default_rng"})

ALLOWED = {
    "cores.py": frozenset({"multiprocessing"}),  # asks how many there are
    # Child processes for an engine that cannot share one, and that do not hear Ctrl-C.
    "yardstick/workers.py": frozenset({"multiprocessing", "signal"}),
    # Compiled code is kept on disk.
    "kernel/caching/kept.py": frozenset({"pathlib", "pickle"}),
    "kernel/caching/places.py": frozenset({"environ", "os", "pathlib", "tempfile"}),
    "kernel/caching/stamp.py": frozenset({"pathlib", "sys"}),
    "kernel/caching/store.py": frozenset({"os", "pathlib", "shutil", "tempfile"}),
}


def impurities(source: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Return one sentence for each way in which ``source`` looks at the world outside.

    Parameters
    ----------
    source : str
        A Python module.
    allowed : frozenset of str
        Modules and names that this module may use all the same.

    Returns
    -------
    list of str
        ``line N: what`` in the order of the syntax tree; empty for a pure module.
    """
    return [f"line {line}: {what}" for line, what, name in _uses(ast.parse(source)) if name not in allowed]


def _uses(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield line, description and name of each banned import or use."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from _banned_modules(node.lineno, [alias.name for alias in names])
            case ast.ImportFrom(module=str(module), names=names):
                yield from _banned_modules(node.lineno, [module])
                yield from _unseeded(node.lineno, module, [alias.name for alias in names])
            case ast.Name(id=name, ctx=ast.Load()) if name in BANNED_NAMES:
                yield node.lineno, name, name
            case ast.Attribute(attr="environ"):
                yield node.lineno, "environ", "environ"
            case ast.Attribute(value=owner, attr=attr):
                yield from _unseeded(node.lineno, ast.unparse(owner), [attr])
            case ast.Call(func=function, args=[], keywords=[]) if _last_name(function) in NEEDS_SEED:
                yield node.lineno, f"{_last_name(function)}() without a seed", "random"


def _banned_modules(line: int, modules: list[str]) -> Iterator[tuple[int, str, str]]:
    roots = (module.partition(".")[0] for module in modules)
    yield from ((line, f"import {root}", root) for root in roots if root in BANNED_MODULES)


def _unseeded(line: int, module: str, names: list[str]) -> Iterator[tuple[int, str, str]]:
    if module in {"random", "np.random", "numpy.random"}:
        yield from ((line, f"{module}.{name}", "random") for name in names if name not in SEEDED)


def _last_name(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


@pytest.mark.parametrize(
    "path", sorted(SOLVER.rglob("*.py")), ids=lambda path: str(path.relative_to(SOLVER.parent).as_posix())
)
def test_the_solver_is_pure(path: Path) -> None:
    """A complaint about last month's plan could not be replayed: the same problem would give another plan."""
    allowed = ALLOWED.get(path.relative_to(SOLVER).as_posix(), frozenset())

    assert impurities(path.read_text(encoding="utf-8"), allowed) == []


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import os.path as p",
        "from pathlib import Path",
        "import datetime as dt",
        "from time import monotonic",
        "def late(): import sys",
        "open('x')",
        "print('x')",
        "reader = open",
        "from os import environ",
        "platform.environ['X']",
        "import random; random.random()",
        "from random import shuffle",
        "random.seed(1)",
        "random.SystemRandom(1)",
        "np.random.rand(3)",
        "numpy.random.seed(3)",
        "np.random.default_rng()",
        "Random()",
        "import multiprocessing",
    ],
)
def test_a_look_outside_is_noticed(line: str) -> None:
    """A check that finds nothing in impure code would let the first clock in."""
    assert impurities(line)


@pytest.mark.parametrize(
    "line",
    [
        "import random; random.Random(seed)",
        "from random import Random; Random(seed).shuffle(x)",
        "rng = np.random.default_rng(seed); rng.random()",
        "from numpy.random import Generator, default_rng",
        "shift.time; task.open; problem.datetime",
        "import itertools, math, json, heapq, threading",
    ],
)
def test_seeded_code_passes(line: str) -> None:
    """A check that cries wolf would be switched off."""
    assert impurities(line) == []


def test_exceptions_are_narrow() -> None:
    """The file that may start processes must not therefore read clocks."""
    assert impurities("import multiprocessing", ALLOWED["yardstick/workers.py"]) == []
    assert impurities("import time", ALLOWED["yardstick/workers.py"]) == ["line 1: import time"]
    assert impurities("import time, os", ALLOWED["kernel/caching/store.py"]) == ["line 1: import time"]
