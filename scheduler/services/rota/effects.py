"""What an absence does: to shifts, and to those who were promised something on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from scheduler.domain.booking import Booking, Offer
from scheduler.domain.ids import RequestId, ShiftId, StaffId, VehicleId
from scheduler.domain.plan import PlannedRoute
from scheduler.domain.promise import Promise
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.domain.time import TimeWindow
from scheduler.services.ports import UnitOfWork


class Repairs(Protocol):
    """Finds where a booking could go whose shift is gone."""

    def best(self, unit: UnitOfWork, booking: Booking, without: frozenset[ShiftId]) -> Offer | None:
        """Return the best other place for a booking, on none of these shifts; None: there is none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Substitute:
    """A worker who could take over.

    Attributes
    ----------
    same_provider : bool
        As the absent one's.
    works_that_day : bool
        Whether there is a shift of theirs on that day already, at another time.
    """

    staff_id: StaffId
    same_provider: bool
    works_that_day: bool = False


@dataclass(frozen=True, kw_only=True)
class ShiftEffect:
    """One shift that an absence took away (`after` is None) or changed.

    Attributes
    ----------
    substitutes : tuple of Substitute
        Workers who are free then, have what is needed and keep their rest; those of the same provider first.
    vehicles : tuple of VehicleId
        Vehicles that are free then and carry as much, if it is the vehicle that is missing; same provider first.
    """

    before: Shift
    after: Shift | None
    substitutes: tuple[Substitute, ...] = ()
    vehicles: tuple[VehicleId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TouchedBooking:
    """A booking that the day's present plan serves on a shift which is gone or changed.

    Attributes
    ----------
    start : datetime
        When that plan would have begun it.
    promise : Promise or None
        What the client was told.
    in_time : bool
        Whether what is left of the shift still has that time.
    repair : Offer or None
        Where it could go instead, if somebody was asked to look and found a place.
    """

    booking: Booking
    shift_id: ShiftId
    start: datetime
    promise: Promise | None
    in_time: bool
    repair: Offer | None = None


@dataclass(frozen=True, kw_only=True)
class AbsenceEffect:
    """What an absence did.

    Attributes
    ----------
    touched : tuple of TouchedBooking
        By day; on a day those with a promise first, then by planned start.
    given_back : tuple of Shift
        Shifts that are there again, or last longer, because another absence of its id took them or more of them.
    days : tuple of date
        Each has a new version.
    """

    absence: Absence
    shifts: tuple[ShiftEffect, ...] = ()
    touched: tuple[TouchedBooking, ...] = ()
    given_back: tuple[Shift, ...] = ()
    days: tuple[date, ...] = ()

    @property
    def promises(self) -> tuple[TouchedBooking, ...]:
        """Those of `touched` that were promised something."""
        return tuple(one for one in self.touched if one.promise is not None)


def touched_by(
    unit: UnitOfWork, changes: Sequence[tuple[Shift, Shift | None]], repairs: Repairs | None
) -> tuple[TouchedBooking, ...]:
    """Return the bookings that plans have on shifts which changed.

    Parameters
    ----------
    changes : sequence of (Shift, Shift or None)
        As they were, and what is left.
    """
    without = frozenset(before.id for before, _ in changes)
    found = [one for before, after in changes for one in _on_shift(unit, before, after, repairs, without)]
    return tuple(sorted(found, key=lambda one: (one.booking.day, one.promise is None, one.start, one.booking.id)))


def _during(shift: Shift, start: datetime, end: datetime) -> bool:
    return TimeWindow(start=shift.start, end=shift.end).holds(TimeWindow(start=start, end=end))


def _on_shift(
    unit: UnitOfWork, before: Shift, after: Shift | None, repairs: Repairs | None, without: frozenset[ShiftId]
) -> Iterator[TouchedBooking]:
    for request_id, (start, end) in _planned(_route(unit, before)).items():
        booking = unit.bookings.find(request_id)
        if booking is not None and booking.held:
            yield TouchedBooking(
                booking=booking,
                shift_id=before.id,
                start=start,
                promise=booking.promise,
                in_time=after is not None and _during(after, start, end),
                repair=repairs.best(unit, booking, without) if repairs else None,
            )


def _route(unit: UnitOfWork, shift: Shift) -> PlannedRoute | None:
    version = unit.days.get(shift.day).plan
    if version is None:
        return None
    plan = unit.plans.get(shift.day, version)
    return next((route for route in plan.routes if route.shift_id == shift.id), None)


def _planned(route: PlannedRoute | None) -> dict[RequestId, tuple[datetime, datetime]]:
    """Return when the service of each request on a route begins and ends."""
    found: dict[RequestId, tuple[datetime, datetime]] = {}
    for stop in route.stops if route else ():
        for task in stop.tasks:
            start, _ = found.get(task.request_id, (task.start, task.end))
            found[task.request_id] = (start, task.end)
    return found
