"""What takes places between the stops of a route: who is aboard, and what is carried for longer than that."""

from collections.abc import Iterator

from solver.problem import Problem
from solver.rulekit.onboard import on_board
from solver.solution import Route


def carried_on(problem: Problem, route: Route) -> Iterator[frozenset[int]]:
    """Yield the requests that take their places in each gap of a route: before the first stop, ..., after the last.

    Those carried from the start or to the end count if all their tasks are on the route.
    """
    longer = _longer(problem, route)
    for gap, riding in enumerate(on_board(problem, route)):
        usual = {request for request in riding if problem.requests[request].carried == "between"}
        yield frozenset(usual.union(request for request, gaps in longer.items() if gap in gaps))


def _longer(problem: Problem, route: Route) -> dict[int, range]:
    """Return the gaps in which each request that is not only carried between its tasks takes its places."""
    gaps: dict[int, range] = {}
    place = {stop.task: position for position, stop in enumerate(route.stops)}
    for number in {problem.tasks[task].request for task in place}:
        request = problem.requests[number]
        if request.carried != "between" and all(task in place for task in request.tasks):
            first, last = place[request.tasks[0]], place[request.tasks[-1]]
            gaps[number] = range(last + 1) if request.carried == "from_start" else range(first + 1, len(place) + 1)
    return gaps
