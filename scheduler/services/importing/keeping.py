"""What was examined is kept: in one piece of work, or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.client import Client
from scheduler.domain.errors import RefusedError
from scheduler.domain.ids import ClientId, PlaceId, RequestId, UserId
from scheduler.domain.imports import ImportKind
from scheduler.domain.place import Place
from scheduler.services.entitling import consume
from scheduler.services.importing.columns import header_of, learned
from scheduler.services.importing.examining import Asked, AskedTrips, Examined, examine
from scheduler.services.importing.rows import RowFound, RowStatus
from scheduler.services.importing.sentences import unreadable
from scheduler.services.parties import hold_clients
from scheduler.services.planning.changing import plan_anew
from scheduler.services.ports import AddressFinder, TravelTimes, UnitOfWork

type NewId = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class ImportWish:
    """What somebody has confirmed.

    Attributes
    ----------
    seen : str
        Digest of what they saw.
    good_only : bool
        Whether bad rows are left out; otherwise one of them keeps everything out.
    """

    asked: Asked | AskedTrips
    seen: str
    good_only: bool
    by: UserId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What was brought in.

    Attributes
    ----------
    unplaced : int
        Homes whose point is not that of the house.
    days : sequence of date
        Whose plans have changed.
    without_place : sequence of RequestId
        Bookings that those plans leave out for now.
    """

    added: int
    changed: int
    same: int
    bad: int
    unplaced: int = 0
    days: Sequence[date] = ()
    without_place: Sequence[RequestId] = ()


def keep(  # what, where to, with what
    unit: UnitOfWork, register: AddressFinder | None, wish: ImportWish, travel: TravelTimes, new_id: NewId
) -> Imported:
    """Keep what was confirmed, and what its columns were said to be.

    Raises
    ------
    RefusedError
        If something else would be kept now than what was seen; if a row is bad and all were wanted; if nothing is left.
    """
    if wish.asked.kind is ImportKind.CLIENTS:
        hold_clients(unit)
    else:
        _hold_days(unit, wish)
    found = examine(unit, register, wish.asked, wish.at)
    _require_as_seen(found, wish)
    if isinstance(wish.asked, Asked):
        _remember(unit, wish.asked)
    if wish.asked.kind is ImportKind.CLIENTS:
        return _clients(unit, found, wish, new_id)
    return _bookings(unit, found, wish, travel)


def _hold_days(unit: UnitOfWork, wish: ImportWish) -> None:
    """Lock the days of all rows in their order, before anything is read under them."""
    first = examine(unit, None, wish.asked, wish.at)
    for day in sorted({one.booking.day for one in first.of(RowStatus.NEW) if one.booking}):
        unit.days.lock(day)


def _require_as_seen(found: Examined, wish: ImportWish) -> None:
    if found.digest != wish.seen:
        raise RefusedError([unreadable("changed")])
    if found.of(RowStatus.BAD) and not wish.good_only:
        raise RefusedError([unreadable("bad_rows")])
    if not found.of(RowStatus.NEW, RowStatus.CHANGED, RowStatus.SAME):
        raise RefusedError([unreadable("nothing")])


def _remember(unit: UnitOfWork, asked: Asked) -> None:
    before = unit.imports.find(asked.kind)
    after = learned(before, asked.kind, header_of(asked.sheet, asked.header_row), asked.columns)
    if after != before:
        unit.imports.put(after)


def _clients(unit: UnitOfWork, found: Examined, wish: ImportWish, new_id: NewId) -> Imported:
    made: dict[int, Place] = {}
    for row in found.of(RowStatus.NEW, RowStatus.CHANGED):
        if row.client is None:
            continue
        home = row.client.home if row.place is None else _home(unit, row.place, made, wish, new_id)
        client = replace(row.client, home=home)
        if row.status is RowStatus.NEW:
            client = replace(client, id=client.id or ClientId(new_id("K")))
            unit.clients.put(client, seen=0)
            _note(unit, wish, "client.added", f"client:{client.id}")
        else:
            _change(unit, client, row, wish)
    kept = found.of(RowStatus.NEW, RowStatus.CHANGED)
    return replace(_counts(found), unplaced=len({one.unplaced for one in kept if one.unplaced}))


def _change(unit: UnitOfWork, client: Client, row: RowFound, wish: ImportWish) -> None:
    before = unit.clients.get(client.id)
    after = client.moved_from(before)
    if after != before:
        unit.clients.put(after)
        _note(unit, wish, "client.changed", f"client:{client.id}", tuple(row.changes))


def _home(unit: UnitOfWork, place: Place, made: dict[int, Place], wish: ImportWish, new_id: NewId) -> PlaceId:
    """Return the place of a home; one that is new is kept once, however many live there."""
    if place.id:
        if unit.places.get(place.id) != place:
            unit.places.put(place)
            _note(unit, wish, "place.changed", f"place:{place.id}", ("entrances",))
        return place.id
    if id(place) not in made:
        made[id(place)] = kept = replace(place, id=PlaceId(new_id("M")))
        unit.places.put(kept, seen=0)
        _note(unit, wish, "place.added", f"place:{kept.id}")
    return made[id(place)].id


def _bookings(unit: UnitOfWork, found: Examined, wish: ImportWish, travel: TravelTimes) -> Imported:
    new = [one.booking for one in found.of(RowStatus.NEW) if one.booking is not None]
    for booking in new:
        kept = replace(booking, booked_at=wish.at, booked_by=wish.by)
        unit.bookings.put(kept, seen=0)
        consume(unit, kept, wish.at)
        _note(unit, wish, "booking.imported", f"request:{kept.id}")
    days = sorted({one.day for one in new})
    left = [key for day in days for key in _plan(unit, day, new, wish, travel)]
    return replace(_counts(found), days=days, without_place=left)


def _plan(
    unit: UnitOfWork, day: date, new: Iterable[Booking], wish: ImportWish, travel: TravelTimes
) -> Sequence[RequestId]:
    """Plan a day anew, and return which of its new bookings have no place."""
    state = plan_anew(unit, travel, unit.days.lock(day), why="imported", at=wish.at, by=wish.by)
    if state.plan is None:
        return ()
    routes = unit.plans.get(day, state.plan).routes
    planned = {task.request_id for route in routes for stop in route.stops for task in stop.tasks}
    return [one.id for one in new if one.day == day and one.id not in planned]


def _counts(found: Examined) -> Imported:
    return Imported(
        added=len(found.of(RowStatus.NEW)), changed=len(found.of(RowStatus.CHANGED)),
        same=len(found.of(RowStatus.SAME)), bad=len(found.of(RowStatus.BAD)),
    )  # fmt: skip


def _note(unit: UnitOfWork, wish: ImportWish, action: str, subject: str, told: tuple[str, ...] = ()) -> None:
    unit.audit.append(AuditEvent(at=wish.at, by=wish.by, action=action, subject=subject, fields=told))
