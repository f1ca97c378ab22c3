"""Our best plan of a tiny VROOM problem is VROOM's best plan: the same priority, tasks and cost."""

import pytest

from tests.solver.vroom_best import best, random_problem
from tests.solver.vroom_cases import solved
from tests.solver.vroom_law import standing


def _rounded(found: tuple[int, int, float]) -> tuple[int, int, float]:
    return (*found[:2], round(found[2], 4))


@pytest.mark.parametrize("seed", range(36))
def test_the_best_plan_is_found(seed: int) -> None:
    """A limit said too strictly would leave work out that fits, one said too loosely would break on the road."""
    data = random_problem(seed)

    assert _rounded(standing(data, solved(data, effort=10))) == _rounded(best(data))


def test_setups_in_windows_are_obeyed_and_nearly_free() -> None:
    """At a place with several tasks a window's last seconds may be lost to a set-up, but never a law broken."""
    same = 0
    for seed in range(100, 124):
        data = random_problem(seed, setups=True)
        ours, theirs = _rounded(standing(data, solved(data, effort=6))), _rounded(best(data))
        assert ours >= theirs
        same += ours == theirs

    assert same >= 18
