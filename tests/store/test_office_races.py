"""Two servers on one database: what one commits while the other waits is seen, and no promise is written over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from threading import Thread

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.booking import BookingStatus
from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.ids import RequestId
from scheduler.services.booking import BookingDesk, Ending, OpenDays, end_bookings
from scheduler.services.comparing import placed
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.office.office import ANNA, Office, office, travel_for

FIRST, SECOND = RequestId("R-001"), RequestId("R-002")


@contextmanager
def two_desks(url: str, ring: Ring) -> Iterator[tuple[Office, BookingDesk, SqlStore]]:
    """Give an office with two wishes, and a desk of another server on the same database."""
    builder = TownBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-10:00", length_min=30).add_visit(window="11:00-12:00", length_min=30)
    with open_store(url, ring) as one, open_store(url, ring) as other:
        here = office(builder, list(builder.requests), one)
        numbers = count(1)
        yield here, BookingDesk(other, OpenDays(travel_for), here.clock, lambda p: f"{p}-b{next(numbers)}"), other


def meanwhile(store: SqlStore, here: Office, do: Thread) -> None:
    """Begin something in another thread while this unit holds the day's lock, and let it go on afterwards."""
    with store.writing(here.id) as unit:
        unit.days.lock(here.day)
        do.start()
        do.join(timeout=0.7)  # it waits for the lock by now
    do.join(timeout=30)
    assert not do.is_alive()


def test_a_desk_that_waited_for_the_day_keeps_what_the_other_one_promised(database_url: str, ring: Ring) -> None:
    """The plan of the one who came second would not have the promise of the first."""
    with two_desks(database_url, ring) as (here, there, other):
        mine = here.ask(FIRST)
        theirs = there.ask(here.call, [here.wishes[SECOND]], [here.day])
        outcome: list[object] = []

        def accept() -> None:
            outcome.extend(here.desk.accept(here.call, mine.enquiry.id, mine.offers[0]))

        first = Thread(target=accept)
        second = Thread(target=lambda: outcome.extend(there.accept(here.call, theirs.enquiry.id, theirs.offers[0])))
        meanwhile(other, here, first)
        second.start()
        second.join(timeout=30)
        assert len(outcome) == 2
        assert set(placed(here.plan)) == {FIRST, SECOND}


def test_both_accept_at_once_and_both_are_in_the_plan(database_url: str, ring: Ring) -> None:
    """Of two calls that end in the same second, one would be lost."""
    with two_desks(database_url, ring) as (here, there, other):
        mine = here.ask(FIRST)
        theirs = there.ask(here.call, [here.wishes[SECOND]], [here.day])
        outcome: list[object] = []
        threads = [
            Thread(target=lambda: outcome.extend(here.desk.accept(here.call, mine.enquiry.id, mine.offers[0]))),
            Thread(target=lambda: outcome.extend(there.accept(here.call, theirs.enquiry.id, theirs.offers[0]))),
        ]
        with other.writing(here.id) as unit:
            unit.days.lock(here.day)
            for thread in threads:
                thread.start()
            threads[0].join(timeout=0.7)  # both wait for the lock by now
        for thread in threads:
            thread.join(timeout=30)
        assert len(outcome) == 2
        assert set(placed(here.plan)) == {FIRST, SECOND}


def test_the_same_call_is_not_promised_twice(database_url: str, ring: Ring) -> None:
    """A double click at two windows would end in an error page, or in two bookings."""
    with two_desks(database_url, ring) as (here, there, other):
        mine = here.ask(FIRST)
        refused: list[Exception] = []

        def accept(desk: BookingDesk) -> None:
            try:
                desk.accept(here.call, mine.enquiry.id, mine.offers[0])
            except ConflictError as error:
                refused.append(error)

        threads = [Thread(target=accept, args=(desk,)) for desk in (here.desk, there)]
        with other.writing(here.id) as unit:
            unit.days.lock(here.day)
            for thread in threads:
                thread.start()
            threads[0].join(timeout=0.7)
        for thread in threads:
            thread.join(timeout=30)
        assert len(refused) == 1
        assert set(placed(here.plan)) == {FIRST}


def test_what_was_cancelled_meanwhile_does_not_come_back(database_url: str, ring: Ring) -> None:
    """A resident who cancelled at one desk would be visited because of the other."""
    with two_desks(database_url, ring) as (here, _, other):
        _, (booking,) = here.book(FIRST)
        answer = here.desk.ask(here.call, [booking.request], [here.day])
        refused: list[Exception] = []

        def accept() -> None:
            try:
                here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
            except (ConflictError, StaleError) as error:
                refused.append(error)

        waiting = Thread(target=accept)
        with other.writing(here.id) as unit:
            unit.days.lock(here.day)
            waiting.start()
            waiting.join(timeout=0.7)
            end_bookings(unit, here.travel, [FIRST], Ending(by=ANNA, at=here.clock.now()))
        waiting.join(timeout=30)
        assert len(refused) == 1
        assert here.booking(FIRST).status is BookingStatus.CANCELLED
        assert not placed(here.plan)


@pytest.mark.parametrize("cancelled", [True, False])
def test_what_was_moved_meanwhile_is_not_cancelled_on_the_wrong_day(
    cancelled: bool, database_url: str, ring: Ring
) -> None:
    """The plan of the new day would still send somebody to a cancelled booking."""
    with two_desks(database_url, ring) as (here, _, other):
        here.book(FIRST)
        refused: list[Exception] = []

        def end() -> None:
            try:
                with here.store.writing(here.id) as unit:
                    end_bookings(unit, here.travel, [FIRST], Ending(by=ANNA, at=here.clock.now()))
            except ConflictError as error:
                refused.append(error)

        waiting = Thread(target=end)
        with other.writing(here.id) as unit:
            unit.days.lock(here.day)
            waiting.start()
            waiting.join(timeout=0.7)
            booking = unit.bookings.get(FIRST)
            if cancelled:
                end_bookings(unit, here.travel, [FIRST], Ending(by=ANNA, at=here.clock.now()))
            else:
                tomorrow = replace(booking.request, day=here.day.replace(day=here.day.day + 1))
                unit.bookings.put(replace(booking, request=tomorrow))
        waiting.join(timeout=30)
        held = here.booking(FIRST).held
        with other.reading(here.id) as unit:
            version = unit.days.get(here.booking(FIRST).day).version
        assert held == (bool(refused) and not cancelled)
        assert held or version > 0
