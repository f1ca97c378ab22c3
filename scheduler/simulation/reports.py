"""What crews would have reported of a published day: as planned, but with the lateness of streets, and empty flats."""

from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from scheduler.domain.events import EventKind
from scheduler.domain.ids import EventId, RequestId
from scheduler.domain.plan import PlannedRoute, PlannedStop
from scheduler.domain.time import elapsed
from scheduler.services.field import Reported

_ENDS = {"pickup": EventKind.ABOARD}
_NOTHING = timedelta(0)
_USUAL_S, _SPREAD_S = 20, 150
"""What a leg adds to how late a crew is, in seconds; at quiet doors it makes up for a part of it."""
_KEPT = 0.75


@dataclass
class Reports:
    """Makes the events of a day's crews.

    Attributes
    ----------
    day : date
        Whose events' ids are unlike those of another day.
    in_vain : collection of RequestId
        At whose doors nobody is.
    """

    day: date
    in_vain: Collection[RequestId]
    rng: Random
    _sequence: int = field(default=0, init=False)

    def of(self, route: PlannedRoute) -> Iterator[Reported]:
        """Yield what the crew of a route tells, in the order in which it happens."""
        late, left = _NOTHING, route.start.astimezone(UTC)
        for stop in route.stops:
            late = max(_NOTHING, late * _KEPT + timedelta(seconds=round(self.rng.gauss(_USUAL_S, _SPREAD_S))))
            arrival = max(stop.arrival.astimezone(UTC) + late, left)
            yield self._event(route, stop.tasks[0].task_id, EventKind.EN_ROUTE, left)
            left = yield from self._at(route, stop, arrival)

    def _at(self, route: PlannedRoute, stop: PlannedStop, arrival: datetime) -> Generator[Reported, None, datetime]:
        """Yield what is told at one stop; return when the crew has left it."""
        at = arrival
        for task in stop.tasks:
            yield self._event(route, task.task_id, EventKind.ARRIVED, arrival)
            at = max(at, task.start.astimezone(UTC)) + elapsed(task.start, task.end)
            vain = task.request_id in self.in_vain and task.kind != "load"
            kind = EventKind.NO_SHOW if vain else _ENDS.get(task.kind, EventKind.DONE)
            yield self._event(route, task.task_id, kind, at)
        return max(at, stop.departure.astimezone(UTC))

    def _event(self, route: PlannedRoute, task_id: str, kind: EventKind, at: datetime) -> Reported:
        self._sequence += 1
        return Reported(
            id=EventId(f"{self.day:%Y%m%d}-0000-4000-8000-{self._sequence:012x}"), day=self.day,
            shift_id=route.shift_id, task_id=task_id, kind=kind, sequence=self._sequence, at=at,
        )  # fmt: skip
