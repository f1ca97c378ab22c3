"""The types that a function is compiled for: told apart where its code would differ, and only there."""

from collections import namedtuple
from enum import IntEnum
from typing import Any

import numba
import numpy as np
import pytest
from numba.core import types

from solver.kernel import compilations, compiled
from solver.kernel.caching.types import types_told

RECORD = np.dtype([("start", "i8"), ("end", "i8")])
SWAPPED = np.dtype([("end", "i8"), ("start", "i8")])


class Colour(IntEnum):
    """Whatever."""

    RED = 1


class Handle(types.Type):  # type: ignore[misc]
    """A type of one's own whose name does not tell its fields."""

    def __init__(self, fields: tuple[Any, ...]) -> None:
        self.fields = fields
        super().__init__(name="Handle")


def row(*fields: str) -> Any:
    """Return a new class of the same name with these fields."""
    return namedtuple("Row", fields)(*(np.zeros(1, np.int64) for _ in fields))  # noqa: PYI024  # made on the fly


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("first", "last"), row("last", "first")),
        (np.zeros(1, RECORD), np.zeros(1, SWAPPED)),
        (np.zeros(1, np.int32), np.zeros(1, np.int64)),
        (np.zeros((2, 2)), np.zeros((2, 2)).T),
        ((1, (2, row("a", "b"))), (1, (2, row("b", "a")))),
        (1, 1.0),
    ],
    ids=str,
)
def test_other_types_are_told_apart(one: Any, other: Any) -> None:
    """Code that reads the second field as the day's end would go on doing so after the fields have changed places."""
    assert types_told(numba.typeof(one)) != types_told(numba.typeof(other))


def test_types_of_ones_own_are_told_by_their_fields() -> None:
    """A handle's fields may change while its name stays."""
    kind = Handle((("a", types.int64),))
    told = types_told(kind)
    kind.fields = (("a", types.int32),)  # a second one of this name would be the first one: numba knows it by its name

    assert types_told(kind) != told


@pytest.mark.parametrize("value", [row("first", "last"), np.zeros(1, RECORD), Colour.RED, (1, "x", None)], ids=str)
def test_the_same_types_are_told_alike(value: Any) -> None:
    """Each process would compile again for types that it takes for others."""
    told = types_told(numba.typeof(value))

    assert told == types_told(numba.typeof(value))
    assert " at 0x" not in told


@compiled
def inner(x: int, y: bool) -> int:
    """Return something."""
    return x + y


@compiled
def outer(x: int) -> int:
    """Call the inner function with all kinds of constants."""
    return inner(0, True) + inner(1, y=False) + inner(x, x > 1)


def test_a_function_is_compiled_once_for_all_constants() -> None:
    """The first start would take twice as long as it must."""
    assert outer(5) == 8
    assert len(inner.signatures) == 1  # type: ignore[attr-defined]
    assert [name.rpartition(".")[2] for name in compilations() if name.startswith(__name__)] == ["outer", "inner"]
