"""Roads of a town that the office keeps: they come with its files, or are built for what is in the database."""

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from scheduler.bootstrap import open_office, travel_for
from scheduler.domain.errors import TravelError
from scheduler.domain.ids import TownId
from scheduler.domain.roster import TravelMode
from scheduler.services.facts import town_head
from scheduler.services.ports import TravelPoint
from scheduler.settings import load_settings
from scheduler.travel.engine import Profile
from scheduler.travel.network.bringing import bring
from scheduler.travel.network.installed import Roads
from scheduler.travel.osrm import OsrmEngine
from tests.cli.conftest import ROOT, Done, run_dojazd
from tests.travel.extracts import CHELM, moved_extract, small_extract

FILES = ROOT / "fixtures" / "towns" / "chelm"
HEAVY = "car/n.osrm.geometry"
"""A file without which no engine starts."""


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract that covers the demo town Chełm."""
    return moved_extract(tmp_path_factory.mktemp("kept-extract") / "chelm.osm.pbf", CHELM)


@pytest.fixture(scope="module")
def built(extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of Chełm with its roads; not to be changed."""
    home = Path(shutil.copytree(FILES, tmp_path_factory.mktemp("kept-town") / "chelm"))
    done = run_dojazd("roads", "build", extract, "--town", home)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def town(built: Path, tmp_path: Path) -> Path:
    """A copy of them."""
    return Path(shutil.copytree(built, tmp_path / "files"))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the office will look for the roads of the town in a data folder of this test."""
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "towns" / "chelm"


def imported(town: Path) -> Done:
    return run_dojazd("import", town, "--lang", "en")


def network_files(home: Path) -> dict[str, bytes]:
    folder = Roads(home).folder / Roads(home).in_force()
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def towns_kept() -> list[str]:
    with open_office(load_settings()) as store:
        return list(store.towns())


def test_a_towns_roads_come_with_it(town: Path, kept: Path) -> None:
    """The office would estimate every drive of a town whose map was built for it."""
    done = imported(town)

    assert done.returncode == 0, done.stderr
    assert f"Its road network {Roads(town).in_force()} (of chelm.osm.pbf) is in place" in done.stdout
    assert Roads(kept).current() == Roads(town).current()
    assert network_files(kept) == network_files(town)
    assert "detours-car.bin" in network_files(kept)
    with open_office(load_settings()) as store, store.reading(TownId("chelm")) as unit:
        homes = [place.entrances[0].point for place in unit.places.all().values() if not place.public][:2]
        times = travel_for(town_head(unit), kept).matrix([TravelPoint(point=one) for one in homes], TravelMode.CAR)
    assert (times.engine, times.version, times.notes) == ("osrm", Roads(town).in_force(), ())
    status = run_dojazd("roads", "status", "--town", "chelm", "--lang", "en")
    assert "66 of 67 places lie by connected roads" in status.stdout, status.stderr


def test_a_town_without_roads_says_how_to_build_them(kept: Path) -> None:
    """Nobody would notice until the first bus is late that the office's times are estimates."""
    done = imported(FILES)

    assert done.returncode == 0, done.stderr
    assert "travel times are estimates: dojazd roads build EXTRACT.osm.pbf --town chelm" in done.stdout
    assert not kept.exists()


def test_roads_are_built_for_a_town_that_is_only_kept(extract: Path, tmp_path: Path, kept: Path) -> None:
    """What the import tells people to type would ask for files that the office has not."""
    assert imported(FILES).returncode == 0
    done = run_dojazd("roads", "build", extract, "--town", "chelm", "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "66 of 67 places lie by connected roads" in done.stdout
    assert Roads(kept).current().extract == "chelm.osm.pbf"
    before = Roads(kept).in_force()
    elsewhere = run_dojazd("roads", "build", small_extract(tmp_path / "few.osm.pbf"), "--town", "chelm")
    assert elsewhere.returncode == 2
    assert "reaches only 0 of the town's 67 places" in elsewhere.stderr
    assert Roads(kept).in_force() == before


def test_an_unknown_town_is_none_of_the_database(kept: Path) -> None:
    """A slip of the finger would build a map for nobody."""
    assert imported(FILES).returncode == 0
    done = run_dojazd("roads", "status", "--town", "chelmno")

    assert done.returncode == 2
    assert "nor a town kept" in done.stderr
    assert not kept.with_name("chelmno").exists()


@pytest.mark.parametrize("harm", ["missing", "cut", "link"])
def test_damaged_roads_do_not_come_into_force(town: Path, kept: Path, tmp_path: Path, harm: str) -> None:
    """The office would ask half a map, or keep any file of its computer that somebody's town points to."""
    path = Roads(town).folder / Roads(town).in_force() / HEAVY
    secret = tmp_path / "secret"
    shutil.copy(path, secret)
    path.unlink()
    if harm == "cut":
        path.write_bytes(secret.read_bytes()[:-1])
    if harm == "link":
        path.symlink_to(secret)
    done = imported(town)

    assert done.returncode == 2
    assert "the town is kept, but without its road network" in done.stderr
    assert "dojazd roads build EXTRACT.osm.pbf --town chelm" in done.stderr
    assert towns_kept() == ["chelm"]
    assert not Roads(kept).exists
    assert not list((tmp_path / "data").rglob("n.osrm.geometry"))


def test_a_town_that_is_kept_already_keeps_its_roads(town: Path, kept: Path) -> None:
    """An import that was refused would have put another town's map into force."""
    assert imported(FILES).returncode == 0
    done = imported(town)

    assert done.returncode == 2
    assert "kept already" in done.stderr
    assert not kept.exists()


def test_nothing_is_copied_while_somebody_builds(built: Path, tmp_path: Path) -> None:
    """Two that write at once would leave a map made of both."""
    roads = Roads(tmp_path)
    roads.folder.mkdir()
    with FileLock(roads.folder / "lock"), pytest.raises(TravelError, match="another build"):
        bring(built, tmp_path)
    assert not roads.exists
    bring(built, tmp_path)
    assert OsrmEngine(tmp_path).version(Profile.CAR) == Roads(built).in_force()


def test_what_was_in_force_stays_there_as_the_one_before(built: Path, tmp_path: Path) -> None:
    """Plans that were made with the map before would not verify any more."""
    old = Roads(built).in_force()
    bring(built, tmp_path)
    newer = Path(shutil.copytree(built, tmp_path / "newer"))
    renamed(newer, old, f"{'0' * 12}-{old.partition('-')[2]}")
    bring(newer, tmp_path)

    assert (Roads(tmp_path).in_force(), Roads(tmp_path).before()) == (Roads(newer).in_force(), old)
    assert OsrmEngine(tmp_path, version=old).version(Profile.CAR) == old
    assert {path.name for path in Roads(tmp_path).folder.iterdir()} <= {old, Roads(newer).in_force(), "current", "lock"}


def renamed(home: Path, old: str, new: str) -> None:
    """Give a network another version, as if it were built from another extract."""
    folder = Roads(home).folder
    (folder / old).rename(folder / new)
    for path in (folder / new / "network.json", folder / "current"):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_copy_that_cannot_be_written_says_so(built: Path, tmp_path: Path) -> None:
    """A page of Python would stand where a sentence belongs."""
    (tmp_path / "roads").write_text("in the way", encoding="utf-8")
    with pytest.raises(TravelError, match="could not be copied"):
        bring(built, tmp_path)
