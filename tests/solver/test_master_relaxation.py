"""The relaxation excludes rightly, and the segments' times are those of the routes they make."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.arrays import FAR
from solver.lowering import lowered
from solver.master import Limit, Stop
from solver.mastering.relaxation import promising, relaxed, sparse_of
from solver.mastering.rows import ENDLESS, Program
from solver.mastering.spans import span_of
from solver.rulekit.tiny import hm, ride, shift, tiny
from solver.schedule import schedule_route

COLUMNS = st.lists(st.tuples(st.sets(st.integers(0, 4), min_size=1, max_size=3), st.integers(0, 40)), max_size=12)


def _program(columns: list[tuple[set[int], int]], out: list[int], most: int, charge: tuple[int, int]) -> Program:
    """Return five requests in rows, each out at a price, and a charge for routes beyond some number."""
    program = Program(columns=[], requests=[], cost_gr=[gr for _, gr in columns], high=[1] * len(columns))
    outs = [program.variable(gr, 1) for gr in out]
    for request in range(5):
        mine = [number for number, (requests, _) in enumerate(columns) if request in requests]
        program.add_sum(1, 1, [*mine, outs[request]])
    program.add_sum(-ENDLESS, most, list(range(len(columns))))
    price = program.charge(charge[0], 100)
    program.add(-charge[1], ENDLESS, {price: 1, **dict.fromkeys(range(len(columns)), -1)})
    return program


def _best_with(program: Program, columns: int) -> list[float]:
    """Return for each variable the least cost of any solution in which it is 1, by trying all."""
    best = [float("inf")] * len(program.high)
    for bits in product((0, 1), repeat=columns + 5):
        values = [*bits, 0]
        chosen = sum(bits[:columns])
        low = program.rows[-1].low
        values[-1] = max(0, low + chosen)
        if all(row.low <= sum(w * values[v] for v, w in zip(row.variables, row.weights, strict=True)) <= row.high
               for row in program.rows):  # fmt: skip
            cost = sum(c * v for c, v in zip(program.cost_gr, values, strict=True))
            best = [min(b, cost) if v else b for b, v in zip(best, values, strict=True)]
    return best


@given(
    columns=COLUMNS.filter(lambda found: len(found) <= 7),
    out=st.lists(st.integers(0, 60), min_size=5, max_size=5),
    most=st.integers(0, 3),
    charge=st.tuples(st.integers(0, 30), st.integers(0, 2)),
    target=st.integers(0, 200),
)
def test_nothing_is_excluded_that_a_better_plan_needs(
    columns: list[tuple[set[int], int]], out: list[int], most: int, charge: tuple[int, int], target: int
) -> None:
    """The best plan's routes would be kept from CP-SAT, which then proves a worse plan best."""
    program = _program(columns, out, most, charge)
    sparse = sparse_of(program, 0)
    begin = promising(sparse, len(columns), None)
    bound = relaxed(sparse, begin, target, Limit(seconds=20), Stop())
    assert bound is not None
    excluded = bound.excluded(target)
    best = _best_with(program, len(columns))
    assert bound.value <= min(best) + 1e-6
    for variable, least in enumerate(best):
        assert not (excluded[variable] and least < target)


def test_the_bound_is_tight_enough_to_exclude() -> None:
    """Nothing would ever be excluded, and CP-SAT would time out on twenty thousand routes."""
    rng = np.random.default_rng(1)
    columns = [(set(rng.choice(5, 2, replace=False).tolist()), int(rng.integers(20, 90))) for _ in range(400)]
    program = _program(columns, [200] * 5, 5, (0, 0))
    sparse = sparse_of(program, 0)
    bound = relaxed(sparse, promising(sparse, 400, None), 300, Limit(seconds=20), Stop())
    assert bound is not None
    everything = relaxed(sparse, np.ones(len(sparse.cost), dtype=np.bool_), 300, Limit(seconds=20), Stop())
    assert everything is not None
    assert bound.value == pytest.approx(everything.value, rel=0.05)
    assert bound.excluded(int(bound.value) + 20)[:400].mean() > 0.6


@pytest.mark.parametrize("order", [(0, 1), (0, 2, 1, 3), (0, 2, 3, 1), (0, 2, 4, 1, 5, 3)])
@pytest.mark.parametrize("most", [None, 300, 0])
def test_a_segment_starts_and_ends_when_a_route_of_it_does(order: tuple[int, ...], most: int | None) -> None:
    """Segments would be joined to routes that have no times, or never joined to some that have."""
    around = [
        ((hm(9), hm(10)), (hm(9, 20), hm(9, 55))),
        ((hm(8), hm(11)), (hm(9, 30), hm(10, 10))),
        ((0, FAR), (0, FAR)),
    ]
    requests = [
        ride(
            f"R{k}",
            "BC" if k != 1 else "CD",
            longest_ride_s=limit,
            pickup={"windows_s": (up,)},
            dropoff={"windows_s": (down,)},
        )
        for k, ((up, down), limit) in enumerate(zip(around, (1500, 2400, 3000), strict=True))
    ]
    arrays = lowered(tiny(requests=requests, shifts=[shift(end_s=hm(20))], longest_wait_aboard_s=most))
    span = span_of(arrays, order, 0)
    refused = found = 0
    for leave in range(hm(7), hm(12), 300):
        begun = lowered(tiny(requests=requests, shifts=[shift(end_s=hm(20))], longest_wait_aboard_s=most))
        begun.earliest_s[:] = leave
        route = schedule_route(begun, 0, order)
        ready = leave + 600
        if span is None or ready > span.closes:
            assert route is None
            refused += 1
        else:
            assert route is not None
            assert route.stops[-1].end_s == max(span.done, max(ready, span.opens) + span.lasts)
            found += 1
    assert refused
    assert found or span is None
