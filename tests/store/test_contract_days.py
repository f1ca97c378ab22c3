"""What every store does with service days, their plans, and what is looked for by day, client or entitlement."""

from datetime import date, datetime, timedelta

import pytest

from scheduler.domain.errors import StaleError, StoreError
from scheduler.domain.ids import ClientId, EntitlementId, RequestId
from scheduler.domain.service_days import DayState
from scheduler.services.ports import Store
from tests.store.samples import (
    DAY,
    KEY,
    NEXT_DAY,
    NOW,
    SISTER,
    TOWN,
    WARSAW,
    booking,
    client,
    consumption,
    day_state,
    enquiry,
    head,
    ride,
    shift,
    visit,
)

LATER = NEXT_DAY + timedelta(days=1)


def put_bookings(store: Store, *bookings: tuple[str, date, tuple[str, ...]]) -> None:
    with store.writing(TOWN) as unit:
        for key, day, clients in bookings:
            unit.bookings.put(booking(visit(key, day=day, clients=clients)))


def test_things_of_some_days_by_day(store: Store) -> None:
    """A day's plan would be made without some of its bookings, or with those of the day after."""
    put_bookings(store, ("C", LATER, (KEY,)), ("B", NEXT_DAY, (KEY,)), ("A", DAY, (KEY,)), ("D", DAY, (KEY,)))

    with store.reading(TOWN) as unit:
        assert list(unit.bookings.between(DAY, NEXT_DAY)) == ["A", "D", "B"]
        assert list(unit.bookings.between(LATER, LATER)) == ["C"]
        assert not unit.bookings.between(LATER, DAY)


def test_a_unit_sees_its_own_day(store: Store) -> None:
    """A booking moved to another day would be planned on both, or on none, until the unit ends."""
    put_bookings(store, ("A", DAY, (KEY,)), ("B", NEXT_DAY, (KEY,)), ("C", NEXT_DAY, (KEY,)))
    with store.writing(TOWN) as unit:
        unit.bookings.put(booking(visit("N", day=NEXT_DAY)))
        unit.bookings.put(booking(visit("A", day=NEXT_DAY)))
        unit.bookings.remove(RequestId("B"))
        assert not unit.bookings.between(DAY, DAY)
        assert list(unit.bookings.between(NEXT_DAY, NEXT_DAY)) == ["A", "C", "N"]
        assert list(unit.bookings.of_client(KEY)) == ["A", "C", "N"]

    with store.reading(TOWN) as unit:
        assert not unit.bookings.between(DAY, DAY)
        assert list(unit.bookings.between(NEXT_DAY, NEXT_DAY)) == ["A", "C", "N"]


def test_bookings_of_a_client_by_day(store: Store) -> None:
    """What a caller asks about would not be found, or somebody else's would."""
    put_bookings(store, ("A", LATER, (KEY,)), ("B", DAY, (SISTER, KEY)), ("C", NEXT_DAY, (SISTER,)))

    with store.reading(TOWN) as unit:
        assert list(unit.bookings.of_client(KEY)) == ["B", "A"]
        assert list(unit.bookings.of_client(SISTER)) == ["B", "C"]
        assert not unit.bookings.of_client(ClientId("K"))


def test_a_party_that_changes_is_found_by_who_is_in_it_now(store: Store) -> None:
    """A sister who does not come along would still be called about the ride."""
    put_bookings(store, ("A", DAY, (KEY, SISTER)))
    with store.writing(TOWN) as unit:
        unit.bookings.put(booking(visit("A", clients=(KEY,))))
        assert not unit.bookings.of_client(SISTER)

    with store.reading(TOWN) as unit:
        assert not unit.bookings.of_client(SISTER)
        assert list(unit.bookings.of_client(KEY)) == ["A"]


def test_enquiries_belong_to_the_day_of_the_towns_clock(store: Store) -> None:
    """A call after midnight would count for the day before, in a program whose clock shows UTC."""
    late = datetime(2026, 10, 24, 22, 30, tzinfo=NOW.tzinfo)  # half past midnight of the 25th in Poland
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.enquiries.put(enquiry("E-1", received_at=late))
        assert list(unit.enquiries.between(DAY, DAY)) == ["E-1"]
    with store.writing(TOWN) as unit:
        unit.enquiries.put(enquiry("E-2", received_at=late.astimezone(WARSAW)))

    with store.reading(TOWN) as unit:
        assert list(unit.enquiries.between(DAY, DAY)) == ["E-1", "E-2"]
        assert not unit.enquiries.between(DAY - timedelta(days=1), DAY - timedelta(days=1))


def test_enquiries_of_a_client(store: Store) -> None:
    """A client's calls that ended without a promise could not be told to the client."""
    with store.writing(TOWN) as unit:
        unit.enquiries.put(enquiry("E-1", received_at=NOW + timedelta(days=1)))
        unit.enquiries.put(enquiry("E-2", requests=(ride(clients=(SISTER,)),)))
        unit.enquiries.put(enquiry("E-3"))

    with store.reading(TOWN) as unit:
        assert list(unit.enquiries.of_client(KEY)) == ["E-3", "E-1"]
        assert list(unit.enquiries.of_client(SISTER)) == ["E-2", "E-3", "E-1"]


@pytest.mark.parametrize(
    "number",
    [
        "600100200",
        "+48 600-100-200",
        "0048600100200",
        "(+48) 600 100 200",
        "\uff16\uff10\uff10\uff11\uff10\uff10\uff12\uff10\uff10",
    ],
)
def test_a_client_is_found_by_phone_however_it_is_written(store: Store, number: str) -> None:
    """A caller whose number the office knows would have to spell her name."""
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A", phone="600 100 200", contacts=()))
        unit.clients.put(client("B", phone="+48 600 100 201", contacts=()))
        assert list(unit.clients.by_phone(number)) == ["A"]

    with store.reading(TOWN) as unit:
        assert list(unit.clients.by_phone(number)) == ["A"]
        assert unit.clients.by_phone(number)[ClientId("A")] == unit.clients.get(ClientId("A"))


def test_a_contacts_phone_finds_the_client(store: Store) -> None:
    """A daughter who calls for her mother would not be known."""
    with store.writing(TOWN) as unit:
        unit.clients.put(client())

    with store.reading(TOWN) as unit:
        assert list(unit.clients.by_phone("412741122")) == [KEY]


@pytest.mark.parametrize("number", ["", "-", "ext."])
def test_no_number_finds_nobody(store: Store, number: str) -> None:
    """A call without a number would be everybody's without a phone."""
    with store.writing(TOWN) as unit:
        unit.clients.put(client(phone="", contacts=()))

    with store.reading(TOWN) as unit:
        assert not unit.clients.by_phone(number)


def test_a_number_that_changed_or_went_finds_nobody(store: Store) -> None:
    """Whoever has the old number now would be taken for the client."""
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A", phone="1", contacts=()))
        unit.clients.put(client("B", phone="2", contacts=()))
    with store.writing(TOWN) as unit:
        unit.clients.put(client("A", phone="3", contacts=()))
        unit.clients.remove(ClientId("B"))
        assert not unit.clients.by_phone("1")

    with store.reading(TOWN) as unit:
        assert not unit.clients.by_phone("1")
        assert not unit.clients.by_phone("2")
        assert list(unit.clients.by_phone("3")) == ["A"]


def test_what_was_taken_of_an_entitlement(store: Store) -> None:
    """A client would get more hours than the programme pays for, or fewer."""
    with store.writing(TOWN) as unit:
        unit.consumptions.put(consumption("U-1", "R-2"))
        unit.consumptions.put(consumption("U-2", "R-1"))
    with store.writing(TOWN) as unit:
        unit.consumptions.put(consumption("U-1", "R-1"))
        unit.consumptions.put(consumption("U-1", "R-2", given_back_at=NOW))
        taken = [one.request_id for one in unit.consumptions.of_entitlement(EntitlementId("U-1"))]
        assert taken == ["R-2", "R-1"]

    with store.reading(TOWN) as unit:
        kept = unit.consumptions.of_entitlement(EntitlementId("U-1"))
        assert [(one.request_id, one.counts) for one in kept] == [("R-2", False), ("R-1", True)]
        assert [one.entitlement_id for one in unit.consumptions.of_request(RequestId("R-1"))] == ["U-2", "U-1"]
        both = unit.consumptions.of_entitlements([EntitlementId("U-2"), EntitlementId("U-1"), EntitlementId("U-9")])
        assert [(one.entitlement_id, one.request_id) for one in both] == [
            ("U-1", "R-2"),
            ("U-2", "R-1"),
            ("U-1", "R-1"),
        ]
        assert not unit.consumptions.of_entitlements([])
        assert not unit.consumptions.of_request(RequestId("R-9"))


def test_a_day_of_which_nothing_is_kept_is_new(store: Store) -> None:
    """The first booking of a day would fail."""
    with store.writing(TOWN) as unit:
        assert unit.days.get(DAY) == unit.days.lock(DAY) == DayState(day=DAY)

    with store.reading(TOWN) as unit:
        assert not unit.days.between(DAY, DAY)


def test_a_day_is_kept(store: Store) -> None:
    """What a dispatcher pinned or accepted would be forgotten at the next plan."""
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.days.lock(DAY)
        unit.days.put(day_state())
        assert unit.days.get(DAY) == unit.days.lock(DAY) == day_state()
    with store.writing(TOWN) as unit:
        unit.days.lock(NEXT_DAY)
        unit.days.put(DayState(day=NEXT_DAY, version=1))
        assert list(unit.days.between(DAY, LATER)) == [DAY, NEXT_DAY]

    with store.reading(TOWN) as unit:
        assert unit.days.get(DAY) == day_state()
        assert unit.days.between(DAY, DAY) == {DAY: day_state()}
        assert list(unit.days.between(DAY, LATER)) == [DAY, NEXT_DAY]


def test_a_day_is_not_changed_without_its_lock(store: Store) -> None:
    """Two dispatchers would promise the same place."""
    with store.writing(TOWN) as unit, pytest.raises(StoreError, match="without its lock"):
        unit.days.put(day_state())


@pytest.mark.parametrize("version", [0, 2, 7])
def test_a_day_goes_on_by_one_version(store: Store, version: int) -> None:
    """A change made on what somebody saw an hour ago would undo what happened since."""
    with store.writing(TOWN) as unit:
        unit.days.lock(DAY)
        with pytest.raises(StaleError):
            unit.days.put(day_state(version))

    assert store.stamp(TOWN) == 0


def test_days_are_locked_in_their_order(store: Store) -> None:
    """Two units that lock two days the other way round would wait for each other."""
    with store.writing(TOWN) as unit:
        unit.days.lock(NEXT_DAY)
        unit.days.lock(NEXT_DAY)
        with pytest.raises(StoreError, match="in their order"):
            unit.days.lock(DAY)


def test_removing_a_client_takes_what_was_written_about_them(store: Store) -> None:
    """The notes of a client who asked to be forgotten would stay in every booking."""
    both = ride("R-02", clients=(KEY, SISTER), notes=visit().notes)
    with store.writing(TOWN) as unit:
        unit.clients.put(client())
        unit.bookings.put(booking())
        unit.bookings.put(booking(both))
        unit.bookings.put(booking(visit("R-03", clients=(SISTER,))))
        unit.enquiries.put(enquiry())
    with store.writing(TOWN) as unit:
        unit.clients.remove(KEY)

    with store.reading(TOWN) as unit:
        kept, calls = unit.bookings.all(), unit.enquiries.all()
        gone = [key for key, one in kept.items() if not one.request.notes.worker and not one.reason]
        assert gone == ["R-01", "R-02"]
        assert [one.request.party for one in kept.values()] == [
            visit().party,
            both.party,
            visit(clients=(SISTER,)).party,
        ]
        (call,) = calls.values()
        assert (call.words, call.requests[0].notes.worker, dict(call.refusals[0].summary)) == ("", "", {})
        assert call.refusals[0].code == "seats"
        assert set(unit.bookings.changed(1).put) == {"R-01", "R-02"}


def test_a_shift_across_midnight_belongs_to_its_day(store: Store) -> None:
    """A night shift would be planned on the wrong day."""
    with store.writing(TOWN) as unit:
        unit.shifts.put(shift())

    with store.reading(TOWN) as unit:
        assert list(unit.shifts.between(DAY, DAY)) == ["S-1"]
        assert not unit.shifts.between(NEXT_DAY, NEXT_DAY)
