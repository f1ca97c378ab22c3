"""A window that is offered can be promised: the ends of the starts are possible, just outside is not."""

from random import Random

import pytest

from solver.board import Board
from solver.facts.ties import Engagement
from solver.insertion import offers
from solver.offered import Offer
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from tests.solver.asked import Day, days

FEATURES = [
    ("rides", "relations", "journey"),
    ("rides", "breaks", "two_windows", "wait"),
    ("bands", "rides", "ride_limits", "span"),
    ("start", "locks", "breaks", "promises"),
]


def _compare(seed: int, day: Day, offer: Offer) -> int:
    """Compare the starts of an offer with what the reference timing says of them; return how many spans there are."""
    rng = Random(seed)
    orders = {**day.orders, **offer.orders}
    for one in offer.served:
        task = int(day.arrays.timed_task[one.request])
        for low, high in one.starts:
            assert day.can_start(orders, task, (low, low))
            assert day.can_start(orders, task, (high, high))
            assert not day.can_start(orders, task, (low - 1, low - 1))
            assert not day.can_start(orders, task, (high + 1, high + 1))
            if high - low > 60:
                begin = rng.randint(low, high - 60)
                assert day.can_start(orders, task, (begin, begin + 60))
        for (_, last), (first, _) in zip(one.starts, one.starts[1:], strict=False):
            assert not day.can_start(orders, task, (last + 1, first - 1))
    return sum(len(one.starts) for one in offer.served)


@pytest.mark.parametrize("features", FEATURES)
def test_the_starts_of_an_offer_are_those_that_can_be(features: tuple[str, ...]) -> None:
    """A caller would be promised a time at which nobody can come, or not be told of one at which somebody could."""
    spans = 0
    for seed, day in days(range(300, 318), *features, more=0.15):
        loose = [r for r in sorted(set(range(day.arrays.n_requests)) - day.fixed) if len(day.unit(r)) == 1]
        for request in Random(seed).sample(loose, min(2, len(loose))):
            called = day.without([request])
            for offer in offers(called.board, [request], limit=3) if called else ():
                spans += _compare(seed, called, offer)  # type: ignore[arg-type]
    assert spans > 30


def test_both_openings_of_a_door_are_told() -> None:
    """A doctor's morning and evening hours would be offered as one window with lunch in the middle."""
    windows = ((hm(9), hm(10)), (hm(13), hm(14)))
    board = Board(tiny(requests=[visit("V", "B", task={"windows_s": windows})]), {})

    (offer,) = offers(board, [0])

    assert offer.served[0].starts == windows


def test_a_visit_may_start_until_the_shift_must_end() -> None:
    """The last appointment of the day would never be given away."""
    board = Board(tiny(requests=[visit("V", "B")]), {})

    (offer,) = offers(board, [0])

    assert offer.served[0].starts == ((hm(8, 10), hm(15, 20)),)  # ten minutes each way, half an hour at the door


def test_an_hour_that_is_taken_is_a_hole_between_two_offers() -> None:
    """Two offers would promise the same crew to two people at once."""
    taken = visit("taken", "B", task={"windows_s": ((hm(12), hm(12)),)})
    board = Board(tiny(requests=[taken, visit("new", "B")]), {0: [0]})

    found = offers(board, [1])

    assert sorted(span for offer in found for span in offer.served[0].starts) == [
        (hm(8, 10), hm(11, 30)),
        (hm(12, 30), hm(15, 20)),
    ]


def test_who_is_elsewhere_is_not_visited_meanwhile() -> None:
    """The nurse would stand before a closed door while the bus has her patient."""
    requests = [
        ride("out", "BC", pickup={"windows_s": ((hm(10), hm(10)),)}),
        ride("back", "CB", pickup={"windows_s": ((hm(12), hm(12)),)}),
        visit("home", "B"),
    ]
    engagements = tuple(Engagement(client="maria", requests=one) for one in ((0, 1), (2,)))
    problem = tiny(
        requests=requests, shifts=[shift("bus"), shift("nurse", members=(member("ola"),))], engagements=engagements
    )
    board = Board(problem, {0: [0, 1, 2, 3]})

    spans = [span for offer in offers(board, [2], by="shift") if 1 in offer.orders for span in offer.served[0].starts]

    assert spans == [(hm(8, 10), hm(9, 30)), (hm(12, 12), hm(15, 20))]
