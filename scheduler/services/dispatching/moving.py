"""Moves, pins and overrides that are kept: each makes the day's next version, and the next plan where orders change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Refusal
from scheduler.domain.errors import PlanRejectedError, RefusedError, StaleError
from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.plan import LockKind, Override, Pin
from scheduler.domain.service_days import DayState
from scheduler.services.dispatching.checking import Effect, Move, check_move
from scheduler.services.dispatching.meaning import require_agreeing, require_overrides, require_pin
from scheduler.services.not_now import not_now
from scheduler.services.planning.changing import keep_state, plan_anew
from scheduler.services.planning.left_out import keep_told
from scheduler.services.planning.open_day import OpenDay, open_day
from scheduler.services.planning.writing import plan_from, served
from scheduler.services.ports import TravelTimes, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Whose hand it is, when, and which version of the day they saw.

    Attributes
    ----------
    seen : int or None
        The day's version; None: whatever it is.
    """

    by: UserId
    at: datetime
    seen: int | None = None


def locked(unit: UnitOfWork, day: date, hand: Hand) -> DayState:
    """Return a day's state under its lock.

    Raises
    ------
    StaleError
        If it is not the version that was seen.
    ConflictError
        If the day is closed.
    """
    state = unit.days.lock(day)
    if state.closed:
        raise not_now("closed", f"{day.isoformat()} is closed; nothing of it changes any more")
    if hand.seen is not None and hand.seen != state.version:
        raise StaleError(f"the day {day.isoformat()}", seen=hand.seen, now=state.version)
    return state


def move(unit: UnitOfWork, travel: TravelTimes, day: date, wanted: Move, hand: Hand, *, reason: str = "") -> DayState:
    """Move a request by hand; it stays with its shift, or out of the plan, until it is unpinned.

    Parameters
    ----------
    reason : str
        With it, what the move breaks is accepted where it may be, at the place on the shift where that is least.

    Raises
    ------
    RefusedError
        If it breaks something that is not, or may not be, accepted; with what.
    ConflictError
        If a promised request would be left out.
    """
    state = locked(unit, day, hand)
    booking = unit.bookings.get(wanted.request_id)
    if wanted.shift_id is None and booking.promise is not None:
        raise not_now(
            "promised", f"{wanted.request_id} has a promise: renegotiate or withdraw it before it is left out"
        )
    free = replace(state, pins=tuple(one for one in state.pins if wanted.request_id not in one.request_ids))
    opened = open_day(unit, day, travel, free)  # its own pins are what the move replaces
    effect = check_move(opened, wanted)
    after = replace(state, pins=_pinned(state.pins, wanted))
    if not effect.possible:
        after = replace(after, overrides=(*state.overrides, *_accepted(effect, reason, hand)))
        opened, effect = _with_accepted(opened, after, wanted, effect)
    unit.audit.append(_event(hand, "plan.moved", wanted.request_id))
    return _keep(unit, opened, after, effect, hand)


def pin(unit: UnitOfWork, travel: TravelTimes, day: date, wanted: Pin, hand: Hand) -> DayState:
    """Hold something of the plan fast; the plan that holds already has to be so.

    Raises
    ------
    InputError, NotFoundError
        If it would hold nothing: `require_pin`.
    ConflictError
        If a promised request would be left out, or another pin says the opposite: `require_agreeing`.
    RefusedError
        If the plan that holds is not as the pin wants it.
    """
    state = locked(unit, day, hand)
    require_pin(unit, day, wanted)
    if wanted.kind is LockKind.OUT and unit.bookings.get(wanted.request_ids[0]).promise is not None:
        raise not_now(
            "promised", f"{wanted.request_ids[0]} has a promise: renegotiate or withdraw it before it is left out"
        )
    if wanted in state.pins:
        return state
    require_agreeing(state.pins, wanted)
    opened = open_day(unit, day, travel)
    pinned = replace(opened.town, pins=(*opened.town.pins, wanted))
    if not opened.in_town(pinned).sound:
        sentences = {
            "pl": "Obecny plan nie zgadza się z tym przypięciem; najpierw przesuń zlecenie.",
            "en": "The plan that holds is not as this pin wants it; move the request first.",
        }
        raise RefusedError([Refusal(code="pin", day=day, summary=sentences)])
    unit.audit.append(_event(hand, "plan.pinned", wanted.request_ids[0]))
    return keep_state(unit, replace(state, pins=(*state.pins, wanted)))


def unpin(unit: UnitOfWork, day: date, request_id: RequestId, hand: Hand) -> DayState:
    """Let go of all pins of a request; the plan stays as it is."""
    state = locked(unit, day, hand)
    left = tuple(one for one in state.pins if request_id not in one.request_ids)
    if left == state.pins:
        raise not_now("not_pinned", f"{request_id} is not pinned")
    unit.audit.append(_event(hand, "plan.unpinned", request_id))
    return keep_state(unit, replace(state, pins=left))


def set_overrides(
    unit: UnitOfWork, travel: TravelTimes, day: date, overrides: Sequence[Override], hand: Hand
) -> DayState:
    """Put other overrides in the place of the day's; whoever loses a place by that is put in elsewhere.

    Raises
    ------
    InputError
        If one has no reason, speaks of nothing, or of an amount or a rule that nobody may override.
    ConflictError
        If a promise would lose its place.
    """
    state = locked(unit, day, hand)
    kept = {replace(one, by=""): one for one in state.overrides}
    known = [one for one in overrides if replace(one, by="") in kept]
    require_overrides(unit, day, overrides, known)
    before = _promised(unit, state)
    unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action="plan.overrides", subject=f"day:{day.isoformat()}"))
    accepted = tuple(kept.get(replace(one, by=""), replace(one, by=hand.by)) for one in overrides)
    gone = {one.request_id for one in state.overrides} - {one.request_id for one in accepted}
    # The pin that came with an overruled move goes with its override: it would hold the request where it may not be.
    pins = tuple(one for one in state.pins if gone.isdisjoint(one.request_ids))
    wanted = replace(state, overrides=accepted, pins=pins)
    after = plan_anew(unit, travel, wanted, why="overridden", at=hand.at, by=hand.by)
    if lost := sorted(before - _promised(unit, after)):
        told = ", ".join(lost)
        raise not_now(
            "loses_promise", f"{told} would lose a promised place: unpin, renegotiate or withdraw before", who=told
        )
    return after


def _promised(unit: UnitOfWork, state: DayState) -> frozenset[RequestId]:
    """Return the requests with a promise that the plan which holds serves."""
    if state.plan is None:
        return frozenset()
    bookings = unit.bookings.between(state.day, state.day)
    plan = unit.plans.get(state.day, state.plan)
    return frozenset(key for key in served(plan) if key in bookings and bookings[key].promise is not None)


def _accepted(effect: Effect, reason: str, hand: Hand) -> tuple[Override, ...]:
    """Return what a dispatcher accepts with a reason, or refuse the move."""
    if not reason.strip() or not effect.accepts:
        raise RefusedError(_refusals(effect))
    return tuple(replace(one, reason=reason.strip(), by=hand.by) for one in effect.accepts)


def _with_accepted(opened: OpenDay, state: DayState, wanted: Move, refused: Effect) -> tuple[OpenDay, Effect]:
    """Return the day with what was accepted, and the move as it is possible then."""
    eased = opened.in_town(replace(opened.town, overrides=state.overrides))
    effect = check_move(eased, replace(wanted, at=None), tell=False)
    if not effect.possible:  # something else is in the way as well
        raise RefusedError(_refusals(refused))
    return eased, effect


def _refusals(effect: Effect) -> tuple[Refusal, ...]:
    told = tuple(Refusal(code=one.rule, summary=one.text) for one in effect.broken)
    too_much = {"pl": "To narusza zbyt wiele reguł naraz.", "en": "This breaks too many rules at once."}
    return told or (Refusal(code="move", summary=too_much),)


def _pinned(pins: tuple[Pin, ...], wanted: Move) -> tuple[Pin, ...]:
    others = tuple(one for one in pins if wanted.request_id not in one.request_ids)
    if wanted.shift_id is None:
        return (*others, Pin(kind=LockKind.OUT, request_ids=(wanted.request_id,)))
    return (*others, Pin(kind=LockKind.SHIFT, request_ids=(wanted.request_id,), shift_id=wanted.shift_id))


def _keep(unit: UnitOfWork, opened: OpenDay, state: DayState, effect: Effect, hand: Hand) -> DayState:
    town = replace(opened.town, pins=state.pins, overrides=state.overrides)
    after = opened.in_town(town)
    try:
        plan = plan_from(after, effect.orders, made_at=hand.at, version=state.last_plan + 1)
    except PlanRejectedError as error:
        told = {"pl": f"Tak nie może zostać: {error}", "en": f"It cannot stay like that: {error}"}
        raise RefusedError([Refusal(code="move", day=state.day, summary=told)]) from error
    return keep_told(unit, state, after, plan, why="moved", by=hand.by)


def _event(hand: Hand, action: str, request_id: RequestId) -> AuditEvent:
    return AuditEvent(at=hand.at, by=hand.by, action=action, subject=f"request:{request_id}")
