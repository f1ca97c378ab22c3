"""Weekly patterns of a town's files must not have anybody work on top of a shift that the files hold."""

from collections.abc import Iterator
from datetime import UTC, timedelta

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.rota.patterns import shift_of

_DAY = timedelta(days=1)


def require_no_doubles(town: Town) -> None:
    """Refuse weekly patterns that have a worker or a vehicle of a shift work elsewhere at the same time.

    Raises
    ------
    InputError
        Naming each pattern with the first shift that it would double.
    """
    wrong = [
        problem for pattern in town.patterns.values() if (problem := next(_doubles(town, pattern), None)) is not None
    ]
    if wrong:
        raise InputError(wrong)


def _doubles(town: Town, pattern: WeeklyPattern) -> Iterator[InputProblem]:
    calendar = HolidayCalendar(town.policy.booking)
    near = ((shift, shift.day + days * _DAY) for shift in town.shifts for days in (-1, 0, 1))  # some go on at night
    for shift, day in near:
        made = shift_of(pattern, day, town.zone, calendar)
        if made is not None and (who := _shared(made, shift)) and _overlap(made, shift):
            yield InputProblem(
                file="patterns",
                column="valid_from",
                value=str(pattern.id),
                wrong=f"has {who} work on {day.isoformat()} on top of the shift {shift.id}",
                right="let the pattern begin after the last day of shifts that are written, or leave that shift out",
            )


def _shared(made: Shift, shift: Shift) -> str:
    staff = next((one for one in made.staff_ids if one in shift.staff_ids), None)
    if staff is None and made.vehicle_id == shift.vehicle_id:
        return str(made.vehicle_id or "")
    return str(staff or "")


def _overlap(one: Shift, other: Shift) -> bool:
    (start, end), (first, last) = ((each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in (one, other))
    return start < last and first < end
