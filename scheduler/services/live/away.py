"""Clients who are away, on a day of which crews report: what was done for them counts, and nothing else is put back.

An absence ends bookings as nobody has begun them, as far as anybody knew. A phone may be hours late: who was served
after all has had the service. And who is in hospital, or dead, is not fetched because a report was taken back.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.ids import AbsenceId, RequestId
from scheduler.domain.live import DayProgress, Outcome
from scheduler.domain.service_days import DayState
from scheduler.services.booking.taking_out import take_out
from scheduler.services.clients_away import absence_on
from scheduler.services.ending import put_back
from scheduler.services.ports import UnitOfWork

_HAD = frozenset({Outcome.SERVED, Outcome.ABOARD})


def return_served(
    unit: UnitOfWork, bookings: Iterable[Booking], progress: DayProgress, now: datetime
) -> tuple[Booking, ...]:
    """Let bookings hold again that an absence has ended, and whose client was in the vehicle or served; return them."""
    found = []
    for booking in bookings:
        cancelled = booking.status is BookingStatus.CANCELLED and not booking.by_crew
        had = progress.outcomes.get(booking.id) in _HAD or booking.id in progress.beside
        absence = _ended_by(unit, booking) if cancelled and had else None
        if absence is not None:
            found.append(put_back(unit, booking, booking.ended_by, now))
            _keep_lost(unit, absence.id, without={booking.id})
    return tuple(found)


def take_out_away(
    unit: UnitOfWork, state: DayState, bookings: Iterable[Booking], progress: DayProgress, now: datetime
) -> tuple[Booking, ...]:
    """Take clients who are away out of bookings of a locked day that nobody has begun; return these as they are now."""
    found: dict[RequestId, Booking] = {}
    lost: dict[AbsenceId, set[RequestId]] = defaultdict(set)
    for booking in bookings:
        if progress.outcomes.get(booking.id, Outcome.OPEN) is not Outcome.OPEN or booking.id in progress.beside:
            continue
        for client_id in booking.request.party.client_ids:
            absence = absence_on(unit, client_id, state.day)
            if absence is not None:
                found[booking.id] = take_out(unit, state, found.get(booking.id, booking), absence, now)
                lost[absence.id].add(booking.id)
    for absence_id, keys in lost.items():
        _keep_lost(unit, absence_id, more=keys)
    return tuple(found.values())


def _ended_by(unit: UnitOfWork, booking: Booking) -> ClientAbsence | None:
    """Return the absence that has ended a booking, whether that is over by now or not."""
    of_party = (unit.client_absences.of_client(one).values() for one in booking.request.party.client_ids)
    return next((one for known in of_party for one in known if booking.id in one.lost), None)


def _keep_lost(
    unit: UnitOfWork, absence_id: AbsenceId, *, more: Iterable[RequestId] = (), without: Iterable[RequestId] = ()
) -> None:
    """Write down what an absence has ended; whoever ends it at this moment is not written over."""
    seen = unit.client_absences.stamp_of(absence_id)
    absence = unit.client_absences.get(absence_id)
    gone = set(without)
    lost = tuple(one for one in dict.fromkeys((*absence.lost, *sorted(more))) if one not in gone)
    unit.client_absences.put(replace(absence, lost=lost), seen=seen)
