"""What has come in a running day's way since its plan was made, as what is to be expected has to allow for it.

A plan that was made after snow was reported drives through snow already; only what was reported later makes its ways
longer. So what is shown is right before anybody has planned anew, and nothing is counted twice afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from scheduler.domain.ids import PlaceId, ShiftId
from scheduler.domain.live_day import Disruption, LiveDay, RoadClosed, Snow, live_key, overruns
from scheduler.domain.place import Place
from scheduler.domain.plan import Plan, PlannedRoute
from scheduler.domain.roster import Shift
from scheduler.domain.time import Instants
from scheduler.domain.town import Town
from scheduler.services.disruptions.crossing import crossed
from scheduler.services.disruptions.travel import LONGEST_S, MOTOR
from scheduler.services.facts import part_of_town
from scheduler.services.live.minutes import full_minute
from scheduler.services.ports import UnitOfWork

_NOTHING = timedelta(0)
_SECOND = timedelta(seconds=1)
_LONGEST = timedelta(seconds=LONGEST_S)
_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class OffDuty(Instants):
    """A crew that cannot do all of its plan.

    Attributes
    ----------
    since : datetime
        When that began.
    undone_from : datetime
        What was planned to begin then or later will not be done by this crew.
    at_once : bool
        Whether it cannot end what it has begun either: whoever goes home still gets to the door they are on their way
        to, and sets down whoever is aboard; a vehicle that has broken down does not.
    """

    since: datetime
    undone_from: datetime
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class Standstill(Instants):
    """A vehicle that broke down, and goes again after that, or went again."""

    since: datetime
    until: datetime

    def arrival(self, left: datetime, drive: timedelta) -> datetime:
        """Return when a crew is there that left at some instant and is still on its way: what it stood it has lost."""
        since, until = self.since.astimezone(UTC), self.until.astimezone(UTC)
        return max(left + drive + (until - since), until) if left <= since else left + drive


@dataclass(frozen=True, kw_only=True)
class Slower:
    """Something that makes one way longer while it holds."""

    disruption: Disruption

    def on(self, drive: timedelta, leaving: datetime) -> timedelta:
        """Return how long a way takes that is begun at some instant."""
        one = self.disruption
        over = one.until is not None and one.until.astimezone(UTC) <= leaving
        if over or leaving < one.since.astimezone(UTC) or drive <= _NOTHING:
            return drive
        if one.snow is not None:
            slower = -(-drive * 1000 // (one.snow.permille * _SECOND)) * _SECOND  # rounded as plans round their ways
            return min(slower, max(drive, _LONGEST))
        return drive + one.road.detour if one.road is not None else drive


@dataclass(frozen=True, kw_only=True)
class InTheWay:
    """What stands in the way of a published plan.

    Attributes
    ----------
    overruns : mapping of str to datetime
        Until when a task will take, by its id.
    off_duty : mapping of ShiftId to OffDuty
        Crews that have no vehicle any more today, or not from an hour on, that an absence has cut short, or that are
        not on the rota any more.
    stands : mapping of ShiftId to Standstill
        Vehicles that have broken down and go again, or went again, the last time that each did.
    slower : mapping of (ShiftId, int) to tuple of Slower
        By the shift and the index of the stop that the way leads to.
    """

    overruns: Mapping[str, datetime] = field(default_factory=dict)
    off_duty: Mapping[ShiftId, OffDuty] = field(default_factory=dict)
    stands: Mapping[ShiftId, Standstill] = field(default_factory=dict)
    slower: Mapping[tuple[ShiftId, int], tuple[Slower, ...]] = field(default_factory=dict)

    def drive(self, shift_id: ShiftId, stop: int, drive: timedelta, leaving: datetime) -> timedelta:
        """Return how long the way to a stop takes, given how long the plan drives and when the crew leaves."""
        for one in self.slower.get((shift_id, stop), ()):
            drive = one.on(drive, leaving)
        return drive


NOTHING = InTheWay()


def in_the_way(unit: UnitOfWork, plan: Plan, now: datetime) -> InTheWay:
    """Return what stands in the way of a published plan at an instant."""
    live = unit.live.find(live_key(plan.day))
    known = live.disruptions if live else ()
    shifts = unit.shifts.between(plan.day, plan.day)
    broken = list(_without_vehicle(_broken(live, now), shifts)) if live else []
    to_come = list(_without_vehicle(_foreseen(live, now), shifts)) if live else []
    off = dict(_cut(unit, plan, shifts))
    for told, begun in ((to_come, False), (broken, True)):
        for key, one in told:
            if not _goes_again(one, shifts.get(key), now):
                off[key] = OffDuty(since=one.since, undone_from=_ALWAYS if begun else one.since, at_once=True)
    slow = [one for one in known if _slows(one) and one.reported_at.astimezone(UTC) > plan.made_at.astimezone(UTC)]
    return InTheWay(
        overruns=overruns(known),
        off_duty=off,
        stands=_repaired(broken),
        slower=_slower(unit, plan, shifts, slow) if slow else {},
    )


def _broken(live: LiveDay, now: datetime) -> Iterator[tuple[ShiftId, Disruption]]:
    """Yield the breakdowns that have begun, also those that are over: nobody has gone on before they were."""
    at = full_minute(now)
    for one in live.disruptions:
        if one.breakdown is not None and one.taken_back_at is None and one.since.astimezone(UTC) <= at:
            yield one.breakdown.shift_id, one


def _foreseen(live: LiveDay, now: datetime) -> Iterator[tuple[ShiftId, Disruption]]:
    """Yield the breakdowns that are to come: a vehicle has to go to the garage at noon."""
    at = full_minute(now)
    for one in live.disruptions:
        if one.breakdown is not None and one.taken_back_at is None and one.since.astimezone(UTC) > at:
            yield one.breakdown.shift_id, one


def _without_vehicle(
    broken: Iterable[tuple[ShiftId, Disruption]], shifts: Mapping[ShiftId, Shift]
) -> Iterator[tuple[ShiftId, Disruption]]:
    """Yield breakdowns by the shifts that they touch: also those that were to have the vehicle after that."""
    for key, one in broken:
        yield key, one
        vehicle = shifts[key].vehicle_id if key in shifts else None
        for other in shifts.values():
            later = other.start.astimezone(UTC) >= one.since.astimezone(UTC)
            if later and other.id != key and vehicle is not None and other.vehicle_id == vehicle:
                yield other.id, one


def _goes_again(one: Disruption, shift: Shift | None, now: datetime) -> bool:
    """Return whether a vehicle is repaired, or will be before a shift with it is over."""
    if one.until is None:
        return False
    until = one.until.astimezone(UTC)
    return shift is None or until < shift.end.astimezone(UTC) or until <= now.astimezone(UTC)


def _repaired(broken: Iterable[tuple[ShiftId, Disruption]]) -> dict[ShiftId, Standstill]:
    """Return when vehicles stood that go again, or have gone again, the last time that each broke down."""
    found: dict[ShiftId, Standstill] = {}
    for key, one in broken:
        if one.until is not None and (key not in found or one.until.astimezone(UTC) > found[key].until.astimezone(UTC)):
            found[key] = Standstill(since=one.since, until=one.until)
    return found


def _cut(unit: UnitOfWork, plan: Plan, shifts: Mapping[ShiftId, Shift]) -> Iterator[tuple[ShiftId, OffDuty]]:
    """Yield crews that the rota has let go since the plan was made."""
    for route in plan.routes:
        if route.shift_id not in shifts:
            yield route.shift_id, OffDuty(since=route.start, undone_from=_ALWAYS)
    made_at = plan.made_at.astimezone(UTC)
    for absence in unit.absences.all().values():
        if absence.reported_at is None or absence.reported_at.astimezone(UTC) <= made_at:
            continue
        for before in absence.taken:
            now = shifts.get(before.id)
            if now is not None and now.end.astimezone(UTC) < before.end.astimezone(UTC):
                yield before.id, OffDuty(since=now.end, undone_from=now.end)


def _slows(one: Disruption) -> bool:
    return one.taken_back_at is None and (one.snow is not None or one.road is not None)


def _slower(
    unit: UnitOfWork, plan: Plan, shifts: Mapping[ShiftId, Shift], slow: Sequence[Disruption]
) -> dict[tuple[ShiftId, int], tuple[Slower, ...]]:
    town = part_of_town(unit, places=unit.places.all(), districts=unit.districts.all())
    found: dict[tuple[ShiftId, int], tuple[Slower, ...]] = {}
    for route in plan.routes:
        shift = shifts.get(route.shift_id)
        for stop, ends in enumerate(_ways(route, shift, town.places) if shift else ()):
            hits = tuple(Slower(disruption=one) for one in slow if shift and _hits(town, one, shift, ends))
            if hits:
                found[route.shift_id, stop] = hits
    return found


def _ways(route: PlannedRoute, shift: Shift, places: Mapping[PlaceId, Place]) -> Iterator[Sequence[Place]]:
    """Yield between which places the ways of a route lead, as far as they are still known."""
    ids = [shift.start_door.place_id, *(PlaceId(stop.location_id.partition("/")[0]) for stop in route.stops)]
    for pair in pairwise(ids):
        yield [places[one] for one in pair if one in places]


def _hits(town: Town, one: Disruption, shift: Shift, ends: Sequence[Place]) -> bool:
    match one:
        case Disruption(snow=Snow() as snow):
            if not snow.districts:
                return shift.mode in MOTOR
            return any(found.id in snow.districts for end in ends if (found := town.district_of(end)) is not None)
        case Disruption(road=RoadClosed() as road) if shift.mode in MOTOR and len(ends) > 1:
            return bool(crossed([end.entrances[0].point for end in ends], road)[0, 1])
        case _:
            return False
