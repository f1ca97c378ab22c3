"""Open returns ("will-call"): a ride home at no fixed hour, which becomes a request for now when the client calls."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, Offer, Refusal
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import RequestId
from scheduler.domain.place import Door
from scheduler.domain.request import Ride
from scheduler.domain.service_days import DayState
from scheduler.domain.time import ServiceDay, TimeWindow
from scheduler.services.booking.answering import why_not
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.booking.home_wishes import HomeWish, add_home, require_doors
from scheduler.services.booking.inserting import NoPlaceError, plan_with
from scheduler.services.booking.offering import asked_of, offers_on
from scheduler.services.booking.sentences import refusal
from scheduler.services.booking.taking import promise_of
from scheduler.services.dispatching.moving import Hand
from scheduler.services.facts import town_head
from scheduler.services.live.refreshing import refresh
from scheduler.services.parties import require_clients
from scheduler.services.planning.changing import keep_state, plan_anew
from scheduler.services.planning.left_out import keep_told
from scheduler.services.planning.open_day import OpenDay
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing_at_once import goes_unnoticed, publish_more


@dataclass(frozen=True, kw_only=True)
class Called:
    """What somebody who has called is told.

    Attributes
    ----------
    offer : Offer or None
        The place in the plan that was taken: when the bus is expected, and what was promised. None: there is none.
    refusal : Refusal or None
        Without a place: why, and the smallest change that would make one.
    published : bool
        Whether its crew reads it already.
    """

    booking: Booking
    offer: Offer | None = None
    refusal: Refusal | None = None
    published: bool = False

    @property
    def expected(self) -> datetime | None:
        """When the bus comes."""
        return self.offer.legs[0].start if self.offer else None


class OpenReturns:
    """Books open returns, and takes the calls of their clients.

    Parameters
    ----------
    desk : BookingDesk
        Whose days, clock and store are used.
    """

    def __init__(self, desk: BookingDesk) -> None:
        self._desk = desk

    def book(self, call: Call, outbound_id: RequestId, wish: HomeWish) -> Booking:
        """Book a way home for a ride that is booked; one that is called so already is left as it is.

        Raises
        ------
        NotFoundError
            If there is no such ride.
        ConflictError
            If it is no ride, has ended or has a way home already; if its day is closed, or its client or a place of it
            is not there any more.
        RefusedError
            If the town keeps no time free for it, or none is left; if an entitlement has too little left, or a client
            is away.
        """
        with self._desk.store.reading(call.town_id) as unit:
            day = unit.bookings.get(outbound_id).day
        now = self._desk.clock.now()
        with self._desk.days.lock(call.town_id, day), self._desk.store.writing(call.town_id) as unit:
            state = _open(unit.days.lock(day))
            known = unit.bookings.find(wish.id)
            if known is not None:
                return known
            booking = add_home(unit, self._desk.days.get(unit, day), outbound_id, wish, by=call.by, now=now)
            keep_state(unit, state)
        return booking

    def called(self, call: Call, booking_id: RequestId, pickup: Door | None = None) -> Called:
        """Put a client who has called into today's plan, as soon as can be with no promise of others broken.

        The call is written down also where there is no place: the request is planned from then on, and a plan that has
        room for it takes it in. Of a published day the plan with the place is published in the same act, unless other
        changes wait to be published that somebody would have to be phoned about: those are for a dispatcher to look at.

        Parameters
        ----------
        pickup : Door, optional
            Where the client is now; None: where the ride was booked from.

        Raises
        ------
        NotFoundError
            If there is no such booking.
        ConflictError
            If it is no open return, has ended, or its client has called already; if its day has not begun, or is
            closed.
        """
        now = self._desk.clock.now()
        with self._desk.store.writing(call.town_id) as unit:
            day = _callable(unit, booking_id).day
            _require_today(unit, day, now)
            unit.days.lock(day)
            refresh(unit, day, now)  # crews go on from where they are now
        with self._desk.days.lock(call.town_id, day), self._desk.store.writing(call.town_id) as unit:
            state = _open(unit.days.lock(day))
            booking = _for_now(_callable(unit, booking_id), now, pickup)
            require_clients(unit, [booking.request])
            require_doors(unit, booking.request)
            opened = self._desk.days.get(unit, day, frozenset({booking_id}))  # what it took is there for it
            offer, why = _soonest(opened, booking)
            if offer is not None:
                window = offer.legs[0].window
                booking = replace(booking, promise=promise_of(booking.request, window, at=now, by=call.by))
            unit.bookings.put(booking)
            _note(unit, call, now, "booking.called", booking)
            published = self._plan(unit, state, opened, booking, call)
            return Called(booking=unit.bookings.get(booking.id), offer=offer, refusal=why, published=published)

    def _plan(self, unit: UnitOfWork, state: DayState, opened: OpenDay, booking: Booking, call: Call) -> bool:
        """Keep a plan with somebody who has called, if there is one; return whether crews know it."""
        now, travel = self._desk.clock.now(), self._desk.days.travel(unit)
        if booking.promise is None:
            plan_anew(unit, travel, state, why="called", at=now, by=call.by)
            return False
        try:
            plan, *_ = plan_with(opened, [booking], made_at=now, version=state.last_plan + 1, reserve=True)
        except NoPlaceError as error:  # it was there a moment ago, under the same lock
            raise ConflictError(str(error)) from error
        quiet = goes_unnoticed(unit, state, now)
        keep_told(unit, state, opened, plan, why="called", by=call.by)
        return quiet and publish_more(unit, travel, state.day, Hand(by=call.by, at=now), self._desk.new_id)


def _soonest(opened: OpenDay, booking: Booking) -> tuple[Offer | None, Refusal | None]:
    """Return what is best for somebody who waits, the soonest, then what the fewest are called about; or why not."""
    if not opened.problem.shifts:
        return None, refusal("no_shift", booking.day)
    asked = asked_of(opened, [booking.request])
    found = offers_on(asked, reserve=True)
    if not found:
        return None, why_not(asked)
    return min(found, key=lambda one: (one.legs[0].start.astimezone(UTC), len(one.calls), one.cost_gr)), None


def _open(state: DayState) -> DayState:
    if state.closed:
        raise ConflictError(f"{state.day.isoformat()} is closed; nothing of it changes any more")
    return state


def _callable(unit: UnitOfWork, key: RequestId) -> Booking:
    booking = unit.bookings.get(key)
    if not booking.open_return or not booking.held:
        raise ConflictError(f"the booking {key} is no open return that is held")
    if booking.called_at is not None:
        raise ConflictError(f"the client has called for {key} already: agree on another time instead")
    return booking


def _require_today(unit: UnitOfWork, day: date, now: datetime) -> None:
    """Refuse to fetch somebody on another day; a shift across midnight is still of its own."""
    begins = ServiceDay(date=day, zone=town_head(unit).zone).midnight
    if now.astimezone(UTC) < begins.astimezone(UTC):
        raise ConflictError(f"{day.isoformat()} has not begun: whoever wants to be fetched calls on that day")


def _for_now(booking: Booking, now: datetime, pickup: Door | None) -> Booking:
    """Return an open return as a ride from now on, from where the client is."""
    ride = booking.request
    last = max(one.end for one in ride.windows)
    if not isinstance(ride, Ride) or now.astimezone(UTC) >= last.astimezone(UTC):
        raise ConflictError(
            f"no vehicle is out any more for {booking.id}: see to it that somebody brings the client home"
        )
    window = TimeWindow(start=now.astimezone(UTC), end=last)
    return replace(
        booking,
        request=replace(ride, origin=pickup or ride.origin, windows=(window,), wish=now.astimezone(UTC)),
        called_at=now,
    )


def _note(unit: UnitOfWork, call: Call, now: datetime, action: str, booking: Booking) -> None:
    unit.audit.append(AuditEvent(at=now, by=call.by, action=action, subject=f"request:{booking.id}"))
