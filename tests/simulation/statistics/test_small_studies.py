"""Two hundred small studies of an office whose truth is known; `benchmarks soak intervals` makes thousands."""

from scheduler.simulation.statistics.covering import coverage
from tests.simulation.statistics.made_up_office import TRUTH, SmallStudy, coverages, of_days


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """95 % would be told where it is 80 %, from the first figure to the last bound."""
    own, change = coverages(range(200))

    assert 0.90 <= own.value <= 0.99
    assert 0.90 <= change.value <= 0.99


def test_days_are_no_unit() -> None:
    """Intervals over days would look half as wide, and miss the truth in every third study."""
    assert coverage(of_days, TRUTH, range(60)).value < 0.8


def test_small_studies_stay_small() -> None:
    """They would prove something about studies that nobody has the time for."""
    counts = [len(SmallStudy(seed).play().replications["base"]) for seed in range(40)]

    assert min(counts) >= 10
    assert max(counts) <= 40
    assert len(set(counts)) > 3
