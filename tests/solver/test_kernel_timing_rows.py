"""Compiled timing of rows as the search uses it: again and again in one work space, in any rows, alone or jointly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from solver.arrays import FAR, Arrays, BreakSlot, Difference
from solver.kernel.handles import Handle
from solver.kernel.rows import Rows, rows_for
from solver.kernel.timing import scratch
from solver.kernel.timing.schedule import Timekeeper, kernel_schedule, route_of, time_row, time_rows
from solver.kernel.world import world_of
from solver.lowering import lowered
from solver.rulekit.tiny import delivery, hm, tiny, visit
from solver.schedule import schedule, schedule_route
from tests.solver.exact_times import ExactTimes
from tests.solver.generate import make_problem, random_orders
from tests.solver.kernel_times import drawn
from tests.solver.test_schedule import primitives

type Orders = Mapping[int, Sequence[int]]

MINUTE = 60


def laid(
    arrays: Arrays, orders: Orders, row_of: Mapping[int, int], spare: int = 0
) -> tuple[Rows, tuple[Any, Any, Any]]:
    """Return rows that hold the orders of shifts where `row_of` says, and what compiled functions take."""
    world = world_of(arrays)
    rows = rows_for(world, spare)
    for s, order in orders.items():
        rows.shift[row_of[s]], rows.n[row_of[s]] = s, len(order)
        rows.order[row_of[s], : len(order)] = order
    return rows, (Handle(world), Handle(rows), Handle(scratch.scratch_for(world)))


@pytest.mark.parametrize("seed", range(3))
def test_one_work_space_serves_thousands_of_orders(seed: int) -> None:
    """The thousandth route that is tried would be timed with a break or a delay of the one before it."""
    features = {"rides", "breaks", "journey", "two_windows"}
    problem = make_problem(seed, requests=9, shifts=3, features=features)
    arrays, rng = lowered(problem), Random(seed)
    keeper = Timekeeper(arrays)
    orders = [random_orders(problem, rng, serve=rng.uniform(0.2, 1)) for _ in range(80)]

    assert [keeper.schedule(one) for one in orders] == [schedule(arrays, one) for one in orders]
    assert 10 < sum(keeper.schedule(one) is not None for one in orders) < 70


@pytest.mark.parametrize("seed", range(20))
def test_rows_may_stand_anywhere(seed: int) -> None:
    """A trial in a spare row would be timed as another shift, or overwrite the plan beside it."""
    case, rng = drawn(seed, frozenset({"relations", "apart", "breaks"})), Random(seed)
    reference = schedule(case.arrays, case.orders)
    shifts = sorted(case.orders)
    row_of = dict(zip(shifts, rng.sample(range(9), len(shifts)), strict=True))
    rows, given = laid(case.arrays, case.orders, row_of, spare=9 - case.arrays.n_shifts)
    untouched = [row for row in range(9) if row not in row_of.values()]
    rows.start_s[untouched] = -7
    which = np.asarray(rng.sample(sorted(row_of.values()), len(shifts)), dtype=np.int64)

    possible = bool(time_rows(*given, which))

    assert possible == (reference is not None)
    if reference:
        assert tuple(route_of(case.arrays, rows, row_of[s]) for s in shifts) == reference.routes
    assert (rows.start_s[untouched] == -7).all()


@pytest.mark.parametrize("features", ["windows spans", "breaks rides", "relations apart breaks", "bands waits"])
def test_a_row_alone_is_timed_like_rows_together(features: str) -> None:
    """A route would be possible when it is looked at by itself and impossible as a knot of one, or the reverse."""
    for seed in range(20):
        case = drawn(seed, frozenset(features.split()))
        for s, order in case.orders.items():
            rows, given = laid(case.arrays, {s: order}, {s: s})
            reference = schedule_route(case.arrays, s, order)
            for possible in (time_row(*given, s), time_rows(*given, np.asarray([s], dtype=np.int64))):
                assert bool(possible) == (reference is not None)
                assert reference is None or route_of(case.arrays, rows, s) == reference


def test_each_break_tells_on_which_side_of_the_leg_it_lies() -> None:
    """The driver's sheet would say to rest at the door before, and the search would think the bus is elsewhere."""
    seen = set()
    for seed in range(60):
        case = drawn(seed, frozenset({"breaks", "spans"}))
        for s, order in case.orders.items():
            rows, given = laid(case.arrays, {s: order}, {s: s})
            if not time_row(*given, s):
                continue
            for gap, begin, end, side in rows.taken[s, : len(case.arrays.breaks[s])].tolist():
                if gap < 0:
                    continue
                inside = 0 < gap < len(order)
                seen.add((side, inside))
                if side == scratch.BEFORE:
                    assert end <= rows.left_s[s, gap]
                    assert gap == 0 or begin >= rows.start_s[s, gap - 1] + case.arrays.service_s[order[gap - 1]]
                else:
                    assert begin >= (rows.arrive_s[s, gap] if gap < len(order) else rows.end_s[s])
                    assert gap == len(order) or end <= rows.start_s[s, gap]
    assert len(seen) == 4


def test_a_meal_that_a_break_makes_too_late_is_impossible_at_once() -> None:
    """The search would push the kitchen and the door around each other until the end of the day, or for ever."""
    arrays = primitives(tiny(requests=[delivery("M", "BC"), visit("V", "B")]), latest_s=FAR)
    arrays.ride_max_s[:] = 30 * MINUTE
    slot = BreakSlot(30 * MINUTE, hm(8, 5), hm(8, 20), -FAR, True)
    arrays.breaks = [(slot,)] * arrays.n_shifts
    arrays.roster_start_s[:] = hm(8)

    order = [0, 2, 1]
    assert kernel_schedule(arrays, {0: order}) == schedule(arrays, {0: order})


@pytest.mark.parametrize("shifts", [1, 2])
def test_visits_that_wait_for_each_other_are_impossible(shifts: int) -> None:
    """Two workers who each may only begin after the other would keep the planner computing for ever."""
    case = drawn(3, frozenset({"relations"}))
    case.arrays.windows = [()] * case.arrays.n_tasks
    case.arrays.latest_s[:] = FAR
    ends = [case.orders[0][0], case.orders[shifts - 1][-1]]
    case.arrays.differences = [Difference(ends[0], ends[1], 100, FAR), Difference(ends[1], ends[0], 1, FAR)]

    assert kernel_schedule(case.arrays, case.orders) is None


def test_a_day_that_is_too_short_after_the_rush_hours_is_impossible_at_once() -> None:
    """The search would push a route a second at a time until the end of all time."""
    case = drawn(1, frozenset({"bands"}))
    arrays = case.arrays
    arrays.windows, arrays.latest_s[:] = [()] * arrays.n_tasks, FAR
    arrays.earliest_s[:] = max(end for _, end, _ in arrays.bands) + 10
    free = schedule(replace(arrays), case.orders)
    assert free is not None
    arrays.work_max_s[:] = free.routes[0].end_s - free.routes[0].start_s
    assert kernel_schedule(replace(arrays), case.orders) == free

    arrays.work_max_s[:] -= 1
    assert kernel_schedule(arrays, case.orders) is None


def test_a_small_work_space_refuses_and_never_errs(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the largest day the timing would write over another route's times instead of giving an order up."""
    monkeypatch.setattr(scratch, "COPIES", 2)
    monkeypatch.setattr(scratch, "DEPTH", 1)
    features = frozenset({"breaks", "relations", "apart"})
    cases = [drawn(seed, features) for seed in range(80)]
    found = [(case, kernel_schedule(case.arrays, case.orders)) for case in cases]
    timed = [(ExactTimes(arrays=case.arrays, orders=case.orders), solution) for case, solution in found if solution]

    assert all(exact.accepts(solution) for exact, solution in timed)
    assert 0 < len(timed) < sum(schedule(case.arrays, case.orders) is not None for case in cases)


def test_more_breaks_than_can_be_kept_are_refused_in_words() -> None:
    """A shift of dozens of breaks, a slip of the pen in a file, would crash the planner or lose some of them."""
    arrays = primitives(tiny(requests=[visit("V", "B")]))
    arrays.breaks = [(BreakSlot(1, 0, FAR, -FAR, True),) * 63, *arrays.breaks[1:]]

    with pytest.raises(ValueError, match="63 breaks"):
        kernel_schedule(arrays, {0: [0]})
