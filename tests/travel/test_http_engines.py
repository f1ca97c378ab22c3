"""What holds for both engines on servers, against answers that are played: right tables, and no wrong ones."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import pytest

from scheduler.domain.errors import TravelError
from scheduler.services.ports import TravelPoint
from scheduler.travel.engine import OffNetworkError, Profile, RoadEngine
from scheduler.travel.http.settings import HttpSettings
from scheduler.travel.osrm_http import OsrmHttp, OsrmHttpSettings
from scheduler.travel.valhalla_http import ValhallaHttp, ValhallaHttpSettings
from tests.travel.http_asking import StandingClock, along, at, ticker
from tests.travel.http_pretend import FAR, PretendOsrm, PretendValhalla, leg_m, leg_s
from tests.travel.local_servers import HandTime, LocalServer, Reply

BOTH = pytest.mark.parametrize("make", [PretendOsrm, PretendValhalla])
type Pretend = PretendOsrm | PretendValhalla
CAR = Profile.CAR
QUICK = HttpSettings(attempts=1)


@contextmanager
def engine(pretend: Pretend, http: HttpSettings = QUICK, **settings: Any) -> Iterator[tuple[RoadEngine, LocalServer]]:
    """Give an engine on a server that pretends."""
    clock, ticks = StandingClock(), ticker(HandTime())
    with ExitStack() as stack:
        server = stack.enter_context(LocalServer(pretend))
        if isinstance(pretend, PretendOsrm):
            of_osrm = OsrmHttpSettings(urls={CAR: server.url}, http=http, **settings)
            yield stack.enter_context(OsrmHttp(of_osrm, clock=clock, ticker=ticks)), server
        else:
            of_valhalla = ValhallaHttpSettings(url=server.url, http=http, **settings)
            yield stack.enter_context(ValhallaHttp(of_valhalla, clock=clock, ticker=ticks)), server


def tenths(pretend: Pretend, origin: int, destination: int) -> int:
    """Return what a leg of the pretended server is in tenths; Valhalla cuts off, and so a second is added."""
    seconds = leg_s(origin, destination)
    return round(seconds * 10) if isinstance(pretend, PretendOsrm) else (int(seconds) + (seconds > 0)) * 10


def check(engine: RoadEngine, pretend: Pretend, origins: list[int], destinations: list[int]) -> None:
    """Compare all legs with what they are."""
    points = along(FAR)
    legs = engine.legs([points[i] for i in origins], [points[i] for i in destinations], CAR)

    assert legs.tenths.tolist() == [[tenths(pretend, a, b) for b in destinations] for a in origins]
    assert legs.metres.tolist() == [[int(-(-leg_m(a, b) // 1)) for b in destinations] for a in origins]
    assert legs.tenths.dtype == legs.metres.dtype == np.int32


@BOTH
@pytest.mark.parametrize("table_limit", [1, 2, 9, 10_000])
def test_blocks_are_put_together_in_their_places(make: Callable[[], Pretend], table_limit: int) -> None:
    """A client would get the travel time of another."""
    pretend = make()
    with engine(pretend, table_limit=table_limit) as (asked, _):
        check(asked, pretend, [5, 0, 40, 3, 2], [4, 5, 59, 0])


@BOTH
def test_one_new_place_asks_for_one_row_and_one_column(make: Callable[[], Pretend]) -> None:
    """A phone call would wait as long as the plan of a whole day."""
    pretend = make()
    with engine(pretend) as (asked, server):
        check(asked, pretend, [7], list(range(FAR)))
        check(asked, pretend, list(range(FAR)), [7])

    assert len([each for each in server.asked if "table" in each.path or "sources" in each.path]) == 2


@BOTH
def test_nothing_is_asked_for_nothing(make: Callable[[], Pretend]) -> None:
    """A town without requests would need a server."""
    with engine(make()) as (asked, server):
        assert asked.legs([], along(3), CAR).tenths.shape == (0, 3)
        assert asked.legs(along(3), [], CAR).metres.shape == (3, 0)
        assert asked.lines(along(1), CAR) == asked.lines([], CAR) == ()

    assert server.asked == []


@BOTH
def test_a_server_with_a_lower_limit_than_was_set_is_asked_in_halves(make: Callable[[], Pretend]) -> None:
    """Nobody would get times from a server whose owner lowered its limit."""
    pretend = make()
    pretend.most_pairs = 6
    with engine(pretend) as (asked, _):
        check(asked, pretend, list(range(10)), list(range(7)))


@BOTH
def test_every_point_away_from_the_roads_is_named(make: Callable[[], Pretend]) -> None:
    """A wrong coordinate would be moved to a road in another town; the second one would be found a day later."""
    points = [
        at(50.001, 20, "near"),
        at(50 + (FAR + 2) / 1000, 20, "Szpital"),
        at(50 + (2 * FAR + 5) / 1000, 20),
        at(50.002, 20),
    ]
    with engine(make(), table_limit=1) as (asked, _):
        with pytest.raises(OffNetworkError) as caught:
            asked.legs(points[:2], points[1:], CAR)
        asked.legs(points[:1], points[-1:], CAR)

    assert [point for point, _ in caught.value.far] == points[1:3]
    assert all(away_m is None or away_m > 500 for _, away_m in caught.value.far)
    assert "Szpital" in str(caught.value)


@BOTH
def test_how_near_a_road_must_be_is_a_setting(make: Callable[[], Pretend]) -> None:
    """A mountain village could not be planned at all."""
    with engine(make(), within_m=5000) as (asked, _):
        assert asked.legs(along(1), [at(50 + FAR / 1000, 20)], CAR).tenths.shape == (1, 1)
        assert len(asked.lines([*along(1), at(50 + FAR / 1000, 20)], CAR)) == 1


OSRM_TABLE = {"durations": ("durations",), "distances": ("distances",)}
VALHALLA_TABLE = {key: ("sources_to_targets", key) for key in OSRM_TABLE}
WRONG_CELLS: list[Any] = [None, "12", -30, True, [], {}, 1e12]


@BOTH
@pytest.mark.parametrize("key", ["durations", "distances"])
@pytest.mark.parametrize(
    ("inside", "value"),
    [((), ...), ((), None), ((), []), ((), "x"), ((0,), ...), ((1,), [1]), ((0, 1), ...), ((2,), {})]
    + [((0, 2), value) for value in WRONG_CELLS],
)
def test_half_a_table_is_no_table(make: Callable[[], Pretend], key: str, inside: tuple[int, ...], value: Any) -> None:
    """A leg would get the time of another, or a text, or a time below zero."""
    pretend = make()
    table = OSRM_TABLE if isinstance(pretend, PretendOsrm) else VALHALLA_TABLE
    pretend.bad = {(*table[key], *inside): value}
    with engine(pretend) as (asked, server), pytest.raises(TravelError) as caught:
        asked.legs(along(3), along(3), CAR)

    assert str(caught.value).startswith(f"{asked.name}: {server.where} ")


@BOTH
def test_a_leg_without_a_way_stays_one(make: Callable[[], Pretend]) -> None:
    """An island would be reached in no time."""
    pretend = make()
    table = OSRM_TABLE if isinstance(pretend, PretendOsrm) else VALHALLA_TABLE
    pretend.bad = {(*way, 0, 1): None for way in table.values()}
    with engine(pretend) as (asked, _):
        legs = asked.legs(along(2), along(2), CAR)

    assert (legs.tenths[0, 1], legs.metres[0, 1]) == (-1, -1)
    assert legs.tenths[1, 0] > 0


@BOTH
def test_equal_points_are_no_way_apart(make: Callable[[], Pretend]) -> None:
    """Two clients at one door would be a drive apart, or unreachable from each other."""
    pretend = make()
    table = OSRM_TABLE if isinstance(pretend, PretendOsrm) else VALHALLA_TABLE
    pretend.bad = {(*way, 0, 1): None for way in table.values()}
    door = along(1)[0]
    with engine(pretend) as (asked, _):
        legs = asked.legs([door, along(2)[1]], [along(2)[1], TravelPoint(point=door.point, name="twin")], CAR)

    assert legs.tenths[0, 1] == legs.metres[0, 1] == legs.tenths[1, 0] == 0


@BOTH
def test_lines_meet_and_are_asked_for_in_stretches(make: Callable[[], Pretend]) -> None:
    """A long route would be refused, or its map would have a hole where two stretches meet."""
    with engine(make(), route_limit=4) as (asked, server):
        lines = asked.lines(along(11), CAR)

    assert [(line[0], line[-1]) for line in lines] == [
        (a.point, b.point) for a, b in zip(along(11), along(11)[1:], strict=False)
    ]
    assert len(server.asked) == 4


@BOTH
def test_a_line_that_begins_elsewhere_is_refused(make: Callable[[], Pretend]) -> None:
    """The map would show the bus 700 m from the door, or in another country."""
    with engine(make()) as (asked, _), pytest.raises(TravelError, match="no way leads to Szpital, which lies 71"):
        asked.lines([*along(2), at(50 + FAR / 1000, 20, "Szpital")], CAR)


@BOTH
def test_a_route_with_other_legs_is_refused(make: Callable[[], Pretend]) -> None:
    """Each client would be shown the way to another."""
    pretend = make()
    legs = ("routes", 0, "legs") if isinstance(pretend, PretendOsrm) else ("trip", "legs")
    for inside, value in (((1,), ...), ((), None), ((0,), {}), ((0,), None), ((), ...)):
        pretend.bad = {(*legs, *inside): value}
        with engine(pretend) as (asked, _), pytest.raises(TravelError, match=asked.name):
            asked.lines(along(4), CAR)


@BOTH
def test_a_server_that_fails_is_left_alone(make: Callable[[], Pretend]) -> None:
    """Each block of each plan would wait for a server that is down."""
    with engine(make(), HttpSettings(attempts=1, failures=2)) as (asked, server):
        server.answer = lambda _: Reply(body=b"<html>")
        for _ in range(2):
            with pytest.raises(TravelError, match="did not answer in JSON"):
                asked.legs(along(3), along(3), CAR)
        sent = len(server.asked)
        for question in (lambda: asked.legs(along(3), along(3), CAR), lambda: asked.lines(along(3), CAR)):
            with pytest.raises(TravelError, match="failed 2 times in a row and is left alone for another 30 s"):
                question()

    assert len(server.asked) == sent


@BOTH
def test_points_off_the_roads_are_not_the_servers_fault(make: Callable[[], Pretend]) -> None:
    """One wrong coordinate, tried five times, would switch the roads off for everybody."""
    with engine(make(), HttpSettings(failures=1)) as (asked, _):
        for _ in range(3):
            with pytest.raises(OffNetworkError):
                asked.legs(along(1), [at(50 + FAR / 1000, 20)], CAR)


@BOTH
def test_blocks_are_asked_for_together_but_not_all_at_once(make: Callable[[], Pretend]) -> None:
    """A big town would wait for one block after the other, or a shared server would be flooded."""
    pretend = make()
    with engine(pretend, HttpSettings(threads=3), table_limit=4) as (asked, server):
        server.answer = lambda request: _slowly(pretend(request))
        asked.legs(along(8), along(8), CAR)

    assert 2 <= server.busiest <= 3


def _slowly(reply: Reply) -> Reply:
    return Reply(body=reply.body, status=reply.status, delay_s=0.01)


def test_a_fixed_version_is_not_asked_for() -> None:
    """Whoever keeps the books of a map could not say so."""
    for make in (PretendOsrm, PretendValhalla):
        with engine(make(), version="poland-2026-05") as (asked, server):
            assert asked.version(CAR) == "poland-2026-05"
            assert server.asked == []
