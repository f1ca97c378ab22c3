"""Weekly patterns make shifts for the days to come."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.ids import PatternId, ShiftId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import TownHead
from scheduler.services.facts import town_head
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.away import same_shift, what_remains
from scheduler.services.rota.checks import check_pattern
from scheduler.services.rota.days import RotaDays
from scheduler.services.rota.patterns import shift_of


@dataclass(frozen=True, kw_only=True)
class RotaChange:
    """What became of shifts; each of these days has a new version."""

    made: tuple[ShiftId, ...] = ()
    changed: tuple[ShiftId, ...] = ()
    removed: tuple[ShiftId, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Maker:
    """Makes the shifts of patterns in one town."""

    zone: ZoneInfo
    calendar: HolidayCalendar

    def make(self, pattern: WeeklyPattern | None, day: date) -> Shift | None:
        return None if pattern is None else shift_of(pattern, day, self.zone, self.calendar)


def roll_rota(unit: UnitOfWork, first: date, last: date, *, now: datetime) -> RotaChange:
    """Make the shifts of all patterns on days that have none of them yet; doing it twice changes nothing more.

    Left alone are shifts that are kept already, whatever became of them, and those that somebody has removed; nothing
    is made for a time that has begun. Absences take from new shifts what they would have taken from old ones.

    Parameters
    ----------
    first, last : date
        Service days, both included.

    Raises
    ------
    NotFoundError
        If no such town is kept.
    """
    maker = _maker(town_head(unit))
    days = RotaDays(unit, first, last)
    kept = unit.shifts.between(first, last)
    patterns = tuple(unit.patterns.all().values())
    wholes = (maker.make(pattern, day) for day in days.days for pattern in patterns)
    missing = [one for one in wholes if one is not None and one.start > now and one.id not in kept]
    gone = unit.shifts.removed(one.id for one in missing)
    made = []
    for whole in missing:
        left = None if whole.id in gone else days.under_absences(whole)
        if left is not None and days.put(None, left):
            made.append(left.id)
    return RotaChange(made=tuple(made), days=days.advance())


def keep_pattern(unit: UnitOfWork, pattern: WeeklyPattern, *, now: datetime, seen: int | None = None) -> RotaChange:
    """Keep a pattern, and make the shifts of bookable days as it says now.

    Of shifts that a former pattern of its id made, only those are made anew that are just as it made them: whatever
    somebody has changed or removed by hand stays as it is.

    Parameters
    ----------
    seen : int, optional
        The stamp of the pattern that it takes the place of; 0: it is new.

    Raises
    ------
    InputError
        If it cannot be worked by.
    StaleError
        Here or at the end of the unit, if the pattern of its id has another stamp.
    """
    check_pattern(unit, pattern)
    former = unit.patterns.find(pattern.id)
    unit.patterns.put(pattern, seen=unit.patterns.stamp_of(pattern.id) if seen is None else seen)
    return _remake(unit, former, pattern, now)


def drop_pattern(unit: UnitOfWork, pattern_id: PatternId, *, now: datetime) -> RotaChange:
    """Take a pattern out, and its shifts to come that nobody has changed by hand.

    Raises
    ------
    NotFoundError
        If there is none with that id.
    """
    former = unit.patterns.get(pattern_id)
    unit.patterns.remove(pattern_id)
    return _remake(unit, former, None, now)


def horizon_of(head: TownHead, now: datetime) -> tuple[date, date]:
    """Return the first and the last day that may be booked: those whose shifts have to be known."""
    today = now.astimezone(head.zone).date()
    return today, today + timedelta(days=head.policy.booking.horizon_days)


def last_kept_day(unit: UnitOfWork, first: date, last: date) -> date:
    """Return the last day from `first` on that has shifts, or `last` if that is later."""
    kept = unit.shifts.between(first, date.max)
    return max([last, *(shift.day for shift in kept.values())])


def _remake(unit: UnitOfWork, former: WeeklyPattern | None, pattern: WeeklyPattern | None, now: datetime) -> RotaChange:
    head = town_head(unit)
    maker = _maker(head)
    today, bookable = horizon_of(head, now)
    days = RotaDays(unit, today, last_kept_day(unit, today, bookable))
    olds = {day: maker.make(former, day) for day in days.days}
    gone = unit.shifts.removed(one.id for one in olds.values() if one is not None)
    pairs = []
    for day, old in olds.items():
        new = maker.make(pattern, day)
        made = old or new
        kept = None if made is None else unit.shifts.find(made.id)
        begun = any(one is not None and one.start <= now for one in (kept, old, new))
        if begun or same_shift(old, new) or _by_hand(days, kept, old, gone):
            continue
        if kept is not None or day <= bookable:
            pairs.append((kept, _replaced(days, old, new)))
    for before, after in pairs:
        days.put(before, after)
    return change_of(pairs, days.advance())


def _by_hand(days: RotaDays, kept: Shift | None, old: Shift | None, gone: Collection[ShiftId]) -> bool:
    """Return whether somebody has made, changed or removed a shift, so that it is not what the pattern made."""
    expected = None if old is None else what_remains(old, days.absences)
    if same_shift(kept, expected):
        return False
    return kept is not None or (old is not None and old.id in gone)


def _replaced(days: RotaDays, old: Shift | None, new: Shift | None) -> Shift | None:
    if new is not None:
        return days.under_absences(new)
    if old is not None:
        days.forget_taken(old)
    return None


def change_of(pairs: Iterable[tuple[Shift | None, Shift | None]], days: tuple[date, ...]) -> RotaChange:
    """Return what pairs of shifts, before and after, come to."""
    found = [(before, after) for before, after in pairs if not same_shift(before, after)]
    return RotaChange(
        made=tuple(after.id for before, after in found if before is None and after is not None),
        changed=tuple(after.id for before, after in found if before is not None and after is not None),
        removed=tuple(before.id for before, after in found if before is not None and after is None),
        days=days,
    )


def _maker(head: TownHead) -> _Maker:
    return _Maker(zone=head.zone, calendar=HolidayCalendar(head.policy.booking))
