"""A day's plan after its facts have changed: whoever can stays in place, the others are put in elsewhere."""

from dataclasses import replace
from datetime import datetime

from scheduler.domain.ids import UserId
from scheduler.domain.service_days import DayState
from scheduler.services.planning.left_out import keep_told
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.refitting import refitted, sound_orders, unplanned
from scheduler.services.planning.writing import PROGRAM, plan_from
from scheduler.services.ports import TravelTimes, UnitOfWork


def plan_anew(  # who, when and why belong to every change
    unit: UnitOfWork, travel: TravelTimes, state: DayState, *, why: str, at: datetime, by: UserId = PROGRAM
) -> DayState:
    """Keep the plan of a locked day as the day is now.

    What is not asked for any more goes; routes that have no times any more are given up, and whoever has lost a place,
    or never had one, is put in where there is one. Promises without a place are said in the plan, and on the day's list
    of calls. A day that nobody has planned yet gets its next version and no plan.

    Parameters
    ----------
    state : DayState
        As it was locked, with whatever else is to change.
    """
    day = open_day(unit, state.day, travel, state)
    if day.state.plan is None:
        return keep_state(unit, state)
    orders = sound_orders(day)
    orders = refitted(day, orders, unplanned(day, orders))
    plan = plan_from(day, orders, made_at=at, version=state.last_plan + 1)
    return keep_told(unit, state, day, plan, why=why, by=by)


def keep_state(unit: UnitOfWork, state: DayState) -> DayState:
    """Keep a day's next version without another plan."""
    after = replace(state, version=state.version + 1)
    unit.days.put(after)
    return after
