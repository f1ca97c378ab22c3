"""Whether something can be in a day's way at all: what a dispatcher mistypes is refused, with what would be right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import cos, hypot, radians

from scheduler.domain.errors import InputError, InputProblem, NotFoundError
from scheduler.domain.ids import ShiftId
from scheduler.domain.live_day import Breakdown, Disruption, LiveDay, Overrun, RoadClosed, Snow
from scheduler.domain.place import GeoPoint
from scheduler.domain.request import Ride
from scheduler.domain.roster import Shift
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.disruptions.travel import MOTOR
from scheduler.services.not_now import not_now

SLOWEST_PERMILLE = 50
FARTHEST_KM = 100
"""From the middle of the town."""
LONGEST_ROAD_KM = 50
WIDEST_M = 10_000
LONGEST_DETOUR = timedelta(hours=4)
_M_PER_DEGREE = 111_195

type _Wrong = Iterator[tuple[str, str, str]]
"""Field, what is wrong, what would be right."""


def require_possible(
    town: Town, day: date, told: Disruption, live: LiveDay, orders: Mapping[ShiftId, Sequence[str]]
) -> None:
    """Refuse what cannot be in the way of a day.

    Parameters
    ----------
    live : LiveDay
        As it is now.
    orders : mapping of ShiftId to sequence of str
        Ids of the planned tasks.

    Raises
    ------
    InputError, NotFoundError, ConflictError
    """
    wrong = [*_times(town, day, told, live), *_facts(town, told, orders)]
    if wrong:
        raise InputError(
            [InputProblem(file="disruption", column=at, wrong=what, right=right) for at, what, right in wrong]
        )
    if told.breakdown is not None:
        _require_going(town, day, told, told.breakdown, live)


def _times(town: Town, day: date, told: Disruption, live: LiveDay) -> _Wrong:
    midnight = ServiceDay(date=day, zone=town.zone).midnight
    first, last = _at(midnight) - timedelta(hours=12), _at(midnight) + timedelta(hours=48)
    for field, moment in (("since", told.since), ("until", told.until)):
        if moment is not None and not first <= _at(moment) <= last:
            yield field, "is not of this day", f"a time of {day.isoformat()}, or of the night after it"
    if told.until is not None and _at(told.until) <= _at(live.as_of):
        yield "until", "is over already", "a time to come, or none if nobody knows"
    if _at(live.as_of) > last:
        yield "since", "is of a day that is over", "the day that runs, or one to come"


def _facts(town: Town, told: Disruption, orders: Mapping[ShiftId, Sequence[str]]) -> _Wrong:
    match told:
        case Disruption(snow=Snow() as snow):
            yield from _snow(town, snow)
        case Disruption(road=RoadClosed() as road):
            yield from _road(town, road)
        case Disruption(breakdown=Breakdown() as broken):
            yield from _breakdown(town, broken)
        case Disruption(overrun=Overrun() as overrun):
            known = {task for tasks in orders.values() for task in tasks}
            if overrun.task_id not in known:
                yield "overrun.task_id", "is no task of the day's plan", "the id of a task of the plan, R-013:visit"
        case _:
            raise TypeError(f"{told.kind} is not checked")


def _snow(town: Town, snow: Snow) -> _Wrong:
    if snow.permille < SLOWEST_PERMILLE:
        yield "snow.permille", "is next to standing still", f"{SLOWEST_PERMILLE} to 999 permille of the usual speed"
    unknown = sorted(snow.districts - town.districts.keys())
    if unknown:
        known = ", ".join(sorted(town.districts)) or "none at all"
        yield "snow.districts", f"there is no district {unknown[0]}", f"districts of the town: {known}"


def _road(town: Town, road: RoadClosed) -> _Wrong:
    yield from _near(town, "road.line", road.line)
    if sum(_apart_m(a, b) for a, b in pairwise(road.line)) > LONGEST_ROAD_KM * 1000:
        yield "road.line", f"is longer than {LONGEST_ROAD_KM} km", "the stretch that is closed"
    if road.radius_m > WIDEST_M:
        yield "road.radius_m", f"is over {WIDEST_M} m", "the part of the town that nobody can pass"
    if road.detour > LONGEST_DETOUR:
        yield "road.detour_s", "is over four hours", "what going round takes longer, in seconds"


def _breakdown(town: Town, broken: Breakdown) -> _Wrong:
    yield from _near(town, "breakdown.point", (broken.point,))
    for key in broken.aboard:
        if not isinstance(town.requests.get(key), Ride):
            yield "breakdown.aboard", f"{key} is no ride of the day", "ids of rides of the day"


def _near(town: Town, field: str, points: Collection[GeoPoint]) -> _Wrong:
    if any(_apart_m(town.centre, point) > FARTHEST_KM * 1000 for point in points):
        yield field, f"is over {FARTHEST_KM} km from {town.name}", "a place in or around the town"


def _require_going(town: Town, day: date, told: Disruption, broken: Breakdown, live: LiveDay) -> None:
    """Refuse the breakdown of what does not go."""
    shift: Shift | None = next((one for one in town.shifts_on(day) if one.id == broken.shift_id), None)
    if shift is None:
        raise NotFoundError(f"there is no shift {broken.shift_id} on {day.isoformat()}")
    if shift.vehicle_id is None and shift.mode not in MOTOR:
        raise not_now("no_vehicle", f"the shift {shift.id} has no vehicle that could break down")
    down = [one for one in live.in_force if one.breakdown is not None and one.breakdown.shift_id == shift.id]
    if down:
        raise not_now(
            "broken_already", f"the vehicle of {shift.id} has broken down already ({down[0].id}); take that back first"
        )
    if _at(told.since) >= _at(shift.end) + shift.overtime:
        raise not_now("shift_over", f"the shift {shift.id} is over at that time; it has no vehicle any more")


def _apart_m(a: GeoPoint, b: GeoPoint) -> float:
    east = (a.lon - b.lon) * cos(radians(a.lat))
    return hypot(a.lat - b.lat, east) * _M_PER_DEGREE


def _at(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
