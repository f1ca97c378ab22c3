"""Clients who are away, for tests: reported, back, and two of one party."""

from dataclasses import replace
from typing import Any

from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.ids import AbsenceId, ClientId, RequestId
from scheduler.domain.request import Request
from scheduler.services.booking.client_absence import Suspended, resume, suspend
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office
from tests.office.running_day import OUT


def party(here: Office, key: str = OUT) -> ClientId:
    """Return whose booking it is."""
    return here.booking(key).request.party.client_ids[0]


def away(here: Office, client_id: ClientId, key: str = "W-1", **fields: Any) -> Suspended:
    """Report a client away, from the service day on until further notice."""
    made: dict[str, Any] = {
        "id": AbsenceId(key), "client_id": client_id, "first": here.day, "why": AwayWhy.HOSPITAL,
        "reported_at": here.clock.now(), "reported_by": ANNA,
    }  # fmt: skip
    with here.store.writing(here.id) as unit:
        return suspend(unit, here.travel, ClientAbsence(**(made | fields)))


def back(here: Office, key: str = "W-1") -> Suspended:
    """End an absence."""
    with here.store.writing(here.id) as unit:
        seen = unit.client_absences.stamp_of(AbsenceId(key))
        return resume(unit, AbsenceId(key), ANNA, here.clock.now(), seen=seen)


def sisters() -> tuple[Office, ClientId, ClientId, RequestId]:
    """Return an office with a visit to two sisters, each with hours of her own, three days before."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_client().add_entitlement(10, "fizjoterapia", unit="visits")
    one = builder.client_id
    builder.add_client(home=builder.clients[one].home).add_entitlement(10, "fizjoterapia", unit="visits")
    other = builder.client_id
    builder.add_visit(window="09:00-12:00", client=(one, other), length_min=50)
    key = builder.request_id
    here = office(builder, [key])
    here.book(key)
    with here.store.writing(here.id) as unit:
        unit.bookings.put(replace(unit.bookings.get(key), contribution_gr=1_000))
    return here, one, other, key


def wish(here: Office, client_id: ClientId, key: str = "again") -> Request:
    """Return a wish for a visit of a client."""
    known = next(one for one in (*here.wishes.values(), *here.town.requests.values()) if one.windows)
    alone = replace(known.party, client_ids=(client_id,))
    return replace(known, id=RequestId(key), party=alone)
