"""Everything that is kept about one client, for the client (GDPR, articles 15 and 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.audit import AuditEntry, AuditEvent
from scheduler.domain.booking import Booking, Enquiry, Waiting
from scheduler.domain.client import Client
from scheduler.domain.entitlement import Consumption, Entitlement
from scheduler.domain.errors import NotFoundError
from scheduler.domain.events import Event
from scheduler.domain.ids import ClientId, UserId
from scheduler.domain.notices import Notice
from scheduler.domain.place import Place
from scheduler.domain.plan import PlannedTask
from scheduler.services.auditing import EXPORTED, client_subject
from scheduler.services.ports import UnitOfWork
from scheduler.services.retaining import LONG_AGO


@dataclass(frozen=True, kw_only=True)
class ClientRecord:
    """All that is known of one client; other people in it have ids only.

    Attributes
    ----------
    planned : sequence of PlannedTask
        When the client was, or will be, served according to the plans that hold.
    events : sequence of Event
        What crews reported about their bookings.
    audit : sequence of AuditEntry
        Who read or changed their data, and when.
    """

    town_id: str
    made_at: datetime
    client: Client
    places: Sequence[Place] = ()
    bookings: Sequence[Booking] = ()
    planned: Sequence[PlannedTask] = ()
    enquiries: Sequence[Enquiry] = ()
    waiting: Sequence[Waiting] = ()
    events: Sequence[Event] = ()
    notices: Sequence[Notice] = ()
    entitlements: Sequence[Entitlement] = ()
    consumptions: Sequence[Consumption] = ()
    audit: Sequence[AuditEntry] = ()


def export_client(unit: UnitOfWork, client_id: ClientId, now: datetime) -> ClientRecord:
    """Return everything that is kept about one client; note it with `note_export` in a unit that writes.

    Raises
    ------
    NotFoundError
        If there is no such client.
    """
    client = unit.clients.get(client_id)
    bookings = tuple(unit.bookings.of_client(client_id).values())
    enquiries = tuple(unit.enquiries.of_client(client_id).values())
    entitlements = tuple(one for one in unit.entitlements.all().values() if one.client_id == client_id)
    waiting = unit.waiting.all()
    homes = (unit.places.find(home) for home in (client.home, *client.former_homes))
    return ClientRecord(
        town_id=unit.town_id,
        made_at=now,
        client=client,
        places=tuple(home for home in homes if home is not None),
        bookings=bookings,
        planned=_planned(unit, bookings),
        enquiries=enquiries,
        waiting=tuple(waiting[one.id] for one in enquiries if one.id in waiting),
        events=tuple(one for booking in bookings for one in unit.events.of_request(booking.id).values()),
        notices=tuple(one for one in unit.notices.between(LONG_AGO, date.max).values() if one.client_id == client_id),
        entitlements=entitlements,
        consumptions=tuple(taken for one in entitlements for taken in unit.consumptions.of_entitlement(one.id)),
        audit=tuple(unit.audit.about(client_subject(client_id))),
    )


def note_export(unit: UnitOfWork, user: UserId, client_id: ClientId, now: datetime) -> None:
    """Note that somebody took everything about a client out."""
    unit.audit.append(AuditEvent(at=now, by=user, action=EXPORTED, subject=client_subject(client_id)))


def _planned(unit: UnitOfWork, bookings: Sequence[Booking]) -> tuple[PlannedTask, ...]:
    """Return the planned tasks of some bookings, by the plan that holds on each day."""
    ids, tasks = {booking.id for booking in bookings}, []
    for day in sorted({booking.day for booking in bookings}):
        version = unit.days.get(day).plan
        if version is None:
            continue
        try:
            plan = unit.plans.get(day, version)
        except NotFoundError:
            continue  # kept long enough
        stops = (stop for route in plan.routes for stop in route.stops)
        tasks += [task for stop in stops for task in stop.tasks if task.request_id in ids]
    return tuple(tasks)
