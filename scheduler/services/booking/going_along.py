"""Open returns go with the ride that they belong to, when it gets another time: nobody is left out there for that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.request import Ride
from scheduler.services.booking.home_wishes import HomeWish, require_home_room, there_by, way_home
from scheduler.services.contributions import contribution_gr
from scheduler.services.entitling import consume
from scheduler.services.planning.open_day import open_day
from scheduler.services.ports import TravelTimes, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Along:
    """An open return that goes along.

    Attributes
    ----------
    there : RequestId
        The ride that it is the way home from.
    stay : timedelta
        From the arrival to when its client may call at the earliest.
    """

    home: Booking
    there: RequestId
    stay: timedelta


def homes_of(unit: UnitOfWork, before: Mapping[RequestId, Booking]) -> tuple[Along, ...]:
    """Return the open returns that belong to rides that are to get another time, and get none themselves.

    Parameters
    ----------
    before : mapping of RequestId to Booking
        What is to get another time, as it is booked, its days locked.

    Raises
    ------
    ConflictError
        If a leg at an hour has come to such a journey since it was asked about: it would be left behind.
    """
    found = []
    for home, there in _left_behind(unit, before):
        if not home.awaits_call:
            raise ConflictError(f"{home.id} belongs to the journey of {there.id}: ask for another time of both")
        begins = min(window.start.astimezone(UTC) for window in home.request.windows)
        found.append(Along(home=home, there=there.id, stay=max(timedelta(0), begins - there_by(there))))
    return tuple(found)


def go_along(
    unit: UnitOfWork, travel: TravelTimes, along: Iterable[Along], *, by: UserId, now: datetime
) -> tuple[Booking, ...]:
    """Put open returns behind their rides as these are booked now; return them.

    Raises
    ------
    RefusedError
        If no time is left for one on that day, or an entitlement has too little left.
    """
    return tuple(_behind(unit, travel, one, by, now) for one in along)


def _left_behind(unit: UnitOfWork, before: Mapping[RequestId, Booking]) -> Iterator[tuple[Booking, Booking]]:
    """Yield each leg that would stay where it is, with the last one of its journey that does not."""
    legs = [(one.request, one) for one in before.values() if isinstance(one.request, Ride) and one.request.journey]
    last = {ride.journey: one for ride, one in sorted(legs, key=lambda leg: leg[0].leg)}
    for day in {one.day for one in last.values()}:
        for one in unit.bookings.between(day, day).values():
            if one.held and one.id not in before and (there := last.get(_journey(one))) is not None:
                yield one, there


def _journey(booking: Booking) -> str | None:
    return booking.request.journey if isinstance(booking.request, Ride) else None


def _behind(unit: UnitOfWork, travel: TravelTimes, one: Along, by: UserId, now: datetime) -> Booking:
    there = unit.bookings.get(one.there)
    opened = open_day(unit, there.day, travel)
    wish = HomeWish(id=one.home.id, earliest=there_by(there) + one.stay)
    ride = replace(one.home.request, day=there.day, windows=way_home(opened.town, there, wish).windows)
    require_home_room(unit, opened, ride)
    home = replace(
        one.home,
        request=ride,
        published=None,
        former_days=tuple(sorted(one.home.days - {there.day})),
        contribution_gr=contribution_gr(opened.town, ride, opened.witness),
    )
    unit.bookings.put(home)
    consume(unit, home, now)
    unit.audit.append(AuditEvent(at=now, by=by, action="booking.went_along", subject=f"request:{home.id}"))
    return home
