"""Crews that do what their published plan says, when it is to be expected, and report it by phone."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from scheduler.domain.accounts import Role
from scheduler.domain.events import EventKind
from scheduler.domain.ids import EventId, ShiftId, TownId, UserId
from scheduler.domain.live import TaskStatus
from scheduler.services.access import Principal
from scheduler.services.field import Batch, Reported, record
from scheduler.services.live.expecting import ExpectedTask
from scheduler.services.live.refreshing import Running, running
from scheduler.services.ports import Store

_DONE = {"pickup": EventKind.ABOARD}
_MOST_DOORS = 100
"""Between two looks; whoever reports more turns in a circle, because somebody else has said something of that door."""


@dataclass
class Crews:
    """All crews of one day.

    Attributes
    ----------
    unanswered : container of str
        Tasks at whose doors nobody answers.
    acted : datetime
        Until when they have told what they do.
    gone : set of ShiftId
        Crews that do nothing more: broken down, or gone home.
    alone : bool
        Whether nobody else reports anything. Otherwise somebody may have told of a door just before, and a crew whose
        report is refused says nothing more: it is led by hand.
    numbers : iterator of int
        Of their reports; each once in a day.
    """

    store: Store
    town_id: TownId
    day: date
    unanswered: Container[str]
    acted: datetime
    gone: set[ShiftId] = field(default_factory=set)
    alone: bool = True
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def act(self, now: datetime) -> int:
        """Report what has happened since they last did, and return how much that was."""
        total = 0
        for _ in range(_MOST_DOORS):
            done = self._next(now)
            total += done
            if not done:
                break
        self.acted = now
        return total

    def _next(self, now: datetime) -> int:
        """Report what each crew does at its next door by now, as it is expected since they last reported."""
        with self.store.reading(self.town_id) as unit:
            found = running(unit, self.day, self.acted)
        events = list(self._events(found, now)) if found else []
        if events:
            who = Principal(user_id=UserId("U-simulated"), town_id=self.town_id, role=Role.DISPATCHER)
            told = record(self.store, who, Batch(device_id="simulated", sent_at=now, events=events), now)
            refused = {one.id: one.said for one in told.events if one.reason is not None}
            if refused and self.alone:
                raise RuntimeError(f"a simulated crew has reported what cannot be: {next(iter(refused.values()))}")
            self.gone.update(one.shift_id for one in events if one.id in refused)
        return len(events)

    def _events(self, found: Running, now: datetime) -> Iterator[Reported]:
        for shift_id, shift in found.expected.items():
            if shift_id in self.gone or not shift.tasks:
                continue
            place = found.progress.tasks[shift.tasks[0].task_id].location_id
            for due in shift.tasks:
                if found.progress.tasks[due.task_id].location_id != place:
                    break
                yield from self._at_door(found, shift_id, due, now)

    def _at_door(self, found: Running, shift_id: ShiftId, due: ExpectedTask, now: datetime) -> Iterator[Reported]:
        task = found.progress.tasks[due.task_id]
        if task.status is TaskStatus.PLANNED and due.leave_at is not None and due.leave_at <= now:
            yield self._event(shift_id, due.task_id, EventKind.EN_ROUTE, due.leave_at)
            return
        if due.arrival > now:
            return
        if task.status is not TaskStatus.ARRIVED:
            yield self._event(shift_id, due.task_id, EventKind.ARRIVED, due.arrival)
        if due.end <= now:
            kind = EventKind.NO_SHOW if due.task_id in self.unanswered else _DONE.get(task.kind, EventKind.DONE)
            event = self._event(shift_id, due.task_id, kind, due.end)
            yield replace(event, nobody_answers=kind is EventKind.NO_SHOW)

    def _event(self, shift_id: ShiftId, task_id: str, kind: EventKind, at: datetime) -> Reported:
        number = next(self.numbers)
        return Reported(
            id=EventId(f"{number:08x}-0000-4000-8000-000000000000"), day=self.day, shift_id=shift_id, task_id=task_id,
            kind=kind, sequence=number, at=at,
        )  # fmt: skip
