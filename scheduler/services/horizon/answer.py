"""From a Solution to planned routes, and back."""

from itertools import pairwise
from weakref import ReferenceType, ref

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import RequestId, ShiftId, StaffId
from scheduler.domain.plan import Plan, PlannedBreak, PlannedRoute, PlannedStop, PlannedTask
from scheduler.domain.time import ServiceDay
from solver.problem import Problem
from solver.solution import BreakTime, Route, Solution, TaskTime


def stops_of(problem: Problem, day: ServiceDay, solution: Solution) -> tuple[PlannedRoute, ...]:
    """Return a solution's routes in the words of the domain, with aware local times.

    Of a plan that differs in one route all others have been told before: the same route of the same facts is not told
    again.
    """
    return tuple(_told_once(problem, day, route) for route in solution.routes if route.stops)


def solution_of(problem: Problem, day: ServiceDay, plan: Plan) -> Solution:
    """Return a plan's routes as a Solution of `problem`.

    Raises
    ------
    InputError
        If the plan names a shift or a task that the town's files do not have on that day.
    """
    tasks = {task.id: k for k, task in enumerate(problem.tasks)}
    shifts = {shift.id: k for k, shift in enumerate(problem.shifts)}
    problems = [
        *(_unknown("shift", r.shift_id) for r in plan.routes if r.shift_id not in shifts),
        *(_unknown("task", t.task_id) for r in plan.routes for s in r.stops for t in s.tasks if t.task_id not in tasks),
    ]
    if problems:
        raise InputError(problems)
    return Solution(routes=tuple(_read_route(day, route, shifts[route.shift_id], tasks) for route in plan.routes))


def _unknown(what: str, value: str) -> InputProblem:
    return InputProblem(
        file="plan",
        value=value,
        wrong=f"is a {what} the town does not have on that day",
        right="verify a plan against the files it was made from",
    )


_told: dict[int, tuple[ReferenceType[Route], tuple[object, ...], PlannedRoute]] = {}
"""What routes came to, and all of which it follows, as long as they live."""


def _told_once(problem: Problem, day: ServiceDay, route: Route) -> PlannedRoute:
    facts = _facts_of(problem, day, route)
    known = _told.get(id(route))
    if known is not None and known[0]() is route and _same(known[1], facts):
        return known[2]
    planned = _route(problem, day, route)
    key, told = id(route), _told
    told[key] = ref(route, lambda _: told.pop(key, None)), facts, planned
    return planned


def _facts_of(problem: Problem, day: ServiceDay, route: Route) -> tuple[object, ...]:
    """Return all that the words for a route follow from but the route itself; its legs by whose they are."""
    shift = problem.shifts[route.shift]
    table, facts = problem.travel[shift.mode], list[object]()
    for stop in route.stops:
        task = problem.tasks[stop.task]
        facts += task, problem.requests[task.request], problem.locations[task.location]
    ends = problem.locations[shift.start_location], problem.locations[shift.end_location]
    return day, shift, table.lineage or table, *ends, *facts


def _same(then: tuple[object, ...], now: tuple[object, ...]) -> bool:
    """Return whether all are the same things; of names and days equal ones will do."""
    if len(then) != len(now):
        return False
    for a, b in zip(then, now, strict=True):  # asked so often that a generator is felt
        if a is not b and not (isinstance(a, str | ServiceDay) and a == b):
            return False
    return True


def _halts(problem: Problem, route: Route) -> list[list[TaskTime]]:
    """Group the stops of a route into halts: one place, no break or standing about between the tasks."""
    with_break = {pause.gap for pause in route.breaks}
    halts: list[list[TaskTime]] = []
    for k, stop in enumerate(route.stops):
        before = halts[-1][-1] if halts else None
        goes_on = (
            before is not None
            and k not in with_break
            and problem.tasks[before.task].location == problem.tasks[stop.task].location
            and before.end_s == stop.left_s == stop.arrival_s
        )
        if goes_on:
            halts[-1].append(stop)
        else:
            halts.append([stop])
    return halts


def _route(problem: Problem, day: ServiceDay, route: Route) -> PlannedRoute:
    halts = _halts(problem, route)
    leaving = [halt[0].left_s for halt in halts[1:]] + [route.left_s]
    stop_of_task = [k for k, halt in enumerate(halts) for _ in halt]
    shift = problem.shifts[route.shift]
    path = [shift.start_location, *(problem.tasks[halt[0].task].location for halt in halts), shift.end_location]
    metres = problem.travel[shift.mode].metres
    legs = [int(metres[a, b]) for a, b in pairwise(path)]
    return PlannedRoute(
        shift_id=ShiftId(shift.id),
        start=day.instant(route.start_s),
        end=day.instant(route.end_s),
        stops=tuple(_stop(problem, day, *one) for one in zip(halts, leaving, legs[:-1], strict=True)),
        breaks=tuple(_break(day, pause, stop_of_task) for pause in route.breaks),
        driving_s=sum(s.arrival_s - s.left_s for s in route.stops) + route.end_s - route.left_s,
        distance_m=sum(legs),
        crew=tuple(StaffId(member.id) for member in shift.members),
    )


def _stop(problem: Problem, day: ServiceDay, halt: list[TaskTime], left_s: int, leg_m: int) -> PlannedStop:
    return PlannedStop(
        location_id=problem.locations[problem.tasks[halt[0].task].location],
        arrival=day.instant(halt[0].arrival_s),
        departure=day.instant(left_s),
        tasks=tuple(_task(problem, day, stop) for stop in halt),
        travel_m=leg_m,
    )


def _task(problem: Problem, day: ServiceDay, stop: TaskTime) -> PlannedTask:
    task = problem.tasks[stop.task]
    return PlannedTask(
        task_id=task.id,
        request_id=RequestId(problem.requests[task.request].source_id),
        kind=task.kind,
        start=day.instant(stop.start_s),
        end=day.instant(stop.end_s),
    )


def _break(day: ServiceDay, pause: BreakTime, stop_of_task: list[int]) -> PlannedBreak:
    after = -1 if pause.gap == 0 else stop_of_task[pause.gap - 1]
    start, end = day.instant(pause.start_s), day.instant(pause.end_s)
    return PlannedBreak(start=start, end=end, after_stop=after, paid=pause.paid)


def _read_route(day: ServiceDay, route: PlannedRoute, shift: int, tasks: dict[str, int]) -> Route:
    start, end = round(day.seconds(route.start)), round(day.seconds(route.end))
    times: list[TaskTime] = []
    left = start
    for halt in route.stops:
        arrival = round(day.seconds(halt.arrival))
        for task in halt.tasks:
            begin, over = round(day.seconds(task.start)), round(day.seconds(task.end))
            times.append(TaskTime(task=tasks[task.task_id], left_s=left, arrival_s=arrival, start_s=begin, end_s=over))
            # The next task of this halt begins where this one ended; nobody drives in between.
            left = arrival = over
        left = round(day.seconds(halt.departure))
    breaks = tuple(_read_break(day, pause, route) for pause in route.breaks)
    return Route(shift=shift, start_s=start, left_s=left, end_s=end, stops=tuple(times), breaks=breaks)


def _read_break(day: ServiceDay, pause: PlannedBreak, route: PlannedRoute) -> BreakTime:
    gap = sum(len(stop.tasks) for stop in route.stops[: pause.after_stop + 1])
    start, end = round(day.seconds(pause.start)), round(day.seconds(pause.end))
    return BreakTime(gap=gap, start_s=start, end_s=end, paid=pause.paid)
