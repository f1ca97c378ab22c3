"""`solver.schedule` against the exact model, one random set of orders at a time (also for `benchmarks/soak.py`)."""

from random import Random

from solver.schedule import schedule
from tests.solver.exact_times import ExactTimes
from tests.solver.small_orders import FEATURES, small

BRANCHING = frozenset({"breaks", "apart"})
"""With these there need not be times that are least in every part."""


def disagreement(seed: int, features: frozenset[str]) -> str | None:
    """Return how the two differ on one case; None: they agree.

    They must agree on whether there are times; the model must accept those that `schedule` finds; and without
    branching their sum must be the least, so that each of them is.
    """
    case = small(seed, features)
    found = schedule(case.arrays, case.orders)
    exact = ExactTimes(arrays=case.arrays, orders=case.orders)
    least = exact.least_sum()
    if (found is None) != (least is None):
        return f"seed {seed}, {sorted(features)}: schedule {found}, exact {least}"
    if found is None:
        return None
    total = sum(stop.start_s for _, stop in found.stops()) + sum(route.end_s for route in found.routes)
    if not features & BRANCHING and total != least:
        return f"seed {seed}, {sorted(features)}: starts and ends sum to {total}, least is {least}"
    return None if exact.accepts(found) else f"seed {seed}, {sorted(features)}: the exact model refuses {found}"


def some_features(seed: int) -> frozenset[str]:
    """Return a random set of features; a driving limit only without bands, where it is exact."""
    rng = Random(seed)
    chosen = frozenset(rng.sample(FEATURES, rng.randrange(1, 6)))
    return chosen - {"driving"} if "bands" in chosen else chosen


def soak(first: int, count: int) -> list[str]:
    """Return all disagreements of `count` cases with random features."""
    found = (disagreement(seed, some_features(seed)) for seed in range(first, first + count))
    return [one for one in found if one]
