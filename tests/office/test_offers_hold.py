"""Whatever is offered can be had, also where time is kept free for those who call from the doctor's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from scheduler.domain.booking import Offer
from scheduler.domain.promise import Promise
from scheduler.domain.time import TimeWindow
from scheduler.services.booking.ranking import apart, ranked
from scheduler.store.memory import MemoryStore
from solver.offered import Offer as Way
from tests.office.calendars import DayBuilder
from tests.office.doctors_day import keep
from tests.office.office import Office, office

PLACES = {"baza": (4.0, 0.0), "apteka": (4.5, 0.0), "basen": (-3.0, 2.0)}
BUSES = 2
FIRST = 3
"""So many of a day's rides are asked for: the more are booked, the less there is left to offer."""


class Repeatable(MemoryStore):
    """A store that can be told to forget what has just happened."""

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Let everything that happens in the block not have happened."""
        before = dict(self._towns)
        yield
        self._towns = before


def hour(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def drawn_day(seed: int) -> tuple[Office, Repeatable]:
    """Return an office with buses of which most time is kept free, and rides that may be at many hours."""
    rng, store, builder = Random(seed), Repeatable(), DayBuilder()
    for name, where in PLACES.items():
        builder.add_place(name, at=where)
    for _ in range(BUSES):
        builder.add_bus("07:00-17:00")
    for _ in range(FIRST):
        begin = 60 * rng.randrange(8, 14) + rng.choice((0, 15, 30, 45))
        window = f"{hour(begin)}-{hour(begin + rng.choice((60, 120)))}"
        builder.add_client(at=(rng.uniform(-4, 4), rng.uniform(-4, 4)))
        builder.add_ride(window, to=rng.choice(sorted(PLACES)), arrive_by=rng.random() < 0.4)
    here = office(builder, list(builder.requests), store)
    keep(here, kept_free=BUSES * timedelta(minutes=rng.choice((40, 45, 50))), each=timedelta(minutes=30))
    return here, store


@pytest.mark.ordinary_day
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_offered_is_accepted_if_nothing_happened_in_between(seed: int) -> None:
    """A window is read out on the telephone, and the one that the caller takes has been taken already, by nobody."""
    here, store = drawn_day(seed)
    told = 0
    for ride in here.wishes:
        answer = here.ask(ride)
        for offer in answer.offers:
            with store.undone():
                (booking,) = here.desk.accept(here.call, answer.enquiry.id, offer)
            assert isinstance(booking.promise, Promise)
            assert offer.legs[0].window in (booking.promise.window, booking.promise.pickup)
            told += 1
        if answer.offers:
            here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert told > FIRST


@pytest.mark.ordinary_day
def test_a_dear_window_of_a_cheap_way_comes_after_a_cheaper_one() -> None:
    """What is far from the wish would be read out first, and the caller take it."""
    here, _ = drawn_day(1)
    offer, *_ = here.ask(next(iter(here.wishes))).offers
    leg, hour = offer.legs[0], timedelta(hours=1)
    wish = leg.window.start
    wished = replace(leg.request, wish=wish)
    later = {0: (0, 3), 300: (0, 1)}

    def offers_of(way: Way) -> list[Offer]:
        hours = [TimeWindow(start=wish + k * hour, end=leg.window.end + k * hour) for k in later[way.cost_gr]]
        return [
            replace(offer, cost_gr=way.cost_gr, legs=(replace(leg, request=wished, window=window),)) for window in hours
        ]

    ways = [Way(served=(), orders={}, cost_gr=cost_gr) for cost_gr in reversed(later)]
    told = [(one.cost_gr, one.legs[0].window.start - wish) for one in apart(ranked(ways, offers_of, per_min=10))]
    assert told == [(0, 0 * hour), (300, 1 * hour), (0, 3 * hour)]
