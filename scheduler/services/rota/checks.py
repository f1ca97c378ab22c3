"""What a weekly pattern must be to be worked by."""

from collections.abc import Iterator

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.resting import rest_slips

_MOST_WEEKS = 520
type _Slip = tuple[str, str, str, str]


def check_pattern(unit: UnitOfWork, pattern: WeeklyPattern) -> None:
    """Refuse a pattern that cannot be worked by.

    Raises
    ------
    InputError
        Naming each field that is wrong.
    """
    problems = [_problem(slip) for slip in (*_slips(pattern), *unknown_parts(unit, pattern))]
    if not problems:  # what cannot be worked at all has no weeks to look at
        problems = [_problem(slip) for slip in rest_slips(unit, pattern)]
    if problems:
        raise InputError(problems)


def _problem(slip: _Slip) -> InputProblem:
    column, value, wrong, right = slip
    return InputProblem(file="pattern", column=column, value=value, wrong=wrong, right=right)


def _slips(pattern: WeeklyPattern) -> Iterator[_Slip]:
    if not pattern.weekdays or not pattern.weekdays <= set(range(1, 8)):
        yield "weekdays", str(sorted(pattern.weekdays)), "are no days of the week", "use 1 (Monday) to 7 (Sunday)"
    if not 1 <= pattern.every <= _MOST_WEEKS:
        yield "every", str(pattern.every), "is no number of weeks", f"use 1 (each week) to {_MOST_WEEKS}"
    if pattern.valid_until is not None and pattern.valid_until < pattern.valid_from:
        yield "valid_until", pattern.valid_until.isoformat(), "is before valid_from", "swap the two or correct one"
    if not pattern.staff_ids or len(set(pattern.staff_ids)) < len(pattern.staff_ids):
        yield "staff_ids", ", ".join(pattern.staff_ids), "is no crew", "name at least one worker, and each once"


def unknown_parts(unit: UnitOfWork, pattern: WeeklyPattern | Shift) -> Iterator[tuple[str, str, str, str]]:
    """Yield what a pattern or a shift names that the town has not: column, value, what is wrong, what is right."""
    for worker in pattern.staff_ids:
        if unit.staff.find(worker) is None:
            yield "staff_ids", worker, "is not among the staff", "name somebody who is"
    if pattern.vehicle_id is not None and unit.vehicles.find(pattern.vehicle_id) is None:
        yield "vehicle_id", pattern.vehicle_id, "is not among the vehicles", "name one that is, or none"
    for column, door in (("start_door", pattern.start_door), ("end_door", pattern.end_door)):
        place = unit.places.find(door.place_id)
        if place is None or (door.entrance and door.entrance not in {one.name for one in place.entrances}):
            yield column, f"{door.place_id}/{door.entrance or ''}", "is no door that is known", "name a known one"
    for district in sorted(pattern.districts):
        if unit.districts.find(district) is None:
            yield "districts", district, "is not among the districts", "name one that is"
