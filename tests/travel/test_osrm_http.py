"""The engine of OSRM servers against osrm-routed itself, compared with OSRM in this process on the same files."""

import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import osrm
import pytest

from scheduler.domain.errors import TravelError
from scheduler.services.ports import TravelPoint
from scheduler.travel.engine import NO_WAY, OffNetworkError, Profile
from scheduler.travel.http.osrm import MOST_POINTS, route_path, table_path
from scheduler.travel.http.settings import HttpSettings
from scheduler.travel.osrm_http import OsrmHttp, OsrmHttpSettings
from tests.travel.http_asking import StandingClock, at
from tests.travel.local_servers import free_port, helsinki, installed, running

CAR = Profile.CAR
FROM_ISLAND = at(60.18, 24.96, "by the water")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the network of Helsinki for cars."""
    folder = tmp_path_factory.mktemp("osrm")
    shutil.copy(helsinki(), folder / "helsinki.osm.pbf")
    profile = installed("osrm") / "share" / "profiles" / "car.lua"
    steps: list[list[str | Path]] = [
        [program("osrm-extract"), "-p", profile, "--data_version", "spring", folder / "helsinki.osm.pbf"],
        [program("osrm-contract"), folder / "helsinki.osrm"],
    ]
    for step in steps:
        subprocess.run(step, check=True, capture_output=True)
    return folder / "helsinki.osrm"


@pytest.fixture(scope="module")
def url(files: Path) -> Iterator[str]:
    """Run osrm-routed as it comes."""
    with routed(files) as url:
        yield url


@pytest.fixture(scope="module")
def engine(url: str) -> Iterator[OsrmHttp]:
    """Give the engine under test on that server."""
    with OsrmHttp(OsrmHttpSettings(urls={CAR: url}), clock=StandingClock()) as engine:
        yield engine


@pytest.fixture(scope="module")
def here(files: Path) -> osrm.OSRM:
    """Give OSRM in this process."""
    return osrm.OSRM(
        storage_config=str(files), algorithm="CH", use_shared_memory=False, max_locations_distance_table=1000
    )


def program(name: str) -> Path:
    return installed("osrm") / "bin" / name


def routed(files: Path, *options: str) -> Any:
    port = free_port()
    command: list[str | Path] = [program("osrm-routed"), files, "-i", "127.0.0.1", "-p", str(port), *options]
    return running(command, f"http://127.0.0.1:{port}", files.with_name(f"routed-{port}.log"))


def in_town(count: int) -> list[TravelPoint]:
    """Return points of which each is within 500 m of a road, many of them out of reach of each other."""
    lots = random.Random(4)
    return [at(60.164 + lots.random() * 0.012, 24.93 + lots.random() * 0.022, f"no. {n}") for n in range(count)]


def said_here(here: osrm.OSRM, points: Sequence[TravelPoint]) -> tuple[np.ndarray, np.ndarray]:
    """Return seconds and metres as OSRM gives them in this process, NaN where there is no way."""
    places = [(p.point.lon, p.point.lat) for p in points]
    said = here.Table(osrm.TableParameters(coordinates=places, annotations=["duration", "distance"]))
    seconds, metres = (
        np.array([[np.nan if cell is None else cell for cell in row] for row in said[key]], dtype=np.float64)
        for key in ("durations", "distances")
    )
    return seconds, metres


def whole(given: np.ndarray, units: int) -> np.ndarray:
    """Return whole numbers above what OSRM gives with one decimal; what it has below zero is zero."""
    tenths = np.round(given * 10)
    return np.where(np.isnan(given), NO_WAY, np.maximum(0, tenths if units == 10 else -(-tenths // 10)))


def test_the_server_says_what_osrm_says(engine: OsrmHttp, here: osrm.OSRM) -> None:
    """Times would change when a town moves from its own computer to a server, or when its table is cut in blocks."""
    points = in_town(230)
    seconds, metres = said_here(here, points)
    legs = engine.legs(points, points, CAR)

    different = ~np.eye(len(points), dtype=bool)
    assert np.array_equal(legs.tenths[different], whole(seconds, 10)[different])
    assert np.array_equal(legs.metres[different], whole(metres, 1)[different])
    assert np.all(np.diag(legs.tenths) == 0)
    assert 0.05 < np.mean(legs.tenths == NO_WAY) < 0.8


def test_a_row_and_a_column_are_parts_of_the_table(engine: OsrmHttp) -> None:
    """A plan with one new request would mix two kinds of times."""
    points = in_town(150)
    table = engine.legs(points, points, CAR)
    row, column = engine.legs(points[:1], points, CAR), engine.legs(points, points[:1], CAR)

    assert np.array_equal(row.tenths, table.tenths[:1])
    assert np.array_equal(row.metres, table.metres[:1])
    assert np.array_equal(column.tenths, table.tenths[:, :1])
    assert np.array_equal(column.metres, table.metres[:, :1])


def test_a_server_with_limits_of_its_own_gives_the_same(engine: OsrmHttp, files: Path) -> None:
    """A server whose owner lowered its limits would give no times, or would call near places far."""
    points = [*in_town(40), FROM_ISLAND]
    with ExitStack() as stack:
        url = stack.enter_context(routed(files, "--max-table-size", "7", "--default-radius", "20"))
        limited = stack.enter_context(OsrmHttp(OsrmHttpSettings(urls={CAR: url}), clock=StandingClock()))
        legs = limited.legs(points, points, CAR)

    same = engine.legs(points, points, CAR)
    assert np.array_equal(legs.tenths, same.tenths)
    assert np.array_equal(legs.metres, same.metres)


def test_neighbours_are_not_less_than_nothing_apart(engine: OsrmHttp, here: osrm.OSRM) -> None:
    """OSRM gives a metre below zero between neighbours: read as it stands, that is no way from door to door."""
    lots = random.Random(5)
    points = [at(60.17 + lots.random() * 1e-4, 24.94 + lots.random() * 1e-4) for _ in range(60)]
    seconds, metres = said_here(here, points)
    legs = engine.legs(points, points, CAR)

    assert np.nanmin(metres) < 0, "OSRM has no more distances below zero: take out what makes up for them"
    assert np.array_equal(legs.tenths == NO_WAY, np.isnan(seconds))
    assert np.all(legs.metres[metres < 0] == 0)


def test_every_point_off_the_roads_is_named(engine: OsrmHttp) -> None:
    """A wrong coordinate would be moved 900 km to a road in Helsinki, and the server says Ok."""
    warsaw, sea = at(52.23, 21.01, "Warszawa"), at(60.1, 24.9)
    with pytest.raises(OffNetworkError) as caught:
        engine.legs([*in_town(5), warsaw], [FROM_ISLAND, sea, warsaw], CAR)

    far = dict(caught.value.far)
    assert list(far) == [warsaw, sea]
    assert 900_000 < (far[warsaw] or 0) < 930_000
    assert 5_000 < (far[sea] or 0) < 8_000


def test_lines_are_as_long_as_the_table_says(engine: OsrmHttp, here: osrm.OSRM) -> None:
    """The map would show another way than the one that was planned, or one with gaps."""
    points = round_trip(engine)
    table = engine.legs(points, points, CAR)
    lines = engine.lines(points, CAR)

    assert all(a[-1] == b[0] for a, b in pairwise(lines))
    for index, line in enumerate(lines):
        assert length_m(line) == pytest.approx(table.metres[index, index + 1], rel=0.01, abs=5)
    assert engine.lines([points[0], points[0]], CAR)[0][0] == lines[0][0]


def test_a_long_route_is_asked_for_in_stretches(engine: OsrmHttp, url: str) -> None:
    """A bus with more stops than the server takes would have no map."""
    points = round_trip(engine) * 20
    settings = OsrmHttpSettings(urls={CAR: url}, route_limit=7)
    with OsrmHttp(settings, clock=StandingClock()) as limited:
        assert limited.lines(points, CAR) == engine.lines(points, CAR)

    assert len(points) > 100


def test_no_way_is_told(engine: OsrmHttp) -> None:
    """The map would show a way that nobody can drive."""
    with pytest.raises(TravelError, match=r"osrm_http: 127.0.0.1:\d+ answered 400 Bad Request: Impossible route"):
        engine.lines([FROM_ISLAND, in_town(1)[0]], CAR)
    with pytest.raises(TravelError, match="no way leads to Warszawa, which lies 9"):
        engine.lines([in_town(1)[0], at(52.23, 21.01, "Warszawa")], CAR)


def test_the_map_has_the_version_it_was_made_with(engine: OsrmHttp, url: str) -> None:
    """Legs of another map would be taken for this one's."""
    assert engine.version(CAR) == f"spring {url.removeprefix('http://')}"


def test_a_thousand_requests_in_a_row_are_answered(url: str) -> None:
    """osrm-routed hangs up after 512 requests on one connection: a busy day would lose its road times now and then."""
    settings = OsrmHttpSettings(urls={CAR: url}, table_limit=1, http=HttpSettings(threads=1, backoff_s=0.001))
    points = in_town(24)
    with OsrmHttp(settings, clock=StandingClock()) as engine:
        assert engine.legs(points, points[:22], CAR).tenths.shape == (24, 22)
        assert engine.legs(points, points[:22], CAR).tenths.shape == (24, 22)


def test_addresses_are_short_enough_for_any_proxy() -> None:
    """A server behind a proxy would refuse every table of a town of ordinary size."""
    points = in_town(MOST_POINTS)
    half = MOST_POINTS // 2
    longest = max(
        *(len(table_path(points[:half], points[half:], CAR)), len(table_path(points[:1], points[1:], CAR))),
        len(route_path(points[: OsrmHttpSettings(urls={}).route_limit], CAR)),
    )

    assert longest < 7000


def test_a_server_that_went_away_is_told(files: Path) -> None:
    """A plan would crash when the server's computer is switched off."""
    points = in_town(3)
    with ExitStack() as server:
        url = server.enter_context(routed(files))
        settings = OsrmHttpSettings(urls={CAR: url}, http=HttpSettings(backoff_s=0.001))
        with OsrmHttp(settings, clock=StandingClock()) as engine:
            engine.legs(points, points, CAR)
            server.close()
            with pytest.raises(TravelError, match=f"{url.removeprefix('http://')} cannot be reached"):
                engine.legs(points, points, CAR)


def round_trip(engine: OsrmHttp) -> list[TravelPoint]:
    """Return points that can be visited in their order, and the first once more."""
    points = in_town(60)
    table = engine.legs(points, points, CAR).tenths
    trip = [int(np.argmax(np.sum(table >= 0, axis=1)))]
    for index in range(len(points)):
        if table[trip[-1], index] > 0 and table[index, trip[0]] > 0 and len(trip) < 6:
            trip.append(index)
    assert len(trip) == 6
    return [points[index] for index in [*trip, trip[0]]]


def length_m(line: Sequence[Any]) -> float:
    """Return the length of a line, on a plane that is right for Helsinki."""
    east, north = 111_320 * np.cos(np.radians(60.17)), 111_200
    return float(sum(np.hypot((b.lon - a.lon) * east, (b.lat - a.lat) * north) for a, b in pairwise(line)))
