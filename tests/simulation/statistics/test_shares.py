"""How probable it is that the service level is met."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.simulation.statistics.shares import share, share_at_least


@pytest.mark.parametrize(
    ("happened", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_that_newcombe_printed(happened: int, count: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I: a level met in 20 of 20 weeks would be called certain."""
    found = share(happened, count).interval

    assert (found.low, found.high) == pytest.approx((low, high), abs=5.1e-5)


@given(count=st.integers(1, 500), happened=st.integers(0, 500), level=st.floats(0.5, 0.999))
def test_a_probability_stays_within_nought_and_one(count: int, happened: int, level: float) -> None:
    """The report would speak of 103 %."""
    found = share(min(happened, count), count, level)

    assert 0 <= found.interval.low <= found.value <= found.interval.high <= 1
    assert found.interval.low < found.interval.high


def test_a_level_is_met_where_it_is_just_reached() -> None:
    """95 % served would not count as 95 %."""
    assert share_at_least([0.95, 0.949, 1.0], 0.95).happened == 2


@pytest.mark.parametrize(("happened", "count"), [(0, 0), (3, 2), (-1, 2)])
def test_what_cannot_be_counted_is_refused(happened: int, count: int) -> None:
    """A study without a replication would have a probability."""
    with pytest.raises(ValueError, match="times in"):
        share(happened, count)
