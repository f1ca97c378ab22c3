"""Who serves what in a solution."""

from collections.abc import Iterator

from solver.problem import Problem
from solver.solution import Solution


def is_served(problem: Problem, solution: Solution, request: int) -> bool:
    """Return whether all tasks of a request are planned."""
    return all(task in solution.times for task in problem.requests[request].tasks)


def served_by(problem: Problem, solution: Solution) -> dict[int, int]:
    """Return the shift of every served request, by request (of its first task, should they differ)."""
    every = range(len(problem.requests))
    return {r: solution.shift_of[problem.requests[r].tasks[0]] for r in every if is_served(problem, solution, r)}


def touched(problem: Problem, solution: Solution) -> Iterator[tuple[int, int]]:
    """Yield (request, shift) wherever a shift does any task of a request."""
    for route in solution.routes:
        for request in dict.fromkeys(problem.tasks[stop.task].request for stop in route.stops):
            yield request, route.shift
