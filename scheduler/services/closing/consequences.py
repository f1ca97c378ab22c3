"""What the office says became of a request, as its booking has it: hours that nobody was served are given back.

Crews' reports are followed while the day runs. What a dispatcher says instead, and what was left out of the plan, is
followed when the day is closed, and put back when it is opened again.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from scheduler.domain.actuals import Actual, FinalOutcome
from scheduler.domain.booking import BookingStatus
from scheduler.domain.closing import Closing
from scheduler.domain.ids import UserId
from scheduler.domain.service_days import DayState
from scheduler.services.ending import Ending, end_each, put_back
from scheduler.services.ports import UnitOfWork

_AS: Mapping[FinalOutcome, BookingStatus] = {
    FinalOutcome.NO_SHOW: BookingStatus.NO_SHOW,
    FinalOutcome.CANCELLED_LATE: BookingStatus.CANCELLED_LATE,
    FinalOutcome.REFUSED: BookingStatus.REFUSED,
    # Nobody of ours came, or was ever asked to: nothing of it is the client's.
    FinalOutcome.MISSED: BookingStatus.WITHDRAWN,
    FinalOutcome.UNPLANNED: BookingStatus.WITHDRAWN,
    FinalOutcome.NOT_CALLED: BookingStatus.WITHDRAWN,
}


def end_unserved(unit: UnitOfWork, state: DayState, closing: Closing, actuals: Iterable[Actual]) -> None:
    """End the bookings of a day that is being closed that hold although nobody was served."""
    for one in actuals:
        booking, status = unit.bookings.find(one.request_id), _AS.get(one.outcome)
        if booking is not None and booking.held and status is not None:
            ending = Ending(by=closing.closed_by, at=closing.closed_at, reason=one.outcome.value, status=status)
            end_each(unit, state, [booking], ending)


def hold_again(unit: UnitOfWork, closing: Closing, by: UserId, now: datetime) -> None:
    """Let the bookings hold again that ended with a closing which does not count any more."""
    for booking in unit.bookings.between(closing.day, closing.day).values():
        ended_at = None if booking.ended_at is None else booking.ended_at.astimezone(UTC)
        if not booking.by_crew and (ended_at, booking.ended_by) == (closing.closed_at, closing.closed_by):
            put_back(unit, booking, by, now)
