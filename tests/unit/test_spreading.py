"""How the suite is spread over the cores."""

import pytest

from tests.spreading import MOST, spread_over


@pytest.mark.parametrize(("cores", "processes"), [(None, 0), (1, 0), (2, 2), (3, 3), (4, 4), (64, MOST)])
def test_the_suite_takes_the_cores_that_are_there(cores: int | None, processes: int) -> None:
    """A newcomer's large machine must not run out of memory, and a small one must not stand still on one core."""
    assert spread_over(cores) == processes
