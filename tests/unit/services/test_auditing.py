"""The audit chain: reads once a quarter-hour, and every kind of damage found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.domain.audit import AuditEntry, AuditEvent, chained
from scheduler.domain.errors import InputError
from scheduler.domain.ids import TownId, UserId
from scheduler.services.auditing import Anchor, AuditCheck, Damage, anchor_of, check_audit, client_subject, note_read
from scheduler.store.memory import MemoryStore
from tests.unit.services.kept_office import ANNA, EWA, OFFICE

NOON = datetime(2026, 11, 23, 12, 1, tzinfo=UTC)
TOWN = TownId("chelm")


class Chain:
    """A stored chain in the hands of somebody who can change the database."""

    def __init__(self, length: int) -> None:
        self.stored: list[AuditEntry] = []
        for number in range(length):
            event = AuditEvent(at=NOON + timedelta(seconds=number), action="client.read", subject=f"client:K-{number}")
            self.stored.append(chained(event, self.stored[-1] if self.stored else None))
        self.head = self.stored[-1] if self.stored else None

    @property
    def audit(self) -> "Chain":
        return self

    def entries(self, after: int = 0, limit: int = 1000) -> list[AuditEntry]:
        return [one for one in self.stored if one.number > after][:limit]

    def last(self) -> AuditEntry | None:
        return self.head


def check(chain: Chain, anchor: Anchor | None = None) -> AuditCheck:
    unit: Any = chain
    return check_audit(unit, anchor)


def test_a_whole_chain_is_whole_over_many_pages() -> None:
    """The check would stop at the first page, or cry wolf at its end."""
    assert check(Chain(2_500)) == AuditCheck(entries=2_500)
    assert check(Chain(0)) == AuditCheck(entries=0)


@pytest.mark.parametrize("at", [1, 700, 1_000, 1_001, 1_500])
def test_a_changed_entry_is_found(at: int) -> None:
    """Somebody could blame a reading of data on a colleague."""
    chain = Chain(1_500)
    old = chain.stored[at - 1]
    chain.stored[at - 1] = replace(old, event=replace(old.event, by=UserId("colleague")))
    if at == 1_500:
        chain.head = chain.stored[-1]
    assert check(chain) == AuditCheck(entries=at - 1, damage=Damage.BROKEN, at=at)


@pytest.mark.parametrize("at", [1, 2, 1_000, 1_001])
def test_an_entry_taken_out_is_found(at: int) -> None:
    """Somebody could hide that they had looked up a neighbour."""
    chain = Chain(1_500)
    del chain.stored[at - 1]
    assert check(chain) == AuditCheck(entries=at - 1, damage=Damage.BROKEN, at=at)


@pytest.mark.parametrize("left", [0, 3, 1_000])
def test_a_cut_end_is_found(left: int) -> None:
    """Somebody could take away all that was noted since this morning."""
    chain = Chain(1_003)
    del chain.stored[left:]
    assert check(chain) == AuditCheck(entries=left, damage=Damage.CUT, at=left + 1)


def test_an_end_that_was_cut_with_its_head_is_found_by_an_anchor() -> None:
    """An administrator of the database could cut the chain and write the town's head anew."""
    chain = Chain(10)
    anchor = Anchor.parse(f" {chain.stored[7].number}:{chain.stored[7].digest.upper()}\n")
    del chain.stored[5:]
    chain.head = chain.stored[-1]
    assert check(chain).damage is None
    assert check(chain, anchor) == AuditCheck(entries=5, damage=Damage.CUT, at=6)


def test_a_chain_made_anew_is_found_by_an_anchor() -> None:
    """Whoever can write the database could compute another chain from the first entry on."""
    anchor = Anchor(number=8, digest=Chain(10).stored[7].digest)
    other = Chain(0)
    for number in range(10):
        event = AuditEvent(at=NOON, action="client.read", subject=f"client:X-{number}")
        other.stored.append(chained(event, other.stored[-1] if other.stored else None))
    other.head = other.stored[-1]
    assert check(other, anchor) == AuditCheck(entries=8, damage=Damage.OTHER, at=8)
    assert check(Chain(20), anchor).damage is None


def test_numbers_in_another_order_do_not_keep_the_check_busy_for_ever() -> None:
    """A damaged chain would hang the command."""
    chain = Chain(5)
    chain.stored[2] = replace(chain.stored[2], number=9)
    assert check(chain).damage is Damage.BROKEN


@pytest.mark.parametrize("text", ["", "12", "12:abc", "x:" + "0" * 64, "1:" + "g" * 64, "9" * 19 + ":" + "0" * 64])
def test_a_text_that_is_no_anchor_is_refused(text: str) -> None:
    """A mistyped anchor would be compared with nothing, and all seem well."""
    with pytest.raises(InputError, match="audit anchor"):
        Anchor.parse(text)


def note(store: MemoryStore, at: datetime, user: UserId = OFFICE, client: Any = EWA) -> bool:
    with store.writing(TOWN) as unit:
        return note_read(unit, user, client, at, ["phone", "notes"])


def test_a_read_is_noted_once_per_user_client_and_quarter() -> None:
    """The chain would grow with every keystroke, or somebody's second look that day would not be noted."""
    store = MemoryStore()
    minutes = [NOON.replace(minute=minute) for minute in (0, 7, 14, 15, 44, 45)]
    assert [note(store, at) for at in minutes] == [True, False, False, True, True, True]
    assert note(store, minutes[-1], user=UserId("u-jan"))
    assert note(store, minutes[-1], client=ANNA)
    assert note(store, minutes[-1] + timedelta(days=1))
    with store.reading(TOWN) as unit:
        assert len(unit.audit.about(client_subject(EWA))) == 6
        assert unit.audit.about(client_subject(EWA))[0].event.fields == ("phone", "notes")
        assert check_audit(unit) == AuditCheck(entries=7)
        anchor = anchor_of(unit)
        assert anchor is not None
        assert check_audit(unit, Anchor.parse(str(anchor))).damage is None


def test_a_read_noted_by_a_clock_that_is_ahead_does_not_hide_another() -> None:
    """Two servers' clocks differ by seconds; a read at a full hour would be noted twice or not at all."""
    store = MemoryStore()
    assert note(store, NOON.replace(minute=15, second=1))
    assert note(store, NOON.replace(minute=14, second=59))
    assert not note(store, NOON.replace(minute=15, second=2))
