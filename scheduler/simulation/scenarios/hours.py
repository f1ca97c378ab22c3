"""Weekly shifts added, taken away, and worked at other hours."""

from collections.abc import Container
from dataclasses import replace
from datetime import timedelta

from scheduler.domain.capacity.changes import AddShift, Hours, RemoveShift
from scheduler.domain.ids import PatternId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.time import clock_instant
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import ChangeError, known, new_id, once_more
from scheduler.simulation.scenarios.rota import OneShift, all_shifts, with_each, without

_DAY = timedelta(days=1)


def add_shift(change: AddShift, town: Town) -> Town:
    """Return the town with one more weekly shift."""
    model = known(town.patterns, change.like, "like", "weekly shift")
    for staff_id in change.staff_ids:
        known(town.staff, staff_id, "staff", "worker")
    if change.vehicle_id is not None:
        known(town.vehicles, change.vehicle_id, "vehicle", "vehicle")
    pattern_id = PatternId(new_id(town.patterns, change.id, model.id, PatternId, "weekly shift"))
    new = replace(
        model,
        id=pattern_id,
        name=once_more(model.name, model.id, pattern_id),
        staff_ids=change.staff_ids or model.staff_ids,
        vehicle_id=change.vehicle_id or model.vehicle_id,
        weekdays=change.weekdays or model.weekdays,
        start=change.start or model.start,
        end=change.end or model.end,
    )
    return replace(town, patterns={**town.patterns, new.id: new})


def remove_shift(change: RemoveShift, town: Town) -> Town:
    """Return the town without a weekly shift."""
    known(town.patterns, change.pattern_id, "shift", "weekly shift")
    return without(town, lambda one: isinstance(one, WeeklyPattern) and one.id == change.pattern_id)


def other_hours(change: Hours, town: Town) -> Town:
    """Return the town in which some shifts begin or end at another hour."""
    _check(change, town)

    def meant(one: OneShift) -> bool:
        if change.pattern_id is not None:
            return one.id == change.pattern_id and isinstance(one, WeeklyPattern)
        if change.staff_id is not None:
            return change.staff_id in one.staff_ids
        return one.vehicle_id == change.vehicle_id

    def pattern(one: WeeklyPattern) -> WeeklyPattern:
        start = one.start if change.start is None else change.start
        return replace(one, start=start, end=one.end if change.end is None else change.end) if meant(one) else one

    def shift(one: Shift) -> Shift:
        return _at(one, change, town) if meant(one) else one

    return with_each(town, pattern, shift)


def _at(shift: Shift, change: Hours, town: Town) -> Shift:
    start = shift.start if change.start is None else clock_instant(shift.day, change.start, town.zone)
    if change.end is None:
        return replace(shift, start=start)
    end = clock_instant(shift.day, change.end, town.zone)
    if end.timestamp() <= start.timestamp():
        end = clock_instant(shift.day + _DAY, change.end, town.zone)
    return replace(shift, start=start, end=end)


def _check(change: Hours, town: Town) -> None:
    every = all_shifts(town)
    if change.pattern_id is not None:
        known(town.patterns, change.pattern_id, "shift", "weekly shift")
    if change.staff_id is not None:
        known(town.staff, change.staff_id, "staff", "worker")
        _works("staff", change.staff_id, {staff_id for one in every for staff_id in one.staff_ids})
    if change.vehicle_id is not None:
        known(town.vehicles, change.vehicle_id, "vehicle", "vehicle")
        _works("vehicle", change.vehicle_id, {one.vehicle_id for one in every if one.vehicle_id})


def _works(key: str, name: str, working: Container[str]) -> None:
    if name not in working:
        raise ChangeError(key, name, "has no shift, so there are no hours to change", "add a shift instead")
