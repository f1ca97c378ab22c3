"""The menu is whole: every start that anybody could be given is on it, and every combination that is possible."""

from collections.abc import Iterable

import pytest

from solver.board import Board
from solver.facts.requests import PublishedFact
from solver.facts.ties import Engagement
from solver.insertion import offers
from solver.offered import Offer
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from solver.table import ROOM
from solver.ways import Way, put_all, unit_of, ways
from tests.solver.asked import Day, Orders, called, timed

ALL = 10**6
SORTS = [
    ("rides", "relations"),
    ("rides", "two_windows", "breaks"),
    ("start", "journey", "rides"),
    ("deliveries", "bands", "prices"),
]
PAIRS = [("rides", "journey"), ("rides", "links", "relations"), ("journey", "promises", "rides")]


def _told(found: Iterable[Offer], request: int, start: int) -> bool:
    """Return whether a start is on the menu, but for a minute."""
    spans = (span for offer in found for one in offer.served if one.request == request for span in one.starts)
    return any(low - 60 <= start <= high + 60 for low, high in spans)


def _plans(day: Day, unit: list[int]) -> Iterable[Orders]:
    """Yield every plan with all requests of a unit in it, possible or not."""
    if not unit:
        yield day.orders
        return
    for _, _, orders in day.places(unit[0]):
        yield from _plans(Day(day.problem, orders), unit[1:])


def _starts(day: Day, orders: Orders, request: int) -> int:
    return int(timed(day, orders).times[int(day.arrays.timed_task[request])].start_s)


@pytest.mark.parametrize("features", SORTS)
def test_every_start_there_is_is_on_the_menu(features: tuple[str, ...]) -> None:
    """Ten o'clock would be free, and the caller be told of eight and of two only."""
    seen = 0
    for rest, unit in called(range(600, 620), *features, more=0.15):
        if len(unit) > 1:
            continue
        found = offers(rest.board, unit, limit=ALL)
        for orders in _plans(rest, unit):
            if rest.possible(orders):
                assert _told(found, unit[0], _starts(rest, orders, unit[0]))
                seen += 1
    assert seen > 30


@pytest.mark.parametrize("features", [*SORTS, *PAIRS])
def test_every_start_of_every_way_is_on_the_menu(features: tuple[str, ...]) -> None:
    """Noon would be free in a second bus, and left out because that could come at eight as the first one can."""
    seen = 0
    for rest, unit in called(range(600, 630), *features):
        found = offers(rest.board, unit, limit=ALL)
        for way in ways(rest.board, unit_of(rest.board, unit)):
            put_all(rest.board, way)
            for place in way:
                spans = rest.board.starts(int(rest.arrays.timed_task[place.request]))
                assert all(_told(found, place.request, start) for span in spans for start in span)
                seen += 1
    assert seen > 100


@pytest.mark.parametrize("features", PAIRS)
def test_every_combination_of_places_is_found(features: tuple[str, ...]) -> None:
    """Outbound at nine would be free only with the return at four, and nobody would see it."""
    seen = 0
    for rest, unit in called(range(640, 675), *features):
        if len(unit) != 2 or sum(map(len, rest.orders.values())) > 10:
            continue
        found = ways(rest.board, unit_of(rest.board, unit))
        made = {_made(rest, way) for way in found}
        possible = {tuple(sorted(orders.items())) for orders in _plans(rest, unit) if rest.possible(orders)}
        assert made == possible
        seen += len(possible)
    assert seen > 40


def _made(day: Day, way: Way) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the orders of a plan with a way in it."""
    assert put_all(day.board, way)
    orders = {s: day.board.order(s) for s in range(day.arrays.n_shifts)}
    return tuple(sorted((s, order) for s, order in orders.items() if order))


def test_no_is_said_only_after_a_second_look() -> None:
    """In a large town the first places looked at would all be wrong, and the caller be told that there is none."""
    seen = 0
    for rest, unit in called(range(640, 670), "rides", "journey"):
        ordered = unit_of(rest.board, unit)
        assert ways(rest.board, ordered, (0,)) == []
        assert ways(rest.board, ordered, (0, ALL)) == ways(rest.board, ordered, (ALL,))
        seen += len(unit) > 1
    assert seen > 3


def test_little_effort_finds_ways_that_are_right() -> None:
    """What is found in a hurry would be what cannot be driven."""
    fewer = 0
    for rest, unit in called(range(640, 700), "rides", "journey"):
        ordered = unit_of(rest.board, unit)
        some, every = ways(rest.board, ordered, (20, ALL)), ways(rest.board, ordered, (ALL,))
        assert set(some) <= set(every)
        assert bool(some) == bool(every)
        fewer += len(some) < len(every)
    assert fewer > 3


def test_a_call_that_has_to_be_made_hides_no_other_offer() -> None:
    """Whoever goes out and comes back would be offered the one way that others must be called about, and no other."""
    requests = [
        visit("told", "C", published=PublishedFact(shift=0, start_s=hm(9)), call_gr=100),
        visit("home", "B", task={"windows_s": ((hm(14), hm(14)),)}),
        ride("out", "BC", pickup={"windows_s": ((hm(9), hm(9, 10)),)}),
        ride("back", "CB", pickup={"windows_s": ((hm(11), hm(12)),)}),
    ]
    shifts = [shift("bus"), shift("car", members=(member("jan"),), km_gr=5000)]
    engagements = tuple(Engagement(client="maria", requests=one) for one in ((2, 3), (1,)))
    board = Board(tiny(requests=requests, shifts=shifts, engagements=engagements), {0: [0], 1: [1]})

    found = offers(board, [2, 3], by="shift")

    assert {tuple(one.shift for one in offer.served): offer.calls for offer in found} == {
        (0, 0): (0,), (0, 1): (0,), (1, 0): (), (1, 1): (),
    }  # fmt: skip


def test_more_than_a_route_has_room_for_is_refused_at_once() -> None:
    """A whole school class would be put into a bus, and the last places not be looked at."""
    board = Board(tiny(requests=[visit(f"V{k}", "B", task={"service_s": 60}) for k in range(ROOM + 1)]), {})

    with pytest.raises(ValueError, match="33 tasks at once"):
        offers(board, range(ROOM + 1))
