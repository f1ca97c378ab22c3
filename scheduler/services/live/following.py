"""What follows from what crews report: a booking ends with a no-show, a late cancellation, or a refusal at the door.

What bookings should be is worked out anew from everything that was reported of a day, and compared with what they are.
So it does not matter in which order reports came in, how late, or how often this is done; and what a report is taken
back for is put back, unless its client is away by now. What an absence has ended holds again if it was served after
all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.events import Event, EventKind
from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.live import DayProgress, Outcome
from scheduler.domain.plan import Plan
from scheduler.domain.request import Ride
from scheduler.domain.service_days import DayState
from scheduler.services.booking.freed_days import note_freed
from scheduler.services.ending import Ending, end_each, put_back
from scheduler.services.live.away import return_served, take_out_away
from scheduler.services.live.progress import progress_on
from scheduler.services.live.refreshing import refresh
from scheduler.services.planning.changing import keep_state, plan_anew
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.shown import shown_plan

ENDS: Mapping[Outcome, BookingStatus] = {
    Outcome.NO_SHOW: BookingStatus.NO_SHOW,
    Outcome.CANCELLED_LATE: BookingStatus.CANCELLED_LATE,
    Outcome.REFUSED: BookingStatus.REFUSED,
}
_KINDS = {
    BookingStatus.NO_SHOW: EventKind.NO_SHOW,
    BookingStatus.CANCELLED_LATE: EventKind.CANCELLED_LATE,
    BookingStatus.REFUSED: EventKind.REFUSED,
}


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What has become of bookings.

    Attributes
    ----------
    freed : bool
        Whether places are free now that somebody may still be offered.
    """

    ended: tuple[Booking, ...] = ()
    put_back: tuple[Booking, ...] = ()
    freed: bool = False


@dataclass(frozen=True, kw_only=True)
class _End:
    """How, when and by whose report a booking ends."""

    status: BookingStatus
    at: datetime
    by: UserId


def follow(unit: UnitOfWork, travel: TravelTimes, day: date, now: datetime) -> Followed:
    """Let the bookings of a day follow what was reported of it; of a day that is closed nothing changes any more."""
    state = unit.days.lock(day)
    plan = shown_plan(unit, day)
    if state.closed or plan is None:
        return Followed()
    events = tuple(unit.events.between(day, day).values())
    progress = progress_on(unit, plan, now)
    bookings = unit.bookings.between(day, day)
    ends = _ends(bookings, progress, events)
    back = [one for one in bookings.values() if _differs(one, ends.get(one.id))]
    for one in back:
        put_back(unit, one, one.ended_by, now)
    served = return_served(unit, bookings.values(), progress, now)
    if served:
        refresh(unit, day, now)  # what was done for them is not planned again
    ended = _end_held(unit, state, ends)
    undone = {one.request_id for one in events if one.kind is EventKind.UNDONE}
    in_doubt = {one.id for one in back} | {key for key in undone if key in bookings}
    open_again = [one for one in map(unit.bookings.get, sorted(in_doubt)) if one.held]
    left = take_out_away(unit, state, open_again, progress, now)
    ended += [one for one in left if not one.held]
    returned = tuple(one for one in (unit.bookings.get(one.id) for one in (*back, *served)) if one.held)
    freed = _settle_plan(unit, travel, state, _Changes(plan=plan, changed=(*ended, *returned), left=left), now)
    return Followed(ended=tuple(ended), put_back=returned, freed=freed)


def _end_held(unit: UnitOfWork, state: DayState, ends: Mapping[RequestId, _End]) -> list[Booking]:
    """End what was reported to have ended; return it."""
    ended: list[Booking] = []
    for key, end in ends.items():
        booking = unit.bookings.get(key)
        if booking.held:
            # Somebody who got there without us waits to be fetched: a way home that is withdrawn has to be told.
            tell = end.status is BookingStatus.WITHDRAWN
            ending = Ending(by=end.by, at=end.at, status=end.status, by_crew=True, by_office=tell)
            ended += end_each(unit, state, [booking], ending)
    return ended


@dataclass(frozen=True, kw_only=True)
class _Changes:
    """What has changed on a day: which bookings do or do not hold now, and which a client was taken out of."""

    plan: Plan
    changed: tuple[Booking, ...]
    left: tuple[Booking, ...]


def _settle_plan(unit: UnitOfWork, travel: TravelTimes, state: DayState, done: _Changes, now: datetime) -> bool:
    """Keep the plan of a day after its bookings have changed; return whether places are free now."""
    ahead = [one for one in done.changed if _ahead(one, done.plan, now)]
    if ahead or done.left:
        plan_anew(unit, travel, state, why="reported", at=now)
    elif done.changed:
        keep_state(unit, state)
    freed = any(not one.held for one in ahead)
    if freed:
        note_freed(unit, state.day, now)
    return freed


def _differs(booking: Booking, end: _End | None) -> bool:
    """Return whether a booking has ended by a report that does not hold any more, or says something else now."""
    if not booking.by_crew or booking.held:
        return False
    return end is None or (booking.status, booking.ended_at, booking.ended_by) != (end.status, end.at, end.by)


def _ends(
    bookings: Mapping[RequestId, Booking], progress: DayProgress, events: tuple[Event, ...]
) -> Mapping[RequestId, _End]:
    """Return how bookings end by what was reported; of those that have ended otherwise nothing is said."""
    open_to = {key: one for key, one in bookings.items() if one.held or one.by_crew}
    found = {
        key: _end(ENDS[outcome], key, progress, events)
        for key in open_to
        if (outcome := progress.outcomes.get(key, Outcome.OPEN)) in ENDS
    }
    return {**found, **_later_legs(bookings, open_to, progress, found)}


def _end(status: BookingStatus, key: RequestId, progress: DayProgress, events: tuple[Event, ...]) -> _End:
    at = max(
        (one.ended_at for one in progress.tasks.values() if one.request_id == key and one.ended_at is not None),
        default=datetime.min.replace(tzinfo=UTC),
    )
    told = [one for one in events if one.request_id == key and one.kind is _KINDS[status]]
    last = max(told, key=lambda one: (one.at.astimezone(UTC), one.id))
    return _End(status=status, at=at, by=last.by)


def _later_legs(
    bookings: Mapping[RequestId, Booking],
    open_to: Mapping[RequestId, Booking],
    progress: DayProgress,
    found: Mapping[RequestId, _End],
) -> Mapping[RequestId, _End]:
    """Return the rest of journeys that nobody has set out on: there is nobody to bring back.

    Whoever has been driven anywhere is not at home, whatever became of a leg in between: their way home stays.
    """
    later: dict[RequestId, _End] = {}
    for key, end in found.items():
        failed = bookings[key].request
        if not isinstance(failed, Ride) or failed.journey is None:
            continue
        legs = [
            one.request
            for one in bookings.values()
            if isinstance(one.request, Ride) and one.request.journey == failed.journey
        ]
        if any(_out(progress, leg.id) for leg in legs):
            continue
        for leg in legs:
            if leg.leg > failed.leg and leg.id in open_to and leg.id not in found:
                later[leg.id] = _End(status=BookingStatus.WITHDRAWN, at=end.at, by=end.by)
    return later


def _out(progress: DayProgress, key: RequestId) -> bool:
    return key in progress.taken_out or progress.outcomes.get(key) is Outcome.SERVED


def _ahead(booking: Booking, plan: Plan, now: datetime) -> bool:
    """Return whether there is still time for what was promised, or planned."""
    promise = booking.promise
    if promise is not None:
        return (promise.pickup or promise.window).end.astimezone(UTC) > now.astimezone(UTC)
    tasks = (task for route in plan.routes for stop in route.stops for task in stop.tasks)
    return any(task.request_id == booking.id and task.start.astimezone(UTC) > now.astimezone(UTC) for task in tasks)
