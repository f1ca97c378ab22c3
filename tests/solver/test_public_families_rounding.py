"""Public instances in whole numbers: what rounding promises, and that narrowed windows cost no plan."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.families import problem as problems
from benchmarks.families.answer import distance
from benchmarks.families.instance import Family, Instance, Node
from benchmarks.families.problem import as_problem, longest_plan
from benchmarks.families.reading import read
from benchmarks.families.scaling import distances, scaled
from benchmarks.families.windows import tightened
from solver.arrays import Arrays
from solver.lowering import lowered
from solver.schedule import schedule
from tests.solver.public_files import TEXTS, written


def _node(number: int, x: Decimal | int, y: Decimal | int = 0, **facts: Decimal | int) -> Node:
    times = {"opens": 0, "closes": 500, "service": 0, "demand": 0} | facts
    return Node(number=number, line=number, x=Decimal(x), y=Decimal(y), **times)  # type: ignore[arg-type]


def _instance(family: Family, *nodes: Node, **facts: object) -> Instance:
    return Instance(name="here", family=family, vehicles=2, capacity=9, nodes=nodes, **facts)  # type: ignore[arg-type]


coordinates = st.decimals(min_value=-500, max_value=500, places=4)


@given(x=coordinates, y=coordinates)
def test_a_leg_is_the_next_whole_unit_and_no_other(x: Decimal, y: Decimal) -> None:
    """A float's last bit would make a leg longer than it is, and lose every plan that arrives in the last moment."""
    ends = _node(0, 0), _node(1, x, y)
    square = x * x + y * y
    (up,) = distances(_instance(Family.DARP, *ends))[0, 1:].tolist()
    (down,) = distances(_instance(Family.VRPTW, *ends))[0, 1:].tolist()

    assert (up - 1) ** 2 < square * 10**6 <= up**2 or up == square == 0
    assert down**2 <= square * 100 < (down + 1) ** 2


@pytest.mark.parametrize(
    ("x", "y", "up"), [("3", "4", 5000), ("0.3", "0.4", 500), ("0.001", "0", 1), ("0.00001", "0", 1), ("1", "1", 1415)]
)
def test_what_is_exact_stays_exact(x: str, y: str, up: int) -> None:
    """Clustered instances, in which the best plans arrive to the minute, would lose them."""
    assert distances(_instance(Family.PDPTW, _node(0, 0), _node(1, Decimal(x), Decimal(y))))[1, 0] == up


def test_times_are_rounded_against_ourselves() -> None:
    """A plan would be a tenth too early at a door, and the answer be refused."""
    half = Decimal("0.00051")
    numbers = scaled(
        _instance(
            Family.DARP, _node(0, 0), _node(1, 1, opens=half, closes=7 + half, service=half), longest_ride=2 + half
        )
    )

    assert numbers.windows[1] == (1, 7000)
    assert (numbers.services[1], numbers.longest_ride) == (1, 2000)


@pytest.mark.parametrize(("family", "cost"), [(Family.VRPTW, 1.4 + 1.4), (Family.PDPTW, 2 * 2**0.5)])
def test_costs_are_compared_as_the_literature_does(family: Family, cost: float) -> None:
    """Our figures would be a per mille away from everybody's."""
    assert distance(_instance(family, _node(0, 0), _node(1, 1, 1)), [[1]]) == pytest.approx(cost, abs=1e-9)


def _random_instance(family: Family, rng: Random) -> Instance:
    """Return three pairs, or five customers, with narrow windows here and there."""

    def end(number: int, demand: int) -> Node:
        opens = rng.randrange(0, 40)
        closes = opens + rng.choice([20, 60, 400])
        where = [Decimal(rng.randrange(-900, 900)) / 100 for _ in range(2)]
        return _node(number, *where, opens=opens, closes=closes, service=rng.randrange(3), demand=demand)

    paired = family is not Family.VRPTW
    demands = (1, 1, 1, -1, -1, -1) if paired else (1, 2, 1, 2, 1)
    nodes = [_node(0, 0, closes=rng.choice([60, 80]))] + [end(n, demand) for n, demand in enumerate(demands, 1)]
    facts = {"pairs": ((1, 4), (2, 5), (3, 6)) if paired else ()}
    if family is Family.DARP:
        limits = {"longest_ride": Decimal(rng.choice([10, 15, 30])), "longest_route": Decimal(rng.choice([40, 60]))}
        return _instance(family, *nodes, **facts, **limits)
    return _instance(family, *nodes, **facts)


def _both_windows(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> tuple[Arrays, Arrays]:
    """Return the problem with the windows of the file, and with narrowed ones."""
    narrow = lowered(as_problem(instance))
    with monkeypatch.context() as patch:
        patch.setattr(problems, "tightened", lambda _, numbers: list(numbers.windows))
        return lowered(as_problem(instance)), narrow


@pytest.mark.parametrize("family", list(Family))
def test_narrowed_windows_lose_no_plan(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best plan of an instance would be cut off before the search begins."""
    kept = narrowed = 0
    for seed in range(250):
        rng = Random(seed)
        raw, tight = _both_windows(_random_instance(family, rng), monkeypatch)
        narrowed += raw.windows != tight.windows
        chosen = rng.sample(range(raw.n_requests), 2)
        for order in permutations(task for request in chosen for task in raw.request_tasks[request]):
            if all(list(raw.request_tasks[r]) == [task for task in order if raw.request[task] == r] for r in chosen):
                possible = schedule(raw, {0: order}) is not None
                assert possible == (schedule(tight, {0: order}) is not None), (seed, order)
                kept += possible
    assert narrowed > 150
    assert kept > 150


def test_a_truncated_detour_may_be_a_short_cut() -> None:
    """Two legs of 0.99 count 0.9 each, the way past both 1.9: plans that use it would be cut off."""
    tenth, late = Decimal("0.1"), {"closes": 10}
    ends = [_node(1, Decimal("1.98"), opens=Decimal("8.1"), **late), _node(2, Decimal("0.99"), **late)]
    before = _node(3, Decimal("1.98"), opens=Decimal("8.1"), closes=Decimal("8.1"), service=tenth)
    instance = _instance(Family.VRPTW, _node(0, 0, closes=10), *ends, before)

    assert schedule(lowered(as_problem(instance)), {0: (2, 0, 1)}) is not None
    assert schedule(lowered(as_problem(instance)), {0: (2, 0)}) is None


@pytest.mark.parametrize("family", list(Family))
def test_no_plan_is_longer_than_the_longest(family: Family) -> None:
    """A vehicle would be saved at no price, or used where a longer way would have done without."""
    for seed in range(20):
        rng = Random(seed)
        instance = _random_instance(family, rng)
        order = rng.sample(range(1, len(instance.nodes)), len(instance.nodes) - 1)
        cut = rng.randrange(len(order))
        legs = distances(instance)
        way = sum(
            int(legs[a, b]) for part in (order[:cut], order[cut:]) for a, b in zip([0, *part], [*part, 0], strict=True)
        )
        assert way <= longest_plan(scaled(instance))


@pytest.mark.parametrize("family", list(Family))
def test_a_window_that_cannot_be_kept_stays_as_it_is(family: Family, tmp_path: Path) -> None:
    """A file with one hopeless customer would end the run instead of leaving that one out."""
    instance = read(family, written(tmp_path, family, TEXTS[family]))
    far = replace(instance, nodes=(*instance.nodes[:-1], replace(instance.nodes[-1], x=Decimal(900))))
    windows = tightened(far, scaled(far))

    assert windows[-1] == scaled(far).windows[-1]
    assert all(opens <= closes for opens, closes in windows)
