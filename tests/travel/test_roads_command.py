"""`dojazd roads` and a day planned on its times, as people type it."""

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import polyline
import pytest
from geopy.distance import great_circle

from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town
from tests.cli.conftest import ROOT, Done, run_dojazd
from tests.travel.extracts import CHELM, moved_extract

DAY = "2026-11-24"
"""On which somebody wants to go to the next town."""
EFFORT = ("--effort", 1, "--seed", 1, "--lang", "en")


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract that covers the demo town Chełm."""
    return moved_extract(tmp_path_factory.mktemp("extract") / "chelm.osm.pbf", CHELM)


@pytest.fixture(scope="module")
def town(extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chełm with a road map of its own."""
    home = Path(shutil.copytree(ROOT / "fixtures" / "towns" / "chelm", tmp_path_factory.mktemp("town") / "chelm"))
    assert run_dojazd("roads", "build", extract, "--town", home).returncode == 0
    return home


@pytest.fixture(scope="module")
def planned(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of it."""
    out = tmp_path_factory.mktemp("planned") / "out"
    done = run_dojazd("plan", town, "--date", DAY, *EFFORT, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def document(folder: Path) -> Any:
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def planned_at(home: Path) -> tuple[Done, Any]:
    done = run_dojazd("plan", home, "--date", DAY, *EFFORT, "--json")
    return done, json.loads(done.stdout or "null")


def test_a_build_tells_what_it_took_and_who_is_not_reached(extract: Path, town: Path, tmp_path: Path) -> None:
    """The town would learn on the first morning that a place is off the map."""
    home = shutil.copytree(town, tmp_path / "town")
    done = run_dojazd("roads", "build", extract, "--town", home, "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert [line.split(" ")[0] for line in done.stdout.splitlines()[:9]] == [f"{k}/9" for k in range(1, 10)]
    built = r"Network [0-9a-f]{12}-\S+ built in [\d.,]+ s, [\d.,]+ MB on disk, ([\d,]+|\?) MB of memory"
    assert re.search(built, done.stdout)
    assert "66 of 67 places lie by connected roads" in done.stdout
    assert "Szpital w Krasnymstawie (krasnystaw): 22,623 m from the nearest road" in done.stdout
    errors = re.findall(r"case the map fails \(.*\): error (\S+) %, (\S+) % without", done.stdout)
    assert len(errors) == 3
    assert all(float(fitted) < float(plain) for fitted, plain in errors)


def test_a_plan_of_estimates_verifies_too(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan made on the morning the map failed would be called broken as soon as the map is mended."""
    monkeypatch.setenv("DOJAZD_TRAVEL", "straight")
    assert run_dojazd("plan", town, "--date", DAY, *EFFORT, "--out", tmp_path / "out").returncode == 0
    monkeypatch.delenv("DOJAZD_TRAVEL")

    done = run_dojazd("verify", town, tmp_path / "out", "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_town_says_which_map_is_in_force(town: Path) -> None:
    """Nobody could tell whether the new map is in use."""
    done = run_dojazd("roads", "status", "--town", town, "--lang", "pl")

    assert re.match(r"osrm [0-9a-f]{12}-", done.stdout)
    assert "66 z 67" in done.stdout


def test_a_town_without_files_can_have_roads(extract: Path, tmp_path: Path) -> None:
    """The map could only be built after the last table is filled in."""
    done = run_dojazd("roads", "build", extract, "--town", tmp_path, "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "files cannot be read yet" in done.stdout
    assert "  clients.csv: is missing" in done.stdout


def test_a_town_of_the_store_is_named_by_its_id(extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the server would have to know where it keeps its towns."""
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path))
    (tmp_path / "towns" / "chelm").mkdir(parents=True)

    done = run_dojazd("roads", "build", extract, "--town", "chelm")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "towns" / "chelm" / "roads" / "current").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("build", "nothing.osm.pbf"), "does not exist"),
        (("build", __file__), "is not called .osm.pbf"),
        (("calibrate", "nothing.csv"), "is missing"),
        (("calibrate", "nothing.csv", "--bands", "9-6"), "is no band of hours"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(words: tuple[str, ...], told: str, town: Path) -> None:
    """A page of Python would stand where a sentence belongs."""
    done = run_dojazd("roads", *words, "--town", town)

    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["nowhere", "nowhere.xlsx", "x" * 300, "x" * 300 + ".xlsx", "a\0b"])
def test_an_unknown_town_is_told_where_it_was_looked_for(name: str) -> None:
    """Somebody in the wrong folder would not know what is wrong."""
    done = run_dojazd("roads", "status", "--town", name)

    assert done.returncode == 2
    assert "nor a town kept" in done.stderr
    assert "x" * 61 not in done.stderr


def test_a_town_may_be_a_workbook_of_any_name(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A town that `dojazd check` reads would not be there for its own map."""
    write_town(read_town(town), tmp_path, as_workbook=True)
    (tmp_path / "town.xlsx").rename(tmp_path / "Chelm.xlsx")
    shutil.copytree(town / "roads", tmp_path / "roads", symlinks=True)
    monkeypatch.chdir(tmp_path)
    log = log_of(tmp_path, 40)

    status = run_dojazd("roads", "status", "--town", "Chelm.xlsx", "--lang", "en")
    done = run_dojazd("roads", "calibrate", log, "--town", "Chelm.xlsx", "--bands", "6-9", "--write", "--lang", "en")

    assert "66 of 67" in status.stdout, status.stdout + status.stderr
    assert done.returncode == 0, done.stderr
    assert "times of osrm " in done.stdout
    assert "[[policy.speed_bands]]" in (tmp_path / "town.toml").read_text(encoding="utf-8")


def test_a_town_without_a_map_says_how_to_get_one(tmp_path: Path) -> None:
    """The command would fail without a way out."""
    done = run_dojazd("roads", "status", "--town", tmp_path)

    assert done.returncode == 2
    assert "dojazd roads build" in done.stderr


def test_the_plan_rests_on_the_roads_and_says_so(planned: Path) -> None:
    """Nobody could tell a plan of roads from a plan of straight lines."""
    plan = document(planned)["plan"]

    assert re.fullmatch(r"osrm [0-9a-f]{12}-\S+", plan["travel_engine"])
    assert any("Krasnymstawie" in note["en"] for note in plan["travel_notes"])
    assert {source["mode"] for source in plan["travel"]} == {"car", "van"}
    assert {source["engine"] for source in plan["travel"]} == {"osrm"}
    assert "Krasnymstawie" in (planned / "overview.html").read_text(encoding="utf-8")


def test_the_map_follows_the_roads_and_names_whose_they_are(planned: Path) -> None:
    """The map would show lines through houses, or break the licence of OpenStreetMap."""
    view, page = document(planned)["view"], (planned / "overview.html").read_text(encoding="utf-8")

    assert "© OpenStreetMap contributors" in page
    assert "Lines follow the roads" in page
    for crew in view["itineraries"]:
        assert len(crew["ways"]) == len(crew["stops"]) + 1
        tracks = [json.loads(path.read_text(encoding="utf-8")) for path in (planned / "maps").glob("*.geojson")]
        track = next(one for one in tracks if one["features"][0]["properties"]["name"] == crew["name"])
        drawn = [tuple(position) for position in track["features"][0]["geometry"]["coordinates"]]
        for way in crew["ways"]:
            points = [(lon, lat) for lat, lon in polyline.decode(way)]
            assert any(drawn[k : k + len(points)] == points for k in range(len(drawn)))
    assert max(len(polyline.decode(way)) for crew in view["itineraries"] for way in crew["ways"]) > 10


def test_sheets_show_road_kilometres(planned: Path) -> None:
    """The grant would be settled with kilometres nobody drove."""
    for route in document(planned)["plan"]["routes"]:
        drawn = [polyline.decode(way) for way in route["ways"]]
        for way, stop in zip(drawn, route["stops"], strict=False):
            if len(way) > 2:  # not one that is estimated
                assert stop["travel_m"] >= 0.9 * length_m(way)


def length_m(way: list[tuple[float, float]]) -> float:
    return float(sum(great_circle(a, b).m for a, b in pairwise(way)))


def test_a_plan_on_roads_verifies(town: Path, planned: Path) -> None:
    """Every plan on real roads would be called broken."""
    done = run_dojazd("verify", town, planned, "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_plan_is_not_measured_with_other_times_than_its_own(
    town: Path, planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the map is gone every stop of a good plan would be called a lie."""
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    home = shutil.copytree(town, tmp_path / "town")
    shutil.rmtree(home / "roads")

    done = run_dojazd("verify", home, planned, "--lang", "en")

    assert done.returncode == 2
    assert "not installed" in done.stderr


def test_a_plan_of_an_unknown_engine_is_not_measured(town: Path, planned: Path, tmp_path: Path) -> None:
    """Every stop of another office's plan would be called a lie."""
    told = document(planned)
    told["plan"]["travel"][0]["engine"] = "abacus"
    (tmp_path / "plan.json").write_text(json.dumps(told), encoding="utf-8")

    done = run_dojazd("verify", town, tmp_path, "--lang", "en")

    assert done.returncode == 2
    assert "is unknown here" in done.stderr
    assert "abacus" in done.stderr


def test_an_old_plan_verifies_after_a_new_map(town: Path, planned: Path, tmp_path: Path) -> None:
    """With each new map all plans that are under way would become unverifiable."""
    home = Path(shutil.copytree(town, tmp_path / "town"))
    other = moved_extract(tmp_path / "other.osm.pbf", CHELM, shift=0.002)
    assert run_dojazd("roads", "build", other, "--town", home).returncode == 0

    done = run_dojazd("verify", home, planned, "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr


def test_explaining_uses_the_times_of_the_plan(town: Path, planned: Path) -> None:
    """A reason would speak of a travel time that the plan does not have."""
    done = run_dojazd("explain", town, planned, "N-09", "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "N-09" in done.stdout


def test_a_map_that_is_gone_answers_what_it_was_asked_before(town: Path, planned: Path, tmp_path: Path) -> None:
    """A day that was planned yesterday could not be planned again on the morning the disk fails."""
    home = shutil.copytree(town, tmp_path / "town")
    next((home / "roads").rglob("car/n.osrm.geometry")).unlink()

    _, told = planned_at(home)

    assert told["travel"] == document(planned)["plan"]["travel_engine"]
    assert any("told them before" in note["en"] and "damaged" in note["en"] for note in told["travel_notes"])


def test_a_damaged_map_falls_back_and_tells_the_dispatcher(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the morning the disk fails there would be no plan, or one on straight lines that looks like any other."""
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    home = shutil.copytree(town, tmp_path / "town")
    next((home / "roads").rglob("n.osrm.geometry")).unlink()
    for path in (home / "roads").rglob("n.osrm.geometry"):
        path.unlink()

    done, told = planned_at(home)

    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"straight [0-9a-f]{12}-\S+ [0-9a-f]{8}", told["travel"])  # with the map's detours
    assert any("damaged" in note["en"] and "osrm" in note["en"] for note in told["travel_notes"])
    shown = run_dojazd("plan", home, "--date", DAY, *EFFORT)
    assert "Travel times: by car from straight, because osrm has a damaged road map (" in shown.stdout


def test_a_town_without_a_map_is_told_so(tmp_path: Path) -> None:
    """Nobody would learn that there is something better than straight lines."""
    home = shutil.copytree(ROOT / "fixtures" / "towns" / "chelm", tmp_path / "town")

    _, told = planned_at(home)

    assert told["travel"] == "straight"
    assert ["no road map yet" in note["en"] for note in told["travel_notes"]] == [True]


def test_straight_can_be_chosen_and_is_no_failure(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A town that wants the old times back could not have them, or would be warned each day."""
    monkeypatch.setenv("DOJAZD_TRAVEL", "straight")

    _, told = planned_at(town)

    assert told["travel"].startswith("straight")
    assert told["travel_notes"] == []


def test_a_wrong_coordinate_is_named_and_nothing_is_planned(town: Path, tmp_path: Path) -> None:
    """A slip of a digit would send the bus to a meadow, or to the next road 20 km away."""
    home = Path(shutil.copytree(town, tmp_path / "town"))
    places = (home / "places.csv").read_text(encoding="utf-8")
    (home / "places.csv").write_text(places.replace("51.1265,23.46313", "51.0265,23.46313"), encoding="utf-8")

    done, _ = planned_at(home)

    assert done.returncode == 2
    assert "Dzienny Dom Senior+ (senior)" in done.stderr
    assert "from the nearest road" in done.stderr


def test_drives_set_the_speed_of_the_rush(town: Path, tmp_path: Path) -> None:
    """What drivers know about the morning would never reach the plan."""
    home = Path(shutil.copytree(town, tmp_path / "town"))
    done = run_dojazd(
        "roads", "calibrate", log_of(tmp_path, 40), "--town", home, "--bands", "6-9,9-15", "--write", "--lang", "en"
    )

    assert done.returncode == 0, done.stderr
    assert "drives used: 40" in done.stdout
    assert "as before, too few drives: 0" in done.stdout
    toml = (home / "town.toml").read_text(encoding="utf-8")
    assert re.search(r"start_h = 6\nend_h = 9\nspeed_percent = [2-9]\d", toml)
    assert run_dojazd("check", home).returncode == 0


def log_of(folder: Path, count: int) -> Path:
    rows = [f"2026-11-23,07:{k:02},07:{k + 9:02},cus,senior" for k in range(count)]
    (folder / "drives.csv").write_text("\n".join(["date,left,arrived,from,to", *rows]), encoding="utf-8")
    return folder / "drives.csv"


def test_nothing_is_written_where_nothing_was_fitted(town: Path, tmp_path: Path) -> None:
    """Three drives would rewrite a town's file, or the office would believe they had."""
    home = Path(shutil.copytree(town, tmp_path / "town"))
    before = (home / "town.toml").read_bytes()

    done = run_dojazd("roads", "calibrate", log_of(tmp_path, 3), "--town", home, "--write", "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "No band has drives enough" in done.stdout
    assert "Written" not in done.stdout
    assert (home / "town.toml").read_bytes() == before


def test_speeds_are_not_written_on_the_day_the_map_fails(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The town would plan for months with speeds that were fitted to straight lines."""
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    home = Path(shutil.copytree(town, tmp_path / "town"))
    before = (home / "town.toml").read_bytes()
    for path in (home / "roads").rglob("n.osrm.geometry"):
        path.unlink()
    words = ("roads", "calibrate", log_of(tmp_path, 40), "--town", home, "--bands", "6-9", "--lang", "en")

    told, refused = run_dojazd(*words), run_dojazd(*words, "--write")

    assert told.returncode == 0, told.stderr
    assert re.search(r"note: .*damaged", told.stdout)
    assert "times of straight" in told.stdout
    assert refused.returncode == 2
    assert "does not take the times of a stand-in" in refused.stderr
    assert (home / "town.toml").read_bytes() == before
