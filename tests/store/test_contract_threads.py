"""What every store promises to threads that want the same day: one after the other, and nothing is lost."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from scheduler.domain.audit import AuditEvent, first_broken
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import ClientId, UserId
from scheduler.services.ports import Store
from tests.store.samples import DAY, NEXT_DAY, NOW, TOWN, booking, client, day_state, visit

PATIENCE_S = 20


A = ClientId("A")


def event(subject: str = "client:A") -> AuditEvent:
    return AuditEvent(at=NOW, by=UserId("anna"), action="client.read", subject=subject, fields=("name", "telefon ł"))


def beside(work: Callable[[], None]) -> threading.Thread:
    """Start some work in a thread of its own."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_two_threads_contend_for_a_day(store: Store) -> None:
    """Two dispatchers taking the last place at the same moment would both get it."""
    both, told = threading.Barrier(2, timeout=PATIENCE_S), []

    def take(name: str) -> None:
        with store.reading(TOWN) as unit:
            seen = unit.days.get(DAY).version
        both.wait()
        try:
            with store.writing(TOWN) as unit:
                unit.days.lock(DAY)
                unit.days.put(replace(day_state(seen + 1), closed=name == "a"))
                unit.bookings.put(booking(visit(name)))
            told.append("taken")
        except StaleError as error:
            told.append(f"stale {error.now}")

    for thread in [beside(lambda: take("a")), beside(lambda: take("b"))]:
        thread.join(PATIENCE_S)
    assert sorted(told) == ["stale 1", "taken"]
    with store.reading(TOWN) as unit:
        assert unit.days.get(DAY).version == 1
        assert len(unit.bookings.all()) == 1


def test_what_is_read_after_the_lock_is_the_present(store: Store) -> None:
    """A dispatcher who waited for the day would insert into the plan of before, over what the other one did."""
    waiting, seen = threading.Event(), []

    def second() -> None:
        with store.writing(TOWN) as unit:
            unit.bookings.between(DAY, DAY)
            unit.clients.find(A)  # on PostgreSQL it is not there yet
            waiting.set()
            state = unit.days.lock(DAY)
            seen.append((state.version, len(unit.bookings.between(DAY, DAY)), unit.clients.find(A)))

    with store.writing(TOWN) as unit:
        unit.days.lock(DAY)
        unit.days.put(day_state())
        unit.bookings.put(booking())
        unit.clients.put(client("A"))
        thread = beside(second)
        waiting.wait(0.2)  # in memory and on SQLite the second one does not even begin
    thread.join(PATIENCE_S)

    assert seen == [(1, 1, client("A"))]


def test_many_threads_lose_nothing(store: Store) -> None:
    """Under load some changes would be lost, or end in an error that nobody caused."""
    days: list[date] = [DAY, NEXT_DAY]
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                with store.writing(TOWN) as unit:
                    day = days[(number + turn) % 2]
                    state = unit.days.lock(day)
                    unit.days.put(replace(state, version=state.version + 1))
                    unit.clients.put(client(f"{number}-{turn}"))
                    unit.audit.append(event())
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [beside(lambda number=number: work(number)) for number in range(4)]  # type: ignore[misc]
    for thread in threads:
        thread.join(PATIENCE_S)

    assert not failures
    with store.reading(TOWN) as unit:
        assert len(unit.clients.all()) == 20
        assert sum(unit.days.get(day).version for day in days) == 20
        assert unit.stamp == 20
        chain = unit.audit.entries()
        assert [one.number for one in chain] == list(range(1, 21))
        assert first_broken(chain) is None
