"""`dojazd roads build` looks whether the extract is of this town before it is used."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.travel.network.installed import Roads
from tests.cli.conftest import ROOT, run_dojazd
from tests.travel.extracts import CHELM, helsinki_extract, moved_extract

FILES = ROOT / "fixtures" / "towns" / "chelm"


@pytest.fixture
def town(helsinki_home: Path, tmp_path: Path) -> Path:
    """Chełm, with a network in force that is not to be lost."""
    home = Path(shutil.copytree(FILES, tmp_path / "chelm"))
    version = Roads(helsinki_home).in_force()
    shutil.copytree(helsinki_home / "roads" / version, home / "roads" / version)
    Roads(home).put_in_force(version)
    return home


def test_the_map_of_another_town_is_not_put_in_force(town: Path, tmp_path: Path) -> None:
    """Whoever names the wrong extract would break every plan from then on, and be told that all is well."""
    far = moved_extract(tmp_path / "far.osm.pbf", replace(CHELM, south=53.0, north=53.1))
    before = Roads(town).in_force()

    done = run_dojazd("roads", "build", far, "--town", town, "--lang", "en")

    assert done.returncode == 2
    assert "far.osm.pbf reaches only 0 of the town's 67 places" in done.stderr
    assert "--anyway" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert Roads(town).in_force() == before
    assert {path.name for path in (town / "roads").iterdir() if path.is_dir()} == {before}


def test_a_network_in_force_that_is_of_another_town_stays_installed(town: Path) -> None:
    """A town with no roads that fit would have none at all after somebody built them once more."""
    before = Roads(town).current()

    done = run_dojazd("roads", "build", helsinki_extract(), "--town", town, "--lang", "en")

    assert done.returncode == 2
    assert Roads(town).current() == before


def test_a_map_that_reaches_few_is_used_if_somebody_insists(town: Path, tmp_path: Path) -> None:
    """A town whose coordinates are mended next week could not build its map today."""
    before = Roads(town).in_force()
    far = moved_extract(tmp_path / "far.osm.pbf", replace(CHELM, south=53.0, north=53.1))

    done = run_dojazd("roads", "build", far, "--town", town, "--anyway", "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "0 of 67 places lie by connected roads" in done.stdout
    assert Roads(town).before() == before != Roads(town).in_force()


@pytest.mark.parametrize(("west", "code"), [(23.43, 0), (23.47, 2)])
def test_half_of_the_places_is_enough(west: float, code: int, tmp_path: Path) -> None:
    """A town that begins with the map of its centre would be refused it."""
    home = Path(shutil.copytree(FILES, tmp_path / "town"))
    extract = moved_extract(tmp_path / "part.osm.pbf", replace(CHELM, west=west, east=west + 0.06))

    done = run_dojazd("roads", "build", extract, "--town", home, "--lang", "en")

    told = re.search(r"(\d+) of (?:the town's )?67 places", done.stdout + done.stderr)
    assert told is not None
    assert (done.returncode, int(told[1]) >= 34) == (code, code == 0)


def test_estimates_are_fitted_to_the_new_map_before_it_is_used(tmp_path: Path) -> None:
    """Between the switch and the fit a plan of estimates would be one of the plain great circle."""
    home = Path(shutil.copytree(FILES, tmp_path / "town"))
    extract = moved_extract(tmp_path / "chelm.osm.pbf", CHELM)

    done = run_dojazd("roads", "build", extract, "--town", home, "--lang", "en")

    assert done.returncode == 0, done.stderr
    switched = (home / "roads" / "current").stat().st_mtime_ns
    fitted = list((home / "roads").glob("*/detours-*.bin"))
    assert len(fitted) == 3
    assert all(path.stat().st_mtime_ns <= switched for path in fitted)
