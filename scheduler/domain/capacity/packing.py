"""Figures in a small space: a few kilobytes a replication, as ten thousand of them are kept."""

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from scheduler.domain.capacity.figures import Figure

_VERSION = b"\x01"


def pack(figures: Sequence[Figure]) -> bytes:
    """Return figures as bytes, in their order.

    Words stand once, and each figure is the numbers of its own among them beside its value: column by column, as like
    stands beside like then, which is what zlib is good at.

    Raises
    ------
    ValueError
        For a figure that is no number.
    """
    words: dict[str, int] = {}

    def known(word: str) -> int:
        return words.setdefault(word, len(words))

    rows = [
        (known(f.scenario), f.replication, f.day.toordinal(), known(f.kpi), known(f.district), known(f.service))
        for f in figures
    ]
    columns: list[list[Any]] = [_runs(column) for column in zip(*rows, strict=True)]
    columns.append([_number(f.value) for f in figures])
    body = json.dumps([list(words), columns], allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return _VERSION + zlib.compress(body.encode(), 9)


def unpack(packed: bytes) -> tuple[Figure, ...] | None:
    """Return the figures that `pack` was given; None: that is not what they are, or another version's."""
    if packed[:1] != _VERSION:
        return None
    try:
        words, (*runs, values) = json.loads(zlib.decompress(packed[1:]))
        columns = [list(_spread(run)) for run in runs] or [[] for _ in range(6)]
        return tuple(
            Figure(
                scenario=words[scenario],
                replication=replication,
                day=date.fromordinal(day),
                kpi=words[kpi],
                district=words[district],
                service=words[service],
                value=float(value),
            )
            for scenario, replication, day, kpi, district, service, value in zip(*columns, values, strict=True)
        )
    except (zlib.error, ValueError, TypeError, IndexError):
        return None


def _runs(column: Sequence[int]) -> list[int]:
    """Return a column as pairs: a number, and how often it comes in a row."""
    return [part for number, run in groupby(column) for part in (number, sum(1 for _ in run))]


def _spread(runs: Sequence[int]) -> Iterator[int]:
    for number, times in zip(runs[::2], runs[1::2], strict=True):
        yield from (number for _ in range(times))


def _number(value: float) -> float:
    """Return a whole number without its point, where nothing is lost by that: -0.0 would lose its sign."""
    return int(value) if value.is_integer() and value else value
