"""Reporting what is in a day's way, and taking it back: by a named user, audited, under the day's lock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import DisruptionId, RequestId, ShiftId
from scheduler.domain.live_day import Breakdown, Disruption, LiveDay, live_key
from scheduler.domain.service_days import DayState
from scheduler.domain.time import ServiceDay
from scheduler.services.auditing import day_subject
from scheduler.services.dispatching.moving import Hand, locked
from scheduler.services.disruptions.checking import require_possible
from scheduler.services.horizon import build_problem
from scheduler.services.keeping import town_on
from scheduler.services.live.minutes import full_minute
from scheduler.services.live.refreshing import refresh, running
from scheduler.services.not_now import not_now
from scheduler.services.planning.changing import keep_state
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.witness import witness_of

MOST = 50
"""So many things may come in the way of one day."""


def report_disruption(
    unit: UnitOfWork, travel: TravelTimes, day: date, told: Disruption, hand: Hand
) -> tuple[Disruption, DayState]:
    """Keep what has come in the way of a day; plans made from then on allow for it, and no plan changes by itself.

    Of a breakdown it is noted who was aboard by what crews have reported, beside whom the dispatcher names.

    Raises
    ------
    InputError
        If it cannot be so: what is wrong, and what would be right.
    NotFoundError
        If the shift is not one of the day.
    ConflictError
        If the day is closed or over, or the vehicle has broken down already.
    StaleError
        If the day has changed since it was seen.
    """
    state = locked(unit, day, hand)
    before = _live(unit, day, hand)
    if any(one.id == told.id for one in before.disruptions):
        raise not_now("reported_already", f"there is a disruption {told.id} already")
    if len(before.disruptions) >= MOST:
        raise not_now("too_many", f"{day.isoformat()} has {MOST} disruptions already; take back what is not so")
    town = town_on(unit, day, state)
    require_possible(town, day, told, before, unit.plans.orders(day, state.plan) if state.plan else {})
    told = _with_riders(unit, day, told, hand)
    unit.live.put(replace(before, disruptions=(*before.disruptions, told)), seen=unit.live.stamp_of(before.id))
    refresh(unit, day, hand.at)  # crews are free later, or have nobody aboard
    _require_reachable(unit, travel, day)
    unit.audit.append(_event("disruption.reported", day, told, hand))
    return told, keep_state(unit, state)


def take_back(unit: UnitOfWork, day: date, disruption_id: DisruptionId, hand: Hand) -> DayState:
    """Say that something is not in the way after all, or not any more.

    Raises
    ------
    NotFoundError
        If nothing of that id is in the day's way.
    ConflictError
        If the day is closed.
    StaleError
        If the day has changed since it was seen.
    """
    state = locked(unit, day, hand)
    before = _live(unit, day, hand)
    told = next((one for one in before.disruptions if one.id == disruption_id and one.taken_back_at is None), None)
    if told is None:
        raise NotFoundError(f"no disruption {disruption_id} is in the way of {day.isoformat()}")
    gone = replace(told, taken_back_at=hand.at, taken_back_by=hand.by)
    after = replace(before, disruptions=tuple(gone if one is told else one for one in before.disruptions))
    unit.live.put(after, seen=unit.live.stamp_of(before.id))
    refresh(unit, day, hand.at)
    unit.audit.append(_event("disruption.taken_back", day, told, hand))
    return keep_state(unit, state)


def _live(unit: UnitOfWork, day: date, hand: Hand) -> LiveDay:
    """Return a day as it runs now."""
    refresh(unit, day, hand.at)
    known = unit.live.find(live_key(day)) or LiveDay(day=day, as_of=hand.at)
    return replace(known, as_of=full_minute(hand.at))


def _with_riders(unit: UnitOfWork, day: date, told: Disruption, hand: Hand) -> Disruption:
    broken = told.breakdown
    if broken is None or told.since.astimezone(UTC) > hand.at.astimezone(UTC):
        return told
    riders = dict.fromkeys((*broken.aboard, *_aboard(unit, day, hand).get(broken.shift_id, ())))
    return replace(told, breakdown=Breakdown(shift_id=broken.shift_id, point=broken.point, aboard=tuple(riders)))


def _aboard(unit: UnitOfWork, day: date, hand: Hand) -> Mapping[ShiftId, list[RequestId]]:
    """Return who is in which vehicle, by what was reported."""
    found = running(unit, day, hand.at)
    aboard: dict[ShiftId, list[RequestId]] = {}
    for key, task in found.progress.aboard.items() if found else ():
        aboard.setdefault(task.shift_id, []).append(key)
    return aboard


def _require_reachable(unit: UnitOfWork, travel: TravelTimes, day: date) -> None:
    """Refuse what would make the day impossible to plan: a breakdown where no road leads, say."""
    town = town_on(unit, day)
    build_problem(town, ServiceDay(date=day, zone=town.zone), witness_of(town, travel))


def _event(action: str, day: date, told: Disruption, hand: Hand) -> AuditEvent:
    fields = (f"disruption={told.id}", f"kind={told.kind}")
    return AuditEvent(at=hand.at, by=hand.by, action=action, subject=day_subject(day), fields=fields)
