"""Everything that alerts are found in: a running day as it is at one instant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity
from scheduler.domain.booking import Booking
from scheduler.domain.checks import Check
from scheduler.domain.events import Event
from scheduler.domain.ids import ClientId, DisruptionId, RequestId, ServiceId, ShiftId
from scheduler.domain.labour import BreakRule
from scheduler.domain.live import DayProgress, TaskProgress
from scheduler.domain.live_day import Disruption
from scheduler.domain.notices import Notice
from scheduler.domain.plan import Plan
from scheduler.domain.policy import Policy
from scheduler.domain.request import Ride
from scheduler.domain.roster import Shift
from scheduler.domain.time import TimeWindow
from scheduler.services.closing.ways_home import Stranded
from scheduler.services.live.attention.sentences import SENTENCES
from scheduler.services.live.expecting import ExpectedShift, ExpectedTask, expected_tasks
from scheduler.services.live.hindering import NOTHING, InTheWay

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A running day.

    Attributes
    ----------
    plan : Plan
        As crews know it.
    seen : frozenset of ShiftId
        Shifts whose part of it a member of the crew has read.
    breaks : mapping of ShiftId to tuple of tuple of BreakRule
        What the contract of each member of a crew says of breaks.
    longest_rides : mapping of ServiceId to timedelta
        Of services that have one of their own.
    disruptions : mapping of DisruptionId to Disruption
        What was told of the day, also what is over.
    stranded : tuple of Stranded
        Of a closed day: who was taken out, as was reported since, and has no known way home.
    wishes : tuple of Notice
        Of today: who has asked to be phoned, today or before.
    now : datetime
        In UTC.
    """

    plan: Plan
    progress: DayProgress
    expected: Mapping[ShiftId, ExpectedShift]
    hindered: InTheWay = NOTHING
    events: tuple[Event, ...] = ()
    bookings: Mapping[RequestId, Booking] = field(default_factory=dict)
    shifts: Mapping[ShiftId, Shift] = field(default_factory=dict)
    seen: frozenset[ShiftId] = frozenset()
    checks: tuple[Check, ...] = ()
    breaks: Mapping[ShiftId, tuple[tuple[BreakRule, ...], ...]] = field(default_factory=dict)
    longest_rides: Mapping[ServiceId, timedelta] = field(default_factory=dict)
    disruptions: Mapping[DisruptionId, Disruption] = field(default_factory=dict)
    stranded: tuple[Stranded, ...] = ()
    wishes: tuple[Notice, ...] = ()
    policy: Policy = field(default_factory=Policy)
    zone: ZoneInfo
    now: datetime

    @cached_property
    def tasks(self) -> Mapping[str, ExpectedTask]:
        """What is to be expected of each task that is not over."""
        return expected_tasks(self.expected)

    def of(self, request_id: RequestId) -> Iterator[TaskProgress]:
        """Yield the tasks of a request."""
        return (one for one in self.progress.tasks.values() if one.request_id == request_id)

    def held(self) -> Iterator[Booking]:
        """Yield the bookings that are to be served today."""
        return (one for one in self.bookings.values() if one.held and one.day == self.progress.day)

    def who(self, request_id: RequestId) -> tuple[ClientId, ...]:
        """Return the clients of a request."""
        booking = self.bookings.get(request_id)
        return booking.request.party.client_ids if booking is not None else ()

    def shift_name(self, shift_id: ShiftId | None) -> str:
        """Return what people call a shift."""
        shift = self.shifts.get(shift_id) if shift_id is not None else None
        return (shift.name if shift is not None else "") or (shift_id or "–")

    def hour(self, at: datetime) -> str:
        """Return an instant by the town's clock."""
        return f"{at.astimezone(self.zone):%H:%M}"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What an alert is about: `name` tells it from others of its kind."""

    name: str
    request_id: RequestId | None = None
    shift_id: ShiftId | None = None
    client_ids: tuple[ClientId, ...] = ()


def alert(  # noqa: PLR0917
    watched: Watched,
    kind: AlertKind,
    severity: Severity,
    subject: Subject,
    since: datetime,
    remedies: tuple[Remedy, ...],
    *,
    minutes: int = 0,
    values: Mapping[str, Mapping[str, str] | str] | None = None,
) -> Alert:
    """Return an alert with its sentences filled; `values` are texts, or texts by language."""
    clients = subject.client_ids or (watched.who(subject.request_id) if subject.request_id else ())
    known: dict[str, Mapping[str, str] | str] = {
        "who": ", ".join(f"⟨client:{one}⟩" for one in clients) or (subject.request_id or ""),
        "shift": watched.shift_name(subject.shift_id),
        "minutes": str(minutes),
        "hour": watched.hour(since),
        **(values or {}),
    }
    said = {
        lang: text.format(**{key: one if isinstance(one, str) else one[lang] for key, one in known.items()})
        for lang, text in SENTENCES[kind].items()
    }
    return Alert(
        id=f"{kind}:{subject.name}", kind=kind, severity=severity, since=since.astimezone(UTC), said=said,
        remedies=remedies, request_id=subject.request_id, shift_id=subject.shift_id, client_ids=clients,
        minutes=minutes,
    )  # fmt: skip


def promised(booking: Booking, kind: str) -> TimeWindow | None:
    """Return the window that was promised for one task of a booking; None: nothing was said of it."""
    promise = booking.promise
    if promise is None:
        return None
    arrival = isinstance(booking.request, Ride) and booking.request.arrive_by
    if kind == "pickup":
        return promise.pickup or (None if arrival else promise.window)
    if kind == "dropoff":
        return promise.window if arrival else None
    return promise.window if kind in {"visit", "drop"} else None


def minutes_between(first: datetime, last: datetime) -> int:
    """Return the minutes from one instant to another, begun ones counted whole."""
    return -((first.astimezone(UTC) - last.astimezone(UTC)) // MINUTE)
