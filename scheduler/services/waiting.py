"""The waiting list: enquiries that want to be told when their wish can be met."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.booking import Booking, Enquiry, EnquiryOutcome, Waiting
from scheduler.domain.errors import ConflictError, InputError, InputProblem
from scheduler.domain.ids import ClientId, EnquiryId, RequestId, SeriesId
from scheduler.domain.series import series_day
from scheduler.domain.time import ServiceDay
from scheduler.services.facts import is_over, part_of_town
from scheduler.services.horizon.frame import Frame
from scheduler.services.horizon.requests import priority_of
from scheduler.services.parties import hold_clients, require_clients
from scheduler.services.ports import UnitOfWork

_PRIORITIES = range(1, 6)
_MAY_WAIT = (EnquiryOutcome.OPEN, EnquiryOutcome.REFUSED, EnquiryOutcome.DECLINED, EnquiryOutcome.WAITING)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody on the waiting list, with what was wished for."""

    waiting: Waiting
    enquiry: Enquiry


def put_on_list(
    unit: UnitOfWork, enquiry_id: EnquiryId, now: datetime, *, until: date, priority: int | None = None
) -> Waiting:
    """Put an enquiry on the waiting list; one that is on it keeps its place in the queue.

    Parameters
    ----------
    until : date
        The last day that would still help.
    priority : int, optional
        1 (first) to 5. None: that of its most urgent request; the ordinary one of a ride gives way to its purpose's.

    Raises
    ------
    NotFoundError
        If there is no such enquiry.
    ConflictError
        If it has a promise, its caller gave up, or a client of it is not there any more.
    InputError
        If the priority is none, or no day that was wished for is between today and `until`.
    """
    hold_clients(unit)
    enquiry, seen = unit.enquiries.get(enquiry_id), unit.enquiries.stamp_of(enquiry_id)
    if enquiry.outcome not in _MAY_WAIT:
        raise ConflictError(f"the enquiry {enquiry_id} has ended ({enquiry.outcome.value}); take down a new one")
    require_clients(unit, enquiry.requests)
    _check(unit, enquiry, until, priority, now)
    before = unit.waiting.find(enquiry_id)
    waiting = Waiting(
        enquiry_id=enquiry_id,
        since=before.since if before else now,
        priority=priority or _priority(unit, enquiry),
        until=until,
        called_at=before.called_at if before else None,
    )
    unit.waiting.put(waiting)
    waits = replace(enquiry, outcome=EnquiryOutcome.WAITING, ended_at=enquiry.ended_at or now)
    unit.enquiries.put(waits, seen=seen)  # at another desk the same call may just end in a promise
    return waiting


def take_off(unit: UnitOfWork, enquiry_id: EnquiryId, now: datetime, *, outcome: EnquiryOutcome) -> Enquiry:
    """Take an enquiry off the waiting list, and write down how it ended.

    Raises
    ------
    NotFoundError
        If it is not on the list.
    ConflictError
        If `outcome` is no end: waiting or open.
    """
    if outcome in {EnquiryOutcome.WAITING, EnquiryOutcome.OPEN}:
        raise ConflictError(f"{outcome.value} is no way for waiting to end; say promised, declined, refused or gone")
    unit.waiting.remove(enquiry_id)
    ended = replace(unit.enquiries.get(enquiry_id), outcome=outcome, ended_at=now)
    unit.enquiries.put(ended, seen=unit.enquiries.stamp_of(enquiry_id))
    return ended


def take_off_ended(unit: UnitOfWork, ended: Collection[RequestId], now: datetime) -> tuple[Enquiry, ...]:
    """Take those off the list who wait for another time of bookings that have just ended; return them.

    Their places are kept: `put_back_on_list` gives them back.
    """
    waiting = dict(unit.waiting.all())
    known = ((unit.enquiries.find(key), place) for key, place in waiting.items())
    gone = [(one.id, place) for one, place in known if one and any(request.id in ended for request in one.requests)]
    found = []
    for key, place in gone:
        after = replace(take_off(unit, key, now, outcome=EnquiryOutcome.GONE), waited=place)
        unit.enquiries.put(after)
        found.append(after)
    return tuple(found)


def put_back_on_list(unit: UnitOfWork, booking: Booking, now: datetime) -> tuple[Enquiry, ...]:
    """Give those their places back who waited for another time of a booking that holds again; return them.

    They stand where they stood. Whose last day is over by now, or who has ended otherwise, does not wait any more.
    """
    known = {
        key: one for client in booking.request.party.client_ids for key, one in unit.enquiries.of_client(client).items()
    }
    found = []
    for key, enquiry in known.items():
        place = enquiry.waited
        wanted = any(request.id == booking.id for request in enquiry.requests)
        if place is None or not wanted or enquiry.outcome is not EnquiryOutcome.GONE or is_over(unit, place.until, now):
            continue
        unit.waiting.put(place)
        after = replace(enquiry, outcome=EnquiryOutcome.WAITING, ended_at=place.since, waited=None)
        unit.enquiries.put(after, seen=unit.enquiries.stamp_of(key))
        found.append(after)
    return tuple(found)


def take_off_client(unit: UnitOfWork, client_id: ClientId, now: datetime) -> tuple[Enquiry, ...]:
    """Take a client's enquiries off the list, who is there no more; return them."""
    mine = [one for one in unit.enquiries.of_client(client_id) if unit.waiting.find(one)]
    return tuple(take_off(unit, one, now, outcome=EnquiryOutcome.GONE) for one in mine)


def leave_list(unit: UnitOfWork, client_id: ClientId, now: datetime) -> tuple[Enquiry, ...]:
    """Take a client who has died out of what waits; what waits for nobody else leaves the list. Return what waits on.

    The others of a party stand where they stood, also those whose place is kept until a booking is put back.
    """
    waits_on = []
    for key, enquiry in tuple(unit.enquiries.of_client(client_id).items()):
        on_list = unit.waiting.find(key) is not None
        others = _for_others(enquiry, client_id)
        if others.requests and (on_list or enquiry.waited is not None):
            unit.enquiries.put(others, seen=unit.enquiries.stamp_of(key))
            waits_on.append(others)
        elif on_list:
            take_off(unit, key, now, outcome=EnquiryOutcome.GONE)
    return tuple(waits_on)


def take_off_series(unit: UnitOfWork, series_id: SeriesId, now: datetime) -> tuple[Enquiry, ...]:
    """Take the occurrences of a series off the list that were never booked; return them.

    What it still wants after a change is written down under other ids when it is planned. Who waits for another time of
    what is booked waits on.
    """
    waiting = (unit.enquiries.find(one) for one in tuple(unit.waiting.all()))
    wanted = [one for one in waiting if one and any(series_day(series_id, each.id) for each in one.requests)]
    mine = [one for one in wanted if not any(unit.bookings.find(each.id) for each in one.requests)]
    return tuple(take_off(unit, one.id, now, outcome=EnquiryOutcome.GONE) for one in mine)


def called(unit: UnitOfWork, enquiry_id: EnquiryId, now: datetime) -> Waiting:
    """Write down that somebody has just offered a freed place; the place in the queue stays.

    Raises
    ------
    NotFoundError
        If it is not on the list.
    """
    waiting = replace(unit.waiting.get(enquiry_id), called_at=now)
    unit.waiting.put(waiting, seen=unit.waiting.stamp_of(enquiry_id))  # who was taken off meanwhile stays off
    return waiting


def candidates(unit: UnitOfWork, day: date) -> Sequence[Candidate]:
    """Return those who wait for something on a day, in fair order: by priority, then whoever waits longest.

    Whoever waits for another time of what has ended meanwhile is none of them.
    """
    those = ((one, unit.enquiries.find(one.enquiry_id)) for one in unit.waiting.all().values() if day <= one.until)
    found = (Candidate(waiting=one, enquiry=enquiry) for one, enquiry in those if enquiry and day in enquiry.days)
    return sorted((one for one in found if not _has_ended(unit, one.enquiry)), key=_turn)


def expire(unit: UnitOfWork, now: datetime) -> tuple[Enquiry, ...]:
    """Take those off the list whom no bookable day can help any more; return them.

    They end as refused, or as declined if a place was offered to them meanwhile. Entries whose enquiry was erased go.
    """
    ended = []
    for waiting in unit.waiting.all().values():
        enquiry = unit.enquiries.find(waiting.enquiry_id)
        if enquiry is None:
            unit.waiting.remove(waiting.enquiry_id)
        elif not _days_left(unit, enquiry, waiting.until, now):
            outcome = EnquiryOutcome.REFUSED if waiting.called_at is None else EnquiryOutcome.DECLINED
            ended.append(take_off(unit, waiting.enquiry_id, now, outcome=outcome))
    return tuple(ended)


def _for_others(enquiry: Enquiry, client_id: ClientId) -> Enquiry:
    """Return an enquiry without a client, and without what was wished for them alone."""
    parties = ((one, [key for key in one.party.client_ids if key != client_id]) for one in enquiry.requests)
    left = (replace(one, party=replace(one.party, client_ids=tuple(keys))) for one, keys in parties if keys)
    return replace(enquiry, requests=tuple(left))


def _has_ended(unit: UnitOfWork, enquiry: Enquiry) -> bool:
    bookings = (unit.bookings.find(request.id) for request in enquiry.requests)
    return any(one is not None and not one.held for one in bookings)


def _turn(candidate: Candidate) -> tuple[int, float, str]:
    waiting = candidate.waiting
    return waiting.priority, waiting.since.timestamp(), waiting.enquiry_id


def _days_left(unit: UnitOfWork, enquiry: Enquiry, until: date, now: datetime) -> bool:
    return any(day <= until and not is_over(unit, day, now) for day in enquiry.days)


def _check(unit: UnitOfWork, enquiry: Enquiry, until: date, priority: int | None, now: datetime) -> None:
    if priority is not None and priority not in _PRIORITIES:
        raise _wrong("priority", str(priority), "is no priority", "use 1 (first) to 5")
    if not _days_left(unit, enquiry, until, now):
        wished = ", ".join(day.isoformat() for day in sorted(enquiry.days))
        raise _wrong("until", until.isoformat(), "leaves no day to wait for", f"wished for is {wished or 'no day'}")


def _wrong(column: str, value: str, wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file="waiting", column=column, value=value, wrong=wrong, right=right)])


def _priority(unit: UnitOfWork, enquiry: Enquiry) -> int:
    town = part_of_town(unit, purposes=unit.purposes.all())
    frames = (Frame(town, ServiceDay(date=request.day, zone=town.zone)) for request in enquiry.requests)
    found = (priority_of(frame, one) for frame, one in zip(frames, enquiry.requests, strict=True))
    return min(found, default=Waiting.priority)
