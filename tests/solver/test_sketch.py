"""About when a caller would be served is told quickly, and is true."""

from copy import copy

import pytest

from solver.board import Board
from solver.facts.ties import Gap
from solver.insertion import offers
from solver.rulekit.narrowing import narrow
from solver.rulekit.tiny import hm, shift, tiny, visit
from solver.schedule import schedule
from solver.sketch import sketched
from solver.solution import Solution
from solver.timing import search
from tests.solver.asked import Day, Orders, called

SORTS = [("rides",), ("rides", "journey", "relations"), ("rides", "prices", "breaks"), ("relations", "people", "bands")]


def _can_be(day: Day, orders: Orders, told: Solution) -> bool:
    """Return whether orders have times in which every stop that was told starts when it was told to."""
    arrays = copy(day.arrays)
    arrays.windows, arrays.compatible = list(arrays.windows), arrays.compatible.copy()
    for route in told.routes:
        for stop in route.stops:
            narrow(arrays, stop.task, ((stop.start_s, stop.start_s),))
    return schedule(arrays, orders) is not None


def test_what_is_told_does_not_depend_on_what_was_asked_before() -> None:
    """The second caller would be told a later hour, because the first one's would have been in the way."""
    asked = 0
    for rest, unit in called(range(400, 440), "rides", "relations"):
        found = offers(rest.board, unit)
        told = [sketched(rest.board, offer.orders) for offer in found]
        assert told == [sketched(Board(rest.problem, rest.orders), offer.orders) for offer in found]
        assert told == [sketched(rest.board, offer.orders) for offer in found]
        asked += len(found)
    assert asked > 20


@pytest.mark.parametrize("features", SORTS)
def test_what_is_told_can_be_driven(features: tuple[str, ...]) -> None:
    """The hour that is read out on the phone would be one that no plan has."""
    tied = 0
    for rest, unit in called(range(400, 440), *features, more=0.2):
        for offer in offers(rest.board, unit):
            told = sketched(rest.board, offer.orders)
            assert told is not None
            starts = {stop.task: stop.start_s for route in told.routes for stop in route.stops}
            assert {route.shift for route in told.routes} == {s for s, order in offer.orders.items() if order}
            for one in offer.served:
                start = starts[int(rest.arrays.timed_task[one.request])]
                assert any(low <= start <= high for low, high in one.starts)
            assert _can_be(rest, {**rest.orders, **offer.orders}, told)
            tied += len(rest.orders) > len(told.routes)
    assert tied > 20


def test_a_stop_is_told_for_when_it_was_wished() -> None:
    """Whoever asked for eleven would be told nine, because the crew is free then."""
    requests = [visit("V1", "B"), visit("V2", "C", wish_s=hm(11), deviation_gr_per_min=10)]
    board = Board(tiny(requests=requests, shifts=[shift("one")]), {0: [0]})
    (offer, *_) = offers(board, [1])
    told = sketched(board, offer.orders)
    assert told is not None
    assert next(stop.start_s for stop in told.routes[0].stops if stop.task == 1) == hm(11)


def test_a_stop_is_not_told_for_when_another_route_forbids_it() -> None:
    """The repair would be told for an hour before the inspection, which another crew makes, has ended."""
    requests = [
        visit("first", "B", task={"windows_s": ((hm(9), hm(10)),)}),
        visit("then", "C", wish_s=hm(9), deviation_gr_per_min=10),
    ]
    facts = tiny(
        requests=requests, shifts=[shift("one"), shift("two", members=())],
        gaps=(Gap(before=0, after=1, min_s=1800),),
    )  # fmt: skip
    board = Board(facts, {0: [0]})
    for offer in offers(board, [1], by="shift"):
        told = sketched(board, offer.orders)
        assert told is not None
        start = next(stop.start_s for route in told.routes for stop in route.stops if stop.task == 1)
        assert start == next(low for low, _ in offer.served[0].starts)


def test_routes_that_cannot_rest_where_they_would_alone_are_timed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place would not be told because somebody else's lunch was put where it is in nobody's way."""
    whole = []

    def noted(facts: object, orders: object) -> object:
        whole.append(orders)
        return together(facts, orders)  # type: ignore[arg-type]

    together = search.timed_together
    monkeypatch.setattr(search, "timed_together", noted)
    found = 0
    for rest, unit in called(range(400, 600), "breaks", "relations", "rides"):
        for offer in offers(rest.board, unit):
            before = len(whole)
            told = sketched(rest.board, offer.orders)
            if len(whole) > before:
                found += 1
                assert told is not None
                assert _can_be(rest, {**rest.orders, **offer.orders}, told)
    assert found
