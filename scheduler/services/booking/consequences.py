"""What would follow from ending bookings, told before it is done: in time or late, what comes back, what hangs."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import RequestId
from scheduler.services.booking.hanging import left_hanging
from scheduler.services.ending import Ending, status_of
from scheduler.services.entitling import comes_back
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What would follow for one booking.

    Attributes
    ----------
    status : BookingStatus
        As what it would end.
    takes : bool
        Whether it has taken of an entitlement.
    gives_back : bool
        Whether that comes back.
    """

    booking: Booking
    status: BookingStatus
    takes: bool
    gives_back: bool


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """What would follow for all of them.

    Attributes
    ----------
    hanging : tuple of Booking
        Legs of their journeys that would begin where nobody brings the client.
    """

    of: tuple[Consequence, ...]
    hanging: tuple[Booking, ...]


def consequences(unit: UnitOfWork, ids: Sequence[RequestId], ending: Ending) -> Consequences:
    """Return what would follow from ending bookings.

    Raises
    ------
    NotFoundError
        If there is no such booking.
    ConflictError
        If one has ended already.
    """
    found = [unit.bookings.get(key) for key in dict.fromkeys(ids)]
    if ended := [one.id for one in found if not one.held]:
        raise ConflictError(f"the booking {ended[0]} has ended already")
    hanging: list[Booking] = []
    for day in sorted({one.day for one in found}):
        own = {one.id for one in found if one.day == day}
        hanging += [unit.bookings.get(key) for key in left_hanging(unit.bookings.between(day, day).values(), own)]
    return Consequences(of=tuple(_of(unit, one, ending) for one in found), hanging=tuple(hanging))


def _of(unit: UnitOfWork, booking: Booking, ending: Ending) -> Consequence:
    status = status_of(unit, booking, ending)
    takes = any(one.counts for one in unit.consumptions.of_request(booking.id))
    return Consequence(
        booking=booking, status=status, takes=takes, gives_back=takes and comes_back(unit, booking, status)
    )
