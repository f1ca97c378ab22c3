"""The file of cached legs knows which map is in force, and keeps it when others have to go."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from scheduler.travel.engine import Legs, Profile
from scheduler.travel.legs_cache import UNKNOWN, LegsCache, MapKey

CAR = MapKey(engine="osrm", version="1", profile=Profile.CAR)
A, B = (1, -1), (2, -2)
LEG = Legs(tenths=np.array([[1003]], dtype=np.int32), metres=np.array([[2006]], dtype=np.int32))


def at_version(version: int) -> MapKey:
    return MapKey(engine="osrm", version=str(version), profile=Profile.CAR)


def ask(cache: LegsCache, version: int) -> None:
    cache.keep(at_version(version), [A], [B], LEG)


def kept_versions(cache: LegsCache, most: int = 20) -> list[int]:
    return [k for k in range(most) if cache.legs(at_version(k), [A, B]).tenths[0, 1] != UNKNOWN]


def test_the_newest_map_is_the_one_in_force(tmp_path: Path) -> None:
    """After somebody verified an old plan, the morning the map fails would be driven on the old map."""
    cache = LegsCache(tmp_path / "legs.sqlite")
    cache.in_force(at_version(5))
    ask(cache, 5)
    ask(cache, 3)  # an old plan is verified
    assert cache.newest(CAR) == "5"

    cache.in_force(at_version(4))  # somebody goes back to an older map
    assert cache.newest(CAR) == "5"  # of which nothing is known yet
    ask(cache, 4)
    assert cache.newest(CAR) == "4"
    cache.in_force(at_version(5))
    assert cache.newest(CAR) == "5"


def test_kinds_of_maps_do_not_mix(tmp_path: Path) -> None:
    """Whoever walks would be told the times of another engine's map."""
    cache = LegsCache(tmp_path / "legs.sqlite")
    foot = MapKey(engine="osrm", version="7", profile=Profile.FOOT)
    for key in (at_version(1), foot):
        cache.in_force(key)
        cache.keep(key, [A], [B], LEG)
    cache.in_force(at_version(2))
    ask(cache, 2)

    assert (cache.newest(CAR), cache.newest(foot)) == ("2", "7")
    assert cache.newest(MapKey(engine="other", version="", profile=Profile.CAR)) is None


def test_the_map_in_force_outlasts_those_of_old_plans(tmp_path: Path) -> None:
    """An auditor who verifies a year of plans would make the next plan ask for everything anew."""
    cache = LegsCache(tmp_path / "legs.sqlite")
    for version in (8, 9):
        cache.in_force(at_version(version))
        ask(cache, version)
    for version in range(7):
        ask(cache, version)
        assert kept_versions(cache) == [version, 8, 9]  # what was just asked for is kept too

    cache.in_force(at_version(10))
    ask(cache, 10)
    assert kept_versions(cache) == [8, 9, 10]


def test_noting_the_same_map_again_writes_nothing(tmp_path: Path) -> None:
    """Every plan would wait for the disk, and for whoever else is writing."""
    path = tmp_path / "legs.sqlite"
    LegsCache(path).in_force(CAR)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        before = base.execute("PRAGMA data_version").fetchone()

        LegsCache(path).in_force(CAR)

        assert base.execute("PRAGMA data_version").fetchone() == before


def test_a_file_made_anew_is_told_again_which_map_is_in_force(tmp_path: Path) -> None:
    """After a bad sector a verified old plan would count as the town's map, in a program that goes on running."""
    path = tmp_path / "legs.sqlite"
    cache = LegsCache(path)
    cache.in_force(at_version(5))
    path.write_bytes(b"rubbish" * 1000)
    assert cache.newest(CAR) is None

    cache.in_force(at_version(5))
    ask(cache, 5)
    ask(cache, 3)

    assert cache.newest(CAR) == "5"
