"""What every store does with things of one kind."""

from datetime import UTC

import pytest

from scheduler.domain.errors import NotFoundError, StaleError, StoreError
from scheduler.domain.ids import ClientId, RequestId
from scheduler.services.ports import Store
from scheduler.store.kinds import KINDS, Kind
from tests.store.samples import (
    DAY,
    KEY,
    NAME,
    SAMPLES,
    TOWN,
    TWICE,
    WARSAW,
    booking,
    client,
    delivery,
    head,
    ride,
    visit,
)

A, B, C = (ClientId(name) for name in "ABC")


def put_clients(store: Store, *keys: str) -> None:
    with store.writing(TOWN) as unit:
        for key in keys:
            unit.clients.put(client(key))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_everything_comes_back_as_it_was(store: Store, kind: Kind) -> None:
    """A field that is not kept would be gone at the next start: a wheelchair's weight, a promise, an entitlement."""
    value = SAMPLES[kind.name]
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        getattr(unit, kind.name).put(value)

    with store.reading(TOWN) as unit:
        records = getattr(unit, kind.name)
        assert records.get(kind.key(value)) == value
        assert records.all() == {kind.key(value): value}
        assert type(records.find(kind.key(value))) is type(value)


def test_each_kind_of_request_comes_back(store: Store) -> None:
    """A ride would come back without its destination, or as a visit."""
    requests = (visit(), ride(), delivery())
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        for request in requests:
            unit.bookings.put(booking(request))

    with store.reading(TOWN) as unit:
        assert [one.request for one in unit.bookings.all().values()] == list(requests)


def test_instants_come_back_by_the_towns_clock(store: Store) -> None:
    """A night shift in the hour that comes twice would never equal itself, and a week later would be an hour off."""
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.bookings.put(booking(visit()))

    with store.reading(TOWN) as unit:
        kept = unit.bookings.get(RequestId("R-01"))
    assert kept.request.wish == TWICE
    assert kept.request.wish is not None
    assert kept.request.wish.tzinfo is WARSAW
    assert kept.request.wish.fold == 1
    assert kept.booked_at is not None
    assert kept.booked_at.tzinfo is UTC


def test_what_is_not_there_is_said(store: Store) -> None:
    """A typing mistake in an id would be taken for a client without a name."""
    put_clients(store, "A")

    with store.reading(TOWN) as unit:
        assert unit.clients.find(B) is None
        with pytest.raises(NotFoundError, match="B"):
            unit.clients.get(B)
    with store.writing(TOWN) as unit, pytest.raises(NotFoundError, match="B"):
        unit.clients.remove(B)


def test_the_order_of_first_puts_stays(store: Store) -> None:
    """Lists would jump about whenever something in them was changed."""
    put_clients(store, "C", "A")
    put_clients(store, "B")
    with store.writing(TOWN) as unit:
        unit.clients.put(client("D"))
        unit.clients.put(client("C", name="other"))
        assert list(unit.clients.all()) == ["C", "A", "B", "D"]

    with store.reading(TOWN) as unit:
        assert list(unit.clients.all()) == ["C", "A", "B", "D"]
        assert unit.clients.get(C).name == "other"


def test_what_is_removed_is_gone(store: Store) -> None:
    """A client who was erased would still be on the list."""
    put_clients(store, "A", "B")
    with store.writing(TOWN) as unit:
        unit.clients.remove(A)
        assert unit.clients.find(A) is None
        assert list(unit.clients.all()) == ["B"]
        with pytest.raises(NotFoundError):
            unit.clients.remove(A)

    with store.reading(TOWN) as unit:
        assert unit.clients.find(A) is None
        assert list(unit.clients.all()) == ["B"]


def test_what_was_removed_may_come_back(store: Store) -> None:
    """A client who was taken out by mistake could not be entered again, or with what the other one had left."""
    put_clients(store, "A", "B")
    with store.writing(TOWN) as unit:
        unit.clients.remove(A)
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A", name="new"), seen=0)

    with store.reading(TOWN) as unit:
        assert list(unit.clients.all()) == ["B", "A"]
        assert unit.clients.get(A).name == "new"
        assert unit.clients.changed(1) == unit.clients.changed(2)
        assert not unit.clients.changed(1).removed


def test_what_came_back_may_go_again(store: Store) -> None:
    """The second time a client is taken out would end in an error, or be told to nobody."""
    put_clients(store, "A")
    for _ in range(2):
        with store.writing(TOWN) as unit:
            unit.clients.remove(A)
        with store.reading(TOWN) as unit:
            assert unit.clients.changed(unit.stamp - 1).removed == {"A"}
        put_clients(store, "A")

    with store.reading(TOWN) as unit:
        assert unit.stamp == 5
        assert [unit.clients.changed(since).removed for since in range(6)] == [frozenset()] * 6


def test_a_thing_taken_out_and_put_back_in_one_unit_is_a_change(store: Store) -> None:
    """Whoever keeps copies would take it out for good."""
    put_clients(store, "A", "B")
    with store.writing(TOWN) as unit:
        unit.clients.remove(A)
        assert unit.clients.stamp_of(A) == 0
        unit.clients.put(client("A", name="new"), seen=0)

    with store.reading(TOWN) as unit:
        assert list(unit.clients.all()) == ["A", "B"]
        assert set(unit.clients.changed(1).put) == {"A"}
        assert not unit.clients.changed(1).removed


def test_what_was_never_kept_leaves_no_trace_when_removed(store: Store) -> None:
    """A change of mind within one unit would wake everybody who keeps copies."""
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A"))
        unit.clients.remove(A)

    assert store.stamp(TOWN) == 0
    with store.reading(TOWN) as unit:
        assert not unit.clients.changed(0).removed


def test_stamps_tell_the_last_change(store: Store) -> None:
    """Two dispatchers could not be told apart by what they had seen."""
    put_clients(store, "A", "B")
    put_clients(store, "B")

    with store.reading(TOWN) as unit:
        assert unit.stamp == 2
        assert [unit.clients.stamp_of(key) for key in (A, B, C)] == [1, 2, 0]
        unit.clients.all()
        assert [unit.clients.stamp_of(key) for key in (A, B, C)] == [1, 2, 0]


@pytest.mark.parametrize(("key", "seen", "now"), [("A", 1, 2), ("A", 0, 2), ("A", 7, 2), ("B", 1, 0)])
def test_a_stale_put_is_refused(store: Store, key: str, seen: int, now: int) -> None:
    """The later of two dispatchers would undo what the first one entered."""
    put_clients(store, "A")
    put_clients(store, "A")

    with store.writing(TOWN) as unit, pytest.raises(StaleError) as caught:
        unit.clients.put(client(key, name="stale"), seen=seen)

    assert (caught.value.seen, caught.value.now) == (seen, now)
    with store.reading(TOWN) as unit:
        assert all(one.name == NAME for one in unit.clients.all().values())


def test_a_put_of_what_was_seen_is_kept(store: Store) -> None:
    """Nobody could change anything."""
    put_clients(store, "A")
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A", name="one"), seen=1)
        unit.clients.put(client("A", name="two"), seen=1)
        unit.clients.put(client("B"), seen=0)

    with store.reading(TOWN) as unit:
        assert unit.clients.get(A).name == "two"
        assert list(unit.clients.all()) == ["A", "B"]


def test_changes_since_a_stamp(store: Store) -> None:
    """A screen's copy of the clients would keep those who are gone, or miss the new ones."""
    put_clients(store, "A", "B", "C")
    put_clients(store, "B")
    with store.writing(TOWN) as unit:
        unit.clients.remove(A)
        unit.clients.put(client("D"))
        assert not unit.clients.changed(2).put

    with store.reading(TOWN) as unit:
        everything, later, last = (unit.clients.changed(since) for since in (0, 1, 2))
        assert set(everything.put) == {"B", "C", "D"}
        assert set(later.put) == {"B", "D"}
        assert set(last.put) == {"D"}
        assert later.removed == last.removed == {"A"}
        assert not unit.clients.changed(3).put
        assert not unit.clients.changed(3).removed
        assert not unit.places.changed(0).put


def test_changes_of_what_has_an_id_of_two_parts(store: Store) -> None:
    """What a cancellation gave back would never be seen to be gone."""
    taken = SAMPLES["consumptions"]
    key = (taken.entitlement_id, taken.request_id)
    with store.writing(TOWN) as unit:
        unit.consumptions.put(taken)
    with store.writing(TOWN) as unit:
        unit.consumptions.remove(key)

    with store.reading(TOWN) as unit:
        assert unit.consumptions.changed(1).removed == {key}


def test_a_unit_that_only_reads_changes_nothing(store: Store) -> None:
    """What a unit for reading was given would vanish without a word."""
    put_clients(store, "A")
    with store.reading(TOWN) as unit:
        for change in (
            lambda: unit.clients.put(client("B")),
            lambda: unit.clients.remove(A),
            lambda: unit.days.lock(DAY),
        ):
            with pytest.raises(StoreError, match="only reads"):
                change()

    assert store.stamp(TOWN) == 1


def test_towns_are_apart(store: Store) -> None:
    """A dispatcher would see another town's clients."""
    other = type(TOWN)("inne")
    put_clients(store, "A")
    with store.writing(other) as unit:
        unit.clients.put(client("A", name="other"))
        unit.bookings.put(booking())

    assert sorted(store.towns()) == ["inne", "miasto"]
    with store.reading(TOWN) as unit:
        assert unit.clients.get(A).name == NAME
        assert not unit.bookings.all()
        assert not unit.bookings.of_client(KEY)
        assert not unit.bookings.between(DAY, DAY)
