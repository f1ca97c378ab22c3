"""What a road engine is asked for: never twice, and never more than is missing."""

from pathlib import Path

import numpy as np
import polyline
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scheduler.travel.cached import CachedEngine, blocks, spot_of
from scheduler.travel.engine import Profile
from scheduler.travel.legs_cache import LegsCache
from tests.travel.fakes import FakeEngine, at, spots


@pytest.fixture
def cache(tmp_path: Path) -> LegsCache:
    return LegsCache(tmp_path / "legs.sqlite")


@given(arrays.arrays(np.bool_, st.integers(0, 9).map(lambda n: (n, n))))
def test_every_missing_pair_is_asked_for(missing: np.typing.NDArray[np.bool_]) -> None:
    """A pair without a time would be planned as an instant jump across the town."""
    np.fill_diagonal(missing, False)
    asked = np.zeros_like(missing)
    for origins, destinations in blocks(missing):
        asked[np.ix_(origins, destinations)] = True

    assert not (missing & ~asked).any()


def test_one_new_place_asks_for_a_row_and_a_column(cache: LegsCache) -> None:
    """Every booking would ask a server for the whole town again, and be cut off by its limits."""
    engine = FakeEngine()
    asking = CachedEngine(engine, cache)
    asking.legs(spots(20), Profile.CAR)
    assert engine.asked == [(20, 20)]

    engine.asked.clear()
    asking.legs(spots(21), Profile.CAR)

    assert sorted(engine.asked) == [(1, 21), (20, 1)]


@pytest.mark.parametrize("new", [2, 5])
def test_several_new_places_ask_for_two_blocks(new: int, cache: LegsCache) -> None:
    """A morning's new requests would be asked for one by one."""
    engine = FakeEngine()
    asking = CachedEngine(engine, cache)
    asking.legs(spots(10), Profile.CAR)
    engine.asked.clear()

    asking.legs(spots(10 + new), Profile.CAR)

    assert sorted(engine.asked) == [(new, 10 + new), (10, new)]


def test_what_was_asked_once_is_never_asked_again(cache: LegsCache) -> None:
    """A plan would wait for the server each time a stop is dragged."""
    first = CachedEngine(FakeEngine(), cache).legs(spots(12), Profile.CAR)
    engine = FakeEngine()

    again = CachedEngine(engine, cache).legs(list(reversed(spots(12))), Profile.CAR)

    assert not engine.asked
    assert np.array_equal(again.tenths[::-1, ::-1], first.tenths)
    assert np.array_equal(again.metres[::-1, ::-1], first.metres)


def test_neighbours_within_a_metre_share_a_leg(cache: LegsCache) -> None:
    """A point that moved by a rounding would have other times each day, and the plan would not verify."""
    engine = FakeEngine()
    near = [at(51.0000001, 23.0), at(51.01, 23.0)]
    nearer = [at(51.0000004, 23.0), at(51.01, 23.0)]

    one = CachedEngine(engine, cache).legs(near, Profile.CAR)
    other = CachedEngine(engine, LegsCache(None)).legs(nearer, Profile.CAR)

    assert np.array_equal(one.tenths, other.tenths)
    assert spot_of(near[0].point) == spot_of(nearer[0].point)


def test_ways_are_drawn_once(cache: LegsCache) -> None:
    """The map of a re-plan would wait for every leg again."""
    engine = FakeEngine()
    asking = CachedEngine(engine, cache)

    first = asking.ways(spots(5), Profile.CAR)
    again = asking.ways(spots(5), Profile.CAR)

    assert first == again
    assert len(first) == 4
    assert engine.drawn == 1
    assert len(polyline.decode(first[0])) == 3


def test_one_leg_without_a_way_is_straight_and_the_others_follow_roads(cache: LegsCache) -> None:
    """One place out of town would turn the whole day's map into straight lines."""
    points = spots(4)
    engine = FakeEngine(islands=["p3"])

    ways = CachedEngine(engine, cache).ways(points, Profile.CAR)

    assert [len(polyline.decode(way)) for way in ways] == [3, 3, 2]


def test_a_broken_engine_draws_straight_lines(cache: LegsCache) -> None:
    """A server that is down would stop a plan that is already made from being shown."""
    engine = FakeEngine()
    engine.broken = "is down"

    ways = CachedEngine(engine, cache).ways(spots(3), Profile.CAR)

    assert [len(polyline.decode(way)) for way in ways] == [2, 2]
