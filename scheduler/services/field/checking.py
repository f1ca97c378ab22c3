"""Whether somebody may report an event: of which shifts, until when, and of what that was ever planned."""

from datetime import UTC, date, datetime, timedelta

from scheduler.domain.accounts import Role
from scheduler.domain.events import SKEW_SHOWN_S, Event, EventKind
from scheduler.domain.ids import ShiftId
from scheduler.services.access import Principal
from scheduler.services.field.sentences import Reason, Refused, refused
from scheduler.services.field.shifts import ShiftAsItWas
from scheduler.services.ports import UnitOfWork

DELIVERED_FOR = timedelta(hours=72)
"""So long after its end a worker's phone may deliver what it has queued of a shift."""
CLOCK_AHEAD = timedelta(hours=24)
"""So far ahead of the server's clock an event of a phone may be: its clock had the wrong zone or date.

It may have been set before the sending. The event is kept with its own time, and shown as one of a clock that is off.
"""
TYPED_AHEAD = timedelta(seconds=SKEW_SHOWN_S)
"""The same of what is typed in at the office, where more than that is a slip."""


class Checks:
    """Looks at the events of one batch; what is asked of a shift is asked once.

    Parameters
    ----------
    unit : UnitOfWork
        In which the batch is kept.
    now : datetime
        When it came in.
    """

    def __init__(self, unit: UnitOfWork, who: Principal, *, now: datetime) -> None:
        self._unit = unit
        self._who = who
        self._now = now.astimezone(UTC)
        self._ahead = TYPED_AHEAD if who.role is Role.DISPATCHER else CLOCK_AHEAD
        self._shifts: dict[tuple[date, ShiftId], ShiftAsItWas] = {}

    def refusal(self, event: Event) -> Refused | None:
        """Return why an event cannot be kept; None: it can."""
        if event.at.astimezone(UTC) > self._now + self._ahead:
            return refused(Reason.IN_FUTURE, minutes=self._ahead // timedelta(minutes=1))
        return self._of_shift(event) or self._of_plan(event) or self._of_undo(event)

    def _of_shift(self, event: Event) -> Refused | None:
        """Return why somebody may not report of a shift; whoever is no worker may report of all of them."""
        who = self._who
        if who.role is not Role.WORKER:
            return None
        shift = self._shift(event)
        if who.staff_id is None or not shift.had(who.staff_id, event.at):
            return refused(Reason.NO_SHIFT, day=event.day.isoformat(), shift=event.shift_id)
        # Added up in UTC: by the town's clock, 72 h over the last Sunday of March are an hour less.
        if self._now > shift.over_since() + DELIVERED_FOR:
            return refused(Reason.TOO_LATE, shift=event.shift_id, hours=DELIVERED_FOR // timedelta(hours=1))
        return None

    def _of_plan(self, event: Event) -> Refused | None:
        shift = self._shift(event)
        if shift.was_given(event.task_id):
            return None
        if not shift.published:
            return refused(Reason.NOT_PUBLISHED, day=event.day.isoformat())
        return refused(Reason.NOT_PLANNED, task=event.task_id, shift=event.shift_id)

    def _shift(self, event: Event) -> ShiftAsItWas:
        key = event.day, event.shift_id
        if key not in self._shifts:
            self._shifts[key] = ShiftAsItWas(self._unit, *key)
        return self._shifts[key]

    def _of_undo(self, event: Event) -> Refused | None:
        """Return why nothing can be taken back so; what has not come in yet is looked at when it counts."""
        other = self._unit.events.find(event.undoes) if event.undoes is not None else None
        if other is None:
            return None
        same = (other.day, other.shift_id, other.task_id) == (event.day, event.shift_id, event.task_id)
        return None if same and other.kind is not EventKind.UNDONE else refused(Reason.WRONG_UNDO)
