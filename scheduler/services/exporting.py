"""Everything that is kept about one client, for the client (GDPR, articles 15 and 20)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from scheduler.domain.actuals import Actual, Person
from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.client_record import ClientRecord
from scheduler.domain.closing import About, Statement, statement_id
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ClientId, RequestId, UserId
from scheduler.domain.live_day import Disruption, live_key
from scheduler.domain.plan import PlannedTask
from scheduler.services.auditing import EXPORTED, client_subject
from scheduler.services.learning.record import kept_learned
from scheduler.services.ports import UnitOfWork
from scheduler.services.retaining import LONG_AGO


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
        series=tuple(unit.series.of_client(client_id).values()),
        waiting=tuple(waiting[one.id] for one in enquiries if one.id in waiting),
        events=tuple(one for booking in bookings for one in unit.events.of_request(booking.id).values()),
        disruptions=_disruptions(unit, bookings),
        statements=_statements(unit, bookings),
        actuals=_actuals(unit, bookings, client_id),
        checks=tuple(unit.checks.of_client(client_id).values()),
        absences=tuple(unit.client_absences.of_client(client_id).values()),
        learned=tuple(one for one in kept_learned(unit).learned.estimates if one.client_id == client_id),
        notices=tuple(one for one in unit.notices.between(LONG_AGO, date.max).values() if one.client_id == client_id),
        messages=tuple(unit.messages.of_client(client_id).values()),
        message_wishes=unit.message_wishes.find(client_id),
        cards=tuple(replace(card, digest="") for one in bookings for card in unit.cards.of_request(one.id).values()),
        entitlements=entitlements,
        consumptions=tuple(taken for one in entitlements for taken in unit.consumptions.of_entitlement(one.id)),
        audit=tuple(unit.audit.about(client_subject(client_id))),
    )


def _disruptions(unit: UnitOfWork, bookings: Sequence[Booking]) -> tuple[Disruption, ...]:
    """Return what came in the way of some bookings themselves; snow came in everybody's."""
    ids = {booking.id for booking in bookings}
    days = (unit.live.find(live_key(day)) for day in sorted({day for booking in bookings for day in booking.days}))
    told = (one for live in days if live for one in live.disruptions)
    return tuple(_about(one, ids) for one in told if not ids.isdisjoint(one.request_ids))


def _about(one: Disruption, ids: Collection[RequestId]) -> Disruption:
    """Return what a disruption says of some requests; a note that is about others, too, may name them."""
    if one.request_ids.issubset(ids) or one.breakdown is None:
        return one
    mine = tuple(key for key in one.breakdown.aboard if key in ids)
    return replace(one, note="", breakdown=replace(one.breakdown, aboard=mine))


def note_export(unit: UnitOfWork, user: UserId, client_id: ClientId, now: datetime) -> None:
    """Note that somebody took everything about a client out."""
    unit.audit.append(AuditEvent(at=now, by=user, action=EXPORTED, subject=client_subject(client_id)))


def _statements(unit: UnitOfWork, bookings: Sequence[Booking]) -> tuple[Statement, ...]:
    found = (unit.statements.find(statement_id(booking.id, about)) for booking in bookings for about in About)
    return tuple(one for one in found if one is not None)


def _actuals(unit: UnitOfWork, bookings: Sequence[Booking], client_id: ClientId) -> tuple[Actual, ...]:
    found = (unit.actuals.find(booking.id) for booking in bookings)
    return tuple(_told_to(client_id, one) for one in found if one is not None)


def _told_to(client_id: ClientId, actual: Actual) -> Actual:
    """Return a record that says of others of the party neither how old they are nor where they live."""
    people = tuple(one if one.client_id == client_id else Person(client_id=one.client_id) for one in actual.people)
    district = actual.district_id if actual.people[0].client_id == client_id else None  # it is the first one's
    return replace(actual, people=people, district_id=district)


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
