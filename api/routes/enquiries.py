"""Enquiries: a call is written down, answered with windows that are truly free, and ends with a promise or without."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Request, Response

from api.asking import office_of, who
from api.days_between import span_of
from api.paging import Cursor, Limit, cursor_of, pair_of
from api.readying import ready
from api.replaying import HEADER, created_id, keyed_id
from api.routing import needs, office_router
from api.schemas.bookings import (
    Acceptance,
    BookingList,
    BookingShown,
    EnquiryAnswered,
    EnquiryEnd,
    EnquiryPage,
    EnquiryShown,
    WaitingShown,
    WaitingWish,
)
from api.schemas.moments import From, To
from api.schemas.wishes import EnquiryCreation
from scheduler.domain.booking import Booking, Enquiry, EnquiryOutcome, Offer, OfferedLeg
from scheduler.domain.errors import ConflictError, InputError, InputProblem
from scheduler.domain.ids import ClientId, EnquiryId, ShiftId
from scheduler.domain.request import Request as Wished
from scheduler.services.access import Permission
from scheduler.services.booking import Call
from scheduler.services.booking.otherwise import ask_otherwise
from scheduler.services.waiting import put_on_list
from scheduler.services.wishing import check_requests, home_of

router = office_router("/api/v1/enquiries", "enquiries")
_read, _write = [needs(Permission.ENQUIRIES_READ)], [needs(Permission.BOOKINGS_WRITE)]
EnquiryKey = Annotated[str, Path(max_length=100, description="Id of an enquiry.")]
Outcome = Annotated[EnquiryOutcome | None, Query(description="Only enquiries that ended so.")]


@router.post("", dependencies=_write, status_code=201)
def post_enquiry(request: Request, response: Response, body: EnquiryCreation) -> EnquiryAnswered:
    """Write a call down, and answer it; without an offer it is kept as refused, with the reason of each day."""
    office, me = office_of(request), who(request)
    base = keyed_id(request, "R") or office.new_id("R")
    days = list(dict.fromkeys(body.days))
    with office.store.reading(me.town_id) as unit:
        requests = body.wished(base, lambda client: home_of(unit, client))
        check_requests(unit, requests)
    ready(request).wished(who(request).town_id, requests, days)
    answer = office.booking.ask(_call(request), requests, days, body.words, enquiry_id=enquiry_key(request))
    response.headers["Location"] = f"/api/v1/enquiries/{quote(answer.enquiry.id, safe='')}"
    return EnquiryAnswered.of(answer)


@router.put("/{enquiry_id}/wish", dependencies=_write)
def put_wish(request: Request, enquiry_id: EnquiryKey, body: EnquiryCreation) -> EnquiryAnswered:
    """Let the enquiry of a call ask for something else, and answer it; it stays one enquiry, received when it was.

    One that has ended otherwise than without an offer (`refused`) asks for nothing any more: 409.
    """
    office, me = office_of(request), who(request)
    enquiry, days = find_enquiry(request, enquiry_id), list(dict.fromkeys(body.days))
    with office.store.reading(me.town_id) as unit:
        requests = body.wished(f"R-{enquiry.id.removeprefix('E-')}", lambda client: home_of(unit, client))
        check_requests(unit, requests)
    ready(request).wished(me.town_id, requests, days)
    return EnquiryAnswered.of(
        ask_otherwise(office.booking, _call(request), enquiry.id, requests, days, words=body.words)
    )


@router.get("", dependencies=_read)
def list_enquiries(
    request: Request,
    *,
    first: From = None,
    last: To = None,
    outcome: Outcome = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> EnquiryPage:
    """Return enquiries received on some days (the last four weeks), in their order."""
    first, last = span_of(request, first, last, days=-28)
    after = pair_of(cursor)
    with office_of(request).store.reading(who(request).town_id) as unit:
        known = sorted(unit.enquiries.between(first, last).values(), key=_key)
    rest = [one for one in known if (outcome in {None, one.outcome}) and (after is None or _key(one) > after)]
    _look(request, rest[:limit])
    more = _key(rest[limit - 1]) if len(rest) > limit else None
    return EnquiryPage(items=[EnquiryShown.of(one) for one in rest[:limit]], next=cursor_of(more))


@router.get("/{enquiry_id}", dependencies=_read)
def get_enquiry(request: Request, enquiry_id: EnquiryKey) -> EnquiryShown:
    """Return an enquiry."""
    enquiry = find_enquiry(request, enquiry_id)
    _look(request, [enquiry])
    return EnquiryShown.of(enquiry)


@router.post("/{enquiry_id}/offers", dependencies=_write)
def answer_again(request: Request, enquiry_id: EnquiryKey) -> EnquiryAnswered:
    """Answer an enquiry as things are now."""
    office, enquiry = office_of(request), find_enquiry(request, enquiry_id)
    ready(request).wished(who(request).town_id, enquiry.requests, enquiry.days)
    return EnquiryAnswered.of(office.booking.again(_call(request), enquiry.id))


@router.post("/{enquiry_id}/acceptance", dependencies=_write, status_code=201)
def accept_offer(request: Request, enquiry_id: EnquiryKey, body: Acceptance) -> BookingList:
    """Promise what was offered. 409 `taken`: somebody was quicker; `offers` are free now. 409 `refused`: `refusals`.

    With `open_return` the way home is booked in the same act, and listed last.
    """
    office, enquiry = office_of(request), find_enquiry(request, enquiry_id)
    ready(request).wished(who(request).town_id, enquiry.requests, [body.day])
    try:
        home = body.open_return.wish(created_id(request, "R")) if body.open_return else None
        bookings = office.booking.accept(_call(request), enquiry.id, _offer(enquiry, body), home=home)
    except ConflictError:
        if not (bookings := _accepted_before(request, enquiry, body)):
            raise
    return BookingList(items=[BookingShown.of(one) for one in bookings])


@router.post("/{enquiry_id}/end", dependencies=_write)
def end_enquiry(request: Request, enquiry_id: EnquiryKey, body: EnquiryEnd) -> EnquiryShown:
    """End an enquiry without a promise."""
    return EnquiryShown.of(office_of(request).booking.end(_call(request), EnquiryId(enquiry_id), body.outcome))


@router.put("/{enquiry_id}/waiting", dependencies=_write)
def put_on_waiting_list(request: Request, enquiry_id: EnquiryKey, body: WaitingWish) -> WaitingShown:
    """Put an enquiry on the waiting list; when a place is freed, it is put onto the day's list of calls."""
    office = office_of(request)
    with office.store.writing(who(request).town_id) as unit:
        waiting = put_on_list(unit, EnquiryId(enquiry_id), office.clock.now(), until=body.until, priority=body.priority)
    return WaitingShown.of(waiting)


def _accepted_before(request: Request, enquiry: Enquiry, body: Acceptance) -> tuple[Booking, ...]:
    """Return what the same person accepted with the same words: its answer was lost, and is asked for by its key."""
    if HEADER not in request.headers:
        return ()
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = [unit.bookings.find(one.id) for one in enquiry.requests]
        of_day = unit.bookings.between(body.day, body.day).values()
    homes, wished = [one for one in of_day if one.open_return and one.enquiry_id == enquiry.id], bool(body.open_return)
    kept = tuple(one for one in found if one is not None and one.held and one.enquiry_id == enquiry.id)
    told = {one.id: (one.promise.pickup or one.promise.window) for one in kept if one.promise}
    mine = all(one.promise is not None and one.promise.made_by == who(request).user_id for one in kept)
    return (*kept, *homes) if mine and kept and told == body.by_request and wished == bool(homes) else ()


def _call(request: Request) -> Call:
    me = who(request)
    return Call(town_id=me.town_id, by=me.user_id)


def find_enquiry(request: Request, enquiry_id: str) -> Enquiry:
    """Return an enquiry of the town."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        return unit.enquiries.get(EnquiryId(enquiry_id))


def _key(enquiry: Enquiry) -> tuple[str, str]:
    return f"{enquiry.received_at.timestamp():017.6f}", enquiry.id


def _look(request: Request, enquiries: Iterable[Enquiry]) -> None:
    office = office_of(request)
    office.looks.note(
        who(request), parties(one for enquiry in enquiries for one in enquiry.requests), office.clock.now()
    )


def enquiry_key(request: Request) -> EnquiryId | None:
    """Return what the enquiry of a request under a key is called, however often it is asked."""
    key = keyed_id(request, "E")
    return None if key is None else EnquiryId(key)


def parties(requests: Iterable[Wished]) -> Iterable[ClientId]:
    """Return everybody whom requests are for."""
    return (client for request in requests for client in request.party.client_ids)


def _offer(enquiry: Enquiry, body: Acceptance) -> Offer:
    """Return the offer that is meant: the desk believes nothing of it but its day and its windows."""
    windows, known = body.by_request, {one.id: one for one in enquiry.requests}
    if windows.keys() != known.keys() or len(windows) != len(body.windows):
        right = "name each request of the enquiry once, with the window that it was offered"
        raise InputError([InputProblem(file="body.windows", wrong="are not those of an offer", right=right)])
    legs = (
        OfferedLeg(request=known[key], window=window, start=window.start, shift_id=ShiftId(""))
        for key, window in windows.items()
    )
    return Offer(day=body.day, legs=tuple(legs), cost_gr=0, day_version=0)
