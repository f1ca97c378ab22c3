"""Absences are reported, changed and cancelled; each takes shifts away, or gives them back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.errors import StaleError
from scheduler.domain.ids import AbsenceId, StaffId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.services.facts import town_head
from scheduler.services.not_now import not_now
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.away import concerns, gains, loses, same_shift, what_remains
from scheduler.services.rota.days import RotaDays
from scheduler.services.rota.effects import AbsenceEffect, Repairs, ShiftEffect, TouchedBooking, touched_by
from scheduler.services.rota.rolling import RotaChange, change_of, horizon_of, last_kept_day
from scheduler.services.rota.substitutes import substitutes_for, vacancy, vehicles_for

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class _Loss:
    """A shift before and after an absence."""

    before: Shift
    after: Shift | None


def report_absence(
    unit: UnitOfWork, absence: Absence, now: datetime, *, repairs: Repairs | None = None
) -> AbsenceEffect:
    """Keep an absence, and take from all shifts that are not over what it takes, made by hand or by a pattern.

    Parameters
    ----------
    repairs : Repairs, optional
        Asked for each booking that is touched where it could go instead.

    Raises
    ------
    NotFoundError
        If the worker or the vehicle is unknown.
    ConflictError
        If there is an absence of that id.
    """
    if unit.absences.find(absence.id) is not None:
        raise not_now("reported_already", f"there is an absence {absence.id} already; change that one")
    _require_known(unit, absence)
    return _report(_days_of(unit, [absence], now), replace(absence, reported_at=now), now, repairs)


def change_absence(
    unit: UnitOfWork, absence: Absence, now: datetime, *, seen: int | None = None, repairs: Repairs | None = None
) -> AbsenceEffect:
    """Put another absence in the place of the one of its id: what only the former took comes back.

    Parameters
    ----------
    seen : int, optional
        The stamp of the former one when it was read.

    Returns
    -------
    AbsenceEffect
        Its shifts and bookings are those that lose something they had before.

    Raises
    ------
    NotFoundError
        If there is no absence of that id, or the worker or the vehicle is unknown.
    StaleError
        Here or at the end of the unit, if the former one has another stamp.
    """
    former = unit.absences.get(absence.id)
    _require_known(unit, absence)
    days = _days_of(unit, [former, absence], now)
    former = _as_seen(unit, former, seen)
    _give_back(days, former, now)
    told = former.reported_at if _same_start(former, absence) else now
    return _report(days, replace(absence, reported_at=told), now, repairs)


def _same_start(one: Absence, other: Absence) -> bool:
    """Return whether the same person or vehicle is missing from the same instant on."""
    who = (one.staff_id, one.vehicle_id) == (other.staff_id, other.vehicle_id)
    return who and one.start.astimezone(UTC) == other.start.astimezone(UTC)


def _as_seen(unit: UnitOfWork, read: Absence, seen: int | None) -> Absence:
    """Return an absence as it is under the locks, if that is the one that was meant.

    The row's own update compares its stamp once more.
    """
    now, stamp = unit.absences.get(read.id), unit.absences.stamp_of(read.id)
    if seen not in (None, stamp) or now != read:
        raise StaleError(f"the absence {read.id}", seen=seen or 0, now=stamp)
    return now


def cancel_absence(unit: UnitOfWork, absence_id: AbsenceId, now: datetime, *, seen: int | None = None) -> RotaChange:
    """Take an absence out, and bring back what it took of shifts that are not over.

    A shift that somebody has changed by hand since stays as it is; what other absences take stays taken.

    Parameters
    ----------
    seen : int, optional
        The stamp of the absence when it was read.

    Raises
    ------
    NotFoundError
        If there is none of that id.
    StaleError
        Here or at the end of the unit, if it has another stamp.
    """
    absence = unit.absences.get(absence_id)
    days = _days_of(unit, [absence], now)
    _give_back(days, _as_seen(unit, absence, seen), now)
    return change_of(days.changes, days.advance())


def _report(days: RotaDays, absence: Absence, now: datetime, repairs: Repairs | None) -> AbsenceEffect:
    unit = days.unit
    _take(days, absence, now)
    pairs = days.changes
    losses = [
        _Loss(before=before, after=after) for before, after in pairs if before is not None and loses(before, after)
    ]
    touched = touched_by(unit, [(one.before, one.after) for one in losses], repairs)
    shifts = tuple(_effect(unit, absence, one, touched, days) for one in losses)
    kept = unit.absences.get(absence.id)
    given = tuple(after for before, after in pairs if after is not None and gains(before, after))
    return AbsenceEffect(absence=kept, shifts=shifts, touched=touched, given_back=given, days=days.advance())


def _give_back(days: RotaDays, absence: Absence, now: datetime) -> None:
    """Take an absence out, and bring back the shifts that it had taken."""
    unit = days.unit
    held = [(whole, unit.shifts.find(whole.id)) for whole in absence.taken if whole.day in days.days]
    back = [
        (whole, kept)
        for whole, kept in held
        if whole.end > now and same_shift(kept, what_remains(whole, days.absences))
    ]
    days.remove_absence(absence)
    for whole, kept in back:
        days.put(kept, days.under_absences(whole))


def _require_known(unit: UnitOfWork, absence: Absence) -> None:
    if absence.staff_id is not None:
        unit.staff.get(absence.staff_id)
    if absence.vehicle_id is not None:
        unit.vehicles.get(absence.vehicle_id)


def _days_of(unit: UnitOfWork, absences: Sequence[Absence], now: datetime) -> RotaDays:
    """Lock the days whose shifts absences may touch, and those that the rota is just being made for."""
    head = town_head(unit)
    today, bookable = horizon_of(head, now)
    first = max(min(_local(one.start, head.zone) for one in absences), today) - 2 * _DAY
    known = max([last_kept_day(unit, today, bookable), *(shift.day for one in absences for shift in one.taken)])
    last = min(max(_local(one.end, head.zone) for one in absences), known)
    return RotaDays(unit, first, last)


def _local(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(UTC).astimezone(zone).date()


def _take(days: RotaDays, absence: Absence, now: datetime) -> None:
    unit = days.unit
    wholes = [(kept, days.whole(kept)) for kept in _kept(days) if kept.end > now and concerns(absence, kept)]
    days.keep_absence(replace(absence, taken=()))
    for kept, whole in wholes:
        days.put(unit.shifts.find(kept.id), days.under_absences(whole))


def _kept(days: RotaDays) -> list[Shift]:
    open_days = days.days
    if not open_days:
        return []
    kept = days.unit.shifts.between(open_days[0], open_days[-1]).values()
    return [shift for shift in kept if shift.day in open_days]


def _effect(
    unit: UnitOfWork, absence: Absence, loss: _Loss, touched: tuple[TouchedBooking, ...], days: RotaDays
) -> ShiftEffect:
    bookings = [one.booking for one in touched if one.shift_id == loss.before.id]
    place = vacancy(unit, loss.before, bookings, days.absences)
    absent = absence.staff_id
    return ShiftEffect(
        before=loss.before,
        after=loss.after,
        substitutes=substitutes_for(place, StaffId(absent)) if absent is not None else (),
        vehicles=vehicles_for(place) if absent is None else (),
    )
