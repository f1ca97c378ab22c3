"""Habits without which the cache of compiled code cannot keep its word."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.kernel_calls import called_from_python

ROOT = Path(__file__).parents[2]
KERNEL = ROOT / "solver" / "kernel"
COMPILERS = frozenset("cfunc experimental generated_jit guvectorize jit jit_module njit stencil vectorize".split())

AFTER_WARMING = """
import json
from time import monotonic
from solver.budget import Budget
from solver.engine import solve
from solver.kernel import compilations, warm
from tests.kernel_calls import cold_calls
from tests.solver.generate import FEATURES, make_problem

warm()
cold, before = cold_calls(), len(compilations())
for features in ((), FEATURES):
    solve(make_problem(1, features=features), budget=Budget(clock=monotonic, effort=1), seed=1, workers=0)
print(json.dumps([cold, compilations()[before:]]))
"""


def offences(source: str, *, kernel: bool) -> Iterator[str]:
    """Yield what in a module makes machine code that the cache does not know."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names) if not kernel and any(one.name.split(".")[0] == "numba" for one in names):
                yield f"line {node.lineno}: numba outside of solver/kernel"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] == "numba" and not kernel:
                yield f"line {node.lineno}: numba outside of solver/kernel"
            case ast.ImportFrom(module="numba", names=names) if COMPILERS & {one.name for one in names}:
                yield f"line {node.lineno}: a compiler of numba instead of solver.kernel.compiled"
            case ast.FunctionDef(decorator_list=marks) if not kernel and "compiled" in map(ast.unparse, marks):
                yield f"line {node.lineno}: a compiled function outside of solver/kernel"
            case ast.Attribute(value=ast.Name(id="numba"), attr=attr) if attr in COMPILERS:
                yield f"line {node.lineno}: numba.{attr} instead of solver.kernel.compiled"


def modules() -> list[Path]:
    """Return the solver's modules but for those that are the cache."""
    paths = sorted((ROOT / "solver").rglob("*.py"))
    return [path for path in paths if path != KERNEL / "__init__.py" and path.parent != KERNEL / "caching"]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_everything_compiled_is_in_the_kernel_and_in_its_cache(path: Path) -> None:
    """It would be compiled at every start, or be kept by numba's own cache, which serves stale code."""
    assert list(offences(path.read_text(encoding="utf-8"), kernel=path.is_relative_to(KERNEL))) == []


@pytest.mark.parametrize(
    ("line", "kernel"),
    [
        ("import numba", False),
        ("from numba.extending import overload", False),
        ("from numba import njit", True),
        ("from solver.kernel import compiled\n@compiled\ndef f(x): return x", False),
        ("@numba.njit(cache=True)\ndef f(x): return x", True),
        ("@numba.vectorize\ndef f(x): return x", True),
    ],
)
def test_machine_code_that_the_cache_does_not_know_is_noticed(line: str, *, kernel: bool) -> None:
    """A check that finds nothing would let the first one in."""
    assert list(offences(line, kernel=kernel))


def test_a_search_after_warming_up_compiles_nothing() -> None:
    """The first caller of the day would wait on the phone for an entry that somebody forgot to warm up."""
    run = subprocess.run([sys.executable, "-c", AFTER_WARMING], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    cold, compiled = json.loads(run.stdout)

    assert cold == [], "name them in solver.kernel.warmup.ENTRIES"
    assert compiled == [], "called with other types than in solver.kernel.warmup.ENTRIES"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def driver(x):\n    return fast(x)", ["kernel.fast"]),
        ("def driver(x):\n    return module.fast(x)", ["kernel.fast"]),
        ("def driver(x):\n    return list(map(fast, x))", ["kernel.fast"]),
        ("TABLE = (fast,)", ["kernel.fast"]),
        (
            "def driver(x):\n    from solver.kernel.chance import chance\n    return chance",
            ["solver.kernel.chance.chance"],
        ),
        ("@compiled\ndef faster(x):\n    return fast(x)", []),
        ("def driver(x):\n    return slow(x)", []),
    ],
)
def test_calls_from_plain_code_are_found(source: str, found: list[str]) -> None:
    """A forgotten entry would not be missed if calls of it went unseen."""
    fast = SimpleNamespace(py_func=None, __module__="kernel", __qualname__="fast")
    values = {"fast": fast, "module": SimpleNamespace(fast=fast), "slow": len}

    assert list(called_from_python(source, values)) == found
