"""Entitlements: consumed when something is booked, given back when it is cancelled in time, never twice.

Hours are counted in whole seconds. A `Consumption` holds them as hours with nine decimals, rounded down, from which the
seconds can be told exactly; so three visits of 40 minutes are two hours, and not a little more.

A client without an entitlement for a service, programme and day is not limited, as in the plan's own rules; one who has
several is limited by each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import ROUND_FLOOR, Decimal

from scheduler.domain.booking import Booking, BookingStatus, Refusal
from scheduler.domain.booking_policy import ServiceBooking
from scheduler.domain.entitlement import Consumption, Entitlement, EntitlementUnit
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.ids import ClientId, EntitlementId, RequestId
from scheduler.domain.request import Request
from scheduler.domain.time import ServiceDay
from scheduler.services.facts import called, part_of_town, town_head
from scheduler.services.horizon.entitled import weight_of
from scheduler.services.horizon.frame import Frame
from scheduler.services.ports import UnitOfWork

_HOUR_S = 3600
_KEPT = Decimal("1e-9")
_NAMES = {
    EntitlementUnit.HOURS: {"pl": "godziny", "en": "hours"},
    EntitlementUnit.VISITS: {"pl": "wizyty", "en": "visits"},
    EntitlementUnit.RIDES: {"pl": "przejazdy", "en": "rides"},
}


@dataclass(frozen=True, kw_only=True)
class EntitlementLeft:
    """An entitlement as it stands.

    Attributes
    ----------
    booked : Decimal
        What bookings have taken, in its unit; hours to nine decimals, rounded down.
    left : Decimal
        What may still be taken, likewise; never negative.
    """

    entitlement: Entitlement
    booked: Decimal
    left: Decimal


def consume(unit: UnitOfWork, booking: Booking, now: datetime) -> tuple[Consumption, ...]:
    """Take what a booking needs of its clients' entitlements, and give back what it took of others.

    Doing it again takes nothing more; after a booking was moved or changed it takes what it needs now. The entitlements
    are put with the stamps that were seen, so of two units that take the last hour at once, one ends in a `StaleError`.

    Returns
    -------
    tuple of Consumption
        What the booking has now.

    Raises
    ------
    RefusedError
        With a refusal (code "entitlement") for each entitlement with too little left; nothing is taken then.
    ConflictError
        If the booking is not held.
    """
    of_party = (unit.entitlements.of_client(one) for one in booking.request.party.client_ids)
    return _consume(unit, booking, now, tuple(one for known in of_party for one in known.values()))


def too_little(unit: UnitOfWork, requests: Sequence[Request]) -> Refusal | None:
    """Return the refusal of the first entitlement with too little left for requests that are booked together.

    What these requests have taken already counts as left: they are asked for at another time.
    """
    own = {request.id for request in requests}
    needed: dict[EntitlementId, int] = {}
    for request in requests:
        of_party = (unit.entitlements.of_client(one) for one in request.party.client_ids)
        booking = Booking(request=request)
        for account, weight in _needs(unit, booking, [one for known in of_party for one in known.values()]):
            key = account.entitlement.id
            needed[key] = needed.get(key, 0) + weight
            if needed[key] > account.left_for(*own):
                return _refusal(unit, booking, account, needed[key])
    return None


def _consume(
    unit: UnitOfWork, booking: Booking, now: datetime, known: Sequence[Entitlement]
) -> tuple[Consumption, ...]:
    if not booking.held:
        raise ConflictError(f"the booking {booking.id} is not held; it takes nothing")
    needs = _needs(unit, booking, known)
    refusals = [
        _refusal(unit, booking, account, weight) for account, weight in needs if weight > account.left_for(booking.id)
    ]
    if refusals:
        raise RefusedError(refusals)
    kept = {account.entitlement.id for account, _ in needs}
    for old in unit.consumptions.of_request(booking.id):
        if old.counts and old.entitlement_id not in kept:
            unit.consumptions.put(replace(old, given_back_at=now))
    return tuple(_take(unit, booking, account, weight, now) for account, weight in needs)


def give_back(unit: UnitOfWork, booking: Booking, now: datetime) -> tuple[Consumption, ...]:
    """Give back what a booking that has ended took; what was given back already is left as it is.

    Where it was cancelled too late, or a crew was there for nothing, the town's policy decides.

    Returns
    -------
    tuple of Consumption
        What was given back now.
    """
    if not comes_back(unit, booking, booking.status):
        return ()
    given = tuple(replace(one, given_back_at=now) for one in unit.consumptions.of_request(booking.id) if one.counts)
    for one in given:
        unit.consumptions.put(one)
    return given


def comes_back(unit: UnitOfWork, booking: Booking, status: BookingStatus) -> bool:
    """Return whether the town gives back what a booking took that ends so."""
    return _gives_back(town_head(unit).policy.booking.of(booking.request.service_id), status)


def take_again(unit: UnitOfWork, booking: Booking, given_back_at: datetime) -> None:
    """Take again what a booking gave back at an instant, also where nothing is left any more: it was never over."""
    then = given_back_at.astimezone(UTC)
    for one in unit.consumptions.of_request(booking.id):
        if one.given_back_at is not None and one.given_back_at.astimezone(UTC) == then:
            unit.consumptions.put(replace(one, given_back_at=None))


def _gives_back(rule: ServiceBooking, status: BookingStatus) -> bool:
    by_policy = {
        BookingStatus.CANCELLED_LATE: rule.late_gives_back,
        BookingStatus.NO_SHOW: rule.no_show_gives_back,
        BookingStatus.REFUSED: rule.refused_gives_back,
    }
    return by_policy.get(status, True)


def left(unit: UnitOfWork, client_id: ClientId, day: date) -> tuple[EntitlementLeft, ...]:
    """Return what a client's entitlements of a day still hold."""
    mine = unit.entitlements.of_client(client_id).values()
    accounts = (_account(unit, one) for one in mine if one.period_start <= day <= one.period_end)
    return tuple(
        EntitlementLeft(
            entitlement=one.entitlement,
            booked=_amount(one.entitlement, one.booked()),
            left=_amount(one.entitlement, max(0, one.left_for())),
        )
        for one in accounts
    )


@dataclass(frozen=True, kw_only=True)
class _Account:
    """An entitlement with what was ever taken of it, counted in seconds or pieces."""

    entitlement: Entitlement
    seen: int
    taken: Sequence[Consumption]

    def booked(self, *but: RequestId) -> int:
        counted = (one.amount for one in self.taken if one.counts and one.request_id not in but)
        return sum(_count(self.entitlement, amount) for amount in counted)

    def left_for(self, *requests: RequestId) -> int:
        """Return what is left if these requests' own part counts as left; negative if too much was taken."""
        held = (self.entitlement.amount - self.entitlement.used) * _per_unit(self.entitlement)
        return int(held.to_integral_value(ROUND_FLOOR)) - self.booked(*requests)


def _needs(unit: UnitOfWork, booking: Booking, known: Sequence[Entitlement]) -> list[tuple[_Account, int]]:
    request = booking.request
    clients = {client: unit.clients.get(client) for client in request.party.client_ids}
    services = {request.service_id: unit.services.get(request.service_id)}
    town = part_of_town(unit, clients=clients, services=services)
    frame = Frame(town, ServiceDay(date=request.day, zone=town.zone))
    weighed = [(one, weight_of(frame, request, one)) for one in known]
    return [(_account(unit, one), weight) for one, weight in weighed if weight is not None]


def _account(unit: UnitOfWork, entitlement: Entitlement) -> _Account:
    # The stamp before the consumptions: whoever takes something in between makes it stale.
    seen = unit.entitlements.stamp_of(entitlement.id)
    return _Account(entitlement=entitlement, seen=seen, taken=unit.consumptions.of_entitlement(entitlement.id))


def _take(unit: UnitOfWork, booking: Booking, account: _Account, weight: int, now: datetime) -> Consumption:
    old = next((one for one in account.taken if one.request_id == booking.id), None)
    taken = Consumption(
        entitlement_id=account.entitlement.id,
        request_id=booking.id,
        day=booking.day,
        amount=_amount(account.entitlement, weight),
        taken_at=old.taken_at if old is not None and old.counts else now,
    )
    if taken != old:
        unit.entitlements.put(account.entitlement, seen=account.seen)
        unit.consumptions.put(taken)
    return taken


def _per_unit(entitlement: Entitlement) -> int:
    return _HOUR_S if entitlement.unit is EntitlementUnit.HOURS else 1


def _amount(entitlement: Entitlement, count: int) -> Decimal:
    per = _per_unit(entitlement)
    return Decimal(count) if per == 1 else (Decimal(count) / per).quantize(_KEPT, ROUND_FLOOR)


def _count(entitlement: Entitlement, amount: Decimal) -> int:
    return round(amount * _per_unit(entitlement))


def _refusal(unit: UnitOfWork, booking: Booking, account: _Account, weight: int) -> Refusal:
    of, available = account.entitlement, max(0, account.left_for(booking.id))
    names, who = _NAMES[of.unit], called(unit, of.client_id)
    rest, whole, need = (_shown(_amount(of, count)) for count in (available, _held(of), weight))
    summary = {
        "pl": f"{who}, uprawnienie {of.id} ({names['pl']}): zostało {rest['pl']} z {whole['pl']} "
        f"do {of.period_end:%d.%m.%Y}, potrzeba {need['pl']}.",
        "en": f"{who}, entitlement {of.id} ({names['en']}): {rest['en']} of {whole['en']} left "
        f"until {of.period_end.isoformat()}, {need['en']} needed.",
    }
    return Refusal(code="entitlement", day=booking.day, summary=summary, change=_change(of, available))


def _held(entitlement: Entitlement) -> int:
    return int(entitlement.amount * _per_unit(entitlement))


def _shown(amount: Decimal) -> dict[str, str]:
    rounded = format(amount.quantize(Decimal("0.01"), ROUND_FLOOR), "f").rstrip("0").rstrip(".")
    return {"pl": rounded.replace(".", ","), "en": rounded}


def _change(entitlement: Entitlement, available: int) -> dict[str, str]:
    minutes = available // 60
    if entitlement.unit is not EntitlementUnit.HOURS or not minutes:
        return {}
    return {"pl": f"Zmieściłaby się usługa do {minutes} min.", "en": f"A service of up to {minutes} min would fit."}


def consume_what_is_left(unit: UnitOfWork, bookings: Iterable[Booking], now: datetime) -> tuple[Booking, ...]:
    """Let held bookings consume, those with a promise first, else in their order; return those that found too little.

    Those stay without: the rules of their day leave them out of the plan.
    """
    without, known = [], tuple(unit.entitlements.all().values())
    for booking in sorted((one for one in bookings if one.held), key=lambda one: one.promise is None):
        try:
            _consume(unit, booking, now, known)
        except RefusedError:
            without.append(booking)
    return tuple(without)
