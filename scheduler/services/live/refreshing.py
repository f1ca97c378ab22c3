"""Keeping where the crews of a running day are, as planning takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ShiftId
from scheduler.domain.live import DayProgress
from scheduler.domain.live_day import LiveDay, live_key
from scheduler.domain.plan import Plan
from scheduler.services.keeping import town_on
from scheduler.services.live.expecting import ExpectedShift, expected
from scheduler.services.live.hindering import in_the_way
from scheduler.services.live.minutes import full_minute
from scheduler.services.live.progress import progress_on
from scheduler.services.live.starting import begun
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Running:
    """A published day as it runs.

    Attributes
    ----------
    plan : Plan
        As crews know it.
    expected : mapping of ShiftId to ExpectedShift
        What is to be expected of each crew.
    live : LiveDay or None
        What is kept of it beside its plan.
    told : bool
        Whether anybody has reported anything of the day.
    """

    plan: Plan
    progress: DayProgress
    expected: Mapping[ShiftId, ExpectedShift]
    live: LiveDay | None
    told: bool


def running(unit: UnitOfWork, day: date, now: datetime) -> Running | None:
    """Return a published day as it runs; None: nothing of it is published, or its plan was kept long enough."""
    state = unit.days.get(day)
    if state.published is None:
        return None
    try:
        plan = unit.plans.get(day, state.published)
    except NotFoundError:
        return None
    live = unit.live.find(live_key(day))
    progress = progress_on(unit, plan, now)
    due = expected(plan, progress, now, in_the_way(unit, plan, now))
    told = any(one.heard_at is not None for one in progress.shifts.values())
    return Running(plan=plan, progress=progress, expected=due, live=live, told=told)


def is_followed(unit: UnitOfWork, day: date) -> bool:
    """Return whether it may be that crews of a day are out: it is published, not closed, and something was told."""
    state = unit.days.get(day)
    if state.published is None or state.closed:
        return False
    return unit.live.find(live_key(day)) is not None or bool(unit.events.page(day, None, 1))


def refresh(unit: UnitOfWork, day: date, now: datetime, *, asked: bool = False) -> bool:
    """Keep where the crews of a day are now, if it runs; plans made from then on begin there.

    Parameters
    ----------
    asked : bool
        Whether somebody wants the day to be planned from now on although nobody has reported anything of it. Otherwise
        such a day is left as it was planned.

    Returns
    -------
    bool
        Whether anything has changed.
    """
    if unit.days.lock(day).closed:  # locked: whoever reports a breakdown just now is not written over
        return False
    found = running(unit, day, now)
    if found is None or not (found.told or asked or (found.live and (found.live.begun or found.live.disruptions))):
        return False
    before = found.live or LiveDay(day=day, as_of=full_minute(now))
    now_live = replace(before, as_of=full_minute(now))
    states = begun(town_on(unit, day), found.plan, found.progress, found.expected, now_live)
    after = replace(now_live, begun=states)
    # A vehicle may be repaired, or break down as was foreseen, while all crews are where they were.
    if states == before.begun and after.in_force == before.in_force and after.broken == before.broken:
        return False
    unit.live.put(after, seen=unit.live.stamp_of(before.id))
    return True
