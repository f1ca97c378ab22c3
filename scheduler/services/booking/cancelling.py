"""Bookings that end before their day: by the client, in time or late, or by the office."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.errors import ConflictError, InputError, InputProblem, StaleError
from scheduler.domain.ids import RequestId, UserId
from scheduler.services.booking.freed_days import note_freed
from scheduler.services.entitling import give_back
from scheduler.services.facts import town_head
from scheduler.services.planning.changing import plan_anew
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.publishing import call_off, put_by
from scheduler.services.waiting import take_off_ended


@dataclass(frozen=True, kw_only=True)
class Ending:
    """Who ends bookings, when, and why.

    Attributes
    ----------
    by_office : bool
        The office withdraws them; otherwise the client cancels.
    """

    by: UserId
    at: datetime
    reason: str = ""
    by_office: bool = False


def end_bookings(
    unit: UnitOfWork, travel: TravelTimes, ids: Sequence[RequestId], ending: Ending
) -> tuple[Booking, ...]:
    """End bookings of one day, take them out of its plan, and give back what policy gives back of entitlements.

    Whoever waits for another time of one waits no longer. Whose booking the office withdraws has to be told: they are
    put onto the day's list of calls. That their places are free is noted; `FreedPlaces.after` offers them.

    Raises
    ------
    NotFoundError
        If there is no such booking.
    ConflictError
        If one has ended already, or its day is closed.
    """
    found = [unit.bookings.get(key) for key in dict.fromkeys(ids)]
    day = _one_day(found)
    state = unit.days.lock(day)
    if state.closed:
        raise ConflictError(f"{day.isoformat()} is closed; nothing of it changes any more")
    found = [unit.bookings.get(booking.id) for booking in found]  # as they are under the lock
    if _one_day(found) != day:
        raise StaleError(f"the booking {found[0].id}", seen=0, now=unit.bookings.stamp_of(found[0].id))
    ended = tuple(_ended(unit, booking, ending) for booking in found)
    for booking in ended:
        unit.bookings.put(booking)
        give_back(unit, booking, ending.at, late=booking.status is BookingStatus.CANCELLED_LATE)
        action = f"booking.{booking.status}"
        unit.audit.append(AuditEvent(at=ending.at, by=ending.by, action=action, subject=f"request:{booking.id}"))
    _stop_waiting(unit, {booking.id for booking in ended}, ending)
    put_by(unit, day, {booking.id for booking in ended})
    if ending.by_office:
        call_off(unit, state, ended, ending.at)
    plan_anew(unit, travel, state, why="cancelled", by=ending.by, at=ending.at)
    note_freed(unit, day, ending.at)
    return ended


def _stop_waiting(unit: UnitOfWork, ended: Collection[RequestId], ending: Ending) -> None:
    """End the waiting for another time of bookings: they would be called about the very place that they leave."""
    for enquiry in take_off_ended(unit, ended, ending.at):
        action, subject = f"enquiry.{enquiry.outcome}", f"enquiry:{enquiry.id}"
        unit.audit.append(AuditEvent(at=ending.at, by=ending.by, action=action, subject=subject))


def _one_day(bookings: Sequence[Booking]) -> date:
    days = {booking.day for booking in bookings}
    if len(days) != 1:
        told = ", ".join(sorted(day.isoformat() for day in days)) or "none"
        right = "end bookings of one day at a time"
        raise InputError([InputProblem(file="bookings", value=told, wrong="are of several days", right=right)])
    return days.pop()


def _ended(unit: UnitOfWork, booking: Booking, ending: Ending) -> Booking:
    if not booking.held:
        raise ConflictError(f"the booking {booking.id} has ended already ({booking.status})")
    status = BookingStatus.WITHDRAWN if ending.by_office else _status(unit, booking, ending.at)
    return replace(booking, status=status, ended_at=ending.at, ended_by=ending.by, reason=ending.reason)


def _status(unit: UnitOfWork, booking: Booking, at: datetime) -> BookingStatus:
    """Return whether a cancellation comes in time: measured from the promised window, or the first wished one."""
    rule = town_head(unit).policy.booking.of(booking.request.service_id)
    promise = booking.promise
    windows = [promise.pickup or promise.window] if promise else booking.request.windows
    deadline = min(window.start.astimezone(UTC) for window in windows) - rule.cancel_until
    return BookingStatus.CANCELLED if at.astimezone(UTC) <= deadline else BookingStatus.CANCELLED_LATE
