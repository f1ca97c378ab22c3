"""Which requests a plan serves, and by whom."""

from collections import defaultdict
from collections.abc import Iterator

from scheduler.domain.plan import Plan, PlannedRoute, PlannedStop, PlannedTask
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.roster import Aboard, Shift
from scheduler.domain.town import Town


def planned_tasks(plan: Plan) -> Iterator[tuple[PlannedRoute, PlannedStop, PlannedTask]]:
    """Yield every task with its stop and route."""
    for route in plan.routes:
        for stop in route.stops:
            for task in stop.tasks:
                yield route, stop, task


def served_requests(town: Town, plan: Plan) -> dict[str, Request]:
    """Return the day's requests of which every task is planned, by id, in the order of the file."""
    planned: dict[str, int] = defaultdict(int)
    for _, _, task in planned_tasks(plan):
        planned[task.request_id] += 1
    aboard = {rider.request_id for shift in town.shifts_on(plan.day) for rider in _aboard(shift)}
    return {
        request.id: request
        for request in town.requests_on(plan.day)
        if planned[request.id] == _tasks_of(request) - (request.id in aboard)
    }


def is_timed(request: Request, kind: str) -> bool:
    """Return whether the request's windows speak of its task of this kind."""
    if isinstance(request, Ride):
        return kind == ("dropoff" if request.arrive_by else "pickup")
    return kind in ("visit", "drop")


def _tasks_of(request: Request) -> int:
    match request:
        case Visit():
            return request.workers
        case Ride() | Delivery():
            return 2
        case _:
            return 1


def _aboard(shift: Shift) -> tuple[Aboard, ...]:
    return shift.start_state.aboard if shift.start_state else ()
