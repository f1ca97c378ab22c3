"""Two processes and one place that has become free: those who wait are put onto the list of calls once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from scheduler.domain.booking import FreedDay
from scheduler.domain.ids import TownId
from scheduler.domain.notices import NoticeOutcome
from scheduler.services.booking.freed_days import LEASE, take_up_freed
from scheduler.services.booking.freeing import FreedPlaces
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.ports import UnitOfWork
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.office.office import Office, travel_for
from tests.office.waiting_list import SECOND, THIRD, calls, leave, left, listed, waiting

LATER = LEASE + timedelta(seconds=1)


class Overtaken(SqlStore):
    """A process's store, before or in whose next writing another process does something.

    Parameters
    ----------
    inside : bool
        Whether it is done when the unit is about to end; otherwise before it begins.
    """

    def __init__(self, store: SqlStore, do: Callable[[], object], *, inside: bool = False) -> None:
        vars(self).update(vars(store))
        self._steps, self._inside = [do], inside

    @contextmanager
    def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that may change things."""
        if self._steps and not self._inside:
            self._steps.pop()()
        with super().writing(town_id) as unit:
            yield unit
            if self._steps:
                self._steps.pop()()


@contextmanager
def two_processes(url: str, ring: Ring) -> Iterator[tuple[Office, SqlStore]]:
    """Give an office with a place that its process has freed and not offered, and the store of another process."""
    with open_store(url, ring) as one, open_store(url, ring) as other:
        here, _ = waiting(one)
        leave(here)
        yield here, other


def offering(here: Office, store: SqlStore, prefix: str) -> FreedPlaces:
    """Return what offers places in one of the processes."""
    return FreedPlaces(
        store=store, days=OpenDays(travel_for), clock=here.clock, new_id=lambda p: f"{p}-{prefix}-{here.new_id(p)}"
    )


def test_of_two_workers_one_takes_the_place_up(database_url: str, ring: Ring) -> None:
    """Two workers beside two servers would each have the same residents called."""
    with two_processes(database_url, ring) as (here, other):
        assert take_up_freed(other, here.id, here.clock.now()) is None
        now = here.clock.now() + LATER
        assert isinstance(here.store, SqlStore)
        slower = Overtaken(here.store, lambda: take_up_freed(other, here.id, now))
        assert take_up_freed(slower, here.id, now) is None
        taken = take_up_freed(here.store, here.id, now + 3 * LEASE)
        assert taken is not None
        assert (taken.day, taken.attempt) == (here.day, 3)


def test_of_two_workers_in_the_same_instant_one_takes_the_place_up(postgres_url: str, ring: Ring) -> None:
    """PostgreSQL lets both read that nobody has it."""
    with two_processes(postgres_url, ring) as (here, other):
        now = here.clock.now() + LATER
        taken: list[FreedDay | None] = []
        assert isinstance(here.store, SqlStore)
        slower = Overtaken(here.store, lambda: taken.append(take_up_freed(other, here.id, now)), inside=True)
        assert take_up_freed(slower, here.id, now) is None
        assert [one and one.day for one in taken] == [here.day]


def test_whoever_is_taken_for_dead_and_is_not_offers_nothing_twice(database_url: str, ring: Ring) -> None:
    """A resident who has already said no to the worker's call would be called again, as a server was slow."""
    with two_processes(database_url, ring) as (here, other):

        def overtake() -> None:
            offering(here, other, "b").offer(here.id, here.day)
            with other.writing(here.id) as unit:
                for one in listed(here):
                    unit.notices.put(replace(one, outcome=NoticeOutcome.TOLD))

        assert isinstance(here.store, SqlStore)
        offering(here, Overtaken(here.store, overtake), "a").offer(here.id, here.day)
        assert calls(here) == {SECOND: NoticeOutcome.TOLD, THIRD: NoticeOutcome.TOLD}
        assert len(listed(here)) == 2
        assert not left(here)
