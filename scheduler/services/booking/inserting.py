"""Running the insertion again for what a caller has chosen: it holds on the day as it is now, or it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.booking import Booking, Enquiry, Offer, Refusal
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.plan import Pin, Plan
from scheduler.domain.request import Request, Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.booking.another_day import on_day
from scheduler.services.booking.calling import moved_from_holiday, wished_on
from scheduler.services.booking.offering import asked_of
from scheduler.services.booking.taking import place, promise_of
from scheduler.services.clients_away import away_refusal
from scheduler.services.facts import town_head
from scheduler.services.planning.kept_free import kept_free
from scheduler.services.planning.open_day import OpenDay, Orders
from scheduler.services.planning.writing import plan_from
from scheduler.services.ports import UnitOfWork

CALL_LASTS = timedelta(minutes=15)
"""For so long a call's notice counts from when it came in: nobody loses an offer by thinking it over."""


class NoPlaceError(Exception):
    """The place is not free any more; the unit of work is to be given up."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a caller has chosen: the requests on that day, and the window told for each."""

    day: date
    requests: tuple[Request, ...]
    windows: tuple[TimeWindow, ...]


def chosen(unit: UnitOfWork, enquiry: Enquiry, offer: Offer, now: datetime) -> Choice:
    """Return what an offer comes to for an enquiry; only its day and windows are believed.

    Raises
    ------
    ConflictError
        If it is no offer for this enquiry.
    RefusedError
        If the town's rules do not allow that day any more.
    """
    head = town_head(unit)
    called = max(enquiry.received_at, now - CALL_LASTS)
    given = [moved_from_holiday(enquiry.requests, day, head) for day in enquiry.days]
    if offer.day not in given:
        refusals = [one for one in given if isinstance(one, Refusal)]
        if refusals:
            raise RefusedError(refusals)
        raise ConflictError(f"{offer.day.isoformat()} was not wished for in the enquiry {enquiry.id}")
    wished = wished_on(unit, enquiry.requests, offer.day, called)
    if isinstance(wished, Refusal):
        raise RefusedError([wished])
    require_not_ended(unit, enquiry.requests)
    away = away_refusal(unit, enquiry.requests, offer.day)
    if away is not None:
        raise RefusedError([away])
    requests = on_day(enquiry.requests, offer.day, head.zone)
    windows = {leg.request.id: leg.window for leg in offer.legs}
    if windows.keys() != {request.id for request in requests}:
        raise ConflictError(f"this offer is not for the enquiry {enquiry.id}")
    for request in requests:
        widest = head.policy.booking.of(request.service_id).promise
        if windows[request.id].length > widest:
            raise ConflictError(f"no window as wide as {windows[request.id].length} was offered for {request.id}")
    for request in wished.requests:
        earliest = called + head.policy.booking.of(request.service_id).notice
        if not could_be_told(request, windows[request.id], earliest):
            raise ConflictError(f"that window was not offered for {request.id}")
    return Choice(day=offer.day, requests=requests, windows=tuple(windows[request.id] for request in requests))


def could_be_told(request: Request, window: TimeWindow, earliest: datetime) -> bool:
    """Return whether a window may be promised for a request: not sooner than the notice allows, and inside the wish."""
    start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
    ends = [one.end.astimezone(UTC) for one in request.windows]
    if start < min(earliest, *ends):
        return False
    if isinstance(request, Ride) and request.arrive_by:
        return start >= earliest and end <= max(ends)
    return any(one.holds(window) for one in request.windows)


def held(unit: UnitOfWork, choice: Choice) -> Mapping[RequestId, Booking]:
    """Return the bookings that a choice takes the place of."""
    found = (unit.bookings.find(request.id) for request in choice.requests)
    return {one.id: one for one in found if one is not None and one.held}


def require_not_ended(unit: UnitOfWork, requests: Sequence[Request]) -> None:
    """Refuse requests that were booked once and have ended: what is wished for again is another request."""
    known = (unit.bookings.find(request.id) for request in requests)
    if ended := [one.id for one in known if one is not None and not one.held]:
        raise ConflictError(f"the booking {ended[0]} has ended; give the new wish an id of its own")


def booked(
    request: Request, window: TimeWindow, enquiry: Enquiry, before: Booking | None, *, by: UserId, now: datetime
) -> Booking:
    """Return a booking with its promise; of one that was there before, what was published is known no more.

    An open return that is given an hour before its client has called is one no longer: plans leave those out. A ride
    that has become one of a journey since it was asked about stays one.
    """
    promise = promise_of(request, window, at=now, by=by)
    if before is not None:
        former = tuple(sorted(before.days - {request.day}))
        return replace(
            before,
            request=_in_journey(request, before.request),
            promise=promise,
            published=None,
            enquiry_id=enquiry.id,
            former_days=former,
            open_return=before.open_return and not before.awaits_call,
        )
    return Booking(request=request, promise=promise, enquiry_id=enquiry.id, booked_at=now, booked_by=by)


def _in_journey(request: Request, before: Request) -> Request:
    if isinstance(request, Ride) and isinstance(before, Ride) and request.journey is None:
        return replace(request, journey=before.journey)
    return request


def plan_with(
    day: OpenDay,
    bookings: Sequence[Booking],
    pins: Sequence[Pin] = (),
    *,
    made_at: datetime,
    version: int,
    reserve: bool = False,
) -> tuple[Plan, OpenDay, Orders]:
    """Return a day's next plan, with more bookings put in at their cheapest places, and the facts and orders it has.

    Parameters
    ----------
    reserve : bool
        Whether they may take of what is kept free for open returns.

    Raises
    ------
    NoPlaceError
        If they have none.
    """
    promises = [booking.promise for booking in bookings if booking.promise]
    asked = asked_of(day, [booking.request for booking in bookings], promises, pins)
    way = place(asked.day.board, asked.indices, None if reserve else kept_free(day))
    if way is None:
        raise NoPlaceError(f"what was offered on {day.day.date.isoformat()} has been taken meanwhile")
    orders = {**asked.day.board.orders, **way.orders}
    return plan_from(asked.day, orders, made_at=made_at, version=version), asked.day, orders
