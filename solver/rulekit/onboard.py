"""Who and what is on board between the stops of a route, and for how long."""

from collections.abc import Iterator

from solver.problem import Problem
from solver.solution import Route, Solution


def on_board(problem: Problem, route: Route) -> Iterator[frozenset[int]]:
    """Yield the requests on board in each gap of a route: before the first stop, ..., after the last."""
    riding = set(problem.aboard_of.get(route.shift, ()))
    yield frozenset(riding)
    for stop in route.stops:
        request = problem.tasks[stop.task].request
        tasks = problem.requests[request].tasks
        if stop.task == tasks[-1]:
            riding.discard(request)
        else:
            riding.add(request)
        yield frozenset(riding)


def people_on_board(problem: Problem, route: Route) -> list[bool]:
    """Return for each gap of a route whether somebody is aboard (meals may wait)."""
    return [any(problem.requests[r].kind == "ride" for r in riding) for riding in on_board(problem, route)]


def ride_s(problem: Problem, solution: Solution, request: int) -> int | None:
    """Return from the end of service at the pickup (or since it is aboard) to the start at the dropoff.

    None where a task of it is not planned.
    """
    asked = problem.requests[request]
    last = solution.times.get(asked.tasks[-1])
    first = solution.times.get(asked.tasks[0])
    if first is None or last is None:
        return None
    return last.start_s - (first.end_s if asked.aboard is None else asked.aboard.since_s)
