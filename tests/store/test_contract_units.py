"""What every store promises of a unit of work: all or nothing, one state throughout, one after the other."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from scheduler.domain.audit import AuditEvent, first_broken
from scheduler.domain.errors import StaleError, StoreError
from scheduler.domain.ids import ClientId, TownId, UserId
from scheduler.services.ports import Store, UnitOfWork
from tests.store.samples import DAY, NOW, TOWN, booking, client, day_state, head, plan, plan_head

A = ClientId("A")


PATIENCE_S = 20


class SlipError(Exception):
    """What a use case may raise in the middle."""


def event(subject: str = "client:A") -> AuditEvent:
    return AuditEvent(at=NOW, by=UserId("anna"), action="client.read", subject=subject, fields=("name", "telefon ł"))


def beside(work: Callable[[], None]) -> threading.Thread:
    """Start some work in a thread of its own."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def put_everything(unit: UnitOfWork) -> None:
    unit.head.put(head())
    unit.clients.put(client("A"))
    unit.bookings.put(booking())
    unit.days.lock(DAY)
    unit.days.put(day_state())
    unit.plans.add(plan(), plan_head())
    unit.plans.keep_problem(DAY, 1, "{}")
    unit.audit.append(event())


def slip(store: Store) -> None:
    """Put everything, and fail."""
    with store.writing(TOWN) as unit:
        put_everything(unit)
        raise SlipError


def test_an_error_leaves_nothing(store: Store) -> None:
    """Half a booking would be kept: a promise without a plan, or an entitlement consumed for nothing."""
    with pytest.raises(SlipError):
        slip(store)

    assert not store.towns()
    with store.reading(TOWN) as unit:
        assert unit.stamp == 0
        assert unit.head.find(TOWN) is None
        assert not unit.clients.all()
        assert not unit.bookings.all()
        assert not unit.days.between(DAY, DAY)
        assert not unit.plans.heads(DAY)
        assert unit.audit.last() is None


def test_after_an_error_everything_goes_on(store: Store) -> None:
    """One slip would lock the town until the program is started again."""
    for _ in range(3):
        with pytest.raises(SlipError):
            slip(store)
    with store.writing(TOWN) as unit:
        put_everything(unit)

    with store.reading(TOWN) as unit:
        assert unit.clients.get(A) == client("A")
        assert unit.plans.get(DAY, 1) == plan()
        assert unit.days.get(DAY) == day_state()


def test_a_stale_day_leaves_nothing_of_the_unit(store: Store) -> None:
    """The entitlement of a booking that lost the race would be consumed all the same."""

    def put_stale() -> None:
        with store.writing(TOWN) as unit:
            unit.clients.put(client("A"))
            unit.days.lock(DAY)
            unit.days.put(day_state(5))

    with pytest.raises(StaleError):
        put_stale()
    assert store.stamp(TOWN) == 0


def test_a_unit_that_changes_nothing_leaves_the_stamp(store: Store) -> None:
    """Every look at the day would wake everybody who keeps copies."""
    with store.writing(TOWN) as unit:
        unit.days.lock(DAY)

    assert store.stamp(TOWN) == 0
    assert not store.towns()


def test_each_unit_that_changes_something_advances_the_stamp_once(store: Store) -> None:
    """Copies would not be brought up to date."""
    for stamp in (1, 2, 3):
        with store.writing(TOWN) as unit:
            assert unit.stamp == stamp - 1
            put_everything(unit) if stamp == 1 else unit.audit.append(event())
        assert store.stamp(TOWN) == stamp
    assert store.stamp(TownId("other")) == 0


def test_a_unit_knows_its_own_stamp_whoever_else_writes(store: Store) -> None:
    """A dispatcher would be given another one's stamp, and overwrite next what she has never seen."""
    both, stamps = threading.Barrier(2), dict[str, int]()

    def put(name: str) -> None:
        with store.writing(TOWN) as unit:
            unit.clients.put(client(name))
            with suppress(threading.BrokenBarrierError):  # where units go one after the other, nobody else comes
                both.wait(0.3)
        with store.writing(TOWN) as later:
            later.clients.put(client(f"{name}-later"))
        stamps[name] = unit.written_stamp

    for thread in [beside(lambda: put("a")), beside(lambda: put("b"))]:
        thread.join(PATIENCE_S)
    with store.reading(TOWN) as unit:
        assert stamps == {name: unit.clients.stamp_of(ClientId(name)) for name in ("a", "b")}
    assert unit.written_stamp == 0


def test_a_unit_sees_what_it_has_put(store: Store) -> None:
    """A use case that looks at what it has just done would do it again."""
    with store.writing(TOWN) as unit:
        put_everything(unit)
        assert unit.head.get(TOWN) == head()
        assert unit.clients.get(A) == client("A")
        assert list(unit.clients.by_phone("600100200")) == [A]
        assert list(unit.bookings.between(DAY, DAY)) == ["R-01"]
        assert unit.plans.get(DAY, 1) == plan()
        assert unit.audit.last() is None


def test_nobody_sees_a_unit_that_has_not_ended(store: Store) -> None:
    """A worker's phone would show a plan that is then not kept."""
    with store.writing(TOWN) as unit:
        put_everything(unit)
        with store.reading(TOWN) as other:
            assert other.clients.find(A) is None
            assert not other.plans.heads(DAY)
        assert store.stamp(TOWN) == 0


def test_a_unit_that_reads_sees_one_state(store: Store) -> None:
    """A page would show a booking of now in a plan of before."""
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A"))
    with store.reading(TOWN) as before:
        with store.writing(TOWN) as unit:
            unit.clients.put(client("B"))
            unit.clients.put(client("A", name="new"))
            unit.days.lock(DAY)
            unit.days.put(day_state())
        assert before.stamp == 1
        assert list(before.clients.all()) == ["A"]
        assert before.clients.get(A) == client("A")
        assert before.days.get(DAY).version == 0

    with store.reading(TOWN) as after:
        assert after.stamp == 2
        assert after.clients.get(A).name == "new"


def test_a_unit_that_has_ended_is_of_no_use(store: Store) -> None:
    """What is put after the end would vanish, or be read from somebody else's transaction."""
    with store.writing(TOWN) as written:
        put_everything(written)
    with store.reading(TOWN) as read:
        pass

    for unit in (written, read):
        for use in (unit.clients.all, lambda: unit.days.get(DAY), lambda: unit.plans.heads(DAY), unit.audit.last):  # noqa: B023
            with pytest.raises(StoreError, match="ended"):
                use()
    with pytest.raises(StoreError, match="ended"):
        written.clients.put(client("B"))


def test_two_units_that_write_in_one_thread_are_refused(store: Store) -> None:
    """The program would wait for itself for ever."""
    with store.writing(TOWN), pytest.raises(StoreError, match="open already"), store.writing(TOWN):
        pass
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A"))
    assert store.stamp(TOWN) == 1


def test_the_audit_chain(store: Store) -> None:
    """Somebody could take an entry out of the log, and nobody would notice."""
    with store.writing(TOWN) as unit:
        unit.audit.append(event("client:A"))
        unit.audit.append(event("client:B"))
    with store.writing(TOWN) as unit:
        unit.audit.append(event("client:A"))

    with store.reading(TOWN) as unit:
        chain = unit.audit.entries()
        assert [one.number for one in chain] == [1, 2, 3]
        assert [one.event for one in chain] == [event("client:A"), event("client:B"), event("client:A")]
        assert first_broken(chain) is None
        assert unit.audit.last() == chain[-1]
        assert [one.number for one in unit.audit.about("client:A")] == [1, 3]
        assert [one.number for one in unit.audit.entries(1)] == [2, 3]
        assert [one.number for one in unit.audit.entries(0, 2)] == [1, 2]
        assert not unit.audit.entries(3)
        assert not unit.audit.entries(0, 0)
        assert [one.number for one in unit.audit.entries(-5, 1)] == [1]
