"""The compiled timing against the reference: the same orders are possible, at the same times."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.schedule import schedule
from tests.solver.generate import FEATURES as DAY_FEATURES
from tests.solver.kernel_times import day, disagreement, drawn, full_day
from tests.solver.small_orders import FEATURES

FAMILIES = (
    "windows late",
    "rides late",
    "rides waits late",
    "windows rides waits",
    "spans late",
    "windows spans",
    "rides spans start",
    "driving",
    "driving bands",
    "bands late",
    "bands windows rides waits",
    "bands spans late",
    "breaks late",
    "breaks windows",
    "breaks spans late",
    "breaks rides waits start",
    "relations late",
    "relations spans",
    "relations bands late",
    "relations breaks",
    "apart",
    "apart breaks",
    "apart relations",
    "apart bands",
    "start late",
)
"""Limits that are met together."""


@pytest.mark.parametrize("names", FAMILIES)
def test_agrees_on_each_kind_of_limit(names: str) -> None:
    """The search would promise what cannot be driven, or never look at what can."""
    cases = [drawn(seed, frozenset(names.split())) for seed in range(50)]

    assert [one for one in (disagreement(case.arrays, case.orders) for case in cases) if one] == []
    possible = sum(schedule(case.arrays, case.orders) is not None for case in cases)
    assert 15 <= possible <= 35


@settings(max_examples=200)
@given(seed=st.integers(0, 10**6), features=st.sets(st.sampled_from(FEATURES)))
def test_agrees_on_any_limits_together(seed: int, features: set[str]) -> None:
    """Limits that are right alone could be wrong together on a full day."""
    case = drawn(seed, frozenset(features))

    assert disagreement(case.arrays, case.orders) is None


@pytest.mark.parametrize("features", [*sorted(DAY_FEATURES), "start wait", "start breaks", "all"])
def test_agrees_on_whole_days(features: str) -> None:
    """What the rules make of a town's facts could need something that the compiled timing does not know."""
    names = DAY_FEATURES if features == "all" else {*features.split(), "rides", "two_windows"}
    days = [day(seed, names) for seed in range(6)]

    assert [one for arrays, plans in days for orders in plans if (one := disagreement(arrays, orders))] == []


def test_agrees_where_breaks_hardly_fit() -> None:
    """A bus with one break too few minutes of room would be planned, or left empty although there is room."""
    cases = [case for case in map(full_day, range(120)) if case]

    assert [one for arrays, orders in cases if (one := disagreement(arrays, orders))] == []
    possible = sum(schedule(arrays, orders) is not None for arrays, orders in cases)
    assert 0.3 <= possible / len(cases) <= 0.7
