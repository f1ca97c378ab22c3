"""How far each car went in a month, with room for what the odometer says."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from scheduler.domain.ids import VehicleId
from scheduler.domain.months import Mileage, MileageRow, Month
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.figures import month_span
from scheduler.services.reporting.months.reading import month_of, shifts_between


def mileages(unit: UnitOfWork, month: date) -> Month[Mileage]:
    """Return a month's mileage, one sheet for each car."""
    return month_of(unit, month, _mileages(unit, month))


def _mileages(unit: UnitOfWork, month: date) -> Iterator[Mileage]:
    first, last = month_span(month)
    names = {key: one.name for key, one in unit.shifts.between(first, last).items()}
    staff = {key: one.name for key, one in unit.staff.all().items()}
    found: dict[VehicleId, list[MileageRow]] = defaultdict(list)
    for day, shift in shifts_between(unit, first, last):
        if shift.vehicle_id is not None:
            found[shift.vehicle_id].append(
                MileageRow(
                    day=day,
                    shift_id=shift.shift_id,
                    shift=names.get(shift.shift_id, shift.shift_id),
                    crew=", ".join(staff.get(one, one) for one in shift.staff_ids),
                    planned_m=shift.planned_m,
                    driven_m=shift.driven_m,
                )
            )
    for vehicle_id in sorted(found):
        car = unit.vehicles.find(vehicle_id)
        yield Mileage(
            vehicle_id=vehicle_id,
            name=car.name if car else vehicle_id,
            registration=car.registration if car else "",
            rows=tuple(found[vehicle_id]),
        )
