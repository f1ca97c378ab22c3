"""Faults that only Valhalla's answers can have."""

from typing import Any

import pytest

from scheduler.domain.errors import TravelError
from scheduler.travel.engine import NO_WAY, Profile
from scheduler.travel.http.settings import HttpSettings
from scheduler.travel.valhalla_http import ValhallaHttp, ValhallaHttpSettings
from tests.travel.http_asking import StandingClock, along, ticker
from tests.travel.http_pretend import PretendValhalla
from tests.travel.local_servers import HandTime, LocalServer

CAR = Profile.CAR


def asked(url: str) -> ValhallaHttp:
    settings = ValhallaHttpSettings(url=url, http=HttpSettings(attempts=1))
    return ValhallaHttp(settings, clock=StandingClock(), ticker=ticker(HandTime()))


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        *(((1,), ...), ((0,), None), ((0, "edges"), ...), ((0, "edges"), None), ((0, "edges"), [7])),
        *(((0, "edges", 0, "correlated_lat"), "x"), ((2, "edges", 1, "correlated_lon"), ...)),
    ],
)
def test_a_place_that_was_not_found_is_not_taken_to_be_near(inside: tuple[Any, ...], value: Any) -> None:
    """A place far from any road would be planned for after all."""
    pretend = PretendValhalla(bad_located={inside: value})
    with LocalServer(pretend) as server, asked(server.url) as engine, pytest.raises(TravelError) as caught:
        engine.legs(along(3), along(3), CAR)

    assert str(caught.value).startswith(f"valhalla_http: {server.where} ")


def test_miles_are_refused() -> None:
    """Every distance would be 38 % too short, and with it the cost."""
    said = LocalServer(PretendValhalla(bad={("units",): "miles"}))
    with said as server, asked(server.url) as engine, pytest.raises(TravelError) as error:
        engine.legs(along(3), along(3), CAR)

    assert "did not give its distances in kilometres" in str(error.value)


def test_a_place_on_an_island_leaves_the_others_alone() -> None:
    """Valhalla refuses the whole matrix for one unconnected place: the town would lose all its road times."""
    with LocalServer(PretendValhalla(island=2)) as server, asked(server.url) as engine:
        legs = engine.legs(along(9), along(9), CAR)

    island = [[2 in {a, b} and a != b for b in range(9)] for a in range(9)]
    assert (legs.tenths == NO_WAY).tolist() == island
    assert (legs.metres == NO_WAY).tolist() == island
