"""How many replications are enough."""

from math import nextafter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.simulation.statistics.estimates import estimate
from scheduler.simulation.statistics.stopping import Stop, StoppingRule


def play(rule: StoppingRule, seed: int, sd: float) -> list[float]:
    """Return the replications that a study by this rule would play."""
    dice, column = Random(seed), list[float]()
    while rule.why([column]) is None:
        wanted = rule.wanted([column])
        assert wanted > len(column), "the study would wait for ever"
        column += [dice.gauss(10, sd) for _ in range(wanted - len(column))]
    return column


@given(seed=st.integers(0, 10_000), sd=st.floats(0, 20), least=st.integers(2, 12), cap=st.integers(0, 60))
def test_a_study_ends_narrow_enough_or_at_the_cap(seed: int, sd: float, least: int, cap: int) -> None:
    """A study would run all night, or stop while its interval is still wide and not say so."""
    rule = StoppingRule(half_width=1.0, least=least, most=least + cap)

    column = play(rule, seed, sd)

    width = estimate(column).half_width
    assert width is not None
    assert least <= len(column) <= least + cap
    assert rule.why([column]) is (Stop.REACHED if width <= 1.0 else Stop.CAP)


def test_about_as_many_as_needed_are_played() -> None:
    """(1.96 x 4 / 1)² = 61: far fewer would be luck, far more a wasted night."""
    rule = StoppingRule(half_width=1.0, most=1000)

    counts = sorted(len(play(rule, seed, 4.0)) for seed in range(40))

    assert 50 <= counts[20] <= 75


def test_the_widest_column_decides() -> None:
    """Refusals would be known to a point and costs not at all."""
    rule = StoppingRule(half_width=1.0, least=4, most=100)
    narrow, wide = [1.0, 1.1, 0.9, 1.0], [0.0, 9.0, 1.0, 12.0]

    assert rule.why([narrow]) is Stop.REACHED
    assert rule.why([narrow, wide]) is None
    assert rule.wanted([narrow, wide]) == 8
    assert rule.wanted([]) == rule.wanted([[1.0]]) == 4


def test_without_a_width_the_least_number_is_played() -> None:
    """Who asks for ten replications would get a hundred."""
    rule = StoppingRule(half_width=None, least=3, most=100)

    assert play(rule, 1, 50.0).__len__() == 3


@pytest.mark.parametrize(("half_width", "least", "most"), [(0, 5, 9), (-1, 5, 9), (1, 1, 9), (1, 5, 4)])
def test_a_rule_that_never_ends_is_refused(half_width: float, least: int, most: int) -> None:
    """No spread is seen in one replication, and no interval has no width."""
    with pytest.raises(ValueError, match=r"replications|never"):
        StoppingRule(half_width=half_width, least=least, most=most)


def test_stopping_early_does_not_spoil_the_interval_much() -> None:
    """Looking until it is narrow favours samples that look calm; from ten on that must cost little."""
    rule = StoppingRule(half_width=0.8, most=200)

    held = sum(abs(sum(column) / len(column) - 10) <= (estimate(column).half_width or 0) for column in (
        play(rule, seed, 3.0) for seed in range(300)
    ))  # fmt: skip

    assert 0.90 <= held / 300 <= 0.98


def test_a_width_just_missed_asks_for_one_more() -> None:
    """By a rounding error a study would wait for replications that nobody plays."""
    column = [0.1, 0.7, 0.3, 0.35, 0.9]
    width = estimate(column).half_width
    assert width is not None
    rule = StoppingRule(half_width=nextafter(width, 0), least=2)

    assert rule.why([column]) is None
    assert rule.wanted([column]) == 6
