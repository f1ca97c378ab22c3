"""Shifts that somebody adds, changes or takes out by hand; weekly patterns leave them as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.domain.booking import Refusal
from scheduler.domain.errors import InputError, InputProblem, RefusedError, StaleError
from scheduler.domain.ids import ShiftId
from scheduler.domain.roster import Shift
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.away import concerns, same_shift
from scheduler.services.rota.checks import unknown_parts
from scheduler.services.rota.days import RotaDays
from scheduler.services.rota.effects import TouchedBooking, touched_by
from scheduler.services.rota.rolling import RotaChange, change_of, horizon_of
from scheduler.services.rota.sentences import refused

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ShiftByHand:
    """What a hand did to the rota.

    Attributes
    ----------
    shift : Shift or None
        As it is now; None: it is gone.
    touched : tuple of TouchedBooking
        Bookings that were on it.
    """

    shift: Shift | None
    change: RotaChange
    touched: tuple[TouchedBooking, ...] = ()


def put_shift(unit: UnitOfWork, shift: Shift, now: datetime, *, seen: int | None = None) -> ShiftByHand:
    """Keep a new shift (seen 0), or another state of the one that was seen.

    Raises
    ------
    InputError
        If it names somebody or something that the town has not.
    RefusedError
        If its day or hour is over or too far ahead, it has begun, or its crew or vehicle is elsewhere.
    StaleError
        If it was changed since.
    """
    days = RotaDays(unit, shift.day, shift.day)
    before = unit.shifts.find(shift.id)
    _require_open(unit, days, [one for one in (before, shift) if one], now)
    _require_known(unit, shift)
    if wrong := list(_elsewhere(unit, days, shift)):
        raise RefusedError(wrong)
    _require_seen(unit, shift.id, seen)
    return _kept(days, before, shift)


def drop_shift(unit: UnitOfWork, shift_id: ShiftId, now: datetime, *, seen: int | None = None) -> ShiftByHand:
    """Take out the shift that was seen; no absence brings it back.

    Raises
    ------
    NotFoundError
        If there is none of that id.
    RefusedError
        If it has begun.
    StaleError
        If it was changed since.
    """
    day = unit.shifts.get(shift_id).day
    days = RotaDays(unit, day, day)
    before = unit.shifts.get(shift_id)
    _require_open(unit, days, [before], now)
    days.forget_taken(days.whole(before))
    _require_seen(unit, shift_id, seen)
    return _kept(days, before, None)


def _kept(days: RotaDays, before: Shift | None, after: Shift | None) -> ShiftByHand:
    changes = [(before, after)] if before and not same_shift(before, after) else []
    touched = touched_by(days.unit, changes, None)
    days.put(before, after)
    return ShiftByHand(shift=after, change=change_of(days.changes, days.advance()), touched=touched)


def _require_seen(unit: UnitOfWork, shift_id: ShiftId, seen: int | None) -> None:
    if seen is not None and (stamp := unit.shifts.stamp_of(shift_id)) != seen:
        raise StaleError(f"the shift {shift_id}", seen=seen, now=stamp)


def _require_open(unit: UnitOfWork, days: RotaDays, shifts: list[Shift], now: datetime) -> None:
    day = shifts[0].day
    _, last = horizon_of(town_head(unit), now)
    if not days.days:
        raise RefusedError([refused("closed", day)])
    if any(one.start.astimezone(UTC) <= now.astimezone(UTC) for one in shifts):
        raise RefusedError([refused("begun", day)])
    if day > last:
        raise RefusedError([refused("far", day, last=f"{last:%d.%m.%Y}")])


def _require_known(unit: UnitOfWork, shift: Shift) -> None:
    slips = list(unknown_parts(unit, shift))
    if len(set(shift.staff_ids)) < len(shift.staff_ids):
        slips.append(("staff_ids", ", ".join(shift.staff_ids), "names somebody twice", "name each once"))
    if slips:
        raise InputError([
            InputProblem(file="shift", column=column, value=value, wrong=wrong, right=right)
            for column, value, wrong, right in slips
        ])  # fmt: skip


def _elsewhere(unit: UnitOfWork, days: RotaDays, shift: Shift) -> Iterator[Refusal]:
    """Yield why its crew or vehicle cannot be there: on another shift then, or away."""
    zone = town_head(unit).zone

    def hours(start: datetime, end: datetime) -> str:
        return f"{start.astimezone(zone):%-H:%M}–{end.astimezone(zone):%-H:%M}"

    for other in _at_that_time(unit, shift):
        told = {"shift": other.name, "hours": hours(other.start, other.end)}
        for worker in shift.staff_ids:
            if worker in other.staff_ids:
                yield refused("works_elsewhere", shift.day, name=unit.staff.get(worker).name, **told)
        if shift.vehicle_id and shift.vehicle_id == other.vehicle_id:
            yield refused("vehicle_elsewhere", shift.day, name=unit.vehicles.get(shift.vehicle_id).name, **told)
    for absence in days.absences:
        if concerns(absence, shift) and absence.start < shift.end and shift.start < absence.end:
            of = unit.staff.find(absence.staff_id) if absence.staff_id else None
            vehicle = unit.vehicles.find(absence.vehicle_id) if absence.vehicle_id else None
            name = of.name if of else vehicle.name if vehicle else ""
            yield refused("away", shift.day, name=name, until=f"{absence.end.astimezone(zone):%d.%m.%Y %-H:%M}")


def _at_that_time(unit: UnitOfWork, shift: Shift) -> Iterator[Shift]:
    for other in unit.shifts.between(shift.day - _DAY, shift.day + _DAY).values():
        if other.id != shift.id and other.start < shift.end and shift.start < other.end:
            yield other
