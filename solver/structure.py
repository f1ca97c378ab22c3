"""Whether a solution is one at all: known shifts and tasks, one route a shift, whole seconds.

Rules may rely on it: what is found here is reported before, and instead of, what they would say.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from solver.arrays import FAR
from solver.problem import Problem
from solver.rule import Violation
from solver.solution import BreakTime, Route, Solution, TaskTime

CODE = "structure"

STRUCTURE_SAYS: Mapping[str, Mapping[str, str]] = {
    CODE: {
        "pl": "Plan jest uszkodzony i trzeba go ułożyć od nowa; {where}: {what}.",
        "en": "The plan is damaged and has to be made again; {where}: {what}.",
    },
    "claim": {
        "pl": "Plan podaje {term} = {claimed}, a z tras wynika {counted}.",
        "en": "The plan claims {term} = {claimed}, but its routes amount to {counted}.",
    },
}
"""Sentences of what is no rule's business, by code."""


def structure(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Yield everything that makes a solution meaningless for this problem.

    Indices out of range, two routes of one shift, routes without a stop, values that are not whole numbers or lie
    outside any day. Times that run backwards are the rule `travel`'s business.
    """
    routes = getattr(solution, "routes", None)
    if not isinstance(routes, tuple):
        yield _damaged("routes", "not a route")
        return
    for number, route in enumerate(routes):
        yield from _route(problem, f"routes[{number}]", route)
    shifts = Counter(route.shift for route in routes if isinstance(route, Route) and _whole(route.shift))
    yield from (_damaged(f"routes of shift {shift}", "planned twice") for shift, count in shifts.items() if count > 1)


def _route(problem: Problem, where: str, route: Any) -> Iterator[Violation]:
    if not isinstance(route, Route) or not all(isinstance(part, tuple) for part in (route.stops, route.breaks)):
        yield _damaged(where, "not a route")
        return
    if not _index(route.shift, len(problem.shifts)):
        yield _damaged(where, "unknown shift")
    if not route.stops:
        yield _damaged(where, "no stops")
    yield from _seconds(where, (route.start_s, route.left_s, route.end_s))
    for position, stop in enumerate(route.stops):
        yield from _stop(problem, f"{where}.stops[{position}]", stop)
    for position, rest in enumerate(route.breaks):
        yield from _break(len(route.stops), f"{where}.breaks[{position}]", rest)


def _stop(problem: Problem, where: str, stop: Any) -> Iterator[Violation]:
    if not isinstance(stop, TaskTime):
        yield _damaged(where, "not a stop")
        return
    if not _index(stop.task, len(problem.tasks)):
        yield _damaged(where, "unknown task")
    yield from _seconds(where, (stop.left_s, stop.arrival_s, stop.start_s, stop.end_s))


def _break(gaps: int, where: str, rest: Any) -> Iterator[Violation]:
    if not isinstance(rest, BreakTime):
        yield _damaged(where, "not a break")
        return
    if not _index(rest.gap, gaps + 1):
        yield _damaged(where, "unknown gap")
    yield from _seconds(where, (rest.start_s, rest.end_s))


def _seconds(where: str, instants: tuple[Any, ...]) -> Iterator[Violation]:
    if not all(_whole(instant) and abs(instant) < FAR for instant in instants):
        yield _damaged(where, "not a whole second")


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _index(value: Any, size: int) -> bool:
    return _whole(value) and 0 <= value < size


def _damaged(where: str, what: str) -> Violation:
    return Violation(rule=CODE, subjects=(where,), amount=1, unit="times", facts={"where": where, "what": what})
