"""What holds on a service day of today alone: where crews really are, and what has come in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.ids import DisruptionId, DistrictId, RequestId, ShiftId, UserId
from scheduler.domain.place import GeoPoint
from scheduler.domain.plan import request_of
from scheduler.domain.roster import StartState
from scheduler.domain.time import Instants


class DisruptionKind(StrEnum):
    """What has come in the way."""

    SNOW = "snow"
    ROAD_CLOSED = "road_closed"
    BREAKDOWN = "breakdown"
    OVERRUN = "overrun"


@dataclass(frozen=True, kw_only=True)
class Snow:
    """Everybody is slower.

    Attributes
    ----------
    permille : int
        Of the speed there would be otherwise; 1 to 999.
    districts : frozenset of DistrictId
        On ways that begin or end there; empty: in the whole town.
    """

    permille: int
    districts: frozenset[DistrictId] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= self.permille <= 999:
            raise ValueError(f"a speed of {self.permille} permille is not slower: it is 1 to 999")


@dataclass(frozen=True, kw_only=True)
class RoadClosed:
    """Ways across here are longer.

    Attributes
    ----------
    line : tuple of GeoPoint
        What cannot be crossed; one point: the circle around it.
    radius_m : int
        Of that circle, in metres; 0 for a line.
    detour : timedelta
        What going round takes longer.
    """

    line: tuple[GeoPoint, ...]
    radius_m: int = 0
    detour: timedelta

    def __post_init__(self) -> None:
        if not self.line or (len(self.line) == 1) != (self.radius_m > 0):
            raise ValueError("a closed road is a line of two points or more, or a circle: one point and its radius")
        if self.detour <= timedelta(0):
            raise ValueError("a detour takes longer, not shorter")


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """A shift's vehicle cannot go on.

    Attributes
    ----------
    point : GeoPoint
        Where it stands.
    aboard : tuple of RequestId
        Who was in it, as the crew told, beside those whom their phone reported.
    """

    shift_id: ShiftId
    point: GeoPoint
    aboard: tuple[RequestId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Overrun:
    """A task takes longer than planned: until the end of the disruption."""

    task_id: str


@dataclass(frozen=True, kw_only=True)
class Disruption(Instants):
    """One thing that has come in the way; exactly one of the four says what.

    Attributes
    ----------
    since : datetime
        From when on it holds.
    until : datetime or None
        When it is over: streets are clear, the vehicle is repaired, the task is done; None: not today.
    by : UserId
        Who reported it.
    note : str
        In the dispatcher's words.
    taken_back_at : datetime or None
        When a user said that it is not so; it stays, because plans may speak of it.
    taken_back_by : UserId
        Who.

    Raises
    ------
    ValueError
        If it is none of the four, or several, or over before it begins; or if a task overruns without an end.
    """

    id: DisruptionId
    since: datetime
    until: datetime | None = None
    by: UserId
    note: str = ""
    reported_at: datetime
    taken_back_at: datetime | None = None
    taken_back_by: UserId = UserId("")
    snow: Snow | None = None
    road: RoadClosed | None = None
    breakdown: Breakdown | None = None
    overrun: Overrun | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self._told()) != 1:
            raise ValueError("a disruption is one thing: snow, a closed road, a breakdown or an overrun")
        if self.until is not None and self.until.astimezone(UTC) <= self.since.astimezone(UTC):
            raise ValueError("a disruption ends after it has begun")
        if self.overrun is not None and self.until is None:
            raise ValueError("of a task that overruns somebody says until when")

    @property
    def kind(self) -> DisruptionKind:
        """What it is."""
        return self._told()[0]

    @property
    def request_ids(self) -> frozenset[RequestId]:
        """The requests of which it says something itself."""
        if self.overrun is not None:
            return frozenset((request_of(self.overrun.task_id),))
        return frozenset(self.breakdown.aboard if self.breakdown else ())

    def _told(self) -> tuple[DisruptionKind, ...]:
        parts = (self.snow, self.road, self.breakdown, self.overrun)
        return tuple(kind for kind, part in zip(DisruptionKind, parts, strict=True) if part is not None)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Where a shift that has begun really is."""

    shift_id: ShiftId
    state: StartState


@dataclass(frozen=True, kw_only=True)
class LiveDay(Instants):
    """What is known of a running service day beside its plan and what was booked.

    Attributes
    ----------
    as_of : datetime
        When it was last looked at.
    begun : tuple of Begun
        Shifts that have begun, as of then; the others are as the rota has them.
    disruptions : tuple of Disruption
        In the order in which they were reported.
    """

    day: date
    as_of: datetime
    begun: tuple[Begun, ...] = ()
    disruptions: tuple[Disruption, ...] = ()

    @property
    def id(self) -> str:
        """The day, as ISO 8601 writes it."""
        return live_key(self.day)

    @property
    def states(self) -> Mapping[ShiftId, StartState]:
        """Where the shifts are that have begun."""
        return {one.shift_id: one.state for one in self.begun}

    @property
    def in_force(self) -> tuple[Disruption, ...]:
        """What is neither over nor taken back, whether it has begun or is only to be expected."""
        now = self.as_of.astimezone(UTC)
        known = (one for one in self.disruptions if one.taken_back_at is None)
        return tuple(one for one in known if one.until is None or one.until.astimezone(UTC) > now)

    @property
    def broken(self) -> Mapping[ShiftId, DisruptionId]:
        """Which shifts' vehicles have broken down and do not go yet, and by which disruption."""
        now = self.as_of.astimezone(UTC)
        begun = ((one.breakdown, one.id) for one in self.in_force if one.since.astimezone(UTC) <= now)
        return {broken.shift_id: key for broken, key in begun if broken is not None}


def overruns(disruptions: Iterable[Disruption]) -> Mapping[str, datetime]:
    """Return until when tasks will take, by their ids, as somebody has said last."""
    known = (one for one in disruptions if one.taken_back_at is None)
    return {one.overrun.task_id: one.until for one in known if one.overrun is not None and one.until is not None}


def overrun_until(disruptions: Iterable[Disruption], task_id: str) -> datetime | None:
    """Return until when a task will take; None: nobody has said anything."""
    return overruns(disruptions).get(task_id)


def live_key(day: date) -> str:
    """Return under which id a day's `LiveDay` is kept."""
    return day.isoformat()
