"""Whether somebody may report an event: of which shifts, until when, and of what that was ever planned."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.accounts import Role
from scheduler.domain.errors import NotFoundError
from scheduler.domain.events import SKEW_SHOWN_S, Event, EventKind
from scheduler.domain.ids import ShiftId
from scheduler.services.access import Principal, sees_shift
from scheduler.services.field.sentences import Reason, Refused, refused
from scheduler.services.ports import UnitOfWork
from scheduler.services.shown import shown_versions

DELIVERED_FOR = timedelta(hours=72)
"""So long after its end a worker's phone may deliver what it has queued of a shift."""
_AHEAD = timedelta(seconds=SKEW_SHOWN_S)
"""So much later than the moment of sending an event may be: a phone may have set its clock in between."""


class Checks:
    """Looks at the events of one batch; what is asked of a shift is asked once.

    Parameters
    ----------
    unit : UnitOfWork
        In which the batch is kept.
    now : datetime
        When it came in.
    sent_at : datetime
        When it was sent, by the clock that the events have, too.
    """

    def __init__(self, unit: UnitOfWork, who: Principal, *, now: datetime, sent_at: datetime) -> None:
        self._unit = unit
        self._who = who
        self._now = now
        self._latest = sent_at.astimezone(UTC) + _AHEAD
        self._shifts: dict[tuple[date, ShiftId], Refused | None] = {}
        self._plans: dict[tuple[date, ShiftId], _Planned] = {}

    def refusal(self, event: Event) -> Refused | None:
        """Return why an event cannot be kept; None: it can."""
        if event.at.astimezone(UTC) > self._latest:
            return refused(Reason.IN_FUTURE)
        return self._of_shift(event) or self._of_plan(event) or self._of_undo(event)

    def _of_shift(self, event: Event) -> Refused | None:
        """Return why somebody may not report of a shift; whoever is no worker may report of all of them."""
        if self._who.role is not Role.WORKER:
            return None
        key = event.day, event.shift_id
        if key not in self._shifts:
            self._shifts[key] = self._of_own_shift(*key)
        return self._shifts[key]

    def _of_own_shift(self, day: date, shift_id: ShiftId) -> Refused | None:
        shift = self._unit.shifts.find(shift_id)
        # Whose worker or vehicle it is matters to providers alone, and they report nothing.
        if shift is None or shift.day != day or not sees_shift(self._who, shift, {}, {}):
            return refused(Reason.NO_SHIFT, day=day.isoformat(), shift=shift_id)
        if self._now > shift.end + DELIVERED_FOR:
            return refused(Reason.TOO_LATE, shift=shift_id, hours=DELIVERED_FOR // timedelta(hours=1))
        return None

    def _of_plan(self, event: Event) -> Refused | None:
        key = event.day, event.shift_id
        plans = self._plans.setdefault(key, _Planned(self._unit, *key))
        if plans.has(event.task_id):
            return None
        if not plans.published:
            return refused(Reason.NOT_PUBLISHED, day=event.day.isoformat())
        return refused(Reason.NOT_PLANNED, task=event.task_id, shift=event.shift_id)

    def _of_undo(self, event: Event) -> Refused | None:
        """Return why nothing can be taken back so; what has not come in yet is looked at when it counts."""
        other = self._unit.events.find(event.undoes) if event.undoes is not None else None
        if other is None:
            return None
        same = (other.day, other.shift_id, other.task_id) == (event.day, event.shift_id, event.task_id)
        return None if same and other.kind is not EventKind.UNDONE else refused(Reason.WRONG_UNDO)


class _Planned:
    """What the published plans of a day have given one shift, read version by version as far as it is needed.

    Attributes
    ----------
    published : bool
        Whether any was found so far.
    """

    def __init__(self, unit: UnitOfWork, day: date, shift_id: ShiftId) -> None:
        self._orders = self._read(unit, day, shift_id)
        self._known: set[str] = set()
        self.published = False

    def has(self, task_id: str) -> bool:
        """Return whether any of them has a task."""
        while task_id not in self._known:
            tasks = next(self._orders, None)
            if tasks is None:
                return False
            self._known.update(tasks)
        return True

    def _read(self, unit: UnitOfWork, day: date, shift_id: ShiftId) -> Iterator[Collection[str]]:
        for version in shown_versions(unit, day):
            self.published = True
            with suppress(NotFoundError):  # kept long enough
                yield unit.plans.orders(day, version).get(shift_id, ())
