"""Why a client may not be erased yet."""

from collections.abc import Iterator
from datetime import date, datetime

from scheduler.domain.booking import Booking, BookingStatus, Refusal
from scheduler.domain.ids import ClientId
from scheduler.domain.retention import RetentionPolicy, end_of_retention
from scheduler.services.facts import is_over
from scheduler.services.ports import UnitOfWork


def hindrances(
    unit: UnitOfWork, client_id: ClientId, now: datetime, policy: RetentionPolicy | None = None
) -> tuple[Refusal, ...]:
    """Return why a client may not be erased yet; empty: they may.

    Raises
    ------
    NotFoundError
        If there is no such client, or no such town.
    """
    unit.clients.get(client_id)
    policy = policy or RetentionPolicy()
    today = now.astimezone(unit.head.get(unit.town_id).zone).date()
    found = [
        *_to_come(unit, client_id, now),
        *_comes_again(unit, client_id, today),
        *_waits(unit, client_id),
        *_unclear(unit, client_id),
    ]
    held = [(until, booking) for booking in unit.bookings.of_client(client_id).values()
            if (until := _held_until(booking, policy)) is not None and until >= today]  # fmt: skip
    if held:
        until, booking = max(held, key=lambda one: one[0])
        found.append(_retention(until, booking, len(held)))
    return tuple(found)


def _to_come(unit: UnitOfWork, client_id: ClientId, now: datetime) -> Iterator[Refusal]:
    for booking in unit.bookings.of_client(client_id).values():
        if booking.held and not is_over(unit, booking.day, now):
            said = booking.day.isoformat()
            yield Refusal(
                code="promise" if booking.promise else "booking",
                day=booking.day,
                summary={
                    "pl": f"Na {said} jest rezerwacja {booking.id}.",
                    "en": f"There is a booking {booking.id} on {said}.",
                },
                change={"pl": "Najpierw ją odwołaj.", "en": "Cancel it first."},
            )


def _comes_again(unit: UnitOfWork, client_id: ClientId, today: date) -> Iterator[Refusal]:
    for key, series in unit.series.of_client(client_id).items():
        if not series.over_by(today):
            yield Refusal(
                code="series",
                summary={"pl": f"Seria {key} trwa.", "en": f"The series {key} goes on."},
                change={"pl": "Najpierw ją zakończ.", "en": "End it first."},
            )


def _waits(unit: UnitOfWork, client_id: ClientId) -> Iterator[Refusal]:
    waiting = unit.waiting.all()
    for enquiry_id in unit.enquiries.of_client(client_id):
        if enquiry_id in waiting:
            yield Refusal(
                code="waiting",
                summary={
                    "pl": f"Zgłoszenie {enquiry_id} jest na liście oczekujących.",
                    "en": f"Enquiry {enquiry_id} is on the waiting list.",
                },
                change={"pl": "Najpierw zdejmij je z listy.", "en": "Take it off the list first."},
            )


def _unclear(unit: UnitOfWork, client_id: ClientId) -> Iterator[Refusal]:
    """Yield a refusal while somebody is to find out why nobody answers."""
    for check in unit.checks.of_client(client_id).values():
        if check.open:
            yield Refusal(
                code="check",
                day=check.day,
                summary={
                    "pl": f"Nikt jeszcze nie zamknął sprawdzenia {check.id}: klient nie otwierał.",
                    "en": f"Nobody has closed the check {check.id} yet: the client did not answer.",
                },
                change={"pl": "Najpierw je zamknij.", "en": "Close it first."},
            )


def _held_until(booking: Booking, policy: RetentionPolicy) -> date | None:
    """Return until when the law wants a booking kept with its client's name; None: it does not."""
    if booking.status in (BookingStatus.CANCELLED, BookingStatus.WITHDRAWN):
        return None
    years = [policy.paid_years] if booking.contribution_gr else []
    if booking.request.programme_id is not None:
        years.append(policy.programme_years)
    return end_of_retention(booking.day, max(years)) if years else None


def _retention(until: date, booking: Booking, count: int) -> Refusal:
    paid = booking.contribution_gr > 0
    why_pl = "rozliczenia opłat" if paid else f"rozliczenia programu {booking.request.programme_id}"
    why_en = "accounts of contributions" if paid else f"accounts of the programme {booking.request.programme_id}"
    said = until.isoformat()
    return Refusal(
        code="retention",
        day=until,
        summary={
            "pl": f"Prawo każe zachować dane do {said}: {why_pl} (rezerwacji: {count}, np. {booking.id}).",
            "en": f"The law wants the data kept until {said}: {why_en} (bookings: {count}, such as {booking.id}).",
        },
        change={"pl": f"Będzie to możliwe po {said}.", "en": f"It will be possible after {said}."},
    )
