"""Tentative plans: every bookable day has a feasible one that holds all its promises, and it gets better meanwhile."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from scheduler.domain.ids import TownId
from scheduler.domain.service_days import DayState
from scheduler.services.facts import town_head
from scheduler.services.planning.left_out import keep_told
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.refitting import refitted, unplanned
from scheduler.services.planning.searching import Effort, keep_if_better, searched
from scheduler.services.planning.writing import plan_from
from scheduler.services.ports import Store, TravelTimes, UnitOfWork


def bookable_days(unit: UnitOfWork, now: datetime) -> Iterator[date]:
    """Yield the days that may be booked, today first."""
    head = town_head(unit)
    today = now.astimezone(head.zone).date()
    return (today + timedelta(days=k) for k in range(head.policy.booking.horizon_days + 1))


def ensure_tentative(store: Store, town_id: TownId, day: date, travel: TravelTimes, now: datetime) -> DayState:
    """Return the state of a day that has a plan; if it had none, one is made by putting in what is asked for."""
    with store.reading(town_id) as unit:
        state = unit.days.get(day)
    if state.plan is not None or state.closed:
        return state
    with store.writing(town_id) as unit:
        state = unit.days.lock(day)
        if state.plan is not None:
            return state
        opened = open_day(unit, day, travel)
        orders = refitted(opened, {}, unplanned(opened, {}))
        plan = plan_from(opened, orders, made_at=now, version=state.last_plan + 1)
        return keep_told(unit, state, opened, plan, why="tentative")


def improve(  # whose day, with what, how long and when
    store: Store, town_id: TownId, day: date, travel: TravelTimes, effort: Effort, *, now: Callable[[], datetime]
) -> DayState | None:
    """Search for a better plan of a day than the one that holds, and keep it.

    Returns
    -------
    DayState or None
        The day with its better plan; None: none was found, or there is nothing to improve.
    """
    with store.reading(town_id) as unit:
        opened = open_day(unit, day, travel)
    if opened.state.plan is None or opened.state.closed:
        return None
    found = searched(opened, effort)
    with store.writing(town_id) as unit:
        return keep_if_better(unit, travel, day, found, why="improved", at=now())
