"""One file, whatever its family."""

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.families.cordeau import read_cordeau
from benchmarks.families.instance import Family, Instance
from benchmarks.families.lilim import read_lilim
from benchmarks.families.solomon import read_solomon
from benchmarks.families.text import Table, table

READERS: Mapping[Family, Callable[[Table], Instance]] = {
    Family.VRPTW: read_solomon,
    Family.PDPTW: read_lilim,
    Family.DARP: read_cordeau,
}


def read(family: Family, path: Path) -> Instance:
    """Return what a file says.

    Raises
    ------
    FileError
        If it cannot be read, is not of that family, or contradicts itself.
    """
    lines = table(path)
    lines.at(0, "something to read")
    return READERS[family](lines)
