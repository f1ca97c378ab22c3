"""Means, paired differences and ratios, and how surely they are known."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.simulation.statistics.covering import coverage
from scheduler.simulation.statistics.estimates import Interval, difference, estimate
from scheduler.simulation.statistics.ratios import jackknife, pseudo_values

COLUMNS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


def test_a_mean_and_its_interval_are_those_of_the_textbook() -> None:
    """Law's example 4.26: ten numbers, mean 1.34, 90 % interval 1.34 ± 0.24."""
    found = estimate([1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09], level=0.9)

    assert found.mean == pytest.approx(1.34, abs=0.005)
    assert found.half_width == pytest.approx(0.24, abs=0.005)
    assert found.count == 10


def test_one_replication_shows_no_spread() -> None:
    """A single week would be told as if it were certain."""
    found = estimate([7.0])

    assert (found.mean, found.sd, found.interval, found.half_width) == (7.0, None, None, None)
    assert found.differs_from_zero is None
    with pytest.raises(ValueError, match="nothing was played"):
        estimate([])


@given(column=COLUMNS, shift=st.floats(-100, 100))
def test_a_difference_knows_only_the_pairs(column: list[float], shift: float) -> None:
    """What is the same in both scenarios (a busy week) would widen the interval of what a second bus changes."""
    found = difference([value + shift for value in column], column)

    assert found.mean == pytest.approx(shift, abs=1e-6)
    assert found.sd == pytest.approx(0, abs=1e-6)
    with pytest.raises(ValueError, match="zip"):
        difference([*column, 1.0], column)


@given(above=st.lists(st.floats(0, 1000), min_size=2, max_size=20), times=st.floats(0.5, 20))
def test_a_ratio_that_is_the_same_in_all_has_no_spread(above: list[float], times: float) -> None:
    """The jackknife would see doubt where each replication says the same."""
    found = pseudo_values([value + 1 for value in above], [(value + 1) * times for value in above])

    assert found == pytest.approx([1 / times] * len(above), rel=1e-6)


def test_a_ratio_counts_busy_replications_for_more() -> None:
    """One refusal in a quiet week of two calls would weigh as much as fifty in a busy one."""
    found = pseudo_values([1, 0, 0, 0], [2, 100, 100, 100])

    assert found is not None
    assert estimate(found).mean == pytest.approx(1 / 302, abs=0.002)
    assert found == pytest.approx(jackknife([(1, 2), (0, 100), (0, 100), (0, 100)], _ratio))


def _ratio(cells: object) -> float:
    assert isinstance(cells, list)
    return float(sum(above for above, _ in cells) / sum(below for _, below in cells))


@pytest.mark.parametrize("below", [[0, 0, 0], [0, 5, 0]])
def test_nothing_is_divided_by_nothing(below: list[float]) -> None:
    """A district where nobody called would end the whole report."""
    assert pseudo_values([0, 1, 0], below) is None


def test_intervals_of_normal_values_hold_the_truth_as_often_as_they_say() -> None:
    """A manager would be sure of what is chance."""

    def study(seed: int) -> Interval | None:
        dice = Random(seed)
        return estimate([dice.gauss(3, 2) for _ in range(6)]).interval

    held = coverage(study, 3.0, range(1000))

    assert 0.935 <= held.value <= 0.965


def test_intervals_of_skewed_ratios_hold_the_truth_nearly_as_often() -> None:
    """Costs and calls are lognormal, and a ratio of them is not normal: the jackknife has to bear that."""

    def study(seed: int) -> Interval | None:
        dice = Random(seed)
        calls = [dice.lognormvariate(4, 0.3) for _ in range(12)]
        column = pseudo_values([number * dice.lognormvariate(0, 0.4) for number in calls], calls)
        return None if column is None else estimate(column).interval

    # The mean of a lognormal (0, 0.4) is exp(0.08).
    held = coverage(study, 1.0832871, range(600))

    assert 0.90 <= held.value <= 0.97
