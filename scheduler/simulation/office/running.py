"""A running day: its crews, what they report, and what the office does about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import batched

import simpy

from scheduler.domain.booking import Booking
from scheduler.domain.events import EventKind
from scheduler.domain.ids import EventId, RequestId, ShiftId
from scheduler.domain.plan import PlannedRoute, PlannedTask
from scheduler.services.field import MOST_EVENTS, Batch, Reported, record
from scheduler.services.live.attention.watched import promised
from scheduler.services.ports import UnitOfWork
from scheduler.services.shown import shown_plan
from scheduler.simulation.office.crew import Crew
from scheduler.simulation.office.dispatcher import Dispatcher
from scheduler.simulation.office.world import World

KINDS = ("visit", "pickup", "dropoff", "drop")
"""Tasks that somebody waits for."""


@dataclass
class RunningDay:
    """One day from its first shift to its last.

    Attributes
    ----------
    begins : datetime
        Its midnight: before, nobody is on the way, and the plan is not one from now on.
    news : simpy.Event
        Happens when another plan is published.
    promised : mapping of str to datetime
        Until when a task was promised to begin, in UTC.
    over : set of str
        Tasks for which nothing is to be done any more.
    attended : set of RequestId
        With whom a crew is, or has been.
    replans : int
        Plans from then on that were confirmed.
    """

    world: World
    date: date
    begins: datetime
    news: simpy.Event = field(init=False)
    routes: Mapping[ShiftId, PlannedRoute] = field(init=False, default_factory=dict)
    promised: Mapping[str, datetime] = field(init=False, default_factory=dict)
    over: set[str] = field(init=False, default_factory=set)
    attended: set[RequestId] = field(init=False, default_factory=set)
    crews: dict[ShiftId, Crew] = field(init=False, default_factory=dict)
    replans: int = field(init=False, default=0)
    _told: list[Reported] = field(init=False, default_factory=list)
    _count: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.news = self.world.clock.env.event()
        self.dispatcher = Dispatcher(self)
        self.published()

    @property
    def idle(self) -> bool:
        """Whether no crew has anything left to do."""
        return not any(one.busy or one.next() is not None for one in self.crews.values())

    @property
    def late(self) -> timedelta:
        """How late anybody will be at most past what was promised, by what can be known now."""
        return max((one.late for one in self.crews.values()), default=timedelta(0))

    def published(self) -> None:
        """Let crews read what is published."""
        plan = self.world.read(lambda unit: shown_plan(unit, self.date))
        self.routes = {} if plan is None else {route.shift_id: route for route in plan.routes if route.stops}
        for key in self.routes:
            if key not in self.crews:
                self.crews[key] = Crew(self, key, self.begins)
                self.world.clock.env.process(self.crews[key].work())
        self.promised = self.world.read(lambda unit: _promised(unit, self.date))
        news, self.news = self.news, self.world.clock.env.event()
        news.succeed()

    def booking(self, request_id: RequestId) -> Booking:
        """Return a booking as it is now."""
        return self.world.read(lambda unit: unit.bookings.get(request_id))

    def report(self, shift_id: ShiftId, task_id: str, kind: EventKind) -> None:
        """Let a crew report something; it is with the office when somebody there next looks."""
        self._count += 1
        self._told.append(
            Reported(
                id=EventId(f"{self.date:%Y%m%d}-0000-4000-8000-{self._count:012x}"),
                day=self.date,
                shift_id=shift_id,
                task_id=task_id,
                kind=kind,
                sequence=self._count,
                at=self.world.clock.now(),
            )
        )

    def no_show(self, shift_id: ShiftId, task: PlannedTask) -> None:
        """Let a crew report that nobody was there; nobody is driven on then, or set down."""
        self.report(shift_id, task.task_id, EventKind.NO_SHOW)
        self.ended([task.request_id])
        self.dispatcher.settle()

    def ended(self, requests: list[RequestId]) -> None:
        """Let crews do nothing more for some requests."""
        tasks = (task for route in self.routes.values() for stop in route.stops for task in stop.tasks)
        self.over |= {task.task_id for task in tasks if task.request_id in requests}

    def hear(self) -> None:
        """Keep what crews have reported since somebody last looked.

        Raises
        ------
        RuntimeError
            If a report is refused: then the simulator does what no crew can do.
        """
        told, self._told = self._told, []
        now = self.world.clock.now()
        for events in batched(told, MOST_EVENTS):
            batch = Batch(device_id="simulated", sent_at=now, events=events)
            answers = record(self.world.store, self.world.who, batch, now).events
            if refused := [one.said for one in answers if one.reason is not None]:
                raise RuntimeError(f"a simulated crew has reported what cannot be: {refused[0]}")


def _promised(unit: UnitOfWork, day: date) -> Mapping[str, datetime]:
    held = (one for one in unit.bookings.between(day, day).values() if one.held)
    windows = {f"{one.id}:{kind}": promised(one, kind) for one in held for kind in KINDS}
    return {key: one.end.astimezone(UTC) for key, one in windows.items() if one is not None}
