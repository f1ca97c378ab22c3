"""Plans: immutable, versioned answers to a service day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from scheduler.domain.ids import RequestId, ShiftId, StaffId
from scheduler.domain.time import Instants


class LockKind(StrEnum):
    """What a pin holds fast. OUT: that a request without a promise is left out of the plan."""

    SHIFT = "shift"
    START = "start"
    ORDER = "order"
    PREFIX = "prefix"
    OUT = "out"


@dataclass(frozen=True, kw_only=True)
class Pin(Instants):
    """A dispatcher's lock.

    Attributes
    ----------
    request_ids : tuple of RequestId
        SHIFT, START, OUT: one. ORDER: these in this relative order on one shift. PREFIX: the shift begins with these.
    shift_id : ShiftId or None
        Needed for SHIFT, ORDER and PREFIX.
    start : datetime or None
        START: the service (pickup of a ride) starts exactly then.
    """

    kind: LockKind
    request_ids: tuple[RequestId, ...]
    shift_id: ShiftId | None = None
    start: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Override:
    """A violation that a dispatcher accepted, with a reason; never seats, lift, one client in two places, or rest.

    Attributes
    ----------
    rule : str
        Code of the rule.
    request_id : RequestId or None
        None: the shift as a whole.
    amount : int
        How much is accepted, in the rule's own unit (seconds, people ...).
    """

    rule: str
    request_id: RequestId | None = None
    shift_id: ShiftId | None = None
    amount: int = 0
    reason: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Published(Instants):
    """What the client was already shown; a change costs a call."""

    request_id: RequestId
    shift_id: ShiftId
    start: datetime


@dataclass(frozen=True, kw_only=True)
class PlannedTask(Instants):
    """One task of a stop.

    Attributes
    ----------
    task_id : str
        `<request>:<kind>`, with `#n` after the request where several crews are needed at once.
    kind : str
        visit, pickup, dropoff, load or drop.
    start, end : datetime
        Of service.
    """

    task_id: str
    request_id: RequestId
    kind: str
    start: datetime
    end: datetime


def request_of(task_id: str) -> RequestId:
    """Return the request that a task belongs to."""
    return RequestId(task_id.rpartition(":")[0].partition("#")[0])


@dataclass(frozen=True, kw_only=True)
class PlannedStop(Instants):
    """One halt: arrival, then one or more tasks, then departure; `travel_m` is the leg that led here."""

    location_id: str
    arrival: datetime
    departure: datetime
    tasks: tuple[PlannedTask, ...]
    travel_m: int = 0


@dataclass(frozen=True, kw_only=True)
class PlannedBreak(Instants):
    """A legal break, between the stops with index `after_stop` and the next (-1: before the first)."""

    start: datetime
    end: datetime
    after_stop: int
    paid: bool = True


@dataclass(frozen=True, kw_only=True)
class PlannedRoute(Instants):
    """The ordered stops of one shift.

    Attributes
    ----------
    ways : tuple of str
        The way of each leg along the roads, one more than stops, as encoded polylines of five digits; empty: not drawn.
    crew : tuple of StaffId
        Who was on the shift when this was planned, whatever the rota says since.
    """

    shift_id: ShiftId
    start: datetime
    end: datetime
    stops: tuple[PlannedStop, ...]
    breaks: tuple[PlannedBreak, ...] = ()
    driving_s: int = 0
    distance_m: int = 0
    ways: tuple[str, ...] = ()
    crew: tuple[StaffId, ...] = ()

    @property
    def rests(self) -> tuple[PlannedBreak, ...]:
        """The breaks between leaving and coming back; others lie before the crew leaves, or when it is back."""
        out, back = self.start.astimezone(UTC), self.end.astimezone(UTC)
        return tuple(one for one in self.breaks if out <= one.start.astimezone(UTC) and one.end.astimezone(UTC) <= back)


@dataclass(frozen=True, kw_only=True)
class RuleFinding:
    """A violation in words: inherited from the past, or accepted by an override."""

    rule: str
    subject: str
    text: Mapping[str, str]
    amount: int
    unit: str
    status: str


@dataclass(frozen=True, kw_only=True)
class UnassignedReason:
    """Why a request is not in the plan, and what would let it in; sentences by language.

    Attributes
    ----------
    alone : mapping
        Why it is impossible even on an empty day; empty if it is possible.
    per_shift : mapping of ShiftId to sentences
        What is in the way on each shift of this plan.
    change : mapping
        The smallest change that would fit, verified by re-timing; empty: none found.
    """

    request_id: RequestId
    rule: str
    summary: Mapping[str, str]
    alone: Mapping[str, str] = field(default_factory=dict)
    per_shift: Mapping[ShiftId, Mapping[str, str]] = field(default_factory=dict)
    change: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TravelSource:
    """Whose travel times one mode has: which engine's, and of which map.

    Attributes
    ----------
    version : str
        What changes when the engine's answers may; "" for one that has no map.
    """

    mode: str
    engine: str
    version: str = ""

    @property
    def label(self) -> str:
        """Engine and version as people read them."""
        return f"{self.engine} {self.version}".strip()


@dataclass(frozen=True, kw_only=True)
class Plan(Instants):
    """One version of a service day's plan.

    Attributes
    ----------
    terms : mapping of str to int
        Objective terms in grosze by name, recomputed from the plan alone.
    engine, travel_engine : str
        Which search made it, and whose travel times it rests on, as people read it.
    travel : tuple of TravelSource
        Whose travel times each mode has; a plan is verified with just these.
    travel_notes : tuple of mapping of str to str
        By language, what people have to know about these times: an engine that failed, places that are estimated.
    """

    town_id: str
    day: date
    version: int
    made_at: datetime
    routes: tuple[PlannedRoute, ...]
    unassigned: tuple[UnassignedReason, ...]
    terms: Mapping[str, int]
    unassigned_must: int = 0
    findings: tuple[RuleFinding, ...] = ()
    overrides: tuple[Override, ...] = ()
    engine: str = ""
    travel_engine: str = ""
    travel: tuple[TravelSource, ...] = ()
    travel_notes: tuple[Mapping[str, str], ...] = ()
    seed: int = 0

    @property
    def request_ids(self) -> frozenset[RequestId]:
        """The requests that it plans, leaves out, or that an override is for."""
        planned = (task.request_id for route in self.routes for stop in route.stops for task in stop.tasks)
        overridden = (one.request_id for one in self.overrides if one.request_id is not None)
        return frozenset((*planned, *(one.request_id for one in self.unassigned), *overridden))

    @property
    def orders(self) -> Mapping[ShiftId, tuple[str, ...]]:
        """The ids of the tasks that each shift does, in order."""
        return {route.shift_id: tuple(t.task_id for stop in route.stops for t in stop.tasks) for route in self.routes}
