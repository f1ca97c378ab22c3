"""What belongs on one card: the legs of a journey, and until when they matter."""

from datetime import UTC, datetime, time, timedelta

from scheduler.domain.booking import Booking
from scheduler.domain.cards import LASTS
from scheduler.domain.request import Ride
from scheduler.domain.time import TimeWindow, clock_instant
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork

_DAY = timedelta(days=1)


def legs_of(unit: UnitOfWork, booking: Booking) -> tuple[Booking, ...]:
    """Return the legs of a booking's journey on its day, in their order, each of the same party; or itself alone."""
    ride = booking.request
    if not isinstance(ride, Ride) or ride.journey is None:
        return (booking,)
    of_day = unit.bookings.between(booking.day, booking.day).values()
    legs = [(one.request.leg, one) for one in of_day if isinstance(one.request, Ride) and _together(one.request, ride)]
    return tuple(one for _, one in sorted(legs, key=lambda leg: (leg[0], leg[1].id)))


def told_window(booking: Booking) -> TimeWindow | None:
    """Return what the client waits for: the promised window, of a ride that of the pickup; None: nothing was said."""
    promise = booking.promise
    return (promise.pickup or promise.window) if promise else None


def ends_at(unit: UnitOfWork, booking: Booking) -> datetime:
    """Return when a service is over at the latest, as far as it is known beforehand; in UTC."""
    promise, published = booking.promise, booking.published
    told = [promise.window.end] if promise else [window.end for window in booking.request.windows]
    known = [*told, *([published.start] if published else [])]
    service = unit.services.find(booking.request.service_id)
    if not known or booking.awaits_call:
        return clock_instant(booking.day + _DAY, time(0), town_head(unit).zone).astimezone(UTC)
    lasts = service.service_time if service else timedelta(0)
    return max(one.astimezone(UTC) for one in known) + lasts


def works_until(unit: UnitOfWork, legs: tuple[Booking, ...]) -> datetime:
    """Return until when a card of these legs can be looked at; in UTC."""
    return max(ends_at(unit, one) for one in legs) + LASTS


def _together(one: Ride, other: Ride) -> bool:
    return one.journey == other.journey and set(one.party.client_ids) == set(other.party.client_ids)
