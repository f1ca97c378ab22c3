"""Writing a gazetteer file: all of it or none, private to its owner, while readers go on with the old one."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from scheduler.domain.errors import GeocodingError
from scheduler.geocoding.gazetteer import schema
from scheduler.geocoding.gazetteer.entry import Entry
from scheduler.geocoding.gazetteer.grouping import Group, grouped

type OnProgress = Callable[[int, int], None]
"""Called with how many points of how many are written."""
_EVERY = 2_000


@dataclass(frozen=True, kw_only=True)
class LoadReport:
    """What became of a source.

    Attributes
    ----------
    points, roads : int
        Written; a village without streets counts as a road.
    repeated : int
        Points that were there already: same address within 150 m.
    outside : int
        Points left out because they lie outside the town's box.
    swapped : bool
        Whether the source gives its axes the other way round.
    """

    points: int
    roads: int
    repeated: int
    outside: int
    swapped: bool
    source: str
    checksum: str


def write_gazetteer(
    path: Path, entries: Iterable[Entry], facts: Mapping[str, str], on_progress: OnProgress | None = None
) -> tuple[int, int, int]:
    """Write a gazetteer file in the place of an earlier one.

    Parameters
    ----------
    entries : iterable of Entry
        At least one.
    facts : mapping of str to str
        What the file says about itself: source, file, checksum, data_date, loaded_at.

    Returns
    -------
    tuple of int
        Points, roads, and points that were repeated.

    Raises
    ------
    GeocodingError
        If the file cannot be written, or somebody else is writing it; the old one stays as it was.
    """
    roads, repeated = grouped(entries)
    count = sum(len(road.entries) for road in roads)
    about = {**facts, "version": schema.VERSION, "points": str(count), "roads": str(len(roads))}
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=0), _draft(path) as draft:
            _fill(draft, roads, about, on_progress or _nothing)
    except Timeout:
        raise GeocodingError(f"{path.name} is being loaded by another process; wait until it is done") from None
    except (OSError, sqlite3.Error) as error:
        # SQLite calls a write that the system refused "disk I/O error", and a full disk by its name.
        raise GeocodingError(f"{path.name} cannot be written ({error}); the old one was left as it was") from error
    return count, len(roads), repeated


def _nothing(done: int, of: int) -> None:
    """Tell nobody."""


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Give a private file beside `path` that takes its place if all goes well, and is removed if not."""
    for left_over in path.parent.iterdir():
        if left_over.name.startswith(f".{path.name}.") and left_over.suffix == ".part":
            left_over.unlink(missing_ok=True)  # of a process that was killed; whoever is at work holds the lock
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)  # mode 0600
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _fill(path: Path, roads: list[Group], about: Mapping[str, str], on_progress: OnProgress) -> None:
    total = sum(len(road.entries) for road in roads)
    done = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        # A draft needs no journal: if it is not finished, it is thrown away.
        store.execute("PRAGMA journal_mode = OFF")
        store.execute("PRAGMA synchronous = OFF")
        store.executescript(schema.TABLES)
        store.execute("BEGIN")
        store.executemany("INSERT INTO meta VALUES (?, ?)", about.items())
        for number, road in enumerate(roads, start=1):
            store.execute("INSERT INTO road VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *road.row()))
            store.execute("INSERT INTO road_words (rowid, street, place) VALUES (?, ?, ?)", (number, *road.words()))
            store.executemany("INSERT INTO point VALUES (?, ?, ?, ?, ?, ?, ?, ?)", road.points(number))
            before, done = done, done + len(road.entries)
            if done // _EVERY > before // _EVERY:
                on_progress(done, total)
        store.execute("INSERT INTO road_words (road_words) VALUES ('optimize')")
        store.execute(schema.INDEXES)
        store.execute("COMMIT")
    on_progress(total, total)
