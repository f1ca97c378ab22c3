"""A town of files and a town that is kept: the one into the other, and a kept town's day as planning takes it."""

from collections.abc import Container
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from scheduler.domain.booking import Booking
from scheduler.domain.entitlement import Entitlement
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import ClientId, EntitlementId, RequestId, TownId
from scheduler.domain.learning import LEARNED_ID, LearnedTimes
from scheduler.domain.live_day import live_key
from scheduler.domain.service_days import DayState
from scheduler.domain.town import Town, TownHead
from scheduler.services.disruptions.town import with_live_day
from scheduler.services.entitling import consume_what_is_left
from scheduler.services.erased import with_erased_clients, with_erased_places
from scheduler.services.facts import town_head
from scheduler.services.granting import grant_policy
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota import horizon_of, require_no_doubles, require_weekly_rest, roll_rota

__all__ = ["FACTS", "keep_town", "promised_ids", "town_head", "town_on"]

FACTS = (
    "districts", "places", "clients", "purposes", "services", "providers", "contracts", "staff", "vehicles",
)  # fmt: skip
"""Kinds that are the same mappings in a `Town` and in a unit of work."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def keep_town(unit: UnitOfWork, town: Town, at: datetime) -> None:
    """Put everything of a town of files into an empty unit of work.

    Places that are nobody's home are taken to be public. Bookings consume what their clients are entitled to, those
    with a promise first, then in the order of the file, as far as there is something left. Weekly patterns make the
    shifts of the days that may be booked by now.

    Raises
    ------
    ConflictError
        If the town is kept already.
    InputError
        If a weekly pattern has somebody, or a vehicle, work on top of a shift of the files, or leaves a worker no
        weekly rest.
    """
    require_no_doubles(town)
    require_weekly_rest(town)
    if unit.head.find(TownId(town.id)) is not None:
        raise ConflictError(f"the town {town.id} is kept already; give the files another id")
    unit.head.put(TownHead(**{one.name: getattr(town, one.name) for one in fields(TownHead)}))
    homes = {client.home for client in town.clients.values()}
    known = replace(town, places={i: replace(p, public=p.public or i not in homes) for i, p in town.places.items()})
    for kind in FACTS:
        for value in getattr(known, kind).values():
            getattr(unit, kind).put(value)
    for shift in town.shifts:
        unit.shifts.put(shift)
    for pattern in town.patterns.values():
        unit.patterns.put(pattern)
    for entitlement in town.entitlements:
        unit.entitlements.put(entitlement)
    for request in town.requests.values():
        promise, published = town.promises.get(request.id), town.published.get(request.id)
        unit.bookings.put(Booking(request=request, promise=promise, published=published, booked_at=at))
    consume_what_is_left(unit, unit.bookings.all().values(), at)
    _keep_days(unit, town, at)


def _keep_days(unit: UnitOfWork, town: Town, at: datetime) -> None:
    """Keep what the files say of their days, and make the shifts of the days that may be booked."""
    written = {request.day for request in town.requests.values()} | {shift.day for shift in town.shifts}
    today, bookable = horizon_of(town, at)
    rolled = {today + k * _DAY for k in range((bookable - today).days + 1)} if town.patterns else set()
    for day in sorted(written | rolled):  # locked in their order, before any of them is changed
        unit.days.lock(day)
    for day in sorted(written):
        _keep_day(unit, town, day)
    if town.patterns:
        roll_rota(unit, today, bookable, now=at)


def _keep_day(unit: UnitOfWork, town: Town, day: date) -> None:
    ids = {request.id for request in town.requests_on(day)}
    shifts = {shift.id for shift in town.shifts_on(day)}
    state = unit.days.lock(day)
    pins = tuple(pin for pin in town.pins if ids.issuperset(pin.request_ids))
    overrides = tuple(o for o in town.overrides if o.request_id in ids or o.shift_id in shifts)
    unit.days.put(replace(state, version=state.version + 1, pins=pins, overrides=overrides))


def town_on(
    unit: UnitOfWork, day: date, state: DayState | None = None, leaving: frozenset[RequestId] = frozenset()
) -> Town:
    """Return a kept town as one service day is planned from.

    Bookings are those of the day that are held, but for open returns whose clients have not called; shifts those of
    three weeks around it, for the sake of rest; and of each entitlement as much is used as others have taken than these
    bookings and those that are `leaving` the day. A client or a home that has been erased is named by its id, and lies
    in the middle of the town. Shifts of the day that have begun start from where they are, and under what
    is in their way. Doors take as long as was learned, if a manager has switched that on; the grant stands where closed
    days have brought it.

    Raises
    ------
    NotFoundError
        If no such town is kept.
    """
    head = town_head(unit)
    of_day = unit.bookings.between(day, day).values()
    held = [one for one in of_day if one.held and not one.awaits_call and one.id not in leaving]
    known = leaving | {booking.id for booking in held}
    state = state or unit.days.get(day)
    requests = [booking.request for booking in held]
    facts = {kind: getattr(unit, kind).all() for kind in FACTS}
    facts["places"] = with_erased_places(facts["places"], requests, head.centre)
    facts["clients"] = with_erased_clients(facts["clients"], requests)
    live = unit.live.find(live_key(day))
    policy = grant_policy(unit, head.policy, day)
    town = Town(
        **{one.name: getattr(head, one.name) for one in fields(TownHead)} | {"policy": policy},
        **facts,
        shifts=tuple(unit.shifts.between(day - _WEEK, day + _WEEK).values()),
        requests={booking.id: booking.request for booking in held},
        promises={booking.id: booking.promise for booking in held if booking.promise},
        published={booking.id: booking.published for booking in held if booking.published},
        entitlements=_entitlements(unit, day, facts["clients"], known),
        pins=state.pins,
        overrides=state.overrides,
        learned=learned_times(unit),
    )
    return town if live is None else with_live_day(town, live)


def learned_times(unit: UnitOfWork) -> LearnedTimes | None:
    """Return how long doors take by what closed days tell; None: as the catalogue says."""
    kept = unit.learned.find(LEARNED_ID)
    return None if kept is None else kept.times


def _entitlements(
    unit: UnitOfWork, day: date, clients: Container[ClientId], known: frozenset[RequestId]
) -> tuple[Entitlement, ...]:
    """Return entitlements with what all have taken but the held bookings of a day; to those their rules see.

    So a booking of the day that was cancelled too late counts.
    """
    kept = [one for one in unit.entitlements.all().values() if one.client_id in clients]
    now = [one.id for one in kept if one.period_start <= day <= one.period_end]
    taken: dict[EntitlementId, Decimal] = dict.fromkeys(now, Decimal(0))
    for one in unit.consumptions.of_entitlements(now):
        if one.counts and one.request_id not in known:
            taken[one.entitlement_id] += one.amount
    return tuple(replace(one, used=one.used + taken[one.id]) if taken.get(one.id) else one for one in kept)


def promised_ids(unit: UnitOfWork, day: date) -> frozenset[RequestId]:
    """Return the requests of a day that have a promise."""
    return frozenset(key for key, one in unit.bookings.between(day, day).items() if one.held and one.promise)
