"""What crews report from the field: where they are with each task, by a phone or on a returned sheet."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.ids import EventId, RequestId, ShiftId, UserId
from scheduler.domain.time import Instants

SKEW_SHOWN_S = 120
"""A device's clock that is off by more is shown, in seconds; what it says of times is to be read with care."""


class EventKind(StrEnum):
    """What has happened at a task. UNDONE takes back an earlier event."""

    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    ABOARD = "aboard"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED_LATE = "cancelled_late"
    REFUSED = "refused"
    UNDONE = "undone"


class EventSource(StrEnum):
    """How it came. PAPER: a dispatcher typed it in from a returned sheet."""

    PHONE = "phone"
    PAPER = "paper"


@dataclass(frozen=True, kw_only=True)
class Event(Instants):
    """One thing that happened, as a device wrote it down; it never changes afterwards.

    Attributes
    ----------
    id : EventId
        A UUID that the device has chosen: whatever is delivered twice is one event.
    day : date
        The service day of the shift.
    task_id : str
        As the itinerary names it; `request_id` follows from it.
    sequence : int
        The device's own count of its events: their order, whatever its clock says.
    at : datetime
        When it happened, by the device's clock.
    received_at : datetime
        When it came in first, by the server's clock; hours later where there was no signal.
    skew_s : int
        How far the server's clock was ahead of the device's when the event was sent, in seconds, its way included.
    by : UserId
        Who delivered it.
    undoes : EventId or None
        What an UNDONE takes back; it counts for the same task of the same shift only, and may come in before it.
    nobody_answers : bool
        Of a NO_SHOW: nobody came to the door, and the crew fears for the client.

    Raises
    ------
    ValueError
        If it takes something back and is no UNDONE, or the other way round, or takes itself back; if nobody answers,
        and it is no NO_SHOW.
    """

    id: EventId
    day: date
    shift_id: ShiftId
    task_id: str
    request_id: RequestId
    kind: EventKind
    device_id: str
    sequence: int
    at: datetime
    received_at: datetime
    skew_s: int
    by: UserId
    source: EventSource
    undoes: EventId | None = None
    nobody_answers: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.undoes is not None) != (self.kind is EventKind.UNDONE):
            raise ValueError("an event names what it takes back if, and only if, its kind is undone")
        if self.undoes == self.id:
            raise ValueError("an event cannot take itself back")
        if self.nobody_answers and self.kind is not EventKind.NO_SHOW:
            raise ValueError("that nobody answers is said of a no-show")

    @property
    def clock_off(self) -> bool:
        """Whether the device's clock was so far off that it is shown, at the sending or when this was written down.

        What is later than its own sending was written down by a clock that has been set since. A sheet has no clock.
        """
        if self.source is not EventSource.PHONE:
            return False
        after_receipt_s = (self.at.astimezone(UTC) - self.received_at.astimezone(UTC)) / timedelta(seconds=1)
        return is_off(self.skew_s) or after_receipt_s + self.skew_s > SKEW_SHOWN_S


def is_off(skew_s: int) -> bool:
    """Return whether a clock is so far off that it is shown."""
    return abs(skew_s) > SKEW_SHOWN_S


@dataclass(frozen=True, kw_only=True)
class ReportedDay(Instants):
    """A day of which crews have reported how something ended, and whose bookings have not followed yet."""

    day: date
    since: datetime

    @property
    def id(self) -> str:
        """The day, as ISO 8601 writes it."""
        return self.day.isoformat()


_TOLD = ("day", "shift_id", "task_id", "kind", "device_id", "sequence", "undoes", "nobody_answers")


def differences(known: Event, told: Event) -> tuple[str, ...]:
    """Return the fields in which a device says something else than before; empty: it is the same event once more.

    When it came in and who delivered it is not the device's word. Instants are compared as such: by clocks of two zones
    they are never equal in the hour that comes twice (PEP 495).
    """
    changed = [name for name in _TOLD if getattr(known, name) != getattr(told, name)]
    return (*changed, "at") if known.at.astimezone(UTC) != told.at.astimezone(UTC) else tuple(changed)
