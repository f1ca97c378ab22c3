"""What a road engine is asked for: never twice, and never more than is missing."""

from pathlib import Path

import numpy as np
import polyline
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scheduler.domain.errors import TravelError
from scheduler.domain.place import GeoPoint
from scheduler.travel.cached import CachedEngine, blocks, spot_of
from scheduler.travel.engine import OffNetworkError, Profile
from scheduler.travel.legs_cache import UNKNOWN, LegsCache, MapKey
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


def test_many_scattered_pairs_are_asked_for_at_once() -> None:
    """A cache with holes would cost a server a hundred questions."""
    missing = np.zeros((14, 14), dtype=np.bool_)
    for row in range(10):
        missing[row, [10, 11 + row % 3]] = True
        missing[row, (row + 1) % 10] = True

    found = blocks(missing)

    assert [(sorted(origins), sorted(destinations)) for origins, destinations in found] == [
        (list(range(10)), list(range(14)))
    ]


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
    assert engine.seen == {GeoPoint(lat=51.0, lon=23.0), GeoPoint(lat=51.01, lon=23.0)}


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


def test_an_engine_out_of_order_goes_on_with_what_is_known(cache: LegsCache) -> None:
    """When the county's server is down, a town that drives to the same doors every day would fall back to estimates."""
    engine = FakeEngine(version="7")
    before = CachedEngine(engine, cache).legs(spots(5), Profile.CAR)
    engine.broken = "is down"
    asking = CachedEngine(engine, cache)

    again = asking.legs(spots(5), Profile.CAR)

    assert np.array_equal(again.tenths, before.tenths)
    assert asking.version(Profile.CAR) == "7"
    assert str(asking.out_of_order[Profile.CAR]) == "is down"
    engine.broken = ""
    assert asking.version(Profile.CAR) == "7"
    assert not asking.out_of_order


def test_a_new_place_is_not_known_while_the_engine_is_out_of_order(cache: LegsCache) -> None:
    """The new client's door would be at a distance that nobody knows."""
    engine = FakeEngine()
    CachedEngine(engine, cache).legs(spots(5), Profile.CAR)
    engine.broken = "is down"

    with pytest.raises(TravelError, match="is down"):
        CachedEngine(engine, cache).legs(spots(6), Profile.CAR)
    with pytest.raises(TravelError, match="is down"):
        CachedEngine(engine, cache).legs(spots(5), Profile.FOOT)


def test_an_old_map_answers_for_itself(cache: LegsCache) -> None:
    """A plan of last week would be measured with this week's roads."""
    engine = FakeEngine(version="old")
    CachedEngine(engine, cache).legs(spots(3), Profile.CAR)
    engine.map_version = "new"

    asking = CachedEngine(engine, cache, version="old")
    engine.asked.clear()
    asking.legs(spots(3), Profile.CAR)

    assert asking.version(Profile.CAR) == "old"
    assert not engine.asked


def test_looking_at_an_old_plan_does_not_bring_the_old_map_back(cache: LegsCache) -> None:
    """After a complaint about last week's plan, the next failure of the server would bring last week's roads."""
    engine = FakeEngine(version="old")
    CachedEngine(engine, cache).legs(spots(3), Profile.CAR)
    engine.map_version = "new"
    CachedEngine(engine, cache).legs(spots(3), Profile.CAR)
    engine.broken = "is down"

    CachedEngine(engine, cache, version="old").legs(spots(3), Profile.CAR)

    assert CachedEngine(engine, cache).version(Profile.CAR) == "new"


def test_another_map_does_not_answer_for_an_old_one(cache: LegsCache) -> None:
    """A complaint of last month would be judged by roads that were built since, under the old map's name."""
    engine = FakeEngine(version="old")
    CachedEngine(engine, cache).legs(spots(3), Profile.CAR)
    engine.map_version = "new"

    with pytest.raises(TravelError, match="has the map new now; of old not all legs are known") as caught:
        CachedEngine(engine, cache, version="old").legs(spots(4), Profile.CAR)

    assert caught.value.kind == "changed"
    old = MapKey(engine="fake", version="old", profile=Profile.CAR)
    assert (cache.legs(old, [spot_of(p.point) for p in spots(4)]).tenths[3, :3] == UNKNOWN).all()


def test_all_places_off_the_roads_are_named_though_one_was_known(cache: LegsCache) -> None:
    """The second hospital out of town would stop planning, until the next try."""
    with pytest.raises(OffNetworkError):
        CachedEngine(FakeEngine(far=["p1"]), cache).legs(spots(3), Profile.CAR)

    with pytest.raises(OffNetworkError) as caught:
        CachedEngine(FakeEngine(far=["p1", "p4"]), cache).legs(spots(6), Profile.CAR)

    assert sorted(point.name for point, _ in caught.value.far) == ["p1", "p4"]


def test_a_broken_engine_draws_straight_lines(cache: LegsCache) -> None:
    """A server that is down would stop a plan that is already made from being shown."""
    engine = FakeEngine()
    engine.broken = "is down"

    ways = CachedEngine(engine, cache).ways(spots(3), Profile.CAR)

    assert [len(polyline.decode(way)) for way in ways] == [2, 2]


def test_a_place_off_the_roads_is_asked_for_once(cache: LegsCache) -> None:
    """One hospital out of town would cost a question to the server with every drag of a stop."""
    engine = FakeEngine(far=["p2"])
    asking = CachedEngine(engine, cache)
    for _ in range(2):
        with pytest.raises(OffNetworkError, match="'p2' lies 700 m") as caught:
            asking.legs(spots(4), Profile.CAR)
        assert [point.name for point, _ in caught.value.far] == ["p2"]

    assert len(engine.asked) == 2  # the second time whether the others are near, too


def test_how_near_a_road_must_be_is_part_of_what_is_known(cache: LegsCache) -> None:
    """A town that becomes stricter would go on driving to doors in the fields."""
    engine = FakeEngine()
    CachedEngine(engine, cache, within_m=500).legs(spots(3), Profile.CAR)
    engine.asked.clear()

    CachedEngine(engine, cache, within_m=200).legs(spots(3), Profile.CAR)

    assert engine.asked == [(3, 3)]
