"""The whole planned day, complete: the source of every sheet and page."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from scheduler.domain.ids import RequestId, StaffId
from scheduler.domain.itinerary import BreakCard, DayView, Itinerary, UnassignedCard
from scheduler.domain.labour import BreakRule
from scheduler.domain.plan import Plan, PlannedBreak, PlannedRoute, UnassignedReason
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.reporting.cards import Reader, office_note, seconds, stop_card, window_of
from scheduler.services.reporting.kpis import day_kpis
from scheduler.services.reporting.words import phones_of


def day_view(town: Town, plan: Plan, *, cash: Mapping[RequestId, int] | None = None) -> DayView:
    """Return a plan with everything looked up; words come in every language.

    Parameters
    ----------
    cash : mapping of RequestId to int, optional
        What crews collect for a request, in grosze.
    """
    shifts = {shift.id: shift for shift in town.shifts_on(plan.day)}
    used = {route.shift_id for route in plan.routes}
    return DayView(
        town=town.name,
        town_id=town.id,
        office_phone=town.office_phone,
        day=plan.day,
        zone=town.zone.key,
        version=plan.version,
        made_at=plan.made_at,
        districts=tuple(town.districts.values()),
        itineraries=tuple(itinerary(town, shifts[route.shift_id], route, cash=cash) for route in plan.routes),
        unassigned=tuple(_unassigned(town, reason) for reason in plan.unassigned),
        kpis=day_kpis(town, plan),
        terms=plan.terms,
        findings=plan.findings,
        idle=tuple(shift.name for shift in shifts.values() if shift.id not in used),
        engine=plan.engine,
        travel_engine=plan.travel_engine,
        travel_notes=plan.travel_notes,
        note=town.note,
    )


def itinerary(
    town: Town, shift: Shift, route: PlannedRoute, *, cash: Mapping[RequestId, int] | None = None
) -> Itinerary:
    """Return the manifest of one shift; for `cash` see `day_view`."""
    reader = Reader(town=town, cash=cash or {})
    stops = tuple(stop_card(reader, route, number) for number in range(len(route.stops)))
    start, end = town.entrance(shift.start_door), town.entrance(shift.end_door)
    start_point = shift.start_state.point if shift.start_state else start.point
    provider = town.provider_of(shift)
    vehicle = town.vehicles[shift.vehicle_id] if shift.vehicle_id is not None else None
    return Itinerary(
        shift_id=shift.id,
        name=shift.name,
        staff=tuple(town.staff[s].name for s in shift.staff_ids),
        staff_phones=tuple(town.staff[s].phone for s in shift.staff_ids),
        vehicle=" ".join(part for part in (vehicle.name, vehicle.registration) if part) if vehicle else "",
        mode=shift.mode,
        provider=provider.name if provider else "",
        contracted=provider is not None and not provider.own,
        reader=_reader(route),
        rostered=(shift.start, shift.end),
        start=route.start,
        end=route.end,
        start_place=town.places[shift.start_door.place_id].name if shift.start_state is None else "",
        start_point=start_point,
        end_place=town.places[shift.end_door.place_id].name,
        end_point=end.point,
        stops=stops,
        breaks=_breaks(town, shift, route),
        distance_m=route.distance_m,
        driving_s=route.driving_s,
        path=(start_point, *(stop.point for stop in stops), end.point),
        ways=route.ways,
    )


def _reader(route: PlannedRoute) -> str:
    kinds = {task.kind for stop in route.stops for task in stop.tasks}
    return "driver" if kinds & {"pickup", "dropoff"} else "worker"


def _breaks(town: Town, shift: Shift, route: PlannedRoute) -> tuple[BreakCard, ...]:
    found = [_articles(shift, route, _owed(town, shift, route, worker)) for worker in shift.staff_ids]
    return tuple(
        BreakCard(
            start=pause.start,
            end=pause.end,
            after_stop=pause.after_stop,
            article="; ".join(dict.fromkeys(articles[index] for articles in found if index in articles)),
        )
        for index, pause in enumerate(route.breaks)
    )


def _owed(town: Town, shift: Shift, route: PlannedRoute, worker: StaffId) -> list[BreakRule]:
    """Return the breaks that a member of the crew is still owed, by the length of the working day."""
    rules = town.contracts[town.staff[worker].contract_id].breaks
    day = timedelta(seconds=seconds(shift.start, max(shift.end, route.end, key=datetime.timestamp)))
    taken = shift.start_state.breaks_taken if shift.start_state else 0
    return [rule for rule in rules[taken:] if (day > rule.from_work if rule.strictly_above else day >= rule.from_work)]


def _articles(shift: Shift, route: PlannedRoute, owed: list[BreakRule]) -> dict[int, str]:
    """Return which article each break follows for one worker, by the break's index; one break pays one debt.

    The closest in length goes first. A break that is paid may stand for an unpaid one (a crew rests together), but not
    the other way round.
    """
    found: dict[int, str] = {}
    for rule in sorted(owed, key=lambda rule: not rule.counts_as_work):
        fitting = [
            (pause.paid != rule.counts_as_work, seconds(pause.start, pause.end), index)
            for index, pause in enumerate(route.breaks)
            if index not in found and _fits(rule, shift, pause)
        ]
        if fitting:
            found[min(fitting)[-1]] = rule.article
    return found


def _fits(rule: BreakRule, shift: Shift, pause: PlannedBreak) -> bool:
    after = timedelta(seconds=seconds(shift.start, pause.start))
    in_time = rule.earliest_start <= after and (rule.latest_start is None or after <= rule.latest_start)
    long_enough = timedelta(seconds=seconds(pause.start, pause.end)) >= rule.duration
    return in_time and long_enough and (pause.paid or not rule.counts_as_work)


def _unassigned(town: Town, reason: UnassignedReason) -> UnassignedCard:
    request = town.requests[RequestId(reason.request_id)]
    clients = tuple(town.clients[c] for c in request.party.client_ids)
    home = town.places[clients[0].home]
    district = town.district_of(home)
    return UnassignedCard(
        request_id=request.id,
        service=town.services[request.service_id].name,
        clients=tuple(client.name for client in clients),
        phones=phones_of(clients),
        district=district.name if district else "",
        point=home.entrance(clients[0].home_entrance).point,
        window=window_of(town, request, None),
        reason=reason,
        office=office_note(request, clients),
    )
