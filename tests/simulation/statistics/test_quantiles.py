"""Student's t against printed tables."""

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.simulation.statistics.quantiles import student_below, student_quantile

TABLE = {
    (0.975, 1): 12.7062, (0.975, 2): 4.3027, (0.975, 3): 3.1824, (0.975, 4): 2.7764, (0.975, 9): 2.2622,
    (0.975, 29): 2.0452, (0.975, 120): 1.9799, (0.95, 5): 2.0150, (0.995, 7): 3.4995, (0.9, 1): 3.0777,
    (0.9, 20): 1.3253, (0.9995, 2): 31.5991, (0.5, 6): 0.0,
}  # fmt: skip
"""NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, and Abramowitz & Stegun, table 26.10."""


@pytest.mark.parametrize(("probability", "freedom"), TABLE)
def test_quantiles_are_those_of_the_tables(probability: float, freedom: int) -> None:
    """Every interval of every report would be too wide or too narrow."""
    assert student_quantile(probability, freedom) == pytest.approx(TABLE[probability, freedom], abs=5.1e-5)


def test_many_replications_come_to_the_normal_quantile() -> None:
    """A study of thousands of replications would jump where the sum of terms is given up for the normal curve."""
    normal = NormalDist().inv_cdf(0.975)

    assert student_quantile(0.975, 20_000) == pytest.approx(normal, rel=1e-4)
    assert student_quantile(0.975, 20_001) == normal


@given(probability=st.floats(0.001, 0.999), freedom=st.integers(1, 400))
def test_a_quantile_is_what_t_stays_below_so_often(probability: float, freedom: int) -> None:
    """A quantile that is not the inverse of its distribution holds the truth at another rate than it says."""
    assert student_below(student_quantile(probability, freedom), freedom) == pytest.approx(probability, abs=1e-9)
    assert student_quantile(1 - probability, freedom) == pytest.approx(-student_quantile(probability, freedom))


@pytest.mark.parametrize(("probability", "freedom"), [(0, 3), (1, 3), (0.5, 0)])
def test_what_is_no_quantile_is_refused(probability: float, freedom: int) -> None:
    """A level of 100 % would loop for ever, one replication would divide by nothing."""
    with pytest.raises(ValueError, match="quantile"):
        student_quantile(probability, freedom)
