"""The figures of a planned day."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from scheduler.domain.ids import ShiftId
from scheduler.domain.kpi import PAID_TERMS, DayKpis
from scheduler.domain.plan import Plan, PlannedRoute, PlannedTask, Published
from scheduler.domain.policy import ContractedShare, ShareMeasure
from scheduler.domain.request import Request
from scheduler.domain.roster import Provider
from scheduler.domain.town import Town
from scheduler.services.reporting.served import is_timed, planned_tasks, served_requests


def day_kpis(town: Town, plan: Plan) -> DayKpis:
    """Return the planned day in figures; a request counts once, however many crews it needs."""
    requests = town.requests_on(plan.day)
    served = served_requests(town, plan)
    return DayKpis(
        requested=len(requests),
        served=len(served),
        clients_served=len({client for request in served.values() for client in request.party.client_ids}),
        calls=_calls(town, plan),
        distance_m=sum(route.distance_m for route in plan.routes),
        driving_s=sum(route.driving_s for route in plan.routes),
        working_s=sum(_seconds(route.start, route.end) for route in plan.routes),
        overtime_s=sum(_overtime_s(town, route) for route in plan.routes),
        waiting_s=sum(waiting_s(route) for route in plan.routes),
        cost_gr=sum(plan.terms.get(name, 0) for name in PAID_TERMS),
        contracted_permille=_contracted_permille(town, plan),
        served_by_service=_by_service(town, requests, served),
    )


def waiting_s(route: PlannedRoute) -> int:
    """Return the time a route neither drives, nor serves, nor rests; set-up counts as waiting here."""
    serving = sum(_seconds(task.start, task.end) for stop in route.stops for task in stop.tasks)
    resting = sum(_seconds(one.start, one.end) for one in route.rests)
    return max(0, _seconds(route.start, route.end) - route.driving_s - serving - resting)


def _seconds(start: datetime, end: datetime) -> int:
    return round((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds())


def _overtime_s(town: Town, route: PlannedRoute) -> int:
    shift = next(shift for shift in town.shifts if shift.id == route.shift_id)
    return max(0, _seconds(shift.end, route.end))


def _calls(town: Town, plan: Plan) -> int:
    """Count published requests that move by more than the tolerance, go to other people, or are left out."""
    found = {task.request_id: (route.shift_id, task) for route, _, task in planned_tasks(plan) if _timed(town, task)}
    told = [town.published[r.id] for r in town.requests_on(plan.day) if r.id in town.published]
    return sum(p.request_id not in found or _moved(town, p, *found[p.request_id]) for p in told)


def _timed(town: Town, task: PlannedTask) -> bool:
    return is_timed(town.requests[task.request_id], task.kind)


def _moved(town: Town, told: Published, shift_id: ShiftId, task: PlannedTask) -> bool:
    crews = {shift.id: frozenset(shift.staff_ids) for shift in town.shifts}
    late = abs(_seconds(told.start, task.start)) > town.policy.call_tolerance.total_seconds()
    return late or crews[shift_id] != crews.get(told.shift_id)


def _contracted_permille(town: Town, plan: Plan) -> int | None:
    """Return the contracted share of the grant period so far, this day included, by the grant's own measure."""
    share = town.policy.contracted_share
    if share is None:
        return None
    shifts = {shift.id: shift for shift in town.shifts_on(plan.day)}
    part, everything = share.balance_contracted, share.balance_all
    for weight, shift_id in _weights(town, plan, share.measure):
        everything += weight
        part += weight if counts_for_share(town.provider_of(shifts[shift_id]), share) else 0
    return int(1000 * part / everything) if everything else None


def _weights(town: Town, plan: Plan, measure: ShareMeasure) -> Iterator[tuple[Decimal, ShiftId]]:
    """Yield what each task weighs in the measure; the tasks of a request share what is counted by request."""
    tasks = [(route.shift_id, task) for route, _, task in planned_tasks(plan)]
    of_request = Counter(task.request_id for _, task in tasks)
    for shift_id, task in tasks:
        share = Decimal(1) / of_request[task.request_id]
        service = town.services[town.requests[task.request_id].service_id]
        by_measure = {
            ShareMeasure.REQUESTS: share,
            ShareMeasure.VALUE: share * service.value_gr,
            ShareMeasure.HOURS: Decimal(_seconds(task.start, task.end)) / 3600,
        }
        yield by_measure[measure], shift_id


def counts_for_share(provider: Provider | None, share: ContractedShare | None) -> bool:
    """Return whether a provider's work counts as contracted; where no grant says which, every contractor's does."""
    only_social = share is not None and share.social_economy_only
    return provider is not None and not provider.own and (provider.social_economy or not only_social)


def _by_service(town: Town, requests: tuple[Request, ...], served: dict[str, Request]) -> dict[str, tuple[int, int]]:
    asked = Counter(request.service_id for request in requests)
    done = Counter(request.service_id for request in served.values())
    return {
        service.name: (done[service.id], asked[service.id]) for service in town.services.values() if asked[service.id]
    }
