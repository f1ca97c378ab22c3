"""The whole planned day, complete: the source of every sheet and page."""

from scheduler.domain.ids import RequestId
from scheduler.domain.itinerary import BreakCard, DayView, Itinerary, UnassignedCard
from scheduler.domain.plan import Plan, PlannedRoute, UnassignedReason
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.reporting.cards import Reader, stop_card, window_of
from scheduler.services.reporting.kpis import day_kpis


def day_view(town: Town, plan: Plan, lang: str) -> DayView:
    """Return a plan with everything looked up.

    Parameters
    ----------
    lang : str
        "pl" or "en", for the words that the cards hold themselves.
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
        itineraries=tuple(itinerary(town, shifts[route.shift_id], route, lang) for route in plan.routes),
        unassigned=tuple(_unassigned(town, reason) for reason in plan.unassigned),
        kpis=day_kpis(town, plan),
        terms=plan.terms,
        findings=plan.findings,
        idle=tuple(shift.name for shift in shifts.values() if shift.id not in used),
        engine=plan.engine,
        travel_engine=plan.travel_engine,
        note=town.note,
    )


def itinerary(town: Town, shift: Shift, route: PlannedRoute, lang: str) -> Itinerary:
    """Return the manifest of one shift."""
    reader = Reader(town=town, lang=lang, role=_role(route))
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
        reader=reader.role,
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
    )


def _role(route: PlannedRoute) -> str:
    kinds = {task.kind for stop in route.stops for task in stop.tasks}
    return "driver" if kinds & {"pickup", "dropoff"} else "worker"


def _breaks(town: Town, shift: Shift, route: PlannedRoute) -> tuple[BreakCard, ...]:
    day = max(route.end, shift.end) - min(route.start, shift.start)
    contracts = [town.contracts[town.staff[s].contract_id] for s in shift.staff_ids]
    most = max(contracts, key=lambda contract: len(contract.breaks))
    articles = [rule.article for rule in most.breaks if rule.from_work <= day]
    articles += [""] * len(route.breaks)
    return tuple(
        BreakCard(start=pause.start, end=pause.end, after_stop=pause.after_stop, article=article)
        for pause, article in zip(route.breaks, articles, strict=False)
    )


def _unassigned(town: Town, reason: UnassignedReason) -> UnassignedCard:
    request = town.requests[RequestId(reason.request_id)]
    clients = [town.clients[c] for c in request.party.client_ids]
    home = town.places[clients[0].home]
    district = town.district_of(home)
    return UnassignedCard(
        request_id=request.id,
        service=town.services[request.service_id].name,
        clients=tuple(client.name for client in clients),
        phone=clients[0].phone,
        district=district.name if district else "",
        point=home.entrance(clients[0].home_entrance).point,
        window=window_of(town, request, None),
        reason=reason,
    )
