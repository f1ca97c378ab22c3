"""The shift that a weekly pattern makes on a day, right across the nights on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.errors import NoSuchTimeError
from scheduler.domain.ids import PatternId, ShiftId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.time import local_instant
from scheduler.services.holidays import HolidayCalendar

_DAY, _WEEK, _SECOND = timedelta(days=1), timedelta(days=7), timedelta(seconds=1)


def pattern_shift_id(pattern_id: PatternId, day: date) -> ShiftId:
    """Return the id of the shift that a pattern makes on a day."""
    return ShiftId(f"{pattern_id}@{day.isoformat()}")


def shift_of(pattern: WeeklyPattern, day: date, zone: ZoneInfo, calendar: HolidayCalendar) -> Shift | None:
    """Return the shift of a pattern on a day; None: it has none.

    A shift of which the clocks, going forward, leave nothing is none.
    """
    if not _works_on(pattern, day, calendar):
        return None
    overnight = pattern.end <= pattern.start
    start = shift_instant(day, pattern.start, zone)
    end = shift_instant(day + _DAY if overnight else day, pattern.end, zone)
    if end.astimezone(UTC) <= start.astimezone(UTC):
        return None
    return Shift(
        id=pattern_shift_id(pattern.id, day),
        day=day,
        name=pattern.name,
        staff_ids=pattern.staff_ids,
        vehicle_id=pattern.vehicle_id,
        mode=pattern.mode,
        start=start,
        end=end,
        start_door=pattern.start_door,
        end_door=pattern.end_door,
        overtime=pattern.overtime,
        districts=pattern.districts,
        hand_over=pattern.hand_over,
        contract_gr_per_request=pattern.contract_gr_per_request,
    )


def shift_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return when a shift starts or ends whose roster says `clock` on `day`.

    A time that comes twice is meant the first time; one that is skipped is the moment at which the clocks go forward.
    Starts and ends are treated alike: of two shifts that meet at such a time, one still begins when the other ends.
    """
    try:
        return local_instant(day, clock, zone)
    except NoSuchTimeError:
        first = datetime.combine(day, clock, tzinfo=zone)
        second = first.replace(fold=1)
        if first.astimezone(UTC) < second.astimezone(UTC):
            return first
        return _change_between(second.astimezone(UTC), first.astimezone(UTC), zone)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant with another offset, to the second; between the two there is one change."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = (before + (after - before) // 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.astimezone(zone)


def _works_on(pattern: WeeklyPattern, day: date, calendar: HolidayCalendar) -> bool:
    in_force = pattern.valid_from <= day and (pattern.valid_until is None or day <= pattern.valid_until)
    if not in_force or day.isoweekday() not in pattern.weekdays:
        return False
    weeks = (_monday(day) - _monday(pattern.valid_from)) // _WEEK
    return weeks % pattern.every == 0 and (pattern.on_holidays or calendar.name(day) is None)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
