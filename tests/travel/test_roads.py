"""Road times as a plan uses them: multipliers, places out of town, places that nothing leads to."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import InputError, TravelError
from scheduler.domain.ids import DistrictId
from scheduler.domain.policy import Policy, RoadPolicy
from scheduler.domain.roster import TravelMode
from scheduler.travel.cached import CachedEngine
from scheduler.travel.engine import NO_WAY, Profile
from scheduler.travel.legs_cache import LegsCache
from scheduler.travel.roads import RoadTravel, unreachable
from scheduler.travel.straight import StraightTravel
from tests.travel.fakes import FakeEngine, at, spots

GENEROUS = Policy(roads=RoadPolicy(estimate_outside=True))


def travel(engine: FakeEngine, policy: Policy | None = None) -> RoadTravel:
    return RoadTravel(CachedEngine(engine, LegsCache(None)), policy or Policy())


def test_a_van_takes_the_cars_roads_more_slowly() -> None:
    """The bus would be promised at the speed of a car."""
    points = spots(4)
    policy = Policy(roads=RoadPolicy(time_permille={TravelMode.CAR: 1000, TravelMode.VAN: 1200}))
    engine = FakeEngine()
    roads = travel(engine, policy)

    car, van = roads.matrix(points, TravelMode.CAR), roads.matrix(points, TravelMode.VAN)

    raw = np.array([[engine.leg(a, b, Profile.CAR) for b in points] for a in points])
    assert np.array_equal(car.seconds, -(-raw // 10))
    assert np.array_equal(van.seconds, -(-raw * 12 // 100))
    assert np.array_equal(car.metres, van.metres)
    assert engine.asked == [(4, 4)]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=9))
def test_equal_points_are_no_way_apart_and_asked_for_once(which: list[int]) -> None:
    """Two sisters at one door would be a drive apart."""
    engine = FakeEngine()
    points = [spots(6)[k] for k in which]

    seconds = travel(engine).matrix(points, TravelMode.CAR).seconds

    assert seconds.shape == (len(which), len(which))
    for i, a in enumerate(which):
        for j, b in enumerate(which):
            assert (seconds[i, j] == 0) == (a == b)
    assert all(count <= len(set(which)) for count, _ in engine.asked)


def test_a_place_far_from_every_road_is_named() -> None:
    """A wrong coordinate would send the bus 165 km away, and say Ok."""
    points = spots(5)

    with pytest.raises(InputError, match=r"'p3' lies 700 m from the nearest road") as caught:
        travel(FakeEngine(far=["p3"])).matrix(points, TravelMode.CAR)

    assert len(caught.value.problems) == 1


def test_all_places_far_from_roads_are_named_at_once() -> None:
    """Somebody who corrects coordinates would be told of one a day."""
    with pytest.raises(InputError) as caught:
        travel(FakeEngine(far=["p1", "p3"])).matrix(spots(5), TravelMode.CAR)

    assert {problem.value for problem in caught.value.problems} == {"p1", "p3"}


def test_a_place_that_no_way_leads_to_is_named() -> None:
    """The plan would silently leave somebody out, or drive through a river."""
    with pytest.raises(InputError, match=r"'p2' cannot be reached") as caught:
        travel(FakeEngine(islands=["p2"])).matrix(spots(5), TravelMode.CAR)

    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("wrong", ["far", "islands"])
def test_a_place_out_of_town_is_estimated_if_the_town_says_so(wrong: str) -> None:
    """A ride to the hospital in the next town would be refused because the map ends at the border."""
    points = [*spots(4), at(51.3, 23.4, "szpital", district=None)]
    engine = FakeEngine(far=["szpital"]) if wrong == "far" else FakeEngine(islands=["szpital"])

    matrix = travel(engine, GENEROUS).matrix(points, TravelMode.CAR)

    crow = StraightTravel(GENEROUS).matrix(points, TravelMode.CAR)
    roads = travel(FakeEngine(), GENEROUS).matrix(points[:4], TravelMode.CAR)
    assert np.array_equal(matrix.seconds[4], crow.seconds[4])
    assert np.array_equal(matrix.metres[:, 4], crow.metres[:, 4])
    assert np.array_equal(matrix.seconds[:4, :4], roads.seconds)
    assert ["szpital" in note.text["pl"] for note in matrix.notes] == [True]


def test_a_wrong_point_in_town_is_a_mistake_even_if_estimates_are_allowed() -> None:
    """A slip in a coordinate would become an invented travel time."""
    with pytest.raises(InputError, match="'p1'"):
        travel(FakeEngine(far=["p1"]), GENEROUS).matrix(spots(3), TravelMode.CAR)


def test_the_bus_of_the_town_is_never_slower_than_walking_by_road() -> None:
    """Workers would wait for a bus that their feet overtake, or walk through houses."""
    points = [at(51.0, 23.0, "a", "lazy"), at(51.02, 23.0, "b", "bugaj"), at(51.0001, 23.0, "c", "lazy")]
    pair = (DistrictId("lazy"), DistrictId("bugaj"))
    policy = Policy(district_minutes={pair: timedelta(minutes=10), pair[::-1]: timedelta(minutes=900)})
    roads = travel(FakeEngine(), policy)

    ridden, walked = roads.matrix(points, TravelMode.TABLE), roads.matrix(points, TravelMode.FOOT)

    assert ridden.seconds[0, 1] == 600 < walked.seconds[0, 1]
    assert ridden.seconds[1, 0] == walked.seconds[1, 0] < 900 * 60
    assert ridden.seconds[0, 2] == walked.seconds[0, 2]


def test_the_answer_says_whose_map_it_is() -> None:
    """A complaint could not be traced to the map that the plan was made with."""
    matrix = travel(FakeEngine(version="3f2a")).matrix(spots(2), TravelMode.CAR)

    assert (matrix.engine, matrix.version) == ("fake", "3f2a")


def test_a_van_is_not_told_what_another_map_says() -> None:
    """After a new map the bus would go on with the old times, beside cars with the new ones."""
    engine = FakeEngine()
    roads = travel(engine)
    roads.matrix(spots(3), TravelMode.CAR)
    engine.map_version = "2"

    roads.matrix(spots(3), TravelMode.VAN)

    assert engine.asked == [(3, 3), (3, 3)]


@given(st.sets(st.integers(0, 7), max_size=4))
def test_the_lost_places_are_those_that_are_cut_off(lost: set[int]) -> None:
    """An innocent place would be accused, and its coordinates made wrong."""
    tenths = np.ones((8, 8), dtype=np.int32)
    for k in lost:
        tenths[k, :] = tenths[:, k] = NO_WAY
        tenths[k, k] = 0

    assert unreachable(tenths) == sorted(lost)


def test_a_trap_of_one_way_streets_is_found() -> None:
    """The bus could get in and never out again."""
    tenths = np.ones((4, 4), dtype=np.int32)
    tenths[2, [0, 1, 3]] = NO_WAY

    assert unreachable(tenths) == [2]


def test_failures_of_the_engine_are_not_mistakes_of_the_town() -> None:
    """A dispatcher would look for wrong coordinates while a server is down."""
    engine = FakeEngine()
    engine.broken = "is down"

    with pytest.raises(TravelError, match="is down"):
        travel(engine).matrix(spots(2), TravelMode.CAR)


def test_estimates_keep_to_the_mode() -> None:
    """A worker on foot would be timed as a car on the way out of town."""
    points = [*spots(2), at(51.3, 23.4, "far", district=None)]

    matrix = travel(FakeEngine(far=["far"]), GENEROUS).matrix(points, TravelMode.FOOT)

    assert matrix.seconds[0, 2] == StraightTravel(GENEROUS).matrix(points, TravelMode.FOOT).seconds[0, 2]


def test_a_damaged_cache_changes_no_time(tmp_path: Path) -> None:
    """A bad sector would move the bus."""
    path = tmp_path / "legs.sqlite"
    roads = RoadTravel(CachedEngine(FakeEngine(), LegsCache(path)), replace(Policy()))
    before = roads.matrix(spots(5), TravelMode.CAR).seconds
    path.write_bytes(b"rubbish" * 1000)

    fresh = RoadTravel(CachedEngine(FakeEngine(), LegsCache(path)), Policy())

    assert np.array_equal(fresh.matrix(spots(5), TravelMode.CAR).seconds, before)


@pytest.mark.parametrize("order", [1, -1])
def test_a_door_in_a_district_is_never_estimated(order: int) -> None:
    """Whether a wrong point is a mistake would depend on the order of the day's requests."""
    points = [at(51.0, 23.0, "out", district=None), at(51.0, 23.0, "in"), at(51.01, 23.0, "other")][::order]

    with pytest.raises(InputError, match="'in'"):
        travel(FakeEngine(far=["in", "out"]), GENEROUS).matrix(points, TravelMode.CAR)


def test_two_places_out_of_town_are_estimated_though_one_was_known(tmp_path: Path) -> None:
    """The second hospital out of town would stop planning."""
    cache = LegsCache(tmp_path / "legs.sqlite")
    out = [at(51.3, 23.4, "h1", district=None), at(51.4, 23.4, "h2", district=None)]
    engine = FakeEngine(far=["h1", "h2"])
    RoadTravel(CachedEngine(engine, cache), GENEROUS).matrix([*spots(3), out[0]], TravelMode.CAR)

    matrix = RoadTravel(CachedEngine(engine, cache), GENEROUS).matrix([*spots(3), *out], TravelMode.CAR)

    assert "h1, h2" in matrix.notes[0].text["en"]
