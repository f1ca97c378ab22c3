"""A town of which there is a backup, and a client who is erased afterwards."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from scheduler.domain.booking import BookingStatus
from scheduler.domain.ids import ClientId, PlaceId, RequestId
from scheduler.domain.place import Door
from scheduler.services.erasing import ErasureReason, erase_client
from scheduler.store.backup import backup
from scheduler.store.sql import SqlStore
from scheduler.store.sql.tables import ClientPhoneRow, ClientRow, PlaceRow, SubjectKeyRow
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA, fill
from tests.store.samples import KEY, SISTER, TOWN, booking, visit
from tests.store.samples import NOW as THEN
from tests.store.saving import NOW

TOGETHER = RequestId("R-10")
"""A visit to both sisters on the day of `fill`, which was called off before one of them was erased."""


def save(store: SqlStore, path: Path, at: datetime = NOW) -> None:
    """Fill a town, with a visit to both sisters, and make a backup of it."""
    fill(store)
    with store.writing(TOWN) as unit:
        both = visit(TOGETHER, clients=(KEY, SISTER), door=Door(place_id=PlaceId("dom-K-04")))
        unit.bookings.put(booking(both, status=BookingStatus.HELD, contribution_gr=0))
    backup(store.engine, path, MASTER_KEY, at)


def erase(store: SqlStore, client_id: ClientId = KEY, now: datetime = THEN) -> None:
    """Call off what is promised to a client, and erase them."""
    with store.writing(TOWN) as unit:
        for key, one in tuple(unit.bookings.of_client(client_id).items()):
            if one.held:
                unit.bookings.put(replace(unit.bookings.get(key), status=BookingStatus.CANCELLED))
    with store.writing(TOWN) as unit:
        erase_client(unit, client_id, by=OLA, now=now, reason=ErasureReason.DIED)


def subjects(store: SqlStore) -> set[str]:
    """Return whose keys there are, and the ids of the clients and places themselves."""
    with store.engine.connect() as connection:
        keys = set(connection.execute(select(SubjectKeyRow.subject)).scalars())
        for row in (ClientRow.id, ClientPhoneRow.client_id, PlaceRow.id):
            keys |= set(connection.execute(select(row)).scalars())
    return keys
