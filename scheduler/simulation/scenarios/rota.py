"""Shifts that come and go with people and vehicles: weekly patterns and the dated shifts of the files alike."""

from collections.abc import Callable
from dataclasses import replace

from scheduler.domain.ids import PatternId, ShiftId, StaffId, VehicleId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import new_id, once_more

type Crew = tuple[StaffId, ...]
type OneShift = WeeklyPattern | Shift


def all_shifts(town: Town) -> tuple[OneShift, ...]:
    """Return weekly and dated shifts."""
    return (*town.patterns.values(), *town.shifts)


def with_copies(
    town: Town,
    of: Callable[[OneShift], bool],
    staff: Callable[[Crew], Crew],
    vehicle: Callable[[VehicleId | None], VehicleId | None],
) -> Town:
    """Return the town with some shifts once more, each with another crew and vehicle.

    Parameters
    ----------
    of : callable
        Whether a shift is worked once more.
    staff, vehicle : callable
        Who works it then, in place of whom.
    """
    patterns = dict(town.patterns)
    for pattern in filter(of, town.patterns.values()):
        pattern_id = PatternId(new_id(patterns, None, pattern.id, PatternId, "weekly shift"))
        patterns[pattern_id] = replace(
            pattern, id=pattern_id, name=once_more(pattern.name, pattern.id, pattern_id),
            staff_ids=staff(pattern.staff_ids), vehicle_id=vehicle(pattern.vehicle_id),
        )  # fmt: skip
    shifts = {shift.id: shift for shift in town.shifts}
    for shift in filter(of, town.shifts):
        shift_id = ShiftId(new_id(shifts, None, shift.id, ShiftId, "shift"))
        # Where the other one is by now, and with whom aboard, is not where a copy begins.
        shifts[shift_id] = replace(
            shift, id=shift_id, name=once_more(shift.name, shift.id, shift_id), start_state=None,
            staff_ids=staff(shift.staff_ids), vehicle_id=vehicle(shift.vehicle_id),
        )  # fmt: skip
    return replace(town, patterns=patterns, shifts=tuple(shifts.values()))


def without(town: Town, gone: Callable[[OneShift], bool]) -> Town:
    """Return the town without some shifts, and without what dispatchers have said of them."""
    lost = {shift.id for shift in town.shifts if gone(shift)}
    return replace(
        town,
        patterns={name: pattern for name, pattern in town.patterns.items() if not gone(pattern)},
        shifts=tuple(shift for shift in town.shifts if shift.id not in lost),
        pins=tuple(pin for pin in town.pins if pin.shift_id not in lost),
        overrides=tuple(override for override in town.overrides if override.shift_id not in lost),
        published={name: told for name, told in town.published.items() if told.shift_id not in lost},
    )


def with_each(town: Town, pattern: Callable[[WeeklyPattern], WeeklyPattern], shift: Callable[[Shift], Shift]) -> Town:
    """Return the town with each of its shifts changed."""
    return replace(
        town,
        patterns={name: pattern(one) for name, one in town.patterns.items()},
        shifts=tuple(map(shift, town.shifts)),
    )
