"""On PostgreSQL units that write run side by side: what one has seen may have changed by the time it ends."""

import threading
from collections.abc import Callable, Iterator

import pytest

from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.ids import ClientId
from scheduler.services.ports import UnitOfWork
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.store.samples import DAY, TOWN, client, plan, plan_head

A = ClientId("A")


@pytest.fixture
def office(postgres_url: str, ring: Ring) -> Iterator[SqlStore]:
    """A store in PostgreSQL with one client."""
    with open_store(postgres_url, ring) as store:
        with store.writing(TOWN) as unit:
            unit.clients.put(client("A"))
        yield store


def meanwhile(store: SqlStore, work: Callable[[UnitOfWork], None]) -> None:
    """Let another thread do some work, from begin to end."""

    def run() -> None:
        with store.writing(TOWN) as unit:
            work(unit)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def race(store: SqlStore, other: Callable[[UnitOfWork], None], own: Callable[[UnitOfWork], None]) -> None:
    """Look at the client, let the other one work, then do one's own work on what was seen."""
    with store.writing(TOWN) as unit:
        assert unit.clients.stamp_of(A) == 1
        assert unit.clients.get(A) == client("A")
        meanwhile(store, other)
        own(unit)


def rename(unit: UnitOfWork) -> None:
    unit.clients.put(client("A", name="other"), seen=1)


def test_a_change_of_what_was_changed_meanwhile_is_refused(office: SqlStore) -> None:
    """The slower of two dispatchers would undo what the faster one entered a second ago."""
    with pytest.raises(StaleError) as caught:
        race(office, rename, lambda unit: unit.clients.put(client("A", name="late"), seen=1))

    assert (caught.value.seen, caught.value.now) == (1, 2)
    with office.reading(TOWN) as unit:
        assert (unit.stamp, unit.clients.get(A).name) == (2, "other")


def test_a_removal_of_what_was_changed_meanwhile_is_refused(office: SqlStore) -> None:
    """A client would be taken out whom somebody has just entered a new address for."""
    with pytest.raises(StaleError):
        race(office, rename, lambda unit: unit.clients.remove(A))

    with office.reading(TOWN) as unit:
        assert unit.clients.get(A).name == "other"


def test_the_same_new_thing_twice_is_refused(office: SqlStore) -> None:
    """Two dispatchers would give two clients one id, and the second one take the place of the first."""

    def late(unit: UnitOfWork) -> None:
        assert unit.clients.find(ClientId("B")) is None
        meanwhile(office, lambda other: other.clients.put(client("B", name="first"), seen=0))
        unit.clients.put(client("B", name="second"), seen=0)

    with pytest.raises(StaleError):
        race(office, lambda _unit: None, late)

    with office.reading(TOWN) as unit:
        assert unit.clients.get(ClientId("B")).name == "first"


def test_the_same_version_of_a_plan_twice_is_refused(office: SqlStore) -> None:
    """A plan that is on the phones would be another one."""

    def late(unit: UnitOfWork) -> None:
        assert not unit.plans.heads(DAY)
        unit.plans.add(plan(), plan_head())
        meanwhile(office, lambda other: other.plans.add(plan(), plan_head()))

    with pytest.raises(ConflictError):
        race(office, lambda _unit: None, late)


def test_units_on_other_days_do_not_wait(office: SqlStore) -> None:
    """Two dispatchers on two days would wait for each other's phone calls."""
    with office.writing(TOWN) as unit:
        unit.days.lock(DAY)
        meanwhile(office, lambda other: other.clients.put(client("B")))
        assert list(unit.clients.all()) == ["A", "B"]
