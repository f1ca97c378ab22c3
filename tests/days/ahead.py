"""What of a kept plan is still to be done: a running day's plan has its past, too."""

from dataclasses import replace

from scheduler.domain.plan import Plan, PlannedRoute
from solver.problem import Problem


def without_past(plan: Plan, problem: Problem) -> Plan:
    """Return what of a plan is still to be done, as it was made."""
    ids = {task.id for task in problem.tasks}
    return replace(plan, routes=tuple(one for route in plan.routes if (one := _ahead(route, ids)).stops))


def _ahead(route: PlannedRoute, ids: set[str]) -> PlannedRoute:
    stops = [stop for stop in route.stops if all(task.task_id in ids for task in stop.tasks)]
    over = len(route.stops) - len(stops)
    breaks = (replace(one, after_stop=one.after_stop - over) for one in route.breaks if one.after_stop >= over - 1)
    start = route.stops[over - 1].departure if over else route.start
    return replace(route, stops=tuple(stops), breaks=tuple(breaks) if stops else (), start=start)
