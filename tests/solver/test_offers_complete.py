"""Every place there is is found, and no other: against brute force over all positions."""

from random import Random

import pytest

from solver.insertion import free_places
from tests.solver.asked import Day, days
from tests.solver.generate import FEATURES

MIXED = [("rides", "relations", "breaks", "journey"), ("rides", "people", "relations"), ("start", "locks", "breaks")]


def _compare(seed: int, day: Day, times: int) -> int:
    rng, found = Random(seed), 0
    loose = [r for r in range(day.arrays.n_requests) if r not in day.fixed]
    for request in rng.sample(loose, min(times, len(loose))):
        possible = {(shift, at) for shift, at, orders in day.places(request) if day.possible(orders)}
        assert {(place.shift, place.at) for place in free_places(day.board, request)} == possible
        found += len(possible)
    return found


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_the_places_under_each_rule_are_those_of_brute_force(feature: str) -> None:
    """On the phone "no" would be said though the bus could have come, or "yes" though it cannot."""
    assert sum(_compare(seed, day, 3) for seed, day in days(range(4), "rides", feature)) > 10


@pytest.mark.parametrize("features", MIXED)
def test_the_places_under_rules_that_meet_are_those_of_brute_force(features: tuple[str, ...]) -> None:
    """Two rules right by themselves would let a wrong place through together."""
    assert sum(_compare(seed, day, 2) for seed, day in days(range(100, 150), *features, more=0.2)) > 100


def test_the_places_in_any_day_are_those_of_brute_force() -> None:
    """A combination that nobody thought of would show on the board as free, or not at all."""
    assert sum(_compare(seed, day, 2) for seed, day in days(range(200, 250), more=0.3)) > 100
