"""OSRM in this process, on a real network: Helsinki's centre."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.errors import TravelError
from scheduler.domain.place import GeoPoint
from scheduler.services.ports import TravelPoint
from scheduler.travel import osrm as osrm_module
from scheduler.travel.coverage import coverage
from scheduler.travel.engine import NO_WAY, OffNetworkError, Profile
from scheduler.travel.great_circle import great_circle_m
from scheduler.travel.network.build import BuildReport, build
from scheduler.travel.network.installed import Roads
from scheduler.travel.osrm import OsrmEngine
from tests.travel.extracts import HELSINKI, small_extract
from tests.travel.fakes import at

STATION, CATHEDRAL, PARK = (
    at(60.1710, 24.9400, "station"),
    at(60.1690, 24.9505, "cathedral"),
    at(60.1670, 24.9460, "park"),
)
FAR = at(61.5, 25.0, "Tampere")
inside = st.builds(
    at,
    st.floats(HELSINKI.south + 0.002, HELSINKI.north - 0.002),
    st.floats(HELSINKI.west + 0.002, HELSINKI.east - 0.002),
)


@pytest.fixture(scope="module")
def engine(helsinki: object, tmp_path_factory: pytest.TempPathFactory) -> OsrmEngine:
    assert isinstance(helsinki, BuildReport)
    return OsrmEngine(helsinki.folder.parent.parent)


def apart_m(points: list[TravelPoint]) -> np.typing.NDArray[np.float64]:
    lat = np.radians([p.point.lat for p in points])
    return great_circle_m(lat, np.radians([p.point.lon for p in points]))


@pytest.mark.parametrize("profile", list(Profile))
def test_every_profile_answers(engine: OsrmEngine, profile: Profile) -> None:
    """Those who walk or cycle could not be planned at all."""
    legs = engine.legs([STATION, CATHEDRAL], [PARK], profile)

    assert legs.tenths.shape == legs.metres.shape == (2, 1)
    assert legs.tenths.dtype == legs.metres.dtype == np.int32
    assert (legs.metres > 200).all()


def test_walking_is_slower_than_driving(engine: OsrmEngine) -> None:
    """The profiles would have been mixed up in building."""
    car, bicycle, foot = (
        int(engine.legs([STATION], [CATHEDRAL], p).tenths[0, 0]) for p in (Profile.CAR, Profile.BICYCLE, Profile.FOOT)
    )

    assert car < foot
    assert bicycle < foot
    assert 1.0 < engine.legs([STATION], [CATHEDRAL], Profile.FOOT).metres[0, 0] / (foot / 10) < 1.6


@settings(max_examples=20)
@given(st.lists(inside, min_size=2, max_size=8))
def test_a_road_is_no_shorter_than_the_bird_flies(engine: OsrmEngine, points: list[TravelPoint]) -> None:
    """Latitude and longitude would have been swapped, or metres taken for something else."""
    legs = engine.legs(points, points, Profile.FOOT)

    reached = legs.metres >= 0
    # A leg begins and ends on the road, up to some 100 m from the door on either side.
    assert (legs.metres[reached] >= apart_m(points)[reached] - 250).all()
    assert (np.diag(legs.tenths) == 0).all()


def test_one_way_streets_are_one_way(engine: OsrmEngine) -> None:
    """The bus would be sent down a one-way street against the traffic."""
    grid = [at(60.166 + k / 1000, 24.938 + j / 1000 * 1.5) for k in range(0, 10, 2) for j in range(0, 9, 2)]

    metres = engine.legs(grid, grid, Profile.CAR).metres

    assert (metres != metres.T).any()


def test_blocks_of_origins_make_one_table(engine: OsrmEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hundred-and-first client of a day would get somebody else's times."""
    points = [at(60.166 + k / 2000, 24.938 + k / 3000) for k in range(15)]
    whole = engine.legs(points, points, Profile.CAR)
    monkeypatch.setattr(osrm_module, "ROWS_AT_ONCE", 4)

    parts = engine.legs(points, points, Profile.CAR)

    assert np.array_equal(whole.tenths, parts.tenths)
    assert np.array_equal(whole.metres, parts.metres)


def test_a_far_point_is_named_and_not_snapped(engine: OsrmEngine) -> None:
    """A client in another town would be planned at the edge of the map, 165 km from home."""
    for origins, destinations in (([STATION], [FAR]), ([FAR], [STATION]), ([STATION, FAR], [FAR])):
        with pytest.raises(OffNetworkError, match="Tampere") as caught:
            engine.legs(origins, destinations, Profile.CAR)
        assert [point.name for point, _ in caught.value.far] == ["Tampere"]
        assert caught.value.far[0][1] == pytest.approx(147_000, rel=0.03)


def test_how_near_is_near_is_the_towns_business(engine: OsrmEngine, helsinki_home: Path) -> None:
    """A farm with a long drive could never be served, or a wrong point would pass for one."""
    away = OsrmEngine(helsinki_home, within_m=2)

    with pytest.raises(OffNetworkError):
        away.legs([STATION], [CATHEDRAL], Profile.CAR)
    assert engine.legs([STATION], [CATHEDRAL], Profile.CAR).tenths[0, 0] > 0


def test_no_question_no_answer(engine: OsrmEngine) -> None:
    """A town without requests could not be planned."""
    assert engine.legs([], [STATION], Profile.CAR).tenths.shape == (0, 1)
    assert engine.lines([STATION], Profile.CAR) == ()


def test_lines_run_along_the_road_from_stop_to_stop(engine: OsrmEngine) -> None:
    """The map would show a straight line through the houses, or the legs in the wrong order."""
    stops = [STATION, CATHEDRAL, PARK, STATION]

    lines = engine.lines(stops, Profile.CAR)
    metres = engine.legs(stops, stops, Profile.CAR).metres

    assert len(lines) == 3
    for k, line in enumerate(lines):
        along = sum(apart_m([at(a.lat, a.lon), at(b.lat, b.lon)])[0, 1] for a, b in pairwise(line))
        assert along == pytest.approx(metres[k, k + 1], rel=0.05, abs=15)
        assert apart_m([at(line[0].lat, line[0].lon), stops[k]])[0, 1] < 100
        assert line[-1] == lines[k + 1][0] if k < 2 else True


def test_a_line_to_a_far_point_is_refused(engine: OsrmEngine) -> None:
    """The map would show a road that ends at the border for a place far beyond it."""
    with pytest.raises(TravelError, match="refused"):
        engine.lines([STATION, FAR], Profile.CAR)


def test_without_a_network_it_says_how_to_build_one(tmp_path: Path) -> None:
    """A newcomer would see a riddle about a missing file."""
    with pytest.raises(TravelError, match=r"dojazd roads build EXTRACT\.osm\.pbf --town"):
        OsrmEngine(tmp_path).legs([STATION], [PARK], Profile.CAR)


@pytest.mark.parametrize("harm", ["lost", "cut", "manifest", "pointer", "climbing"])
def test_a_damaged_network_is_refused(harm: str, copied_home: Path) -> None:
    """The engine would crash the whole program, or answer from half a file."""
    roads = Roads(copied_home)
    network = roads.current()
    file = roads.folder / network.version / "car" / "n.osrm.geometry"
    if harm == "lost":
        file.unlink()
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:1000])
    elif harm == "manifest":
        (roads.folder / network.version / "network.json").write_text('{"schema": 1}', encoding="utf-8")
    else:
        told = "none-such" if harm == "pointer" else "../../etc"
        (roads.folder / "current").write_text(told, encoding="utf-8")

    with pytest.raises(TravelError, match=r"damaged|not installed|no version"):
        OsrmEngine(copied_home).legs([STATION], [PARK], Profile.CAR)


def test_a_network_of_another_engine_is_not_loaded(copied_home: Path) -> None:
    """After an update the program would end without a word: old files make the engine abort."""
    roads = Roads(copied_home)
    path = roads.folder / roads.current().version / "network.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"engine": "5.27.0"}), encoding="utf-8")

    with pytest.raises(TravelError, match=r"built by OSRM 5\.27\.0"):
        OsrmEngine(copied_home).legs([STATION], [PARK], Profile.CAR)


def test_an_older_network_can_be_asked_for(copied_home: Path) -> None:
    """Yesterday's plan could not be verified after a new map came."""
    roads = Roads(copied_home)
    version = roads.current().version
    (roads.folder / "current").write_text("newer\n", encoding="utf-8")

    assert OsrmEngine(copied_home, version=version).legs([STATION], [PARK], Profile.CAR).tenths[0, 0] > 0


def test_a_new_network_is_noticed_by_a_program_that_runs(copied_home: Path) -> None:
    """The server would plan with the old map until somebody restarts it."""
    engine = OsrmEngine(copied_home)
    before = engine.version(Profile.CAR)
    assert engine.legs([STATION], [PARK], Profile.CAR).tenths[0, 0] > 0

    build(small_extract(copied_home / "few.osm.pbf"), copied_home)

    assert engine.version(Profile.CAR) != before
    assert engine.legs([STATION], [PARK], Profile.CAR).tenths[0, 0] == NO_WAY  # its few streets do not meet


def test_coverage_tells_who_is_not_reached(engine: OsrmEngine) -> None:
    """A town would learn on the first morning that its hospital is not on the map."""
    found = coverage(engine, [STATION, FAR, PARK], Profile.CAR)

    assert (found.doors, found.reached) == (3, 2)
    assert [point.name for point, _ in found.far] == ["Tampere"]


def test_points_of_a_line_are_on_the_globe(engine: OsrmEngine) -> None:
    """Six digits read as five would put the bus on the moon."""
    for point in engine.lines([STATION, PARK], Profile.FOOT)[0]:
        assert isinstance(point, GeoPoint)
        assert HELSINKI.south <= point.lat <= HELSINKI.north
        assert HELSINKI.west <= point.lon <= HELSINKI.east


def test_a_little_less_than_nothing_is_nothing() -> None:
    """Next-door neighbours would be told that no way leads from one to the other."""
    from scheduler.travel.osrm import _whole

    assert _whole([[-0.1, 0.0, None, 144.8]], 10).tolist() == [[0, 0, -1, 1448]]
    assert _whole([[-1.0, 0.1, None, 1170.0]], 1).tolist() == [[0, 1, -1, 1170]]
