"""A search that another computer does: what it is told, and what of that it answers.

What comes back is only the order of tasks. It is put onto the day as every plan is, by the facts that are known here;
whatever a computer elsewhere does wrong, no rule is broken by it.
"""

from collections.abc import Callable
from dataclasses import replace

from scheduler.services.planning.open_day import OpenDay
from scheduler.services.planning.searching import Effort, NamedOrders, named
from scheduler.services.ports import Elsewhere, FoundOrders, SearchErrand, SearchStep
from solver.budget import Budget
from solver.engine import solve
from solver.problem import Problem
from solver.problem_json import problem_from_json, problem_to_json
from solver.result import Progress


def searched_elsewhere(
    elsewhere: Elsewhere, opened: OpenDay, effort: Effort, heard: Callable[[SearchStep], None]
) -> NamedOrders | None:
    """Return the best orders that other computers find, beginning with the plan that holds; None: they cannot."""
    errand = SearchErrand(
        problem=problem_to_json(without_words(opened.problem)), begin=opened.board.orders, seconds=effort.seconds,
        effort=effort.effort, seed=effort.seed,
    )  # fmt: skip
    found = elsewhere.search(errand, cancelled=effort.cancelled, heard=heard)
    return None if found is None or not _possible(opened.problem, found) else named(opened.problem, found)


def without_words(problem: Problem) -> Problem:
    """Return a problem without what people have written: what shifts and doors are called, why something is allowed."""
    return replace(
        problem,
        locations=tuple(str(number) for number in range(len(problem.locations))),
        shifts=tuple(replace(one, name="") for one in problem.shifts),
        allowances=tuple(replace(one, reason="") for one in problem.allowances),
    )


def step_of(progress: Progress) -> SearchStep:
    """Return how far a search is, as it is told."""
    return SearchStep(
        served=progress.served, unassigned=len(progress.unassigned), cost_gr=progress.score.money_gr,
        calls=progress.calls, metres=progress.metres,
    )  # fmt: skip


def do_errand(
    errand: SearchErrand,
    *,
    clock: Callable[[], float],
    cancelled: Callable[[], bool],
    heard: Callable[[SearchStep], None],
) -> FoundOrders:
    """Search for another computer, with all cores of this one.

    Parameters
    ----------
    clock : callable
        Monotonic, in seconds.
    """
    result = solve(
        problem_from_json(errand.problem),
        budget=Budget(clock=clock, seconds=errand.seconds, effort=errand.effort, cancelled=cancelled),
        seed=errand.seed,
        on_progress=lambda progress: heard(step_of(progress)),
        warm=errand.begin,
    )
    return {route.shift: tuple(stop.task for stop in route.stops) for route in result.solution.routes}


def _possible(problem: Problem, found: FoundOrders) -> bool:
    """Return whether orders name shifts and tasks that there are; whether they are sound is seen with the day."""
    shifts, tasks = range(len(problem.shifts)), range(len(problem.tasks))
    return all(shift in shifts and all(task in tasks for task in order) for shift, order in found.items())
