"""What a party pays for what it books, and what crews collect of it in cash."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor

from scheduler.domain.booking_policy import Contribution
from scheduler.domain.cash import CashEntry, CashList, CrewCash, collects
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import PlannedRoute
from scheduler.domain.request import Request, Ride
from scheduler.domain.roster import Shift, TravelMode
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.facts import town_head
from scheduler.services.horizon.frame import Frame, travel_point
from scheduler.services.horizon.requests import work_s
from scheduler.services.ports import TravelTimes, UnitOfWork

_HOUR_S, _KM_M = 3600, 1000


def contribution_gr(town: Town, request: Request, travel: TravelTimes) -> int:
    """Return what the party of a request pays, in whole grosze.

    Each client pays, carers do not: once, for their part of the planned hours at doors, and for the km of the direct
    way of a ride by car. What each pays is rounded down, in their favour.

    Raises
    ------
    InputError, TravelError
        If the way cannot be measured; asked only where a km costs something.
    """
    rule = town.policy.booking.of(request.service_id).contribution
    if request.programme_id in rule.free_programmes:
        return 0
    clients = len(request.party.client_ids)
    each = Fraction(rule.per_request_gr)
    if rule.per_hour_gr:
        frame = Frame(town, ServiceDay(date=request.day, zone=town.zone))
        each += Fraction(rule.per_hour_gr * work_s(frame, request), _HOUR_S * clients)
    if rule.per_km_gr and isinstance(request, Ride):
        each += Fraction(rule.per_km_gr * _direct_m(town, request, travel), _KM_M)
    return clients * floor(each)


def contribution_words(amount_gr: int, rule: Contribution) -> Mapping[str, str]:
    """Return the sentence that goes with a promise, by language."""
    if not amount_gr:
        return {"pl": "Bez dopłaty.", "en": "Nothing to pay."}
    whole, part = divmod(amount_gr, 100)
    how = {"pl": "gotówką u załogi", "en": "in cash to the crew"}
    if not rule.cash:
        how = {"pl": "po otrzymaniu rachunku", "en": "when the bill comes"}
    return {
        "pl": f"Dopłata: {whole},{part:02d} zł, {how['pl']}.",
        "en": f"To pay: {whole}.{part:02d} zł, {how['en']}.",
    }


def cash_due(unit: UnitOfWork, day: date) -> Mapping[RequestId, int]:
    """Return what is to be collected in cash for each held booking of a day that costs something, in grosze."""
    policy = town_head(unit).policy.booking
    return {
        booking.id: booking.contribution_gr
        for booking in unit.bookings.between(day, day).values()
        if booking.held and booking.contribution_gr and policy.of(booking.request.service_id).contribution.cash
    }


def cash_list(unit: UnitOfWork, day: date) -> CashList:
    """Return who pays what to which crew, by the plan that holds now; what is not planned is not collected.

    Of several crews at one visit the first one collects.
    """
    head, version, due = town_head(unit), unit.days.get(day).plan, cash_due(unit, day)
    routes = unit.plans.get(day, version).routes if version is not None else ()
    shifts = unit.shifts.between(day, day)
    crews = (_crew(unit, shifts.get(route.shift_id), route, due) for route in routes)
    return CashList(
        town=head.name, day=day, zone=head.zone.key, plan=version, crews=tuple(crew for crew in crews if crew.entries)
    )


def _direct_m(town: Town, ride: Ride, travel: TravelTimes) -> int:
    ends = [travel_point(town, ride.origin), travel_point(town, ride.destination)]
    return int(travel.matrix(ends, TravelMode.CAR).metres[0, 1])


def _crew(unit: UnitOfWork, shift: Shift | None, route: PlannedRoute, due: Mapping[RequestId, int]) -> CrewCash:
    members = [unit.staff.find(worker) for worker in shift.staff_ids] if shift else []
    return CrewCash(
        shift_id=route.shift_id,
        shift=shift.name if shift else route.shift_id,
        staff=tuple(member.name for member in members if member),
        entries=tuple(_entries(unit, route, due)),
    )


def _entries(unit: UnitOfWork, route: PlannedRoute, due: Mapping[RequestId, int]) -> Iterator[CashEntry]:
    for stop in route.stops:
        for task in stop.tasks:
            if task.request_id in due and collects(task):
                request = unit.bookings.get(task.request_id).request
                clients = (unit.clients.find(client) for client in request.party.client_ids)
                yield CashEntry(
                    request_id=request.id,
                    clients=tuple(client.name for client in clients if client),
                    service=unit.services.get(request.service_id).name,
                    start=task.start,
                    amount_gr=due[task.request_id],
                )
