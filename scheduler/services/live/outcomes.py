"""What has become of a day's requests by what crews have reported so far."""

from datetime import date

from scheduler.domain.ids import RequestId
from scheduler.domain.live import DayProgress, Outcome, TaskStatus
from scheduler.domain.live_day import live_key
from scheduler.services.live.progress import day_progress
from scheduler.services.ports import UnitOfWork
from scheduler.services.shown import shown_plan

_TO_COME = frozenset({TaskStatus.PLANNED, TaskStatus.EN_ROUTE})


def served_or_aboard(unit: UnitOfWork, day: date) -> frozenset[RequestId]:
    """Return the requests of a day that a crew has done, and the rides of those who are in a vehicle."""
    progress, done = _progress(unit, day), {Outcome.ABOARD, Outcome.SERVED}
    found = progress.outcomes if progress is not None else {}
    return frozenset(key for key, outcome in found.items() if outcome in done)


def begun_on(unit: UnitOfWork, day: date) -> frozenset[RequestId]:
    """Return the requests of a day at whose door a crew is or was; plans made from now on do not ask for them."""
    progress, live = _progress(unit, day), unit.live.find(live_key(day))
    tasks = progress.tasks.values() if progress is not None else ()
    states = [one.state for one in live.begun] if live is not None else []
    kept = (key for state in states for key in (*state.done, *(rider.request_id for rider in state.aboard)))
    return frozenset((*kept, *(one.request_id for one in tasks if one.status not in _TO_COME)))


def _progress(unit: UnitOfWork, day: date) -> DayProgress | None:
    """Return how far a day is by reports alone: whoever left a broken vehicle has been taken out all the same."""
    plan = shown_plan(unit, day)
    return None if plan is None else day_progress(plan, unit.events.between(day, day).values(), None)
