"""Two processes and the end of a day: it is closed once, and nothing gets lost on the threshold."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.booking import BookingStatus
from scheduler.domain.closing import About, statement_id
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.events import EventKind
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.closing import close_day, view_of, withdraw_statement
from scheduler.services.dispatching import Hand
from scheduler.services.ending import Ending
from scheduler.services.ports import Store
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.office.closing_day import actuals, bus_day, close, reopen, reported, state, tasks_of, told, view, visit
from tests.office.office import ANNA, Office


def closing(here: Office, store: SqlStore, barrier: Barrier) -> int:
    """Close the day in another process, at the same moment as somebody else; return the closing's number."""
    hand = here.hand
    barrier.wait()
    with store.writing(here.id) as unit:
        return close_day(unit, here.travel, here.day, hand).number


def test_a_day_is_closed_opened_and_closed_in_every_store(store: Store) -> None:
    """What closes a day in the tests' memory would fail in the office's database."""
    here = bus_day(store=store)
    reported(here)
    first = close(here)
    assert view(here).closing == first
    found = actuals(here)
    reopen(here)
    assert actuals(here) == {}
    second = close(here)

    assert (second.number, second.cells, second.shifts) == (2, first.cells, first.shifts)
    assert actuals(here) == found
    with store.reading(here.id) as unit:
        kept = unit.closings.between(here.day, here.day)
    assert [one.counts for one in kept.values()] == [False, True]


def test_two_who_close_at_once_close_once(database_url: str, ring: Ring) -> None:
    """The day's figures would count double in the month."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = bus_day(store=one)
        reported(here)
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as both:
            numbers = [each.result() for each in [both.submit(closing, here, s, barrier) for s in (one, other)]]
        with one.reading(here.id) as unit:
            assert len(unit.closings.between(here.day, here.day)) == 1
    assert numbers == [1, 1]


def cancelling(here: Office, store: SqlStore, barrier: Barrier) -> str:
    barrier.wait()
    try:
        with store.writing(here.id) as unit:
            end_bookings(unit, here.travel, [visit(here)], Ending(by=ANNA, at=here.clock.now(), by_office=True))
    except ConflictError as error:
        return "closed" if "is closed" in str(error) else "other"
    return "done"


def attempt(here: Office, store: SqlStore, barrier: Barrier) -> str:
    try:
        closing(here, store, barrier)
    except RefusedError:
        return "refused"
    except ConflictError:
        return "stale"
    return "done"


def test_what_changes_the_day_comes_before_closing_or_not_at_all(database_url: str, ring: Ring) -> None:
    """A booking would be withdrawn behind the back of the record that says what became of it."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = bus_day(store=one)
        reported(here, but=[f"{visit(here)}:visit"])
        state(here, visit(here), FinalOutcome.MISSED)
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as both:
            closed, changed = both.submit(attempt, here, one, barrier), both.submit(cancelling, here, other, barrier)
            ends = closed.result(), changed.result()
    assert ends in {("done", "closed"), ("stale", "done")}


def test_what_comes_in_while_a_day_is_being_closed_came_after(postgres_url: str, ring: Ring) -> None:
    """A phone's report would be in neither: too late for the figures, and not on the list of what came after."""
    with open_store(postgres_url, ring) as one, open_store(postgres_url, ring) as other:
        here = bus_day(store=one)
        reported(here)
        stop, task = tasks_of(here)[f"{visit(here)}:visit"]
        with other.writing(here.id) as unit:
            record = close_day(unit, here.travel, here.day, Hand(by=ANNA, at=here.clock.now()))
            told(here, task.task_id, EventKind.NO_SHOW, stop.arrival)
        with one.reading(here.id) as unit:
            after = view_of(unit, here.day)
    assert len(after.came_after) == 1
    assert after.closing == record
    assert after.came_after[0].id not in record.events


def withdrawing(here: Office, store: SqlStore, barrier: Barrier) -> str:
    barrier.wait()
    key = statement_id(visit(here), About.OUTCOME)
    try:
        with store.writing(here.id) as unit:
            withdraw_statement(unit, here.day, key, reason="pomyłka", by=ANNA, now=here.clock.now())
    except ConflictError as error:
        return "closed" if "is closed" in str(error) else "other"
    return "done"


def test_what_a_day_is_closed_by_is_not_withdrawn_meanwhile(database_url: str, ring: Ring) -> None:
    """A day would be closed with a visit as missed of which nobody says so any more."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = bus_day(store=one)
        reported(here, but=[f"{visit(here)}:visit"])
        state(here, visit(here), FinalOutcome.MISSED)
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as both:
            closed, gone = both.submit(attempt, here, one, barrier), both.submit(withdrawing, here, other, barrier)
            ends = closed.result(), gone.result()
        shown, ended = view(here), here.booking(visit(here)).status is BookingStatus.WITHDRAWN
    assert ends in {("done", "closed"), ("refused", "done")}
    assert (shown.closing is not None) == shown.statements[0].counts == (ends[0] == "done")
    assert ended == (ends[0] == "done")


def test_two_who_withdraw_at_once_withdraw_once(database_url: str, ring: Ring) -> None:
    """One of them would be told that it is done, though the other has already said something else since."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = bus_day(store=one)
        state(here, visit(here), FinalOutcome.MISSED)
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as both:
            ends = [each.result() for each in [both.submit(withdrawing, here, s, barrier) for s in (one, other)]]
        with one.reading(here.id) as unit:
            noted = [entry.event.action for entry in unit.audit.entries(0, 1000)]
    assert sorted(ends) == ["done", "other"]
    assert noted.count("day.statement_withdrawn") == 1


@pytest.mark.parametrize("again", [1, 2])
def test_an_old_look_at_a_closed_day_closes_nothing_new(database_url: str, ring: Ring, again: int) -> None:
    """A browser tab of yesterday would open a second closing."""
    with open_store(database_url, ring) as one:
        here = bus_day(store=one)
        reported(here)
        seen = here.state.version
        first = close(here)
        for _ in range(again):
            assert close(here, seen=seen) == first
