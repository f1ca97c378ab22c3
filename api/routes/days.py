"""Service days, and the versions of their plans."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.days_between import span_of
from api.routing import needs, office_router
from api.schemas.days import DayList, DayShown
from api.schemas.moments import DayKey, From, To
from api.schemas.plans import ComparisonShown, NameOf, PlanLine, PlanList, PlanShown
from scheduler.domain.errors import DojazdError
from scheduler.domain.ids import ClientId
from scheduler.domain.plan import Plan, UnassignedReason
from scheduler.domain.service_days import DayState
from scheduler.services.access import Permission
from scheduler.services.comparing import compare
from scheduler.services.keeping import town_head
from scheduler.services.planning.left_out import LeftOut, left_out
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
        found = found_days(request, unit, [known.get(day, DayState(day=day)) for day in days])
    _note(request, found.names)
    return DayList(items=found.shown())


@router.get("/{day}", dependencies=_read, response_model=DayShown)
def get_day(request: Request, response: Response, day: DayKey, known: IfNoneMatch = None) -> DayShown | Response:
    """Return a service day: which plan holds and whom it leaves out, which one is published, what is pinned."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        state = unit.days.get(day)
        if is_known(known, state.version):
            return not_modified(state.version)
        found = found_days(request, unit, [state])
    _note(request, found.names)
    response.headers["ETag"] = tag(state.version)
    return found.shown()[0]


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
        names = _names(request, unit, _sentences(plan))
    _note(request, names)
    return PlanShown.of(plan, names.get)


@router.get("/{day}/plans/{version}/comparison/{other}", dependencies=_read)
def compare_plans(request: Request, day: DayKey, version: Version, other: Version) -> ComparisonShown:
    """Return what is another in the other version: who moves, who must be phoned, what it costs."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        before, after = unit.plans.get(day, version), unit.plans.get(day, other)
        bookings, tolerance = unit.bookings.between(day, day), town_head(unit).policy.call_tolerance
    return ComparisonShown.of(compare(before, after, bookings, tolerance))


@dataclass(frozen=True)
class FoundDays:
    """Days with the promises that their plans leave out, and what the clients are called whom the reasons name."""

    days: Sequence[tuple[DayState, Sequence[LeftOut]]]
    names: Mapping[str, str]

    def shown(self, *, named: bool = True) -> list[DayShown]:
        """Return the days as the API shows them, with the names or with ids alone."""
        name_of: NameOf = (self.names if named else dict[str, str]()).get
        return [DayShown.of(state, lost, name_of) for state, lost in self.days]


def found_days(request: Request, unit: UnitOfWork, states: Iterable[DayState]) -> FoundDays:
    """Return what days are shown with.

    Nothing is noted yet: whoever notes in the midst of reading asks for a second connection while holding the first,
    and enough people who do so at once wait for each other.
    """
    days = [(state, left_out(unit, state)) for state in states]
    return FoundDays(days, names_in(request, unit, (one.reason for _, lost in days for one in lost)))


def changed_day_shown(request: Request, response: Response, found: FoundDays) -> DayShown:
    """Return a day that was changed just now: that is done, so whoever cannot be noted as a reader reads ids alone."""
    named = noted(request, found.names) == found.names
    ((state, _),) = found.days
    response.headers["ETag"] = tag(state.version)
    return found.shown(named=named)[0]


def noted(request: Request, names: Mapping[str, str]) -> Mapping[str, str]:
    """Return names in the answer to what is done already, having noted who reads them; none if that cannot be noted."""
    try:
        _note(request, names)
    except DojazdError as error:
        structlog.get_logger("dojazd").warning("look not noted", error=type(error).__name__)
        return {}
    return names


def names_in(request: Request, unit: UnitOfWork, reasons: Iterable[UnassignedReason]) -> dict[str, str]:
    """Return what clients are called whom reasons speak of, as far as whoever asks may read that."""
    return _names(request, unit, (text for one in reasons for text in _told(one)))


def _names(request: Request, unit: UnitOfWork, sentences: Iterable[str]) -> dict[str, str]:
    """Return what clients are called whose names go into sentences that somebody may read with them."""
    keys = clients_in(sentences) if Permission.CLIENTS_READ in who(request).permissions else ()
    return {str(one.id): one.name for key in keys if (one := unit.clients.find(key)) is not None}


def _note(request: Request, names: Iterable[str]) -> None:
    """Note that clients were looked at; outside of any reading, for it reads and writes itself."""
    office = office_of(request)
    office.looks.note(who(request), [ClientId(key) for key in names], office.clock.now())


def _sentences(plan: Plan) -> Iterable[str]:
    texts = [one.text for one in plan.findings] + [dict(one) for one in plan.travel_notes]
    yield from (sentence for text in texts for sentence in text.values())
    for reason in plan.unassigned:
        yield from _told(reason)


def _told(reason: UnassignedReason) -> Iterable[str]:
    texts = [reason.summary, reason.alone, reason.change, *reason.per_shift.values()]
    return (sentence for text in texts for sentence in text.values())
