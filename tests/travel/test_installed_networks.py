"""Installed networks: what their files say is believed only if it can be so, and the one before is not forgotten."""

import json
from pathlib import Path

import pytest

from scheduler.domain.errors import TravelError
from scheduler.travel.engine import Profile
from scheduler.travel.network.installed import Roads
from scheduler.travel.osrm import OsrmEngine
from tests.travel.fakes import at

ODD = {
    "a list": "[]",
    "a number": "3",
    "a word": '"schema"',
    "no files": '{"schema": 1, "version": "%s", "files": []}',
    "files as a word": '{"schema": 1, "version": "%s", "files": "n.osrm"}',
    "sizes without end": '{"schema": 1, "version": "%s", "engine": "", "extract": "", "sha256": "", '
    '"extract_bytes": 1e999, "profiles": [], "files": {}}',
    "too deep": "[" * 200_000,
    "half": '{"schema": 1, "version": "%s"',
    "another schema": '{"schema": 2, "version": "%s", "files": {}}',
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_manifest_is_damage(odd: str, copied_home: Path) -> None:
    """A disk error would end planning with a page of Python instead of falling back to estimates."""
    roads = Roads(copied_home)
    version = roads.in_force()
    (roads.folder / version / "network.json").write_text(odd.replace("%s", version), encoding="utf-8")

    with pytest.raises(TravelError, match=r"damaged .*; build it again"):
        OsrmEngine(copied_home).version(Profile.CAR)


def test_a_network_under_another_name_is_refused(copied_home: Path) -> None:
    """A folder copied by hand would answer for a map that it is not, and the cache would mix the two."""
    roads = Roads(copied_home)
    (roads.folder / roads.in_force()).rename(roads.folder / "other")

    with pytest.raises(TravelError, match="that of another network"):
        roads.network("other")


def test_a_profile_that_was_not_built_is_told(copied_home: Path) -> None:
    """A network of cars alone would say that it cannot be loaded, and nobody would know what it lacks."""
    roads = Roads(copied_home)
    path = roads.folder / roads.in_force() / "network.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"profiles": ["car"]}), encoding="utf-8")
    engine, points = OsrmEngine(copied_home), [at(60.17, 24.94), at(60.171, 24.945)]

    assert engine.legs(points, points, Profile.CAR).tenths.shape == (2, 2)
    with pytest.raises(TravelError, match="has no roads for foot"):
        engine.legs(points, points, Profile.FOOT)


def test_the_one_before_is_remembered(tmp_path: Path) -> None:
    """Building the same map twice would throw away the one that yesterday's plans were made with."""
    roads = Roads(tmp_path)
    roads.folder.mkdir()
    told = []
    for version in ("a", "b", "b", "c", "a"):
        roads.put_in_force(version)
        told.append((roads.in_force(), roads.before()))

    assert told == [("a", ""), ("b", "a"), ("b", "a"), ("c", "b"), ("a", "c")]
    assert [path.name for path in roads.folder.iterdir()] == ["current"]


@pytest.mark.parametrize(
    ("content", "version", "before"),
    [
        (b"1-2", "1-2", ""),
        (b"1-2\r\n0-2\r\n", "1-2", "0-2"),
        (b"1-2\n../../etc\n", "1-2", ""),
        (b"\n1-2\n", "", "1-2"),
        (b"\xff\xfe", "", ""),
    ],
)
def test_the_file_of_the_version_in_force_is_read_with_care(
    content: bytes, version: str, before: str, tmp_path: Path
) -> None:
    """A file that an older program wrote, or an editor touched, would take the town's roads away."""
    roads = Roads(tmp_path)
    roads.folder.mkdir()
    (roads.folder / "current").write_bytes(content)

    assert (roads.in_force(), roads.before()) == (version, before)


def test_what_cannot_be_put_in_force_leaves_nothing_behind(tmp_path: Path) -> None:
    """Each failed attempt would leave a file beside the town's networks."""
    roads = Roads(tmp_path)
    (roads.folder / "current").mkdir(parents=True)

    with pytest.raises(OSError, match="current"):
        roads.put_in_force("a")

    assert [path.name for path in roads.folder.iterdir()] == ["current"]
