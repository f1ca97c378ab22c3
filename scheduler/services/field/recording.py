"""Events are kept: in any order, hours late, as often as they are sent, each once.

A batch is one unit of work. It takes no lock of a day, as it changes no plan: two servers may keep events of one day
side by side, and the open days of a desk stay as they are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.accounts import Role
from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.events import Event, EventKind, EventSource, differences, is_off
from scheduler.domain.ids import EventId, ShiftId, UserId
from scheduler.domain.plan import request_of
from scheduler.services.access import Principal
from scheduler.services.field.checking import Checks
from scheduler.services.field.early import too_early
from scheduler.services.field.sentences import AGAIN, Reason, Refused, refused
from scheduler.services.live.reported import note_reported
from scheduler.services.live.unanswered import open_reported
from scheduler.services.ports import Store, UnitOfWork

MOST_EVENTS = 200
"""So many events a batch may hold: more than a phone gathers on a day without signal."""
TYPED_IN = "events.typed_in"


class Outcome(StrEnum):
    """What became of an event. KNOWN: it had been kept before."""

    KEPT = "kept"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Reported:
    """An event as a device tells it; fields as those of `Event`."""

    id: EventId
    day: date
    shift_id: ShiftId
    task_id: str
    kind: EventKind
    sequence: int
    at: datetime
    undoes: EventId | None = None
    nobody_answers: bool = False


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """Something in a batch that is no event.

    Attributes
    ----------
    id : EventId
        Empty: not even that can be read.
    field, wrong : str
        Where it is no event, and why.
    """

    id: EventId
    field: str
    wrong: str


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What one device sends at once.

    Attributes
    ----------
    sent_at : datetime
        By the device's clock: an event may be hours late, the way of a batch is short.
    user_id : UserId or None
        Who has written the events down; None: the device does not say.
    """

    device_id: str
    sent_at: datetime
    events: Sequence[Reported | Unreadable]
    user_id: UserId | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a device is told about one event.

    Attributes
    ----------
    id : EventId
        Empty: what was sent has none that can be read.
    said : mapping of str to str
        Why it is refused, by language; empty: it is not.
    earliest : datetime or None
        Of a no-show that was declared too early: from when on it might have been. It is kept all the same.
    """

    id: EventId
    outcome: Outcome
    reason: Reason | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    earliest: datetime | None = None

    @property
    def again(self) -> bool:
        """Whether the device does well to keep it and to send it again later."""
        return self.reason in AGAIN


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a device is told about its batch.

    Attributes
    ----------
    skew_s : int
        How far the server's clock is ahead of the device's, in seconds.
    """

    received_at: datetime
    skew_s: int
    events: tuple[Told, ...]

    @property
    def clock_off(self) -> bool:
        """Whether the device's clock is so far off that its user should look at it."""
        return is_off(self.skew_s)


def record(store: Store, who: Principal, batch: Batch, now: datetime) -> Recorded:
    """Keep what can be kept of a batch, and say of each event what became of it.

    Parameters
    ----------
    now : datetime
        When it came in.

    Raises
    ------
    ConflictError
        If somebody else has written the events down; nothing is kept.
    StoreError
        If the database cannot keep it; nothing of the batch is kept then, and it may be sent again as it is.
    """
    if batch.user_id not in {None, who.user_id}:  # a phone that was handed on with somebody's events in its queue
        raise ConflictError("somebody else has written these events down; send them in their session")
    skew_s = round((now - batch.sent_at) / timedelta(seconds=1))
    events = [one if isinstance(one, Unreadable) else _event(one, batch, who, now, skew_s) for one in batch.events]
    left = len(events)
    while True:
        try:
            return Recorded(received_at=now, skew_s=skew_s, events=_recorded(store, who, events, now))
        except StaleError:  # another batch has just kept one of these: it is known now, so there is one less to fear
            if not left:
                raise
            left -= 1


def _event(one: Reported, batch: Batch, who: Principal, now: datetime, skew_s: int) -> Event:
    return Event(
        **{**vars(one), "at": one.at.astimezone(UTC)},
        request_id=request_of(one.task_id),
        device_id=batch.device_id,
        received_at=now.astimezone(UTC),
        skew_s=skew_s,
        by=who.user_id,
        source=EventSource.PAPER if who.role is Role.DISPATCHER else EventSource.PHONE,
    )


def _recorded(store: Store, who: Principal, events: Sequence[Event | Unreadable], now: datetime) -> tuple[Told, ...]:
    with store.writing(who.town_id) as unit:
        checks = Checks(unit, who, now=now)
        told = tuple(_kept(unit, checks, one) for one in events)
        note_kept(unit, who, _new(events, told), now)
        return tuple(_with_earliest(unit, one, answer) for one, answer in zip(events, told, strict=True))


def note_kept(unit: UnitOfWork, who: Principal, new: Sequence[Event], now: datetime) -> None:
    """Note what follows from events that are kept since now."""
    note_reported(unit, new, now)
    for one in new:
        if one.nobody_answers:
            open_reported(unit, one)
    typed = Counter(one.shift_id for one in new if one.source is EventSource.PAPER)
    for shift_id, count in typed.items():
        # Whose sheet somebody typed in. What a phone reports says itself who did it, and would drown the chain.
        subject, fields = f"shift:{shift_id}", (f"events={count}",)
        unit.audit.append(AuditEvent(at=now, by=who.user_id, action=TYPED_IN, subject=subject, fields=fields))


def _new(events: Sequence[Event | Unreadable], told: Sequence[Told]) -> list[Event]:
    """Return the events that are kept since now, each once."""
    pairs = zip(events, told, strict=True)
    kept = {one.id: one for one, answer in pairs if isinstance(one, Event) and answer.outcome is Outcome.KEPT}
    return list(kept.values())


def _with_earliest(unit: UnitOfWork, event: Event | Unreadable, told: Told) -> Told:
    """Say of a no-show that is kept, now or before, whether it was declared too early."""
    if isinstance(event, Unreadable) or told.outcome is Outcome.REFUSED or event.kind is not EventKind.NO_SHOW:
        return told
    return replace(told, earliest=too_early(unit, event))


def _kept(unit: UnitOfWork, checks: Checks, event: Event | Unreadable) -> Told:
    """Keep an event if it is new and may be reported; whoever may not is not told either what is known under its id."""
    if isinstance(event, Unreadable):
        return _refused(event.id, refused(Reason.MALFORMED, field=event.field, wrong=event.wrong))
    known = unit.events.find(event.id)
    changed = () if known is None else differences(known, event)
    if known is not None and not changed:
        return Told(id=event.id, outcome=Outcome.KNOWN)
    why = checks.refusal(event)
    if why is None and changed:
        why = refused(Reason.CONFLICT, fields=", ".join(changed))
    if why is not None:
        return _refused(event.id, why)
    unit.events.put(event)
    return Told(id=event.id, outcome=Outcome.KEPT)


def _refused(event_id: EventId, why: Refused) -> Told:
    return Told(id=event_id, outcome=Outcome.REFUSED, reason=why.reason, said=why.said)
