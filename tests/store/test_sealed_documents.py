"""Bookings, enquiries, absences and sign-in names for whoever opens the database with something else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from scheduler.domain.errors import ConflictError, StoreError
from scheduler.domain.ids import PlaceId, PurposeId, UserId
from scheduler.domain.place import Door
from scheduler.domain.rota import AbsenceKind
from scheduler.store.sql import Ring, SqlStore, open_store, ring_of, schema
from scheduler.store.sql.accounts import SqlAccounts
from scheduler.store.sql.tables import metadata
from tests.store.account_samples import NEXT, at_once, user
from tests.store.conftest import MASTER_KEY
from tests.store.samples import KEY, SAMPLES, TOWN, booking, client, enquiry, place, ride

HOME, DOOR = PlaceId("dom-K-03"), Door(place_id=PlaceId("dom-K-03"), entrance="od sadu")
ILL, NAMED = "sick", "helena.maj"
WORDS = ("dializa-7", "od sadu", '"place_id":"dom-K-03"', f'"kind":"{ILL}"', NAMED)
"""Why somebody is driven and from which door, former homes of erased clients, who is ill, who signs in."""


def use(store: SqlStore) -> None:
    """Book, take a call, note an illness, make a user; change all of them; erase the client."""
    wish = replace(ride(), purpose_id=PurposeId("dializa-7"), origin=DOOR, destination=DOOR)
    ill = replace(SAMPLES["absences"], kind=AbsenceKind(ILL))
    with store.writing(TOWN) as unit:
        unit.head.put(SAMPLES["head"])
        unit.places.put(place())
        unit.clients.put(client())
        unit.bookings.put(booking(wish))
        unit.enquiries.put(replace(enquiry(), requests=(wish,)))
        unit.absences.put(ill)
    with store.writing(TOWN) as unit:
        unit.bookings.put(booking(wish, reason="odwołana"))
        unit.absences.put(replace(ill, taken=()))
        unit.clients.remove(client().id)
        unit.places.remove(HOME)
    accounts, named = SqlAccounts(store), user("seven", sign_in=NAMED)
    accounts.users.add(named)
    accounts.users.change(replace(named, name="Helena"))


def rows_of(engine: Engine) -> str:
    with engine.connect() as connection:
        found = [tuple(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    return str(found)  # a row by itself shows only some of it


def raw(store: SqlStore) -> bytes:
    """Return all bytes of a SQLite database, its journal too."""
    path = Path(str(store.engine.url.database))
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if one.name.startswith(path.name))


def test_nobody_reads_why_and_from_where_somebody_is_driven(sql_store: SqlStore) -> None:
    """Whoever finds the disk would know who goes to a dialysis, who is ill, and where the dead have lived."""
    use(sql_store)

    found = rows_of(sql_store.engine)
    assert "R-02" in found
    assert [word for word in WORDS if word in found] == []
    with sql_store.reading(TOWN) as unit:
        (kept,) = unit.bookings.of_client(KEY).values()
        assert "dializa-7" in repr(kept)
        assert [one.kind for one in unit.absences.all().values()] == [ILL]


def test_nothing_of_it_is_in_the_pages_of_the_file(sqlite_url: str) -> None:
    """It would still be there for whoever reads the file as bytes, in places that are not used any more."""
    with open_store(sqlite_url, ring_of(MASTER_KEY)) as store:
        use(store)
        found = raw(store)

    assert b"R-02" in found
    assert [word for word in WORDS if word.encode() in found] == []


def test_a_sealed_booking_cannot_take_anothers_place(sql_store: SqlStore) -> None:
    """Somebody with access to the database could send a bus to another door."""
    with sql_store.writing(TOWN) as unit:
        unit.bookings.put(booking(ride("R-1")))
        unit.bookings.put(booking(ride("R-2")))
    with sql_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE bookings SET body = (SELECT b.body FROM bookings b WHERE b.id = 'R-2')")

    with sql_store.reading(TOWN) as unit, pytest.raises(StoreError, match="bookings/body/R-1"):
        unit.bookings.all()


@pytest.fixture
def used(database_url: str, ring: Ring) -> Iterator[SqlStore]:
    """A database that was used; its address can be opened again."""
    with open_store(database_url, ring) as store:
        use(store)
        yield store


def test_what_was_in_the_open_is_sealed_by_the_upgrade(used: SqlStore, database_url: str, ring: Ring) -> None:
    """An office that was there before would keep everything in the open, or lose it on the way up or down."""
    with used.reading(TOWN) as unit:
        before = {name: dict(getattr(unit, name).all()) for name in ("bookings", "enquiries", "absences")}
    users = SqlAccounts(used).users.all()
    schema.downgrade(used.engine, "0002", ring=ring)
    with used.engine.connect() as connection:
        names = ("bookings", "enquiries", "absences", "users")
        opened = str([tuple(row) for name in names for row in connection.exec_driver_sql(f"SELECT * FROM {name}")])
    assert [word for word in WORDS if word not in opened] == []

    assert schema.upgrade(used.engine, ring=ring).right
    assert [word for word in WORDS if word in rows_of(used.engine)] == []
    with open_store(database_url, ring) as store:  # one that remembers nothing
        with store.reading(TOWN) as unit:
            assert {name: dict(getattr(unit, name).all()) for name in before} == before
        assert SqlAccounts(store).users.all() == users
        assert SqlAccounts(store).users.named(NAMED) == users[0]
    if used.engine.dialect.name == "sqlite":
        assert [word for word in WORDS if word.encode() in raw(used)] == []


def test_nothing_is_sealed_without_the_key(used: SqlStore, database_url: str, ring: Ring) -> None:
    """An upgrade without the key would lose what it should seal, or leave it in the open without a word."""
    schema.downgrade(used.engine, "0002", ring=ring)

    with pytest.raises(StoreError, match="the master key is not there"):
        schema.upgrade(used.engine)
    assert schema.status(used.engine).now == "0002"
    assert schema.upgrade(used.engine, ring=ring).right
    with open_store(database_url, ring) as store, store.reading(TOWN) as unit:
        assert all(getattr(unit, name).all() for name in ("bookings", "enquiries", "absences"))


def test_a_name_is_one_in_the_installation_whoever_is_first(database_url: str) -> None:
    """Two towns on one server would have the same sign-in name, and one of the two people the other one's account."""
    with open_store(database_url, ring_of(MASTER_KEY)) as one, open_store(database_url, ring_of(MASTER_KEY)) as other:
        stores = [SqlAccounts(one), SqlAccounts(other)]

        def add(number: int) -> bool:
            made = user("x", (TOWN, NEXT)[number % 2], id=UserId(f"U-{number}"), sign_in=NAMED)
            try:
                stores[number % 2].users.add(made)
            except ConflictError:
                return False
            return True

        assert sum(at_once(add)) == 1
        assert len(stores[0].users.all()) == 1
