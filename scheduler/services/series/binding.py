"""An occurrence becomes a booking: the desk finds a window that is truly free, and the plan of the day holds it.

Of one worker who comes each time the booking is pinned to the shift: no later search gives it to somebody else. Of
others the chosen worker is preferred, at the town's price: whoever stands in for them may come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, Enquiry, EnquiryOutcome, Offer, Refusal
from scheduler.domain.errors import ConflictError, RefusedError, StaleError, TakenError
from scheduler.domain.ids import ClientId, EnquiryId, RequestId, ShiftId, StaffId
from scheduler.domain.plan import LockKind, Pin
from scheduler.domain.request import Request
from scheduler.domain.series import Series
from scheduler.services.booking.answering import Why, answer_on
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.parties import hold_clients, require_clients
from scheduler.services.ports import UnitOfWork
from scheduler.services.readying import Readying
from scheduler.services.series.crews import cut, half_of
from scheduler.services.series.occurrences import requests_on
from scheduler.services.series.sentences import refusal_of
from scheduler.services.waiting import put_on_list


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where a leg of an occurrence was assigned to."""

    shift_id: ShiftId
    half: int
    staff_id: StaffId


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """An occurrence that is to be booked.

    Attributes
    ----------
    series : Series
        For those whom it is booked for.
    day, given : date
        Of the rule; and the service day.
    seats : tuple of Seat
        By leg.
    without : tuple of ClientId
        Who of the party is left out.
    """

    series: Series
    day: date
    given: date
    seats: tuple[Seat, ...]
    without: tuple[ClientId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Try:
    requests: tuple[Request, ...]
    pins: tuple[Pin, ...]


def enquiry_of(first: RequestId) -> EnquiryId:
    """Return the enquiry that an occurrence is written down as, by the id of its first request."""
    return EnquiryId(f"E-{first}")


def bind(desk: BookingDesk, call: Call, one: Occurrence) -> tuple[Booking, ...] | Refusal:
    """Book an occurrence where it was assigned to, or else as near as its series allows.

    Returns
    -------
    tuple of Booking, or Refusal
        What is new; nothing if somebody else has just booked it. Or why there is no place on that day; nothing is
        written then.
    """
    with desk.store.reading(call.town_id) as unit:
        zone = unit.head.get(call.town_id).zone
        requests = _with_staff(one, requests_on(one.series, one.day, one.given, zone))
        Readying(store=desk.store, days=desk.days, now=desk.clock.now()).on(call.town_id, [one.given])
    found: tuple[Offer, tuple[Pin, ...]] | None = None
    with desk.store.reading(call.town_id) as unit:
        for way in _tries(one, requests, unit):
            answer = answer_on(
                unit, desk.days, way.requests, one.given, desk.clock.now(), why=Why.UNTOLD, pins=way.pins
            )
            if answer.offers:
                found = answer.offers[0], way.pins if one.series.same_staff else ()
                break
        else:
            return _why(desk, unit, one, requests)
    return _accepted(desk, call, one, requests, *found)


def _accepted(  # noqa: PLR0917
    desk: BookingDesk,
    call: Call,
    one: Occurrence,
    requests: tuple[Request, ...],
    offer: Offer,
    pins: tuple[Pin, ...],
) -> tuple[Booking, ...] | Refusal:
    try:
        enquiry_id = _written(desk, call, one.series, requests)
        return desk.accept(call, enquiry_id, offer, pins=pins, unless=lambda unit: _changed(unit, one.series))
    except RefusedError as error:
        return error.refusals[0]
    except (TakenError, StaleError):
        return refusal_of("taken", offer.day)
    except ConflictError:  # another process has just booked the very same
        with desk.store.reading(call.town_id) as unit:
            known = tuple(unit.bookings.find(request.id) for request in requests)
        if not all(it is not None and it.held and it.day == offer.day for it in known):
            raise
        return ()


def wait(  # noqa: PLR0917
    desk: BookingDesk,
    call: Call,
    series: Series,
    requests: Sequence[Request],
    days: Sequence[date],
    refusals: Sequence[Refusal],
) -> EnquiryId | None:
    """Keep an occurrence that has no place as an enquiry that waits for one; it is there once.

    None: the series has changed since, and what it wants now is looked for when it is planned again.
    """
    now, key = desk.clock.now(), enquiry_of(requests[0].id)
    with desk.store.writing(call.town_id) as unit:
        known = unit.enquiries.find(key)
        if _changed(unit, series) is not None:
            if known is not None and known.outcome is EnquiryOutcome.OPEN:
                _note(unit, desk, call, replace(known, outcome=EnquiryOutcome.GONE, ended_at=now), new=False)
            return None
        if known is not None and known.outcome not in {EnquiryOutcome.OPEN, EnquiryOutcome.WAITING}:
            return key  # somebody has ended it, and knows why
        require_clients(unit, requests)
        made = known or Enquiry(
            id=key, received_at=now, taken_by=call.by, requests=tuple(requests), days=tuple(days),
        )  # fmt: skip
        _note(unit, desk, call, replace(made, refusals=tuple(refusals)), new=known is None)
        if unit.waiting.find(key) is None:
            put_on_list(unit, key, now, until=max(days))
    return key


def _with_staff(one: Occurrence, requests: tuple[Request, ...]) -> tuple[Request, ...]:
    """Return requests that prefer whoever was chosen, then those who were wished for."""
    return tuple(
        replace(request, preferred=tuple(dict.fromkeys((seat.staff_id, *request.preferred))))
        for request, seat in zip(requests, one.seats, strict=True)
    )


def _tries(one: Occurrence, requests: tuple[Request, ...], unit: UnitOfWork) -> Iterator[_Try]:
    """Yield what is asked for, the dearest first: that shift in that half-day, that shift, anybody who may come."""
    zone = unit.head.get(unit.town_id).zone
    pins = tuple(
        Pin(kind=LockKind.SHIFT, request_ids=(request.id,), shift_id=seat.shift_id)
        for request, seat in zip(requests, one.seats, strict=True)
    )
    halves = tuple(
        replace(request, windows=cut(request.windows, half_of(one.given, seat.half, zone)))
        for request, seat in zip(requests, one.seats, strict=True)
    )
    if all(request.windows for request in halves):
        yield _Try(requests=halves, pins=pins)
    yield _Try(requests=requests, pins=pins)
    if not one.series.same_staff:
        yield _Try(requests=requests, pins=())


def _why(desk: BookingDesk, unit: UnitOfWork, one: Occurrence, requests: tuple[Request, ...]) -> Refusal:
    """Return why a day has no place: for anybody, or only for the one worker who comes each time."""
    answer = answer_on(unit, desk.days, requests, one.given, desk.clock.now())
    return answer.refusal or refusal_of("staff", one.given, tuple({seat.half: None for seat in one.seats}))


def _is_as_it_was(unit: UnitOfWork, series: Series) -> bool:
    """Return whether a series still is what places were chosen for, minutes ago."""
    known = unit.series.find(series.id)
    return known is not None and known.revision == series.revision


def _changed(unit: UnitOfWork, series: Series) -> StaleError | None:
    """Return what forbids booking a series that has changed; until this unit ends, nobody changes it.

    Whoever changes a series holds the clients, too.
    """
    hold_clients(unit)
    if _is_as_it_was(unit, series):
        return None
    return StaleError(f"the series {series.id}", seen=0, now=unit.series.stamp_of(series.id))


def _written(desk: BookingDesk, call: Call, series: Series, requests: tuple[Request, ...]) -> EnquiryId:
    """Write an occurrence down as an enquiry; one that waited for a place is the same."""
    key, now = enquiry_of(requests[0].id), desk.clock.now()
    with desk.store.writing(call.town_id) as unit:
        if (error := _changed(unit, series)) is not None:
            raise error
        require_clients(unit, requests)
        known = unit.enquiries.find(key)
        if known is not None and known.outcome is EnquiryOutcome.PROMISED:
            return key
        days = (requests[0].day,)
        made = Enquiry(id=key, received_at=now, taken_by=call.by, requests=requests, days=days)
        changed = None if known is None else replace(known, requests=requests, days=days, refusals=())
        _note(unit, desk, call, changed or made, new=known is None)
    return key


def _note(unit: UnitOfWork, desk: BookingDesk, call: Call, enquiry: Enquiry, *, new: bool) -> None:
    unit.enquiries.put(enquiry, seen=0 if new else unit.enquiries.stamp_of(enquiry.id))
    if new:
        taken = AuditEvent(at=desk.clock.now(), by=call.by, action="enquiry.taken", subject=f"enquiry:{enquiry.id}")
        unit.audit.append(taken)
