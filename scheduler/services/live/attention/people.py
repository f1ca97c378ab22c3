"""People: who does not answer, who was not found, and who has been in a vehicle for too long."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity
from scheduler.domain.booking import Booking
from scheduler.domain.checks import Asked, Check
from scheduler.domain.request import Ride
from scheduler.services.live.attention.sentences import STEPS
from scheduler.services.live.attention.watched import MINUTE, Subject, Watched, alert

_STEP = {
    Asked.CLIENT: Remedy.CALL_CLIENT,
    Asked.CONTACTS: Remedy.CALL_CONTACTS,
    Asked.SOCIAL_WORKER: Remedy.CALL_SOCIAL_WORKER,
    Asked.EMERGENCY: Remedy.CALL_112,
}


def stranded(watched: Watched) -> Iterator[Alert]:
    """Yield who was taken out on a day that is closed, as was reported since, and has no known way home."""
    for one in watched.stranded:
        yield alert(
            watched,
            AlertKind.STRANDED,
            Severity.URGENT,
            Subject(name=one.client_id, request_id=one.request_id, client_ids=(one.client_id,)),
            one.since or watched.now,
            (Remedy.CALL_CLIENT, Remedy.CALL_CONTACTS, Remedy.REOPEN_DAY),
        )


def unanswered(watched: Watched) -> Iterator[Alert]:
    """Yield checks that nobody has closed, with whom to ask next."""
    for check in watched.checks:
        if not check.open:
            continue
        step = check.next
        made = alert(
            watched,
            AlertKind.UNANSWERED,
            Severity.URGENT,
            Subject(name=check.id, request_id=check.request_id, client_ids=(check.client_id,)),
            check.opened_at,
            (_STEP[step],) if step is not None else (Remedy.CLOSE_CHECK,),
            values={"step": STEPS[step or ""], **_since(watched, check)},
        )
        yield replace(made, check_id=check.id)


def _since(watched: Watched, check: Check) -> Mapping[str, str]:
    """Return since which day nobody answers, where that is another one."""
    return {} if check.day == watched.plan.day else {"hour": check.day.isoformat()}


def not_found(watched: Watched) -> Iterator[Alert]:
    """Yield who was in a vehicle that broke down and is not there any more; a check says what has become of them."""
    checked = {check.request_id for check in watched.checks}
    for request_id in sorted(watched.progress.not_found - checked):
        pickup = watched.progress.tasks[f"{request_id}:pickup"]
        yield alert(
            watched,
            AlertKind.NOT_FOUND,
            Severity.URGENT,
            Subject(name=request_id, request_id=request_id, shift_id=pickup.shift_id),
            pickup.ended_at or watched.now,
            (Remedy.CALL_CREW, Remedy.CALL_CLIENT, Remedy.OPEN_CHECK),
        )


def aboard_long(watched: Watched) -> Iterator[Alert]:
    """Yield who has been in a vehicle for longer than the longest ride."""
    for request_id, pickup in watched.progress.aboard.items():
        booking = watched.bookings.get(request_id)
        if booking is None or pickup.ended_at is None:
            continue
        longest = _longest(watched, booking)
        bound = pickup.ended_at + longest
        if watched.now > bound:
            yield alert(
                watched,
                AlertKind.ABOARD_LONG,
                Severity.URGENT,
                Subject(name=request_id, request_id=request_id, shift_id=pickup.shift_id),
                bound,
                (Remedy.CALL_CREW, Remedy.TYPE_IN),
                minutes=longest // MINUTE,
            )


def _longest(watched: Watched, booking: Booking) -> timedelta:
    """Return how long a ride may be: as was asked for, else as its service says, else the town."""
    own = booking.request.longest_ride if isinstance(booking.request, Ride) else None
    return own or watched.longest_rides.get(booking.request.service_id) or watched.policy.longest_ride
