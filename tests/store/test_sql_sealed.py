"""What lies in the database for whoever opens the file with something else."""

import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update

from scheduler.domain.audit import AuditEvent, first_broken
from scheduler.domain.errors import MasterKeyError, StoreError
from scheduler.domain.ids import ClientId, PlaceId
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import Ring, SqlStore, has_keys, open_store, ring_of
from scheduler.store.sql.keys import RowKeys
from scheduler.store.sql.tables import BookingRow, ClientRow, PlaceRow, PlanRow, SubjectKeyRow, metadata
from tests.store.samples import (
    DAY,
    KEY,
    NAME,
    NOW,
    SAMPLES,
    SISTER,
    TOWN,
    booking,
    client,
    day_state,
    enquiry,
    head,
    pattern,
    place,
    plan,
    plan_head,
    ride,
    shift,
)
from tests.store.saving import body

PERSONAL = (
    *("600100200", "600 100 200", "412741122", "274-11-22", "Żaneta", "ł@example.pl", "stoi przy oknie", "12#"),
    *("Łączna 7", "domofon", "51.0373", "uwaga na psa", "jest w szpitalu", "do lekarza na", "pani ", "mąż czeka"),
    *("Łucja", "700 1", "TST 12345", "_p~iF~ps", "bus Żanety", "noc Żanety", "syn odebrał", "pan Żak"),
)
"""Texts of the samples that nobody may read in the database."""


def put_all(store: SqlStore) -> None:
    with store.writing(TOWN) as unit:
        unit.head.put(head(centre=type(head().centre)(lat=50, lon=20)))
        for name, value in SAMPLES.items():
            if name not in {"head", "districts", "shifts"}:
                getattr(unit, name).put(value)
        unit.days.lock(DAY)
        unit.days.put(day_state())
        unit.plans.add(plan(), plan_head())
        unit.shifts.put(shift(name="bus Żanety", start_state=None))
        unit.patterns.put(replace(pattern(), name="noc Żanety"))
        unit.plans.keep_problem(DAY, 1, f'"{PERSONAL[0]}"')


def everything_in(engine: Engine) -> str:
    """Return all values of all rows, the packed ones unpacked where that is possible without a key."""
    found = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                found += [one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in row]
                found += [text for one in row if isinstance(one, bytes) for text in unpacked(one)]
    return "\n".join(found)


def unpacked(sealed: bytes) -> list[str]:
    at = sealed.find(b"x\x9c")
    try:
        return [] if at < 0 else [zlib.decompressobj().decompress(sealed[at:]).decode("latin-1")]
    except zlib.error:
        return []


def test_nothing_personal_can_be_read(sql_store: SqlStore) -> None:
    """Whoever finds the disk would know who is ill, where they live and where the key lies."""
    put_all(sql_store)

    lying = everything_in(sql_store.engine)
    latin = lying + lying.encode("latin-1", "replace").decode("utf-8", "replace")
    assert [word for word in PERSONAL if word in latin] == []
    assert "R-01" in lying
    assert "seats" in lying


def test_nothing_personal_is_left_in_the_file(tmp_path: Path, sqlite_url: str) -> None:
    """What was erased or changed would still be in the pages of the file, or in its journal."""
    with open_store(sqlite_url, ring_of(MasterKey.fresh())) as store:
        put_all(store)
        with store.writing(TOWN) as unit:
            unit.clients.remove(KEY)
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("dojazd.sqlite"))

    assert [word for word in PERSONAL if word.encode() in raw] == []
    assert b"R-01" in raw


def test_statistics_can_read_the_rest(sql_store: SqlStore) -> None:
    """The yearly report would need every client's key."""
    put_all(sql_store)

    with sql_store.engine.connect() as connection:
        row = connection.execute(select(BookingRow.day, BookingRow.service_id, BookingRow.status)).one()
        public = connection.execute(select(PlaceRow.district_id, PlaceRow.public)).one()
    assert tuple(row) == (DAY, "fizjo", "cancelled")
    assert tuple(public) == ("północ", False)


def test_removing_a_client_or_a_home_destroys_its_key(sql_store: SqlStore) -> None:
    """An erased client could be read again from last month's backup."""
    put_all(sql_store)
    with sql_store.writing(TOWN) as unit:
        unit.clients.remove(KEY)
        unit.places.remove(PlaceId("dom-K-03"))

    with sql_store.engine.connect() as connection:
        subjects = set(connection.execute(select(SubjectKeyRow.subject)).scalars())
    assert "town" in subjects
    assert not {f"client:{KEY}", "place:dom-K-03"} & subjects


def test_a_destroyed_key_is_in_no_file(tmp_path: Path, sqlite_url: str, ring: Ring) -> None:
    """Whoever has the master key and the disk could still read an erased client out of the journal."""
    with open_store(sqlite_url, ring) as store:
        put_all(store)
        with store.engine.connect() as connection:
            mine = select(SubjectKeyRow.wrapped).where(SubjectKeyRow.subject == f"client:{KEY}")
            wrapped = connection.execute(mine).scalar_one()
        assert any(wrapped in path.read_bytes() for path in tmp_path.glob("dojazd.sqlite*"))
        with store.writing(TOWN) as unit:
            unit.clients.remove(KEY)

        assert not any(wrapped in path.read_bytes() for path in tmp_path.glob("dojazd.sqlite*"))


def test_what_a_destroyed_key_sealed_stays_away(sql_store: SqlStore) -> None:
    """A backup from before an erasure would stop the office, or bring the client back."""
    with sql_store.writing(TOWN) as unit:
        for one in (client(KEY), client(SISTER)):
            unit.clients.put(one)
        unit.places.put(place())
        unit.bookings.put(booking(ride(clients=(KEY, SISTER))))
        unit.bookings.put(booking())
        unit.enquiries.put(enquiry())
    with sql_store.writing(TOWN):
        pass
    with sql_store.engine.begin() as connection:  # as a restored backup has it, with the key ring of today
        ring = sql_store.ring(RowKeys(connection, TOWN), TOWN)
        ring.destroy(f"client:{SISTER}")
        ring.destroy("place:dom-K-03")

    with sql_store.reading(TOWN) as unit:
        assert list(unit.clients.all()) == [KEY]
        assert unit.clients.find(SISTER) is None
        assert not unit.places.all()
        assert list(unit.clients.by_phone("600100200")) == [KEY]
        kept = unit.bookings.all()
        assert {one.id: one.reason for one in kept.values()} == {"R-02": "", "R-01": "jest w szpitalu"}
        (call,) = unit.enquiries.all().values()
        assert (call.words, len(call.requests), call.refusals[0].code) == ("", 3, "seats")


def test_sealed_texts_cannot_change_places(sql_store: SqlStore) -> None:
    """Somebody with access to the database could give one client another one's address."""
    with sql_store.writing(TOWN) as unit:
        unit.clients.put(client("A", name="one"))
        unit.clients.put(client("B", name="two"))
    with sql_store.engine.begin() as connection:
        other = connection.execute(select(ClientRow.sealed).where(ClientRow.id == "B")).scalar_one()
        connection.execute(update(ClientRow).where(ClientRow.id == "A").values(sealed=other))

    with sql_store.reading(TOWN) as unit, pytest.raises(StoreError, match="clients/sealed/A"):
        unit.clients.get(ClientId("A"))


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("bookings", "body", '{"request": {"kind": "ride"}}', "bookings/body/R-01"),
        ("bookings", "body", "{", "bookings/body/R-01"),
        ("bookings", "body", '{"request": {"kind": "flight", "request": {}}}', "bookings/body/R-01"),
        ("bookings", "body", None, "bookings/body/R-01"),
        ("bookings", "sealed", b"", "bookings/sealed/R-01"),
        ("heads", "document", "[]", "heads/document/miasto"),
        ("heads", "document", '{"policy": 3}', "heads/document/miasto"),
        ("days", "document", '{"day": 1}', "days/document/2026-10-25"),
        ("plans", "plan", b"\x01" * 60, "plans/plan/2026-10-25/1"),
        ("plans", "document", "{}", "plans/document/2026-10-25/1"),
        ("audit", "fields", "{", "audit/1"),
        ("audit", "at", "noon", "audit/1"),
    ],
)
def test_what_cannot_be_read_is_named(
    sql_store: SqlStore, table: str, column: str, value: str | bytes | None, told: str
) -> None:
    """A damaged row would be read as half a booking, or end in a page of Python."""
    from tests.store.test_contract_units import put_everything

    with sql_store.writing(TOWN) as unit:
        put_everything(unit)
    with sql_store.engine.begin() as connection:
        if column == "body" and isinstance(value, str):
            value = body(sql_store, connection, value)
        connection.execute(text(f"UPDATE {table} SET {column} = :value"), {"value": value})

    def read() -> None:
        with sql_store.reading(TOWN) as unit:
            unit.head.all()
            unit.bookings.all()
            unit.days.get(DAY)
            unit.plans.heads(DAY)
            unit.plans.get(DAY, 1)
            unit.audit.entries()

    with pytest.raises(StoreError, match=told):
        read()


@pytest.mark.parametrize(
    ("table", "document"),
    [
        ("staff", '{"id": "P-1", "name": ""}'),
        ("staff", '{"id": "P-1", "name": "", "of_a_version_to_come": 3}'),
        (
            "solves",
            '{"id": "L-1", "day": "2026-10-25", "asked_at": "2026-10-20T08:12:30Z"}',
        ),
    ],
)
def test_a_document_of_another_version_is_read(sql_store: SqlStore, table: str, document: str) -> None:
    """Every new field would make the office's database unreadable."""
    with sql_store.writing(TOWN) as unit:
        getattr(unit, table).put(SAMPLES[table])
    with sql_store.engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET document = :value"), {"value": document})

    with sql_store.reading(TOWN) as unit:
        (kept,) = getattr(unit, table).all().values()
        assert kept.id == SAMPLES[table].id


def test_an_old_booking_is_read_with_what_it_has(sql_store: SqlStore) -> None:
    """A booking from before the last upgrade would be lost."""
    old = (
        '{"request": {"kind": "delivery", "request": {"id": "R-01", "day": "2026-10-25", "service_id": "obiady", '
        '"party": {"client_ids": ["K-03"]}, "windows": [], "source": {"place_id": "a"}, "door": {"place_id": "b"}}}}'
    )
    with sql_store.writing(TOWN) as unit:
        unit.bookings.put(booking())
    with sql_store.engine.begin() as connection:
        connection.execute(update(BookingRow).values(body=body(sql_store, connection, old), sealed=None))

    with sql_store.reading(TOWN) as unit:
        (kept,) = unit.bookings.all().values()
    assert kept.held
    assert type(kept.request).__name__ == "Delivery"


def test_a_forgotten_plan_is_gone_from_the_row(sql_store: SqlStore) -> None:
    """A tentative plan that was thrown away could still be unsealed."""
    put_all(sql_store)
    with sql_store.writing(TOWN) as unit:
        unit.plans.forget(DAY, 1)

    with sql_store.engine.connect() as connection:
        assert tuple(connection.execute(select(PlanRow.plan, PlanRow.problem)).one()) == (None, None)


def test_a_wrong_master_key_opens_nothing(database_url: str) -> None:
    """A server with the wrong key would seal half of the data with it, and nobody could read them together again."""
    assert not has_keys(database_url)
    with open_store(database_url, ring_of(MasterKey.fresh())) as store, store.writing(TOWN) as unit:
        unit.clients.put(client(name=NAME))
    assert has_keys(database_url)

    with pytest.raises(MasterKeyError, match="another master key"):
        open_store(database_url, ring_of(MasterKey.fresh()))


def test_a_chain_whose_end_was_cut_off_is_found_out(sql_store: SqlStore) -> None:
    """Whoever read a neighbour's file could take the last lines off the log."""
    with sql_store.writing(TOWN) as unit:
        for name in ("client:A", "client:B"):
            unit.audit.append(AuditEvent(at=NOW, action="client.read", subject=name))
    with sql_store.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE number = 2"))

    with sql_store.reading(TOWN) as unit:
        last = unit.audit.last()
        assert last is not None
        assert last.number == 2
        assert last not in unit.audit.entries()
    with sql_store.writing(TOWN) as unit:
        unit.audit.append(AuditEvent(at=NOW, action="client.read", subject="client:C"))
    with sql_store.reading(TOWN) as unit:
        chain = unit.audit.entries()
        assert [one.number for one in chain] == [1, 3]
        assert first_broken(chain) == 3
