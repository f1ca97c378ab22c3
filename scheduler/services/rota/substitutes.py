"""Who, or which vehicle, could take the place of what is missing on a shift."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from scheduler.domain.booking import Booking
from scheduler.domain.fleet import Layout, Vehicle
from scheduler.domain.ids import SkillId, StaffId, VehicleId
from scheduler.domain.roster import Shift, Staff
from scheduler.domain.rota import Absence
from scheduler.domain.time import ServiceDay
from scheduler.services.facts import part_of_town
from scheduler.services.horizon.frame import Frame
from scheduler.services.horizon.shifts import rest_bounds
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.away import concerns
from scheduler.services.rota.effects import Substitute

_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """A place on a shift that an absence left empty.

    Attributes
    ----------
    shift : Shift
        As it was.
    bookings : sequence of Booking
        That the day's plan has on it.
    around : sequence of Shift
        All shifts of a week before and after, as they are now.
    absences : sequence of Absence
        All of them.
    """

    unit: UnitOfWork
    shift: Shift
    bookings: Sequence[Booking]
    around: Sequence[Shift]
    absences: Sequence[Absence]


def vacancy(unit: UnitOfWork, shift: Shift, bookings: Sequence[Booking], absences: Sequence[Absence]) -> Vacancy:
    """Return an empty place with what has to be known to fill it."""
    around = tuple(unit.shifts.between(shift.day - _WEEK, shift.day + _WEEK).values())
    return Vacancy(unit=unit, shift=shift, bookings=bookings, around=around, absences=absences)


def substitutes_for(place: Vacancy, absent: StaffId) -> tuple[Substitute, ...]:
    """Return the workers who could take an absent one's place.

    They are free at that time, keep their daily and weekly rest, may work that long and at that hour, are excluded by
    none of the clients, and have the skills which the bookings on the shift need and the rest of its crew has not; if
    nothing is booked, at least one skill of the absent worker. Those of the same provider come first, then those who
    have no other shift that day, then those who share most skills with the absent one.
    """
    staff = place.unit.staff.all()
    missing, needed = staff[absent], _needed(place, absent)
    frame = _frame(place)
    barred = {worker for one in place.bookings for worker in _excluded_by(place.unit, one)} | {*place.shift.staff_ids}
    found = [
        (one.provider_id != missing.provider_id, _busy(place, one), -len(_alike(place, one, missing)), one.id)
        for one in staff.values()
        if one.id not in barred
        and needed <= _skills(one, place.shift)
        and (needed or not missing.skills or _alike(place, one, missing))
        and _may_work(place, frame, one)
    ]
    return tuple(
        Substitute(staff_id=worker, same_provider=not other, works_that_day=busy)
        for other, busy, _, worker in sorted(found)
    )


def vehicles_for(place: Vacancy) -> tuple[VehicleId, ...]:
    """Return the vehicles that are free at that time and carry and lift at least as much; same provider first."""
    known = place.unit.vehicles.all()
    missing = known[place.shift.vehicle_id] if place.shift.vehicle_id else None
    if missing is None:
        return ()
    taken = {one.vehicle_id for one in place.around if one.id != place.shift.id and _meet(one, place.shift)}
    found = [
        (one.provider_id != missing.provider_id, one.id)
        for one in known.values()
        if one.id not in {missing.id, *taken}
        and _carries(one, missing)
        and not any(
            concerns(absence, replace(place.shift, staff_ids=(), vehicle_id=one.id)) for absence in place.absences
        )
    ]
    return tuple(vehicle for _, vehicle in sorted(found))


def _needed(place: Vacancy, absent: StaffId) -> frozenset[SkillId]:
    staff, services = place.unit.staff, place.unit.services
    wanted = {services.get(one.request.service_id).skill for one in place.bookings} - {None}
    others = [staff.get(worker) for worker in place.shift.staff_ids if worker != absent]
    return frozenset(skill for skill in wanted if skill) - {s for one in others for s in _skills(one, place.shift)}


def _skills(worker: Staff, shift: Shift) -> frozenset[SkillId]:
    return frozenset(skill for skill, until in worker.skills.items() if until is None or shift.day <= until)


def _alike(place: Vacancy, worker: Staff, missing: Staff) -> frozenset[SkillId]:
    return _skills(worker, place.shift) & frozenset(missing.skills)


def _excluded_by(unit: UnitOfWork, booking: Booking) -> Iterable[StaffId]:
    for client_id in booking.request.party.client_ids:
        client = unit.clients.find(client_id)
        yield from client.excluded if client else ()


def _own(place: Vacancy, worker: Staff) -> list[Shift]:
    return [one for one in place.around if worker.id in one.staff_ids and one.id != place.shift.id]


def _busy(place: Vacancy, worker: Staff) -> bool:
    return any(one.day == place.shift.day for one in _own(place, worker))


def _frame(place: Vacancy) -> Frame:
    unit = place.unit
    town = part_of_town(unit, staff=unit.staff.all(), contracts=unit.contracts.all(), shifts=tuple(place.around))
    return Frame(town, ServiceDay(date=place.shift.day, zone=town.zone))


def _may_work(place: Vacancy, frame: Frame, worker: Staff) -> bool:
    shift, own = place.shift, _own(place, worker)
    instead = replace(shift, staff_ids=(worker.id,), vehicle_id=None)
    if any(_meet(one, shift) for one in own) or any(concerns(absence, instead) for absence in place.absences):
        return False
    contract = frame.town.contracts[worker.contract_id]
    low, high = rest_bounds(frame, instead, worker, contract)
    start, end = frame.earliest(shift.start), frame.latest(shift.end)
    if (low is not None and start < low) or (high is not None and end > high):
        return False
    that_day = sum((_length(one) for one in own if one.day == shift.day), _length(shift))
    if contract.longest_day is not None and that_day > contract.longest_day:
        return False
    by_day = frame.hour(contract.night_end_h) <= start and end <= frame.hour(contract.night_start_h)
    return contract.night_allowed or by_day


def _length(shift: Shift) -> timedelta:
    return shift.end.astimezone(UTC) - shift.start.astimezone(UTC)


def _meet(one: Shift, other: Shift) -> bool:
    starts, ends = zip(*((s.start.astimezone(UTC), s.end.astimezone(UTC)) for s in (one, other)), strict=True)
    return bool(max(starts) < min(ends))


def _carries(vehicle: Vehicle, missing: Vehicle) -> bool:
    if vehicle.lift_max_kg < missing.lift_max_kg:
        return False
    return all(any(_holds(mine, theirs) for mine in vehicle.layouts) for theirs in missing.layouts)


def _holds(mine: Layout, theirs: Layout) -> bool:
    return all(
        getattr(mine, kind) >= getattr(theirs, kind) for kind in ("seats", "wheelchairs", "rollators", "portions")
    )
