"""Chance by name: the numbers behind every comparison of two scenarios."""

from collections import Counter
from itertools import pairwise
from statistics import fmean, variance

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.simulation.demand.streams import Stream

UNIFORMS = st.floats(0, 1, exclude_max=True)
MEANS = st.floats(0, 30)


def test_the_numbers_of_a_seed_are_for_ever() -> None:
    """A study that somebody resumes on another computer, or next year, would mix two kinds of chance."""
    stream = Stream(7).of("cell", "bus", 3)
    assert stream.uniform("gap", 0) == stream.uniform("gap", 0) == 0.5565779724436155
    assert Stream(8).of("cell", "bus", 3).uniform("gap", 0) != stream.uniform("gap", 0)
    assert stream.of("gap").uniform(0) == stream.uniform("gap", 0)


def test_parts_of_a_name_are_not_run_together() -> None:
    """Calls of two districts would be the same people at the same hours, if `a`, `bc` were `ab`, `c`."""
    assert Stream(1).uniform("a", "bc") != Stream(1).uniform("ab", "c")
    assert Stream(1).uniform("1", "2") != Stream(1).uniform("12")


def test_numbers_are_spread_evenly_and_do_not_follow_each_other() -> None:
    """More calls would be drawn in the morning than the town has, or rows of short visits one after another."""
    numbers = [Stream(3).uniform("x", k) for k in range(20_000)]
    cells = Counter(int(number * 20) for number in numbers)
    squared = sum((cells[k] - 1_000) ** 2 / 1_000 for k in range(20))
    assert squared < 43.8  # 99.9 % of X² with 19 degrees of freedom
    together = fmean((a - 0.5) * (b - 0.5) for a, b in pairwise(numbers))
    assert abs(together) < 4 / 12 / len(numbers) ** 0.5
    assert all(0 <= number < 1 for number in numbers)


@pytest.mark.parametrize("mean", [0.3, 4.0, 25.0])
def test_arrivals_are_poisson(mean: float) -> None:
    """Calm and busy days would be rarer, or commoner, than in any town, and with them the refusals."""
    counts = [sum(1 for _ in Stream(5).of(k).arrivals(mean)) for k in range(4_000)]
    error = (mean / len(counts)) ** 0.5
    assert fmean(counts) == pytest.approx(mean, abs=4 * error)
    assert variance(counts) / fmean(counts) == pytest.approx(1, abs=4 * (2 / len(counts)) ** 0.5)
    assert counts.count(0) / len(counts) == pytest.approx(2.718281828**-mean, abs=0.03)


@given(MEANS, MEANS, st.integers(0, 1_000))
def test_more_arrivals_come_after_those_there_are(some: float, other: float, seed: int) -> None:
    """Growth would replace calls instead of adding some, and the difference of two scenarios be mostly chance."""
    few, many = sorted((some, other))
    fewer, more = list(Stream(seed).arrivals(few)), list(Stream(seed).arrivals(many))
    assert more[: len(fewer)] == fewer == list(range(len(fewer)))


@example([5e-324, 0.0], 0.75)  # the smallest weight, times a uniform, is itself
@given(st.lists(st.floats(0, 5), min_size=1, max_size=8).filter(any), UNIFORMS)
def test_what_has_no_weight_is_never_chosen(weights: list[float], uniform: float) -> None:
    """A night visit would be drawn for a service that nobody wants at night."""
    chances = Chances(options=tuple(enumerate(weights)))
    assert weights[chances.pick(uniform)] > 0


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=8))
def test_each_value_is_chosen_as_often_as_its_weight_says(weights: list[float]) -> None:
    """A tenth of people in wheelchairs would become a half, and the second bus look indispensable."""
    chances = Chances(options=tuple(enumerate(weights)))
    picked = Counter(chances.pick((k + 0.5) / 1_000) for k in range(1_000))
    assert all(abs(picked[k] / 1_000 - chances.share(k)) < 0.002 for k in range(len(weights)))


@given(st.floats(0.1, 100), st.floats(0, 2), UNIFORMS, UNIFORMS)
def test_a_size_grows_with_its_uniform_and_stays_above_zero(
    median: float, sigma: float, one: float, other: float
) -> None:
    """A visit of no or infinite length would stop the simulated day."""
    size = Lognormal(median=median, sigma=sigma)
    assert 0 < size.pick(min(one, other)) <= size.pick(max(one, other)) < float("inf")
    assert Lognormal(median=median).pick(one) == median


def test_sizes_have_the_median_and_mean_of_a_lognormal() -> None:
    """Long visits would be too rare, and every simulated day end on time."""
    size = Lognormal(median=50, sigma=0.5)
    drawn = [size.pick((k + 0.5) / 20_000) for k in range(20_000)]
    assert sorted(drawn)[10_000] == pytest.approx(50, rel=0.001)
    assert fmean(drawn) == pytest.approx(size.mean, rel=0.005)


@pytest.mark.parametrize(
    "options", [(), (("a", 0.0),), (("a", -1.0), ("b", 2.0)), (("a", 1.0), ("a", 1.0)), (("a", float("nan")),)]
)
def test_chances_that_cannot_be_are_refused(options: tuple[tuple[str, float], ...]) -> None:
    """A slip in a scenario would be drawn from as if it were meant."""
    with pytest.raises(ValueError, match=r"weights|twice"):
        Chances(options=options)


@pytest.mark.parametrize(("median", "sigma"), [(0, 1), (-1, 1), (1, -0.1), (float("inf"), 1), (1, float("nan"))])
def test_sizes_that_cannot_be_are_refused(median: float, sigma: float) -> None:
    """A visit would take a negative time."""
    with pytest.raises(ValueError, match="median"):
        Lognormal(median=median, sigma=sigma)
