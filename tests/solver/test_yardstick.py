"""The first engine, kept as a yardstick, goes on giving honest plans."""

from time import monotonic

import pytest

from solver.budget import Budget
from solver.judging import Orders
from solver.rulekit.tiny import member, shift, tiny, visit
from solver.verify import unaccepted, verify
from solver.yardstick.engine import Search, solve
from tests.solver.generate import make_problem


class _Messengers:
    """Helpers who report in this order."""

    def __init__(self, *reports: dict[int, Orders]) -> None:
        self.reports = list(reports)
        self.working = True

    def news(self, _timeout_s: float) -> dict[int, Orders]:
        self.working = len(self.reports) > 1
        return self.reports.pop(0)


def test_of_two_plans_as_good_the_first_strategys_is_kept_whoever_was_faster() -> None:
    """The same seed would give another plan whenever the machine is busy."""
    problem = tiny(
        requests=[visit("V", "B", unassigned_gr=9000)], shifts=[shift("s1"), shift("s2", members=(member("jan"),))]
    )
    search = Search(problem, Budget(clock=monotonic, effort=6), None)
    search._collect(_Messengers({1: {1: (0,)}}, {0: {0: (0,)}}))  # type: ignore[arg-type]
    assert [route.shift for route in search.best.routes] == [0]
    assert not search.consider({1: (0,)})


@pytest.mark.parametrize("seed", range(3))
def test_the_yardsticks_plans_verify(seed: int) -> None:
    """A second opinion that breaks rules would be none."""
    problem = make_problem(seed, requests=9, shifts=3, features=("rides", "breaks", "seats", "relations"))
    result = solve(problem, budget=Budget(clock=monotonic, effort=6), seed=seed, workers=0)
    assert unaccepted(verify(problem, result.solution)) == ()
