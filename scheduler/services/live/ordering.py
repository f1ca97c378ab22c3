"""What was reported, in the order in which it happened, whatever the order in which it came in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.domain.events import Event, EventKind, EventSource, is_off
from scheduler.domain.ids import EventId


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event that counts, and when it happened.

    Attributes
    ----------
    at : datetime
        By the device's clock, put right if that was off when the event was sent; in UTC.
    """

    event: Event
    at: datetime


def happenings(events: Iterable[Event]) -> Sequence[Happening]:
    """Return the events that nobody has taken back, as they happened.

    The events of one phone are in its own order, whatever its clock said in between; those of several phones by time.
    What was typed in from sheets happened when the sheet says, in whatever order somebody types.
    """
    known = tuple(events)
    undone = _undone(known)
    by_device: dict[str, list[Event]] = defaultdict(list)
    for event in known:
        if event.kind is not EventKind.UNDONE and event.id not in undone:
            by_device[event.device_id].append(event)
    found = [one for of_device in by_device.values() for one in _in_order(of_device)]
    # Of two at one instant: what came in first, and then something that is the same for everybody.
    return sorted(found, key=_key)


def taken_back(events: Iterable[Event]) -> Sequence[tuple[Event, Event]]:
    """Return the events that were taken back, each with what took it back: of the same task of the same shift."""
    known = tuple(events)
    by_id = {event.id: event for event in known}
    return tuple(
        (other, event)
        for event in known
        if event.undoes is not None
        and (other := by_id.get(event.undoes)) is not None
        and other.kind is not EventKind.UNDONE
        and (other.shift_id, other.task_id) == (event.shift_id, event.task_id)
    )


def _key(one: Happening) -> tuple[datetime, datetime, int, str]:
    return one.at, one.event.received_at.astimezone(UTC), one.event.sequence, one.event.id


def _undone(events: Sequence[Event]) -> frozenset[EventId]:
    """Return which events were taken back."""
    return frozenset(other.id for other, _ in taken_back(events))


def _in_order(events: list[Event]) -> list[Happening]:
    found: list[Happening] = []
    for event in sorted(events, key=lambda one: (one.sequence, one.at.astimezone(UTC), one.id)):
        at = _put_right(event)
        if found and event.source is EventSource.PHONE:
            # A clock that was set back in between: what the device wrote down later did not happen earlier.
            at = max(at, found[-1].at)
        found.append(Happening(event=event, at=at))
    return found


def _put_right(event: Event) -> datetime:
    """Return when an event happened by our clock, and never after it came in.

    What stands on a sheet was read off a watch on the wall; the clock of whoever typed it in has nothing to do with it.
    """
    wrong = event.source is EventSource.PHONE and is_off(event.skew_s)
    off = timedelta(seconds=event.skew_s) if wrong else timedelta(0)
    return min(event.at.astimezone(UTC) + off, event.received_at.astimezone(UTC))
