"""A plan's orders as far as crews have not already decided otherwise."""

from collections.abc import Mapping, Sequence

from solver.problem import Problem

type Routes = dict[int, list[int]]


def as_begun(problem: Problem, orders: Mapping[int, Sequence[int]]) -> Mapping[int, Sequence[int]]:
    """Return orders in which every crew goes on with what it has begun.

    What a crew is on its way to comes first, with whatever else its request needs on that route; whoever is aboard is
    set down by the vehicle that has them, whatever the plan says.
    """
    routes: Routes = {s: list(order) for s, order in orders.items()}
    for s, shift in enumerate(problem.shifts):
        if shift.start is None:
            continue
        _bring(problem, routes, s, [task for task in shift.start.prefix if _elsewhere(problem, routes, s, task)])
        _bring(problem, routes, s, [task for task in _aboard(problem, s) if task not in routes.get(s, ())])
        _first(routes, s, shift.start.prefix)
    return {s: order for s, order in routes.items() if order}


def _aboard(problem: Problem, shift: int) -> list[int]:
    riding = (one for one in problem.requests if one.aboard is not None and one.aboard.shift == shift)
    return [task for one in riding for task in one.tasks]


def _elsewhere(problem: Problem, routes: Routes, shift: int, task: int) -> bool:
    return not set(problem.requests[problem.tasks[task].request].tasks) <= set(routes.get(shift, ()))


def _bring(problem: Problem, routes: Routes, shift: int, wanted: Sequence[int]) -> None:
    """Give a shift the whole requests of some tasks, before what else it has to do."""
    tasks = [t for task in wanted for t in problem.requests[problem.tasks[task].request].tasks]
    if not tasks:
        return
    for s, order in routes.items():
        routes[s] = [task for task in order if task not in tasks]
    routes[shift] = [*dict.fromkeys(tasks), *routes.get(shift, ())]


def _first(routes: Routes, shift: int, prefix: Sequence[int]) -> None:
    if prefix:
        routes[shift] = [*prefix, *(task for task in routes.get(shift, ()) if task not in prefix)]
