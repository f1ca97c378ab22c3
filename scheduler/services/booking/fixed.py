"""Bookings that nobody can put at another time: their hour or their day is over, or a crew has seen to them."""

from collections.abc import Iterable
from datetime import datetime

from scheduler.domain.booking import Booking, Refusal
from scheduler.domain.errors import RefusedError
from scheduler.domain.ids import RequestId
from scheduler.services.booking.sentences import refusal
from scheduler.services.live.outcomes import begun_on
from scheduler.services.ports import UnitOfWork


def fixed(unit: UnitOfWork, requests: Iterable[RequestId], now: datetime) -> Refusal | None:
    """Return why one of some requests stays as it is booked; None: none of them does.

    Whoever reads "closed", "over" or "begun" takes down a new wish, under an id of its own.
    """
    known = (unit.bookings.find(key) for key in requests)
    found = (_fixed(unit, one, now) for one in known if one is not None and one.held)
    return next((one for one in found if one is not None), None)


def require_not_fixed(unit: UnitOfWork, requests: Iterable[RequestId], now: datetime) -> None:
    """Refuse another time of requests of which one stays as it is booked.

    Raises
    ------
    RefusedError
        With the reason.
    """
    stays = fixed(unit, requests, now)
    if stays is not None:
        raise RefusedError([stays])


def _fixed(unit: UnitOfWork, booking: Booking, now: datetime) -> Refusal | None:
    if unit.days.get(booking.day).closed:
        return refusal("closed", booking.day)
    promise = booking.promise
    if promise is not None and (promise.pickup or promise.window).end < now:
        return refusal("over", booking.day, change=True, request=booking.id)
    if booking.id in begun_on(unit, booking.day):
        return refusal("begun", booking.day, change=True, request=booking.id)
    return None
