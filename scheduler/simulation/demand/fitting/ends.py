"""How bookings have ended: called off, in time or late, or nobody was there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.capacity.parts import Endings
from scheduler.domain.ids import ServiceId
from scheduler.domain.request import Ride
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.demand.fitting.believing import share

_ALL_KNOWN = 20.0
"""The endings of all services together count as much as twenty bookings of a service's own."""
_LATE = BookingStatus.CANCELLED_LATE
_CANCELLED = frozenset({BookingStatus.CANCELLED, _LATE})
_NOT_THERE = frozenset({BookingStatus.NO_SHOW, BookingStatus.REFUSED})


@dataclass(frozen=True, kw_only=True)
class _Ended:
    booked: int
    cancelled: int
    late: int
    no_show: int


def endings(bookings: Iterable[Booking], services: Iterable[ServiceId]) -> Mapping[ServiceId, Endings]:
    """Return how bookings of each service end, believed against how those of all services do.

    What the office withdrew is nobody's fault, and counts nowhere; of a journey only its first ride counts.
    """
    counted = [one for one in bookings if one.status is not BookingStatus.WITHDRAWN and not _is_way_home(one)]
    pooled = _count(counted)
    everywhere = Endings(
        cancelled=share(pooled.cancelled, pooled.booked, 0, 0),
        late=share(pooled.late, pooled.cancelled, 0, 0),
        no_show=share(pooled.no_show, pooled.booked, 0, 0),
    )
    found = {key: _count([one for one in counted if one.request.service_id == key]) for key in services}
    return {key: _believed(one, everywhere) for key, one in found.items()}


def ended_bookings(unit: UnitOfWork, first: date, last: date) -> Collection[Booking]:
    """Return the bookings of some days that are closed; of all of them, if none is closed."""
    closed = {day for day, state in unit.days.between(first, last).items() if state.closed}
    bookings = unit.bookings.between(first, last).values()
    return [one for one in bookings if not closed or one.day in closed]


def _believed(one: _Ended, usual: Endings) -> Endings:
    return Endings(
        cancelled=share(one.cancelled, one.booked, usual.cancelled, _ALL_KNOWN),
        late=share(one.late, one.cancelled, usual.late, _ALL_KNOWN),
        no_show=share(one.no_show, one.booked, usual.no_show, _ALL_KNOWN),
    )


def _count(bookings: Collection[Booking]) -> _Ended:
    return _Ended(
        booked=len(bookings),
        cancelled=sum(one.status in _CANCELLED for one in bookings),
        late=sum(one.status is _LATE for one in bookings),
        no_show=sum(one.status in _NOT_THERE for one in bookings),
    )


def _is_way_home(booking: Booking) -> bool:
    return booking.open_return or (isinstance(booking.request, Ride) and booking.request.leg > 1)
