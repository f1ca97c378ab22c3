"""What every store does with whatever people paste into names, notes and ids."""

import dataclasses

import pytest

from scheduler.domain.errors import InputError
from scheduler.domain.ids import ClientId, RequestId, ServiceId
from scheduler.services.ports import Store
from tests.store.samples import KEY, NAME, SAMPLES, TOWN, booking, client, visit


@pytest.mark.parametrize("key", ["", "a\0b", "\ud800", "x" * 201])
def test_an_id_that_no_database_keeps_is_refused(store: Store, key: str) -> None:
    """The memory that tests run on would take what the office's database does not."""
    with store.writing(TOWN) as unit, pytest.raises(InputError, match="id"):
        unit.clients.put(client(key))


@pytest.mark.parametrize("key", ["ł ż", "=1+1 <b>", "a/b", "'; DROP TABLE clients; --", "%s :x ?", "K\n3", "a,b"])
def test_any_other_id_is_kept(store: Store, key: str) -> None:
    """A town's own numbering would be refused, or read as a command."""
    with store.writing(TOWN) as unit:
        unit.clients.put(client(key))
        unit.bookings.put(booking(visit(key, clients=(key,))))
        unit.consumptions.put(dataclasses.replace(SAMPLES["consumptions"], request_id=RequestId(key)))

    with store.reading(TOWN) as unit:
        assert list(unit.clients.all()) == [key]
        assert list(unit.bookings.of_client(ClientId(key))) == [key]
        assert len(unit.consumptions.of_request(RequestId(key))) == 1


@pytest.mark.parametrize("text", [NAME, "a\0b", "x" * 1_000_000, "\U0001f9d3\u202e", "\x1b[2J", ""])
def test_any_text_comes_back(store: Store, text: str) -> None:
    """A note that somebody pasted would end in an error, or come back as another one."""
    kept = client(KEY, name=text, notes=dataclasses.replace(client().notes, office=text))
    with store.writing(TOWN) as unit:
        unit.clients.put(kept)
        unit.bookings.put(booking(visit(notes=kept.notes), reason=text))

    with store.reading(TOWN) as unit:
        assert unit.clients.get(KEY) == kept
        assert unit.bookings.get(RequestId("R-01")).request.notes == kept.notes
        assert unit.bookings.get(RequestId("R-01")).reason == text


def test_half_a_character_is_kept_or_refused(store: Store) -> None:
    """Text from a broken file would end in an error that nobody understands, with half of it kept."""
    broken = client(KEY, name="half \ud800")
    try:
        with store.writing(TOWN) as unit:
            unit.clients.put(broken)
    except InputError:
        assert store.stamp(TOWN) == 0
    else:
        with store.reading(TOWN) as unit:
            assert unit.clients.get(KEY) == broken


def test_a_column_that_cannot_be_kept_is_kept_or_refused(store: Store) -> None:
    """A service's id out of a broken file would stop the database in the middle of a unit."""
    try:
        with store.writing(TOWN) as unit:
            unit.bookings.put(booking(visit(service_id=ServiceId("a\0b"))))
    except InputError:
        assert store.stamp(TOWN) == 0
    else:
        assert store.stamp(TOWN) == 1
