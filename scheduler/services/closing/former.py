"""What earlier plans of a day tell of ways that the plan in force does not have any more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress

from scheduler.domain.errors import NotFoundError
from scheduler.domain.events import Event
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import Plan
from scheduler.services.live.ordering import happenings
from scheduler.services.live.whereabouts import boardings
from scheduler.services.ports import UnitOfWork
from scheduler.services.shown import shown_versions


def handed_over_m(unit: UnitOfWork, plan: Plan, events: Iterable[Event]) -> Mapping[ShiftId, int]:
    """Return how far crews drove to people whom the plan in force has another crew fetch, in metres.

    Those sat in a vehicle that broke down: the plan made after that has their pickups at the roadside, and not the legs
    that led to their doors. The legs are those of any plan that crews knew.
    """
    in_force = {(shift_id, task) for shift_id, tasks in plan.orders.items() for task in tasks}
    told = boardings(happenings(events)).items()
    wanted = {(one.shift_id, f"{key}:pickup") for key, found in told for one in found} - in_force
    metres: dict[ShiftId, int] = defaultdict(int)
    for version in shown_versions(unit, plan.day) if wanted else ():
        with suppress(NotFoundError):  # kept long enough
            for route in unit.plans.get(plan.day, version).routes:
                for stop in route.stops:
                    here = {(route.shift_id, task.task_id) for task in stop.tasks} & wanted
                    metres[route.shift_id] += stop.travel_m if here else 0
                    wanted -= here
    return metres
