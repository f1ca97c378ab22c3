"""Making the next plan of a day from orders, and keeping it as the one that holds."""

from dataclasses import replace
from datetime import datetime

from scheduler.domain.errors import PlanRejectedError
from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.plan import Plan, UnassignedReason
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.services.planning.making import Made, plan_of, require_lawful
from scheduler.services.planning.naming import marked_names
from scheduler.services.planning.open_day import OpenDay, Orders
from scheduler.services.ports import UnitOfWork
from solver.inherited import with_inherited
from solver.objective import score, unassigned
from solver.polish import timed_and_polished
from solver.solution import Solution

PROGRAM = UserId("")
"""Who made a plan that nobody asked for."""


def timed(day: OpenDay, orders: Orders) -> Solution:
    """Return the comfortable times of orders; those of the plan that holds are worked out once.

    Raises
    ------
    PlanRejectedError
        If they have no times.
    """
    board = day.board
    found = board.polished if orders is board.orders else timed_and_polished(board.arrays, orders)
    if found is None:
        raise PlanRejectedError(f"the routes of {day.day.date.isoformat()} have no times")
    return found


def plan_from(day: OpenDay, orders: Orders, *, made_at: datetime, version: int, seed: int = 0) -> Plan:
    """Return the plan of a day with these orders, checked from scratch; its ways are not drawn.

    What is unassigned is named; why it is, is found out when somebody asks.

    Raises
    ------
    PlanRejectedError
        If it breaks a rule.
    """
    solution = timed(day, orders)
    names = marked_names(day.town, day.day.date)
    made = Made(
        town=day.town,
        day=day.day,
        problem=day.problem,
        solution=solution,
        score=score(day.problem, solution),
        findings=require_lawful(with_inherited(day.problem), solution, names),
        names=names,
        witness=day.witness,
        unassigned=_left_out(day, solution),
    )
    return plan_of(made, made_at=made_at, version=version, seed=seed)


def keep_plan(unit: UnitOfWork, state: DayState, plan: Plan, *, why: str, by: UserId = PROGRAM) -> DayState:
    """Keep a plan as the one that holds, and return the day's next state.

    Parameters
    ----------
    state : DayState
        As the unit has locked it, with whatever else is to change; its version is advanced here.
    """
    head = PlanHead(
        day=plan.day,
        version=plan.version,
        made_at=plan.made_at,
        by=by,
        why=why,
        served=len(served(plan)),
        unassigned=len(plan.unassigned),
        cost_gr=sum(plan.terms.values()),
    )
    unit.plans.add(plan, head)
    after = replace(state, version=state.version + 1, plan=plan.version, last_plan=plan.version)
    unit.days.put(after)
    return after


def served(plan: Plan) -> frozenset[RequestId]:
    """Return the requests that a plan serves."""
    return frozenset(task.request_id for route in plan.routes for stop in route.stops for task in stop.tasks)


def _left_out(day: OpenDay, solution: Solution) -> tuple[UnassignedReason, ...]:
    ids = dict.fromkeys(day.problem.requests[r].source_id for r in unassigned(day.problem, solution))
    return tuple(unexplained(RequestId(one)) for one in ids)


def unexplained(request_id: RequestId) -> UnassignedReason:
    """Return that a request is not served, before anybody has found out why."""
    return UnassignedReason(request_id=request_id, rule="", summary={})
