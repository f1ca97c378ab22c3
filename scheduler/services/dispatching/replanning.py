"""Replanning a running day: a plan is proposed, with whom to phone for it, and holds when somebody confirms it."""

from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.errors import PlanRejectedError
from scheduler.domain.ids import RequestId, TownId
from scheduler.domain.live import Outcome
from scheduler.domain.plan import Plan, UnassignedReason
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.domain.town import Town
from scheduler.services.auditing import day_subject
from scheduler.services.comparing import Comparison, compare
from scheduler.services.dispatching.laying import Laid, laid_anew, late_s
from scheduler.services.dispatching.moving import Hand, locked
from scheduler.services.facts import town_head
from scheduler.services.live.late import late_in
from scheduler.services.live.progress import progress_on
from scheduler.services.live.refreshing import refresh
from scheduler.services.not_now import not_now
from scheduler.services.planning.changing import keep_state
from scheduler.services.planning.left_out import keep_told, with_reasons
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.past import with_past
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.writing import plan_from, served, unexplained
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from scheduler.services.publishing import NewId, publish

PROPOSED = "proposed"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A plan from now on that nobody has confirmed yet.

    Attributes
    ----------
    plan : Plan
        Kept as a version of the day; it does not hold.
    seen : int
        The day's version with the proposal; it is confirmed while the day is at it.
    comparison : Comparison
        With what crews and residents know: who moves, and whom to phone.
    late_s : mapping of RequestId to int
        Promises that will be broken, by so many seconds; smallest possible, and until somebody renegotiates them.
    left_out : tuple of UnassignedReason
        Why those who know a time, promised or published, have no place at any hour, and people by a broken vehicle are
        not fetched; names of clients are marked, as in all kept plans. Without sentences: nobody found out.
    """

    plan: Plan
    seen: int
    comparison: Comparison
    late_s: Mapping[RequestId, int]
    left_out: tuple[UnassignedReason, ...]


def propose(  # whose day, whose hand, and how much may be spent
    store: Store, town_id: TownId, travel: TravelTimes, day: date, *, effort: Effort, hand: Hand
) -> Proposal:
    """Plan what is left of a running day from where its crews are now, and keep that as a proposal.

    Raises
    ------
    StaleError
        If the day has changed since it was seen, or while it was planned.
    ConflictError
        If the day is closed; if nothing of it is published, as there is nothing to replan then; or if no plan keeps all
        rules.
    """
    with store.writing(town_id) as unit:
        seen = _running(unit, day, hand)
        refresh(unit, day, hand.at, asked=True)
    with store.reading(town_id) as unit:
        opened = open_day(unit, day, travel)
    laid = laid_anew(opened, effort)
    with _explained():
        bare = _with_reasons(laid, plan_from(laid.day, laid.orders, made_at=hand.at, version=seen.last_plan + 1))
    with store.writing(town_id) as unit:
        return _proposed(unit, locked(unit, day, replace(hand, seen=seen.version)), laid, bare, hand)


def confirm(  # whose day and hand, and what they have seen
    unit: UnitOfWork, travel: TravelTimes, day: date, version: int, *, hand: Hand, new_id: NewId
) -> DayState:
    """Let a proposal hold, and publish it: crews see it from then on, whoever has to be phoned is on the list.

    Raises
    ------
    StaleError
        If the day has changed since it was seen.
    ConflictError
        If that version is no proposal, or what has happened since has overtaken it: then another one is to be made.
    """
    state = _running(unit, day, hand)
    head = next((one for one in unit.plans.heads(day) if one.version == version), None)
    if head is None or head.why != PROPOSED or version != state.last_plan:
        raise not_now(
            "not_last", f"version {version} of {day.isoformat()} is not the last proposal; ask for another one"
        )
    refresh(unit, day, hand.at, asked=True)
    opened = open_day(unit, day, travel, replace(state, plan=version))
    if not opened.sound:
        raise not_now(
            "gone_on", "crews have gone on since that was proposed, and it cannot be done any more; ask again"
        )
    with _explained():
        fresh = plan_from(opened, opened.board.orders, made_at=hand.at, version=state.last_plan + 1)
    after = keep_told(unit, state, opened, fresh, why="replanned", by=hand.by)
    unit.audit.append(_event(day, "plan.confirmed", hand, (f"plan={version}",)))
    left = _left_out(_held(unit, day), opened.town, served(unit.plans.get(day, after.last_plan)))
    return publish(unit, travel, day, replace(hand, seen=after.version), new_id, leaving_out=left)


@contextmanager
def _explained() -> Iterator[None]:
    """Say of a plan that cannot be what a dispatcher can do about it."""
    try:
        yield
    except PlanRejectedError as error:
        told = f"no plan from now on keeps all rules ({error}); look at what that crew has reported, and ask again"
        raise not_now("no_way", told) from error


def _running(unit: UnitOfWork, day: date, hand: Hand) -> DayState:
    state = locked(unit, day, hand)
    if state.published is None:
        raise not_now("not_published", f"nothing of {day.isoformat()} is published yet; solve the day and publish it")
    return state


def _with_reasons(laid: Laid, bare: Plan) -> Plan:
    """Return a plan from now on with why it leaves out whoever knows a time: nobody waits for the day meanwhile."""
    town = laid.day.town
    serves = served(with_past(bare, laid.day.past))
    told = dict.fromkeys((*town.stranded, *town.promises, *town.published))
    return with_reasons(laid.day, bare, tuple(key for key in told if key not in serves))


def _proposed(unit: UnitOfWork, state: DayState, laid: Laid, bare: Plan, hand: Hand) -> Proposal:
    plan = with_past(bare, laid.day.past)
    serves, reasons = served(plan), {one.request_id: one for one in plan.unassigned}
    head = PlanHead(
        day=state.day,
        version=plan.version,
        made_at=hand.at,
        by=hand.by,
        why=PROPOSED,
        served=len(serves),
        unassigned=len(plan.unassigned),
        cost_gr=sum(plan.terms.values()),
    )
    unit.plans.add(plan, head)
    after = keep_state(unit, replace(state, last_plan=plan.version))
    unit.audit.append(_event(state.day, "plan.proposed", hand, (f"plan={plan.version}",)))
    bookings = _held(unit, state.day)
    known = unit.plans.get(state.day, state.published) if state.published is not None else plan
    compared = compare(known, plan, bookings, town_head(unit).policy.call_tolerance)
    return Proposal(
        plan=plan,
        seen=after.version,
        comparison=_ahead(unit, known, compared, hand.at),
        late_s={**late_in(bare, laid.day.town), **late_s(laid)},  # some of which a disruption has excused
        left_out=tuple(reasons.get(key) or unexplained(key) for key in _left_out(bookings, laid.day.town, serves)),
    )


def _ahead(unit: UnitOfWork, known: Plan, found: Comparison, now: datetime) -> Comparison:
    """Return what is another for those who are still to be served: nobody is phoned about what is over."""
    outcomes = progress_on(unit, known, now).outcomes
    ahead = (one for one in found.differences if not outcomes.get(one.request_id, Outcome.OPEN).final)
    return replace(found, differences=tuple(ahead))


def _left_out(bookings: Mapping[RequestId, Booking], town: Town, serves: Container[RequestId]) -> tuple[RequestId, ...]:
    """Return who is not served of those who know a time, wait for their way home, or stand by a broken vehicle."""
    told = {key for key, one in bookings.items() if one.promise is not None or one.published is not None}
    wait = told | town.promises.keys() | town.stranded.keys()
    return tuple(sorted(key for key in wait if key not in serves))


def _held(unit: UnitOfWork, day: date) -> Mapping[RequestId, Booking]:
    return {key: one for key, one in unit.bookings.between(day, day).items() if one.held}


def _event(day: date, action: str, hand: Hand, fields: tuple[str, ...]) -> AuditEvent:
    return AuditEvent(at=hand.at, by=hand.by, action=action, subject=day_subject(day), fields=fields)
