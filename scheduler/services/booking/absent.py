"""Somebody is ill, or a vehicle in the workshop: the rota changes, the plans with it, and each promise is seen to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Offer
from scheduler.domain.ids import AbsenceId, ShiftId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.services.booking.offering import asked_of, offers_on
from scheduler.services.comparing import Placed, placed
from scheduler.services.dispatching import Hand
from scheduler.services.live.refreshing import refresh
from scheduler.services.planning.changing import plan_anew
from scheduler.services.planning.open_day import open_day
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.rota import (
    AbsenceEffect,
    RotaChange,
    ShiftByHand,
    TouchedBooking,
    cancel_absence,
    change_absence,
    drop_shift,
    put_shift,
    report_absence,
)


@dataclass(frozen=True, kw_only=True)
class Repair:
    """What becomes of a booking whose shift is gone or changed.

    Attributes
    ----------
    place : Placed or None
        Where the plan that holds now serves it, its promise kept; None: it has no place.
    offers : tuple of Offer
        Without a place: other windows that the client could be offered instead, the best first.
    """

    touched: TouchedBooking
    place: Placed | None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Absent:
    """What an absence did to the rota, and what the plans made of it."""

    effect: AbsenceEffect
    repairs: tuple[Repair, ...]

    @property
    def broken(self) -> tuple[Repair, ...]:
        """Promises that cannot be kept as they are: somebody has to be phoned."""
        return tuple(one for one in self.repairs if one.place is None and one.touched.promise is not None)


def absent(unit: UnitOfWork, travel: TravelTimes, absence: Absence, hand: Hand) -> Absent:
    """Keep an absence, and plan anew the days that it changes: everybody else stays where they are.

    Raises
    ------
    NotFoundError, ConflictError
        As `rota.report_absence`.
    """
    return _planned(unit, travel, report_absence(unit, absence, hand.at), hand, "absence.reported")


def changed(unit: UnitOfWork, travel: TravelTimes, absence: Absence, hand: Hand) -> Absent:
    """Put another absence in the place of the one of its id that was seen, and plan anew the days that it changes.

    What only the former one took comes back, and whoever had no place may get one.

    Raises
    ------
    NotFoundError, StaleError
        As `rota.change_absence`.
    """
    effect = change_absence(unit, absence, hand.at, seen=hand.seen)
    return _planned(unit, travel, effect, hand, "absence.changed")


def _planned(unit: UnitOfWork, travel: TravelTimes, effect: AbsenceEffect, hand: Hand, action: str) -> Absent:
    _note(unit, hand, action, effect.absence.id)
    plan_days(unit, travel, effect.days, hand)
    return Absent(effect=effect, repairs=tuple(repair(unit, travel, one) for one in effect.touched))


def back(unit: UnitOfWork, travel: TravelTimes, absence_id: AbsenceId, hand: Hand) -> RotaChange:
    """Take an absence back, as it was seen: the shifts return, and whoever had no place may get one.

    Raises
    ------
    NotFoundError, StaleError
        As `rota.cancel_absence`.
    """
    change = cancel_absence(unit, absence_id, hand.at, seen=hand.seen)
    _note(unit, hand, "absence.cancelled", absence_id)
    plan_days(unit, travel, change.days, hand)
    return change


def plan_days(unit: UnitOfWork, travel: TravelTimes, days: Sequence[date], hand: Hand) -> None:
    """Plan days anew whose rota has changed."""
    for day in days:
        refresh(unit, day, hand.at)  # what crews have done, and whom they have aboard, is not planned again
        plan_anew(unit, travel, unit.days.get(day), why="rota", at=hand.at, by=hand.by)


def repair(unit: UnitOfWork, travel: TravelTimes, touched: TouchedBooking) -> Repair:
    """Return what becomes of a booking, once its day is planned anew."""
    day, booking = touched.booking.day, touched.booking
    state = unit.days.get(day)
    where = placed(unit.plans.get(day, state.plan)).get(booking.id) if state.plan is not None else None
    if where is not None:
        return Repair(touched=touched, place=where)
    opened = open_day(unit, day, travel, leaving=frozenset({booking.id}))
    offers = offers_on(asked_of(opened, [booking.request])) if opened.problem.shifts else ()
    return Repair(touched=touched, place=None, offers=offers)


@dataclass(frozen=True, kw_only=True)
class Rostered:
    """What a shift that was changed by hand did, and what the plans made of it."""

    by_hand: ShiftByHand
    repairs: tuple[Repair, ...]


def rostered(unit: UnitOfWork, travel: TravelTimes, shift: Shift, hand: Hand) -> Rostered:
    """Keep a new shift (seen 0), or another state of the one that was seen, and plan its day anew.

    Raises
    ------
    InputError, RefusedError, StaleError
        As `rota.put_shift`.
    """
    done = put_shift(unit, shift, hand.at, seen=hand.seen)
    return _rostered(unit, travel, done, hand, "shift.changed" if hand.seen else "shift.added", shift.id)


def unrostered(unit: UnitOfWork, travel: TravelTimes, shift_id: ShiftId, hand: Hand) -> Rostered:
    """Take out the shift that was seen, and plan its day anew.

    Raises
    ------
    NotFoundError, RefusedError, StaleError
        As `rota.drop_shift`.
    """
    done = drop_shift(unit, shift_id, hand.at, seen=hand.seen)
    return _rostered(unit, travel, done, hand, "shift.removed", shift_id)


def _rostered(  # noqa: PLR0917 - one act
    unit: UnitOfWork, travel: TravelTimes, done: ShiftByHand, hand: Hand, action: str, shift_id: ShiftId
) -> Rostered:
    if done.change.days:
        unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action=action, subject=f"shift:{shift_id}"))
    plan_days(unit, travel, done.change.days, hand)
    return Rostered(by_hand=done, repairs=tuple(repair(unit, travel, one) for one in done.touched))


def _note(unit: UnitOfWork, hand: Hand, action: str, absence_id: AbsenceId) -> None:
    unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action=action, subject=f"absence:{absence_id}"))
