"""What ends with a booking besides its place in the plan: hours of entitlements, waiting for another time, calls."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.service_days import DayState
from scheduler.services.entitling import give_back, take_again
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import call_off, put_by
from scheduler.services.publishing import put_back as tell_again
from scheduler.services.waiting import put_back_on_list, take_off_ended


@dataclass(frozen=True, kw_only=True)
class Ending:
    """Who ends bookings, when, and why.

    Attributes
    ----------
    by_office : bool
        They are withdrawn, and whoever waits for them has to be told; otherwise the client cancels.
    status : BookingStatus or None
        As what they end; None: what follows from who ends them, and when.
    by_crew : bool
        Whether it follows from what a crew has reported.
    """

    by: UserId
    at: datetime
    reason: str = ""
    by_office: bool = False
    status: BookingStatus | None = None
    by_crew: bool = False


def end_each(unit: UnitOfWork, state: DayState, found: Sequence[Booking], ending: Ending) -> tuple[Booking, ...]:
    """End bookings of one locked day, as they were read under its lock; its plan is the caller's to change.

    Raises
    ------
    ConflictError
        If one has ended already.
    """
    ended = tuple(_ended(unit, booking, ending) for booking in found)
    for booking in ended:
        unit.bookings.put(booking)
        give_back(unit, booking, ending.at)
        action = f"booking.{booking.status}"
        unit.audit.append(AuditEvent(at=ending.at, by=ending.by, action=action, subject=f"request:{booking.id}"))
    _stop_waiting(unit, {booking.id for booking in ended}, ending)
    put_by(unit, state.day, {booking.id for booking in ended}, ending.at)
    if ending.by_office:
        call_off(unit, state, ended, ending.at)
    return ended


def put_back(unit: UnitOfWork, booking: Booking, by: UserId, now: datetime) -> Booking:
    """Let a booking hold again that has ended by mistake, with what it took, and what was to be told about it.

    Whoever waited for another time of it waits again, where they stood.
    """
    if booking.ended_at is not None:
        take_again(unit, booking, booking.ended_at)
        tell_again(unit, booking.day, booking.id, booking.ended_at)
    held = replace(booking, status=BookingStatus.HELD, ended_at=None, ended_by=UserId(""), reason="", by_crew=False)
    unit.bookings.put(held)
    unit.audit.append(AuditEvent(at=now, by=by, action="booking.put_back", subject=f"request:{booking.id}"))
    for enquiry in put_back_on_list(unit, held, now):
        action, subject = f"enquiry.{enquiry.outcome}", f"enquiry:{enquiry.id}"
        unit.audit.append(AuditEvent(at=now, by=by, action=action, subject=subject))
    return held


def _stop_waiting(unit: UnitOfWork, ended: Collection[RequestId], ending: Ending) -> None:
    """End the waiting for another time of bookings: they would be called about the very place that they leave."""
    for enquiry in take_off_ended(unit, ended, ending.at):
        action, subject = f"enquiry.{enquiry.outcome}", f"enquiry:{enquiry.id}"
        unit.audit.append(AuditEvent(at=ending.at, by=ending.by, action=action, subject=subject))


def _ended(unit: UnitOfWork, booking: Booking, ending: Ending) -> Booking:
    if not booking.held:
        raise ConflictError(f"the booking {booking.id} has ended already ({booking.status})")
    return replace(
        booking,
        status=status_of(unit, booking, ending),
        ended_at=ending.at,
        ended_by=ending.by,
        reason=ending.reason,
        by_crew=ending.by_crew,
    )


def status_of(unit: UnitOfWork, booking: Booking, ending: Ending) -> BookingStatus:
    """Return as what a booking ends."""
    if ending.status is not None:
        return ending.status
    return BookingStatus.WITHDRAWN if ending.by_office else _status(unit, booking, ending.at)


def _status(unit: UnitOfWork, booking: Booking, at: datetime) -> BookingStatus:
    """Return whether a cancellation comes in time: measured from the promised window, or the first wished one."""
    deadline = cancel_by(unit, booking)
    in_time = deadline is None or at.astimezone(UTC) <= deadline
    return BookingStatus.CANCELLED if in_time else BookingStatus.CANCELLED_LATE


def cancel_by(unit: UnitOfWork, booking: Booking) -> datetime | None:
    """Return until when a client cancels in time, in UTC; None: nothing says when it would be, so always."""
    rule = town_head(unit).policy.booking.of(booking.request.service_id)
    promise = booking.promise
    windows = [promise.pickup or promise.window] if promise else booking.request.windows
    starts = [window.start.astimezone(UTC) for window in windows]
    return min(starts) - rule.cancel_until if starts else None
