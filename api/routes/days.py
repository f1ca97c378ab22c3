"""Service days, and the versions of their plans."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.days_between import span_of
from api.routing import needs, office_router
from api.schemas.days import DayList, DayShown
from api.schemas.moments import DayKey, From, To
from api.schemas.plans import ComparisonShown, PlanLine, PlanList, PlanShown
from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState
from scheduler.services.access import Permission
from scheduler.services.comparing import compare
from scheduler.services.keeping import town_head
from scheduler.services.planning.naming import clients_in

router = office_router("/api/v1/days", "days")
_read = [needs(Permission.PLANS_READ)]
Version = Annotated[int, Path(ge=1, le=1_000_000, description="Version of a plan of the day.")]


@router.get("", dependencies=_read)
def list_days(request: Request, first: From = None, last: To = None) -> DayList:
    """Return service days (the next four weeks), also those of which nothing is kept yet."""
    first, last = span_of(request, first, last, days=28)
    with office_of(request).store.reading(who(request).town_id) as unit:
        known = unit.days.between(first, last)
    days = (first + timedelta(days=k) for k in range((last - first).days + 1))
    return DayList(items=[DayShown.of(known.get(day, DayState(day=day))) for day in days])


@router.get("/{day}", dependencies=_read, response_model=DayShown)
def get_day(request: Request, response: Response, day: DayKey, known: IfNoneMatch = None) -> DayShown | Response:
    """Return a service day: which plan holds, which one is published, what is pinned and accepted."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        state = unit.days.get(day)
    if is_known(known, state.version):
        return not_modified(state.version)
    return day_shown(response, state)


@router.get("/{day}/plans", dependencies=_read)
def list_plans(request: Request, day: DayKey) -> PlanList:
    """Return what is known of all versions of a day's plan."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        return PlanList(items=[PlanLine.of(head) for head in unit.plans.heads(day)])


@router.get("/{day}/plans/{version}", dependencies=_read)
def get_plan(request: Request, day: DayKey, version: Version) -> PlanShown:
    """Return one version; clients that its sentences speak of are named to whoever may read clients, else by id."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        plan = unit.plans.get(day, version)
        named = _named(request, plan, unit.clients.all())
    return PlanShown.of(plan, lambda one: named[ClientId(one)].name if one in named else None)


@router.get("/{day}/plans/{version}/comparison/{other}", dependencies=_read)
def compare_plans(request: Request, day: DayKey, version: Version, other: Version) -> ComparisonShown:
    """Return what is another in the other version: who moves, who must be phoned, what it costs."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        before, after = unit.plans.get(day, version), unit.plans.get(day, other)
        bookings, tolerance = unit.bookings.between(day, day), town_head(unit).policy.call_tolerance
    return ComparisonShown.of(compare(before, after, bookings, tolerance))


def day_shown(response: Response, state: DayState) -> DayShown:
    """Return a day, and its version as the answer's ETag."""
    response.headers["ETag"] = tag(state.version)
    return DayShown.of(state)


def _named(request: Request, plan: Plan, clients: Mapping[ClientId, Client]) -> Mapping[ClientId, Client]:
    """Return the clients whose names go into a plan's sentences, and note that they were looked at."""
    office, me = office_of(request), who(request)
    if Permission.CLIENTS_READ not in me.permissions:
        return {}
    found = {key: clients[key] for key in clients_in(_sentences(plan)) if key in clients}
    office.looks.note(me, found, office.clock.now())
    return found


def _sentences(plan: Plan) -> Iterable[str]:
    texts = [one.text for one in plan.findings] + [dict(one) for one in plan.travel_notes]
    for reason in plan.unassigned:
        texts += [reason.summary, reason.alone, reason.change, *reason.per_shift.values()]
    return (sentence for text in texts for sentence in text.values())
