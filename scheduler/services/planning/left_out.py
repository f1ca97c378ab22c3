"""Promises that a plan cannot hold: why, and that somebody has to phone; said where whoever asks later finds it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice

from scheduler.domain.booking import Booking
from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId, NoticeId, RequestId, UserId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.domain.plan import Plan, UnassignedReason
from scheduler.domain.service_days import DayState
from scheduler.services.clients_away import hears
from scheduler.services.explaining import reason_for
from scheduler.services.horizon import solution_of
from scheduler.services.planning.naming import marked_names
from scheduler.services.planning.open_day import OpenDay
from scheduler.services.planning.past import with_past
from scheduler.services.planning.writing import PROGRAM, keep_plan, served
from scheduler.services.ports import UnitOfWork

MOST_REASONS = 12
"""So many reasons are found out when a plan is kept: each takes a while, and others wait for the day."""
NOBODY = {"pl": "Tego dnia nikt nie ma dyżuru.", "en": "Nobody works on this day."}
_OPEN = (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A promise that the plan which holds does not serve.

    Attributes
    ----------
    reason : UnassignedReason
        Names of clients in its sentences are marked, as in all kept plans. Without sentences: nobody found out.
    """

    booking: Booking
    reason: UnassignedReason


def left_out(unit: UnitOfWork, state: DayState) -> tuple[LeftOut, ...]:
    """Return the promises that a day's plan leaves out, those of the earliest windows first."""
    if state.plan is None:
        return ()
    found = []
    for reason in unit.plans.get(state.day, state.plan).unassigned:
        booking = unit.bookings.find(reason.request_id)
        if booking is not None and booking.held and booking.promise is not None and booking.day == state.day:
            found.append(LeftOut(booking=booking, reason=reason))
    return tuple(sorted(found, key=lambda one: (_begin(one.booking), one.booking.id)))


def keep_told(  # who, when and why belong to every change
    unit: UnitOfWork, state: DayState, day: OpenDay, plan: Plan, *, why: str, by: UserId = PROGRAM
) -> DayState:
    """Keep a plan as the one that holds, as `keep_plan` does, and say which promises it leaves out.

    Why is written into the plan. Whoever has to be told is put onto the day's list of calls, once; whose promise has a
    place again need not be called.

    Parameters
    ----------
    day : OpenDay
        What the plan was made from, with the plan that held before.
    plan : Plan
        Of what is left of the day; what lies behind is put before it here.
    """
    serves = served(with_past(plan, day.past))
    # Who stands by a broken vehicle was promised to get where they were going.
    owed = dict.fromkeys((*day.town.promises, *day.town.stranded))
    lost = tuple(key for key in owed if key not in serves)
    explained = _explained(unit, day, plan, lost) if lost else plan
    after = keep_plan(unit, state, with_past(explained, day.past), why=why, by=by)
    _tell(unit, day, plan, lost)
    return after


def _begin(booking: Booking) -> datetime:
    promise = booking.promise
    return booking.request.windows[0].start if promise is None else (promise.pickup or promise.window).start


def _explained(unit: UnitOfWork, day: OpenDay, plan: Plan, lost: Collection[RequestId]) -> Plan:
    """Return a plan with the reasons of the promises that it leaves out.

    A plan that has just been made for more requests than the day had keeps the reasons that the one before gave.
    """
    if not served(plan) <= day.town.requests.keys():
        before = _before(unit, day)
        known = {one.request_id: one for one in before.unassigned} if before else {}
        return replace(plan, unassigned=tuple(known.get(one.request_id, one) for one in plan.unassigned))
    return with_reasons(day, plan, lost)


def with_reasons(day: OpenDay, plan: Plan, lost: Collection[RequestId]) -> Plan:
    """Return a plan that says why it leaves out some requests: the first `MOST_REASONS` of them.

    Parameters
    ----------
    day : OpenDay
        What the plan was made from.
    plan : Plan
        Of what is left of the day.
    """
    if not day.problem.shifts:
        told = {key: UnassignedReason(request_id=key, rule="no_shift", summary=NOBODY) for key in lost}
        return replace(plan, unassigned=tuple(told.get(one.request_id, one) for one in plan.unassigned))
    solution = solution_of(day.problem, day.day, plan)
    names = marked_names(day.town, day.day.date)
    missing = {
        RequestId(one.source_id): k
        for k, one in reversed(tuple(enumerate(day.problem.requests)))
        if one.source_id in lost and any(task not in solution.times for task in one.tasks)
    }
    asked = islice((key for key in lost if key in missing), MOST_REASONS)
    told = {key: reason_for(day.problem, solution, missing[key], names) for key in asked}
    return replace(plan, unassigned=tuple(told.get(one.request_id, one) for one in plan.unassigned))


def _before(unit: UnitOfWork, day: OpenDay) -> Plan | None:
    """Return the plan that held before."""
    return None if day.state.plan is None else unit.plans.get(day.day.date, day.state.plan)


def _tell(unit: UnitOfWork, day: OpenDay, plan: Plan, lost: Collection[RequestId]) -> None:
    of_day = unit.notices.between(plan.day, plan.day).values()
    known = [one for one in of_day if one.kind is NoticeKind.LEFT_OUT and one.outcome is not NoticeOutcome.NEEDLESS]
    for notice in known:
        if notice.request_id not in lost and notice.outcome in _OPEN:
            unit.notices.put(replace(notice, outcome=NoticeOutcome.NEEDLESS))
    before = _before(unit, day) if known and lost else None
    to_do = {one.request_id for one in known if one.outcome in _OPEN}
    # Who was told, and has had a place since, is told again.
    told = {one.request_id for one in known} - (served(before) if before else frozenset())
    for request_id in lost:
        if request_id not in to_do | told:
            for notice in _notices(unit, day, plan, request_id):
                unit.notices.put(notice)


def _notices(unit: UnitOfWork, day: OpenDay, plan: Plan, request_id: RequestId) -> Iterator[Notice]:
    promise = day.town.promises.get(request_id)
    for client_id in day.town.requests[request_id].party.client_ids:
        if not hears(unit, client_id, plan.day):
            continue
        client = unit.clients.find(client_id)
        yield Notice(
            id=_id(request_id, client_id, plan.version),
            day=plan.day,
            request_id=request_id,
            client_id=client_id,
            kind=NoticeKind.LEFT_OUT,
            channel=client.channel if client else Channel.PHONE,
            plan=plan.version,
            window=(promise.pickup or promise.window) if promise else None,
        )


def _id(request_id: RequestId, client_id: ClientId, version: int) -> NoticeId:
    """Return an id that is the same in every store."""
    said = f"{NoticeKind.LEFT_OUT} {request_id} {client_id} {version}"
    return NoticeId(f"N-{sha256(said.encode()).hexdigest()[:16]}")
