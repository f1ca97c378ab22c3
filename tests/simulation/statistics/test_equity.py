"""Whether districts are served alike."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.figures import Figure
from scheduler.simulation.statistics.columns import Played
from scheduler.simulation.statistics.equity import equity, gini
from tests.simulation.statistics.played import town


def district(name: str, asked: float, refused: list[float]) -> list[Figure]:
    """Return the figures of a district."""
    columns = {"asked": [[asked] for _ in refused], "refused": [[number] for number in refused]}
    return [*town("base", columns, district=name)]


def test_the_district_that_is_behind_is_named() -> None:
    """A council would read a mean of the whole town, and Łazy would go on waiting."""
    played = Played.of([*district("lazy", 20, [6, 5, 7, 6]), *district("bugaj", 40, [2, 2, 3, 1])])

    found = equity(played, "base")

    assert found is not None
    assert (found.worst, found.best) == ("lazy", "bugaj")
    assert found.shares["lazy"].mean == pytest.approx(0.7)
    assert found.gap is not None
    assert found.gap.mean == pytest.approx(0.25)
    assert found.gap.differs_from_zero
    # Two thirds of the calls at 0.95, a third at 0.7: 2/3 x 1/3 x 0.25 / mean.
    assert found.gini.mean == pytest.approx(2 / 9 * 0.25 / (2 / 3 * 0.95 + 1 / 3 * 0.7), rel=0.01)


def test_chance_alone_makes_no_gap() -> None:
    """Of ten districts served alike, one is always the worst; it would be told as neglected."""

    def alarm(seed: int) -> bool:
        dice = Random(seed)
        names = [f"d{number}" for number in range(10)]
        rows = [one for name in names for one in district(name, 30, [dice.gauss(3, 1) for _ in range(10)])]
        found = equity(Played.of(rows), "base")
        assert found is not None
        assert found.gap is not None
        assert found.gap.mean > 0
        return bool(found.gap.differs_from_zero)

    assert sum(map(alarm, range(60))) <= 6


def test_a_town_without_districts_has_nothing_to_compare() -> None:
    """The report would end with an error, or speak of a gap between one district and itself."""
    one = equity(Played.of(district("lazy", 20, [6, 5])), "base")

    assert equity(Played.of([*town("base", {"asked": [[3.0]]})]), "base") is None
    assert one is not None
    assert one.gap is None
    assert one.gini.mean == 0


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [([1, 1, 1], [1, 5, 2], 0), ([0, 1], [1, 1], 0.5), ([0, 0, 0, 1], [1] * 4, 0.75), ([0, 0], [1, 1], 0), ([], [], 0)],
)
def test_the_coefficient_is_that_of_the_textbook(values: list[float], weights: list[float], expected: float) -> None:
    """All alike is 0, one who has everything is 1 - 1/n."""
    assert gini(values, weights) == pytest.approx(expected)


@given(cells=st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 50)), min_size=1, max_size=12), times=st.floats(0.5, 9))
def test_the_coefficient_follows_the_lorenz_curve(cells: list[tuple[float, float]], times: float) -> None:
    """Computed another way, as one less twice the area under the Lorenz curve; and a scale changes nothing."""
    values, weights = [value for value, _ in cells], [weight for _, weight in cells]
    income = sum(value * weight for value, weight in cells)
    points = [(0.0, 0.0)]
    for value, weight in sorted(cells):
        points.append(
            (points[-1][0] + weight / sum(weights), points[-1][1] + (value * weight / income if income else 0))
        )
    area = sum((high[0] - low[0]) * (high[1] + low[1]) for low, high in pairwise(points))

    assert gini(values, weights) == pytest.approx(1 - area if income > 1e-9 else gini(values, weights), abs=1e-6)
    assert gini([value * times for value in values], weights) == pytest.approx(gini(values, weights), abs=1e-9)
