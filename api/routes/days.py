"""Service days, and the versions of their plans."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.days_between import span_of
from api.routing import needs, office_router
from api.schemas.days import DayList, DayShown
from api.schemas.moments import DayKey, From, To
from api.schemas.plans import ComparisonShown, NameOf, PlanLine, PlanList, PlanShown
from scheduler.domain.ids import ClientId
from scheduler.domain.plan import Plan, UnassignedReason
from scheduler.domain.service_days import DayState
from scheduler.services.access import Permission
from scheduler.services.comparing import compare
from scheduler.services.keeping import town_head
from scheduler.services.planning.left_out import left_out
from scheduler.services.planning.naming import clients_in
from scheduler.services.ports import UnitOfWork

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
        return DayList(items=_shown(request, unit, [known.get(day, DayState(day=day)) for day in days]))


@router.get("/{day}", dependencies=_read, response_model=DayShown)
def get_day(request: Request, response: Response, day: DayKey, known: IfNoneMatch = None) -> DayShown | Response:
    """Return a service day: which plan holds and whom it leaves out, which one is published, what is pinned."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        state = unit.days.get(day)
    if is_known(known, state.version):
        return not_modified(state.version)
    return day_shown(request, response, state)


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
        return PlanShown.of(plan, _named(request, unit, _sentences(plan)))


@router.get("/{day}/plans/{version}/comparison/{other}", dependencies=_read)
def compare_plans(request: Request, day: DayKey, version: Version, other: Version) -> ComparisonShown:
    """Return what is another in the other version: who moves, who must be phoned, what it costs."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        before, after = unit.plans.get(day, version), unit.plans.get(day, other)
        bookings, tolerance = unit.bookings.between(day, day), town_head(unit).policy.call_tolerance
    return ComparisonShown.of(compare(before, after, bookings, tolerance))


def day_shown(request: Request, response: Response, state: DayState) -> DayShown:
    """Return a day, and its version as the answer's ETag."""
    response.headers["ETag"] = tag(state.version)
    with office_of(request).store.reading(who(request).town_id) as unit:
        return _shown(request, unit, [state])[0]


def _shown(request: Request, unit: UnitOfWork, states: Iterable[DayState]) -> list[DayShown]:
    """Return days with the promises that their plans leave out."""
    found = [(state, left_out(unit, state)) for state in states]
    reasons = (one.reason for _, lost in found for one in lost)
    name_of = _named(request, unit, (text for one in reasons for text in _told(one)))
    return [DayShown.of(state, lost, name_of) for state, lost in found]


def _named(request: Request, unit: UnitOfWork, sentences: Iterable[str]) -> NameOf:
    """Return what clients are called whose names go into sentences, and note that they were looked at."""
    office, me = office_of(request), who(request)
    keys = clients_in(sentences) if Permission.CLIENTS_READ in me.permissions else ()
    named = {str(one.id): one.name for key in keys if (one := unit.clients.find(key)) is not None}
    office.looks.note(me, [ClientId(key) for key in named], office.clock.now())
    return named.get


def _sentences(plan: Plan) -> Iterable[str]:
    texts = [one.text for one in plan.findings] + [dict(one) for one in plan.travel_notes]
    yield from (sentence for text in texts for sentence in text.values())
    for reason in plan.unassigned:
        yield from _told(reason)


def _told(reason: UnassignedReason) -> Iterable[str]:
    texts = [reason.summary, reason.alone, reason.change, *reason.per_shift.values()]
    return (sentence for text in texts for sentence in text.values())
