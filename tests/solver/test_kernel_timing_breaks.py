"""Compiled timing on days small enough to reckon by hand: those of the reference, and breaks that are easily missed."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace

import pytest

from solver.arrays import Arrays
from solver.kernel.timing import scratch
from solver.kernel.timing.schedule import kernel_schedule
from solver.rulekit.tiny import hm, tiny, visit
from solver.schedule import schedule
from solver.solution import Route
from solver.timing import search
from tests.solver import test_schedule as by_hand
from tests.solver.kernel_edges import edged
from tests.solver.kernel_times import disagreement, drawn
from tests.solver.test_schedule import MINUTE, primitives, slot, window


def kernel_route(arrays: Arrays, index: int, order: Sequence[int]) -> Route | None:
    """Return the compiled times of one order."""
    found = kernel_schedule(arrays, {index: order})
    return found.routes[0] if found else None


DAYS = [
    test for name, test in vars(by_hand).items() if name.startswith("test_") and not inspect.signature(test).parameters
]


@pytest.mark.parametrize("reckon", DAYS, ids=lambda test: test.__name__)
def test_days_reckoned_by_hand(reckon: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Reference and compiled timing could agree on generated days because both see nothing of the same limit there."""
    monkeypatch.setattr(by_hand, "schedule", kernel_schedule)
    monkeypatch.setattr(by_hand, "schedule_route", kernel_route)
    reckon()


def rested(arrays: Arrays, order: Sequence[int]) -> Route:
    """Return the compiled times of an order, which must exist and be the reference's."""
    found = kernel_schedule(arrays, {0: order})
    assert found is not None
    assert found == schedule(arrays, {0: order})
    return found.routes[0]


def morning(**changes: object) -> Arrays:
    """Return a day on which an early break before the route makes all of a visit at once its working day."""
    fields = {"roster_start_s": hm(7, 30), "roster_end_s": hm(9, 40), "latest_s": hm(11)} | changes
    return primitives(tiny(requests=[visit("V", "B"), visit("W", "C")]), **fields)


def test_waiting_for_a_break_before_the_way_home_may_move_the_start() -> None:
    """A worker's short day would be refused although she only has to begin later."""
    early, unpaid = slot(20 * MINUTE, hm(7, 50), hm(7, 55)), slot(15 * MINUTE, hm(9, 30), hm(9, 40), paid=False)
    arrays = morning(breaks=[(early, unpaid)], work_max_s=50 * MINUTE)
    route = rested(arrays, [0])

    assert (route.start_s, route.end_s) == (hm(8, 50), hm(9, 55))
    assert route.breaks[-1].gap == 1


def test_waiting_for_a_break_between_visits_may_move_the_start() -> None:
    """Two minutes of waiting would count as if nothing could make them disappear."""
    early, unpaid = slot(20 * MINUTE, hm(7, 50), hm(7, 55)), slot(15 * MINUTE, hm(8, 52), hm(8, 55), paid=False)
    arrays = morning(breaks=[(early, unpaid)], work_max_s=100 * MINUTE)
    route = rested(arrays, [0, 1])

    assert route.start_s == hm(8, 12)
    assert [one.gap for one in route.breaks] == [0, 1]


def test_a_break_at_the_base_before_the_first_visit_there() -> None:
    """A rest in the rostered hour before the first visit would be overlooked where that is at the base itself."""
    early = slot(30 * MINUTE, hm(7, 30), hm(7, 30))
    arrays = morning(breaks=[(early,)])
    arrays.location[0] = arrays.start_location[0]
    arrays.windows[0] = ((hm(8), hm(8)),)

    assert rested(arrays, [0]).breaks[0].end_s == hm(8)


def long_day(*conditions: int) -> Arrays:
    """Return a day of 220 min with a gap in it, too long by 40 min, and unpaid breaks owed if it ends later."""
    tasks = [visit("V", "B", task=window((hm(8, 10), hm(8, 10)))), visit("W", "B", task=window((hm(11), hm(11))))]
    slots = tuple(slot(45 * MINUTE, hm(9), hm(12), paid=False, only_if_after_s=at) for at in conditions)
    return primitives(tiny(requests=tasks), breaks=[slots], work_max_s=180 * MINUTE, roster_end_s=hm(11, 40))


def test_a_day_may_end_later_to_owe_an_unpaid_break() -> None:
    """A worker who may not work all morning could not be given the long break that makes her day legal."""
    route = rested(long_day(hm(11, 42)), [0, 1])

    assert route.end_s == hm(11, 42) + 1
    assert len(route.breaks) == 1


def test_a_break_declined_stays_declined_when_the_day_grows() -> None:
    """A day would end past the hour that owes a break, and the break be missing."""
    route = rested(long_day(hm(11, 42), hm(11, 43)), [0, 1])

    owed = sum(route.end_s > at for at in (hm(11, 42), hm(11, 43)))
    assert len(route.breaks) == owed


URGENT = {
    "breaks relations": (109, 154, 281, 371, 679, 832, 1301, 1344),
    "breaks relations spans": (131, 186, 317, 907, 1234, 1304, 1310, 1364),
}


@pytest.mark.parametrize("names", URGENT)
def test_a_break_that_finds_no_place_is_decided_first(names: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two crews' day would be given up, or planned otherwise than the check of a move plans it."""
    stuck = SimpleNamespace(count=0)

    class Counted(search._Stuck):
        def __init__(self, shift: int) -> None:
            stuck.count += 1
            super().__init__(shift)

    monkeypatch.setattr(search, "_Stuck", Counted)
    cases = [drawn(seed, frozenset(names.split())) for seed in URGENT[names]]

    assert [one for case in cases if (one := disagreement(case.arrays, case.orders))] == []
    assert stuck.count >= len(cases) // 2  # else other seeds are to be looked for


def test_beginning_anew_needs_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a large day an order would be refused because those given up before still fill the work space."""
    monkeypatch.setattr(scratch, "COPIES", 5)
    case = drawn(109, frozenset({"breaks", "relations"}))

    assert disagreement(case.arrays, case.orders) is None


EDGES = (
    "windows rides waits",
    "rides spans start",
    "breaks spans rides",
    "driving bands breaks",
    "relations apart breaks",
)


@pytest.mark.parametrize("names", EDGES)
def test_agrees_to_the_second(names: str) -> None:
    """Somebody told "until nine" would be served a second later, or refused a second before."""
    cases = [edged(seed, frozenset(names.split())) for seed in range(120)]

    assert [one for case in cases if (one := disagreement(replace(case.arrays), case.orders))] == []
    possible = sum(schedule(case.arrays, case.orders) is not None for case in cases)
    assert 0.3 <= possible / len(cases) <= 0.7
