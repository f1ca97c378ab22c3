"""Erasing a client: what told who and where they were goes, what was done for a number stays."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.audit import ERASED, AuditEvent
from scheduler.domain.booking import Enquiry, EnquiryOutcome
from scheduler.domain.client import Client, Notes
from scheduler.domain.errors import InputError, InputProblem, RefusedError
from scheduler.domain.ids import ClientId, PlaceId, TownId, UserId
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.auditing import client_subject
from scheduler.services.erased import doors_of, without_entrances
from scheduler.services.facts import town_head
from scheduler.services.hindrances import hindrances
from scheduler.services.learning.record import forget_client
from scheduler.services.mentions import NOTHING_SEEN, Mentions, look_for
from scheduler.services.parties import hold_clients
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.redacting import without_name
from scheduler.services.redacting_days import named_days, redact_days
from scheduler.services.series.leaving import doors_of_others, leave_series
from scheduler.services.telling import bookings_telling_of, enquiries_telling_of

_DAY = timedelta(days=1)


class ErasureReason(StrEnum):
    """Why; nothing that could name somebody."""

    ASKED = "asked"
    DIED = "died"
    MOVED = "moved"
    MISTAKE = "mistake"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What an erasure took away.

    Attributes
    ----------
    places : tuple of PlaceId
        Homes in which nobody else lives.
    bookings, enquiries, plans : int
        So many stay without what told of the client.
    series : int
        So many are gone, or go on for others of the party alone.
    """

    client_id: ClientId
    places: tuple[PlaceId, ...] = ()
    bookings: int = 0
    enquiries: int = 0
    plans: int = 0
    series: int = 0


def erase_client(
    unit: UnitOfWork,
    client_id: ClientId,
    *,
    by: UserId,
    now: datetime,
    reason: ErasureReason = ErasureReason.ASKED,
    policy: RetentionPolicy | None = None,
    known: Mentions = NOTHING_SEEN,
) -> Erased:
    """Erase a client, the home where nobody else lives, and what was noted about them; what stays has only their id.

    The store destroys the keys of the client and of the home, so that older backups cannot be read either.

    Parameters
    ----------
    known : Mentions
        Where plans spoke of them a moment ago; without it all are looked through while nobody can write anything, so
        `erase_in_town` looks first.

    Raises
    ------
    InputError
        If nobody is named who does it.
    NotFoundError
        If there is no such client.
    RefusedError
        If something is promised to them, they wait for something, or the law wants their data kept: why, and until
        when.
    """
    hold_clients(unit)
    client = unit.clients.get(client_id)
    days = hold_days(unit, client_id, client.name, now, known)
    _check(unit, client_id, by, now, policy)
    done = take_out(unit, client, days)
    unit.audit.append(erasure(client_id, by=by, at=now, reason=reason))
    return done


def erase_in_town(
    store: Store,
    town_id: TownId,
    client_id: ClientId,
    *,
    by: UserId,
    now: datetime,
    reason: ErasureReason = ErasureReason.ASKED,
) -> Erased:
    """Erase a client as `erase_client` does, and look through the town's plans before others are held off."""
    with store.reading(town_id) as unit:
        known = look_for(unit, [client_id])
    with store.writing(town_id) as unit:
        return erase_client(unit, client_id, by=by, now=now, reason=reason, known=known)


def erasure(
    client_id: ClientId, *, by: UserId, at: datetime, reason: ErasureReason, since: datetime | None = None
) -> AuditEvent:
    """Return what the audit says of a client who is erased.

    Parameters
    ----------
    since : datetime, optional
        When they were erased first, if this is not the first time.
    """
    fields = (f"reason={reason}",) if since is None else (f"reason={reason}", f"since={since.isoformat()}")
    return AuditEvent(at=at, by=by, action=ERASED, subject=client_subject(client_id), fields=fields)


def take_out(unit: UnitOfWork, client: Client, days: Iterable[date]) -> Erased:
    """Take a client out, whatever is promised to them, with everything that tells of them.

    Parameters
    ----------
    days : iterable of date
        As `hold_days` has locked them.
    """
    reworded, places = without_name(client.name, client.id), tuple(_own_places(unit, client))
    done = Erased(
        client_id=client.id,
        places=places,
        plans=redact_days(unit, days, reworded, places),
        bookings=bare_bookings(unit, client.id, places),
        enquiries=bare_enquiries(unit, client.id, places),
        series=leave_series(unit, client.id),
    )
    forget_records(unit, client.id)
    unit.clients.remove(client.id)
    for place in places:
        unit.places.remove(place)
    return done


def _check(unit: UnitOfWork, client_id: ClientId, by: UserId, now: datetime, policy: RetentionPolicy | None) -> None:
    if not by:
        raise InputError([InputProblem(file="by", wrong="is empty", right="name the person who erases the client")])
    refused = hindrances(unit, client_id, now, policy)
    if refused:
        raise RefusedError(refused)


def _own_places(unit: UnitOfWork, client: Client) -> Iterator[PlaceId]:
    """Yield the client's homes, and other private doors of theirs, where nobody else lives, is taken, or asks to be."""
    living = {key: one.home for key, one in unit.clients.all().items() if key != client.id}
    mine, others = (
        {client.home, *client.former_homes},
        {*living.values(), *_asked_doors(unit, living), *doors_of_others(unit, living)},
    )
    for booking in unit.bookings.all().values():
        party = booking.request.party.client_ids
        if not living.keys().isdisjoint(party):
            others.update(doors_of(booking.request))
        elif client.id in party:
            mine.update(doors_of(booking.request))
    for door in (door for one in unit.shifts.all().values() for door in (one.start_door, one.end_door)):
        others.add(door.place_id)
    for door in (door for one in unit.patterns.all().values() for door in (one.start_door, one.end_door)):
        others.add(door.place_id)
    for place_id in sorted(mine - others):
        place = unit.places.find(place_id)
        if place is not None and not place.public:
            yield place_id


def _asked_doors(unit: UnitOfWork, living: Container[ClientId]) -> Iterator[PlaceId]:
    """Yield the doors of calls that may still end in a promise to somebody who stays."""
    for enquiry in unit.enquiries.all().values():
        if enquiry.outcome in (EnquiryOutcome.OPEN, EnquiryOutcome.WAITING):
            for request in enquiry.requests:
                if any(one in living for one in request.party.client_ids):
                    yield from doors_of(request)


def bare_bookings(unit: UnitOfWork, client_id: ClientId, places: tuple[PlaceId, ...]) -> int:
    """Take out of a client's bookings what was noted, and which door of some places they lead to; return how many."""
    changed = 0
    for booking in tuple(bookings_telling_of(unit, client_id).values()):
        request = without_entrances(replace(booking.request, notes=Notes()), places)
        bare = replace(booking, request=request, reason="")
        if bare != booking:
            unit.bookings.put(bare)
            changed += 1
    return changed


def bare_enquiries(unit: UnitOfWork, client_id: ClientId, places: tuple[PlaceId, ...]) -> int:
    """Take out of a client's enquiries what was said and noted; return how many."""
    changed = 0
    for enquiry in tuple(enquiries_telling_of(unit, client_id).values()):
        bare = _bare(enquiry, places)
        if bare != enquiry:
            unit.enquiries.put(bare, seen=unit.enquiries.stamp_of(enquiry.id))
            changed += 1
    return changed


def forget_records(unit: UnitOfWork, client_id: ClientId) -> None:
    """Take out what is the client's: what was learned, when they were away, links to their cards, what was written."""
    forget_client(unit, client_id)
    for booking_id in tuple(unit.bookings.of_client(client_id)):
        for card in tuple(unit.cards.of_request(booking_id)):
            unit.cards.remove(card)
    for key in tuple(unit.client_absences.of_client(client_id)):
        unit.client_absences.remove(key)
    for message in tuple(unit.messages.of_client(client_id)):
        unit.messages.remove(message)
    if unit.message_wishes.find(client_id) is not None:
        unit.message_wishes.remove(client_id)


def _bare(enquiry: Enquiry, places: tuple[PlaceId, ...]) -> Enquiry:
    """Return an enquiry without what was said in it; sentences of its refusals may name people."""
    return replace(
        enquiry,
        requests=tuple(without_entrances(replace(one, notes=Notes()), places) for one in enquiry.requests),
        refusals=tuple(replace(one, summary={}, change={}) for one in enquiry.refusals),
        words="",
    )


def hold_days(
    unit: UnitOfWork, client_id: ClientId, name: str, now: datetime, known: Mentions = NOTHING_SEEN
) -> tuple[date, ...]:
    """Lock the days that may be booked, so that whatever is promised there is seen, and return those of the client.

    Parameters
    ----------
    name : str
        The client's; empty: nobody knows it any more.
    known : Mentions
        Where plans spoke of the client before anything was locked; what is newer is looked through.
    """
    head = town_head(unit)
    today = now.astimezone(head.zone).date()
    bookable = {today + k * _DAY for k in range(-1, head.policy.booking.horizon_days + 2)}
    known = look_for(unit, [client_id], known)
    mine = _booked_days(unit, client_id) | known.all_days | set(named_days(unit, without_name(name, client_id)))
    for day in sorted(bookable | mine):
        unit.days.lock(day)
    meanwhile = look_for(unit, [client_id], known).all_days  # made before the last lock was free
    return tuple(sorted(mine | _booked_days(unit, client_id) | meanwhile))


def _booked_days(unit: UnitOfWork, client_id: ClientId) -> set[date]:
    return {day for booking in bookings_telling_of(unit, client_id).values() for day in booking.days}
