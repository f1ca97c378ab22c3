"""Reading a gazetteer file, also while another one is put in its place."""

import os
import sqlite3
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Any

from scheduler.domain.errors import GeocodingError
from scheduler.geocoding.gazetteer import schema
from scheduler.geocoding.gazetteer.numbering import HousePoint
from scheduler.geocoding.gazetteer.road import Road, roads_of
from scheduler.geocoding.gazetteer.wanted import Wanted

_MOST_ROADS = 400


class GazetteerFile:
    """One opened gazetteer file: its streets in memory, its points on disk.

    Parameters
    ----------
    path : Path

    Raises
    ------
    GeocodingError
        If there is none, or it is none.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._lock = RLock()
        try:
            self.stamp = stamp(path)
            # Immutable: a file is replaced, never changed. So no lock files, and readers never wait.
            self._store = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise GeocodingError(f"{path.name} cannot be opened ({error}); load the town's addresses first") from error
        try:
            self.facts: dict[str, str] = dict(self._ask("SELECT key, value FROM meta"))
            self._check_version()
            self.roads: dict[int, Road] = roads_of(self._ask("SELECT * FROM road"))
        except BaseException:
            self.close()
            raise
        words = (road.words.names + tuple(road.words.optional | road.place) for road in self.roads.values())
        self.words = frozenset(chain.from_iterable(words))
        self.towns = frozenset(road.town for road in self.roads.values())
        self.town_keys = frozenset(road.town_key for road in self.roads.values())

    def _check_version(self) -> None:
        if self.facts.get("version") != schema.VERSION:
            raise GeocodingError(f"{self._name} was made by another version of this program; load it again")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._store.close()

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._store.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise GeocodingError(f"{self._name} is damaged ({error}); load the town's addresses again") from error

    def roads_with(self, wanted: Wanted) -> list[Road]:
        """Return streets that have all words, in the name or the place, and one of them in the name.

        The longest 400 streets at most.
        """
        terms = [f'"{word}"{"*" if wanted.may_go_on(at) else ""}' for at, word in enumerate(wanted.words)]
        if not terms:
            return []
        query = f"{{street}}: ({' OR '.join(terms)}) AND ({' AND '.join(terms)})"
        found = self._ask(
            "SELECT rowid FROM road_words WHERE road_words MATCH ? ORDER BY rowid LIMIT ?", (query, _MOST_ROADS)
        )
        return [self.roads[number] for (number,) in found]

    def points(self, road: Road) -> list[HousePoint]:
        """Return all points of a street by number."""
        query = "SELECT house, key, sort, postcode, part, lat, lon FROM point WHERE road = ? ORDER BY sort, key"
        return [HousePoint(*row) for row in self._ask(query, (road.id,))]


def stamp(path: Path) -> tuple[int, int, int]:
    """Return what differs between a file and the one that takes its place."""
    known = os.stat(path)  # noqa: PTH116 - the same as path.stat(), asked at every search
    return (known.st_ino, known.st_mtime_ns, known.st_size)
