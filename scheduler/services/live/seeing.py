"""That crews know what is published: a worker has said so of a version, and its stops are still the same."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from scheduler.domain.errors import NotFoundError, StaleError
from scheduler.domain.ids import ShiftId, StaffId, TownId
from scheduler.domain.plan import Plan, PlannedRoute
from scheduler.domain.roster import Shift
from scheduler.domain.sightings import Sighting
from scheduler.services.ports import Store, UnitOfWork


def note_seen(store: Store, town_id: TownId, sighting: Sighting) -> None:
    """Note that a worker has seen a shift of a published plan, each version once."""
    with store.reading(town_id) as unit:
        if unit.sightings.find(sighting.id) is not None:
            return
    # Another phone of the same worker may have been quicker, by a moment.
    with suppress(StaleError), store.writing(town_id) as unit:
        unit.sightings.put(sighting, seen=0)


def seen_shifts(
    unit: UnitOfWork, plan: Plan, shifts: Mapping[ShiftId, Shift], *, by: StaffId | None = None
) -> frozenset[ShiftId]:
    """Return the shifts of which somebody of the crew has seen just these stops, in this version or an earlier one.

    Parameters
    ----------
    by : StaffId, optional
        Who alone is asked about.
    """
    routes = {route.shift_id: route for route in plan.routes}
    found: set[ShiftId] = set()
    earlier: dict[int, Mapping[ShiftId, PlannedRoute]] = {plan.version: routes}
    sightings = unit.sightings.between(plan.day, plan.day).values()
    for one in sorted(sightings, key=lambda one: -one.version):
        shift = shifts.get(one.shift_id)
        if one.shift_id in found or one.shift_id not in routes or by not in {None, one.staff_id}:
            continue
        if shift and one.staff_id not in shift.staff_ids:
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
