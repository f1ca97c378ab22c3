"""Everything about one client, for the client."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import jsonschema_rs
import pytest

from scheduler.domain.booking import Waiting
from scheduler.domain.entitlement import Consumption
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ClientId, EnquiryId, EntitlementId, RequestId
from scheduler.formats.client_record import record_document, record_schema
from scheduler.services.auditing import note_read
from scheduler.services.exporting import export_client, note_export
from tests.store.samples import event
from tests.unit.services.kept_office import ANNA, EWA, HOSTILE, LATER, OFFICE, Office, home_of, small_town


@pytest.fixture
def office() -> Office:
    kept = Office(small_town().add_entitlement(5, "fizjoterapia", client=EWA, programme_id=None))
    kept.plan()
    kept.call()
    kept.call(ANNA, key="E-2")
    with kept.writing() as unit:
        unit.waiting.put(Waiting(enquiry_id=EnquiryId("E-1"), since=LATER, until=date(2026, 12, 31)))
        unit.consumptions.put(
            Consumption(
                entitlement_id=next(iter(unit.entitlements.all())), request_id=RequestId("R-001"),
                day=date(2026, 11, 23), amount=Decimal(1), taken_at=LATER,
            )
        )  # fmt: skip
        unit.consumptions.put(
            Consumption(entitlement_id=EntitlementId("of-anna"), request_id=RequestId("R-002"),
                        day=date(2026, 11, 23), amount=Decimal(1), taken_at=LATER)
        )  # fmt: skip
        for number, request in enumerate(("R-001", "R-002")):
            unit.events.put(event(number, request_id=RequestId(request)))
        note_read(unit, OFFICE, EWA, LATER, ["phone"])
        note_read(unit, OFFICE, ANNA, LATER, ["phone"])
    return kept


def test_an_export_has_everything_about_the_client_and_nobody_else(office: Office) -> None:
    """The town would break the law towards one resident, or tell them of another."""
    with office.reading() as unit:
        record = export_client(unit, EWA, LATER)
    assert record.client.name == HOSTILE
    assert [one.id for one in record.places] == [home_of(EWA)]
    assert [one.id for one in record.bookings] == ["R-001"]
    assert {task.request_id for task in record.planned} == {"R-001"}
    assert [one.words for one in record.enquiries] == [f"dzwoni {HOSTILE}, sekret"]
    assert [one.enquiry_id for one in record.waiting] == ["E-1"]
    assert [one.request_id for one in record.events] == ["R-001"]
    assert [one.id for one in record.notices] == ["N-E-1"]
    assert [one.client_id for one in record.entitlements] == [EWA]
    assert [one.request_id for one in record.consumptions] == ["R-001"]
    assert [entry.event.action for entry in record.audit] == ["client.read"]
    assert "Anna" not in repr(record)
    document = record_document(record, ZoneInfo("Europe/Warsaw"))
    validator = jsonschema_rs.Draft202012Validator(dict(record_schema()), validate_formats=True)
    assert [one.message for one in validator.iter_errors(document)] == []


def test_an_export_is_noted(office: Office) -> None:
    """Somebody could take all of a resident's data out unseen."""
    with office.writing() as unit:
        note_export(unit, OFFICE, EWA, LATER)
    with office.reading() as unit:
        entry = export_client(unit, EWA, LATER).audit[-1]
    assert (entry.event.action, entry.event.by) == ("client.exported", OFFICE)


def test_an_unknown_client_is_told(office: Office) -> None:
    """A mistyped id would give an empty record, as if nothing were kept."""
    with office.reading() as unit, pytest.raises(NotFoundError):
        export_client(unit, ClientId("K-99"), datetime(2026, 11, 30, tzinfo=UTC))


def test_a_forgotten_plan_does_not_stop_an_export(office: Office) -> None:
    """After some years nobody could get their data any more."""
    with office.writing() as unit:
        unit.plans.forget(date(2026, 11, 23), 1)
    with office.reading() as unit:
        assert export_client(unit, EWA, LATER).planned == ()
