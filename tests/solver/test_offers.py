"""What is offered can be driven, breaks nothing, costs what it says, and is told with what it does to others."""

from itertools import pairwise, product
from random import Random
from typing import Literal

import pytest

from solver.board import Board
from solver.cost import cost, leave_out_gr
from solver.facts.requests import PublishedFact
from solver.facts.ties import Gap
from solver.insertion import free_places, offers
from solver.judged import judged_gr
from solver.polish import polish
from solver.problem import Problem
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from solver.schedule import schedule
from solver.verify import unaccepted, verify
from tests.solver.asked import Day, Orders, called, days, timed

SORTS = [("rides",), ("rides", "journey", "relations"), ("rides", "prices", "breaks"), ("start", "people", "share")]


def _money_gr(day: Day, orders: Orders) -> int:
    """Return what a plan costs, polished, but for who is left out."""
    served = {int(day.arrays.request[task]) for order in orders.values() for task in order}
    out = sum(leave_out_gr(day.arrays, r) for r in range(day.arrays.n_requests) if r not in served)
    return cost(day.arrays, polish(day.arrays, timed(day, orders))).money_gr - out


@pytest.mark.parametrize("features", SORTS)
def test_whatever_is_offered_can_be_driven_and_costs_what_it_says(features: tuple[str, ...]) -> None:
    """A caller would be told of a place in a bus that the night's plan then cannot keep, or at another price."""
    made, exact = 0, 0
    for rest, unit in called(range(400, 440), *features, more=0.2):
        for offer in offers(rest.board, unit):
            plan = {**rest.orders, **offer.orders}
            assert rest.possible(plan)
            assert unaccepted(verify(rest.problem, polish(rest.arrays, timed(rest, plan)))) == ()
            assert {one.request for one in offer.served} == set(unit)
            more = _money_gr(rest, plan) - _money_gr(rest, rest.orders)
            assert judged_gr(rest.board, offer.orders) == more
            if rest.untimed:
                assert offer.cost_gr == more
            made, exact = made + 1, exact + rest.untimed
    assert made > 40
    assert exact or "prices" in features


@pytest.mark.parametrize("by", ["start", "shift"])
def test_the_cheapest_way_comes_first_and_none_twice(by: Literal["start", "shift"]) -> None:
    """The dispatcher would read out the dearest hour first, or the same one again and again."""
    for rest, unit in called(range(400, 420), "rides", more=0.2):
        found = offers(rest.board, unit, by=by)
        costs = [offer.cost_gr for offer in found]
        assert costs == sorted(costs) or not rest.untimed
        told = [tuple(one.shift if by == "shift" else one.starts for one in offer.served) for offer in found]
        assert len(set(told)) == len(told)
        assert offers(rest.board, unit, by=by, limit=2) == found[:2]


def test_offers_by_shift_are_each_the_cheapest_of_its_shift() -> None:
    """Whoever wants the driver she knows would be told a price that is too high."""
    seen = 0
    for rest, (request, *others) in called(range(430, 450), "rides", more=0.2):
        if others:
            continue
        cheapest: dict[int, int] = {}
        for place in free_places(rest.board, request):
            cheapest.setdefault(place.shift, place.cost_gr)
        found = offers(rest.board, [request], by="shift", limit=99)
        assert {offer.served[0].shift: offer.cost_gr for offer in found} == cheapest
        seen += len(found)
    assert seen > 10


def _pair_problem(seed: int) -> Problem:
    """Return three errands, and somebody who wants to go out and come back after an hour or two."""
    rng = Random(seed)
    places = [rng.choice("BCDEF") for _ in range(4)]
    visits = [
        visit(f"V{k}", place, task={"windows_s": ((hm(8 + 2 * k), hm(10 + 2 * k)),)})
        for k, place in enumerate(places[:3])
    ]
    legs = [ride("out", "B" + places[3]), ride("back", places[3] + "B")] if places[3] != "B" else []
    shifts = [shift("one", km_gr=100), shift("two", members=(member("jan"),), km_gr=130, end_s=hm(15))]
    gaps = (Gap(before=3, after=4, min_s=3600, max_s=7200),) if legs else ()
    return tiny(requests=[*visits, *legs], shifts=shifts, gaps=gaps, groups=((3, 4),) if legs else ())


@pytest.mark.parametrize("seed", range(6))
def test_there_and_back_is_offered_at_the_least_that_brute_force_finds(seed: int) -> None:
    """The cheaper of two ways to take somebody to the doctor and home would be overlooked."""
    problem = _pair_problem(seed)
    if len(problem.requests) < 5:
        problem = _pair_problem(seed + 100)
    day = Day(problem, {0: (0, 1), 1: (2,)})
    assert day.possible(day.orders)
    base = _money_gr(day, day.orders)

    (cheapest, *_) = offers(day.board, [4])

    least = min(
        _money_gr(day, plan)
        for _, _, one in day.places(3)
        for _, _, plan in Day(problem, one).places(4)
        if day.possible(plan)
    )
    assert cheapest.cost_gr == least - base
    assert {one.request for one in cheapest.served} == {3, 4}


def test_the_return_comes_when_the_stay_is_over() -> None:
    """She would be offered a bus home before the doctor has seen her."""
    day = Day(_pair_problem(0), {0: (0, 1), 1: (2,)})
    task = {one.id: number for number, one in enumerate(day.problem.tasks)}
    for offer in offers(day.board, [3, 4]):
        times = timed(day, {**day.orders, **offer.orders}).times
        assert 3600 <= times[task["back+"]].start_s - times[task["out-"]].end_s <= 7200


def test_nothing_is_offered_that_breaks_a_promise() -> None:
    """Somebody who was promised ten o'clock would wait because somebody else has called."""
    kept = visit("kept", "H", promise_s=(hm(9, 30), hm(9, 30)))
    near = visit("new", "B", task={"windows_s": ((hm(8), hm(9, 29)),)})
    problem = tiny(requests=[kept, near])

    assert offers(Board(problem, {0: [0]}), [1]) == ()
    assert offers(Board(problem, {}), [1]) != ()


def _published(start_s: int, call_gr: int) -> Board:
    """Return the board of a day with a published visit, and a new one that pushes it by forty minutes at least."""
    told = visit("told", "C", published=PublishedFact(shift=0, start_s=start_s), call_gr=call_gr)
    new = visit("new", "B", task={"windows_s": ((hm(8), hm(8, 30)),)})
    return Board(tiny(requests=[told, new]), {0: [0]})


@pytest.mark.parametrize("call_gr", [0, 500])
def test_who_has_to_be_called_is_told(call_gr: int) -> None:
    """A client would stand at the gate at the time she was told, and the bus would come forty minutes later."""
    soon, later = (offers(_published(start, call_gr), [1])[0] for start in (hm(8, 20), hm(9)))

    assert soon.calls == (0,)
    assert later.calls == ()
    assert soon.cost_gr == later.cost_gr + call_gr
    assert [(one.task, one.from_s, one.to_s) for one in soon.moved] == [(0, hm(8, 20), hm(8, 50))]


def test_what_is_planned_already_is_not_offered_again() -> None:
    """The same client would be on two buses at once."""
    board = Board(tiny(requests=[visit("V", "B")]), {0: [0]})
    with pytest.raises(ValueError, match="planned already"):
        offers(board, [0])


def test_what_needs_something_else_is_offered_with_it_or_not_at_all() -> None:
    """A repair would be offered though nobody has looked at what is broken."""
    problem = tiny(requests=[visit("look", "B"), visit("repair", "B")], gaps=(Gap(before=0, after=1, min_s=3600),))
    board = Board(problem, {})

    assert offers(board, [1]) == ()
    assert [one.request for one in offers(board, [1, 0])[0].served] == [0, 1]


def test_a_question_leaves_no_trace() -> None:
    """The second caller would be offered the first one's place as taken, or hours that are not free any more."""
    for seed, day in days(range(460, 466), "rides", "relations", "breaks", more=0.3):
        loose = sorted(set(range(day.arrays.n_requests)) - day.fixed)
        used, answers = Board(day.problem, day.orders), {}
        for request, _ in product(loose, range(2)):
            answers[request] = free_places(used, request)
        for request in loose:
            assert answers[request] == free_places(Board(day.problem, day.orders), request), seed


def test_a_plan_that_has_become_impossible_is_told_so() -> None:
    """A bus that is late would be offered to the next caller as if nothing had happened."""
    problem = tiny(requests=[visit("missed", "B", task={"windows_s": ((hm(8), hm(8, 5)),)}), visit("new", "B")])
    board = Board(problem, {0: [0]})

    assert not board.sound
    assert offers(board, [1]) == ()
    assert schedule(board.arrays, board.orders) is None
    assert judged_gr(board, {0: [0, 1]}) is None


def test_spans_of_a_menu_are_apart_and_ascending() -> None:
    """A window would be read out twice, or backwards."""
    for rest, unit in called(range(470, 480), "rides", "two_windows", more=0.2):
        for offer in offers(rest.board, unit):
            for one in offer.served:
                assert all(low <= high for low, high in one.starts)
                assert all(b[0] - a[1] > 60 for a, b in pairwise(one.starts))


def test_prices_of_shares_and_caps_are_in_the_cost() -> None:
    """The contracted share would be missed by whoever takes the cheapest offer of the day."""
    priced = 0
    for rest, unit in called(range(480, 500), "share", "caps", "rides"):
        for offer in offers(rest.board, unit) if rest.untimed else ():
            plan = {**rest.orders, **offer.orders}
            assert offer.cost_gr == _money_gr(rest, plan) - _money_gr(rest, rest.orders)
            terms = (cost(rest.arrays, timed(rest, one)).terms for one in (rest.orders, plan))
            priced += len({one.get("contracted_share", 0) + one.get("priced_cap", 0) for one in terms}) > 1
    assert priced > 3


def test_a_place_is_told_at_what_it_costs_once_taken() -> None:
    """The dearer of two places would be read out first, because nobody asked what moving the others costs."""
    places = 0
    for rest, unit in called((37, 291, *range(600, 660)), "relations", "prices", more=0.2):
        board = rest.board
        for where, first, last, said_gr, *_ in board.scan(unit[0]):
            assert board.put(unit[0], where, first, last)
            assert board.money() - board.money_gr == said_gr
            board.back()
            places += 1
    assert places > 100
