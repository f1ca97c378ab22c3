"""The same seed, the same figures: whatever keeps the town, and whoever asks."""

from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from scheduler.domain.capacity.figures import Figure
from scheduler.services.ports import Store
from scheduler.simulation.office import Streets, simulate
from scheduler.store.memory import MemoryStore
from scheduler.store.sql import Ring, open_store
from scheduler.travel.straight import StraightTravel
from tests.simulation.office.callers import Callers, demanding


def _two_days(store: Store, **changed: Any) -> list[Figure]:
    task = demanding(**changed)
    return simulate(task, StraightTravel(task.town.policy), store)


@cache
def _in_memory() -> list[Figure]:
    return _two_days(MemoryStore())


def test_the_same_seed_plays_the_same_days() -> None:
    """Nobody could repeat what a study says, and differences between scenarios would be noise."""
    assert _two_days(MemoryStore()) == _in_memory()
    assert _two_days(MemoryStore(), seed=2) != _in_memory()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_databases_play_the_same_days_as_memory(kind: str, request: pytest.FixtureRequest, ring: Ring) -> None:
    """What a study says in memory would not be what the office does on its database."""
    url = request.getfixturevalue(f"{kind}_url")
    with open_store(url, ring) as store:
        assert _two_days(store) == _in_memory()


def _busy() -> Callers:
    callers = Callers(workers=1).ride("09:00-09:30", ready="11:10").ride("09:10-09:40", back="11:00-12:00")
    for hour in range(8, 14):
        callers.visit(f"{hour:02}:00-{hour:02}:30", service_time=timedelta(minutes=70), no_show=hour == 10)
    return callers


def test_a_day_that_is_planned_anew_is_the_same_in_a_database(sqlite_url: str, ring: Ring) -> None:
    """Only quiet days would be alike: events, proposals and ways home that are called for would be kept otherwise."""
    streets = Streets(seed=3)
    in_memory = _busy().play(streets=streets)
    with open_store(sqlite_url, ring) as store:
        assert _busy().play(store, streets) == in_memory
    assert next(one.value for one in in_memory if one.kpi == "replans") >= 1


def test_drives_have_luck_of_their_own() -> None:
    """A drive that one scenario adds would change the luck of all others, and hide what the scenario does."""
    day, planned = Callers().day, timedelta(minutes=20)
    streets, same = Streets(seed=3), Streets(seed=3)
    before = streets.drive(day, "T-01:visit", planned)
    streets.drive(day, "T-99:visit", planned)
    assert streets.drive(day, "T-01:visit", planned) == same.drive(day, "T-01:visit", planned) == before
    many = [Streets(seed=seed).drive(day, "T-01:visit", planned) / planned for seed in range(2000)]
    assert sum(many) / len(many) == pytest.approx(1.0, abs=0.02)
