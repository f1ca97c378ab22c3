"""A client is away until further notice: bookings end without a penalty, others in their parties go on.

Everything is done in one unit, on days that are locked: whoever books one of them at that moment either is seen here,
or sees the absence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.ids import AbsenceId, UserId
from scheduler.domain.live import Outcome
from scheduler.domain.notices import NoticeOutcome
from scheduler.domain.series import Series
from scheduler.domain.service_days import DayState
from scheduler.services.auditing import client_subject
from scheduler.services.booking.freed_days import note_freed
from scheduler.services.booking.taking_out import take_out
from scheduler.services.facts import is_over, town_head
from scheduler.services.live.progress import progress_on
from scheduler.services.parties import hold_clients
from scheduler.services.planning.changing import plan_anew
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.retaining import LONG_AGO
from scheduler.services.series.leaving import end_with_death
from scheduler.services.shown import shown_plan
from scheduler.services.waiting import leave_list

_DAY = timedelta(days=1)
_TO_DO = (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)


@dataclass(frozen=True, kw_only=True)
class Suspended:
    """What an absence did.

    Attributes
    ----------
    ended, left : tuple of Booking
        That have ended, and that go on without the client.
    freed : tuple of date
        Days on which places have become free.
    series : tuple of Series
        That have ended with a death. They stay so if that was wrong: new ones are taken down then.
    """

    absence: ClientAbsence
    ended: tuple[Booking, ...] = ()
    left: tuple[Booking, ...] = ()
    freed: tuple[date, ...] = ()
    series: tuple[Series, ...] = ()


def suspend(unit: UnitOfWork, travel: TravelTimes, told: ClientAbsence) -> Suspended:
    """Keep that a client is away: bookings to come end, and nothing is booked or said any more.

    Days that are closed, and bookings that a crew has begun, stay as they are. An absence that is kept already changes
    nothing.

    Raises
    ------
    NotFoundError
        If there is no such client.
    ConflictError
        If the client is away on one of these days already, and has not died since; or another absence is called so.
    """
    hold_clients(unit)
    unit.clients.get(told.client_id)
    known = unit.client_absences.find(told.id)
    if known is not None:
        return Suspended(absence=_same(known, told))
    _refuse_overlap(unit, told)
    by, at = told.reported_by, told.reported_at
    ended: list[Booking] = []
    left: list[Booking] = []
    freed: list[date] = []
    for day in _lock(unit, told):
        mine = _to_come(unit, told, day)
        if not mine:
            continue
        state = unit.days.get(day)
        after = [take_out(unit, state, one, told, at) for one in mine]
        ended += [one for one in after if not one.held]
        left += [one for one in after if one.held]
        _change_plan(unit, travel, state, told)
        freed.append(day)
    absence = replace(told, lost=tuple(one.id for one in (*ended, *left)))
    unit.client_absences.put(absence, seen=0)
    _put_by(unit, told)
    series: tuple[Series, ...] = ()
    if told.why is AwayWhy.DIED:
        for enquiry in leave_list(unit, told.client_id, at):
            subject = f"enquiry:{enquiry.id}"
            unit.audit.append(AuditEvent(at=at, by=by, action="enquiry.party_changed", subject=subject))
        series = end_with_death(unit, told)
    _note(unit, told, by, at, "client.away")
    return Suspended(absence=absence, ended=tuple(ended), left=tuple(left), freed=tuple(freed), series=series)


def resume(unit: UnitOfWork, absence_id: AbsenceId, by: UserId, now: datetime, *, seen: int) -> Suspended:
    """End an absence: the client may be booked for again. What was lost is to be asked for anew.

    Returns
    -------
    Suspended
        With the bookings that were lost and whose day is still to come.

    Raises
    ------
    NotFoundError, StaleError
        If there is none, or it has changed since it was seen.
    ConflictError
        If it has ended already.
    """
    known = unit.client_absences.get(absence_id)
    if known.over:
        raise ConflictError(f"the absence {absence_id} has ended already")
    absence = replace(known, ended_at=now, ended_by=by)
    unit.client_absences.put(absence, seen=seen)
    _note(unit, absence, by, now, "client.back")
    lost = (unit.bookings.find(key) for key in known.lost)
    found = [one for one in lost if one is not None and not is_over(unit, one.day, now)]
    return Suspended(
        absence=absence,
        ended=tuple(one for one in found if not one.held),
        left=tuple(one for one in found if one.held),
    )


def _same(known: ClientAbsence, told: ClientAbsence) -> ClientAbsence:
    if (known.client_id, known.first, known.last, known.why) != (told.client_id, told.first, told.last, told.why):
        raise ConflictError(f"there is another absence {told.id} already")
    return known


def _refuse_overlap(unit: UnitOfWork, told: ClientAbsence) -> None:
    """Refuse a second absence of the same days; a death is not to wait until somebody has ended the stay in hospital.

    That one is left as it is: if the death was reported wrongly, the client is still in hospital.
    """
    for one in unit.client_absences.of_client(told.client_id).values():
        died = told.why is AwayWhy.DIED and one.why is not AwayWhy.DIED
        ends_before = one.last is not None and one.last < told.first
        begins_after = told.last is not None and told.last < one.first
        if not (one.over or died or ends_before or begins_after):
            raise ConflictError(f"the client is away already from {one.first.isoformat()}: end that absence first")


def _lock(unit: UnitOfWork, told: ClientAbsence) -> Sequence[date]:
    """Lock all days that may hold something for the client; return those that an absence covers, in their order."""
    head = town_head(unit)
    today = told.reported_at.astimezone(head.zone).date()
    bookable = {today + k * _DAY for k in range(-1, head.policy.booking.horizon_days + 2)}
    booked = {one.day for one in unit.bookings.of_client(told.client_id).values() if one.day >= today - _DAY}
    days = [day for day in sorted(bookable | booked) if told.covers(day)]
    for day in days:
        unit.days.lock(day)
    # What was booked before the last lock was free; beyond the horizon nobody books.
    late = {one.day for one in unit.bookings.of_client(told.client_id).values() if one.day >= today - _DAY}
    if missed := sorted(day for day in late - set(days) if told.covers(day)):
        raise StaleError(f"the day {missed[0].isoformat()}", seen=0, now=unit.days.get(missed[0]).version)
    return days


def _to_come(unit: UnitOfWork, told: ClientAbsence, day: date) -> list[Booking]:
    """Return the client's bookings of a locked day that no crew has begun."""
    state = unit.days.get(day)
    held = [
        one
        for one in unit.bookings.between(day, day).values()
        if one.held and told.client_id in one.request.party.client_ids
    ]
    if state.closed or not held:
        return []
    plan = shown_plan(unit, day)
    if plan is None:
        return held
    found = progress_on(unit, plan, told.reported_at)
    return [
        one for one in held
        if one.id not in found.beside and found.outcomes.get(one.id, Outcome.OPEN) is Outcome.OPEN
    ]  # fmt: skip


def _change_plan(unit: UnitOfWork, travel: TravelTimes, state: DayState, told: ClientAbsence) -> None:
    plan_anew(unit, travel, state, why="away", at=told.reported_at, by=told.reported_by)
    note_freed(unit, state.day, told.reported_at)


def _put_by(unit: UnitOfWork, told: ClientAbsence) -> None:
    """Make what nobody has told the client yet needless; of one who has died all of it."""
    first, last = told.first, told.last or date.max
    if told.why is AwayWhy.DIED:
        first, last = LONG_AGO, date.max
    for one in unit.notices.between(first, last).values():
        if one.client_id == told.client_id and one.outcome in _TO_DO:
            unit.notices.put(replace(one, outcome=NoticeOutcome.NEEDLESS))


def _note(unit: UnitOfWork, absence: ClientAbsence, by: UserId, at: datetime, action: str) -> None:
    """Write it into the audit: that and since when, never why."""
    until = absence.last.isoformat() if absence.last is not None else ""
    fields = (f"absence={absence.id}", f"from={absence.first.isoformat()}", f"to={until}")
    unit.audit.append(AuditEvent(at=at, by=by, action=action, subject=client_subject(absence.client_id), fields=fields))
