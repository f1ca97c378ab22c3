"""What one process remembers of a town that others change, too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId, PatternId, PlaceId, RequestId
from scheduler.domain.town import TownHead
from scheduler.services.ports import UnitOfWork
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.store.samples import DAY, NEXT_DAY, TOWN, booking, client, head, pattern, place, shift, visit

A, B, C = (ClientId(one) for one in "ABC")


@pytest.fixture
def there(database_url: str, sql_store: SqlStore, ring: Ring) -> Iterator[SqlStore]:
    """Another process's store over the database of `sql_store`, which holds two clients."""
    with sql_store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.clients.put(client("A"))
        unit.clients.put(client("B"))
    with open_store(database_url, ring) as store:
        yield store


def test_what_nobody_changed_is_the_same_object_in_the_next_unit(sql_store: SqlStore, there: SqlStore) -> None:
    """Every call at the desk would wait until a whole town had been decrypted again."""
    with sql_store.reading(TOWN) as unit:
        before = unit.clients.all()
    with there.writing(TOWN) as unit:
        unit.clients.put(client("B", phone="600 200 300"))
    with sql_store.reading(TOWN) as unit:
        after = unit.clients.all()

    assert after[A] is before[A]
    assert (before[B].phone, after[B].phone) == ("+48 600 100 200", "600 200 300")


def test_what_nobody_changed_is_not_asked_for_again(sql_store: SqlStore, there: SqlStore) -> None:
    """A call at the desk would wait for fifty answers of the database to questions it had asked a second ago."""
    asked: list[str] = []
    event.listen(sql_store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def looked() -> tuple[tuple[Client, TownHead], int]:
        asked.clear()
        with sql_store.reading(TOWN) as unit:
            return (unit.clients.get(A), unit.head.get(TOWN)), sum(one.startswith("SELECT") for one in asked)

    first, _ = looked()
    assert looked() == (first, 1)
    with there.writing(TOWN) as unit:
        unit.patterns.put(pattern("W-1"))  # of another kind
    assert looked() == (first, 1)
    with there.writing(TOWN) as unit:
        unit.clients.put(client("A", name="Anna"))
    (changed, _), statements = looked()
    assert changed.name == "Anna"
    assert statements == 2


def test_what_an_older_version_writes_is_seen(sql_store: SqlStore, there: SqlStore) -> None:
    """A server that was forgotten at the update would go on, and the new one would not see what it keeps."""

    def seen() -> tuple[str, int, bool]:
        with sql_store.reading(TOWN) as unit:
            return unit.clients.get(A).name, len(unit.clients.all()), bool(unit.clients.changed(1).put)

    with there.writing(TOWN) as unit:
        unit.clients.put(client("A", name="Anna"))
    assert seen() == ("Anna", 2, True)
    with there.engine.begin() as connection:  # it knows the stamps, not when each kind was changed
        before = connection.execute(text("SELECT changes FROM towns")).scalar()
    with there.writing(TOWN) as unit:
        unit.clients.put(client("A", name="Anna Maria"))
        unit.clients.put(client("C"))
    with there.engine.begin() as connection:
        connection.execute(text("UPDATE towns SET changes = :before"), {"before": before})
    assert seen() == ("Anna Maria", 3, True)
    with there.writing(TOWN) as unit:
        unit.patterns.put(pattern("W-1"))
    assert seen() == ("Anna Maria", 3, True)


def test_one_that_was_read_since_is_no_truth_of_before(sql_store: SqlStore, there: SqlStore) -> None:
    """A day would be planned with what a resident said a second after it was read."""
    with sql_store.reading(TOWN) as early:
        assert early.stamp == 1
        with there.writing(TOWN) as unit:
            unit.clients.put(client("A", name="Anna"))
        with sql_store.reading(TOWN) as late:
            assert late.clients.get(A).name == "Anna"
        assert early.clients.get(A).name != "Anna"


def test_one_that_was_read_before_a_lock_is_read_again_under_it(postgres_url: str, ring: Ring) -> None:
    """A booking would be cancelled twice, and its entitlement given back twice."""
    with open_store(postgres_url, ring) as here, open_store(postgres_url, ring) as other:
        with here.writing(TOWN) as unit:
            unit.head.put(head())
            unit.bookings.put(booking(visit("R-09"), reason="first"))
        with here.reading(TOWN) as unit:
            assert unit.bookings.get(RequestId("R-09")).reason == "first"
        with here.writing(TOWN) as unit:
            assert unit.bookings.get(RequestId("R-09")).reason == "first"
            _elsewhere(other)
            unit.days.lock(DAY)
            assert unit.bookings.get(RequestId("R-09")).reason == "jest w szpitalu"


def test_what_another_process_puts_removes_and_brings_back_is_seen(sql_store: SqlStore, there: SqlStore) -> None:
    """A client who has moved away would be called, and a new one would not be found."""

    def seen() -> list[ClientId]:
        with sql_store.reading(TOWN) as unit:
            return list(unit.clients.all())

    assert seen() == [A, B]
    with there.writing(TOWN) as unit:
        unit.clients.remove(A)
        unit.clients.put(client("C"))
    assert seen() == [B, C]
    with there.writing(TOWN) as unit:
        unit.clients.put(client("A", name="Anna"))
    assert seen() == [B, C, A]  # as it was first put this time
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.get(A).name == "Anna"


def test_a_unit_that_began_earlier_sees_the_town_of_then(sql_store: SqlStore, there: SqlStore) -> None:
    """A plan would be made of the clients of now for the bookings of a second ago."""
    with sql_store.reading(TOWN) as early:
        assert early.stamp == 1
        with there.writing(TOWN) as unit:
            unit.clients.put(client("C"))
        with sql_store.reading(TOWN) as late:
            assert list(late.clients.all()) == [A, B, C]
        assert list(early.clients.all()) == [A, B]


def test_who_was_erased_elsewhere_is_remembered_by_nobody(sql_store: SqlStore, there: SqlStore) -> None:
    """An erased name would live on in the other server's memory, and come back on a sheet."""
    with sql_store.writing(TOWN) as unit:
        unit.places.put(place("dom-A"))
    with sql_store.reading(TOWN) as unit:
        assert A in unit.clients.all()
        assert PlaceId("dom-A") in unit.places.all()
    with there.writing(TOWN) as unit:
        unit.clients.remove(A)
        unit.places.remove(PlaceId("dom-A"))
    with sql_store.reading(TOWN) as unit:
        assert A not in unit.clients.all()
        assert unit.clients.find(A) is None
        assert PlaceId("dom-A") not in unit.places.all()


def test_a_booking_that_moves_to_another_day_is_on_that_day_alone(sql_store: SqlStore, there: SqlStore) -> None:
    """A renegotiated ride would be driven twice."""
    first = booking(visit("R-01"))
    with sql_store.writing(TOWN) as unit:
        unit.bookings.put(first)
        unit.shifts.put(shift())
    with sql_store.reading(TOWN) as unit:
        assert list(unit.bookings.between(DAY, DAY)) == ["R-01"]
        assert not unit.bookings.between(NEXT_DAY, NEXT_DAY)
    later = timedelta(days=1)
    windows = tuple(replace(one, start=one.start + later, end=one.end + later) for one in first.request.windows)
    with there.writing(TOWN) as unit:
        unit.bookings.put(replace(first, request=replace(first.request, day=NEXT_DAY, windows=windows), promise=None))
    with sql_store.reading(TOWN) as unit:
        assert not unit.bookings.between(DAY, DAY)
        assert list(unit.bookings.between(NEXT_DAY, NEXT_DAY)) == ["R-01"]


def test_what_was_read_before_a_lock_is_read_again_under_it(postgres_url: str, ring: Ring) -> None:
    """Two dispatchers would both find the last place free."""
    with open_store(postgres_url, ring) as here, open_store(postgres_url, ring) as other:
        with here.writing(TOWN) as unit:
            unit.head.put(head())
            unit.bookings.put(booking(visit("R-01")))
        with here.reading(TOWN) as unit:
            assert list(unit.bookings.between(DAY, DAY)) == ["R-01"]
        with here.writing(TOWN) as unit:
            assert list(unit.bookings.between(DAY, DAY)) == ["R-01"]
            _elsewhere(other)
            unit.days.lock(DAY)
            assert list(unit.bookings.between(DAY, DAY)) == ["R-01", "R-09"]
        with here.reading(TOWN) as unit:
            assert list(unit.bookings.between(DAY, DAY)) == ["R-01", "R-09"]


def test_what_a_writer_found_under_its_lock_is_no_state_of_the_town(postgres_url: str, ring: Ring) -> None:
    """A reader would see half of what somebody else has ended meanwhile."""
    with open_store(postgres_url, ring) as here, open_store(postgres_url, ring) as other:
        with here.writing(TOWN) as unit:
            unit.head.put(head())
            unit.clients.put(client("A"))
        with here.reading(TOWN) as reader, here.writing(TOWN) as writer:
            assert reader.stamp == writer.stamp == 1
            _elsewhere(other)
            writer.days.lock(DAY)
            assert list(writer.bookings.between(DAY, DAY)) == ["R-09"]
            assert not reader.bookings.between(DAY, DAY)


def test_what_is_no_secret_goes_and_comes_back_too(sql_store: SqlStore, there: SqlStore) -> None:
    """A weekly pattern that was taken out would go on making shifts on the other server."""
    with sql_store.writing(TOWN) as unit:
        for key in ("W-1", "W-2", "W-3"):
            unit.patterns.put(pattern(key))
    with sql_store.reading(TOWN) as unit:
        assert list(unit.patterns.all()) == ["W-1", "W-2", "W-3"]
    with there.writing(TOWN) as unit:
        unit.patterns.remove(PatternId("W-1"))
        unit.patterns.remove(PatternId("W-2"))
    with sql_store.reading(TOWN) as unit:
        assert list(unit.patterns.all()) == ["W-3"]
        assert unit.patterns.find(PatternId("W-1")) is None
    with there.writing(TOWN) as unit:
        unit.patterns.put(pattern("W-1"))
    with sql_store.reading(TOWN) as unit:
        assert list(unit.patterns.all()) == ["W-3", "W-1"]


def _elsewhere(store: SqlStore) -> None:
    """Let another thread book somebody: one thread has one unit that writes."""

    def book() -> None:
        with store.writing(TOWN) as unit:
            unit.bookings.put(booking(visit("R-09")))

    thread = Thread(target=book)
    thread.start()
    thread.join(20)


KEYS = [f"K-{number}" for number in range(4)]
ACTS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["put", "remove", "look"]), st.sampled_from(KEYS)))


def _act(unit: UnitOfWork, act: str, key: str, number: int) -> None:
    if act == "put":
        unit.clients.put(client(key, name=f"Osoba {number}"))
        unit.bookings.put(booking(visit(f"R-{key}", clients=(key,), day=DAY)))
    elif act == "remove" and unit.clients.find(ClientId(key)):
        unit.clients.remove(ClientId(key))
        if unit.bookings.find(RequestId(f"R-{key}")):
            unit.bookings.remove(RequestId(f"R-{key}"))


@given(acts=ACTS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_processes_always_see_what_a_new_one_would(
    acts: list[tuple[str, str, str]], sqlite_url: str, ring: Ring
) -> None:
    """After a day of two servers one of them would know of a client that the other does not."""
    with open_store(sqlite_url, ring) as a, open_store(sqlite_url, ring) as b:
        stores = {"a": a, "b": b}
        with a.writing(TOWN) as unit:
            unit.head.put(head())
        for number, (who, act, key) in enumerate(acts):
            with stores[who].writing(TOWN) as unit:
                _act(unit, act, key, number)
            told = {name: _seen(store) for name, store in stores.items()}
            with open_store(sqlite_url, ring) as new:
                assert told == dict.fromkeys(stores, _seen(new))


def _seen(store: SqlStore) -> tuple[object, ...]:
    with store.reading(TOWN) as unit:
        found = [unit.clients.find(ClientId(key)) for key in KEYS]
    with store.reading(TOWN) as unit:
        clients, bookings = unit.clients.all(), unit.bookings.between(DAY, DAY)
        return list(clients), dict(clients), list(bookings), dict(bookings), unit.clients.changed(0), found
