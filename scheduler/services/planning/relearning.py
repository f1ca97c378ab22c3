"""Plans whose days take other times since more was learned, or since a manager has switched that on or off."""

from collections.abc import Iterable
from datetime import date, datetime

from scheduler.domain.actuals import elapsed_s
from scheduler.domain.ids import TownId, UserId
from scheduler.domain.live_day import live_key
from scheduler.domain.plan import Plan, PlannedTask
from scheduler.domain.service_days import DayState
from scheduler.services.planning.changing import plan_anew
from scheduler.services.planning.open_day import open_day
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from solver.problem import Problem

WHY = "learned"


def plan_with_learned(store: Store, town_id: TownId, day: date, travel: TravelTimes, now: datetime) -> DayState | None:
    """Plan a day anew that takes other times than when it was planned, as after any other change of its facts.

    Whoever can stays in place; a promise that has lost its place is said in the plan, and on the day's list of calls.
    A published plan that is still possible is left alone, as crews and residents know it; so is a day that runs.

    Returns
    -------
    DayState or None
        The day with its plan; None: there was nothing to do.
    """
    with store.reading(town_id) as unit:
        if not _needs(unit, unit.days.get(day), travel):
            return None
    with store.writing(town_id) as unit:
        state = unit.days.lock(day)
        return plan_anew(unit, travel, state, why=WHY, at=now) if _needs(unit, state, travel) else None


def replan(  # who, when and why belong to every change
    unit: UnitOfWork, travel: TravelTimes, days: Iterable[date], *, why: str, at: datetime, by: UserId
) -> tuple[date, ...]:
    """Plan days anew whose plans what the unit has changed does not allow, or gives other times; return which.

    Published plans that are still possible, days that run and closed ones are left alone, as above.
    """
    states = [unit.days.lock(day) for day in sorted(days)]
    changed = [state for state in states if _needs(unit, state, travel)]
    for state in changed:
        plan_anew(unit, travel, state, why=why, at=at, by=by)
    return tuple(state.day for state in changed)


def _needs(unit: UnitOfWork, state: DayState, travel: TravelTimes) -> bool:
    if state.plan is None or state.closed or unit.live.find(live_key(state.day)) is not None:
        return False
    day = open_day(unit, state.day, travel, state)
    if not day.sound:
        return True
    return state.plan != state.published and _takes_others(unit.plans.get(state.day, state.plan), day.problem)


def _takes_others(plan: Plan, problem: Problem) -> bool:
    """Return whether a plan has other times at doors than the day's facts."""
    lengths = {task.id: task.service_s for task in problem.tasks}
    planned = (task for route in plan.routes for stop in route.stops for task in stop.tasks)
    return any(lengths.get(task.task_id, _length_s(task)) != _length_s(task) for task in planned)


def _length_s(task: PlannedTask) -> int:
    return elapsed_s(task.start, task.end)
