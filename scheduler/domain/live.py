"""A service day while it runs: how far each task is, and what became of each request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.ids import DisruptionId, RequestId, ShiftId
from scheduler.domain.plan import PlannedTask
from scheduler.domain.time import Instants


class TaskStatus(StrEnum):
    """How far a task is, as it was reported. What nobody has reported has not happened: PLANNED."""

    PLANNED = "planned"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED_LATE = "cancelled_late"
    REFUSED = "refused"

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done for the task."""
        return self in _OVER

    @property
    def in_vain(self) -> bool:
        """Whether the crew was there for nothing."""
        return self.over and self is not TaskStatus.DONE


_OVER = frozenset({TaskStatus.DONE, TaskStatus.NO_SHOW, TaskStatus.CANCELLED_LATE, TaskStatus.REFUSED})


class Outcome(StrEnum):
    """What became of a request. ABOARD: picked up and not yet set down. OPEN: nothing final is known."""

    OPEN = "open"
    ABOARD = "aboard"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED_LATE = "cancelled_late"
    REFUSED = "refused"

    @property
    def final(self) -> bool:
        """Whether the request is over."""
        return self not in {Outcome.OPEN, Outcome.ABOARD}


@dataclass(frozen=True, kw_only=True)
class TaskProgress(Instants):
    """How far one task is; instants are the device's, put right where its clock was off.

    Attributes
    ----------
    shift_id : ShiftId
        Whose crew reported it last; of what nobody reported, whom the published plan gives it.
    location_id : str
        Where it is done, as plans name it; "": no plan says.
    planned : PlannedTask or None
        As published; None: the published plan does not have it any more.
    planned_arrival : datetime or None
        When the plan has the crew arrive at its stop.
    en_route_at, arrived_at, ended_at : datetime or None
        As reported. A pickup has ended when the party is aboard.
    came_at : datetime or None
        When the crew came to the door: as reported; of an end alone the latest that it can have come, if serving took
        as long as planned. None: it is not known to have been there.
    clock_off : bool
        Whether the clock of a device that reported it was off by more than is borne.
    """

    task_id: str
    request_id: RequestId
    kind: str
    shift_id: ShiftId
    location_id: str = ""
    status: TaskStatus = TaskStatus.PLANNED
    planned: PlannedTask | None = None
    planned_arrival: datetime | None = None
    en_route_at: datetime | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    came_at: datetime | None = None
    clock_off: bool = False


@dataclass(frozen=True, kw_only=True)
class ShiftProgress(Instants):
    """How far one crew is.

    Attributes
    ----------
    tasks : tuple of str
        Ids of its tasks: those reported in the order in which they were, then those still planned, in the plan's.
    last : str or None
        The task at whose door it was last; None: it has reported of none.
    current : tuple of str
        What it is at, or on its way to: the tasks of one door that are not over; empty: it is at none.
    left_behind : tuple of str
        Where it arrived, and went on without saying how that ended: over, for all that is known, and not confirmed.
    heard_at : datetime or None
        When anything of it came in last, by our clock.
    """

    shift_id: ShiftId
    tasks: tuple[str, ...]
    last: str | None = None
    current: tuple[str, ...] = ()
    left_behind: tuple[str, ...] = ()
    heard_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DayProgress:
    """How far a service day is.

    Attributes
    ----------
    published : int
        Version of the plan that crews know.
    tasks : mapping of str to TaskProgress
        Of the published plan, and whatever else was reported of the day, by id.
    beside : mapping of RequestId to DisruptionId
        Whose parties stand by a broken vehicle that they were in, and wait to be fetched; their outcome is open.
    not_found : set of RequestId
        Whose parties should stand there, but the crew that came for them met nobody.
    taken_out : set of RequestId
        Whose parties were in any vehicle today, whatever has become of them since.
    """

    day: date
    published: int
    tasks: Mapping[str, TaskProgress] = field(default_factory=dict)
    shifts: Mapping[ShiftId, ShiftProgress] = field(default_factory=dict)
    outcomes: Mapping[RequestId, Outcome] = field(default_factory=dict)
    beside: Mapping[RequestId, DisruptionId] = field(default_factory=dict)
    not_found: frozenset[RequestId] = frozenset()
    taken_out: frozenset[RequestId] = frozenset()

    @property
    def aboard(self) -> Mapping[RequestId, TaskProgress]:
        """Who is in a vehicle now: the pickups of their rides."""
        return {
            one.request_id: one
            for one in self.tasks.values()
            if one.kind == "pickup" and self.outcomes[one.request_id] is Outcome.ABOARD
        }
