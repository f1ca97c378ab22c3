"""Searching for a better plan of a day than the one that holds, and keeping what was found on the day as it is by then.

A search takes seconds, and the phone rings meanwhile. So what it found is put onto the day as it is afterwards: what
was cancelled is left out, what was booked is put in, and the plan is kept if it is better than the one that holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import PlanRejectedError
from scheduler.domain.ids import UserId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState
from scheduler.services.planning.kept_free import kept_free
from scheduler.services.planning.left_out import keep_told
from scheduler.services.planning.open_day import OpenDay, Orders, open_day, whole_orders
from scheduler.services.planning.refitting import refitted, unplanned
from scheduler.services.planning.writing import PROGRAM, plan_from, served
from scheduler.services.ports import TravelTimes, UnitOfWork
from solver.board import Board
from solver.budget import Budget
from solver.engine import solve
from solver.problem import Problem
from solver.result import Progress

type NamedOrders = Mapping[str, tuple[str, ...]]
"""Ids of tasks in their order, by the id of their shift: what stays true when the day's facts change."""


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How much may be spent on a better plan.

    Attributes
    ----------
    clock : callable
        Monotonic, in seconds.
    seconds, effort : float or None, int or None
        Limits by the clock and by effort; with effort alone the same seed gives the same plan.
    cancelled : callable
        Asked often; True: end with the best plan so far.
    """

    clock: Callable[[], float]
    seconds: float | None = None
    effort: int | None = None
    cancelled: Callable[[], bool] = lambda: False
    seed: int = 1
    workers: int = 1
    on_progress: Callable[[Progress], None] | None = None

    @property
    def budget(self) -> Budget:
        """The limits in the solver's words."""
        return Budget(clock=self.clock, seconds=self.seconds, effort=self.effort, cancelled=self.cancelled)


def searched(opened: OpenDay, effort: Effort) -> NamedOrders:
    """Return the best orders that a search finds, beginning with the plan that holds."""
    result = solve(
        opened.problem,
        budget=effort.budget,
        seed=effort.seed,
        on_progress=effort.on_progress,
        workers=effort.workers,
        warm=opened.board.orders,
    )
    orders = {route.shift: [stop.task for stop in route.stops] for route in result.solution.routes}
    return named(opened.problem, orders)


def named(problem: Problem, orders: Orders) -> NamedOrders:
    """Return orders by the ids of shifts and tasks."""
    return {problem.shifts[s].id: tuple(problem.tasks[t].id for t in order) for s, order in orders.items() if order}


def keep_if_better(  # who, when and why belong to every change
    unit: UnitOfWork,
    travel: TravelTimes,
    day: date,
    found: NamedOrders,
    *,
    why: str,
    at: datetime,
    by: UserId = PROGRAM,
) -> DayState | None:
    """Keep what a search found as the plan that holds, if it still is better than that one.

    Returns
    -------
    DayState or None
        The day's next state; None: the plan that holds is as good, or what was found is not possible any more.
    """
    state = unit.days.lock(day)
    opened = open_day(unit, day, travel)
    if state.closed or opened.state.plan is None:
        return None
    orders = whole_orders(opened.problem, found)
    if not replace(opened, board=Board(opened.problem, orders, lowering=opened.board.lowering)).sound:
        return None
    try:
        orders = _with_time_kept_free(opened, refitted(opened, orders, unplanned(opened, orders)))
        plan = plan_from(opened, orders, made_at=at, version=state.last_plan + 1)
    except PlanRejectedError:
        return None
    return keep_told(unit, state, opened, plan, why=why, by=by) if _is_better(opened, plan, at) else None


def _with_time_kept_free(opened: OpenDay, orders: Orders) -> Orders:
    """Return what was found as far as it leaves the time that the town keeps free for open returns.

    The search does not know of it. A plan that does not hold any more keeps nothing free.
    """
    kept = kept_free(opened)
    return orders if kept is None or not opened.sound else kept.most_of(orders)


def _is_better(opened: OpenDay, plan: Plan, at: datetime) -> bool:
    """Return whether a plan is better than the one that holds, and leaves out nobody with a promise that one serves.

    A plan that the day's facts have overtaken holds nothing: any possible one is better.
    """
    try:
        holds = plan_from(opened, opened.board.orders, made_at=at, version=plan.version)
    except PlanRejectedError:
        return True
    lost = (served(holds) - served(plan)) & opened.town.promises.keys()
    return not lost and worth(plan) < worth(holds)


def worth(plan: Plan) -> tuple[int, int, int]:
    """Return what plans of one day are compared by, smaller being better: the objective's three levels."""
    inherited = sum(one.amount for one in plan.findings if one.status == "inherited")
    return inherited, plan.unassigned_must, sum(plan.terms.values())
