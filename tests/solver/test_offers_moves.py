"""What the board says of a stop that is dragged somewhere: the same as the law, and at once."""

from collections.abc import Iterator
from random import Random

import pytest

from solver.admissible import refusal
from solver.board import Board
from solver.facts.locks import Lock, LockKind
from solver.facts.requests import PublishedFact
from solver.facts.ties import Gap
from solver.insertion import check_move, free_places
from solver.judged import judged_gr
from solver.offered import TIMES
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from tests.solver.asked import Day, Orders, days

FEATURES = [
    ("rides", "relations", "journey", "breaks"),
    ("start", "locks", "overrides"),
    ("seats", "people", "skills", "caps", "rides"),
]


def _drags(day: Day, seed: int) -> Iterator[tuple[int, int, tuple[int, ...], Orders]]:
    """Yield everywhere that a request could be dropped, and the plan it would make."""
    request = Random(seed).randrange(day.arrays.n_requests)
    yield from ((request, shift, at, orders) for shift, at, orders in day.places(request))


@pytest.mark.parametrize("features", FEATURES)
def test_a_drop_is_allowed_exactly_if_the_plan_after_it_is_one(features: tuple[str, ...]) -> None:
    """A dispatcher would be stopped for no reason, or make a plan that cannot be published."""
    allowed, refused = 0, 0
    for seed, day in days(range(500, 524), *features, more=0.15):
        for request, s, at, orders in _drags(day, seed):
            verdict = check_move(day.board, request, s, at)
            assert verdict.possible == day.possible(orders)
            assert {t: order for t, order in {**day.orders, **verdict.orders}.items() if order} == orders
            law = refusal(day.arrays, orders, complete=True)
            assert verdict.possible or verdict.refusal == law or (law is None and _is_about_times(verdict.refusal, s))
            if verdict.possible and day.untimed:
                assert verdict.cost_gr == judged_gr(day.board, verdict.orders)
            allowed, refused = allowed + verdict.possible, refused + (not verdict.possible)
    assert allowed > 30
    assert refused > 100


def _is_about_times(found: tuple[int, tuple[int, ...]] | None, shift: int) -> bool:
    return found in {(TIMES, (shift,)), (8, (shift,))}


def test_places_shown_while_dragging_are_those_where_it_may_be_dropped() -> None:
    """The board would light up where the drop is then refused, or at another cost."""
    seen = 0
    for seed, day in days(range(540, 570), "rides", more=0.25):
        for request, s, at, _ in _drags(day, seed):
            if request in day.fixed:
                continue
            place = next((p for p in free_places(day.board, request) if (p.shift, p.at) == (s, at)), None)
            verdict = check_move(day.board, request, s, at)
            assert verdict.possible == (place is not None)
            assert place is None or place.cost_gr == verdict.cost_gr
            seen += verdict.possible
    assert seen > 50


def test_putting_it_back_where_it_was_changes_nothing() -> None:
    """A drag that ends where it began would ask for calls and cost money."""
    for seed, day in days(range(560, 572), "rides", "prices", more=0.2):
        for request, s, at, orders in _drags(day, seed):
            if orders == day.orders:
                verdict = check_move(day.board, request, s, at)
                assert (verdict.possible, verdict.cost_gr, verdict.calls, verdict.moved) == (True, 0, (), ())


def test_a_route_that_is_too_full_is_told_from_one_that_others_are_in_the_way_of() -> None:
    """The dispatcher would look for the obstacle on the wrong bus."""
    early = visit("early", "B", task={"windows_s": ((hm(9), hm(9)),)})
    same_time = visit("same time", "H", task={"windows_s": ((hm(9), hm(9)),)})
    late = visit("late", "B", task={"windows_s": ((hm(8), hm(9, 30)),)})
    after = visit("after", "C", task={"windows_s": ((hm(8), hm(9)),)})
    crews = [shift("one"), shift("two", members=(member("jan"),))]
    gap = Gap(before=2, after=3, min_s=3600, needs=False)
    board = Board(tiny(requests=[early, same_time, late, after], shifts=crews, gaps=(gap,)), {0: [0], 1: [3]})

    full = check_move(board, 1, 0, (1,))
    tied = check_move(board, 2, 0, (1,))

    assert full.refusal == (TIMES, (0,))
    assert tied.refusal == (8, (0,))


def test_a_pin_is_named_before_any_time() -> None:
    """The dispatcher would be told that there is no time, and not that a colleague has pinned the visit."""
    locks = (Lock(kind=LockKind.SHIFT, tasks=(0,), shift=0),)
    crews = [shift("one"), shift("two", members=(member("jan"),))]
    board = Board(tiny(requests=[visit("V", "B")], shifts=crews, locks=locks), {0: [0]})

    assert check_move(board, 0, 1, (0,)).refusal == (4, (0, 1))
    assert [place.shift for place in free_places(board, 0)] == [0]


def test_the_other_crew_has_to_be_called_about() -> None:
    """Somebody unknown would ring at the door, and the client not open."""
    told = visit("told", "B", published=PublishedFact(shift=0, start_s=hm(9)), call_gr=300)
    crews = [shift("one"), shift("two", members=(member("jan"),))]
    board = Board(tiny(requests=[told, visit("other", "C")], shifts=crews), {0: [0, 1]})

    assert judged_gr(board, check_move(board, 0, 1, (0,)).orders) == 300
    assert check_move(board, 1, 0, (0,)).calls == ()
    assert check_move(board, 1, 1, (0,)).moved == ()


def test_half_of_a_group_has_no_place_by_itself() -> None:
    """She would be taken to the doctor, and not home."""
    legs = [ride("out", "BC"), ride("back", "CB")]
    board = Board(tiny(requests=legs, groups=((0, 1),)), {})

    assert free_places(board, 0) == ()
    assert check_move(board, 0, 0, (0, 0)).refusal == (13, (0, 1))


def test_a_request_without_which_nothing_works_may_still_be_moved_in_its_route() -> None:
    """A stop that gives people aboard something to do would stick where it is."""
    day = Day(
        tiny(
            requests=[
                ride("R", "BC", pickup={"windows_s": ((hm(9), hm(9)),)}, dropoff={"windows_s": ((hm(10), hm(10)),)}),
                visit("between", "B", task={"service_s": 2400}),
            ],
            longest_wait_aboard_s=600,
        ),
        {0: (0, 2, 1)},
    )
    assert day.possible(day.orders)
    assert not day.possible({0: (0, 1)})

    assert [(place.shift, place.at) for place in free_places(day.board, 1)] == [(0, (1,))]
    assert check_move(day.board, 1, 0, (1,)).cost_gr == 0
    assert check_move(day.board, 1, 0, (2,)).refusal == (TIMES, (0,))


@pytest.mark.parametrize("at", [(0,), (1, 0), (-1, 0), (0, 2), (0, 0, 0)])
def test_positions_that_are_none_are_refused_at_once(at: tuple[int, ...]) -> None:
    """A slip of the mouse would put a stop somewhere else than it was dropped."""
    board = Board(tiny(requests=[ride("R", "BC"), visit("V", "B")]), {0: [2]})
    with pytest.raises(ValueError, match="no positions"):
        check_move(board, 0, 0, at)
