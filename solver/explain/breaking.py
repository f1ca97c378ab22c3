"""What a request breaks if it is put onto a shift all the same."""

from solver.explain.case import Case, Day
from solver.explain.facts import Obstacle
from solver.explain.plan import part_bench
from solver.explain.why import obstacle
from solver.problem import Problem
from solver.solution import Solution


def obstacle_on(problem: Problem, solution: Solution, request: int, shift: int) -> Obstacle:
    """Return what keeps a request off a shift, told of the place where it breaks least.

    Parameters
    ----------
    problem : Problem
        With its inherited violations accepted.
    solution : Solution
        A plan that keeps the rules and does not serve the request.
    request, shift : int
        Something does keep it off: that is taken for granted.
    """
    case = Case(Day(problem, solution, lambda: None), (request,))
    part, bench = part_bench(case, (request,), [shift], [case.day.orders])
    return obstacle(bench, part.request(request), part.shift(shift))
