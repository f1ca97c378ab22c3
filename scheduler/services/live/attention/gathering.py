"""A kept day as alerts are found in it, and that somebody has read an itinerary."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime

from scheduler.domain.checks import Check
from scheduler.domain.errors import NotFoundError, StaleError
from scheduler.domain.ids import ShiftId
from scheduler.domain.labour import BreakRule
from scheduler.domain.live_day import live_key
from scheduler.domain.plan import Plan, PlannedRoute
from scheduler.domain.roster import Shift
from scheduler.domain.sightings import Sighting
from scheduler.services.access import Principal
from scheduler.services.closing import stranded_since_closing
from scheduler.services.facts import town_head
from scheduler.services.live.attention.watched import Watched
from scheduler.services.live.expecting import expected
from scheduler.services.live.hindering import in_the_way
from scheduler.services.live.progress import day_progress, progress_on
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.shown import shown_plan


def watch(unit: UnitOfWork, day: date, now: datetime) -> Watched:
    """Return a day as it is now; of one that is closed only who does not answer, or is not at home, is looked after."""
    head, checks = town_head(unit), _checks(unit, day, now)
    plan = shown_plan(unit, day) or _nothing(unit, day, now)
    if unit.days.get(day).closed:
        empty, blank = _nothing(unit, day, now), day_progress(_nothing(unit, day, now), (), None)
        away, at = stranded_since_closing(unit, day), now.astimezone(UTC)
        return Watched(plan=empty, progress=blank, expected={}, checks=checks, stranded=away, zone=head.zone, now=at)
    events, hindered = tuple(unit.events.between(day, day).values()), in_the_way(unit, plan, now)
    progress, shifts = progress_on(unit, plan, now), unit.shifts.between(day, day)
    services, live = unit.services.all(), unit.live.find(live_key(day))
    return Watched(
        plan=plan,
        progress=progress,
        expected=expected(plan, progress, now, hindered),
        hindered=hindered,
        events=events,
        bookings=unit.bookings.between(day, day),
        shifts=shifts,
        seen=_seen(unit, plan, shifts),
        checks=checks,
        breaks={key: tuple(_rules(unit, shift)) for key, shift in shifts.items()},
        longest_rides={key: one.longest_ride for key, one in services.items() if one.longest_ride is not None},
        disruptions={one.id: one for one in live.disruptions} if live else {},
        policy=head.policy,
        zone=head.zone,
        now=now.astimezone(UTC),
    )


def note_read(store: Store, who: Principal, read: Iterable[tuple[date, ShiftId, int]], now: datetime) -> None:
    """Note that a worker has read shifts of published plans, each version once."""
    if who.staff_id is None:
        return
    seen = [
        Sighting(day=day, shift_id=shift_id, version=version, staff_id=who.staff_id, at=now)
        for day, shift_id, version in read
    ]
    with store.reading(who.town_id) as unit:
        new = [one for one in seen if unit.sightings.find(one.id) is None]
    if new:
        # Another phone of the same worker may have been quicker, by a moment.
        with suppress(StaleError), store.writing(who.town_id) as unit:
            for one in new:
                unit.sightings.put(one, seen=0)


def _checks(unit: UnitOfWork, day: date, now: datetime) -> tuple[Check, ...]:
    """Return the checks of a day; of today all that are open: a late report may open one of a day nobody looks at."""
    own = unit.checks.between(day, day)
    if day == now.astimezone(town_head(unit).zone).date():
        own = {**own, **{key: one for key, one in unit.checks.all().items() if one.open}}
    return tuple(own.values())


def _nothing(unit: UnitOfWork, day: date, now: datetime) -> Plan:
    """Return the plan of a day of which crews know nothing."""
    return Plan(town_id=unit.town_id, day=day, version=0, made_at=now, routes=(), unassigned=(), terms={})


def _seen(unit: UnitOfWork, plan: Plan, shifts: Mapping[ShiftId, Shift]) -> frozenset[ShiftId]:
    """Return the shifts of which somebody of the crew has read just these stops, in this version or an earlier one."""
    routes = {route.shift_id: route for route in plan.routes}
    found: set[ShiftId] = set()
    earlier: dict[int, Mapping[ShiftId, PlannedRoute]] = {plan.version: routes}
    sightings = unit.sightings.between(plan.day, plan.day).values()
    for one in sorted(sightings, key=lambda one: -one.version):
        shift = shifts.get(one.shift_id)
        if one.shift_id in found or one.shift_id not in routes or (shift and one.staff_id not in shift.staff_ids):
            continue
        if one.version not in earlier:
            earlier[one.version] = _routes(unit, plan.day, one.version)
        read = earlier[one.version].get(one.shift_id)
        if read is not None and read.stops == routes[one.shift_id].stops:
            found.add(one.shift_id)
    return frozenset(found)


def _routes(unit: UnitOfWork, day: date, version: int) -> Mapping[ShiftId, PlannedRoute]:
    with suppress(NotFoundError):  # kept long enough
        return {route.shift_id: route for route in unit.plans.get(day, version).routes}
    return {}


def _rules(unit: UnitOfWork, shift: Shift) -> Iterator[tuple[BreakRule, ...]]:
    """Yield the breaks that the contract of each member of a crew gives."""
    for staff_id in shift.staff_ids:
        worker = unit.staff.find(staff_id)
        contract = unit.contracts.find(worker.contract_id) if worker is not None else None
        if contract is not None:
            yield contract.breaks
