"""A town that points at a server of its own, from its settings to the plan; the server is OSRM's own program."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.travel.engine import Profile
from scheduler.travel.network.installed import Roads
from tests.cli.conftest import ROOT, run_dojazd
from tests.travel.extracts import CHELM, moved_extract
from tests.travel.local_servers import free_port, installed, running

DAY = "2026-11-24"
EFFORT = ("--effort", 1, "--seed", 1, "--lang", "en")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chełm with a road map of its own."""
    folder = tmp_path_factory.mktemp("served")
    home = Path(shutil.copytree(ROOT / "fixtures" / "towns" / "chelm", folder / "chelm"))
    extract = moved_extract(folder / "chelm.osm.pbf", CHELM)
    assert run_dojazd("roads", "build", extract, "--town", home).returncode == 0
    return home


@pytest.fixture(scope="module")
def server(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An OSRM server with the same map."""
    roads, port = Roads(town), free_port()
    data = roads.data(roads.current(), Profile.CAR)
    words: list[str | Path] = [installed("osrm") / "bin" / "osrm-routed", "-i", "127.0.0.1", "-p", str(port), data]
    with running(words, f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("log") / "routed.log") as url:
        yield url


@pytest.fixture
def asked(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Settings that name the server, and a cache of the test's own."""
    monkeypatch.setenv("DOJAZD_OSRM_URL", server)
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    return server


def test_a_plan_on_a_server_is_the_plan_on_the_same_map(
    town: Path, asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever moves from the built-in map to a server would get other plans."""
    bare = shutil.copytree(town, tmp_path / "bare", ignore=shutil.ignore_patterns("roads"))
    served = run_dojazd("plan", bare, "--date", DAY, *EFFORT, "--out", tmp_path / "served")
    assert served.returncode == 0, served.stderr
    plan = json.loads((tmp_path / "served" / "plan.json").read_text(encoding="utf-8"))["plan"]
    assert re.fullmatch(r"osrm_http \d{4}-\d\d-\d\d 127\.0\.0\.1:\d+", plan["travel_engine"])

    monkeypatch.delenv("DOJAZD_OSRM_URL")
    local = run_dojazd("plan", town, "--date", DAY, *EFFORT, "--out", tmp_path / "local")

    assert local.returncode == 0, local.stderr
    other = json.loads((tmp_path / "local" / "plan.json").read_text(encoding="utf-8"))["plan"]
    assert other["travel_engine"].startswith("osrm ")
    assert plan["routes"] == other["routes"]


def test_a_plan_on_a_server_verifies_when_the_server_is_gone(
    town: Path, asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A complaint of last week could not be looked into once the server has a new map."""
    bare = shutil.copytree(town, tmp_path / "bare", ignore=shutil.ignore_patterns("roads"))
    assert run_dojazd("plan", bare, "--date", "2026-11-23", *EFFORT, "--out", tmp_path / "out").returncode == 0
    monkeypatch.setenv("DOJAZD_OSRM_URL", f"http://127.0.0.1:{free_port()}")

    done = run_dojazd("verify", bare, tmp_path / "out", "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_server_that_is_down_is_told_and_the_towns_own_map_stands_in(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office would wait for the county's server, with the town's own map on its disk."""
    monkeypatch.setenv("DOJAZD_OSRM_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))

    done = run_dojazd("plan", town, "--date", DAY, *EFFORT, "--json")
    told = json.loads(done.stdout)

    assert told["travel"].startswith("osrm ")
    assert any("osrm_http did not answer" in note["en"] for note in told["travel_notes"])


def test_valhalla_without_an_address_is_a_slip_of_the_settings(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator would see straight lines, and no reason."""
    monkeypatch.setenv("DOJAZD_TRAVEL", "valhalla_http,straight")

    done = run_dojazd("plan", town, "--date", DAY, *EFFORT, "--json")

    assert done.returncode == 2
    assert "DOJAZD_VALHALLA_URL is not set" in done.stderr


def travel_by(mode: str, home: Path) -> None:
    """Let all who have no vehicle of the town's travel by another mode."""
    path = home / "shifts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["mode"] = row["mode"] if row["vehicle"] else mode
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_two_servers_for_two_ways_of_travelling_verify(
    town: Path, asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A town with bicycles has a server for each profile, and none of its plans could be verified."""
    home = Path(shutil.copytree(town, tmp_path / "bicycles"))
    travel_by("bicycle", home)
    roads, port = Roads(town), free_port()
    words: list[str | Path] = [installed("osrm") / "bin" / "osrm-routed", "-i", "127.0.0.1", "-p", str(port)]
    words.append(roads.data(roads.current(), Profile.BICYCLE))
    shutil.rmtree(home / "roads")
    with running(words, f"http://127.0.0.1:{port}", tmp_path / "routed.log") as bicycles:
        monkeypatch.setenv("DOJAZD_OSRM_URL_BICYCLE", bicycles)
        made = run_dojazd("plan", home, "--date", "2026-11-23", *EFFORT, "--out", tmp_path / "out")
        assert made.returncode == 0, made.stderr
        plan = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["plan"]
        versions = {source["mode"]: source["version"] for source in plan["travel"]}
        assert versions["car"] != versions["bicycle"]

        done = run_dojazd("verify", home, tmp_path / "out", "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_mode_whose_server_is_down_verifies_with_what_stood_in(
    town: Path, asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan that is half estimates could not be verified, because estimates always answer first."""
    bare = Path(shutil.copytree(town, tmp_path / "bare", ignore=shutil.ignore_patterns("roads")))
    travel_by("foot", bare)
    assert run_dojazd("plan", bare, "--date", "2026-11-23", *EFFORT, "--out", tmp_path / "out").returncode == 0
    plan = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["plan"]
    engines = {source["mode"]: source["engine"] for source in plan["travel"]}
    assert engines["car"] == "osrm_http"
    assert engines["foot"] == "straight"

    done = run_dojazd("verify", bare, tmp_path / "out", "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr
