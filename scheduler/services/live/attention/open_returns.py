"""Open returns: who has not called, and whom nobody could drive home any more."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity
from scheduler.domain.booking import Booking
from scheduler.domain.live import Outcome
from scheduler.domain.roster import Shift
from scheduler.domain.time import clock_instant
from scheduler.services.live.attention.watched import Subject, Watched, alert

_DAY = timedelta(days=1)
_LAST_HOUR = timedelta(hours=1)
_NOTHING = timedelta(0)


def not_called(watched: Watched) -> Iterator[Alert]:
    """Yield open returns whose clients have not called by the hour that the town has set."""
    bound = _call_by(watched)
    if bound is None or watched.now < bound:
        return
    for booking in watched.held():
        if booking.awaits_call:
            yield alert(
                watched,
                AlertKind.NOT_CALLED,
                Severity.URGENT,
                Subject(name=booking.id, request_id=booking.id),
                bound,
                (Remedy.CALL_CLIENT, Remedy.OPEN_CHECK),
            )


def no_capacity(watched: Watched) -> Iterator[Alert]:
    """Yield open returns that are called for and in no plan, and those for which no vehicle has time any more."""
    longest = max((_time_left(watched, shift) for shift in _vehicles(watched)), default=_NOTHING)
    too_little = longest < watched.policy.live.open_returns.each
    for booking in watched.held():
        if not booking.open_return or watched.progress.outcomes.get(booking.id, Outcome.OPEN) is not Outcome.OPEN:
            continue
        since = _since(booking)
        waits = booking.called_at is not None and booking.promise is None
        if waits or (booking.awaits_call and too_little and watched.now >= since):
            yield alert(
                watched,
                AlertKind.NO_CAPACITY,
                Severity.URGENT,
                Subject(name=booking.id, request_id=booking.id),
                since,
                (Remedy.REPLAN, Remedy.CALL_CREW, Remedy.CALL_CLIENT),
            )


def crew_not_told(watched: Watched) -> Iterator[Alert]:
    """Yield open returns that are promised to whoever has called, and that the published plan does not have."""
    for booking in watched.held():
        promise = booking.promise
        if booking.called_at is None or promise is None or any(watched.of(booking.id)):
            continue
        yield alert(
            watched,
            AlertKind.CREW_NOT_TOLD,
            Severity.URGENT,
            Subject(name=booking.id, request_id=booking.id),
            promise.window.start,
            (Remedy.PUBLISH, Remedy.CALL_CREW),
        )


def _since(booking: Booking) -> datetime:
    """Return when the client has called; before that, from when on they may."""
    return (booking.called_at or min(one.start for one in booking.request.windows)).astimezone(UTC)


def _call_by(watched: Watched) -> datetime | None:
    """Return by when clients have to have called; None: no vehicle is out."""
    clock = watched.policy.live.open_returns.call_by
    out = [(shift.start.astimezone(UTC), shift.end.astimezone(UTC)) for shift in _vehicles(watched)]
    if clock is None:
        return max((end - _LAST_HOUR for _, end in out), default=None)
    that_day, next_day = (clock_instant(watched.progress.day + k * _DAY, clock, watched.zone) for k in range(2))
    begins, ends = min((start for start, _ in out), default=None), max((end for _, end in out), default=None)
    # Where vehicles go out in the evening, half past one is of the night that they drive into.
    of_night = begins is not None and ends is not None and that_day < begins and next_day < ends
    return (next_day if of_night else that_day).astimezone(UTC)


def _vehicles(watched: Watched) -> Iterator[Shift]:
    return (shift for shift in watched.shifts.values() if shift.vehicle_id is not None)


def _time_left(watched: Watched, shift: Shift) -> timedelta:
    """Return the time of a shift from now on in which it is expected to wait, or to be done; broken, it has none."""
    end, known = shift.end.astimezone(UTC), watched.expected.get(shift.id)
    off, stands = watched.hindered.off_duty.get(shift.id), watched.hindered.stands.get(shift.id)
    end = end if off is None else min(end, off.undone_from.astimezone(UTC))
    if known is None or not known.tasks:
        begins = max(shift.start, stands.until if stands else shift.start, key=datetime.timestamp).astimezone(UTC)
        return max(end - max(watched.now, begins), _NOTHING)
    waiting = sum((one.start - one.arrival for one in known.tasks if one.start > one.arrival), _NOTHING)
    return waiting + max(end - max(watched.now, known.end), _NOTHING)
