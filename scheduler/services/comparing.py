"""Two plans of one day beside each other: who moves, who must be phoned, what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import Plan
from scheduler.domain.time import elapsed


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Where a request is in a plan.

    Attributes
    ----------
    start : datetime
        Of its first task: of a ride the bus at the door.
    starts : tuple of (str, datetime)
        Of each task, by its kind.
    """

    shift_id: ShiftId
    start: datetime
    starts: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What is another for one request; None: it is not in that plan.

    Attributes
    ----------
    call : bool
        Whether somebody has to be told: the request was promised or published, and its crew is another one, or its
        start by more than the tolerance, or it is not served any more.
    """

    request_id: RequestId
    before: Placed | None
    after: Placed | None
    call: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that is another between two plans.

    Attributes
    ----------
    terms : mapping of str to int
        Grosze that the second plan costs more, by term; those that are the same are left out.
    """

    differences: tuple[Difference, ...]
    terms: Mapping[str, int] = field(default_factory=dict)
    unassigned_must: int = 0

    @property
    def calls(self) -> tuple[RequestId, ...]:
        """Whom to phone."""
        return tuple(one.request_id for one in self.differences if one.call)

    @property
    def cost_gr(self) -> int:
        """How much more the second plan costs."""
        return sum(self.terms.values())


def placed(plan: Plan) -> Mapping[RequestId, Placed]:
    """Return where each request of a plan is; of several crews the first one counts."""
    found: dict[RequestId, Placed] = {}
    tasks = ((r.shift_id, task) for r in plan.routes for stop in r.stops for task in stop.tasks)
    for shift_id, task in sorted(tasks, key=lambda one: (one[1].start.timestamp(), one[1].task_id)):
        known = found.get(task.request_id, Placed(shift_id=shift_id, start=task.start))
        if known.shift_id == shift_id:
            found[task.request_id] = replace(known, starts=(*known.starts, (task.kind, task.start)))
    return found


def compare(before: Plan, after: Plan, bookings: Mapping[RequestId, Booking], tolerance: timedelta) -> Comparison:
    """Return what is another in the second plan.

    Parameters
    ----------
    bookings : mapping of RequestId to Booking
        Of the day; who was told nothing need not be called.
    tolerance : timedelta
        How far a start may move without a call.
    """
    old, new = placed(before), placed(after)
    ids = dict.fromkeys((*old, *new))
    found = (
        _difference(i, old.get(i), new.get(i), bookings.get(i), tolerance) for i in ids if old.get(i) != new.get(i)
    )
    names = dict.fromkeys((*before.terms, *after.terms))
    terms = {name: after.terms.get(name, 0) - before.terms.get(name, 0) for name in names}
    return Comparison(
        differences=tuple(sorted(found, key=lambda one: (not one.call, one.request_id))),
        terms={name: more for name, more in terms.items() if more},
        unassigned_must=after.unassigned_must - before.unassigned_must,
    )


def _difference(
    request_id: RequestId, before: Placed | None, after: Placed | None, booking: Booking | None, tolerance: timedelta
) -> Difference:
    told = booking is not None and (booking.promise is not None or booking.published is not None)
    return Difference(
        request_id=request_id, before=before, after=after, call=told and _matters(before, after, tolerance)
    )


def _matters(before: Placed | None, after: Placed | None, tolerance: timedelta) -> bool:
    """Return whether somebody who knew the one has to be told of the other."""
    if before is None:
        return False  # a promise that is planned at last is only kept
    if after is None:
        return True
    return before.shift_id != after.shift_id or abs(elapsed(before.start, after.start)) > tolerance
