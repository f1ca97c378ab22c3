"""Who serves what in a solution."""

from collections.abc import Iterator

from solver.problem import Problem
from solver.solution import Solution


def is_served(problem: Problem, solution: Solution, request: int) -> bool:
    """Return whether all tasks of a request are planned."""
    times = solution.times
    for task in problem.requests[request].tasks:  # noqa: SIM110  # asked so often that a generator is felt
        if task not in times:
            return False
    return True


def served_by(problem: Problem, solution: Solution) -> dict[int, int]:
    """Return the shift of every served request, by request (of its first task, should they differ)."""
    shift_of, every = solution.shift_of, range(len(problem.requests))
    return {r: shift_of[problem.requests[r].tasks[0]] for r in every if is_served(problem, solution, r)}


def touched(problem: Problem, solution: Solution) -> Iterator[tuple[int, int]]:
    """Yield (request, shift) wherever a shift does any task of a request."""
    for route in solution.routes:
        for request in dict.fromkeys(problem.tasks[stop.task].request for stop in route.stops):
            yield request, route.shift
