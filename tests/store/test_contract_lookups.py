"""What is looked for, on every store: only what is needed is read, for a town keeps years of everything."""

from datetime import date
from decimal import Decimal

import pytest

from scheduler.domain.entitlement import Entitlement, EntitlementUnit
from scheduler.domain.ids import ClientId, EntitlementId, RequestId, ServiceId, ShiftId
from scheduler.services.entitling import consume, left
from scheduler.services.keeping import keep_town
from scheduler.services.ports import Store
from scheduler.services.rota import keep_pattern, pattern_shift_id, roll_rota
from tests.store.samples import card, head
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, pattern, staffed

A, B = ClientId("A"), ClientId("B")


def hours(key: str, client_id: ClientId) -> Entitlement:
    """Return so many hours of a client in a year."""
    return Entitlement(
        id=EntitlementId(key),
        client_id=client_id,
        service_ids=frozenset({ServiceId("fizjoterapia")}),
        unit=EntitlementUnit.HOURS,
        amount=Decimal(10),
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
    )


def refuse(*_: object) -> None:
    """Read everything that was ever kept."""
    raise AssertionError("everything is read")


def test_entitlements_are_found_by_client(store: Store) -> None:
    """One resident's hours would be counted to another, or years of everybody's be read on each call."""
    with store.writing(TOWN) as unit:
        for one in (hours("U-2", A), hours("U-1", B), hours("U-0", A)):
            unit.entitlements.put(one)
    with store.writing(TOWN) as unit:
        assert list(unit.entitlements.of_client(A)) == ["U-2", "U-0"]
        unit.entitlements.put(hours("U-2", B))
        unit.entitlements.remove(EntitlementId("U-0"))
        unit.entitlements.put(hours("U-3", A))
        assert list(unit.entitlements.of_client(A)) == ["U-3"]
    with store.reading(TOWN) as unit:
        assert list(unit.entitlements.of_client(B)) == ["U-2", "U-1"]
        assert unit.entitlements.of_client(ClientId("C")) == {}


def test_what_was_taken_out_is_found_by_its_id(store: Store) -> None:
    """A shift that somebody has removed would be made again each night, or one that came back never."""
    keys = [EntitlementId(f"U-{k}") for k in range(900)]
    with store.writing(TOWN) as unit:
        for key in keys[:3]:
            unit.entitlements.put(hours(key, A))
    with store.writing(TOWN) as unit:
        for key in keys[:2]:
            unit.entitlements.remove(key)
    with store.writing(TOWN) as unit:
        unit.entitlements.put(hours(keys[1], A))
    with store.reading(TOWN) as unit:
        assert unit.entitlements.removed(keys) == {keys[0]}
        assert unit.entitlements.removed(keys[1:]) == frozenset()
        assert unit.shifts.removed([ShiftId(keys[0])]) == frozenset()


def test_taking_of_an_entitlement_reads_only_the_clients_own(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each promise on the phone would wait for all that the town has ever granted."""
    builder = staffed().add_shift("06:00-14:00", staff=("A",), vehicle="bus-1", start="baza")
    builder.add_client().add_ride("09:00-09:30", to="baza")
    town = builder.build()
    with store.writing(TOWN) as unit:
        keep_town(unit, town, NOW)
    with store.writing(TOWN) as unit:
        monkeypatch.setattr(unit.entitlements, "all", refuse)
        (booking,) = unit.bookings.all().values()
        assert consume(unit, booking, NOW) == ()
        assert left(unit, booking.request.party.client_ids[0], MONDAY) == ()


def test_the_rota_is_rolled_without_reading_the_past(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every night the shifts of all years would be read, to make those of one day."""
    with store.writing(TOWN) as unit:
        keep_town(unit, staffed().build(), NOW)
    with store.writing(TOWN) as unit:
        monkeypatch.setattr(unit.shifts, "changed", refuse)
        monkeypatch.setattr(unit.shifts, "all", refuse)
        keep_pattern(unit, pattern(), now=NOW)
    gone = pattern_shift_id(pattern().id, MONDAY)
    with store.writing(TOWN) as unit:
        unit.shifts.remove(gone)
    with store.writing(TOWN) as unit:
        monkeypatch.setattr(unit.shifts, "changed", refuse)
        monkeypatch.setattr(unit.shifts, "all", refuse)
        assert roll_rota(unit, MONDAY, MONDAY, now=NOW).made == ()
    with store.reading(TOWN) as unit:
        assert unit.shifts.find(gone) is None


def test_links_to_cards_are_found_by_token_booking_and_code(store: Store) -> None:
    """A client's link would lead nowhere, or the code that is read out on the phone to somebody else's booking."""
    first, other = card(), card("d1" * 32, request_id=RequestId("R-02"), code="ABCDEF", revoked_at=None)
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.cards.put(first)
        unit.cards.put(other)
        assert list(unit.cards.of_code("ABCDEF")) == [other.digest]
    with store.reading(TOWN) as unit:
        assert unit.cards.find(other.digest) == other
        assert unit.cards.find("00" * 32) is None
        assert unit.cards.of_request(RequestId("R-01")) == {first.digest: first}
        assert unit.cards.of_code("K7QM2T") == {first.digest: first}
        assert unit.cards.of_code("k7qm2t") == {}
