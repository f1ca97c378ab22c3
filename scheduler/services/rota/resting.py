"""Weekly patterns must leave whoever works by them the long rest of each week.

Of a week without it the last shift that can give way is cut, however much was promised on it. Nobody who writes such a
rota means that.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import StaffId
from scheduler.domain.labour import ContractType
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.services.facts import town_head
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.patterns import shift_of

WEEKS = 8
"""So many are looked at: crews change places every one, two, four or eight weeks."""
_DAY, _WEEK, _NOTHING = timedelta(days=1), timedelta(days=7), timedelta(0)


def require_weekly_rest(town: Town) -> None:
    """Refuse weekly patterns that leave a worker no weekly rest.

    Raises
    ------
    InputError
        Naming each worker, and the first such week.
    """
    calendar = HolidayCalendar(town.policy.booking)
    problems = []
    for worker in town.staff.values():
        own = [one for one in town.patterns.values() if worker.id in one.staff_ids]
        wrong = _without_rest(worker.id, town.contracts[worker.contract_id], own, town.zone, calendar)
        if wrong is not None:
            named = ", ".join(str(one.id) for one in own)
            problems.append(InputProblem(file="patterns", column="weekdays", value=named, wrong=wrong, right=_RIGHT))
    if problems:
        raise InputError(problems)


def rest_slips(unit: UnitOfWork, pattern: WeeklyPattern) -> Iterator[tuple[str, str, str, str]]:
    """Yield for whom a pattern, beside the others that are kept, leaves no weekly rest: as `check_pattern` tells it."""
    head, known = town_head(unit), unit.patterns.all().values()
    calendar = HolidayCalendar(head.policy.booking)
    for key in pattern.staff_ids:
        worker = unit.staff.find(key)
        if worker is None:
            continue
        own = [pattern, *(one for one in known if key in one.staff_ids and one.id != pattern.id)]
        wrong = _without_rest(key, unit.contracts.get(worker.contract_id), own, head.zone, calendar)
        if wrong is not None:
            yield "weekdays", ", ".join(map(str, sorted(pattern.weekdays))), wrong, _RIGHT


_RIGHT = "take a day out, or let somebody else work it"


def _without_rest(
    worker: StaffId, contract: ContractType, patterns: Collection[WeeklyPattern], zone: ZoneInfo,
    calendar: HolidayCalendar,
) -> str | None:  # fmt: skip
    if not patterns or not contract.weekly_rest:
        return None
    first = max(one.valid_from for one in patterns)
    first -= first.weekday() * _DAY
    for monday in (first + k * _WEEK for k in range(WEEKS)):
        if _longest_rest(monday, patterns, zone, calendar) < contract.weekly_rest:
            hours = contract.weekly_rest / timedelta(hours=1)
            return f"leaves {worker} no {hours:g} hours of rest at a stretch in the week from {monday.isoformat()}"
    return None


def _longest_rest(
    monday: date, patterns: Collection[WeeklyPattern], zone: ZoneInfo, calendar: HolidayCalendar
) -> timedelta:
    """Return the longest time without work between a Monday and the next one, at midnight each.

    By the clock on the wall: the one night a year that is an hour shorter is no reason to refuse a rota.
    """
    free_from, ends = (datetime.combine(day, time(0)) for day in (monday, monday + _WEEK))
    days = [monday + k * _DAY for k in range(-1, 7)]  # Sunday's shift may last into Monday
    made = (shift_of(pattern, day, zone, calendar) for pattern in patterns for day in days)
    spans = sorted((_on_the_wall(one.start, zone), _on_the_wall(one.end, zone)) for one in made if one is not None)
    longest = _NOTHING
    for start, end in spans:
        longest, free_from = max(longest, start - free_from), max(free_from, end)
    return max(longest, ends - free_from)


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
