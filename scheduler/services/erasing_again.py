"""Erasing clients again whom a backup has brought back."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from scheduler.domain.booking import Booking
from scheduler.domain.checks import Found
from scheduler.domain.ids import ClientId, UserId
from scheduler.domain.notices import NoticeOutcome
from scheduler.services.booking.freed_days import note_freed
from scheduler.services.ending import Ending, end_each
from scheduler.services.erasing import (
    Erased,
    ErasureReason,
    bare_bookings,
    bare_enquiries,
    erasure,
    forget_records,
    hold_days,
    take_out,
)
from scheduler.services.facts import is_over
from scheduler.services.mentions import NOTHING_SEEN, Mentions
from scheduler.services.parties import hold_clients
from scheduler.services.ports import UnitOfWork
from scheduler.services.series.leaving import leave_series
from scheduler.services.waiting import take_off_client

_TO_DO = (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)


def erase_again(
    unit: UnitOfWork,
    client_id: ClientId,
    *,
    since: datetime,
    by: UserId,
    now: datetime,
    reason: ErasureReason = ErasureReason.OTHER,
    known: Mentions = NOTHING_SEEN,
) -> Erased:
    """Erase a client who had been erased before a backup brought their rows back; nothing may stand against it now.

    What stood against it then had been ended, and is ended again: bookings whose hour had not passed are withdrawn,
    waiting is over, checks are closed. Others of a withdrawn booking's party are put onto the day's list of calls. The
    day's plan is not made anew here: whoever next changes or improves the day leaves the stops out, and so does the
    worker that offers what has become free to those who wait.

    Parameters
    ----------
    since : datetime
        When they were erased; what was promised for before has been done.
    known : Mentions
        Where plans speak of them, and of others who are erased again with them.

    Returns
    -------
    Erased
        A client whose key is gone, or of whom the backup knows nothing, has no places: where they lived cannot be read.
    """
    hold_clients(unit)
    client = unit.clients.find(client_id)
    days = hold_days(unit, client_id, client.name if client else "", now, known)
    _end(unit, client_id, since, Ending(by=by, at=now, by_office=True))
    take_off_client(unit, client_id, now)
    _close_checks(unit, client_id, by, now)
    client = unit.clients.find(client_id)  # as they are under the locks
    if client is None:
        bare = bare_bookings(unit, client_id, ()), bare_enquiries(unit, client_id, ())
        left = leave_series(unit, client_id)
        forget_records(unit, client_id)
        done = Erased(client_id=client_id, bookings=bare[0], enquiries=bare[1], series=left)
    else:
        done = take_out(unit, client, days)
    unit.audit.append(erasure(client_id, by=by, at=now, reason=reason, since=since))
    return done


def _end(unit: UnitOfWork, client_id: ClientId, since: datetime, ending: Ending) -> None:
    """Withdraw a client's later bookings, on days that `hold_days` has locked; nobody is to call the client."""
    held = [one for one in unit.bookings.of_client(client_id).values() if one.held and _latest(one) >= since]
    for day, found in groupby(sorted(held, key=lambda one: (one.day, one.id)), key=lambda one: one.day):
        state = unit.days.lock(day)
        end_each(unit, state, tuple(found), ending)
        unit.days.put(replace(state, version=state.version + 1))
        if not is_over(unit, day, ending.at) and not state.closed:
            note_freed(unit, day, ending.at)
        for notice in unit.notices.between(day, day).values():
            if notice.client_id == client_id and notice.outcome in _TO_DO:
                unit.notices.put(replace(notice, outcome=NoticeOutcome.NEEDLESS))


def _close_checks(unit: UnitOfWork, client_id: ClientId, by: UserId, now: datetime) -> None:
    """Close checks that nobody can go through any more; a day with an open one could never be closed."""
    for check in tuple(unit.checks.of_client(client_id).values()):
        if check.open:
            unit.checks.put(replace(check, outcome=Found.OTHER, closed_at=now, closed_by=by))


def _latest(booking: Booking) -> datetime:
    """Return when its service starts at the latest: as promised, or as wished."""
    windows = [booking.promise.window] if booking.promise else booking.request.windows
    return max(window.end.astimezone(UTC) for window in windows)
