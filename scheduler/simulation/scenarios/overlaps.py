"""Nobody works on two shifts at once, and no bus drives on two: a scenario that needs that is refused, not played."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from itertools import combinations

from scheduler.domain.ids import PatternId
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.rota import shift_of

_WATCHED_DAYS = 29
"""Four weeks and a night: patterns that come every second week meet within them."""

type Overlap = tuple[PatternId, PatternId, str]
"""Two weekly shifts, and the worker or vehicle that they share."""


def overlaps(town: Town) -> dict[Overlap, date]:
    """Return weekly shifts that share a worker or a vehicle at the same time, and the first day on which they do."""
    if not town.patterns:
        return {}
    calendar = HolidayCalendar(town.policy.booking)
    begin = max(pattern.valid_from for pattern in town.patterns.values())
    dates = [begin + timedelta(days=number) for number in range(_WATCHED_DAYS)]
    made = {
        pattern.id: [shift for day in dates if (shift := shift_of(pattern, day, town.zone, calendar)) is not None]
        for pattern in town.patterns.values()
    }
    found: dict[Overlap, date] = {}
    for one, other in combinations(town.patterns.values(), 2):
        shared = {*one.staff_ids, one.vehicle_id} & {*other.staff_ids, other.vehicle_id} - {None}
        day = next(_meetings(made[one.id], made[other.id]), None) if shared else None
        if day is not None:
            found[one.id, other.id, ", ".join(sorted(map(str, shared)))] = day
    return found


def _meetings(ones: list[Shift], others: list[Shift]) -> Iterator[date]:
    for one in ones:
        for other in others:
            if abs(one.day - other.day) <= timedelta(days=1) and _at_once(one, other):
                yield max(one.day, other.day)


def _at_once(one: Shift, other: Shift) -> bool:
    (start, end), (first, last) = ((each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in (one, other))
    return start < last and first < end
