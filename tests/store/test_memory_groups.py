"""What the store in memory keeps in groups, so that no question looks through everything that was ever kept."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from scheduler.domain.ids import ClientId, EnquiryId, RequestId
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory import MemoryStore
from tests.store.sample_days import DAY, NOW, TOWN, head
from tests.store.samples import booking, enquiry, event, visit

CLIENTS = ("K-1", "K-2", "K-3")
DAYS = tuple(DAY + timedelta(days=k) for k in range(3))
STEPS = 120


def require_all_found(unit: UnitOfWork) -> None:
    """Compare what is found by day and by client with what is there."""
    every = unit.bookings.all()
    for first in DAYS:
        for last in DAYS:
            wanted = {key: one for key, one in every.items() if first <= one.day <= last}
            assert unit.bookings.between(first, last) == wanted
    for client_id in CLIENTS:
        wanted = {key: one for key, one in every.items() if client_id in one.request.party.client_ids}
        assert unit.bookings.of_client(ClientId(client_id)) == wanted


def test_whatever_was_put_moved_or_taken_out_is_found_where_it_is() -> None:
    """A booking that was moved to another day, or to another client, would still be planned and counted at the old."""
    chance, store = Random(5), MemoryStore()
    for _ in range(STEPS):
        key = f"R-{chance.randrange(6)}"
        asked = visit(key, day=chance.choice(DAYS), clients=tuple(chance.sample(CLIENTS, chance.randint(1, 2))))
        with store.writing(TOWN) as unit:
            if unit.bookings.find(RequestId(key)) is not None and chance.random() < 0.4:
                unit.bookings.remove(RequestId(key))
            else:
                unit.bookings.put(booking(asked))
        with store.reading(TOWN) as unit:
            require_all_found(unit)


def test_who_has_begun_to_read_goes_on_in_the_same_state() -> None:
    """A plan would be made of bookings half of which are from before a change, and half from after it."""
    store = MemoryStore()
    with store.writing(TOWN) as unit:
        unit.bookings.put(booking(visit("R-1", day=DAYS[0])))
    with store.reading(TOWN) as before:
        assert list(before.bookings.between(DAYS[0], DAYS[0])) == ["R-1"]
        with store.writing(TOWN) as unit:
            unit.bookings.put(booking(visit("R-1", day=DAYS[1])))
        assert list(before.bookings.between(DAYS[0], DAYS[0])) == ["R-1"]
        assert not before.bookings.between(DAYS[1], DAYS[1])


def test_calls_are_of_the_day_that_the_towns_clock_shows() -> None:
    """Calls of a night would be counted to the day before, once a town's time zone is put right."""
    store = MemoryStore()
    late = NOW.replace(hour=23, minute=30)
    with store.writing(TOWN) as unit:
        unit.head.put(head(zone=ZoneInfo("UTC")))
        unit.enquiries.put(enquiry("E-1", received_at=late))
    with store.reading(TOWN) as unit:
        assert list(unit.enquiries.between(late.date(), late.date())) == ["E-1"]
    with store.writing(TOWN) as unit:
        unit.head.put(replace(unit.head.get(TOWN), zone=ZoneInfo("Europe/Warsaw")))
    with store.reading(TOWN) as unit:
        assert not unit.enquiries.between(late.date(), late.date())
        assert unit.enquiries.find(EnquiryId("E-1")) is not None


def test_pages_of_events_go_on_where_the_last_one_ended() -> None:
    """Another system would miss reports of crews, or hear of them twice."""
    store, events = MemoryStore(), [event(k) for k in range(1, 6)]
    for one in events:
        with store.writing(TOWN) as unit:
            unit.events.put(one)
    with store.reading(TOWN) as unit:
        assert unit.events.page(DAY, events[1].id, 2) == events[2:4]
