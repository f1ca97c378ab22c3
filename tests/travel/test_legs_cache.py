"""The file of cached legs: what comes out is what went in, whatever happens to the file."""

import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.travel.engine import Legs, Profile
from scheduler.travel.legs_cache import UNKNOWN, VERSIONS_KEPT, LegsCache, MapKey, Spot

CAR = MapKey(engine="osrm", version="1", profile=Profile.CAR)


def legs(origins: Sequence[Spot], destinations: Sequence[Spot]) -> Legs:
    tenths = [[1000 * a[0] + b[0] + 1 for b in destinations] for a in origins]
    table = np.array(tenths, dtype=np.int32).reshape(len(origins), len(destinations))
    return Legs(tenths=table, metres=table * 2)


def places(*numbers: int) -> list[Spot]:
    return [(number, -number) for number in numbers]


indices = st.lists(st.integers(0, 12), max_size=6, unique=True)


@given(st.lists(st.tuples(indices, indices), max_size=6), indices)
def test_what_was_kept_comes_back_and_nothing_else(kept: list[tuple[list[int], list[int]]], wanted: list[int]) -> None:
    """A bus would be timed by the way between two other places."""
    with tempfile.TemporaryDirectory() as folder:
        cache = LegsCache(Path(folder) / "legs.sqlite")
        for origins, destinations in kept:
            cache.keep(CAR, places(*origins), places(*destinations), legs(places(*origins), places(*destinations)))
        found = cache.legs(CAR, places(*wanted))
    known = {(a, b) for origins, destinations in kept for a in origins for b in destinations}
    for i, a in enumerate(wanted):
        for j, b in enumerate(wanted):
            right = 0 if i == j else 1000 * a + b + 1 if (a, b) in known else UNKNOWN
            assert found.tenths[i, j] == right
            assert found.metres[i, j] == (right if right <= 0 else 2 * right)


def test_another_map_is_another_map(tmp_path: Path) -> None:
    """After a new extract buses would go on driving the old town."""
    cache = LegsCache(tmp_path / "legs.sqlite")
    cache.keep(CAR, places(1, 2), places(1, 2), legs(places(1, 2), places(1, 2)))

    for other in (
        MapKey(engine="osrm", version="2", profile=Profile.CAR),
        MapKey(engine="osrm_http", version="1", profile=Profile.CAR),
        MapKey(engine="osrm", version="1", profile=Profile.FOOT),
    ):
        assert cache.legs(other, places(1, 2)).tenths[0, 1] == UNKNOWN


def test_old_maps_are_forgotten(tmp_path: Path) -> None:
    """The file would grow for ever, by every map the town ever had."""
    cache = LegsCache(tmp_path / "legs.sqlite")
    keys = [MapKey(engine="osrm", version=str(k), profile=Profile.CAR) for k in range(VERSIONS_KEPT + 2)]
    for key in keys:
        cache.keep(key, places(1), places(2), legs(places(1), places(2)))
        cache.keep_ways(key, [((1, -1), (2, -2))], ["way"])

    assert [cache.legs(key, places(1, 2)).tenths[0, 1] != UNKNOWN for key in keys] == [False] * 2 + [True] * 3
    with closing(sqlite3.connect(tmp_path / "legs.sqlite")) as base:
        counts = [base.execute(f"SELECT count(DISTINCT map) FROM {t}").fetchone()[0] for t in ("spots", "legs", "ways")]
    assert counts == [VERSIONS_KEPT] * 3


def test_ways_are_kept_by_direction(tmp_path: Path) -> None:
    """The map would show the way back where the bus goes there."""
    cache = LegsCache(tmp_path / "legs.sqlite")
    there, back = ((1, 1), (2, 2)), ((2, 2), (1, 1))
    cache.keep_ways(CAR, [there], ["_p~iF"])

    assert cache.ways(CAR, [back, there]) == [None, "_p~iF"]


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Other users of the computer could read where the residents live."""
    path = tmp_path / "data" / "kept" / "legs.sqlite"
    LegsCache(path).keep(CAR, places(1), places(2), legs(places(1), places(2)))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, path.parent.parent)] == [0o700] * 2


@pytest.mark.parametrize("content", [b"not a database at all, but a letter to the mayor", b"\0" * 5000])
def test_a_damaged_file_is_made_anew(content: bytes, tmp_path: Path) -> None:
    """One bad sector would stop all planning."""
    path = tmp_path / "legs.sqlite"
    path.write_bytes(content)
    cache = LegsCache(path)

    for _ in range(2):  # the first call finds the damage
        cache.keep(CAR, places(1), places(2), legs(places(1), places(2)))

    assert cache.legs(CAR, places(1, 2)).tenths[0, 1] == 1003


HARMS = [
    "UPDATE legs SET tenths = x'010203'",
    "UPDATE legs SET metres = x'01020304'",
    "UPDATE legs SET metres = tenths || tenths",
    "UPDATE legs SET metres = CAST(tenths || tenths AS BLOB)",
    "UPDATE legs SET tenths = NULL",
    "UPDATE legs SET tenths = 'abcd'",
    "DROP TABLE maps",
    "DROP TABLE legs",
    "ALTER TABLE maps RENAME COLUMN turn TO term",
]


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("first", ["legs", "keep"])
def test_damage_inside_the_file_is_found(harm: str, first: str, tmp_path: Path) -> None:
    """Half a row would end planning with a page of Python, or a file without tables be useless for ever."""
    path = tmp_path / "legs.sqlite"
    cache = LegsCache(path)
    cache.in_force(CAR)
    cache.keep(CAR, places(1), places(2, 3), legs(places(1), places(2, 3)))
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute(harm)

    cache.newest(CAR)
    if first == "legs":
        found = cache.legs(CAR, places(1, 2))
        assert found.tenths.tolist() == found.metres.tolist() == [[0, UNKNOWN], [UNKNOWN, 0]]
    else:
        cache.keep(CAR, places(1), places(2), legs(places(1), places(2)))
    cache.keep(CAR, places(1), places(2), legs(places(1), places(2)))
    cache.keep(CAR, places(1), places(3), legs(places(1), places(3)))

    found = cache.legs(CAR, places(1, 2, 3))
    assert found.tenths[0].tolist() == [0, 1003, 1004]
    assert found.metres[0].tolist() == [0, 2006, 2008]


def test_a_file_that_somebody_else_writes_to_is_not_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time two people plan at once, all that is known would be lost."""
    path = tmp_path / "legs.sqlite"
    cache = LegsCache(path)
    cache.keep(CAR, places(1), places(2), legs(places(1), places(2)))
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda where, **options: connect(where, **(options | {"timeout": 0})))
    with closing(connect(path, isolation_level=None)) as base:
        base.execute("BEGIN EXCLUSIVE")
        cache.keep(CAR, places(1), places(3), legs(places(1), places(3)))
        base.execute("ROLLBACK")

    assert cache.legs(CAR, places(1, 2, 3)).tenths[0].tolist() == [0, 1003, UNKNOWN]


@pytest.mark.parametrize("where", ["a file", "nowhere"])
def test_without_a_file_nothing_is_known_and_nothing_breaks(where: str, tmp_path: Path) -> None:
    """A read-only installation could not plan."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = LegsCache(None if where == "nowhere" else tmp_path / "file" / "legs.sqlite")

    cache.keep(CAR, places(1), places(2), legs(places(1), places(2)))
    cache.keep_ways(CAR, [((1, 1), (2, 2))], ["way"])

    assert cache.legs(CAR, places(1, 2)).tenths.tolist() == [[0, UNKNOWN], [UNKNOWN, 0]]
    assert cache.ways(CAR, [((1, 1), (2, 2))]) == [None]


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    """Two dispatchers who plan at once would overwrite each other's rows, and ask the server for ever."""
    path = tmp_path / "legs.sqlite"

    def write(k: int) -> None:
        LegsCache(path).keep(CAR, places(0, k), places(0, k), legs(places(0, k), places(0, k)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(1, 25)))

    found = LegsCache(path).legs(CAR, places(*range(25)))
    assert (found.tenths[0] != UNKNOWN).all()
    assert (found.tenths[:, 0] != UNKNOWN).all()


def test_a_writer_killed_in_the_middle_leaves_a_whole_file(tmp_path: Path) -> None:
    """A crash would leave half a row, and every later plan would be timed by it."""
    path = tmp_path / "legs.sqlite"
    LegsCache(path).keep(CAR, places(1, 2), places(1, 2), legs(places(1, 2), places(1, 2)))
    code = f"""
import os, numpy as np
from pathlib import Path
from scheduler.travel import legs_cache
from scheduler.travel.engine import Legs, Profile
written = []
def dying(*given):
    written.append(given)
    if len(written) == 4:
        os._exit(9)
    return b"half a row"
legs_cache._with = dying
key = legs_cache.MapKey(engine="osrm", version="1", profile=Profile.CAR)
table = np.ones((3, 3), dtype=np.int32)
spots = [(1, -1), (2, -2), (3, -3)]
legs_cache.LegsCache(Path({str(path)!r})).keep(key, spots, spots, Legs(tenths=table, metres=table))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 9

    found = LegsCache(path).legs(CAR, places(1, 2, 3)).tenths.tolist()

    assert found == [[0, 1003, UNKNOWN], [2002, 0, UNKNOWN], [UNKNOWN, UNKNOWN, 0]]
