"""Which clients are away: nothing is booked for them, and nothing said to them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from scheduler.domain.booking import Refusal
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.ids import ClientId
from scheduler.domain.request import Request
from scheduler.services.facts import called, is_over
from scheduler.services.ports import UnitOfWork


def absence_on(unit: UnitOfWork, client_id: ClientId, day: date) -> ClientAbsence | None:
    """Return the absence for which nothing is done for a client on a day, the one that lasts longest; None: of none."""
    found = [one for one in unit.client_absences.of_client(client_id).values() if one.covers(day)]
    return max(found, key=lambda one: one.last or date.max, default=None)


def present_absences(unit: UnitOfWork, client_id: ClientId, now: datetime) -> tuple[ClientAbsence, ...]:
    """Return the absences of a client that nobody has ended and whose last day is not past, by their first days.

    Beside a death no other one matters.
    """
    found = [one for one in unit.client_absences.of_client(client_id).values() if _goes_on(unit, one, now)]
    died = [one for one in found if one.why is AwayWhy.DIED]
    return tuple(sorted(died or found, key=lambda one: (one.first, one.id)))


def _goes_on(unit: UnitOfWork, one: ClientAbsence, now: datetime) -> bool:
    return not one.over and (one.last is None or not is_over(unit, one.last, now))


def has_died(unit: UnitOfWork, client_id: ClientId) -> bool:
    """Return whether a client has died, as far as anybody said."""
    known = unit.client_absences.of_client(client_id).values()
    return any(one.why is AwayWhy.DIED and not one.over for one in known)


def hears(unit: UnitOfWork, client_id: ClientId, day: date) -> bool:
    """Return whether a client may be told anything about a day: who has died is told nothing at all."""
    return not has_died(unit, client_id) and absence_on(unit, client_id, day) is None


def away_refusal(unit: UnitOfWork, requests: Sequence[Request], day: date) -> Refusal | None:
    """Return why nothing can be booked on a day for a party one of whom is away; None: all are there."""
    clients: Iterable[ClientId] = dict.fromkeys(one for request in requests for one in request.party.client_ids)
    for client_id in clients:
        absence = absence_on(unit, client_id, day)
        if absence is not None:
            return _refusal(absence, day, called(unit, client_id))
    return None


def _refusal(absence: ClientAbsence, day: date, who: str) -> Refusal:
    """Return the refusal; why somebody is away is nobody's business on the phone."""
    first = absence.first.isoformat()
    until = {"pl": "do odwołania", "en": "until further notice"}
    if absence.last is not None:
        until = {"pl": f"do {absence.last.isoformat()}", "en": f"to {absence.last.isoformat()}"}
    return Refusal(
        code="away",
        day=day,
        summary={
            "pl": f"{who}: usługi są wstrzymane od {first} {until['pl']}.",
            "en": f"{who}: all services are suspended from {first} {until['en']}.",
        },
        change={
            "pl": "Najpierw zakończ nieobecność klienta, albo zamów bez tej osoby.",
            "en": "End the client's absence first, or book without this person.",
        },
    )
