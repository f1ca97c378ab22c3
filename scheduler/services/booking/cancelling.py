"""Bookings that end before their day: by the client, in time or late, or by the office."""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.errors import ConflictError, InputError, InputProblem, RefusedError, StaleError
from scheduler.domain.ids import RequestId
from scheduler.services.booking.freed_days import note_freed
from scheduler.services.booking.hanging import left_hanging
from scheduler.services.booking.sentences import refusal
from scheduler.services.ending import Ending, end_each
from scheduler.services.live.outcomes import served_or_aboard
from scheduler.services.not_now import not_now
from scheduler.services.planning.changing import plan_anew
from scheduler.services.ports import TravelTimes, UnitOfWork


def end_bookings(
    unit: UnitOfWork, travel: TravelTimes, ids: Sequence[RequestId], ending: Ending, *, alone: bool = False
) -> tuple[Booking, ...]:
    """End bookings of one day, take them out of its plan, and give back what policy gives back of entitlements.

    Whoever waits for another time of one waits no longer. Whose booking the office withdraws has to be told: they are
    put onto the day's list of calls. That their places are free is noted; `FreedPlaces.after` offers them.

    Parameters
    ----------
    alone : bool
        Whether clients get by themselves to where other legs of their journeys begin. The audit keeps it.

    Raises
    ------
    NotFoundError
        If there is no such booking.
    ConflictError
        If one has ended already, if a crew has served it or has its party aboard, or if its day is closed.
    RefusedError
        If another leg of a journey would begin where nobody brings its client any more.
    """
    found = [unit.bookings.get(key) for key in dict.fromkeys(ids)]
    day = _one_day(found)
    state = unit.days.lock(day)
    if state.closed:
        raise not_now("closed", f"{day.isoformat()} is closed; nothing of it changes any more")
    found = [unit.bookings.get(booking.id) for booking in found]  # as they are under the lock
    if _one_day(found) != day:
        raise StaleError(f"the booking {found[0].id}", seen=0, now=unit.bookings.stamp_of(found[0].id))
    if begun := sorted(served_or_aboard(unit, day) & {booking.id for booking in found}):
        raise ConflictError(f"a crew has served {begun[0]}, or has its party aboard; take that report back first")
    _mind_journeys(unit, found, ending, alone=alone)
    ended = end_each(unit, state, found, ending)
    plan_anew(unit, travel, state, why="cancelled", by=ending.by, at=ending.at)
    note_freed(unit, day, ending.at)
    return ended


def _mind_journeys(unit: UnitOfWork, ends: Sequence[Booking], ending: Ending, *, alone: bool) -> None:
    """Refuse to leave a leg behind that its client does not reach, or write down that they get there by themselves."""
    day = ends[0].day
    hanging = left_hanging(unit.bookings.between(day, day).values(), {one.id for one in ends})
    if hanging and not alone:
        raise RefusedError([refusal("journey_torn", day, change=True, legs=", ".join(hanging))])
    for key in hanging:
        unit.audit.append(AuditEvent(at=ending.at, by=ending.by, action="booking.left_alone", subject=f"request:{key}"))


def _one_day(bookings: Sequence[Booking]) -> date:
    days = {booking.day for booking in bookings}
    if len(days) != 1:
        told = ", ".join(sorted(day.isoformat() for day in days)) or "none"
        right = "end bookings of one day at a time"
        raise InputError([InputProblem(file="bookings", value=told, wrong="are of several days", right=right)])
    return days.pop()
