"""Who stands in when a travel engine fails, and that everybody is told."""

import numpy as np
import pytest

from scheduler.domain.errors import InputError, TravelError
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelPoint
from scheduler.services.witness import TravelWitness
from scheduler.travel.cached import CachedEngine
from scheduler.travel.chain import Link, TravelChain
from scheduler.travel.legs_cache import LegsCache
from scheduler.travel.notes import no_roads
from scheduler.travel.roads import RoadTravel
from scheduler.travel.straight import StraightTravel
from tests.travel.fakes import FakeEngine, spots


def chain(*engines: FakeEngine) -> TravelChain:
    roads = [
        Link(name=f"nr{k}", travel=RoadTravel(CachedEngine(engine, LegsCache(None)), Policy()))
        for k, engine in enumerate(engines)
    ]
    return TravelChain([*roads, Link(name="straight", travel=StraightTravel(Policy()))])


def broken(why: str = "is down") -> FakeEngine:
    engine = FakeEngine()
    engine.broken = why
    return engine


def test_the_first_that_answers_is_taken_and_nothing_said() -> None:
    """Every plan would carry a warning, and nobody would read them any more."""
    matrix = chain(FakeEngine(version="7"), broken()).matrix(spots(3), TravelMode.CAR)

    assert (matrix.engine, matrix.version) == ("fake", "7")
    assert not matrix.notes


def test_who_fails_is_passed_over_and_named() -> None:
    """The dispatcher would promise times of a straight line, and think they are the roads'."""
    matrix = chain(broken("server x:5000 does not answer"), FakeEngine(version="8")).matrix(spots(3), TravelMode.VAN)

    assert (matrix.engine, matrix.version) == ("fake", "8")
    text = matrix.notes[0].text
    assert "nr0" in text["pl"]
    assert "nie odpowiedział" in text["pl"]
    assert "server x:5000 does not answer" in text["en"]
    assert "busem" in text["pl"]
    assert "nr0" in text["en"]
    assert "by bus" in text["en"]


def test_the_great_circle_is_always_there() -> None:
    """No plan at all on the morning the server's disk is full."""
    points = spots(4)

    matrix = chain(broken(), broken("is full")).matrix(points, TravelMode.CAR)

    assert matrix.engine == "straight"
    assert np.array_equal(matrix.seconds, StraightTravel(Policy()).matrix(points, TravelMode.CAR).seconds)
    assert ["is full" in note.text["en"] for note in matrix.notes] == [False, True]


def test_a_wrong_coordinate_is_not_hidden_by_the_next_engine() -> None:
    """The great circle would gladly drive to a place in the lake."""
    with pytest.raises(InputError, match="p1"):
        chain(FakeEngine(far=["p1"])).matrix(spots(3), TravelMode.CAR)


def test_all_failures_are_told_when_nobody_is_left() -> None:
    """The administrator would mend the one server that was named, and then the next."""
    links = [Link(name="a", travel=RoadTravel(CachedEngine(broken("x"), LegsCache(None)), Policy()))] * 2

    with pytest.raises(TravelError, match="a: x; a: x"):
        TravelChain(links).matrix(spots(2), TravelMode.CAR)


def test_the_map_is_drawn_by_who_gave_the_times() -> None:
    """The map would show other roads than those the times were taken from."""
    second = FakeEngine()
    asked = chain(broken(), second)
    asked.matrix(spots(3), TravelMode.CAR)

    asked.ways(spots(3), TravelMode.CAR)

    assert second.drawn == 1


def test_a_witness_tells_each_engine_and_each_note_once() -> None:
    """The plan would not say that its bus was timed by another engine than its cars."""

    class OnlyCars(StraightTravel):
        def matrix(self, points: list[TravelPoint], mode: TravelMode) -> object:  # type: ignore[override]
            if mode is not TravelMode.CAR:
                msg = "knows cars only"
                raise TravelError(msg)
            return roads.matrix(points, mode)

    roads = RoadTravel(CachedEngine(FakeEngine(version="9"), LegsCache(None)), Policy())
    links = [Link(name="cars", travel=OnlyCars(Policy())), Link(name="straight", travel=StraightTravel(Policy()))]  # type: ignore[arg-type]
    witness = TravelWitness(TravelChain(links, [no_roads()]))
    for mode in (TravelMode.CAR, TravelMode.FOOT, TravelMode.CAR):
        witness.matrix(spots(2), mode)

    assert witness.engines == "fake 9, straight"
    assert len(witness.notes) == 2
    assert witness.alarmed
    assert [(source.mode, source.label) for source in witness.sources] == [("car", "fake 9"), ("foot", "straight")]
