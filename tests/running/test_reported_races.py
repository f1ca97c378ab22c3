"""What follows from reports, on every store and with two processes: each day once, and nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from scheduler.domain.accounts import Role
from scheduler.domain.ids import TownId
from scheduler.domain.service_days import DayState
from scheduler.services.field import Batch, Reported, record
from scheduler.services.live.reported import days_reported, follow_reported
from scheduler.services.ports import Store, UnitOfWork
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.office.field_day import somebody
from tests.office.office import Office
from tests.office.running_day import BACK, FIRST, OUT, deliver, moment, running_day, statuses, taken, told


def test_bookings_follow_on_every_store(store: Store) -> None:
    """An office on PostgreSQL would fetch somebody home whom one on SQLite does not."""
    here = running_day(store=store)
    wrong = replace(told(here, f"{OUT}:pickup", "no_show", "09:20"), nobody_answers=True)
    deliver(here, wrong, at="09:21")
    assert statuses(here) == ["no_show", "withdrawn", "held", "held"]
    assert taken(here) == [OUT]
    with store.reading(here.id) as unit:
        assert [one.event_id for one in unit.checks.between(here.day, here.day).values()] == [wrong.id]
        assert unit.bookings.get(OUT).ended_at == moment(here, "09:20")
    deliver(here, told(here, f"{OUT}:pickup", "undone", "09:22", undoes=wrong.id), at="09:23")

    assert statuses(here) == ["held"] * 4
    assert taken(here) == [OUT, BACK]
    assert days_reported(store, here.id) == ()


def send(here: Office, store: Store, *events: Reported) -> None:
    """Send reports to a server, and let nobody follow them."""
    now = here.clock.now()
    record(store, somebody(here, Role.DISPATCHER), Batch(device_id="desk", sent_at=now, events=events), now)


class Late(SqlStore):
    """A process's store in which something more comes in after a day's reports were read."""

    def __init__(self, store: SqlStore, do: Callable[[], object]) -> None:
        vars(self).update(vars(store))
        self._do = do

    @contextmanager
    def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
        """Open a unit that may change things."""
        with super().writing(town_id) as unit:
            yield unit
            self._do()


def follow(here: Office, store: Store) -> bool:
    """Let the bookings of the day follow; return whether it was done."""
    return follow_reported(store, here.id, here.day, lambda: here.travel, here.clock.now()) is not None


def test_what_comes_in_meanwhile_is_followed_next(postgres_url: str, ring: Ring) -> None:
    """A late cancellation that came a moment after a no-show would stay on the bus's list all day."""
    with open_store(postgres_url, ring) as one, open_store(postgres_url, ring) as other:
        here = running_day(store=one)
        here.clock.moment = moment(here, "10:30")
        first, second = (
            told(here, f"{FIRST}:visit", "no_show", "10:20"),
            told(here, f"{OUT}:pickup", "refused", "09:20"),
        )
        send(here, one, first)
        slow = Late(one, lambda: send(here, other, second))

        assert not follow(here, slow)
        assert statuses(here) == ["held"] * 4
        assert days_reported(one, here.id) == (here.day,)
        assert follow(here, other)
        assert statuses(here) == ["refused", "withdrawn", "no_show", "held"]
        assert days_reported(one, here.id) == ()


def test_two_workers_follow_once(database_url: str, ring: Ring) -> None:
    """Every report would make two plans, and the audit say twice that somebody was not there."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = running_day(store=one)
        here.clock.moment = moment(here, "10:30")
        send(here, one, told(here, f"{FIRST}:visit", "no_show", "10:20"))
        assert follow(here, other)
        before: DayState = here.state
        assert not follow(here, one)

        assert here.state == before
        with one.reading(here.id) as unit:
            said = [entry.event.action for entry in unit.audit.about(f"request:{FIRST}")]
        assert said.count("booking.no_show") == 1
