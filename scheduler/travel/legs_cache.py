"""Legs that were asked for once, kept in a file: a re-plan asks a road engine for new pairs only.

One row of numbers an origin, by destination: two hundred places are read in two hundred rows, not in forty thousand.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.travel.engine import Legs, Profile

UNKNOWN = -2
"""Stands in a cached row where a pair was never asked for."""
BUSY_S = 30
"""How long a writer waits for another; on a slow disk each takes its time."""
VERSIONS_KEPT = 3
SCHEMA = 2
_TABLES = """
CREATE TABLE maps (id INTEGER PRIMARY KEY AUTOINCREMENT, engine TEXT, version TEXT, profile TEXT,
                   turn INTEGER NOT NULL DEFAULT 0, UNIQUE (engine, version, profile));
CREATE TABLE spots (map INTEGER REFERENCES maps (id) ON DELETE CASCADE, spot INTEGER, lat_e5 INTEGER, lon_e5 INTEGER,
                    PRIMARY KEY (map, lat_e5, lon_e5)) WITHOUT ROWID;
CREATE TABLE legs (map INTEGER REFERENCES maps (id) ON DELETE CASCADE, origin INTEGER, tenths BLOB, metres BLOB,
                   PRIMARY KEY (map, origin)) WITHOUT ROWID;
CREATE TABLE far (map INTEGER REFERENCES maps (id) ON DELETE CASCADE, lat_e5 INTEGER, lon_e5 INTEGER, away_m REAL,
                  PRIMARY KEY (map, lat_e5, lon_e5)) WITHOUT ROWID;
CREATE TABLE ways (map INTEGER REFERENCES maps (id) ON DELETE CASCADE, origin INTEGER, destination INTEGER, way TEXT,
                   PRIMARY KEY (map, origin, destination)) WITHOUT ROWID;
"""

type Spot = tuple[int, int]
"""Latitude and longitude in hundred-thousandths of a degree, about a metre."""
type Ints = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class MapKey:
    """Whose legs these are; a new extract is a new map, and so is one on which other points count as near a road."""

    engine: str
    version: str
    profile: Profile
    within_m: int = 500

    @property
    def row(self) -> tuple[str, str, str]:
        """The key as the file holds it."""
        return self.engine, self.version, self.kind[1]

    @property
    def kind(self) -> tuple[str, str]:
        """What it shares with earlier and later maps, as the file holds it."""
        return self.engine, f"{self.profile} {self.within_m}"


class LegsCache:
    """The file of cached legs.

    Legs and ways are not personal data, but the places in it are; the file is its owner's alone.

    A file that cannot be read or written is no cache, which makes things slower and never wrong.

    Parameters
    ----------
    path : Path or None
        Made when needed. A file that is damaged, or of another version, is made anew: nothing in it is lost for good.
        None: nothing is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._noted: dict[tuple[str, str], str] = {}

    def legs(self, key: MapKey, spots: Sequence[Spot]) -> Legs:
        """Return the cached legs between all `spots`; `UNKNOWN` where there is none. Equal spots are 0 apart."""
        count = len(spots)
        tenths, metres = (np.full((count, count), UNKNOWN, dtype=np.int32) for _ in range(2))
        with suppress(OSError), self._open() as base:
            number = _map(base, key)
            known = _known(base, number)
            columns = np.array([known.get(spot, -1) for spot in spots], dtype=np.int64)
            kept = _rows(base, number, [known.get(spot, -1) for spot in spots], len(known))
            tenths, metres = (_picked([row[k] for row in kept], columns) for k in (0, 1))
        np.fill_diagonal(tenths, 0)
        np.fill_diagonal(metres, 0)
        return Legs(tenths=tenths, metres=metres)

    def keep(self, key: MapKey, origins: Sequence[Spot], destinations: Sequence[Spot], legs: Legs) -> None:
        """Add legs to the file."""
        with suppress(OSError), self._open() as base, _writing(base):
            number = _made_map(base, key)
            known = _numbered(base, number, (*origins, *destinations))
            columns = np.array([known[spot] for spot in destinations], dtype=np.int64)
            for row, origin in enumerate(origins):
                old, new = _row(base, number, known[origin]), (legs.tenths[row], legs.metres[row])
                blobs = [_with(one, columns, other) for one, other in zip(old, new, strict=True)]
                base.execute("INSERT OR REPLACE INTO legs VALUES (?, ?, ?, ?)", (number, known[origin], *blobs))

    def far(self, key: MapKey, spots: Sequence[Spot]) -> dict[Spot, float | None]:
        """Return which spots no road is near to, with their distance from one where that is known."""
        found: dict[Spot, float | None] = {}
        with suppress(OSError), self._open() as base:
            rows = base.execute("SELECT lat_e5, lon_e5, away_m FROM far WHERE map = ?", (_map(base, key),))
            known = {(lat, lon): away for lat, lon, away in rows}
            found = {spot: known[spot] for spot in spots if spot in known}
        return found

    def keep_far(self, key: MapKey, far: Mapping[Spot, float | None]) -> None:
        """Add spots that no road is near to."""
        with suppress(OSError), self._open() as base, _writing(base):
            number = _made_map(base, key)
            rows = [(number, *spot, away) for spot, away in far.items()]
            base.executemany("INSERT OR REPLACE INTO far VALUES (?, ?, ?, ?)", rows)

    def ways(self, key: MapKey, pairs: Sequence[tuple[Spot, Spot]]) -> list[str | None]:
        """Return the cached ways of some legs, as encoded polylines."""
        found: list[str | None] = [None] * len(pairs)
        with suppress(OSError), self._open() as base:
            number = _map(base, key)
            for k, (a, b) in enumerate(pairs):
                row = base.execute(_WAY, (number, *a, *b)).fetchone()
                found[k] = row[0] if row else None
        return found

    def keep_ways(self, key: MapKey, pairs: Sequence[tuple[Spot, Spot]], ways: Sequence[str]) -> None:
        """Add the ways of some legs to the file."""
        with suppress(OSError), self._open() as base, _writing(base):
            number = _made_map(base, key)
            known = _numbered(base, number, [spot for pair in pairs for spot in pair])
            for (a, b), way in zip(pairs, ways, strict=True):
                base.execute("INSERT OR REPLACE INTO ways VALUES (?, ?, ?, ?)", (number, known[a], known[b], way))

    def in_force(self, key: MapKey) -> None:
        """Note that the engine itself named this map: it is the `newest`, and stays when others have to go.

        Maps that only an old plan asks for are not told of here. Nothing is written if it was the last one noted.
        """
        if self._noted.get(key.kind) == key.version:
            return
        with suppress(OSError), self._open() as base:
            if base.execute(_IN_FORCE, key.kind).fetchone() != (key.version,):
                with _writing(base):
                    base.execute(_TURN, (*key.kind, _made_map(base, key)))
            self._noted[key.kind] = key.version

    def newest(self, key: MapKey) -> str | None:
        """Return the version that was in force last of those maps of the key's kind of which anything is kept.

        Of maps that were never in force, the last one made. None if nothing is kept of any.
        """
        found: tuple[str] | None = None
        with suppress(OSError), self._open() as base:
            found = base.execute(_NEWEST, key.kind).fetchone()
        return found[0] if found else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if self._path is None:
            raise OSError("nothing is kept")
        try:
            with closing(self._connect(self._path)) as base:
                yield base
        except sqlite3.DatabaseError as error:
            if _is_damage(error):  # the next call makes it anew
                self._noted.clear()
                for ending in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            raise OSError(f"{self._path}: {error}") from error

    @staticmethod
    def _connect(path: Path) -> sqlite3.Connection:
        _make_private(path.parent)
        path.touch(mode=0o600)
        base = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            base.execute("PRAGMA foreign_keys = ON")
            base.execute("PRAGMA synchronous = NORMAL")  # a power cut may take the last legs, never the file
            if base.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
                _make(base)
        except BaseException:
            base.close()
            raise
        return base


_MAP = "SELECT id FROM maps WHERE engine = ? AND version = ? AND profile = ?"
_IN_FORCE = "SELECT version FROM maps WHERE engine = ? AND profile = ? AND turn > 0 ORDER BY turn DESC LIMIT 1"
_TURN = "UPDATE maps SET turn = 1 + (SELECT max(turn) FROM maps WHERE engine = ? AND profile = ?) WHERE id = ?"
_NEWEST = """SELECT version FROM maps WHERE engine = ? AND profile = ?
             AND EXISTS (SELECT 1 FROM spots WHERE map = maps.id) ORDER BY turn DESC, id DESC LIMIT 1"""
_ROW = "SELECT tenths, metres FROM legs WHERE map = ? AND origin = ?"
_WAY = """SELECT way FROM ways WHERE map = ?
          AND origin = (SELECT spot FROM spots WHERE map = ways.map AND lat_e5 = ? AND lon_e5 = ?)
          AND destination = (SELECT spot FROM spots WHERE map = ways.map AND lat_e5 = ? AND lon_e5 = ?)"""
_OLD = """DELETE FROM maps WHERE id IN (SELECT id FROM maps WHERE engine = ? AND profile = ? AND id <> ?
          ORDER BY turn DESC, id DESC LIMIT -1 OFFSET ?)"""
"""Leaves the new map and some of the others: the one in force is the last to go, those of old plans are the first."""


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Tell whether a file is of no use any more; one that is locked, read-only or on a full disk may be again."""
    if not isinstance(error, sqlite3.OperationalError):
        return True
    # Its tables are not there; or, without a code, a text in it is none.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF == sqlite3.SQLITE_ERROR


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone."""
    if not folder.exists():
        _make_private(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)


@contextmanager
def _writing(base: sqlite3.Connection) -> Iterator[None]:
    """Keep all changes or none; a second writer waits."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if base.in_transaction:  # SQLite itself ends it when the disk is full
            base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _make(base: sqlite3.Connection) -> None:
    base.execute("PRAGMA journal_mode = WAL")
    with _writing(base):
        if base.execute("PRAGMA user_version").fetchone()[0] == SCHEMA:
            return  # another process was faster
        for name in ("far", "ways", "legs", "spots", "maps"):
            base.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _TABLES.strip().split(";\n"):
            base.execute(statement)
        base.execute(f"PRAGMA user_version = {SCHEMA}")


def _map(base: sqlite3.Connection, key: MapKey) -> int:
    """Return the number of a map; -1 if nothing of it was ever kept."""
    found = base.execute(_MAP, key.row).fetchone()
    return int(found[0]) if found else -1


def _made_map(base: sqlite3.Connection, key: MapKey) -> int:
    """Return the number of a map; a new one drives out another of its kind, never the one in force."""
    if (number := _map(base, key)) >= 0:
        return number
    base.execute("INSERT INTO maps (engine, version, profile) VALUES (?, ?, ?)", key.row)
    number = _map(base, key)
    base.execute(_OLD, (*key.kind, number, VERSIONS_KEPT - 1))
    return number


def _known(base: sqlite3.Connection, number: int) -> dict[Spot, int]:
    """Return the numbers of all spots that have one."""
    rows = base.execute("SELECT lat_e5, lon_e5, spot FROM spots WHERE map = ?", (number,))
    return {(lat, lon): spot for lat, lon, spot in rows}


def _numbered(base: sqlite3.Connection, number: int, spots: Sequence[Spot]) -> dict[Spot, int]:
    """Return the numbers of spots, giving the next ones to those that have none."""
    known = _known(base, number)
    for spot in spots:
        if spot not in known:
            known[spot] = len(known)
            base.execute("INSERT INTO spots VALUES (?, ?, ?, ?)", (number, known[spot], *spot))
    return known


def _row(base: sqlite3.Connection, number: int, origin: int) -> tuple[Ints, Ints]:
    """Return the tenths and metres from one origin, empty if none are kept."""
    return _read(base.execute(_ROW, (number, origin)).fetchone() or (b"", b""))


def _rows(base: sqlite3.Connection, number: int, origins: Sequence[int], there: int) -> list[tuple[Ints, Ints]]:
    """Return the rows of some origins; all of the map's in one go where most of them are wanted."""
    if 2 * len(origins) < there:
        return [_row(base, number, origin) for origin in origins]
    found = base.execute("SELECT origin, tenths, metres FROM legs WHERE map = ?", (number,))
    every = {origin: _read((tenths, metres)) for origin, tenths, metres in found}
    return [every.get(origin) or _read((b"", b"")) for origin in origins]


def _read(found: tuple[bytes, bytes]) -> tuple[Ints, Ints]:
    """Return a row as numbers; what was never written here is damage."""
    try:
        tenths, metres = (np.frombuffer(blob, dtype="<i4") for blob in found)
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"a row of legs is damaged: {error}") from error
    if len(tenths) != len(metres):
        raise sqlite3.DatabaseError("a row of legs is damaged: more times than distances, or fewer")
    return tenths, metres


def _picked(rows: Sequence[Ints], columns: NDArray[np.int64]) -> Ints:
    """Return rows at some columns; a column that is -1, or past a row's end, was never asked for."""
    width = max((len(row) for row in rows), default=0)
    table = np.full((len(rows), max(width, int(columns.max(initial=-1)) + 1) + 1), UNKNOWN, dtype=np.int32)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table[:, columns]  # the last column, which -1 picks, is nobody's


def _with(old: Ints, columns: NDArray[np.int64], new: Ints) -> bytes:
    """Return a row with the numbers at some columns replaced."""
    row = np.full(max(len(old), int(columns.max(initial=-1)) + 1), UNKNOWN, dtype="<i4")
    row[: len(old)] = old
    row[columns] = new
    return row.tobytes()
