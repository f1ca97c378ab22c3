"""Travel of a few points more: the same as all of it asked anew, and only what is new is asked for."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from scheduler.domain.ids import DistrictId
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelMatrix
from scheduler.travel.cached import CachedEngine
from scheduler.travel.chain import Link, TravelChain
from scheduler.travel.legs_cache import LegsCache
from scheduler.travel.network.build import BuildReport
from scheduler.travel.notes import no_roads
from scheduler.travel.osrm import OsrmEngine
from scheduler.travel.roads import RoadTravel
from scheduler.travel.straight import StraightTravel
from tests.travel.fakes import FakeEngine, at, spots
from tests.travel.test_detours import grid, kept, river

MODES = list(TravelMode)


def roads(engine: FakeEngine, cache: Path | None = None) -> RoadTravel:
    return RoadTravel(CachedEngine(engine, LegsCache(cache)), Policy())


def same(one: TravelMatrix, other: TravelMatrix) -> bool:
    arrays = np.array_equal(one.seconds, other.seconds) and np.array_equal(one.metres, other.metres)
    return arrays and (one.engine, one.version, one.notes) == (other.engine, other.version, other.notes)


def town(folder: Path) -> StraightTravel:
    """Return the great circle with a town's detours, and minutes of its buses."""
    minutes = {(DistrictId("d"), DistrictId("d")): timedelta(minutes=1)}
    return StraightTravel(replace(Policy(), district_minutes=minutes), kept(folder, river(*grid(20))))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("more", [0, 1, 3])
def test_a_few_points_more_are_as_if_all_were_asked(mode: TravelMode, more: int, tmp_path: Path) -> None:
    """The new client's offer would rest on other times than the plan that keeps it."""
    points = spots(9)
    for travel in (town(tmp_path), StraightTravel(Policy()), roads(FakeEngine()), TravelChain(
        [Link(name="straight", travel=StraightTravel(Policy()))], [no_roads()]
    )):  # fmt: skip
        known = travel.matrix(points[: 9 - more], mode)
        whole = travel.matrix(points, mode)
        assert same(travel.grown(known, points, mode) or whole, whole)


@pytest.mark.parametrize("mode", MODES)
def test_what_was_asked_last_answers_no_other_question(mode: TravelMode) -> None:
    """The next caller's bus would drive to the door of the one before."""
    travel, points = StraightTravel(Policy()), spots(9)
    known = travel.matrix(points[:4], mode)
    first = travel.grown(known, [*points[:4], points[4]], mode)
    assert first is not None
    assert travel.grown(known, [*points[:4], points[4]], mode) is first

    others = travel.matrix(points[5:9], mode)
    for of, before, more in ((points[5:9], others, points[4:5]), (points[:4], known, points[5:6])):
        every = [*of, *more]
        found = travel.grown(before, every, mode)
        assert found is not None
        assert same(found, travel.matrix(every, mode))


def test_only_the_new_row_and_column_are_asked_for() -> None:
    """Each call would wait until a thousand addresses had been asked for again."""
    engine = FakeEngine()
    travel, points = roads(engine), spots(9)
    known = travel.matrix(points[:8], TravelMode.CAR)
    engine.asked.clear()

    travel.grown(known, points, TravelMode.CAR)

    assert engine.asked == [(8, 1), (1, 9)]


def test_a_van_is_told_what_a_car_was_told() -> None:
    """Each call would ask the engine twice for the same roads."""
    engine = FakeEngine()
    travel, points = roads(engine), spots(5)
    known = {mode: travel.matrix(points[:4], mode) for mode in (TravelMode.CAR, TravelMode.VAN)}
    engine.asked.clear()

    for mode, matrix in known.items():
        travel.grown(matrix, points, mode)

    assert engine.asked == [(4, 1), (1, 5)]


def test_a_day_without_a_new_address_asks_for_nothing() -> None:
    """A cancellation would ask the roads for nothing, which some engines take for everything."""
    engine = FakeEngine()
    travel, points = roads(engine), spots(4)
    known = travel.matrix(points, TravelMode.CAR)
    engine.asked.clear()

    assert travel.grown(known, points, TravelMode.CAR) is known
    assert engine.asked == []


def test_real_roads_grow_and_stay(helsinki: BuildReport) -> None:
    """At the desk of a town with its own roads every call after the first would fail."""
    places = [(60.1710, 24.9400), (60.1690, 24.9505), (60.1670, 24.9460)]
    points = [at(lat, lon, str(k)) for k, (lat, lon) in enumerate(places)]
    engine = CachedEngine(OsrmEngine(helsinki.folder.parent.parent), LegsCache(None))
    travel = RoadTravel(engine, Policy())
    known = travel.matrix(points[:2], TravelMode.CAR)
    grown = travel.grown(known, points, TravelMode.CAR)
    assert grown is not None
    assert same(grown, travel.matrix(points, TravelMode.CAR))
    assert travel.grown(known, points[:2], TravelMode.CAR) is known


@pytest.mark.parametrize("seed", range(12))
def test_the_great_circle_grows_to_the_second(seed: int, tmp_path: Path) -> None:
    """A promise would be accepted that is a second too tight for the plan that keeps it."""
    rng = np.random.default_rng(seed)
    points = [at(51.1 + lat / 20, 23.4 + lon / 20, str(k)) for k, (lat, lon) in enumerate(rng.random((160, 2)))]
    travel = StraightTravel(Policy(), kept(tmp_path, river(*grid(60))))
    known = travel.matrix(points[:-1], TravelMode.CAR)
    assert same(travel.grown(known, points, TravelMode.CAR) or known, travel.matrix(points, TravelMode.CAR))


@pytest.mark.parametrize("wrong", ["map", "island", "far", "twin", "broken"])
def test_what_is_out_of_the_ordinary_is_asked_as_a_whole(wrong: str, tmp_path: Path) -> None:
    """A plan would mix the times of two maps, or send the bus to an island."""
    engine = FakeEngine(islands=["p4"] if wrong == "island" else [], far=["p4"] if wrong == "far" else [])
    travel, points = roads(engine, tmp_path / "legs.sqlite"), spots(5)
    known = travel.matrix(points[:4], TravelMode.CAR)
    if wrong == "map":
        engine.map_version = "2"
    if wrong == "twin":
        points[4] = replace(points[0], name="other door")
    if wrong == "broken":
        engine.broken = "down"
        travel.matrix(points[:4], TravelMode.CAR)  # notes that it is out of order

    assert travel.grown(known, points, TravelMode.CAR) is None


def test_the_great_circle_of_another_map_is_asked_as_a_whole(tmp_path: Path) -> None:
    """Half of a day would be timed by last year's roads."""
    points = spots(5)
    known = StraightTravel(Policy()).matrix(points[:4], TravelMode.CAR)
    assert town(tmp_path).grown(known, points, TravelMode.CAR) is None


def test_a_chain_whose_first_engine_has_failed_looks_for_another() -> None:
    """Nobody would be told that the server is down, as long as the day is open on a desk."""
    engine = FakeEngine()
    travel = TravelChain(
        [Link(name="nr1", travel=roads(engine)), Link(name="straight", travel=StraightTravel(Policy()))]
    )
    points = spots(5)
    known = travel.matrix(points[:4], TravelMode.CAR)
    engine.map_version, engine.broken = "2", "is down"

    assert travel.grown(known, points, TravelMode.CAR) is None
