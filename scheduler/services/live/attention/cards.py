"""What clients have done by the links on their cards, with nobody of the office there."""

from collections.abc import Iterator
from datetime import UTC

from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity
from scheduler.domain.cards import BY_CARD
from scheduler.services.live.attention.watched import Subject, Watched, alert


def call_back(watched: Watched) -> Iterator[Alert]:
    """Yield who has asked to be phoned and was not, since when; of another day, since which one."""
    for wish in watched.wishes:
        if wish.asked_at is None:
            continue
        other = wish.day != watched.plan.day
        yield alert(
            watched,
            AlertKind.CALL_BACK,
            Severity.WARNING,
            Subject(name=wish.id, request_id=wish.request_id, client_ids=(wish.client_id,)),
            wish.asked_at,
            (Remedy.CALL_CLIENT,),
            values={"hour": f"{wish.asked_at.astimezone(watched.zone):%d.%m %H:%M}"} if other else None,
        )


def cancelled(watched: Watched) -> Iterator[Alert]:
    """Yield what clients have cancelled by themselves, and crews have in their published plan."""
    for booking in watched.bookings.values():
        if booking.held or booking.ended_at is None or not booking.ended_by.startswith(BY_CARD):
            continue
        task = next(iter(watched.of(booking.id)), None)
        if task is not None:
            yield alert(
                watched,
                AlertKind.CANCELLED,
                Severity.WARNING,
                Subject(name=booking.id, request_id=booking.id, shift_id=task.shift_id),
                booking.ended_at.astimezone(UTC),
                (Remedy.PUBLISH, Remedy.CALL_CREW),
            )
