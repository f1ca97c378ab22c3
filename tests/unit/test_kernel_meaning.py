"""Compiled code is named by what a function means in memory: whatever would change the code must change the name."""

from types import ModuleType
from typing import Any

import pytest

from solver.kernel.caching.meaning import meaning

LIMITS = "STEP = 5; UNUSED = 1"
KERNEL = """
from enum import IntEnum
from typing import NamedTuple
import numpy as np

FAR = 100
WEIGHTS = np.array([1, 2, 3])
RECORD = np.dtype([("start", "i8"), ("end", "i8")])
KEYS = (1, ("a", 2.5))

class Kind(IntEnum):
    VISIT = 0
    RIDE = 1

class Row(NamedTuple):
    first: int
    last: int

def deepest(x):
    return x * 7

def inner(x, factor=2):
    return deepest(x) * factor + (1 if x in {3, 4} else 0)

def made(step):
    return lambda x: x + step

closed = made(3)

def outer(x):
    total = sum(inner(i) for i in range(x))
    return Row(total + FAR, WEIGHTS[0] + limits.STEP + KEYS[0]), np.zeros(1, RECORD), Kind.RIDE, closed(x)

def other(x):
    return x * 8
"""


def name_of(kernel: str = KERNEL, limits: str = LIMITS) -> str:
    """Return the name that `outer` of these sources gets."""
    constants = ModuleType("limits")
    exec(limits, vars(constants))
    vars(constants)["limits"] = constants  # modules know each other, in circles
    values: dict[str, Any] = {"__name__": "kernel", "limits": constants}
    exec(compile(kernel, "somewhere", "exec"), values)
    return meaning(values["outer"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x * 7", "x * 9"),
        ("factor=2", "factor=3"),
        ("{3, 4}", "{3, 5}"),
        ("x + step", "x - step"),
        ("made(3)", "made(4)"),
        ("FAR = 100", "FAR = 101"),
        ("[1, 2, 3]", "[1, 2, 4]"),
        ("[1, 2, 3]", "[1.0, 2, 3]"),
        ('"end", "i8"', '"end", "i4"'),
        ('("a", 2.5)', '("a", 2.25)'),
        ("RIDE = 1", "RIDE = 2"),
        ("last: int", "last_s: int"),
        ("inner(i) for i", "inner(i + 1) for i"),
        ("deepest(x) * factor", "other(x) * factor"),
        ("Kind.RIDE", "Kind.VISIT"),
    ],
)
def test_what_would_be_compiled_otherwise_has_another_name(before: str, after: str) -> None:
    """A bus would be planned by a rule that has been corrected since."""
    assert KERNEL.count(before) == 1
    assert name_of(KERNEL.replace(before, after)) != name_of()


def test_a_constant_of_another_module_counts() -> None:
    """A limit that holds nothing compiled could be changed without the engine hearing of it."""
    assert name_of(limits="STEP = 6; UNUSED = 1") != name_of()


def test_what_compiles_to_the_same_code_has_the_same_name() -> None:
    """Every start would take a minute, because something that differs by process counts."""
    moved = "\n\n" + KERNEL.replace("def other(x):\n    return x * 8", "def other(x):\n    return x * 9")

    assert name_of() == name_of()
    assert name_of(moved, limits="STEP = 5; UNUSED = 2") == name_of()


def test_functions_that_call_each_other_have_a_name() -> None:
    """The compiler would never begin."""
    recursive = "\ndef outer(x):\n    return deeper(x - 1) if x else FAR\ndef deeper(x):\n    return outer(x)\n"

    assert name_of(KERNEL + recursive) != name_of(KERNEL.replace("100", "101") + recursive)
