"""People and vehicles that come and go."""

from dataclasses import replace

from scheduler.domain.capacity.changes import AddStaff, AddVehicle, RemoveStaff, RemoveVehicle
from scheduler.domain.ids import StaffId, VehicleId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import ChangeError, known, listed, new_id, once_more
from scheduler.simulation.scenarios.rota import Crew, OneShift, all_shifts, with_copies, with_each, without


def add_vehicle(change: AddVehicle, town: Town) -> Town:
    """Return the town with one more vehicle, and with crews for it if they are wanted."""
    model = known(town.vehicles, change.like, "like", "vehicle")
    vehicle_id = VehicleId(new_id(town.vehicles, change.id, model.id, VehicleId, "vehicle"))
    new = replace(model, id=vehicle_id, name=once_more(model.name, model.id, vehicle_id), registration="")
    town = replace(town, vehicles={**town.vehicles, new.id: new})
    if not change.crews:
        return town
    driven = [one for one in all_shifts(town) if one.vehicle_id == model.id]
    if not driven:
        right = (
            f"use one that is driven: {listed({one.vehicle_id for one in town.patterns.values() if one.vehicle_id})}"
        )
        raise ChangeError("like", model.id, "is driven on no shift, so there are no crews to copy", right)
    copies: dict[StaffId, StaffId] = {}
    for staff_id in dict.fromkeys(staff_id for one in driven for staff_id in one.staff_ids):
        town, copies[staff_id] = _hired(town, staff_id)
    return with_copies(
        town, lambda one: one.vehicle_id == model.id, lambda crew: tuple(copies[one] for one in crew),
        lambda _: vehicle_id,
    )  # fmt: skip


def remove_vehicle(change: RemoveVehicle, town: Town) -> Town:
    """Return the town without a vehicle and without the shifts that drive it."""
    known(town.vehicles, change.vehicle_id, "vehicle", "vehicle")
    town = without(town, lambda one: one.vehicle_id == change.vehicle_id)
    return replace(town, vehicles={name: one for name, one in town.vehicles.items() if name != change.vehicle_id})


def add_staff(change: AddStaff, town: Town) -> Town:
    """Return the town with one more worker on the same shifts as another has alone."""
    model = known(town.staff, change.like, "like", "worker")

    def is_alone(one: OneShift) -> bool:
        return one.staff_ids == (model.id,) and one.vehicle_id is None

    if not any(map(is_alone, all_shifts(town))):
        wrong = "has no shift alone and without a vehicle, so a copy would have nothing to do"
        raise ChangeError("like", model.id, wrong, "add a vehicle with its crews, or a shift")
    town, staff_id = _hired(town, model.id, change.id)
    return with_copies(town, is_alone, lambda _: (staff_id,), lambda vehicle: vehicle)


def remove_staff(change: RemoveStaff, town: Town) -> Town:
    """Return the town without a worker; shifts go on with the rest of the crew, if there is one that can."""
    gone = change.staff_id
    known(town.staff, gone, "staff", "worker")

    def ends(one: OneShift) -> bool:
        drives = one.vehicle_id is not None and one.staff_ids[:1] == (gone,)
        return gone in one.staff_ids and (drives or len(one.staff_ids) == 1)

    def rest(crew: Crew) -> Crew:
        return tuple(one for one in crew if one != gone)

    def fewer(one: WeeklyPattern) -> WeeklyPattern:
        return replace(one, staff_ids=rest(one.staff_ids)) if gone in one.staff_ids else one

    def fewer_dated(one: Shift) -> Shift:
        return replace(one, staff_ids=rest(one.staff_ids)) if gone in one.staff_ids else one

    town = with_each(without(town, ends), fewer, fewer_dated)
    return replace(
        town,
        staff={name: one for name, one in town.staff.items() if name != gone},
        # Nobody waits for a worker who will not come.
        clients={
            name: replace(
                one, preferred=rest(one.preferred), backup=rest(one.backup), excluded=rest(one.excluded)
            ) for name, one in town.clients.items()
        },
        requests={name: replace(one, preferred=rest(one.preferred)) for name, one in town.requests.items()},
    )  # fmt: skip


def _hired(town: Town, like: StaffId, wanted: StaffId | None = None) -> tuple[Town, StaffId]:
    """Return the town with one more worker, who has no shift yet, and that worker's id."""
    model = town.staff[like]
    staff_id = StaffId(new_id(town.staff, wanted, like, StaffId, "worker"))
    new = replace(model, id=staff_id, name=once_more(model.name, like, staff_id), phone="")
    return replace(town, staff={**town.staff, staff_id: new}), staff_id
