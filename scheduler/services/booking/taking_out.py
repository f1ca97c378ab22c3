"""A client who is away leaves a booking: it ends without a penalty, or goes on for the others of the party."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.errors import RefusedError
from scheduler.domain.ids import ClientId
from scheduler.domain.service_days import DayState
from scheduler.services.ending import Ending, end_each
from scheduler.services.entitling import consume
from scheduler.services.ports import UnitOfWork


def take_out(unit: UnitOfWork, state: DayState, booking: Booking, absence: ClientAbsence, at: datetime) -> Booking:
    """Take the client of an absence out of a held booking of a locked day; its plan is the caller's to change.

    Returns
    -------
    Booking
        As it is now: cancelled, if it was for nobody else.
    """
    if len(booking.request.party.client_ids) > 1:
        return _without(unit, booking, absence, at)
    ending = Ending(by=absence.reported_by, at=at, status=BookingStatus.CANCELLED)
    (ended,) = end_each(unit, state, [booking], ending)
    return ended


def _without(unit: UnitOfWork, booking: Booking, absence: ClientAbsence, at: datetime) -> Booking:
    """Keep a booking of several without the client, with what the others take and pay."""
    party = booking.request.party
    others = tuple(one for one in party.client_ids if one != absence.client_id)
    request = replace(booking.request, party=replace(party, client_ids=others))
    each = booking.contribution_gr // len(party.client_ids)
    after = replace(booking, request=request, contribution_gr=each * len(others))
    unit.bookings.put(after)
    _give_back(unit, booking, absence.client_id, at)
    with suppress(RefusedError):  # the others keep what they took
        consume(unit, after, at)
    subject = f"request:{booking.id}"
    unit.audit.append(AuditEvent(at=at, by=absence.reported_by, action="booking.party_changed", subject=subject))
    return after


def _give_back(unit: UnitOfWork, booking: Booking, client_id: ClientId, now: datetime) -> None:
    own = unit.entitlements.of_client(client_id)
    for one in unit.consumptions.of_request(booking.id):
        if one.counts and one.entitlement_id in own:
            unit.consumptions.put(replace(one, given_back_at=now))
