"""What the reports of crews come to, told without the program: how each request of a day has ended by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from scheduler.domain.booking import BookingStatus
from scheduler.domain.events import EventKind
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import Plan
from scheduler.services.field import Reported


class Came(StrEnum):
    """How far a request has come that did not end in vain."""

    ABOARD = "aboard"
    SERVED = "served"


type End = Came | BookingStatus
IN_VAIN: Mapping[EventKind, BookingStatus] = {
    EventKind.NO_SHOW: BookingStatus.NO_SHOW,
    EventKind.CANCELLED_LATE: BookingStatus.CANCELLED_LATE,
    EventKind.REFUSED: BookingStatus.REFUSED,
}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A report that was taken in."""

    reported: Reported
    received_at: datetime
    by_phone: bool


def ends_of(heard: Iterable[Heard], plan: Plan) -> dict[RequestId, End]:
    """Return how requests of a day have ended.

    Parameters
    ----------
    heard : iterable of Heard
        Of the day; those by phone are all of one phone.
    plan : Plan
        As crews know it.
    """
    last = _last_ends(heard, plan)
    keys = {task.rpartition(":")[0] for task in last}
    found = {RequestId(key): _end(key, last) for key in keys}
    return {key: end for key, end in found.items() if end is not None}


def _end(key: str, last: Mapping[str, EventKind]) -> End | None:
    """Return how a request has ended: who was set down is served, who got in is aboard, else the door decides."""
    pickup, other = last.get(f"{key}:pickup"), last.get(f"{key}:dropoff") or last.get(f"{key}:visit")
    if other is EventKind.DONE:
        return Came.SERVED
    if pickup is EventKind.DONE:
        return Came.ABOARD
    vain = pickup or other
    return IN_VAIN[vain] if vain else None


def _last_ends(heard: Iterable[Heard], plan: Plan) -> dict[str, EventKind]:
    """Return what was said last of each task that has an end; what one crew has done, no other one has not."""
    fetching = _fetching(plan)
    made = plan.made_at.astimezone(UTC)
    last: dict[str, EventKind] = {}
    done_by: dict[str, str] = {}
    for at, one in in_order(heard):
        kind, task = one.kind, one.task_id
        if kind is EventKind.ABOARD and task.endswith(":pickup"):
            kind = EventKind.DONE
        is_end = kind is EventKind.DONE or kind in IN_VAIN
        # Who was in a vehicle that broke down is fetched by another: what the first one said does not count for it.
        if is_end and not (fetching.get(task) not in {None, one.shift_id} and at < made):
            if kind is EventKind.DONE:
                last[task], done_by[task] = kind, one.shift_id
            elif done_by.get(task) in {None, one.shift_id}:
                last[task] = kind
                done_by.pop(task, None)
    return last


def _fetching(plan: Plan) -> dict[str, str]:
    """Return who drives each task of a ride, where one crew picks up and sets down."""
    whose = {task: str(shift) for shift, order in plan.orders.items() for task in order}
    rides = {task.rpartition(":")[0] for task in whose if task.endswith(":pickup")}
    alone = [key for key in rides if whose[f"{key}:pickup"] == whose.get(f"{key}:dropoff")]
    return {f"{key}:{end}": whose[f"{key}:pickup"] for key in alone for end in ("pickup", "dropoff")}


def in_order(heard: Iterable[Heard]) -> list[tuple[datetime, Reported]]:
    """Return reports as they happened: the phone's in its own order, whatever its clock said, the others by time."""
    found = []
    latest = datetime.min.replace(tzinfo=UTC)
    for one in sorted(heard, key=lambda one: one.reported.sequence):
        at = min(one.reported.at.astimezone(UTC), one.received_at.astimezone(UTC))
        if one.by_phone:
            at = latest = max(at, latest)
        found.append((at, one.received_at.astimezone(UTC), one.reported.sequence, one.reported))
    return [(at, one) for at, _, _, one in sorted(found, key=lambda each: each[:3])]
