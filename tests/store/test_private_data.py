"""What every store does with a client who is erased, and with a chain that somebody has changed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, text, update

from scheduler.domain.audit import AuditEvent
from scheduler.domain.checks import Found
from scheduler.domain.closing import WayHome
from scheduler.domain.errors import MasterKeyError, NotFoundError
from scheduler.domain.ids import MessageId, PlaceId
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.auditing import AuditCheck, Damage, anchor_of, check_audit
from scheduler.services.erasing import erase_client
from scheduler.services.exporting import export_client
from scheduler.services.keeping import town_on
from scheduler.services.ports import Store
from scheduler.services.retaining import retain
from scheduler.services.searching import NameIndex
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import SqlStore, ring_of
from scheduler.store.sql.tables import AuditRow, TownRow, metadata
from tests.store.filled import OLA, RIDE, fill
from tests.store.samples import (
    DAY,
    KEY,
    NAME,
    NOW,
    SISTER,
    TOWN,
    away,
    booking,
    card,
    check,
    client,
    enquiry,
    event,
    message,
    message_wishes,
    notice,
    place,
    plan,
    plan_head,
    statement,
    visit,
)

AFTER = datetime(2040, 1, 2, 12, tzinfo=ZoneInfo("Europe/Warsaw"))


def test_an_erased_client_is_nowhere(store: Store) -> None:
    """A resident who asked to be forgotten would still be named in one of the three stores."""
    fill(store)
    index = NameIndex()
    with store.reading(TOWN) as unit:
        index.update(unit)
        assert "Łódź" in repr(unit.plans.get(DAY, 1))
    assert KEY in index.find("lodz")
    with store.writing(TOWN) as unit:
        done = erase_client(unit, KEY, by=OLA, now=AFTER)
    assert done.places == ("dom-K-03",)
    with store.reading(TOWN) as unit:
        kinds = ("places", "clients", "bookings", "enquiries", "notices", "checks", "client_absences", "messages")
        assert unit.events.all() == {event().id: event()}
        kept = repr([*(getattr(unit, kind).all() for kind in kinds), unit.plans.get(DAY, 1), unit.days.get(DAY)])
        assert "Łódź" not in kept
        assert "od rana" not in kept
        assert "córka: szpital" not in kept
        assert "AwayWhy.HOSPITAL" not in kept
        assert unit.clients.find(KEY) is None
        assert (unit.messages.all(), unit.message_wishes.all()) == ({}, {})
        assert [one.code for one in unit.cards.all().values()] == ["SISTER"]
        assert unit.bookings.get(booking().id).request.party.client_ids == (KEY,)
        assert town_on(unit, DAY).clients[KEY].name == KEY
        assert check_audit(unit) == AuditCheck(entries=2)
        index.update(unit)
    assert KEY not in index.find("lodz")


def test_what_is_written_of_a_client_after_the_erasure_is_not_kept(store: Store) -> None:
    """A sheet that comes in late would put back, under a key of its own, what nobody would ever erase again."""
    fill(store)
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.writing(TOWN) as unit:
        for one in (KEY, SISTER):
            unit.statements.put(statement(f"R-{one}", clients=(one,), way_home=WayHome.HOSPITAL))
            unit.checks.put(check(f"C-{one}", client_id=one))
            unit.messages.put(message(id=MessageId(f"M-{one}"), client_id=one))
        unit.statements.put(statement("R-both", clients=(KEY, SISTER)))
    with store.reading(TOWN) as unit:
        said = {one.request_id: (one.reason, one.way_home) for one in unit.statements.all().values()}
        found = {str(key): (len(one.steps), one.outcome, one.note) for key, one in unit.checks.all().items()}
        written = {str(key): (one.to, one.text) for key, one in unit.messages.all().items()}
    assert written == {f"M-{KEY}": ("", ""), f"M-{SISTER}": (message().to, message().text)}
    hers = statement().reason
    assert said == {
        f"R-{KEY}": ("", WayHome.OTHER),
        f"R-{SISTER}": (hers, WayHome.HOSPITAL),
        "R-both": ("", WayHome.OTHER),
    }
    assert found.pop(str(check().id)) == found.pop(f"C-{KEY}") == (0, Found.OTHER, "")
    assert found == {f"C-{SISTER}": (2, Found.HOSPITAL, check().note)}


def test_a_client_who_is_put_back_under_the_same_id_has_notes_again(store: Store) -> None:
    """A resident whom the town's files bring back would never be noted anything about again."""
    fill(store)
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.writing(TOWN) as unit:
        unit.clients.put(client(home=PlaceId("dom-K-04")))
        unit.statements.put(statement())
    with store.writing(TOWN) as unit:
        unit.checks.put(check("C-2"))
    with store.reading(TOWN) as unit:
        assert unit.statements.get(statement().id) == statement()
        assert unit.checks.get(check("C-2").id) == check("C-2")


def test_an_export_is_the_same_from_every_store(store: Store) -> None:
    """A resident would get another answer after the town's move to another database."""
    fill(store)
    with store.reading(TOWN) as unit:
        record = export_client(unit, KEY, AFTER)
    assert (record.client, record.bookings, record.enquiries) == (client(), (RIDE,), (enquiry(),))
    assert record.notices == (notice(),)
    assert (record.messages, record.message_wishes) == ((message(),), message_wishes())
    assert record.events == (event(),)
    assert (record.checks, record.absences) == ((check(),), (away(),))
    assert record.cards == (card(digest=""),)
    assert len(record.audit) == 1


def test_retention_on_every_store(store: Store) -> None:
    """What memory lets go of, a database would keep, or refuse for something that hangs on it."""
    fill(store)
    with store.writing(TOWN) as unit:
        done = retain(unit, RetentionPolicy(), AFTER, by=OLA)
    assert (done.bookings, done.enquiries, done.notices, done.plans + done.drafts) == (2, 1, 1, 1)
    assert (done.checks, done.client_absences, done.cards, done.messages) == (1, 1, 2, 1)
    with store.reading(TOWN) as unit:
        assert not unit.bookings.all()
        with pytest.raises(NotFoundError):
            unit.plans.get(DAY, 1)


def test_a_redacted_plan_stays_what_it_was_otherwise(store: Store) -> None:
    """A version would lose its problem, its head, or turn up as it was before the erasure."""
    fill(store)
    with store.writing(TOWN) as unit:
        unit.plans.keep_problem(DAY, 1, "{}")
    bare = replace(plan(), unassigned=())
    with store.writing(TOWN) as unit:
        unit.plans.redact(bare)
        assert unit.plans.get(DAY, 1) == bare
        with pytest.raises(NotFoundError):
            unit.plans.redact(replace(bare, version=7))
    with store.reading(TOWN) as unit:
        assert unit.plans.get(DAY, 1) == bare
        assert unit.plans.problem(DAY, 1) == "{}"
        assert unit.plans.heads(DAY) == [plan_head()]


def chain(store: Store, length: int) -> None:
    for number in range(length):
        with store.writing(TOWN) as unit:
            at = NOW + timedelta(minutes=number)
            unit.audit.append(AuditEvent(at=at, by=OLA, action="client.read", subject=f"client:K-{number}"))


def checked(store: Store) -> AuditCheck:
    with store.reading(TOWN) as unit:
        return check_audit(unit)


def test_a_cut_end_shows_and_goes_on_showing(sql_store: SqlStore) -> None:
    """Somebody with access to the database could take away what was noted since this morning."""
    chain(sql_store, 6)
    assert checked(sql_store) == AuditCheck(entries=6)
    with sql_store.engine.begin() as connection:
        connection.execute(delete(AuditRow).where(AuditRow.number > 4))
    assert checked(sql_store) == AuditCheck(entries=4, damage=Damage.CUT, at=5)
    chain(sql_store, 1)
    assert checked(sql_store) == AuditCheck(entries=4, damage=Damage.BROKEN, at=5)


def test_a_changed_entry_shows(sql_store: SqlStore) -> None:
    """Somebody with access to the database could blame a colleague."""
    chain(sql_store, 6)
    with sql_store.engine.begin() as connection:
        connection.execute(update(AuditRow).where(AuditRow.number == 3).values(by="u-jan"))
    assert checked(sql_store) == AuditCheck(entries=2, damage=Damage.BROKEN, at=3)


def test_a_head_that_was_set_back_shows_by_an_anchor(sql_store: SqlStore) -> None:
    """Whoever cuts the chain would also cut the note of how long it was."""
    chain(sql_store, 6)
    with sql_store.reading(TOWN) as unit:
        anchor = anchor_of(unit)
        digest = unit.audit.entries()[3].digest
    with sql_store.engine.begin() as connection:
        connection.execute(delete(AuditRow).where(AuditRow.number > 4))
        connection.execute(update(TownRow).values(audit_number=4, audit_digest=digest))
    assert checked(sql_store).damage is None
    with sql_store.reading(TOWN) as unit:
        assert check_audit(unit, anchor).damage is Damage.CUT


def test_the_database_holds_nothing_personal_in_the_open(sql_store: SqlStore) -> None:
    """Whoever copies the database file would read residents' names, addresses and notes."""
    fill(sql_store)
    rows: list[Any] = []
    with sql_store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows += [tuple(row) for row in connection.execute(table.select())]
    seen = repr(rows).encode() + b"".join(cell for row in rows for cell in row if isinstance(cell, bytes))
    person = client()
    for secret in (NAME, "Łódź", "Anna Lis", person.phone, place().address, str(place().entrances[0].point.lat)):
        assert secret
        assert secret.encode() not in seen
        assert repr(secret)[1:-1].encode() not in seen


def test_another_master_key_opens_nothing_and_changes_nothing(sql_store: SqlStore) -> None:
    """A server started with another key would mix data sealed under two keys."""
    fill(sql_store)
    with sql_store.engine.connect() as connection:
        before = connection.execute(text("SELECT * FROM subject_keys ORDER BY subject")).all()
    wrong = SqlStore(sql_store.engine, ring_of(MasterKey.fresh()))
    with pytest.raises(MasterKeyError), wrong.reading(TOWN) as unit:
        unit.clients.all()
    with pytest.raises(MasterKeyError), wrong.writing(TOWN) as unit:
        unit.clients.put(client("K-77"))
    with sql_store.engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM subject_keys ORDER BY subject")).all() == before
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.get(KEY) == client()


def test_a_shared_booking_stays_for_the_sister(store: Store) -> None:
    """Erasing one sister would take the other one's ride off the list."""
    fill(store)
    with store.writing(TOWN) as unit:
        unit.bookings.put(booking(visit("R-10", clients=(KEY, SISTER), day=date(2026, 10, 24))))
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.reading(TOWN) as unit:
        assert unit.bookings.get(booking(visit("R-10")).id).request.party.client_ids == (KEY, SISTER)
        assert list(unit.bookings.of_client(SISTER)) == ["R-10", "R-09"]
        assert unit.places.find(PlaceId("dom-K-03")) is not None  # the sister is fetched there
