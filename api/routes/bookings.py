"""Bookings: what was promised, and how it ends or gets another time."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Request, Response

from api.asking import office_of, who
from api.readying import ready
from api.replaying import created_id
from api.routes.enquiries import EnquiryKey, enquiry_key, find_enquiry, parties
from api.routing import needs, office_router
from api.schemas.bookings import (
    BookingList,
    BookingShown,
    CalledFor,
    CalledShown,
    Cancellation,
    ConsequencesShown,
    EnquiryAnswered,
    HomeWished,
    Renegotiation,
)
from api.schemas.moments import Day
from scheduler.domain.accounts import Role
from scheduler.domain.booking import Booking
from scheduler.domain.errors import InputError, InputProblem, UnknownIdError
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.request import Request as Wished
from scheduler.services.access import Permission, sees_shift
from scheduler.services.booking import Call, Ending, end_bookings
from scheduler.services.booking.consequences import consequences
from scheduler.services.booking.otherwise import ask_otherwise
from scheduler.services.ports import UnitOfWork
from scheduler.services.renegotiating import NewTime, other_times
from scheduler.services.wishing import check_requests

router = office_router("/api/v1/bookings", "bookings")
_read, _write = [needs(Permission.BOOKINGS_READ)], [needs(Permission.BOOKINGS_WRITE)]
OutboundKey = Annotated[str, Path(max_length=100, description="Id of the booking of a ride.")]
OpenReturnKey = Annotated[str, Path(max_length=100, description="Id of the booking of an open return.")]
BookingKey = Annotated[str, Path(max_length=100, description="Id of the booking's request.")]
OfDay = Annotated[Day | None, Query(description="Bookings of this service day.")]
OfClient = Annotated[str | None, Query(max_length=100, description="Bookings in whose party this client is.")]


@router.get("", dependencies=_read)
def list_bookings(request: Request, day: OfDay = None, client: OfClient = None) -> BookingList:
    """Return the bookings of a day, or of a client, ended ones too; a provider sees its own published work."""
    if (day is None) == (client is None):
        raise InputError(
            [InputProblem(file="query", wrong="names no list", right="name a day or a client, one of two")]
        )
    with office_of(request).store.reading(who(request).town_id) as unit:
        if day is not None:
            found = list(unit.bookings.between(day, day).values())
        else:
            key = ClientId(client or "")
            unit.clients.get(key)
            found = list(unit.bookings.of_client(key).values())
        visible = _visible(request, unit, found)
    return BookingList(items=shown_bookings(request, visible))


@router.get("/{request_id}", dependencies=_read)
def get_booking(request: Request, request_id: BookingKey) -> BookingShown:
    """Return a booking."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        visible = _visible(request, unit, [unit.bookings.get(RequestId(request_id))])
    if not visible:
        raise UnknownIdError("bookings", request_id)
    return shown_bookings(request, visible)[0]


@router.post("/cancellation", dependencies=_write)
def cancel_bookings(request: Request, body: Cancellation) -> BookingList:
    """End bookings of one day, all or none; whoever waits for their place, or is let down, is on the list of calls.

    409 `refused` (`journey_torn`): other legs of a journey would begin where nobody brings the client; they are named.
    """
    office, me = office_of(request), who(request)
    ending = Ending(by=me.user_id, at=office.clock.now(), reason=body.reason, by_office=body.by_office)
    ids = [RequestId(one) for one in body.ids]
    with office.store.writing(me.town_id) as unit:
        ended = end_bookings(unit, office.days.travel(unit), ids, ending, alone=body.alone)
    office.booking.freed.after(me.town_id, ended[0].day)
    return BookingList(items=[BookingShown.of(one) for one in ended])


@router.post("/cancellation/consequences", dependencies=_write)
def tell_consequences(request: Request, body: Cancellation) -> ConsequencesShown:
    """Say what would follow from ending bookings now, so that the caller can be told; nothing ends."""
    office, me = office_of(request), who(request)
    ending = Ending(by=me.user_id, at=office.clock.now(), by_office=body.by_office)
    with office.store.reading(me.town_id) as unit:
        told = consequences(unit, [RequestId(one) for one in body.ids], ending)
    office.looks.note(me, parties([*(one.booking.request for one in told.of)]), office.clock.now())
    return ConsequencesShown.of(told)


@router.post("/{outbound_id}/open-return", dependencies=_write, status_code=201)
def post_open_return(request: Request, response: Response, outbound_id: OutboundKey, body: HomeWished) -> BookingShown:
    """Book a way home at no fixed hour for a ride: time is kept free for it, and the client calls when it is time."""
    office, me = office_of(request), who(request)
    wish = body.wish(created_id(request, "R"))
    with office.store.reading(me.town_id) as unit:
        day = unit.bookings.get(RequestId(outbound_id)).day
    ready(request).on(me.town_id, [day])
    booking = office.open_returns.book(_call(request), RequestId(outbound_id), wish)
    response.headers["Location"] = f"/api/v1/bookings/{quote(booking.id, safe='')}"
    return shown_bookings(request, [booking])[0]


@router.post("/{open_return_id}/call", dependencies=_write)
def post_call(request: Request, open_return_id: OpenReturnKey, body: CalledFor) -> CalledShown:
    """Take the call of a client who wants to be fetched now: when the bus is expected, or why there is no place.

    Of a published day the crew reads it at once, and whoever has to be phoned about it is on the day's list;
    `published` says so. Where there is no place the call is kept, and an alert says so until a plan has one.
    """
    office, me = office_of(request), who(request)
    pickup = body.pickup.door if body.pickup else None
    called = office.open_returns.called(_call(request), RequestId(open_return_id), pickup)
    office.looks.note(me, parties([called.booking.request]), office.clock.now())
    return CalledShown.of(called)


@router.post("/renegotiation", dependencies=_write, status_code=201)
def renegotiate(request: Request, response: Response, body: Renegotiation) -> EnquiryAnswered:
    """Ask for another time for booked requests: an enquiry, by whose acceptance it takes the place of the promise."""
    office = office_of(request)
    requests, days = _renegotiated(request, body)
    answer = office.booking.ask(_call(request), requests, days, body.words, enquiry_id=enquiry_key(request))
    response.headers["Location"] = f"/api/v1/enquiries/{quote(answer.enquiry.id, safe='')}"
    return EnquiryAnswered.of(answer)


@router.put("/renegotiation/{enquiry_id}", dependencies=_write)
def renegotiate_otherwise(request: Request, enquiry_id: EnquiryKey, body: Renegotiation) -> EnquiryAnswered:
    """Let the enquiry of a call ask for yet another time for booked requests; it stays one enquiry.

    One that has ended otherwise than without an offer (`refused`) asks for nothing any more: 409.
    """
    enquiry = find_enquiry(request, enquiry_id)
    requests, days = _renegotiated(request, body)
    desk = office_of(request).booking
    return EnquiryAnswered.of(ask_otherwise(desk, _call(request), enquiry.id, requests, days, words=body.words))


def _renegotiated(request: Request, body: Renegotiation) -> tuple[Sequence[Wished], Sequence[date]]:
    """Return booked requests at the hours that are wished for instead, and the days; each day has a plan."""
    times = {
        RequestId(one.id): NewTime(windows=tuple(w.window for w in one.windows), wish=one.wish) for one in body.requests
    }
    days = list(dict.fromkeys(body.days))
    with office_of(request).store.reading(who(request).town_id) as unit:
        requests = other_times(unit, times, days[0])
        check_requests(unit, requests)
    ready(request).wished(who(request).town_id, requests, days)
    return requests, days


def _call(request: Request) -> Call:
    return Call(town_id=who(request).town_id, by=who(request).user_id)


def _visible(request: Request, unit: UnitOfWork, bookings: Sequence[Booking]) -> list[Booking]:
    """Return the bookings that somebody may see: a provider those that are published on its shifts."""
    me = who(request)
    if me.role is not Role.PROVIDER:
        return list(bookings)
    staff, vehicles = unit.staff.all(), unit.vehicles.all()
    shifts = {one.id: unit.shifts.find(one.published.shift_id) for one in bookings if one.published and one.held}
    own = {key for key, shift in shifts.items() if shift and sees_shift(me, shift, staff, vehicles)}
    return [one for one in bookings if one.id in own]


def shown_bookings(request: Request, bookings: Sequence[Booking]) -> list[BookingShown]:
    """Return bookings as whoever asks sees them, and note that they looked."""
    office, me = office_of(request), who(request)
    office.looks.note(me, parties(one.request for one in bookings), office.clock.now())
    return [BookingShown.of(one, office=me.role is not Role.PROVIDER) for one in bookings]
