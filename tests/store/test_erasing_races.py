"""A client is erased while somebody else is just promising them something: one of the two does not happen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

from fixtures.builder import TownBuilder
from scheduler.domain.booking import Booking
from scheduler.domain.client import Notes
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.ids import ClientId, RequestId
from scheduler.services.booking.taking import promise_of
from scheduler.services.erasing import erase_client
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.waiting import put_on_list
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.office.office import ANNA, Office, office

FIRST = RequestId("R-001")


@contextmanager
def two_servers(url: str, ring: Ring) -> Iterator[tuple[Office, SqlStore, ClientId]]:
    """Give an office with one wish, the store of another server, and whose wish it is."""
    builder = TownBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-14:00", length_min=30)
    with open_store(url, ring) as one, open_store(url, ring) as other:
        here = office(builder, [FIRST], one)
        here.wishes[FIRST] = replace(here.wishes[FIRST], notes=Notes(worker="Alzheimer"))
        yield here, other, here.wishes[FIRST].party.client_ids[0]


def beside(
    store: Store, here: Office, first: Callable[[UnitOfWork], object], then: Callable[[], object]
) -> list[Exception]:
    """Do something in a unit, and before that ends begin with something else; return what the latter was refused."""
    refused: list[Exception] = []

    def run() -> None:
        try:
            then()
        except (ConflictError, RefusedError) as error:
            refused.append(error)

    thread = Thread(target=run)
    with store.writing(here.id) as unit:
        first(unit)
        thread.start()
        thread.join(timeout=0.5)
    thread.join(timeout=30)
    assert not thread.is_alive()
    return refused


def erased(here: Office, client_id: ClientId) -> Callable[[UnitOfWork], object]:
    """Return the erasure of a client, to be done in a unit."""
    return lambda unit: erase_client(unit, client_id, by=ANNA, now=here.clock.now())


def left_of(here: Office, client_id: ClientId) -> tuple[bool, int, int]:
    """Return whether there is such a client, and how many bookings and places on the waiting list there are."""
    with here.store.reading(here.id) as unit:
        return unit.clients.find(client_id) is not None, len(unit.bookings.all()), len(unit.waiting.all())


def test_nobody_is_promised_anything_who_is_just_being_erased(database_url: str, ring: Ring) -> None:
    """A worker would be sent to nobody, at an address that is not known any more."""
    with two_servers(database_url, ring) as (here, other, client_id):
        mine = here.ask(FIRST)

        def accept() -> None:
            here.desk.accept(here.call, mine.enquiry.id, mine.offers[0])

        refused = beside(other, here, erased(here, client_id), accept)
        assert "there is no client" in str(refused[0])
        assert left_of(here, client_id) == (False, 0, 0)


def test_nobody_is_erased_who_is_just_being_promised_something(database_url: str, ring: Ring) -> None:
    """The resident would wait for a visit that the office cannot tell from a stranger's."""
    with two_servers(database_url, ring) as (here, other, client_id):
        mine = here.ask(FIRST)

        def erase() -> None:
            with other.writing(here.id) as unit:
                erase_client(unit, client_id, by=ANNA, now=here.clock.now())

        def accept(unit: UnitOfWork) -> None:
            unit.days.lock(here.day)
            (leg,) = mine.offers[0].legs
            promise = promise_of(leg.request, leg.window, at=here.clock.now(), by=ANNA)
            unit.bookings.put(Booking(request=leg.request, promise=promise))

        refused = beside(here.store, here, accept, erase)
        assert isinstance(refused[0], RefusedError)
        assert left_of(here, client_id) == (True, 1, 0)


def test_a_call_about_somebody_who_is_just_being_erased_is_not_written_down(database_url: str, ring: Ring) -> None:
    """What was said about a resident's illness would be written down anew after they asked to be forgotten."""
    with two_servers(database_url, ring) as (here, other, client_id):
        refused = beside(other, here, erased(here, client_id), lambda: here.ask(FIRST))
        assert "there is no client" in str(refused[0])
        with here.store.reading(here.id) as unit:
            assert not unit.enquiries.all()


def test_nobody_waits_who_is_just_being_erased(database_url: str, ring: Ring) -> None:
    """A resident who is gone would be phoned whenever a place is free."""
    with two_servers(database_url, ring) as (here, other, client_id):
        mine = here.ask(FIRST)

        def wait() -> None:
            with here.store.writing(here.id) as unit:
                put_on_list(unit, mine.enquiry.id, here.clock.now(), until=here.day)

        refused = beside(other, here, erased(here, client_id), wait)
        assert refused
        assert left_of(here, client_id) == (False, 0, 0)
        with here.store.reading(here.id) as unit:
            assert "Alzheimer" not in repr(unit.enquiries.all())
