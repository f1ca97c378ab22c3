"""The name of a server's map changes when its answers may."""

from datetime import timedelta
from typing import Any

import pytest

from scheduler.domain.errors import TravelError
from scheduler.travel.engine import Profile
from scheduler.travel.http.settings import HttpSettings
from scheduler.travel.osrm_http import OsrmHttp, OsrmHttpSettings
from scheduler.travel.valhalla_http import ValhallaHttp, ValhallaHttpSettings
from tests.travel.http_asking import StandingClock, along, ticker
from tests.travel.http_pretend import PretendOsrm, PretendValhalla
from tests.travel.local_servers import HandTime, LocalServer, Reply

CAR, FOOT = Profile.CAR, Profile.FOOT


def of_osrm(url: str, clock: StandingClock, time: HandTime) -> OsrmHttp:
    settings = OsrmHttpSettings(urls={CAR: url, FOOT: f"{url}/foot"}, http=HttpSettings(version_s=60, attempts=1))
    return OsrmHttp(settings, clock=clock, ticker=ticker(time))


def test_osrm_says_its_data_version_for_a_minute() -> None:
    """Legs of last month's map would be mixed with this month's, or each plan would ask again and again."""
    pretend, time = PretendOsrm(version="2026-05-01T20:21:42Z"), HandTime()
    with LocalServer(pretend) as server, of_osrm(server.url, StandingClock(), time) as engine:
        assert engine.version(CAR) == f"2026-05-01T20:21:42Z {server.where}"
        pretend.version = "2026-06-01"
        time.now = 59
        assert engine.version(CAR) == f"2026-05-01T20:21:42Z {server.where}"
        time.now = 61
        assert engine.version(CAR) == f"2026-06-01 {server.where}"

    assert len(server.asked) == 2


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_map_without_a_version_is_good_for_a_day(nothing: Any) -> None:
    """Legs of a map that was replaced would be used for ever."""
    clock = StandingClock()
    with LocalServer(PretendOsrm(version=nothing)) as server, of_osrm(server.url, clock, HandTime()) as engine:
        assert engine.version(CAR) == f"2026-05-04 {server.where}"
        clock.moment += timedelta(hours=12)
        assert engine.version(CAR) == f"2026-05-05 {server.where}"


def test_each_profile_has_a_map_of_its_own() -> None:
    """Legs on foot would be kept under the name of the cars' map."""
    said = LocalServer(lambda asked: Reply(body={"data_version": asked.path[1:5]}))
    with said as server, of_osrm(server.url, StandingClock(), HandTime()) as engine:
        assert engine.version(CAR) == f"near {server.where}"
        assert engine.version(FOOT) == f"foot {server.where}/foot"


@pytest.mark.parametrize("version", [7, ["x"], "x" * 101, "two\nlines"])
def test_a_version_that_is_none_is_refused(version: Any) -> None:
    """A page of text would be the key of every leg."""
    said = LocalServer(PretendOsrm(version=version))
    with (
        said as server,
        of_osrm(server.url, StandingClock(), HandTime()) as engine,
        pytest.raises(TravelError, match="its data version"),
    ):
        engine.version(CAR)


def test_a_server_that_is_down_says_no_version() -> None:
    """Yesterday's legs would be taken for today's, or the engine that is next would never be asked."""
    said = LocalServer(lambda _: Reply(status=404))
    with (
        said as server,
        of_osrm(server.url, StandingClock(), HandTime()) as engine,
        pytest.raises(TravelError, match="404"),
    ):
        engine.version(CAR)


def of_valhalla(url: str) -> ValhallaHttp:
    settings = ValhallaHttpSettings(url=url, http=HttpSettings(attempts=1))
    return ValhallaHttp(settings, clock=StandingClock(), ticker=ticker(HandTime()))


@pytest.mark.parametrize(
    ("status", "version"),
    [
        ({"version": "3.9.1", "tileset_last_modified": 1_795_351_864}, "3.9.1 2026-11-22T12:51:04Z"),
        ({"version": "3.9.1", "tileset_last_modified": 0}, "2026-05-04"),
        ({"version": "3.9.1"}, "2026-05-04"),
    ],
)
def test_valhalla_says_when_its_tiles_were_made(status: Any, version: str) -> None:
    """Legs of an old map, or of a program that computes otherwise, would be mixed with new ones."""
    with LocalServer(PretendValhalla(status=status)) as server, of_valhalla(server.url) as engine:
        assert engine.version(CAR) == f"{version} {server.where}"


@pytest.mark.parametrize(
    "status",
    [
        *(None, [], {}, {"version": 3}),
        *({"version": "3", "tileset_last_modified": made} for made in ("x", 1e300, -1, [1])),
    ],
)
def test_a_status_that_is_none_is_refused(status: Any) -> None:
    """Another program at this address would be believed."""
    said = LocalServer(PretendValhalla(status=status))
    with said as server, of_valhalla(server.url) as engine, pytest.raises(TravelError) as error:
        engine.version(CAR)

    assert str(error.value).startswith(f"valhalla_http: {server.where} ")


def test_a_profile_without_a_server_is_named() -> None:
    """Walking workers would get the cars' times, or a traceback."""
    with of_osrm("http://127.0.0.1:9", StandingClock(), HandTime()) as engine:
        for question in (
            lambda: engine.version(Profile.BICYCLE),
            lambda: engine.legs(along(1), along(1), Profile.BICYCLE),
            lambda: engine.lines(along(2), Profile.BICYCLE),
        ):
            with pytest.raises(TravelError, match="osrm_http: no server is set for bicycle"):
                question()


@pytest.mark.parametrize("limits", [{"table_limit": 0}, {"route_limit": 1}, {"within_m": 0}])
def test_limits_without_sense_are_refused(limits: dict[str, Any]) -> None:
    """A route of one point has no end: the plan would never be made."""
    with pytest.raises(ValueError, match="must be at least 1, route_limit at least 2"):
        OsrmHttpSettings(urls={}, **limits)
    with pytest.raises(ValueError, match="must be at least 1, route_limit at least 2"):
        ValhallaHttpSettings(url="http://localhost", **limits)
