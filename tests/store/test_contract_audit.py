"""Looking for something in the audit chain, in every store."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scheduler.domain.audit import AuditEvent, AuditSearch
from scheduler.domain.ids import UserId
from scheduler.services.ports import Store
from tests.store.samples import TOWN

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
EAST = timezone(timedelta(hours=2))
ANNA, EWA = UserId("U-anna"), UserId("U-ewa")
EVENTS = (
    AuditEvent(at=AT, by=ANNA, action="client.read", subject="client:K-1"),
    AuditEvent(at=AT + timedelta(hours=1), by=EWA, action="client.changed", subject="client:K-1"),
    AuditEvent(at=(AT + timedelta(hours=2)).astimezone(EAST), by=ANNA, action="client.read", subject="client:K-10"),
    AuditEvent(at=AT + timedelta(hours=3), by=UserId(""), action="clients.listed", subject="town:x"),
    AuditEvent(at=(AT + timedelta(hours=17)).astimezone(EAST), by=ANNA, action="client.read", subject="client:k-1"),
)


@pytest.fixture
def kept(store: Store) -> Store:
    with store.writing(TOWN) as unit:
        for one in EVENTS:
            unit.audit.append(one)
    return store


def found(store: Store, wanted: AuditSearch, beyond: int | None = None, *, newest: bool = True) -> Sequence[int]:
    with store.reading(TOWN) as unit:
        return [one.number for one in unit.audit.search(wanted, beyond=beyond, newest=newest)]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (AuditSearch(), [5, 4, 3, 2, 1]),
        (AuditSearch(by=ANNA), [5, 3, 1]),
        (AuditSearch(by=UserId("")), [4]),
        (AuditSearch(action="client.read"), [5, 3, 1]),
        (AuditSearch(action="client"), [5, 3, 2, 1]),
        (AuditSearch(action="client_"), []),
        (AuditSearch(subject="client:K-1"), [2, 1]),
        (AuditSearch(subject="client:"), [5, 3, 2, 1]),
        (AuditSearch(subject="%:"), []),
        (AuditSearch(by=ANNA, subject="client:K-1"), [1]),
        (AuditSearch(start=AT + timedelta(hours=2)), [5, 4, 3]),
        (AuditSearch(end=AT + timedelta(hours=2)), [2, 1]),
        (AuditSearch(start=AT + timedelta(hours=1), end=AT + timedelta(hours=3)), [3, 2]),
    ],
)
def test_what_fits_is_found_and_nothing_else(kept: Store, wanted: AuditSearch, numbers: Sequence[int]) -> None:
    """Whoever asks who has read a resident's file would be told of another one's readers, or of too few."""
    assert found(kept, wanted) == numbers
    assert found(kept, wanted, newest=False) == numbers[::-1]


def test_a_search_goes_on_where_it_stopped(kept: Store) -> None:
    """The second page would repeat the first, or leave somebody out."""
    assert found(kept, AuditSearch(by=ANNA), 5) == [3, 1]
    assert found(kept, AuditSearch(by=ANNA), 1, newest=False) == [3, 5]
    assert found(kept, AuditSearch(), 1) == []
    with kept.reading(TOWN) as unit:
        assert [one.number for one in unit.audit.search(AuditSearch(), limit=2)] == [5, 4]
        assert not unit.audit.search(AuditSearch(), limit=0)


def test_a_long_chain_is_searched_to_its_end(kept: Store) -> None:
    """What somebody did a year ago would not be found among what others have done since."""
    with kept.writing(TOWN) as unit:
        for hour in range(450):
            at = AT + timedelta(days=2, minutes=hour)
            unit.audit.append(AuditEvent(at=at, by=EWA, action="client.read", subject=f"client:K-{hour % 7}"))

    assert found(kept, AuditSearch(subject="client:", end=AT + timedelta(hours=2))) == [2, 1]
    assert found(kept, AuditSearch(start=AT + timedelta(days=2), end=AT + timedelta(days=2, minutes=2))) == [7, 6]
