"""Ways home at no fixed hour: whether there is time for one more, and booking it for a ride that is booked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, HomeRoom, Offer
from scheduler.domain.errors import ConflictError, InputError, InputProblem, RefusedError
from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.place import Door
from scheduler.domain.request import Request, Ride
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.booking.sentences import refusal
from scheduler.services.booking.taking import promise_of
from scheduler.services.clients_away import away_refusal
from scheduler.services.contributions import contribution_gr
from scheduler.services.entitling import consume
from scheduler.services.parties import require_clients
from scheduler.services.planning.kept_free import kept_free
from scheduler.services.planning.open_day import OpenDay, open_day
from scheduler.services.ports import TravelTimes, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class HomeWish:
    """A way home that somebody wants to call for.

    Attributes
    ----------
    destination : Door or None
        None: where the way there begins.
    earliest : datetime or None
        None: when the way there has to have arrived.
    """

    id: RequestId
    destination: Door | None = None
    earliest: datetime | None = None


def add_home(  # whose ride, which way home, who and when
    unit: UnitOfWork, opened: OpenDay, outbound_id: RequestId, wish: HomeWish, *, by: UserId, now: datetime
) -> Booking:
    """Book a way home for a ride that is booked, on its locked day.

    Parameters
    ----------
    opened : OpenDay
        With the ride in its plan.

    Raises
    ------
    ConflictError
        If it is no ride, has ended or has a way home already; if its client or a place of it is not there any more.
    RefusedError
        If the ride brings its clients home itself; if the town keeps no time free for it, or none is left; if an
        entitlement has too little left, or a client is away.
    """
    out = _outbound(unit, outbound_id, opened.day.date)
    if _ends_at_home(unit, out.request):
        raise RefusedError([refusal("ends_at_home", out.day, change=True)])
    ride = way_home(opened.town, out, wish)
    require_clients(unit, [ride])
    require_doors(unit, ride)
    away = away_refusal(unit, [ride], ride.day)
    if away is not None:
        raise RefusedError([away])
    require_home_room(unit, opened, ride)
    booking = Booking(
        request=ride, open_return=True, booked_at=now, booked_by=by, enquiry_id=out.enquiry_id,
        contribution_gr=contribution_gr(opened.town, ride, opened.witness),
    )  # fmt: skip
    there = out.request
    if isinstance(there, Ride) and there.journey is None:
        unit.bookings.put(replace(out, request=replace(there, journey=ride.journey)))
    unit.bookings.put(booking)
    consume(unit, booking, now)
    unit.audit.append(AuditEvent(at=now, by=by, action="booking.open_return", subject=f"request:{booking.id}"))
    return booking


def home_beside(  # as `add_home`, of what has just been booked
    unit: UnitOfWork, travel: TravelTimes, bookings: Sequence[Booking], wish: HomeWish, *, by: UserId, now: datetime
) -> Booking:
    """Book a way home for the one ride that was just booked, looked for in the day as it is with that.

    Raises
    ------
    ConflictError, RefusedError
        As `add_home`; also if more than one ride was booked.
    """
    if len(bookings) != 1:
        raise ConflictError("an open return is booked with one ride, and this offer has several")
    opened = open_day(unit, bookings[0].day, travel)
    return add_home(unit, opened, bookings[0].id, wish, by=by, now=now)


def with_home_room(unit: UnitOfWork, opened: OpenDay, offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Return offers that say whether an open return could be booked with them, if they are of one ride."""
    return tuple(replace(one, home_room=_room_beside(unit, opened, one)) for one in offers)


def _room_beside(unit: UnitOfWork, opened: OpenDay, offer: Offer) -> HomeRoom | None:
    ride, window = offer.legs[0].request, offer.legs[0].window
    if len(offer.legs) != 1 or not isinstance(ride, Ride) or ride.journey is not None or _ends_at_home(unit, ride):
        return None
    promise = promise_of(ride, window, at=window.start, by="")
    try:
        home = way_home(opened.town, Booking(request=ride, promise=promise), HomeWish(id=RequestId("")))
    except RefusedError:
        return None
    return home_room(unit, opened, home)


def require_doors(unit: UnitOfWork, request: Request) -> None:
    """Refuse an entrance that a place has not: it would be missed only when the client wants to go home."""
    doors = {"origin": request.origin, "destination": request.destination} if isinstance(request, Ride) else {}
    for name, door in doors.items():
        known = [one.name for one in unit.places.get(door.place_id).entrances]
        if door.entrance and door.entrance not in known:
            right = (
                f"one of: {', '.join(filter(None, known))}" if any(known) else "leave it out; the place has one door"
            )
            problem = InputProblem(
                file="body", column=f"{name}.entrance", value=door.entrance[:60], wrong="is unknown", right=right
            )  # fmt: skip
            raise InputError([problem])


def _outbound(unit: UnitOfWork, key: RequestId, day: date) -> Booking:
    """Return the ride that somebody wants to come home from, as it is under the day's lock."""
    out = unit.bookings.get(key)
    if not isinstance(out.request, Ride) or not out.held or out.day != day:
        raise ConflictError(f"the booking {key} is no ride that is held: book a way home for the way there")
    journey = out.request.journey
    legs = _legs(unit.bookings.between(day, day).values(), journey)
    if any(leg.leg > out.request.leg for leg in legs):
        raise ConflictError(f"the journey of {key} goes on already: cancel that leg first")
    return out


def _ends_at_home(unit: UnitOfWork, request: Request) -> bool:
    """Return whether everybody of a ride is at home when it ends."""
    clients = (unit.clients.find(one) for one in request.party.client_ids)
    return isinstance(request, Ride) and all(one and one.home == request.destination.place_id for one in clients)


def _legs(bookings: Iterable[Booking], journey: str | None) -> list[Ride]:
    rides = (one.request for one in bookings if one.held and isinstance(one.request, Ride))
    return [ride for ride in rides if journey is not None and ride.journey == journey]


def way_home(town: Town, out: Booking, wish: HomeWish) -> Ride:
    """Return the ride home: any time from when the client may want it, until the last vehicle is back.

    Raises
    ------
    RefusedError
        If no vehicle is out any more by then.
    """
    there = out.request
    if not isinstance(there, Ride):
        raise TypeError(there)
    earliest = (wish.earliest or there_by(out)).astimezone(UTC)
    ends = [shift.end.astimezone(UTC) for shift in town.shifts_on(out.day) if shift.vehicle_id is not None]
    if max(ends, default=earliest) <= earliest:
        raise RefusedError([refusal("no_shift", out.day)])
    return replace(
        there,
        id=wish.id,
        windows=(TimeWindow(start=earliest, end=max(ends)),),
        wish=None,
        group=None,
        origin=there.destination,
        destination=wish.destination or there.origin,
        arrive_by=False,
        journey=there.journey or there.id,
        leg=there.leg + 1,
        shortest_stay=None,
        longest_stay=None,
    )


def there_by(out: Booking) -> datetime:
    """Return by when a ride has to have arrived: as promised, or as wished; in UTC."""
    windows = (out.promise.window,) if out.promise is not None else out.request.windows
    return max(one.end.astimezone(UTC) for one in windows)


def home_room(unit: UnitOfWork, opened: OpenDay, ride: Request) -> HomeRoom | None:
    """Return the time for open returns with one more of them, where it is tightest; None: none is kept free."""
    kept, policy = kept_free(opened), opened.town.policy.live.open_returns
    if kept is None:
        return None
    of_day = unit.bookings.between(ride.day, ride.day).values()
    others = [one.request for one in of_day if one.awaits_call and one.id != ride.id]
    begins = [one.windows[0].start.astimezone(UTC) for one in (*others, ride)]
    # All of them have until the last vehicle is back: from each one's hour on, it and the later ones have to fit.
    each_s = int(policy.each.total_seconds())
    found = (
        HomeRoom(free_s=kept.left_s(at, ride.windows[0].end), needed_s=each_s * sum(one >= at for one in begins))
        for at in begins
    )
    return min(found, key=lambda one: (one.fits, one.free_s, one.needed_s))


def require_home_room(unit: UnitOfWork, opened: OpenDay, ride: Request) -> None:
    """Refuse an open return for which no time is left, or none is kept."""
    room = home_room(unit, opened, ride)
    if room is None:
        raise RefusedError([refusal("no_open_returns", ride.day, change=True)])
    if not room.fits:
        free, needed = room.free_s // 60, room.needed_s // 60
        raise RefusedError([refusal("open_returns_full", ride.day, change=True, free=free, needed=needed)])
