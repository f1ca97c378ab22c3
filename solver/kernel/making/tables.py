"""Rows of different lengths as one array, of which each owner is told its part; and what names whom."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from solver.arrays import Ints
from solver.kernel.layouts import Records

NONE_OF_THEM: list[int] = []
"""A row of nothing, shared by all that have none: thousands of empty lists take time to make and to sweep."""


def jagged[T](owners: Records, name: str, rows: Iterable[Sequence[T]]) -> list[T]:
    """Return rows end to end, and tell each owner its part."""
    every = list(rows)
    lengths = np.fromiter(map(len, every), dtype=np.int64, count=len(every))
    ends = np.cumsum(lengths)
    owners[f"{name}_to"] = ends
    owners[f"{name}_from"] = ends - lengths
    return list(chain.from_iterable(every))


def flat(owners: Records, name: str, rows: Iterable[Sequence[int]]) -> Ints:
    """Return rows of numbers end to end, and tell each owner its part."""
    return np.asarray(jagged(owners, name, rows), dtype=np.int64)


def matrix(rows: Sequence[Sequence[int]], width: int) -> Ints:
    """Return rows of `width` numbers as a table, also where there is none."""
    return np.asarray(rows, dtype=np.int64).reshape(len(rows), width)


def rows_of(rows: Iterable[tuple[int, ...]], dtype: np.dtype[np.void]) -> Records:
    """Return rows as records."""
    return np.asarray([tuple(int(value) for value in row) for row in rows], dtype=dtype)


def index_of(subjects: Sequence[Sequence[int]], n: int) -> list[list[int]]:
    """Return for each of `n` things the indices of the rows that name it."""
    found: dict[int, list[int]] = {}
    for number, named in enumerate(subjects):
        for one in dict.fromkeys(named):
            found.setdefault(one, []).append(number)
    return [found.get(one, NONE_OF_THEM) for one in range(n)]


def linked(n: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return for each of `n` things those that it is paired with as the first, ascending."""
    found: dict[int, set[int]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
    return [sorted(found[one]) if one in found else NONE_OF_THEM for one in range(n)]


def both_ways(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return pairs, each in both directions."""
    return [way for a, b in pairs for way in ((a, b), (b, a))]
