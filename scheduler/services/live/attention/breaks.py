"""Breaks that the law wants, and that cannot begin in time any more as the day has gone."""

from collections.abc import Iterator
from datetime import UTC, datetime

from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity
from scheduler.domain.labour import BreakRule
from scheduler.domain.live import TaskStatus
from scheduler.domain.plan import PlannedBreak, PlannedRoute, PlannedStop
from scheduler.domain.roster import Shift
from scheduler.services.live.attention.watched import Subject, Watched, alert, minutes_between


def at_risk(watched: Watched) -> Iterator[Alert]:
    """Yield breaks that are expected to begin past the latest start that their rule allows."""
    for route in watched.plan.routes:
        shift = watched.shifts.get(route.shift_id)
        for number, pause in enumerate(route.breaks):
            if shift is None or pause not in route.rests or _passed(watched, route, pause):
                continue  # before it leaves, and when it is back, a crew rests as planned
            latest = _latest(watched, shift, pause)
            begins = max(_ready(watched, route, pause), pause.start.astimezone(UTC))
            if latest is not None and begins > latest:
                yield alert(
                    watched,
                    AlertKind.BREAK,
                    Severity.WARNING,
                    Subject(name=f"{route.shift_id}/{number}", shift_id=route.shift_id),
                    latest,
                    (Remedy.CALL_CREW, Remedy.REPLAN),
                    minutes=minutes_between(latest, begins),
                    values={"expected": watched.hour(begins)},
                )


def _passed(watched: Watched, route: PlannedRoute, pause: PlannedBreak) -> bool:
    """Return whether the crew has come further than where the break is: nobody reports breaks."""
    return any(_reached(watched, stop) for stop in route.stops[pause.after_stop + 1 :])


def _reached(watched: Watched, stop: PlannedStop) -> bool:
    tasks = (watched.progress.tasks[task.task_id] for task in stop.tasks)
    return any(
        task.arrived_at is not None or (task.ended_at is not None and task.status is not TaskStatus.CANCELLED_LATE)
        for task in tasks
    )


def _ready(watched: Watched, route: PlannedRoute, pause: PlannedBreak) -> datetime:
    """Return when the crew is free for a break: at the end of the stop before, or of what is left before that."""
    ready = route.start.astimezone(UTC)
    for stop in route.stops[: pause.after_stop + 1]:
        for task in stop.tasks:
            expected, known = watched.tasks.get(task.task_id), watched.progress.tasks[task.task_id]
            if expected is not None:
                ready = max(ready, expected.end)
            elif known.ended_at is not None:
                ready = max(ready, known.ended_at)
    return ready


def _latest(watched: Watched, shift: Shift, pause: PlannedBreak) -> datetime | None:
    """Return until when a break must have begun for everybody of the crew; None: at any time."""
    bounds = [_rule_of(shift, pause, rules) for rules in watched.breaks.get(shift.id, ())]
    found = [rule.latest_start for rule in bounds if rule is not None and rule.latest_start is not None]
    return shift.start.astimezone(UTC) + min(found) if found else None


def _rule_of(shift: Shift, pause: PlannedBreak, rules: tuple[BreakRule, ...]) -> BreakRule | None:
    """Return the rule that a planned break was planned for: the longest that it fulfils."""
    after = pause.start.astimezone(UTC) - shift.start.astimezone(UTC)
    length = pause.end.astimezone(UTC) - pause.start.astimezone(UTC)
    fitting = [
        rule
        for rule in rules
        if rule.duration <= length
        and rule.earliest_start <= after
        and (rule.latest_start is None or after <= rule.latest_start)
    ]
    return max(fitting, key=lambda rule: rule.duration, default=None)
