"""How far few counts are believed: between what was expected and what was seen."""

from collections import Counter
from math import exp, fsum, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.chances import Lognormal
from scheduler.simulation.demand.fitting.believing import believed, blended, chances, lognormal, share
from scheduler.simulation.demand.streams import Stream

COUNTS = st.lists(st.integers(0, 200), min_size=2, max_size=20).filter(any)


def even(counts: list[int]) -> list[float]:
    return [sum(counts) / len(counts)] * len(counts)


@given(COUNTS)
def test_what_is_believed_adds_up_and_keeps_the_order(counts: list[int]) -> None:
    """Calls would be lost or invented, or the busiest district become the calmest."""
    found = believed([float(one) for one in counts], even(counts), len(counts) - 1)
    assert fsum(found) == pytest.approx(sum(counts))
    assert all(one >= 0 for one in found)
    assert [found[k] for k in sorted(range(len(counts)), key=lambda k: counts[k])] == sorted(found)
    assert max(found) <= max(counts) + 1e-6
    assert min(found) >= min(counts) - 1e-6


def test_counts_that_vary_as_chance_does_are_not_believed_one_by_one() -> None:
    """Three calls more from one district in a month would send the second bus there."""
    counts = [float(sum(1 for _ in Stream(4).of(k).arrivals(3.0))) for k in range(70)]
    expected = [sum(counts) / 70] * 70
    found = believed(counts, expected, 69)
    assert max(counts) - min(counts) >= 6
    assert max(found) - min(found) < 1.5


def test_counts_that_vary_more_than_chance_are_believed() -> None:
    """A district with five times as many calls would be planned for as if it were like the others."""
    counts = [100.0, 20.0, 20.0, 20.0]
    assert believed(counts, [40.0] * 4, 3)[0] > 95
    few = [5.0, 1.0, 1.0, 1.0]
    assert 2 < believed(few, [2.0] * 4, 3)[0] < 5


def test_nothing_seen_is_nothing_expected() -> None:
    """A service without a call would divide by zero."""
    assert believed([0.0, 0.0], [0.0, 0.0], 1) == [0.0, 0.0]
    assert blended(Counter(), Counter()) is None
    assert chances(Counter()) is None
    assert share(0, 0, 0, 0) == 0


def test_few_calls_are_wanted_when_all_are_and_many_when_they_are() -> None:
    """One call for an evening would make a service of the evenings."""
    everything = Counter({8: 500, 18: 500})
    few, many = blended(Counter({8: 1}), everything), blended(Counter({8: 1_000}), everything)
    assert few is not None
    assert many is not None
    assert few.share(18) == pytest.approx(5 / 11)
    assert many.share(18) < 0.006


def test_shares_of_few_bookings_are_the_usual_ones() -> None:
    """The one booking of a service was not called off: none would ever be."""
    assert share(0, 1, 0.1, 20) == pytest.approx(2 / 21)
    assert share(500, 1_000, 0.1, 20) == pytest.approx(0.5, abs=0.01)


def test_sizes_of_few_doors_are_near_the_plan() -> None:
    """One visit that took three times as long would make all of them so."""
    usual = Lognormal(median=1, sigma=0.2)
    one = lognormal([log(3)], usual, 0.0)
    assert one.median == pytest.approx(exp(log(3) / 9))
    assert one.sigma == 0.2
    many = lognormal([log(2) - 0.5, log(2) + 0.5] * 500, usual, 0.0)
    assert many.median == pytest.approx(2, rel=0.01)
    assert many.sigma == pytest.approx(0.5, rel=0.02)
    assert lognormal([], usual, 0.0) == usual
