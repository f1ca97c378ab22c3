"""The engine of Valhalla servers against valhalla_service itself; skipped without pyvalhalla, unless DOJAZD_CI=1."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.domain.errors import TravelError
from scheduler.services.ports import TravelPoint
from scheduler.travel.engine import NO_WAY, OffNetworkError, Profile
from scheduler.travel.valhalla_http import ValhallaHttp, ValhallaHttpSettings
from tests.travel.http_asking import StandingClock, at
from tests.travel.local_servers import free_port, helsinki, installed, running

CAR, FOOT = Profile.CAR, Profile.FOOT
COSTING = {CAR: "auto", FOOT: "pedestrian", Profile.BICYCLE: "bicycle"}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the tiles of Helsinki, and return the configuration that serves them."""
    if find_spec("valhalla") is None:
        missing = "no pyvalhalla: install it with `uv sync --group servers`"
        (pytest.fail if os.environ.get("DOJAZD_CI") == "1" else pytest.skip)(missing)
    folder = tmp_path_factory.mktemp("valhalla")
    config = folder / "valhalla.json"
    config.write_text(json.dumps(settings_of_the_server(folder)), encoding="utf-8")
    command: list[str | Path] = [program("valhalla_build_tiles"), "-c", config, "-j", "1", helsinki()]
    subprocess.run(command, check=True, capture_output=True)
    return config


@pytest.fixture(scope="module")
def url(config: Path) -> Iterator[str]:
    """Run valhalla_service with one thread."""
    listen = json.loads(config.read_text(encoding="utf-8"))["httpd"]["service"]["listen"]
    url = listen.replace("tcp://", "http://")
    with running([program("valhalla_service"), config, "1"], url, config.with_name("service.log")):
        yield url


@pytest.fixture(scope="module")
def engine(url: str) -> Iterator[ValhallaHttp]:
    """Give the engine under test on that server."""
    with ValhallaHttp(ValhallaHttpSettings(url=url), clock=StandingClock()) as engine:
        yield engine


def program(name: str) -> Path:
    return installed("valhalla") / "bin" / name


def settings_of_the_server(folder: Path) -> dict[str, Any]:
    """Return Valhalla's own defaults, with tiles in a folder and a free port."""
    from valhalla.config import get_config

    tiles = folder / "tiles"
    tiles.mkdir()
    config: dict[str, Any] = get_config(tile_extract="", tile_dir=tiles)
    config["httpd"]["service"]["listen"] = f"tcp://127.0.0.1:{free_port()}"
    return config


def in_town(count: int) -> list[TravelPoint]:
    """Return points of which each is within 500 m of a road."""
    lots = random.Random(4)
    places = [(60.164 + lots.random() * 0.012, 24.93 + lots.random() * 0.022) for _ in range(count)]
    return [at(round(lat, 6), round(lon, 6), f"no. {n}") for n, (lat, lon) in enumerate(places)]


def said_here(config: Path, points: list[TravelPoint], profile: Profile) -> list[NDArray[np.float64]]:
    """Return seconds and kilometres as Valhalla gives them in a process of its own, NaN where there is no way."""
    places = [{"lat": p.point.lat, "lon": p.point.lon} for p in points]
    asked = {"sources": places, "targets": places, "costing": COSTING[profile], "verbose": False}
    code = "import sys; from valhalla import Actor; print(Actor(sys.argv[1]).matrix(sys.stdin.read()))"
    command = [sys.executable, "-c", code, str(config)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])["sources_to_targets"]
    return [np.array(said[key], dtype=np.float64) for key in ("durations", "distances")]


@pytest.mark.parametrize("profile", list(Profile))
def test_the_server_says_what_valhalla_says(engine: ValhallaHttp, config: Path, profile: Profile) -> None:
    """Legs would be asked for with another vehicle, in other units, or the wrong way round."""
    points = in_town(50)
    seconds, km = said_here(config, points, profile)
    legs = engine.legs(points, points, profile)

    assert np.array_equal(legs.tenths == NO_WAY, np.isnan(seconds))
    # From some places to themselves Valhalla goes round the block.
    known = ~np.isnan(seconds) & ~np.eye(len(points), dtype=bool)
    assert np.array_equal(legs.tenths[known], ((seconds + (km > 0)) * 10)[known])
    assert np.array_equal(legs.metres[known], np.round(km * 1000)[known])
    assert np.all(np.diag(legs.tenths) == 0)


@pytest.mark.parametrize("profile", list(Profile))
def test_blocks_change_few_legs(engine: ValhallaHttp, url: str, profile: Profile) -> None:
    """Legs would be mixed up. Some may change: Valhalla's search from both ends depends on what else is asked for."""
    points = in_town(50)
    settings = ValhallaHttpSettings(url=url, table_limit=150)
    with ValhallaHttp(settings, clock=StandingClock()) as blocks:
        cut, whole = blocks.legs(points, points, profile), engine.legs(points, points, profile)

    assert np.mean(cut.tenths == whole.tenths) > 0.97
    assert np.mean(cut.metres == whole.metres) > 0.97


def test_times_are_never_shorter_than_the_way_takes(engine: ValhallaHttp, url: str) -> None:
    """Valhalla cuts the seconds of its matrix off: a bus would always be a little late."""
    import httpx

    points = in_town(40)
    legs = engine.legs(points, points, CAR)
    pairs = [(a, b) for a in range(0, 40, 4) for b in range(1, 40, 6) if legs.tenths[a, b] > 0]
    later = []
    for a, b in pairs:
        places = [{"lat": points[i].point.lat, "lon": points[i].point.lon} for i in (a, b)]
        asked = {"locations": places, "costing": "auto", "directions_type": "none"}
        trip = httpx.post(f"{url}/route", json=asked, trust_env=False).json()["trip"]
        later.append(legs.tenths[a, b] / 10 - trip["summary"]["time"])

    assert len(later) > 20
    assert all(0 <= seconds <= 1 for seconds in later)


def test_a_server_with_a_lower_limit_gives_the_same(engine: ValhallaHttp, url: str) -> None:
    """A table above the limit would be refused as a whole, instead of being asked for in halves."""
    points = in_town(60)
    settings = ValhallaHttpSettings(url=url, table_limit=10**6)
    with ValhallaHttp(settings, clock=StandingClock()) as too_much:
        legs = too_much.legs(points, points, FOOT)

    assert np.mean(legs.tenths == engine.legs(points, points, FOOT).tenths) > 0.97


def test_every_point_off_the_roads_is_named(engine: ValhallaHttp) -> None:
    """A wrong coordinate would be moved by up to 35 km to another road, and the server says nothing of it."""
    warsaw, sea = at(52.23, 21.01, "Warszawa"), at(60.14, 24.9, "sea")
    with pytest.raises(OffNetworkError) as caught:
        engine.legs([*in_town(5), warsaw], [sea, warsaw], CAR)

    far = dict(caught.value.far)
    assert list(far) == [warsaw, sea]
    assert far[warsaw] is None
    assert 1_500 < (far[sea] or 0) < 5_000


def test_lines_follow_the_legs(engine: ValhallaHttp, url: str) -> None:
    """The map would have gaps, or a long route none at all."""
    points = round_trip(engine) * 6
    lines = engine.lines(points, CAR)

    assert len(lines) == len(points) - 1 > 20
    assert all(a[-1] == b[0] for a, b in pairwise(lines))
    assert all(len(line) >= 2 for line in lines)
    with ValhallaHttp(ValhallaHttpSettings(url=url, route_limit=5), clock=StandingClock()) as limited:
        assert limited.lines(points, CAR) == lines


def test_no_way_is_told(engine: ValhallaHttp) -> None:
    """The map would show a way to a place that no road leads to."""
    with pytest.raises(TravelError, match=r"valhalla_http: 127.0.0.1:\d+ answered 400 Bad Request: No suitable edges"):
        engine.lines([in_town(1)[0], at(52.23, 21.01)], CAR)


def test_the_version_is_that_of_program_and_tiles(engine: ValhallaHttp, url: str) -> None:
    """Legs of old tiles would be taken for those of new ones."""
    program, made, where = engine.version(CAR).split(" ")

    assert program[0].isdigit()
    assert made.startswith("20")
    assert made.endswith("Z")
    assert where == url.removeprefix("http://")


def round_trip(engine: ValhallaHttp) -> list[TravelPoint]:
    """Return points that can be visited in their order, and the first once more."""
    points = in_town(40)
    table = engine.legs(points, points, CAR).tenths
    trip = [int(np.argmax(np.sum(table >= 0, axis=1)))]
    for index in range(len(points)):
        if table[trip[-1], index] > 0 and table[index, trip[0]] > 0 and len(trip) < 6:
            trip.append(index)
    return [points[index] for index in [*trip, trip[0]]]
